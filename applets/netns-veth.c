// SPDX-License-Identifier: 0BSD
/* netns-veth: make a pair of virtual network devices, one of them in a network namespace
 *
 * config NETNS_VETH
 *	bool "netns-veth: join two namespaces by a veth pair"
 *	default y
 *	help
 *	  Like 'ip link add DEVICE type veth peer name PEER netns NETNS', which
 *	  BusyBox's ip does not know.
 */
#include "netns.h"

static int veth_main(int argc, char **argv)
{
	const char *peer = argv[argc - 1 - (argc == 2)];
	int netns, error;

	if (!link_name_is_valid(argv[0]) || !link_name_is_valid(peer))
		return warn_invalid_device(link_name_is_valid(peer) ? argv[0] : peer);
	netns = netns_open_or_warn(argv[1]);
	if (netns < 0)
		return FAILED;
	error = link_add_veth(argv[0], netns, peer);
	close_fd(netns);
	return error < 0 ? warn_netlink(error, argv[0], ": cannot make, with ", peer, " in ",
					argv[1]) : DONE;
}

const struct applet netns_veth = {
	.usage = "DEVICE NETNS [PEER]",
	.help = HELP("Make a veth pair: DEVICE here, PEER (default: DEVICE) in NETNS\n"),
	.opts = "",
	.argmin = 2, .argmax = 3,
	.main = veth_main,
};
