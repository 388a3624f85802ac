// SPDX-License-Identifier: 0BSD
/* grammar.c: from the lines of a file to statements
 *
 * The file is read first, then the state, which is written in the same words; `was` is followed by
 * the value to restore. Statements that are only in the state are LEAVING, the last one first. Each
 * device that is mentioned gets a `set … up on`, unless the file says otherwise.
 */
#include "apply/words.h"

void msg_add_place(unsigned line)
{
	char number[NUM_SIZE];

	if (apply.is_state)
		msg_add("state of ");
	msg_add(apply.file);
	if (line > 0) {
		msg_add(":");
		msg_add(num_format(number, line));
	}
	msg_add(": ");
}

int mistake_among(const char *word, const char *expected, unsigned group)
{
	msg_add_place(apply.line);
	msg_add(word);
	if (expected)
		msg_add(": expected ");
	msg_add(expected);
	msg_add_words(group);
	apply.status = warn(NULL);
	return -EINVAL;
}

int mistake(const char *word, const char *expected)
{
	return mistake_among(word, expected, GROUP_NONE);
}

static struct statement *add_new(const struct verb *verb, char **words, unsigned count)
{
	struct statement *new = statement_new(apply.part, verb, words, count);

	if (!new) {
		mistake("too many statements", NULL);
	} else if (verb->needs_netns && apply.part == apply.here_netns) {
		mistake(*words, "to be in a part of a namespace");
	} else if (verb->check(new) == 0) {
		statement_enlist(new, apply.is_state ? LEAVING : WANTED);
		return new;
	}
	return NULL;
}

/* FOUND is about the same thing as these WORDS, which are in the file, too. */
static void add_again(struct statement *found, char **words, unsigned count)
{
	char earlier[32 + NUM_SIZE];
	bool is_implied = found->is_implied;

	found->is_implied = false;
	if (found->count == count && same_words(found->words, words, count))
		return;
	if (is_implied) {
		found->words[count - 1] = room_for_text(words[count - 1]);
		found->phase = PHASE_SET;
		found->line = apply.line;
		found->verb->check(found);
		return;
	}
	str_append_uint(str_append(earlier, "the same as in line "), found->line);
	mistake(words[1], earlier);
}

/* The statement was carried out by an earlier apply. One that has another value is still the same
 * statement; any other difference makes it one that leaves, to be replaced by what was FOUND. */
static void add_of_state(const struct verb *verb, struct statement *found, char **words,
			 unsigned count, const char *was, bool is_in_doubt)
{
	struct statement *one = found;

	if (!found || (!verb->keeps_value &&
		       (found->count != count || !same_words(found->words, words, count))))
		one = add_new(verb, words, count);
	if (!one)
		return;
	one->record = apply.record;
	one->is_in_doubt = is_in_doubt;
	if (was)
		one->was = room_for_text(was);
	if (found && found->is_wanted && verb->message && one != found)
		one->replacement = found;
}

void statement_add(char **words, unsigned count)
{
	bool is_in_doubt = apply.is_state && **words == '?';
	const struct verb *verb = verb_named(*words += is_in_doubt);
	const char *was = NULL;
	struct statement *found;

	if (!verb) {
		mistake(*words, "a statement of netns.conf(5)");
		return;
	}
	if (apply.is_state && verb->keeps_value && count > 3 &&
	    str_equal(words[count - 2], "was")) {
		was = words[count - 1];
		count -= 2;
	}
	found = statement_find(apply.part, verb, words, count);
	if (found && !found->is_listed)
		found = NULL;			/* it had a mistake */
	if (apply.is_state)
		add_of_state(verb, found, words, count, was, is_in_doubt);
	else if (found)
		add_again(found, words, count);
	else
		add_new(verb, words, count);
}

static void parse_part(char **words, unsigned count)
{
	bool is_here = str_equal(*words, "here"), was_there = apply.is_state && count == 4;
	char **name = words + !is_here;
	struct statement *netns = *name ? namespace_named(*name) : NULL;

	if (!netns || (name[1] && !was_there)) {
		mistake(words[count - 1], "namespace NAME, or here");
		return;
	}
	apply.part = netns;
	if (netns != apply.here_netns && !was_there) {
		if (apply.is_state)
			netns->record = apply.record;
		if (!netns->is_listed) {
			netns->line = apply.line;
			statement_enlist(netns, apply.is_state ? LEAVING : WANTED);
		}
	}
	if (!apply.is_state)
		device_mentioned(netns, "lo");
}

static void parse(char **words)
{
	unsigned count = argv_len(words);

	if (count == 0)
		return;
	if (str_equal(*words, "namespace") || str_equal(*words, "here"))
		parse_part(words, count);
	else if (!apply.part)
		mistake(*words, "namespace NAME, or here, first");
	else
		statement_read(words, count);
}

/* A line, and its words. */
struct reader {
	struct lines lines;
	char line[LINE_SIZE], *words[2 + WORDS_MAX];
};

int read_statements(int fd, bool is_state)
{
	struct reader *reader = room_for(sizeof *reader);

	if (!reader)
		return -ENOMEM;
	reader->lines.fd = fd;
	apply.is_state = is_state;
	apply.part = NULL;
	while (apply.record = reader->lines.position + 1, read_line(&reader->lines, reader->line)) {
		char **words = split_line(reader->line, reader->words + 2);

		apply.line = reader->lines.number;
		if (is_state && reader->lines.is_cut)
			break;			/* that statement was never begun */
		if (!words)
			reader->lines.problem = ": a quote is not closed";
		if (reader->lines.problem)
			mistake(reader->lines.problem + 2, NULL);
		else
			parse(words);
	}
	apply.is_state = false;
	return reader->lines.error;
}
