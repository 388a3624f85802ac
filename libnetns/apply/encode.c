// SPDX-License-Identifier: 0BSD
/* encode.c: from the words of a statement to a rtnetlink message, which makes what the statement
 * says, and is compared with what is there (netlink/message.c) */
#include "apply/words.h"

#include <linux/fib_rules.h>
#include <linux/if_addr.h>

/* A word and its value take at most 32 bytes; a word without a value, 24. So the message has room
 * for any statement, whatever is repeated in it. */
enum { WORDS_OF_MESSAGE = 160 };
_Static_assert(WORDS_OF_MESSAGE * 24 < sizeof(struct nl_message), "all words fit");

#define DEVICE_TEXT "the name of a device, up to 15 bytes\0"
static const char texts_of_how[] =
	"\0" "a number up to 255\0" "a number up to 65535\0" "a number up to 65535\0"
	"a number\0" "a number\0" "\0" "on or off\0" "on or off\0"
	"an address, of the same family as others\0" "an address with its length\0"
	"an Ethernet address\0" DEVICE_TEXT DEVICE_TEXT DEVICE_TEXT "the name of a namespace\0"
	"a kind of device\0" "seconds, or forever\0" "a number\0" "a number\0" "a number\0" "\0";

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

void encoder_end_nexthop(struct encoder *encoder)
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

	encoder_end_nexthop(encoder);
	if (!encoder->multipath)
		encoder->multipath = nl_add(message, RTA_MULTIPATH, NULL, 0);
	encoder->header = (unsigned char *)message + message->header.nlmsg_len;
	memset(encoder->header, 0, sizeof(struct rtnexthop));
	message->header.nlmsg_len += sizeof(struct rtnexthop);
	encoder->group = GROUP_NEXTHOP;
}

/* The value, SIZE bytes, of the attribute TYPE of an address or a route, to be changed. A new one
 * has INITIAL in its first two numbers of 32 bits. */
static void *encoder_attr(struct encoder *encoder, unsigned type, unsigned size, uint32_t initial)
{
	const struct nlattr *attr = nl_attr_of(&encoder->message->header, type);
	uint32_t values[] = { initial, initial, 0, 0 };

	if (!attr)
		attr = nl_add(encoder->message, type, values, size);
	return (void *)(attr + 1);
}

int encoder_put_lifetime(struct encoder *encoder, const struct word *word, const char *text)
{
	uint32_t *times = encoder_attr(encoder, IFA_CACHEINFO, sizeof(struct ifa_cacheinfo),
				    UINT32_MAX);

	if (str_equal(text, "forever"))
		return 0;
	return num_parse_u32(text, times + word->at) < 0 ? -EINVAL : 0;
}

int encoder_put_metric(struct encoder *encoder, const struct word *word, const char *text)
{
	struct metric {
		struct nlattr attr;
		uint32_t value;
	} *metrics = encoder_attr(encoder, RTA_METRICS | NLA_F_NESTED, 2 * sizeof *metrics, 0);

	metrics[0].attr = (struct nlattr){ sizeof *metrics, RTAX_MTU };
	metrics[1].attr = (struct nlattr){ sizeof *metrics, RTAX_ADVMSS };
	return num_parse_u32(text, &metrics[word->at].value) < 0 ? -EINVAL : 0;
}

/* A mark and its mask, or a range. Without the second number, the mask has all bits, and the range
 * is one number. */
int encoder_put_pair(struct encoder *encoder, const struct word *word, char *text)
{
	bool is_mark = word->at == FRA_FWMARK;
	char *end = str_chrnul(text, is_mark ? '/' : '-'), separator = *end;
	uint32_t pair[2];
	int error;

	*end = '\0';
	error = num_parse_u32(text, pair);
	*end = separator;
	pair[1] = is_mark ? UINT32_MAX : pair[0];
	if (error == 0 && separator)
		error = num_parse_u32(end + 1, pair + 1);
	if (error < 0)
		return -EINVAL;
	nl_add(encoder->message, word->at, pair, word->names);
	if (is_mark)
		nl_add(encoder->message, FRA_FWMASK, pair + 1, sizeof *pair);
	return 0;
}

/* Adds WORD if it is one without a value; otherwise returns false. */
static bool put_flag(struct encoder *encoder, const struct word *word)
{
	uint32_t *flags = (void *)(encoder->header + word->at);

	if ((word->how & ~IN_HEADER) == BYTE) {
		encoder_put(encoder, word, NULL);
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
	*flags |= 1u << word->names;
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
	while (error >= 0 && *at) {
		const char *name = *at++;

		word = word_find(encoder->group, name);
		if (!word)
			return mistake_among(name, encoder->group ? "one of:" :
					     "nothing, as this kind has no words (use run -p)",
					     encoder->group);
		if (encoder->is_leaving && word->how != KIND)
			at += word->how != BYTE;	/* these may have been changed since */
		else if (!put_flag(encoder, word))
			error = put(encoder, word, name, *at++);
	}
	return error;
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
	return error < 0 ? error : encoder_finish(&encoder);
}
