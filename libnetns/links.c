// SPDX-License-Identifier: 0BSD
/* links.c: all network devices of the namespace we are in, with their addresses; rtnetlink(7) */
#include "netns.h"

#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <sys/socket.h>

enum { LINK_HEADER = sizeof(struct ifinfomsg), ADDRESS_HEADER = sizeof(struct ifaddrmsg) };

static void take_link(const struct nlmsghdr *message, struct device *link)
{
	const struct ifinfomsg *header = NLMSG_DATA(message);
	const struct nlattr *name = nl_attr(message, LINK_HEADER, IFLA_IFNAME);
	const struct nlattr *state = nl_attr(message, LINK_HEADER, IFLA_OPERSTATE);

	link->index = header->ifi_index;
	link->is_up = header->ifi_flags & IFF_UP;
	link->state = state ? *(const unsigned char *)(state + 1) : 0;
	link->other = nl_attr_int(message, LINK_HEADER, IFLA_LINK, 0);
	link->other_nsid = nl_attr_int(message, LINK_HEADER, IFLA_LINK_NETNSID, NSID_NONE);
	link->other_netns = link->other_nsid == NSID_NONE ? link->netns : NULL;
	if (name)
		append(link->name, (const char *)(name + 1));
}

/* The address of a device at our end, if it differs from the one that is called its address. */
static bool take_address(const struct nlmsghdr *message, struct address *address)
{
	const struct ifaddrmsg *header = NLMSG_DATA(message);
	const struct nlattr *local = nl_attr(message, ADDRESS_HEADER, IFA_LOCAL);

	if (!local)
		local = nl_attr(message, ADDRESS_HEADER, IFA_ADDRESS);
	if (!local || local->nla_len > NLA_HDRLEN + sizeof address->bytes)
		return false;
	address->index = header->ifa_index;
	address->prefix = header->ifa_prefixlen;
	address->size = local->nla_len - NLA_HDRLEN;
	memcpy(address->bytes, local + 1, address->size);
	return true;
}

static bool is_full(const struct links *links)
{
	return links->end == links->all + LINKS_MAX ||
	       links->addresses_end == links->addresses + LINKS_MAX;
}

static void take(const struct nlmsghdr *message, unsigned index, void *context)
{
	struct links *links = context;
	struct device *link = links->end;
	struct address *address = links->addresses_end;

	(void)index;
	if (is_full(links))
		return;
	if (message->nlmsg_type == RTM_NEWLINK) {
		link->netns = links->netns;
		take_link(message, link);
		links->end++;
	} else {
		address->netns = links->netns;
		links->addresses_end += take_address(message, address);
	}
}

static int dump(int type, unsigned header, struct links *links)
{
	struct {
		struct nlmsghdr header;
		char data[LINK_HEADER];
	} request = {
		.header = {
			.nlmsg_len = NLMSG_LENGTH(header),
			.nlmsg_type = type,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP,
		},
	};

	return nl_request(&request, request.header.nlmsg_len, take, links);
}

int links_read(struct links *links)
{
	struct device *end = links->end;
	struct address *addresses_end = links->addresses_end;
	int tries = 5, error;

	do {
		links->end = end;
		links->addresses_end = addresses_end;
		error = dump(RTM_GETLINK, LINK_HEADER, links);
		if (error == 0)
			error = dump(RTM_GETADDR, ADDRESS_HEADER, links);
	} while (error == -EINTR && --tries > 0);
	return error == 0 && is_full(links) ? -ENOMEM : error;
}

static unsigned group(const struct address *address, unsigned index)
{
	return index < 8 ? address->bytes[2 * index] << 8 | address->bytes[2 * index + 1] : 1;
}

/* RFC 5952: the first of the longest runs of zeros, if it is not a single one, is "::". */
static char *ipv6_text(char *at, const struct address *address)
{
	unsigned run = 0, longest = 1, first = 8;

	for (unsigned i = 0; i < 8; i += run + 1) {
		for (run = 0; group(address, i + run) == 0; )
			run++;
		if (run > longest) {
			longest = run;
			first = i;
		}
	}
	for (unsigned i = 0; i < 8; i++) {
		unsigned value = group(address, i);

		if (i == first) {
			at = append(at, i == 0 ? "::" : ":");
			i += longest - 1;
			continue;
		}
		for (int shift = 12; shift >= 0; shift -= 4)
			if (value >> shift || shift == 0)
				*at++ = "0123456789abcdef"[value >> shift & 15];
		*at++ = ':';
	}
	return first + longest == 8 ? at : at - 1;
}

char *address_text(const struct address *address, char text[ADDRESS_TEXT_SIZE])
{
	char number[NUM_SIZE], *at = text;

	if (address->size == 4) {
		for (unsigned i = 0; i < 4; i++)
			at = append(append(at, num_text(number, address->bytes[i])), ".");
		at--;
	} else {
		at = ipv6_text(at, address);
	}
	*at = '\0';
	return text;
}
