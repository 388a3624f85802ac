// SPDX-License-Identifier: 0BSD
/* finish.c: complete a message after the last word of a statement, with the defaults of ip(8) and
 * of the kernel */
#include "apply/words.h"

#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/neighbour.h>
#include <sys/socket.h>

static struct nlattr *find(const struct encoder *encoder, unsigned type)
{
	return (void *)nl_attr_of(&encoder->message->header, type);
}

/* Where the attribute is missing, or 0, it gets VALUE. */
static void put_default(struct encoder *encoder, unsigned type, uint32_t value)
{
	struct nlattr *attr = find(encoder, type);

	if (!attr)
		nl_add(encoder->message, type, &value, sizeof value);
	else if (*(const uint32_t *)(attr + 1) == 0)
		memcpy(attr + 1, &value, sizeof value);
}

/* For IPv6: in an IPv4 destination, the kernel refuses them. */
static void clear_host_bits(struct nlattr *destination, unsigned length)
{
	for (; destination && length < 8 * IPV6_SIZE; length++)
		((unsigned char *)(destination + 1))[length / 8] &= ~(128 >> length % 8);
}

/* Adds the defaults of ip(8) and of the kernel. IPv6 routes have no scope, but always a metric. */
static int finish_route(struct encoder *encoder)
{
	struct rtmsg *route = NLMSG_DATA(&encoder->message->header);
	bool has_scope = route->rtm_scope != RT_SCOPE_NOWHERE;

	encoder_end_nexthop(encoder);
	/* the kernel shows a route with one nexthop like a route without any */
	if (encoder->multipath && encoder->header == (void *)(encoder->multipath + 1))
		return mistake("nexthop", "two of these, or via");
	if (route->rtm_family == AF_UNSPEC)
		return mistake("default", "an address too: via, src, 0.0.0.0/0 or ::/0");
	put_default(encoder, RTA_TABLE,
		    route->rtm_type == RTN_LOCAL ? RT_TABLE_LOCAL : RT_TABLE_MAIN);
	if (!has_scope)
		route->rtm_scope = RT_SCOPE_UNIVERSE;
	if (route->rtm_family == AF_INET6) {
		put_default(encoder, RTA_PRIORITY, 1024);
		clear_host_bits(find(encoder, RTA_DST), route->rtm_dst_len);
	} else if (has_scope) {
		return 0;
	} else if (route->rtm_type == RTN_LOCAL) {
		route->rtm_scope = RT_SCOPE_HOST;
	} else if (route->rtm_type == RTN_UNICAST && !find(encoder, RTA_GATEWAY) &&
		   !encoder->multipath) {
		route->rtm_scope = RT_SCOPE_LINK;
	}
	return 0;
}

static void finish_rule(struct encoder *encoder)
{
	struct fib_rule_hdr *rule = (void *)encoder->header;

	if (rule->family == AF_UNSPEC)
		rule->family = AF_INET;
	if (rule->action == FR_ACT_UNSPEC) {
		rule->action = FR_ACT_TO_TBL;
		if (!find(encoder, FRA_L3MDEV))
			put_default(encoder, FRA_TABLE, RT_TABLE_MAIN);
	}
}

/* What ip(8) gives to a tunnel, unless the word NAME is among the words. */
static void put_tunnel_default(struct encoder *encoder, const char *name, unsigned char value)
{
	const struct word *word = word_find(encoder->group, name);
	unsigned begin = (char *)(encoder->data + 1) - (char *)encoder->message;
	unsigned end = encoder->message->header.nlmsg_len;

	if (word && !nl_find(&encoder->message->header, begin, end, word->at))
		nl_add(encoder->message, word->at, &value, sizeof value);
}

static void finish_tunnel(struct encoder *encoder)
{
	bool is_ipv6 = *encoder->header == AF_INET6;

	put_tunnel_default(encoder, "mode", 0);
	put_tunnel_default(encoder, "ttl", is_ipv6 ? 64 : 0);
	if (is_ipv6)
		put_tunnel_default(encoder, "encaplimit", 4);
}

static int finish_link(struct encoder *encoder)
{
	struct statement *statement = encoder->statement;
	static char veth[] = "veth";

	if (encoder->is_pair) {
		if (!statement->other)
			statement->other = apply.here_netns;
		if (!encoder->parent && encoder->check)
			return mistake(statement->words[1], "peer DEVICE");
		encoder_put(encoder, word_find(GROUP_LINK, "type"), veth);
	}
	if (!encoder->info && encoder->group == GROUP_LINK)
		return mistake(statement->words[1], "type KIND");
	if (encoder->info) {
		if (ENABLE_FEATURE_APPLY_RARE && !encoder->is_leaving &&
		    (encoder->group == GROUP_IPTUN || encoder->group == GROUP_GRE))
			finish_tunnel(encoder);
		*encoder->header = AF_UNSPEC;
		nl_close_nest(encoder->message, encoder->data);
		nl_close_nest(encoder->message, encoder->info);
	}
	if (encoder->parent && (encoder->is_pair || !statement->other))
		device_mentioned(statement->other ? statement->other : statement->netns,
				 encoder->parent);
	return 0;
}

/* As for ip(8), 127.0.0.0/8 is of scope host. The kernel gives lo its 127.0.0.1 when it goes up,
 * unless lo has another address by then. */
static void finish_loopback(struct encoder *encoder)
{
	struct ifaddrmsg *address = (void *)encoder->header;

	if (address->ifa_scope == RT_SCOPE_UNIVERSE)
		address->ifa_scope = RT_SCOPE_HOST;
	if (encoder->check)
		encoder->statement->phase = PHASE_ROUTE;
}

/* The kernel shows an IPv4 address without a peer as its own peer; an IPv6 one has only this. It
 * makes the route to the peer of an IPv6 address only if the device is up already, and then a
 * moment later, or after the duplicate address detection, which takes up to two seconds. Routes by
 * way of the peer need it. */
static int finish_address(struct encoder *encoder)
{
	const struct ifaddrmsg *address = (void *)encoder->header;
	struct nlattr *local = find(encoder, IFA_LOCAL);
	bool has_peer = find(encoder, IFA_ADDRESS);

	if (address->ifa_family == AF_INET) {
		if (*(const unsigned char *)(local + 1) == 127)
			finish_loopback(encoder);
		if (!has_peer)
			nl_add(encoder->message, IFA_ADDRESS, local + 1, IPV4_SIZE);
	} else if (!has_peer) {
		local->nla_type = IFA_ADDRESS;
	} else if (encoder->check) {
		encoder->statement->phase = PHASE_ROUTE;
		pass.is_patient = true;
		pass.patience = 3000;
	}
	return 0;
}

/* A permanent one, which the kernel does not forget or ask for. */
static int finish_neighbour(struct encoder *encoder)
{
	struct ndmsg *neighbour = (void *)encoder->header;
	bool is_fdb = encoder->group == GROUP_FDB;

	neighbour->ndm_state = NUD_PERMANENT;
	if (is_fdb) {
		neighbour->ndm_family = AF_BRIDGE;
		neighbour->ndm_flags = NTF_SELF;
	}
	if (!find(encoder, is_fdb ? NDA_DST : NDA_LLADDR))
		return mistake(encoder->statement->words[1],
			       is_fdb ? "dst ADDRESS" : "lladdr ADDRESS");
	return 0;
}

int encoder_finish(struct encoder *encoder)
{
	const struct ifaddrmsg *address = (void *)encoder->header;

	switch (encoder->message->header.nlmsg_type) {
	case RTM_NEWLINK:
		return finish_link(encoder);
	case RTM_NEWADDR:
	case RTM_NEWNEIGH:		/* ndm_ifindex is at the same place */
		if (!address->ifa_index)
			return mistake(encoder->statement->words[1], "dev DEVICE");
		if (encoder->group == GROUP_ADDRESS)
			return finish_address(encoder);
		return finish_neighbour(encoder);
	case RTM_NEWROUTE:
		return finish_route(encoder);
	case RTM_NEWRULE:
		finish_rule(encoder);
	}
	return 0;
}
