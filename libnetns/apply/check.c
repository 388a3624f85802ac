// SPDX-License-Identifier: 0BSD
/* check.c: find mistakes in a statement, before anything is changed */
#include "apply/words.h"

int message_check(struct statement *statement)
{
	struct nl_message message;

	return statement_encode(statement, &message, true);
}

/* Lets only one statement in NETNS have this KEY, two words, which are recorded as a statement that
 * is never carried out. */
static int claim(struct statement *netns, char *one, char *other, const char *word,
		 const char *expected)
{
	char *key[] = { one, other };

	if (statement_find(netns, verbs + 1, key, 2))
		return mistake(word, expected);
	statement_new(netns, verbs + 1, key, 2);
	return 0;
}

static char claimed[] = "claimed", leaving[] = "leaving", unusable[] = "unusable";

static bool has_mark(const struct statement *netns, char *device, char *mark)
{
	return statement_find(netns, verbs + 1, (char *[]){ device, mark }, 2);
}

static int mark(struct statement *netns, char *device, char *mark)
{
	return statement_new(netns, verbs + 1, (char *[]){ device, mark }, 2) ? 0 : -ENOMEM;
}

bool device_is_leaving(const struct statement *set)
{
	return set->verb->undo == set_undo && has_mark(set->netns, set->words[1], leaving);
}

bool device_is_unusable(const struct statement *netns, char *device)
{
	return has_mark(netns, device, unusable);
}

void devices_are_unusable(struct statement *link)
{
	bool is_moved = link->verb->make == device_make;

	mark(link->netns, link->words[is_moved ? link->count - 1 : 1], unusable);
	if (link->verb->make == veth_make)
		mark(link->other, *value_of(link, "peer"), unusable);
}

int device_claim(struct statement *netns, char *device)
{
	if (apply.is_state)
		return mark(netns, device, leaving);
	return claim(netns, device, claimed, device, "a name that no other device has");
}

int link_check(struct statement *statement)
{
	int error = message_check(statement);

	if (error == 0)
		error = device_claim(statement->netns, statement->words[1]);
	if (error == 0 && statement->verb->make == veth_make)
		error = device_claim(statement->other, *value_of(statement, "peer"));
	return error;
}

static char *append_bytes(char *at, const void *bytes, unsigned size)
{
	for (const unsigned char *byte = bytes; size-- > 0; byte++) {
		*at++ = 'a' + (*byte >> 4);
		*at++ = 'a' + (*byte & 15);
	}
	*at = '\0';
	return at;
}

/* Two routes to the same destination need different tables or metrics. All of these are the key. */
int route_check(struct statement *statement)
{
	static const unsigned char types[] = { RTA_DST, RTA_TABLE, RTA_PRIORITY };
	struct nl_message message;
	char key[64], *at;
	int error = statement_encode(statement, &message, true);

	if (error < 0 || apply.is_state)
		return error;
	at = append_bytes(key, NLMSG_DATA(&message.header), 2);	/* family and length */
	for (unsigned i = 0; i < ARRAY_SIZE(types); i++) {
		const struct nlattr *attr = nl_attr_of(&message.header, types[i]);

		if (attr)
			at = append_bytes(at, attr + 1, attr->nla_len - NLA_HDRLEN);
	}
	return claim(statement->netns, key, claimed, statement->words[1],
		     "another metric, or table, than that of another route");
}

int neighbour_check(struct statement *statement)
{
	int error = message_check(statement);

	if (error < 0 || apply.is_state)
		return error;
	return claim(statement->netns, statement->words[1], *value_of(statement, "dev"),
		     statement->words[1], "another address than that of another neighbour");
}

int set_check(struct statement *statement)
{
	if (statement->count != 4)
		return mistake_among(statement->words[1], "one of:", GROUP_SET);
	if (str_equal(statement->words[2], "up") && str_equal(statement->words[3], "on"))
		statement->phase = PHASE_UP;
	return message_check(statement);
}
