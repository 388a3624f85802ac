// SPDX-License-Identifier: 0BSD
/* netns-list: list the named network namespaces
 *
 * config NETNS_LIST
 *	bool "netns-list: list the named network namespaces"
 *	default y
 *	help
 *	  Like 'ip netns list'.
 *
 * config FEATURE_LIST_DEVICE
 *	bool "dev DEVICE: list only namespaces that contain this device"
 *	default y
 *	depends on NETNS_LIST
 *
 * config FEATURE_LIST_ALL
 *	bool "-a: list unnamed namespaces too"
 *	default y
 *	depends on NETNS_LIST
 *	help
 *	  Find the namespaces that have processes in them, or that are
 *	  mounted where a process can see them; on Linux 6.19 and later,
 *	  also those that only an open file keeps. 1.9 KB, of which 1.6 KB
 *	  are shared with netns-map.
 */
#include "netns.h"

#include <sched.h>

#define ALL (ENABLE_FEATURE_LIST_ALL && flags & FLAG('a'))

struct wanted {
	const char *device;	/* those that contain it; NULL: whatever they contain */
	char **names, **end;	/* those on this list, which are struck when found; none: all */
	int status;
};

static bool is_listed(const struct wanted *wanted, const char *name)
{
	bool found = wanted->names == wanted->end;

	for (char **listed = wanted->names; listed < wanted->end; listed++)
		if (*listed && equal(*listed, name)) {
			*listed = NULL;
			found = true;
		}
	return found;
}

/* We do not go back to where we came from: the ids are asked for on a socket that stays there. */
static bool contains(int fd, const char *name, struct wanted *wanted)
{
	int error;

	if (!ENABLE_FEATURE_LIST_DEVICE || !wanted->device)
		return true;
	if (fd < 0)
		return false;
	error = SYS(setns, fd, CLONE_NEWNET);	/* not enter_netns(), which closes it */
	if (error == 0)
		error = link_index(wanted->device);
	if (error >= 0)
		return true;
	if (error != -ENODEV)
		wanted->status = warn_errno(error, name, _(": cannot look for "), wanted->device);
	return false;
}

static int print_name(const struct name *name, void *context)
{
	struct wanted *wanted = context;

	if (!is_listed(wanted, name->name) || !contains(name->fd, name->name, wanted))
		return 0;
	out_object();
	out_string("name", "", name->name, "");
	if (name->fd == -ESTALE)
		out_true("stale", " (stale)");
	else if (name->id != NSID_NONE)
		out_number("id", " (id: ", name->id, ")");
	out_object_end();
	return 0;
}

static void print_unnamed(struct wanted *wanted)
{
	for (struct netns *netns = all_netns; netns < all_netns_end; netns++)
		if (!netns->is_named && contains(netns->fd, netns->label, wanted)) {
			out_object();
			out_netns(netns);
			out_object_end();
		}
}

/* Without a list, as iproute2 has none, all other words are ignored. */
static void read_words(struct wanted *wanted, char **words, int count)
{
	wanted->end = words + count;
	for (; ENABLE_FEATURE_LIST_DEVICE && words[0] && words[1]; words++) {
		if (equal(*words, "dev")) {
			wanted->device = words[1];
			words += 2;
			break;
		}
		if (!ip_grammar)
			break;
	}
	wanted->names = ip_grammar ? wanted->end : words;
}

static int list_main(int argc, char **argv)
{
	struct wanted wanted = { .device = NULL, .status = DONE };
	unsigned what = flags & FLAG('q') ? 0 : NAMES_IDS | NAMES_STALE;
	int error;

	read_words(&wanted, argv, argc);
	if (ENABLE_FEATURE_LIST_DEVICE && wanted.device) {
		if (!link_name_is_valid(wanted.device))
			return warn_invalid_name(wanted.device);
		what |= NAMES_OPEN;
	}
	if (ALL)
		wanted.status = census_take();
	out_array(NULL);
	error = names_each(what, print_name, &wanted);
	if (ALL) {
		if (wanted.names == wanted.end)
			print_unnamed(&wanted);
		census_close();
	}
	out_array_end();
	if (error < 0)
		wanted.status = ENABLE_FEATURE_NSID ?
			warn_netlink(error, run_dir(), _(": cannot list all there is")) :
			warn_errno(error, run_dir());
	for (; wanted.names < wanted.end; wanted.names++)
		if (*wanted.names)
			wanted.status = warn_no_netns(*wanted.names);
	return wanted.status;
}

USAGE(TEXT_IF(ENABLE_FEATURE_LIST_ALL, "[-a] ")
	"[-j] [-p] [-q] [dev DEVICE] [NAME...]")
HELP("List the named namespaces, with ids\n"
	"  dev DEVICE  only those that contain it\n"
	TEXT_IF(ENABLE_FEATURE_LIST_ALL,
	"  -a  unnamed ones, too\n")
	"  -q  names only\n")

const struct applet netns_list = {
	.opts = TEXT_IF(ENABLE_FEATURE_LIST_ALL, "a") "j!p!q",
	.argmin = 0, .argmax = ANY_NUMBER,
	.main = list_main,
};
