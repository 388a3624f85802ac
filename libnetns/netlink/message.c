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

/* One for each kind of object, in the order of RTM_NEWLINK, RTM_NEWADDR, RTM_NEWROUTE, RTM_NEWNEIGH
 * (not used) and RTM_NEWRULE, whose numbers are four apart. */
static const struct shape {
	unsigned char header;		/* its size */
	unsigned char exact;		/* bit N: byte N has to match even if it is 0 */
	unsigned selectors;		/* bit N: who does not ask for attribute N wants none */
} shapes[] = {
	{ sizeof(struct ifinfomsg), 0, 0 },
	{ sizeof(struct ifaddrmsg), 0xf3, 0 },		/* all but flags and scope */
	{ sizeof(struct rtmsg), 0xcf, 1 << RTA_DST | 1 << RTA_SRC | 1 << RTA_GATEWAY |
				      1 << RTA_MULTIPATH | 1 << RTA_VIA | 1 << RTA_PRIORITY },
	{ 0 },
	{ sizeof(struct fib_rule_hdr), 0x0f, 1 << FRA_DST | 1 << FRA_SRC | 1 << FRA_IIFNAME |
		1 << FRA_OIFNAME | 1 << FRA_FWMARK | 1 << FRA_L3MDEV | 1 << FRA_UID_RANGE |
		1 << FRA_IP_PROTO | 1 << FRA_SPORT_RANGE | 1 << FRA_DPORT_RANGE },
};

static const struct shape *shape_of(const struct nlmsghdr *message)
{
	return shapes + (message->nlmsg_type - RTM_NEWLINK) / 4;
}

static unsigned attributes_at(const struct nlmsghdr *message)
{
	return NLMSG_LENGTH(shape_of(message)->header);
}

void nl_begin(struct nl_message *message, unsigned type)
{
	memset(message, 0, NLMSG_SPACE(sizeof(struct ifinfomsg)));
	message->header.nlmsg_type = type;
	message->header.nlmsg_len = attributes_at(&message->header);
	message->header.nlmsg_flags = NLM_F_REQUEST;
}

struct nlattr *nl_add(struct nl_message *message, unsigned type, const void *value, unsigned size)
{
	struct nlattr *attr = (void *)((char *)message + message->header.nlmsg_len);

	attr->nla_type = type;
	attr->nla_len = NLA_HDRLEN + size;
	memset(attr + 1, 0, NLA_ALIGN(size));
	if (value)
		memcpy(attr + 1, value, size);
	message->header.nlmsg_len += NLA_ALIGN(attr->nla_len);
	return attr;
}

void nl_close_nest(struct nl_message *message, struct nlattr *attr)
{
	attr->nla_type |= NLA_F_NESTED;
	attr->nla_len = (char *)message + message->header.nlmsg_len - (char *)attr;
}

static const void *value_of(const struct nlattr *attr)
{
	return attr + 1;
}

static bool is_zero(const struct nlattr *attr)
{
	for (const char *c = value_of(attr); c < (char *)attr + attr->nla_len; c++)
		if (*c)
			return false;
	return true;
}

/* The attributes at AT of MESSAGE that end at END. */
struct attributes {
	const struct nlmsghdr *message;
	unsigned at, end;
};

static struct attributes nested(const struct attributes *outer, const struct nlattr *attr)
{
	unsigned at = (char *)attr - (char *)outer->message;

	return (struct attributes){ outer->message, at + NLA_HDRLEN, at + attr->nla_len };
}

static bool attributes_match(struct attributes want, struct attributes have);

static bool is_of(const struct attributes *list, unsigned message_type, const struct nlattr *attr,
		  unsigned type)
{
	return list->message->nlmsg_type == message_type && attr->nla_type == type &&
	       list->at == attributes_at(list->message);
}

/* Compares them one after the other. Where no device is asked for, any will do. */
static bool hops_match(const struct attributes *want, const struct nlattr *attr,
		       const struct attributes *have, const struct nlattr *found)
{
	struct attributes one = nested(want, attr), other = nested(have, found);

	while (one.at < one.end && other.at < other.end) {
		const struct rtnexthop *hop = (void *)((char *)one.message + one.at);
		const struct rtnexthop *now = (void *)((char *)other.message + other.at);
		struct attributes hop_attributes = one, now_attributes = other;

		if (hop->rtnh_hops != now->rtnh_hops || now->rtnh_len < sizeof *now ||
		    (hop->rtnh_ifindex && hop->rtnh_ifindex != now->rtnh_ifindex))
			return false;
		hop_attributes.end = one.at + hop->rtnh_len;
		hop_attributes.at += sizeof *hop;
		now_attributes.end = other.at + now->rtnh_len;
		now_attributes.at += sizeof *now;
		if (now_attributes.end > other.end ||
		    !attributes_match(hop_attributes, now_attributes))
			return false;
		one.at += NLA_ALIGN(hop->rtnh_len);
		other.at += NLA_ALIGN(now->rtnh_len);
	}
	return one.at >= one.end && other.at >= other.end;
}

/* A limited lifetime has become shorter since it was set. */
static bool lifetimes_match(const uint32_t want[], const uint32_t have[])
{
	for (unsigned i = 0; i < 2; i++)	/* ifa_prefered, ifa_valid */
		if (want[i] == UINT32_MAX ? have[i] != want[i] : have[i] > want[i])
			return false;
	return true;
}

static bool attribute_matches(const struct attributes *want, const struct nlattr *attr,
			      const struct attributes *have)
{
	const struct nlattr *found = nl_find(have->message, have->at, have->end, attr->nla_type);

	if (!found && is_of(have, RTM_NEWLINK, attr, IFLA_LINK))	/* it is its own link */
		return *(int *)(attr + 1) ==
		       ((struct ifinfomsg *)NLMSG_DATA(have->message))->ifi_index;
	if (!found)
		return is_zero(attr);
	if (ENABLE_FEATURE_APPLY_RARE &&
	    is_of(have, RTM_NEWROUTE, attr, RTA_MULTIPATH | NLA_F_NESTED))
		return hops_match(want, attr, have, found);
	if (attr->nla_type & NLA_F_NESTED)
		return attributes_match(nested(want, attr), nested(have, found));
	if (found->nla_len < attr->nla_len)
		return false;
	if (is_of(have, RTM_NEWADDR, attr, IFA_FLAGS))
		return (*(uint32_t *)(attr + 1) & ~*(uint32_t *)(found + 1)) == 0;
	if (is_of(have, RTM_NEWADDR, attr, IFA_CACHEINFO))
		return lifetimes_match(value_of(attr), value_of(found));
	return memcmp(value_of(attr), value_of(found), attr->nla_len - NLA_HDRLEN) == 0;
}

static bool attributes_match(struct attributes want, struct attributes have)
{
	struct attributes all = want;

	while (want.at + NLA_HDRLEN <= want.end) {
		const struct nlattr *attr = (void *)((char *)want.message + want.at);

		if (!attribute_matches(&all, attr, &have))
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
		if (selectors & 1 && nl_attr(have, at, type) && !nl_attr(want, at, type))
			return false;
	return attributes_match((struct attributes){ want, at, want->nlmsg_len },
				(struct attributes){ have, at, have->nlmsg_len });
}

/* The name of a device; of anything else the local address or, without one, the destination. */
static const struct nlattr *key_of(const struct nlmsghdr *message)
{
	unsigned at = attributes_at(message);
	unsigned key = message->nlmsg_type == RTM_NEWLINK ? IFLA_IFNAME : IFA_LOCAL;
	const struct nlattr *attr = nl_attr(message, at, key);

	return attr ? attr : nl_attr(message, at, IFA_ADDRESS);
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

	if (want->nlmsg_type != have->nlmsg_type || want->nlmsg_type > RTM_NEWADDR || !one ||
	    !other || one->nla_len != other->nla_len ||
	    memcmp(one + 1, other + 1, one->nla_len - NLA_HDRLEN) != 0)
		return false;
	return want->nlmsg_type == RTM_NEWLINK ||
	       (memcmp(header, found, 2) == 0 && memcmp(header + 4, found + 4, 4) == 0);
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
