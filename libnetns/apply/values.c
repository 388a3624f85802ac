// SPDX-License-Identifier: 0BSD
/* values.c: put the values of words into a message */
#include "apply/words.h"

#include <endian.h>
#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/if_tunnel.h>
#include <sys/socket.h>

static bool is_link(const struct encoder *encoder)
{
	return encoder->message->header.nlmsg_type == RTM_NEWLINK;
}

/* Puts the value where WORD says. */
static int put_bytes(struct encoder *encoder, const struct word *word, const void *bytes,
		     unsigned size)
{
	if (word->how & IN_HEADER)
		memcpy(encoder->header + word->at, bytes, size);
	else
		nl_add(encoder->message, word->at, bytes, size);
	return 0;
}

/* Adds the rest of a KEY, which is for both directions: the other one, and flags. */
static void put_key(struct encoder *encoder, const struct word *word, uint32_t key)
{
	uint16_t flags = GRE_KEY;

	nl_add(encoder->message, word->at + 1, &key, sizeof key);
	for (unsigned i = 0; word->names && i < 2; i++)
		nl_add(encoder->message, word->names + i, &flags, sizeof flags);
}

static int put_number(struct encoder *encoder, const struct word *word, const char *text)
{
	unsigned how = word->how & ~IN_HEADER;
	unsigned size = 1u << how / 2;	/* HOW is 1 for U8, 2 and 3 for 16 bits, 4 and 5 for 32 */
	const struct word *named = how < KEY ? word_find(word->names, text) : NULL;
	uint32_t value = named ? named->how | named->at << 8 : 0;

	if ((!named && num_parse_u32(text, &value) < 0) || (size < 4 && value >> 8 * size))
		return -EINVAL;
	if (how == BIG_U16)
		value = htobe16(value);
	if (ENABLE_FEATURE_APPLY_RARE && how == KEY) {
		value = htobe32(value);
		put_key(encoder, word, value);
	}
	if (BYTE_ORDER == BIG_ENDIAN)
		value <<= 8 * (4 - size);	/* to its first bytes */
	return put_bytes(encoder, word, &value, size);
}

/* The broadcast address of an IPv4 address: all bits of the host are 1. Returns its size. */
static unsigned all_ones(const struct encoder *encoder, unsigned char *bytes)
{
	const struct nlattr *local = nl_attr_of(&encoder->message->header, IFA_LOCAL);
	unsigned length = encoder->header[1];

	if (!local)
		return 0;
	memcpy(bytes, local + 1, IPV4_SIZE);
	for (; length < 8 * IPV4_SIZE; length++)
		bytes[length / 8] |= 128 >> length % 8;
	return IPV4_SIZE;
}

/* All addresses of a message have to be of the same family. Returns how many bits it has. */
static int put_address(struct encoder *encoder, const struct word *word, const char *text)
{
	unsigned char bytes[IPV6_SIZE];
	unsigned size = address_parse(text, bytes), type = word->at;
	unsigned char family, *header = NLMSG_DATA(&encoder->message->header);

	if (ENABLE_FEATURE_APPLY_RARE && encoder->group == GROUP_ADDRESS && str_equal(text, "+"))
		size = all_ones(encoder, bytes);
	family = size == IPV4_SIZE ? AF_INET : AF_INET6;
	if (size == 0 || (*header && *header != family))
		return -EINVAL;
	*header = family;
	if (family == AF_INET6 && word->how == ADDRESS && word->names)
		type = word->names;
	nl_add(encoder->message, type, bytes, size);
	return 8 * size;
}

static bool is_any(const char *text)
{
	return str_equal(text, "default") || str_equal(text, "all");
}

static int put_prefix(struct encoder *encoder, const struct word *word, char *text)
{
	unsigned begin = encoder->message->header.nlmsg_len;
	char *end = str_chrnul(text, '/'), slash = *end;
	int bits, length;

	if (is_any(text) && encoder->group != GROUP_ADDRESS)
		return 0;
	*end = '\0';
	length = bits = put_address(encoder, word, text);
	*end = slash;
	if (slash)
		length = num_parse(end + 1);
	if (length < 0 || length > bits)
		return -EINVAL;
	if (length == 0 && encoder->group != GROUP_ADDRESS)
		encoder->message->header.nlmsg_len = begin;	/* no attribute: any address */
	encoder->header[word->names] = length;
	return 0;
}

/* Looks for the device in the namespace of the parent, if that is another one. */
static int put_device(struct encoder *encoder, const struct word *word, char *name)
{
	struct statement *statement = encoder->statement;
	struct statement *netns = statement->other ? statement->other : statement->netns;
	bool is_none = word->at == IFLA_MASTER && str_equal(name, "none");
	int index = 1;

	if (!link_name_is_valid(name))
		return -EINVAL;
	if (is_none)
		index = 0;
	else if (!encoder->check)
		index = needed_device_index(netns, name);
	else if (is_link(encoder) && word->at == IFLA_LINK)
		encoder->parent = name;
	else if (!statement->other)
		device_mentioned(netns, name);
	if (index < 0)
		return index;
	return put_bytes(encoder, word, &index, sizeof index);
}

static int put_ethernet(struct encoder *encoder, const struct word *word, const char *text)
{
	unsigned char bytes[ETHERNET_SIZE];

	if (!ethernet_parse(text, bytes))
		return -EINVAL;
	return put_bytes(encoder, word, bytes, sizeof bytes);
}

/* Opens the nests for the words of this kind. */
static int put_kind(struct encoder *encoder, const char *kind)
{
	const struct word *known = word_find(GROUP_KIND, kind);

	if (!link_name_is_valid(kind))
		return -EINVAL;
	encoder->group = known ? known->how : GROUP_NONE;
	if (known)
		*encoder->header = known->at;	/* the family of its addresses, until the end */
	encoder->info = nl_add(encoder->message, IFLA_LINKINFO, NULL, 0);
	nl_add_text(encoder->message, IFLA_INFO_KIND, kind);
	encoder->data = nl_add(encoder->message, IFLA_INFO_DATA, NULL, 0);
	return 0;
}

static int put_switch(struct encoder *encoder, const struct word *word, const char *text)
{
	struct ifinfomsg *link = (void *)encoder->header;
	bool on = str_equal(text, "on");

	if (!on && !str_equal(text, "off"))
		return -EINVAL;
	link->ifi_change = 1u << word->at;
	link->ifi_flags = on == (word->how == SWITCH) ? link->ifi_change : 0;
	return 0;
}

static int put_name(struct encoder *encoder, const struct word *word, char *name)
{
	struct statement *statement = encoder->statement;

	if (!link_name_is_valid(name))
		return -EINVAL;
	if (encoder->check && word->how == DEVICE_NAME)
		device_mentioned(statement->netns, name);
	if (word->how == DEVICE_NAME && device_is_unusable(statement->netns, name))
		return -ECANCELED;
	return put_bytes(encoder, word, name, str_len(name) + 1);
}

static int put_namespace(struct encoder *encoder, char *name)
{
	if (encoder->check)
		encoder->statement->other = namespace_named(name);
	return encoder->statement->other ? 0 : -EINVAL;
}

int encoder_put(struct encoder *encoder, const struct word *word, char *text)
{
	switch (word->how & ~IN_HEADER) {
	case BYTE:
		return put_bytes(encoder, word, &word->names, 1);
	case ADDRESS:
		return put_address(encoder, word, text);
	case PREFIX:
		return put_prefix(encoder, word, text);
	case ETHERNET:
		return put_ethernet(encoder, word, text);
	case NAME:
	case DEVICE_NAME:
		return put_name(encoder, word, text);
	case DEVICE:
		return put_device(encoder, word, text);
	case NAMESPACE:
		return put_namespace(encoder, text);
	case KIND:
		return put_kind(encoder, text);
	case LIFETIME:
		return encoder_put_lifetime(encoder, word, text);
	case METRIC:
		return encoder_put_metric(encoder, word, text);
	case PAIR:
		return encoder_put_pair(encoder, word, text);
	case LATER:
		if (encoder->check && !apply.is_state)
			set_add(encoder->statement->words[1], "mtu", text);
		return 0;
	case SWITCH:
	case SWITCH_OFF:
		return put_switch(encoder, word, text);
	default:
		return put_number(encoder, word, text);
	}
}
