// SPDX-License-Identifier: 0BSD
/* encode.c: from the words of a statement to a rtnetlink message, which makes what the statement
 * says, and is compared with what is there (netlink/message.c) */
#include "apply/words.h"

#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <sys/socket.h>

/* A word with its value takes at most 24 bytes. So the message has room for any statement, whatever
 * is repeated in it. */
enum { WORDS_OF_MESSAGE = 160 };
_Static_assert(WORDS_OF_MESSAGE * 24 < sizeof(struct nl_message), "all words fit");

#define DEVICE_TEXT "the name of a device, up to 15 bytes\0"
static const char texts_of_how[] =
	"\0" "a number up to 255\0" "a number up to 65535\0" "a number up to 65535\0" "a number\0"
	"\0" "on or off\0" "on or off\0"
	"an address, of the same family as others\0" "an address with its length\0"
	"an Ethernet address\0" DEVICE_TEXT DEVICE_TEXT DEVICE_TEXT "the name of a namespace\0"
	"a kind of device\0" "seconds, or forever\0" "\0";

/* The value TEXT of WORD, which follows NAME. */
static int put(struct encoder *encoder, const struct word *word, const char *name, char *text)
{
	unsigned how = word->how & ~IN_HEADER, names = how <= U32 ? word->names : GROUP_NONE;
	int error = text ? encoder_put(encoder, word, text) : -EINVAL;
	const char *expected = texts_of_how;

	if (error != -EINVAL)
		return error;
	while (how > 0) {
		expected = str_next(expected);
		how--;
	}
	return mistake_among(text ? text : name, names ? "a number or one of:" : expected, names);
}

static void end_nexthop(struct encoder *encoder)
{
	struct rtnexthop *hop = (void *)encoder->header;

	if (!encoder->multipath)
		return;
	if (hop->rtnh_hops > 0)
		hop->rtnh_hops--;
	nl_close_nest(encoder->message, encoder->multipath);
	hop->rtnh_len = (char *)encoder->multipath + encoder->multipath->nla_len - (char *)hop;
}

static void begin_nexthop(struct encoder *encoder)
{
	struct nl_message *message = encoder->message;

	end_nexthop(encoder);
	if (!encoder->multipath)
		encoder->multipath = nl_add(message, RTA_MULTIPATH, NULL, 0);
	encoder->header = (unsigned char *)message + message->header.nlmsg_len;
	memset(encoder->header, 0, sizeof(struct rtnexthop));
	message->header.nlmsg_len += sizeof(struct rtnexthop);
	encoder->group = GROUP_NEXTHOP;
}

/* Adds WORD if it is one without a value; otherwise returns false. */
static bool put_flag(struct encoder *encoder, const struct word *word)
{
	uint32_t *flags = (void *)(encoder->header + word->at);

	if (word->how == BYTE) {
		encoder->header[word->at] = word->names;
		return true;
	}
	if (ENABLE_FEATURE_APPLY_RARE && word->how == NEXTHOP) {
		begin_nexthop(encoder);
		return true;
	}
	if ((word->how & ~IN_HEADER) != FLAG)
		return false;
	if (word->how == FLAG)
		flags = encoder_attr(encoder, word->at, sizeof *flags, 0);
	*flags |= word->names;
	return true;
}

static int put_words(struct encoder *encoder, char **at)
{
	const struct word *word = word_find(encoder->group, "");
	int error = 0;

	if (word) {
		error = put(encoder, word, encoder->statement->verb->name, *at);
		at++;
	}
	while (error == 0 && *at) {
		const char *name = *at++;

		word = word_find(encoder->group, name);
		if (!word)
			return mistake_among(name, "one of:", encoder->group);
		if (encoder->is_leaving && word->how != KIND)
			at++;			/* these may have been changed since */
		else if (!put_flag(encoder, word))
			error = put(encoder, word, name, *at++);
	}
	return error;
}

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

	end_nexthop(encoder);
	/* the kernel shows a route with one nexthop like a route without any */
	if (encoder->multipath && encoder->header == (void *)(encoder->multipath + 1))
		return mistake("nexthop", "two of these, or via");
	if (route->rtm_family == AF_UNSPEC)
		return mistake("default", "an address too: via, src, 0.0.0.0/0 or ::/0");
	put_default(encoder, RTA_TABLE, RT_TABLE_MAIN);
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
		put_default(encoder, FRA_TABLE, RT_TABLE_MAIN);
	}
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
		nl_close_nest(encoder->message, encoder->data);
		nl_close_nest(encoder->message, encoder->info);
	}
	if (encoder->parent && (encoder->is_pair || !statement->other))
		device_mentioned(statement->other ? statement->other : statement->netns,
				 encoder->parent);
	return 0;
}

static int finish(struct encoder *encoder)
{
	switch (encoder->message->header.nlmsg_type) {
	case RTM_NEWLINK:
		return finish_link(encoder);
	case RTM_NEWADDR:
		if (!((struct ifaddrmsg *)encoder->header)->ifa_index)
			return mistake(encoder->statement->words[1], "dev DEVICE");
		break;
	case RTM_NEWROUTE:
		return finish_route(encoder);
	case RTM_NEWRULE:
		finish_rule(encoder);
	}
	return 0;
}

int statement_encode(struct statement *statement, struct nl_message *message, bool check)
{
	struct encoder encoder = { .statement = statement, .message = message, .check = check,
				   .group = statement->verb->group };
	char **at = statement->words + 1;
	int error;

	if (statement->count > WORDS_OF_MESSAGE)
		return mistake(statement->words[0], "fewer words");
	nl_begin(message, statement->verb->message);
	encoder.header = NLMSG_DATA(&message->header);
	if (encoder.group == GROUP_ROUTE) {
		const struct word *type = *at ? word_find(GROUP_ROUTE_TYPE, *at) : NULL;
		struct rtmsg *route = (void *)encoder.header;

		route->rtm_type = type ? type->how : RTN_UNICAST;
		route->rtm_scope = RT_SCOPE_NOWHERE;	/* unless there is one among the words */
		at += type != NULL;
	}
	encoder.is_leaving = !check && !statement->is_wanted && statement->phase == PHASE_LINK;
	encoder.is_pair = encoder.group == GROUP_VETH;
	error = put_words(&encoder, at);
	return error < 0 ? error : finish(&encoder);
}
