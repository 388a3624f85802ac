// SPDX-License-Identifier: 0BSD
/* veth.c: make a veth pair, in one request, so that no failure leaves half of it; veth(4) */
#include "netlink/netlink.h"

#include <linux/if_link.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sys/socket.h>

static void describe_end(struct nl_message *request, struct ifinfomsg *link,
			 const struct veth_end *end)
{
	link->ifi_index = end->index;
	link->ifi_flags = link->ifi_change = end->is_up ? IFF_UP : 0;
	nl_add_text(request, IFLA_IFNAME, end->name);
	if (end->mtu)
		nl_add(request, IFLA_MTU, &end->mtu, sizeof end->mtu);
	if (end->has_address)
		nl_add(request, IFLA_ADDRESS, end->address, sizeof end->address);
}

int link_add_veth(const struct veth_end *here, const struct veth_end *peer, int netns)
{
	struct nl_message request;
	struct nlattr *info, *data, *peer_info;

	if (str_len(here->name) >= IFNAMSIZ || str_len(peer->name) >= IFNAMSIZ)
		return -ENAMETOOLONG;
	nl_begin(&request, RTM_NEWLINK);
	request.header.nlmsg_flags |= NLM_F_CREATE | NLM_F_EXCL | NLM_F_ACK;
	describe_end(&request, NLMSG_DATA(&request.header), here);
	info = nl_add(&request, IFLA_LINKINFO, NULL, 0);
	nl_add(&request, IFLA_INFO_KIND, "veth", 4);
	data = nl_add(&request, IFLA_INFO_DATA, NULL, 0);
	peer_info = nl_add(&request, VETH_INFO_PEER, NULL, sizeof(struct ifinfomsg));
	describe_end(&request, (void *)(peer_info + 1), peer);
	nl_add(&request, IFLA_NET_NS_FD, &netns, sizeof netns);
	nl_close_nest(&request, peer_info);
	nl_close_nest(&request, data);
	nl_close_nest(&request, info);
	return nl_request(&request, 1, NULL, NULL);
}
