// SPDX-License-Identifier: 0BSD
/* present.c: the present value of what a `set` changes, as a word of the state */
#include "apply/words.h"

#include <net/if.h>

static const char *ethernet_text(const unsigned char *bytes)
{
	char text[3 * ETHERNET_SIZE], *at = text;

	for (unsigned i = 0; i < ETHERNET_SIZE; i++) {
		*at++ = "0123456789abcdef"[bytes[i] >> 4];
		*at++ = "0123456789abcdef"[bytes[i] & 15];
		*at++ = ':';
	}
	at[-1] = '\0';
	return room_for_text(text);
}

/* Can it be a word of the state? Whoever owns the namespace may have given it any name. */
static bool is_plain(const char *name)
{
	while ((unsigned char)*name > ' ' && *name != '#' && *name != '\'' && *name != '"')
		name++;
	return !*name;
}

const char *set_value(const struct statement *statement, const struct nlmsghdr *have)
{
	const struct word *word = word_find(GROUP_SET, statement->words[2]);
	const struct ifinfomsg *link = NLMSG_DATA(have);
	const struct nlattr *attr = nl_attr_of(have, word->at);
	uint32_t value = nl_attr_int(have, NLMSG_LENGTH(sizeof *link), word->at, 0);
	char text[IFNAMSIZ + NUM_SIZE];

	switch (word->how) {
	case SWITCH:
	case SWITCH_OFF:
		value = link->ifi_flags >> word->at & 1;
		return value == (word->how == SWITCH) ? "on" : "off";
	case ETHERNET:
		if (attr && attr->nla_len >= NLA_HDRLEN + ETHERNET_SIZE)
			return ethernet_text((const void *)(attr + 1));
		return NULL;
	case DEVICE:
		if (value == 0 || link_name(value, text) < 0)
			return "none";
		return is_plain(text) ? room_for_text(text) : NULL;
	default:
		str_append_uint(text, value);
		return room_for_text(text);
	}
}
