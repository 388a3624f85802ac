// SPDX-License-Identifier: 0BSD
/* message.c: build rtnetlink requests, and find out whether what they ask for is there already
 *
 * A request to make an object (RTM_NEW…) is also a description of it: the object matches if a dump
 * shows it with all these attributes. What the request does not mention may have any value, with
 * two exceptions: some parts of the header, and the attributes that select what a route or a rule
 * is for. The kernel's numbers are regular: RTM_DEL… and RTM_GET… follow RTM_NEW….
 */
#include "netlink/netlink.h"

#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <sys/socket.h>

/* One for each kind of object, in the order of RTM_NEWLINK, RTM_NEWADDR, RTM_NEWROUTE, RTM_NEWNEIGH
 * and RTM_NEWRULE, whose numbers are four apart. */
static const struct shape {
	unsigned char header;		/* its size */
	unsigned char exact;		/* bit N: byte N has to match even if it is 0 */
	unsigned selectors;		/* bit N: who does not ask for attribute N wants none */
} shapes[] = {
	{ sizeof(struct ifinfomsg), 0, 0 },
	{ sizeof(struct ifaddrmsg), 0xf3, 0 },		/* all but flags and scope */
	{ sizeof(struct rtmsg), 0xcf, 1 << RTA_DST | 1 << RTA_SRC | 1 << RTA_GATEWAY |
				      1 << RTA_MULTIPATH | 1 << RTA_VIA | 1 << RTA_PRIORITY },
	{ sizeof(struct ndmsg), 0xf1, 0 },
	{ sizeof(struct fib_rule_hdr), 0x0f, 1 << FRA_DST | 1 << FRA_SRC | 1 << FRA_IIFNAME |
		1 << FRA_OIFNAME | 1 << FRA_FWMARK | 1 << FRA_FWMASK | 1 << FRA_L3MDEV |
		1 << FRA_UID_RANGE | 1 << FRA_IP_PROTO | 1 << FRA_SPORT_RANGE |
		1 << FRA_DPORT_RANGE },
};

static const struct shape *shape_of(const struct nlmsghdr *message)
{
	return shapes + (message->nlmsg_type - RTM_NEWLINK) / 4;
}

static unsigned attributes_at(const struct nlmsghdr *message)
{
	return NLMSG_LENGTH(shape_of(message)->header);
}

const struct nlattr *nl_attr_of(const struct nlmsghdr *message, unsigned type)
{
	return nl_attr(message, attributes_at(message), type);
}

void nl_begin(struct nl_message *message, unsigned type)
{
	memset(message, 0, NLMSG_SPACE(sizeof(struct ifinfomsg)));
	message->header.nlmsg_type = type;
	message->header.nlmsg_len = attributes_at(&message->header);
	message->header.nlmsg_flags = NLM_F_REQUEST;
}

static bool is_zero(const struct nlattr *attr)
{
	for (const char *c = (void *)(attr + 1); c < (char *)attr + attr->nla_len; c++)
		if (*c)
			return false;
	return true;
}

/* The attributes at AT of MESSAGE that end at END. */
struct attributes {
	const struct nlmsghdr *message;
	unsigned at, end;
};

/* Those in ATTR, after HEADER bytes: a struct rtnexthop begins with its length, too. */
static struct attributes nested(const struct attributes *outer, const void *attr, unsigned header)
{
	unsigned at = (char *)attr - (char *)outer->message;

	return (struct attributes){ outer->message, at + header,
				    at + ((const struct nlattr *)attr)->nla_len };
}

static const void *first(const struct attributes *list)
{
	return (const char *)list->message + list->at;
}

static bool attributes_match(struct attributes want, struct attributes have);

/* Compares them one after the other. Where no device is asked for, any will do. */
static bool hops_match(struct attributes want, struct attributes have)
{
	while (want.at < want.end && have.at < have.end) {
		const struct rtnexthop *hop = first(&want), *now = first(&have);
		struct attributes of_hop = nested(&want, hop, sizeof *hop);
		struct attributes of_now = nested(&have, now, sizeof *now);

		if (hop->rtnh_hops != now->rtnh_hops || now->rtnh_len < sizeof *now ||
		    (hop->rtnh_ifindex && hop->rtnh_ifindex != now->rtnh_ifindex) ||
		    of_now.end > have.end || !attributes_match(of_hop, of_now))
			return false;
		want.at += NLA_ALIGN(hop->rtnh_len);
		have.at += NLA_ALIGN(now->rtnh_len);
	}
	return want.at >= want.end && have.at >= have.end;
}

/* A limited lifetime has become shorter since it was set. */
static bool lifetimes_match(const uint32_t want[], const uint32_t have[])
{
	for (unsigned i = 0; i < 2; i++)	/* ifa_prefered, ifa_valid */
		if (want[i] == UINT32_MAX ? have[i] != want[i] : have[i] > want[i])
			return false;
	return true;
}

#define ATTRIBUTE(message, type) ((message) << 16 | (type))
#define LINK ATTRIBUTE(RTM_NEWLINK, IFLA_LINK)

/* Of an object, or in a nest. Some attributes of objects are special. */
static bool attribute_matches(const struct nlattr *attr, const struct attributes *want,
			      const struct attributes *have)
{
	const struct nlattr *found = nl_find(have->message, have->at, have->end, attr->nla_type);
	const uint32_t *value = (void *)(attr + 1), *now;
	const struct ifinfomsg *link = NLMSG_DATA(have->message);
	bool is_in_nest = have->at != attributes_at(have->message);
	unsigned which = is_in_nest ? 0 : ATTRIBUTE(have->message->nlmsg_type, attr->nla_type);

	if (which == LINK && !nl_attr_of(want->message, IFLA_LINK_NETNSID) !=
	    !nl_attr_of(have->message, IFLA_LINK_NETNSID))
		return false;			/* an index in another namespace */
	if (!found)				/* a device that is its own link shows none */
		return which == LINK ? *value == (unsigned)link->ifi_index : is_zero(attr);
	now = (void *)(found + 1);
	if (ENABLE_FEATURE_APPLY_RARE &&
	    which == ATTRIBUTE(RTM_NEWROUTE, RTA_MULTIPATH | NLA_F_NESTED))
		return hops_match(nested(want, attr, NLA_HDRLEN), nested(have, found, NLA_HDRLEN));
	if (attr->nla_type & NLA_F_NESTED)
		return attributes_match(nested(want, attr, NLA_HDRLEN),
					nested(have, found, NLA_HDRLEN));
	if (found->nla_len < attr->nla_len)
		return false;
	if (which == ATTRIBUTE(RTM_NEWADDR, IFA_FLAGS))
		return (*value & ~*now) == 0;
	if (which == ATTRIBUTE(RTM_NEWADDR, IFA_CACHEINFO))
		return lifetimes_match(value, now);
	return memcmp(value, now, attr->nla_len - NLA_HDRLEN) == 0;
}

static bool attributes_match(struct attributes want, struct attributes have)
{
	while (want.at < want.end) {
		const struct nlattr *attr = first(&want);

		if (!attribute_matches(attr, &want, &have))
			return false;
		want.at += NLA_ALIGN(attr->nla_len);
	}
	return true;
}

static bool headers_match(const struct nlmsghdr *want, const struct nlmsghdr *have)
{
	const unsigned char *one = NLMSG_DATA(want), *other = NLMSG_DATA(have);
	const struct ifinfomsg *link = NLMSG_DATA(want), *found = NLMSG_DATA(have);

	for (unsigned i = 0; i < 8; i++)
		if (one[i] != other[i] && (one[i] || shape_of(want)->exact & 1 << i))
			return false;
	return want->nlmsg_type != RTM_NEWLINK ||
	       ((link->ifi_flags ^ found->ifi_flags) & link->ifi_change) == 0;
}

bool nl_matches(const struct nlmsghdr *want, const struct nlmsghdr *have)
{
	unsigned at = attributes_at(want), selectors = shape_of(want)->selectors;

	if (want->nlmsg_type != have->nlmsg_type || have->nlmsg_len < at ||
	    !headers_match(want, have))
		return false;
	for (unsigned type = 1; selectors >>= 1; type++)
		if (selectors & 1 && nl_attr_of(have, type) && !nl_attr_of(want, type))
			return false;
	return attributes_match((struct attributes){ want, at, want->nlmsg_len },
				(struct attributes){ have, at, have->nlmsg_len });
}

static bool is_fdb(const struct nlmsghdr *message)
{
	const struct ndmsg *neighbour = NLMSG_DATA(message);

	return ENABLE_FEATURE_APPLY_RARE && message->nlmsg_type == RTM_NEWNEIGH &&
	       neighbour->ndm_family == AF_BRIDGE;
}

/* The name of a device; an Ethernet address; of anything else the address, or the destination. */
static const struct nlattr *key_of(const struct nlmsghdr *message)
{
	unsigned key = is_fdb(message) ? NDA_LLADDR : NDA_DST;

	return nl_attr_of(message, message->nlmsg_type == RTM_NEWLINK ? IFLA_IFNAME : key);
}

bool nl_is_one_of_many(const struct nlmsghdr *message)
{
	const struct nlattr *key = key_of(message);

	return is_fdb(message) && (is_zero(key) || *(const unsigned char *)(key + 1) & 1);
}

unsigned nl_hash(const struct nlmsghdr *message)
{
	const struct nlattr *attr = key_of(message);
	unsigned hash = 0;

	for (unsigned i = NLA_HDRLEN; attr && i < attr->nla_len; i++)
		hash = hash * 31 + ((unsigned char *)attr)[i];
	return hash;
}

bool nl_is_same(const struct nlmsghdr *want, const struct nlmsghdr *have)
{
	const struct nlattr *one = key_of(want), *other = key_of(have);
	const unsigned char *header = NLMSG_DATA(want), *found = NLMSG_DATA(have);

	if (want->nlmsg_type != have->nlmsg_type || !one || !other ||
	    one->nla_len != other->nla_len ||
	    memcmp(one + 1, other + 1, one->nla_len - NLA_HDRLEN) != 0)
		return false;
	if (want->nlmsg_type == RTM_NEWLINK)
		return true;
	if (memcmp(header, found, 2) != 0 || memcmp(header + 4, found + 4, 4) != 0)
		return false;
	if (ENABLE_FEATURE_APPLY_RARE && want->nlmsg_type == RTM_NEWNEIGH)
		return !nl_is_one_of_many(want);
	return want->nlmsg_type == RTM_NEWADDR &&
	       nl_attr_int(want, attributes_at(want), IFA_LOCAL, 0) ==
	       nl_attr_int(have, attributes_at(have), IFA_LOCAL, 0);
}

int nl_dump(unsigned type, unsigned family, nl_handler *handler, void *context)
{
	struct nl_message request;

	nl_begin(&request, type);
	request.header.nlmsg_type = type + 2;		/* RTM_GET… */
	request.header.nlmsg_flags |= NLM_F_DUMP;
	*(unsigned char *)NLMSG_DATA(&request.header) = family;
	return nl_request(&request, 1, handler, context);
}
