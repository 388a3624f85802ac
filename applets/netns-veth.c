// SPDX-License-Identifier: 0BSD
/* netns-veth: make a pair of virtual network devices, one of them in a network namespace
 *
 * config NETNS_VETH
 *	bool "netns-veth: connect two namespaces by a veth pair"
 *	default y
 *	help
 *	  Like 'ip link add DEVICE type veth peer name PEER netns NETNS',
 *	  which BusyBox's ip does not support.
 */
#include "netns.h"

static int veth_main(int argc, char **argv)
{
	const char *device = argv[0], *peer = argv[2] ? argv[2] : device;
	int netns = link_open_or_warn(argc, argv), error;

	if (netns < 0)
		return -netns;
	error = link_add_veth(device, netns, peer);
	close_fd(netns);
	return error < 0 ? warn_netlink(error, device, _(": cannot make with "), peer) : DONE;
}

USAGE("DEVICE NETNS [PEER]")
HELP("Make a veth pair: DEVICE here, PEER (default: DEVICE) in NETNS\n")

const struct applet netns_veth = {
	.opts = "",
	.argmin = 2, .argmax = 3,
	.main = veth_main,
};
