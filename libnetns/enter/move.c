// SPDX-License-Identifier: 0BSD
/* move.c: move network devices to another network namespace
 *
 * Theory of operation. The kernel first moves a device and then renames it, so we check before the
 * first step whatever can make the second one fail. A wireless device moves with its phy, which
 * takes all its devices along. If one of their names is taken in the other namespace, the kernel
 * chooses another name. If an alternative name is taken, Linux before 7.0 moves nothing, reports
 * success, and lets the next RTM_SETLINK separate the device from its phy. So nothing is moved
 * unless all names are free.
 */
#include "enter/enter.h"
#include "netlink/netlink.h"

#include <net/if.h>

enum { LOOPBACK_IFINDEX = 1 };		/* each namespace has a lo of its own, which stays there */

/* Makes a call in the other namespace, in a child, because coming back may not be permitted. */
static int call_there(const struct move *move, int (*call)(const char *device, const char *name),
		      const char *device)
{
	pid_t child = fork_child();
	int error;

	if (child == 0) {
		error = enter_netns(move->netns);
		SYS(exit_group, -(error < 0 ? error : call(device, move->new_name)));
	}
	return child > 0 ? -wait_child(child) : child;
}

static int find(const char *device, const char *new_name)
{
	int index = link_index(device);

	(void)new_name;
	return index > 0 ? 0 : index;
}

static bool is_taken(const struct move *move, const char *name)
{
	return call_there(move, find, name) == 0;
}

static int warn_taken(const struct move *move, const char *name)
{
	return warn_errno(-EEXIST, move->netns_name, ": ", name);
}

/* Renames DEVICE, which has been moved, if that is wanted. Returns an exit status. */
static int rename_there(const char *device, const struct move *move)
{
	int error = move->new_name ? call_there(move, link_rename, device) : 0;

	return warn_if_error(device, ": is there, but cannot be renamed to ", move->new_name,
			     error);
}

/* What a phy takes along. */
struct load {
	char names[4096];	/* a list: all names of its devices */
	/* " wlan1 wlan2": its devices, except the one that the user named */
	char others[WIRELESS_DEVICES_MAX * IFNAMSIZ + 1];
};

static int list_load(int phy, const char *device, const struct wireless_list *list,
		     struct load *load)
{
	struct name_list names = { load->names, sizeof load->names };
	char *at = load->others;
	int error = 0;

	for (unsigned i = 0; i < list->count && error == 0; i++) {
		const char *name = names.end;

		if (list->devices[i].phy != phy)
			continue;
		error = link_add_names(list->devices[i].index, &names);
		if (error == 0 && !str_equal(name, device))
			at = str_append(str_append(at, " "), name);
	}
	return error;
}

static int warn_phy(const char *device, int error)
{
	return nl_warn(error, device, error == -EOPNOTSUPP ? ": its driver cannot move its phy" :
							    ": cannot move its phy");
}

static int move_phy(int phy, const char *device, const struct wireless_list *list,
		    const struct move *move)
{
	struct load load = { 0 };
	int error = list_load(phy, device, list, &load);

	for (const char *name = load.names; *name && error == 0; name = str_next(name)) {
		error = call_there(move, find, name);
		if (error == 0)
			return warn_taken(move, name);
		if (error == -ENODEV)
			error = 0;
	}
	if (error == 0)
		error = phy_move(phy, move->netns);
	if (error < 0)
		return warn_phy(device, error);
	if (*load.names && link_index(load.names) > 0)
		return warn_taken(move, "one of its names");
	if (*load.others)
		warn(device, ": moved together with", load.others);
	return rename_there(device, move);
}

/* Old kernels (seen in 4.14) answer EINVAL, not EEXIST, if the device is to keep a name that is
 * taken. */
static int move_index(int index, const char *device, const struct move *move)
{
	int error;

	if (move->new_name && is_taken(move, move->new_name))
		return -EEXIST;
	error = link_move(index, move->netns, move->new_name);
	if (error == -EINVAL && index != LOOPBACK_IFINDEX && is_taken(move, device))
		return -EEXIST;
	return error;
}

/* Moves a device that does not move by itself, if it is wireless. Else reports what the kernel has
 * said about it. */
static int move_with_phy(int index, const char *device, const struct move *move)
{
	struct wireless_list list = { 0 };
	char text[sizeof nl_error_text];

	memcpy(text, nl_error_text, sizeof text);
	if (ENABLE_FEATURE_WIRELESS && wireless_list(&list) == 0)
		for (unsigned i = 0; i < list.count; i++)
			if (list.devices[i].index == index)
				return move_phy(list.devices[i].phy, device, &list, move);
	memcpy(nl_error_text, text, sizeof text);
	return nl_warn(-EINVAL, device, ": bound to its namespace");
}

static bool is_ours(int netns)
{
	return inode_at(netns, "") == inode_at(AT_FDCWD, "/proc/self/ns/net");
}

static int move_device(int index, const char *device, const struct move *move)
{
	int error;

	if (is_ours(move->netns))
		return rename_there(device, move);
	error = move_index(index, device, move);
	if (error == 0)
		return EXIT_SUCCESS;
	if (error == -EEXIST)
		return warn_taken(move, move->new_name ? move->new_name : device);
	if (error == -EINVAL)
		return move_with_phy(index, device, move);
	return nl_warn(error, device, ": cannot move");
}

static int move_phy_by_name(const char *name, const struct move *move)
{
	struct wireless_list list;
	int phy = phy_by_name(name), error = phy < 0 ? phy : wireless_list(&list);

	if (error < 0)
		return warn_errno(-ENODEV, name);
	return move->new_name ? warn(name, ": a phy keeps its name") :
				move_phy(phy, name, &list, move);
}

int move_or_warn(const char *device, const struct move *move)
{
	int index = link_index(device);

	if (index > 0)
		return move_device(index, device, move);
	return ENABLE_FEATURE_WIRELESS && index == -ENODEV ? move_phy_by_name(device, move) :
							     warn_errno(index, device);
}
