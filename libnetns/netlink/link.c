// SPDX-License-Identifier: 0BSD
/* link.c: network devices of the namespace that we are in */
#include "netlink/netlink.h"

#include <linux/if_link.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

/* To the kernel, '%' begins a pattern, from which it makes a name when a device has moved. */
bool link_name_is_valid(const char *device)
{
	for (const char *c = device; *c; c++)
		if (*c == ' ' || *c == ':' || *c == '%' || (*c >= '\t' && *c <= '\r'))
			return false;
	return str_len(device) < IFNAMSIZ && is_file_name(device);
}

/* False if DEVICE is too long for a name. */
static bool copy_name(char to[IFNAMSIZ], const char *device)
{
	if (str_len(device) >= IFNAMSIZ)
		return false;
	str_append(to, device);
	return true;
}

/* A netdevice(7) ioctl. Any socket will do, and every kernel has AF_UNIX. Returns -errno, or the
 * index if CALL asks for that. */
static int ioctl_by_name(const char *device, unsigned long call)
{
	struct ifreq request;
	int fd, error;

	if (!copy_name(request.ifr_name, device))
		return -ENODEV;
	fd = SYS(socket, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	request.ifr_ifindex = 0;
	request.ifr_flags = IFF_UP;
	error = fd < 0 ? fd : SYS(ioctl, fd, call, &request);
	close_fd(fd);
	return error < 0 ? error : request.ifr_ifindex;
}

int link_set_up(const char *device)
{
	return ioctl_by_name(device, SIOCSIFFLAGS);
}

int link_index(const char *device)
{
	return ioctl_by_name(device, SIOCGIFINDEX);
}

struct int_attr {
	struct nlattr header;
	int value;
};

struct name_attr {
	struct nlattr header;
	char value[IFNAMSIZ];
};

struct move_request {
	struct nlmsghdr header;
	struct ifinfomsg link;
	struct int_attr netns;
	struct name_attr name;
};

int link_move(int index, int netns, const char *name)
{
	static struct move_request request = {
		.header.nlmsg_type = RTM_SETLINK,
		.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK,
		.netns.header = { sizeof request.netns, IFLA_NET_NS_FD },
		.name.header = { sizeof request.name, IFLA_IFNAME },
	};

	request.link.ifi_index = index;
	request.netns.value = netns;
	request.header.nlmsg_len = name ? sizeof request : offsetof(struct move_request, name);
	if (name && !copy_name(request.name.value, name))
		return -ENAMETOOLONG;
	return nl_request(&request, 1, NULL, NULL);
}
