// SPDX-License-Identifier: 0BSD
/* devices.c: the network devices of several namespaces, and their addresses; rtnetlink(7) */
#include "survey/survey.h"

#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <sys/socket.h>

enum {
	LINK_HEADER = NLMSG_LENGTH(sizeof(struct ifinfomsg)),
	ADDRESS_HEADER = NLMSG_LENGTH(sizeof(struct ifaddrmsg)),
};

/* INDEX is the device whose addresses are wanted; before Linux 5.0 those of all devices come. */
static int dump(int type, unsigned header, int index, nl_handler *handler, void *context)
{
	static struct {
		struct nlmsghdr header;
		struct ifinfomsg link;
	} request = { .header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP };

	request.header.nlmsg_len = header;
	request.header.nlmsg_type = type;
	request.link.ifi_index = index;		/* where struct ifaddrmsg has it, too */
	return nl_request(&request, 1, handler, context);
}

/* Kinds of devices. The first ON_SOCKET have a socket below them, not a device: once they have been
 * moved, the kernel reports an index of the old namespace, which means another device in the new
 * one. The others, up to PAIR, come in pairs. */
#define KINDS "vxlan\0geneve\0bareudp\0ppp\0" "veth\0netkit\0vxcan\0"
enum { ON_SOCKET = 4, PAIR = ON_SOCKET + 3 };

static void read_kind(const struct nlmsghdr *message, struct device *device)
{
	const struct nlattr *info = nl_attr(message, LINK_HEADER, IFLA_LINKINFO);
	const char *kind = info ? (const char *)(info + 2) : "";	/* IFLA_INFO_KIND */

	str_append(device->kind, str_len(kind) < sizeof device->kind ? kind : "");
}

static const char *state_of(unsigned device_flags)
{
	if (!(device_flags & IFF_UP))
		return "down";
	return device_flags & IFF_RUNNING ? "up" : "no-carrier";
}

static void add_device(const struct nlmsghdr *message, unsigned index, void *netns)
{
	const struct ifinfomsg *header = NLMSG_DATA(message);
	const struct nlattr *name = nl_attr(message, LINK_HEADER, IFLA_IFNAME);
	const struct nlattr *counters = nl_attr(message, LINK_HEADER, IFLA_STATS64);
	struct device *device = all_devices_end;
	unsigned kind;

	(void)index;
	if (device == all_devices + DEVICES_MAX || !name)
		return;
	str_append(device->name, (const char *)(name + 1));
	read_kind(message, device);
	kind = str_index(device->kind, KINDS);
	if (counters)
		memcpy(device->counters, counters + 1, sizeof device->counters);
	device->netns = netns;
	device->index = header->ifi_index;
	device->state = state_of(header->ifi_flags);
	device->is_pair = kind >= ON_SOCKET && kind < PAIR;
	device->other = kind < ON_SOCKET ? 0 : nl_attr_int(message, LINK_HEADER, IFLA_LINK, 0);
	device->other_nsid = nl_attr_int(message, LINK_HEADER, IFLA_LINK_NETNSID, NSID_NONE);
	device->master = nl_attr_int(message, LINK_HEADER, IFLA_MASTER, 0);
	all_devices_end++;
}

int devices_read(struct netns *netns)
{
	struct device *first = netns->devices = all_devices_end;
	int error;

	do {
		all_devices_end = first;
		error = dump(RTM_GETLINK, LINK_HEADER, 0, add_device, netns);
	} while (error == -EINTR);
	return all_devices_end == all_devices + DEVICES_MAX ? -ENOMEM : error;
}

static char *hexadecimal(char *at, unsigned value)
{
	if (value >= 16)
		at = hexadecimal(at, value / 16);
	*at++ = "0123456789abcdef"[value % 16];
	return at;
}

static void ipv4_text(char *at, const unsigned char *bytes)
{
	for (int i = 0; i < 4; i++) {
		at = str_append_uint(at, bytes[i]);
		if (i < 3)
			*at++ = '.';
	}
}

/* RFC 5952: the first of the longest runs of zeros, if it is longer than one, is "::". */
static void ipv6_text(char *at, const unsigned char *bytes)
{
	int run = 0, longest = 1, first = -1, groups[8];

	for (int i = 0; i < 8; i++) {
		groups[i] = bytes[2 * i] << 8 | bytes[2 * i + 1];
		run = groups[i] ? 0 : run + 1;
		if (run > longest) {
			longest = run;
			first = i + 1 - run;
		}
	}
	for (int i = 0; i < 8; i++) {
		if (i > 0 || first == 0)
			*at++ = ':';
		if (i == first) {
			i += longest;
			*at++ = ':';
		}
		if (i < 8)
			at = hexadecimal(at, groups[i]);
	}
	*at = '\0';
}

static void print_address(const struct nlmsghdr *message, unsigned index, void *context)
{
	static char text[sizeof "1234:1234:1234:1234:1234:1234:1234:1234"];
	const struct ifaddrmsg *header = NLMSG_DATA(message);
	/* missing where it is the same as the address */
	const struct nlattr *local = nl_attr(message, ADDRESS_HEADER, IFA_LOCAL);
	const struct device *device = context;

	(void)index;
	if (!local)
		local = nl_attr(message, ADDRESS_HEADER, IFA_ADDRESS);
	if (!local || header->ifa_index != (unsigned)device->index)
		return;
	if (header->ifa_family == AF_INET6)
		ipv6_text(text, (const unsigned char *)(local + 1));
	else
		ipv4_text(text, (const unsigned char *)(local + 1));
	out_object();
	out_string("local", " ", text, "/");
	out_number("prefixlen", "", header->ifa_prefixlen, "");
	out_object_end();
}

int out_addresses(struct device *device)
{
	int error;

	out_array("addr_info");
	error = dump(RTM_GETADDR, ADDRESS_HEADER, device->index, print_address, device);
	out_array_end();
	/* an address, or the device, came or went meanwhile */
	return error == -EINTR || error == -ENODEV ? 0 : error;
}
