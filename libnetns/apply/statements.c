// SPDX-License-Identifier: 0BSD
/* statements.c: all statements, in memory that is kept until the process ends
 *
 * They are found by a hash of the words that say what they are about. For `set` and `sysctl` this
 * is not the value, so that the value can change while the one to restore stays the same.
 */
#include "apply/statement.h"

enum { BUCKETS = 4096 };

static struct room {
	struct statement *buckets[BUCKETS];
	char text[2 * LINE_SIZE];
	char *at;
	char memory[];
} *room;

void *room_for(unsigned size)
{
	char *memory = room->at;

	size = (size + 7) & ~7u;
	if ((size_t)(memory - (char *)room) + size > MEMORY_SIZE)
		return NULL;
	room->at += size;
	return memory;
}

char *room_for_text(const char *text)
{
	char *memory = room_for(str_len(text) + 1);

	if (memory)
		str_append(memory, text);
	return memory;
}

static unsigned hash_of(const struct statement *netns, const struct verb *verb, char **words,
			unsigned count)
{
	unsigned hash = (unsigned)(uintptr_t)netns / 8 + (unsigned)(uintptr_t)verb;

	while (count-- > 0)
		for (const char *c = *words++; *c; c++)
			hash = hash * 31 + *c;
	return hash % BUCKETS;
}

bool same_words(char **one, char **other, unsigned count)
{
	while (count-- > 0)
		if (!str_equal(*one++, *other++))
			return false;
	return true;
}

static unsigned key_of(const struct verb *verb, unsigned count)
{
	return verb->key && verb->key < count ? verb->key : count;
}

struct statement *statement_find(const struct statement *netns, const struct verb *verb,
				 char **words, unsigned count)
{
	unsigned key = key_of(verb, count);
	struct statement *found = room->buckets[hash_of(netns, verb, words, key)];

	while (found && (found->netns != netns || found->verb != verb ||
			 key_of(verb, found->count) != key ||
			 !same_words(found->words, words, key)))
		found = found->chain;
	return found;
}

struct statement *statement_new(struct statement *netns, const struct verb *verb, char **words,
				unsigned count)
{
	struct statement *new = room_for(sizeof *new + (count + 1) * sizeof *words);
	struct statement **bucket = room->buckets +
				    hash_of(netns, verb, words, key_of(verb, count));

	if (!new)
		return NULL;
	new->netns = netns;
	new->verb = verb;
	new->phase = verb->phase;
	new->line = apply.line;
	new->count = count;
	for (unsigned i = 0; i < count; i++) {
		new->words[i] = room_for_text(words[i]);
		if (!new->words[i])
			return NULL;
	}
	new->members_end = &new->members[WANTED];
	new->chain = *bucket;
	*bucket = new;
	return new;
}

static struct statement *namespace_new(const struct verb *verb, char **words, unsigned count)
{
	struct statement *netns = statement_new(NULL, verb, words, count);

	if (netns) {
		*apply.namespaces_end = netns;
		apply.namespaces_end = &netns->next_netns;
	}
	return netns;
}

int statements_begin(void)
{
	room = memory_map();
	if (!room)
		return -ENOMEM;
	room->at = room->memory;
	apply.namespaces_end = &apply.namespaces;
	apply.end = &apply.first[WANTED];
	apply.here_netns = namespace_new(verbs + 1, (char *[]){ "here" }, 1);
	return 0;
}

void statement_enlist(struct statement *new, enum list list)
{
	struct statement *netns = new->netns ? new->netns : new;

	new->is_listed = true;
	new->is_wanted = list == WANTED;
	if (new->is_wanted) {
		*apply.end = new;
		apply.end = &new->next;
		*netns->members_end = new;
		netns->members_end = &new->same_netns;
	} else {
		new->next = apply.first[LEAVING];
		apply.first[LEAVING] = new;
		new->same_netns = netns->members[LEAVING];
		netns->members[LEAVING] = new;
	}
}

struct statement *namespace_named(char *name)
{
	char *words[] = { "namespace", name };
	struct statement *netns;

	if (str_equal(name, "here"))
		return apply.here_netns;
	netns = statement_find(NULL, verbs, words, 2);
	if (netns || !name_is_valid(name))
		return netns;
	return namespace_new(verbs, words, 2);
}

struct statement *device_raised(const struct statement *netns, char *device)
{
	char *words[] = { "set", device, "up" };

	return statement_find(netns, verb_named(*words), words, ARRAY_SIZE(words));
}

void device_mentioned(struct statement *netns, char *device)
{
	char *words[] = { "set", device, "up", "on" };
	struct statement *up;

	if (apply.is_state || device_raised(netns, device))
		return;
	up = statement_new(netns, verb_named(*words), words, ARRAY_SIZE(words));
	if (!up)
		return;
	up->phase = PHASE_UP;
	up->is_implied = true;
	statement_enlist(up, WANTED);
}

void device_is_new(const struct statement *netns, char *device)
{
	struct statement *one = device_raised(netns, device);

	while (one && (one = one->program))
		state_doubt(one, true);
}

/* Quotes the word if that is necessary. No word needs both kinds of quotes: it was read from one
 * line by split_line(). */
char *text_append_word(char *at, const char *word)
{
	const char *quote = *str_chrnul(word, '\'') ? "\"" : "'", *c = word;

	while ((unsigned char)*c > ' ')
		c++;
	if (*word && !*c && *word != '\'' && *word != '"')
		quote = "";
	return str_append(str_append(str_append(at, quote), word), quote);
}

char *statement_text(const struct statement *statement)
{
	char *at = room->text;

	*at = '\0';
	for (unsigned i = 0; i < statement->count; i++)
		at = text_append_word(i > 0 ? str_append(at, " ") : at, statement->words[i]);
	return room->text;
}
