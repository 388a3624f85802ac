// SPDX-License-Identifier: 0BSD
/* netns-move: move a network device into a network namespace
 *
 * config NETNS_MOVE
 *	bool "netns-move: move a device into a network namespace"
 *	default ALL_APPLETS
 *	help
 *	  Like 'ip link set DEVICE netns NETNS'. BusyBox's ip accepts only
 *	  a process ID as NETNS.
 */
#include "enter/enter.h"
#include "multiplexer/applet.h"

/* A child enters NETNS to look, because coming back may not be permitted. */
static bool is_taken(int netns, const char *name)
{
	pid_t child = fork_child();

	if (child == 0)
		SYS(exit_group, enter_netns(netns) == 0 && link_index(name) > 0);
	return child > 0 && wait_child(child) != 0;
}

/* The kernel moves a device first, then renames it: so look first whether that can fail. Where the
 * device keeps its name, an old Linux (seen: 4.14) says EINVAL if that is taken.
 * Each namespace has a lo of its own, which is bound to it. */
enum { LOOPBACK_IFINDEX = 1 };

static int move_as(int index, int netns, const char *device, const char *new_name)
{
	int error;

	if (new_name && is_taken(netns, new_name))
		return -EEXIST;
	error = link_move(index, netns, new_name);
	if (error == -EINVAL && index != LOOPBACK_IFINDEX && is_taken(netns, device))
		return -EEXIST;
	return error;
}

static int move(int index, int netns, char **argv)
{
	const char *name = argv[2] ? argv[2] : argv[0];
	int error = move_as(index, netns, argv[0], argv[2]);

	if (error == 0)
		return EXIT_SUCCESS;
	if (error == -EEXIST)
		return warn_errno(error, argv[1], ": ", name);
	return nl_warn(error, argv[0], error == -EINVAL ?
		": bound to its namespace, or moves with its phy: iw phy ... set netns" :
		": cannot move");
}

static int move_main(int argc, char **argv)
{
	int netns, index, status;

	for (int i = 0; i < argc; i += 2)	/* not the NETNS between them */
		if (!link_name_is_valid(argv[i]))
			return warn_invalid_name(argv[i]);
	netns = netns_open_or_warn(argv[1]);
	if (netns < 0)
		return EXIT_FAILURE;
	index = link_index(argv[0]);
	status = index > 0 ? move(index, netns, argv) : warn_errno(index, argv[0]);
	close_fd(netns);
	return status;
}

const struct applet netns_move = {
	.usage = "DEVICE NETNS [NEWNAME]",
	.help = HELP("Move a network device into a namespace\n"),
	.opts = "",
	.argmin = 2, .argmax = 3,
	.main = move_main,
};
