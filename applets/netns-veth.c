// SPDX-License-Identifier: 0BSD
/* netns-veth: make a pair of virtual network devices, one of them in a network namespace
 *
 * config NETNS_VETH
 *	bool "netns-veth: connect two namespaces by a veth pair"
 *	default ALL_APPLETS
 *	help
 *	  Like 'ip link add DEVICE type veth peer name PEER netns NETNS',
 *	  which BusyBox's ip does not support.
 */
#include "multiplexer/applet.h"
#include "names/names.h"

/* Which of the two exists already? */
static int warn_exists(int error, char **argv, const char *peer)
{
	if (link_index(argv[0]) > 0)
		return warn_errno(error, argv[0]);
	return warn_errno(error, argv[1], ": ", peer);
}

static int veth_main(int argc, char **argv)
{
	const char *device = argv[0], *peer = argv[2] ? argv[2] : device;
	int netns, error;

	for (int i = 0; i < argc; i += 2)	/* not the NETNS between them */
		if (!link_name_is_valid(argv[i]))
			return warn_invalid_name(argv[i]);
	netns = netns_open_or_warn(argv[1]);
	if (netns < 0)
		return EXIT_FAILURE;
	error = link_add_veth(&(struct veth_end){ .name = device },
			      &(struct veth_end){ .name = peer }, netns);
	close_fd(netns);
	if (error == -EEXIST)
		return warn_exists(error, argv, peer);
	return error < 0 ? nl_warn(error, device, ": cannot make with ", peer) : EXIT_SUCCESS;
}

const struct applet netns_veth = {
	.usage = "DEVICE NETNS [PEER]",
	.help = HELP("Make a veth pair: DEVICE here, PEER (default: DEVICE) in NETNS\n"),
	.opts = "",
	.argmin = 2, .argmax = 3,
	.main = veth_main,
};
