// SPDX-License-Identifier: 0BSD
/* link.c: network devices of the namespace that we are in */
#include "netlink/netlink.h"

#include <linux/if_link.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

/* Stricter than the kernel about '%': there it begins a pattern, from which a name is made when the
 * device has moved. */
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

/* A netdevice(7) ioctl. Any socket will do, and every kernel has AF_UNIX. */
static int ioctl_by_name(const char *device, unsigned long call, struct ifreq *request)
{
	int fd, error;

	if (!copy_name(request->ifr_name, device))
		return -ENODEV;
	fd = SYS(socket, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	error = fd < 0 ? fd : SYS(ioctl, fd, call, request);
	close_fd(fd);
	return error;
}

int link_set_up(const char *device)
{
	struct ifreq request = { .ifr_flags = IFF_UP };

	return ioctl_by_name(device, SIOCSIFFLAGS, &request);
}

int link_rename(const char *device, const char *name)
{
	struct ifreq request;

	if (!copy_name(request.ifr_newname, name))
		return -ENAMETOOLONG;
	return ioctl_by_name(device, SIOCSIFNAME, &request);
}

enum { LINK_ATTRIBUTES = NLMSG_LENGTH(sizeof(struct ifinfomsg)) };

static void add_name(const struct nlattr *name, struct name_list *names)
{
	unsigned size = name->nla_len - NLA_HDRLEN;

	if (names->size > size) {	/* an empty string follows the last one */
		memcpy(names->end, name + 1, size);
		names->end += size;
		names->size -= size;
	} else {
		names->size = 0;
	}
}

static void add_names(const struct nlmsghdr *link, unsigned index, void *names)
{
	const struct nlattr *name = nl_attr(link, LINK_ATTRIBUTES, IFLA_IFNAME);
	const struct nlattr *list = nl_attr(link, LINK_ATTRIBUTES, IFLA_PROP_LIST);

	(void)index;
	if (name)
		add_name(name, names);
	for (name = list; name; ) {
		unsigned at = (const char *)name - (const char *)link +
			      (name == list ? NLA_HDRLEN : NLA_ALIGN(name->nla_len));

		name = nl_attr(link, at, IFLA_ALT_IFNAME);
		if (name)
			add_name(name, names);
	}
}

enum { ALTERNATIVE_NAME_SIZE = 128 };

/* Asks for the device INDEX, or if that is 0 for the one with the alternative name NAME. */
static int get_link(int index, const char *name, nl_handler *handler, void *context)
{
	struct {
		struct nlmsghdr header;
		struct ifinfomsg link;
		struct nlattr attr;
		char name[ALTERNATIVE_NAME_SIZE];
	} request = {
		.header.nlmsg_len = LINK_ATTRIBUTES,
		.header.nlmsg_type = RTM_GETLINK,
		.header.nlmsg_flags = NLM_F_REQUEST,
		.link.ifi_index = index,
		.attr = { sizeof request.attr + sizeof request.name, IFLA_ALT_IFNAME },
	};

	if (index == 0) {
		if (str_len(name) >= sizeof request.name)
			return -ENODEV;
		str_append(request.name, name);
		request.header.nlmsg_len = sizeof request;
	}
	return nl_request(&request, 1, handler, context);
}

int link_add_names(int index, struct name_list *names)
{
	int error = get_link(index, NULL, add_names, names);

	return error == 0 && names->size == 0 ? -ENOBUFS : error;
}

static void store_index(const struct nlmsghdr *link, unsigned index, void *context)
{
	const struct ifinfomsg *header = NLMSG_DATA(link);

	(void)index;
	*(int *)context = header->ifi_index;
}

int link_index(const char *device)
{
	struct ifreq request;
	int error, index = -ENODEV;

	if (ENABLE_FEATURE_WIRELESS && str_len(device) >= IFNAMSIZ) {
		error = get_link(0, device, store_index, &index);
		return error < 0 ? error : index;
	}
	error = ioctl_by_name(device, SIOCGIFINDEX, &request);
	return error < 0 ? error : request.ifr_ifindex;
}

int link_name(int index, char name[IFNAMSIZ])
{
	struct ifreq request = { .ifr_ifindex = index };
	int error = ioctl_by_name("", SIOCGIFNAME, &request);

	if (error == 0)
		str_append(name, request.ifr_name);
	return error;
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
