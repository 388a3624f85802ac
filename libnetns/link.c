// SPDX-License-Identifier: 0BSD
/* link.c: network devices of the namespace that we are in */
#include "netns.h"

#include <linux/if_link.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

/* To the kernel, '%' begins a pattern: it tries to make a name of it when a device was moved. */
bool link_name_is_valid(const char *device)
{
	for (const char *c = device; *c; c++)
		if (*c == ' ' || *c == ':' || *c == '%' || (*c >= '\t' && *c <= '\r'))
			return false;
	if (length(device) >= IFNAMSIZ)
		return false;
	return name_is_entry(device);
}

int link_open_or_warn(int argc, char **argv)
{
	int netns;

	for (int i = 0; i < argc; i += 2)
		if (!link_name_is_valid(argv[i]))
			return -warn_invalid_name(argv[i]);
	netns = netns_open_or_warn(argv[1]);
	return netns < 0 ? -FAILED : netns;
}

/* Makes a netdevice(7) ioctl, for which any socket will do: every kernel has those of AF_UNIX.
 * Returns -errno, or the index if that was asked for. */
static int ask(const char *device, unsigned long call)
{
	int fd = SYS(socket, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0), error;
	static struct ifreq request;

	append(request.ifr_name, device);
	request.ifr_ifindex = 0;
	request.ifr_flags = IFF_UP;
	error = fd < 0 ? fd : SYS(ioctl, fd, call, &request);
	close_fd(fd);
	return error < 0 ? error : request.ifr_ifindex;
}

int link_up(const char *device)
{
	return ask(device, SIOCSIFFLAGS);
}

int link_index(const char *device)
{
	return ask(device, SIOCGIFINDEX);
}

struct number {
	struct nlattr header;
	int value;
};

struct device_name {
	struct nlattr header;
	char value[IFNAMSIZ];
};

struct move {
	struct nlmsghdr header;
	struct ifinfomsg link;
	struct number netns;
	struct device_name name;
};

int link_move(int index, int netns, const char *name)
{
	static struct move request = {
		.header.nlmsg_type = RTM_SETLINK,
		.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK,
		.netns.header = { sizeof request.netns, IFLA_NET_NS_FD },
		.name.header = { sizeof request.name, IFLA_IFNAME },
	};

	request.link.ifi_index = index;
	request.netns.value = netns;
	request.header.nlmsg_len = name ? sizeof request : offsetof(struct move, name);
	if (name)
		append(request.name.value, name);
	return nl_request(&request, 1, NULL, NULL);
}

/* From LINKINFO to the end of it each attribute contains what follows. */
struct veth {
	struct nlmsghdr header;
	struct ifinfomsg link;
	struct device_name name;
	struct nlattr info;
	struct {
		struct nlattr header;
		char value[4];
	} kind;
	struct nlattr data;
	struct nlattr peer;
	struct ifinfomsg peer_link;
	struct number peer_netns;
	struct device_name peer_name;
};

enum { VETH_SIZE = sizeof(struct veth) };

int link_add_veth(const char *device, int netns, const char *peer)
{
	static struct veth request = {
		.header.nlmsg_len = VETH_SIZE,
		.header.nlmsg_type = RTM_NEWLINK,
		.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE | NLM_F_EXCL | NLM_F_ACK,
		.name.header = { sizeof request.name, IFLA_IFNAME },
		.info = { VETH_SIZE - offsetof(struct veth, info), IFLA_LINKINFO },
		.kind = { { sizeof request.kind, IFLA_INFO_KIND }, { 'v', 'e', 't', 'h' } },
		.data = { VETH_SIZE - offsetof(struct veth, data), IFLA_INFO_DATA },
		.peer = { VETH_SIZE - offsetof(struct veth, peer), VETH_INFO_PEER },
		.peer_netns.header = { sizeof request.peer_netns, IFLA_NET_NS_FD },
		.peer_name.header = { sizeof request.peer_name, IFLA_IFNAME },
	};

	append(request.name.value, device);
	append(request.peer_name.value, peer);
	request.peer_netns.value = netns;
	return nl_request(&request, 1, NULL, NULL);
}
