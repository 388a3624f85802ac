// SPDX-License-Identifier: 0BSD
/* netns-set: assign an id to a network namespace
 *
 * config NETNS_SET
 *	bool "netns-set: assign an ID to a network namespace"
 *	default y
 *	select FEATURE_NSID
 *	help
 *	  Like 'ip netns set': the current network namespace knows the
 *	  other one by this ID.
 */
#include "netns.h"

static int set_main(int argc, char **argv)
{
	int id = equal(argv[1], "auto") ? NSID_NONE : num_any_base(argv[1]), fd, error;

	(void)argc;
	if (id < 0 && !equal(argv[1], "auto")) {
		warn(argv[1], _(": not an id: auto, or 0 to 2147483647"));
		return USAGE;
	}
	fd = netns_open_or_warn(argv[0]);
	if (fd < 0)
		return FAILED;
	error = nsid_set(fd, id);
	close_fd(fd);
	return error < 0 ? warn_netlink(error, argv[0], _(": cannot set the id "), argv[1]) : DONE;
}

USAGE("NETNS auto|NSID")
HELP("Assign an id to a namespace, as seen from this one\n")

const struct applet netns_set = {
	.opts = "",
	.argmin = 2, .argmax = 2,
	.main = set_main,
};
