// SPDX-License-Identifier: 0BSD
/* netns-move: move a network device into a network namespace
 *
 * config NETNS_MOVE
 *	bool "netns-move: move a device into a network namespace"
 *	default y
 *	help
 *	  Like 'ip link set DEVICE netns NETNS'. BusyBox's ip accepts only
 *	  a process ID as NETNS.
 */
#include "netns.h"

/* The kernel moves first and renames then: what could make it fail in between is looked for before.
 * A child goes there to look, for to come back need not be permitted. */
static bool is_taken(int netns, const char *name)
{
	pid_t child = run_fork();

	if (child == 0)
		SYS(exit_group, enter_netns(netns) == 0 && link_index(name) > 0);
	return child > 0 && run_wait(child) != 0;
}

static int move(int index, int netns, char **words)
{
	const char *name = words[2];
	int error = name && is_taken(netns, name) ? -EEXIST : link_move(index, netns, name);

	if (error == 0)
		return DONE;
	if (error == -EEXIST)
		return warn_errno(error, words[1], ": ", name ? name : words[0]);
	return warn_netlink(error, words[0], error == -EINVAL ?
		_(": bound to its namespace, or moves with its phy: iw phy ... set netns") :
		_(": cannot move"));
}

static int move_main(int argc, char **argv)
{
	int netns = link_open_or_warn(argc, argv), index, status;

	if (netns < 0)
		return -netns;
	index = link_index(argv[0]);
	status = index > 0 ? move(index, netns, argv) : warn_errno(index, argv[0]);
	close_fd(netns);
	return status;
}

USAGE("DEVICE NETNS [NEWNAME]")
HELP("Move a network device into a namespace\n")

const struct applet netns_move = {
	.opts = "",
	.argmin = 2, .argmax = 3,
	.main = move_main,
};
