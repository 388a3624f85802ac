// SPDX-License-Identifier: 0BSD
/* veth.c: make a veth pair, in one request, so that no failure leaves half of it; veth(4) */
#include "netlink/netlink.h"

#include <linux/if_link.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sys/socket.h>

static struct {
	struct nlmsghdr header;
	struct ifinfomsg link;
	char attributes[256];		/* both ends with all that they may have take 176 bytes */
} request;

static void *end_of_request(void)
{
	return (char *)&request + request.header.nlmsg_len;
}

/* Appends an attribute. An empty one is to contain those that follow, up to close_attr(). */
static struct nlattr *add_attr(unsigned type, const void *value, unsigned size)
{
	struct nlattr *attr = end_of_request();

	attr->nla_type = type;
	attr->nla_len = NLA_HDRLEN + size;
	if (value)
		memcpy(attr + 1, value, size);
	request.header.nlmsg_len += NLA_ALIGN(attr->nla_len);
	return attr;
}

static void close_attr(struct nlattr *attr)
{
	attr->nla_len = (char *)end_of_request() - (char *)attr;
}

static void describe_end(struct ifinfomsg *link, const struct veth_end *end)
{
	link->ifi_index = end->index;
	link->ifi_flags = link->ifi_change = end->is_up ? IFF_UP : 0;
	add_attr(IFLA_IFNAME, end->name, str_len(end->name) + 1);
	if (end->mtu)
		add_attr(IFLA_MTU, &end->mtu, sizeof end->mtu);
	if (end->has_address)
		add_attr(IFLA_ADDRESS, end->address, sizeof end->address);
}

int link_add_veth(const struct veth_end *here, const struct veth_end *peer, int netns)
{
	struct nlattr *info, *data, *peer_info;
	struct ifinfomsg *peer_link;

	if (str_len(here->name) >= IFNAMSIZ || str_len(peer->name) >= IFNAMSIZ)
		return -ENAMETOOLONG;
	request.header.nlmsg_len = offsetof(typeof(request), attributes);
	request.header.nlmsg_type = RTM_NEWLINK;
	request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL | NLM_F_ACK;
	describe_end(&request.link, here);
	info = add_attr(IFLA_LINKINFO, "", 0);
	add_attr(IFLA_INFO_KIND, "veth", 4);
	data = add_attr(IFLA_INFO_DATA, "", 0);
	peer_info = add_attr(VETH_INFO_PEER, &(struct ifinfomsg){ 0 }, sizeof *peer_link);
	peer_link = (void *)(peer_info + 1);
	describe_end(peer_link, peer);
	add_attr(IFLA_NET_NS_FD, &netns, sizeof netns);
	close_attr(peer_info);
	close_attr(data);
	close_attr(info);
	return nl_request(&request, 1, NULL, NULL);
}
