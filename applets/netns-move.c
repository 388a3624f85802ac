// SPDX-License-Identifier: 0BSD
/* netns-move: move a network device into a network namespace
 *
 * config NETNS_MOVE
 *	bool "netns-move: move a device into a network namespace"
 *	default ALL_APPLETS
 *	help
 *	  Like 'ip link set DEVICE netns NETNS'. BusyBox's ip accepts only
 *	  a process ID as NETNS.
 *
 * config FEATURE_WIRELESS
 *	bool "Move wireless devices"
 *	default ALL_APPLETS
 *	depends on NETNS_MOVE
 *	help
 *	  Move the phy of a wireless device, with all its devices, like
 *	  'iw phy PHY set netns'. The kernel does not let such a device
 *	  move alone.
 */
#include "enter/enter.h"
#include "multiplexer/applet.h"

static int move_main(int argc, char **argv)
{
	struct move move = { .netns_name = argv[1], .new_name = argv[2] };
	int status;

	for (int i = 0; i < argc; i += 2)	/* not the NETNS between them */
		if (!link_name_is_valid(argv[i]))
			return warn_invalid_name(argv[i]);
	move.netns = netns_open_or_warn(argv[1]);
	if (move.netns < 0)
		return EXIT_FAILURE;
	status = move_or_warn(argv[0], &move);
	close_fd(move.netns);
	return status;
}

const struct applet netns_move = {
	.usage = "DEVICE NETNS [NEWNAME]",
	.help = HELP("Move a network device into a namespace"
		TEXT_IF(ENABLE_FEATURE_WIRELESS, ", a wireless one with its phy") "\n"),
	.opts = "",
	.argmin = 2, .argmax = 3,
	.main = move_main,
};
