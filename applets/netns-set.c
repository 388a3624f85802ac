// SPDX-License-Identifier: 0BSD
/* netns-set: assign an id to a network namespace
 *
 * config NETNS_SET
 *	bool "netns-set: assign an ID to a network namespace"
 *	default ALL_APPLETS
 *	select FEATURE_NSID
 *	help
 *	  Like 'ip netns set': the current network namespace knows the
 *	  other one by this ID.
 */
#include "multiplexer/applet.h"
#include "names/names.h"

static int set_main(int argc, char **argv)
{
	int id = str_equal(argv[1], "auto") ? NSID_NONE : num_parse_any_base(argv[1]), fd, error;

	(void)argc;
	if (id < 0 && !str_equal(argv[1], "auto")) {
		warn(argv[1], ": not an id: auto, or 0 to 2147483647");
		return EXIT_USAGE;
	}
	fd = netns_open_or_warn(argv[0]);
	if (fd < 0)
		return EXIT_FAILURE;
	error = nsid_set(fd, id);
	close_fd(fd);
	return error < 0 ? nl_warn(error, argv[0], ": cannot set the id ", argv[1]) : EXIT_SUCCESS;
}

const struct applet netns_set = {
	.usage = "NETNS auto|NSID",
	.help = HELP("Assign an id to a namespace, as seen from this one\n"),
	.opts = "",
	.argmin = 2, .argmax = 2,
	.main = set_main,
};
