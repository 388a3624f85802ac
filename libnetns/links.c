// SPDX-License-Identifier: 0BSD
/* links.c: all network devices of the namespace we are in, and their addresses; rtnetlink(7) */
#include "netns.h"

#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

enum {
	LINK_HEADER = NLMSG_LENGTH(sizeof(struct ifinfomsg)),
	ADDRESS_HEADER = NLMSG_LENGTH(sizeof(struct ifaddrmsg)),
};

static NOINLINE int dump(int type, unsigned header, nl_handler *handler, void *context)
{
	static struct {
		struct nlmsghdr header;
		struct ifinfomsg link;
	} request = { .header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP };

	request.header.nlmsg_len = header;
	request.header.nlmsg_type = type;
	return nl_request(&request, 1, handler, context);
}

/* These stand on a socket: of one that was moved away from it, the kernel names as the device below
 * its own index, which there means some other one. */
static bool stands_on_socket(const struct nlmsghdr *message)
{
	const struct nlattr *info = nl_attr(message, LINK_HEADER, IFLA_LINKINFO);

	/* IFLA_INFO_KIND */
	return info && which((const char *)(info + 2), "vxlan\0geneve\0bareudp\0ppp\0") < 4;
}

static void take_link(const struct nlmsghdr *message, unsigned index, void *netns)
{
	const struct ifinfomsg *header = NLMSG_DATA(message);
	const struct nlattr *name = nl_attr(message, LINK_HEADER, IFLA_IFNAME);
	struct device *link = all_links_end;

	(void)index;
	if (link == all_links + LINKS_MAX || !name)
		return;
	append(link->name, (const char *)(name + 1));
	link->netns = netns;
	link->index = header->ifi_index;
	link->state = !(header->ifi_flags & IFF_UP) ? "down" :
		      header->ifi_flags & IFF_RUNNING ? "up" : "no-carrier";
	link->other = stands_on_socket(message) ? 0 :
		      nl_attr_int(message, LINK_HEADER, IFLA_LINK, 0);
	link->other_nsid = nl_attr_int(message, LINK_HEADER, IFLA_LINK_NETNSID, NSID_NONE);
	link->other_netns = link->other_nsid == NSID_NONE ? netns : NULL;
	all_links_end++;
}

int links_read(struct netns *netns)
{
	struct device *first = all_links_end;
	int error;

	do {
		all_links_end = first;
		error = dump(RTM_GETLINK, LINK_HEADER, take_link, netns);
	} while (error == -EINTR);
	return all_links_end == all_links + LINKS_MAX ? -ENOMEM : error;
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
		at = append_number(at, bytes[i]);
		if (i < 3)
			*at++ = '.';
	}
}

/* In RFC 5952 the first of the longest runs of zeros, if it is not a single one, is "::". */
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
	/* The one at our end, if it differs from what is called the address. */
	const struct nlattr *local = nl_attr(message, ADDRESS_HEADER, IFA_LOCAL);
	const struct device *link = context;

	(void)index;
	if (!local)
		local = nl_attr(message, ADDRESS_HEADER, IFA_ADDRESS);
	if (!local || header->ifa_index != (unsigned)link->index)
		return;
	if (header->ifa_family == AF_INET6)
		ipv6_text(text, (const unsigned char *)(local + 1));
	else
		ipv4_text(text, (const unsigned char *)(local + 1));
	out_object();
	out_string("local", " ", text, "/");
	out_number("prefixlen", "", header->ifa_prefixlen, "");
	out_part_end();
}

int out_addresses(struct device *link)
{
	int error;

	out_array("addr_info");
	error = dump(RTM_GETADDR, ADDRESS_HEADER, print_address, link);
	out_array_end();
	return error == -EINTR ? 0 : error;	/* one came or went meanwhile */
}
