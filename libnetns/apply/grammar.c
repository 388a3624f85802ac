// SPDX-License-Identifier: 0BSD
/* grammar.c: from the lines of a file to statements
 *
 * The file is read first, then the state, which is written in the same words; `was` is followed by
 * the value to restore. Statements that are only in the state are LEAVING, the last one first. Some
 * statements become several: `bridge` becomes a `link` and a `set` for each port; `set`, one for
 * each value. Each device that is mentioned gets a `set … up on`, unless the file says otherwise.
 */
#include "apply/words.h"

int mistake(unsigned line, const char *word, const char *expected, unsigned group)
{
	char number[NUM_SIZE];

	if (apply.is_state)
		msg_add("state of ");
	msg_add(apply.file);
	msg_add(":");
	msg_add(num_format(number, line));
	msg_add(": ");
	msg_add(word);
	if (expected)
		msg_add(": expected ");
	msg_add(expected);
	if (group)
		msg_add_words(group);
	apply.status = warn(NULL);
	return -EINVAL;
}

/* The statement was carried out by an earlier apply: the state has it. */
static void remember(struct statement *statement, const char *was)
{
	statement->record = apply.record;
	if (was)
		statement->was = room_for_text(was);
}

static void add_new(const struct verb *verb, char **words, unsigned count, const char *was,
		    unsigned line)
{
	struct statement *found = statement_find(apply.part, verb, words, count);
	struct statement *new = statement_new(apply.part, verb, words, count, line);

	if (!new)
		mistake(line, "too many statements", NULL, GROUP_NONE);
	else if (verb->check && verb->check(new) < 0)
		return;
	else
		statement_enlist(new, apply.is_state ? LEAVING : WANTED);
	if (new && apply.is_state)
		remember(new, was);
	if (new && found && found->is_wanted && verb->message)
		new->replacement = found;
}

static void add(char **words, unsigned count, unsigned line)
{
	const struct verb *verb = verb_named(*words);
	const char *was = NULL;
	struct statement *found;
	char earlier[32 + NUM_SIZE];
	bool is_same;

	if (!verb) {
		mistake(line, *words, "a statement", GROUP_NONE);
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
	is_same = found && found->count == count && same_words(found->words, words, count);
	if (!found || (apply.is_state && !is_same && !verb->keeps_value)) {
		add_new(verb, words, count, was, line);
	} else if (apply.is_state) {
		remember(found, was);
	} else if (is_same) {
		found->is_implied = false;
	} else if (found->is_implied) {
		found->is_implied = false;
		found->words[count - 1] = room_for_text(words[count - 1]);
		found->phase = PHASE_SET;
		found->line = line;
		verb->check(found);
	} else {
		str_append_uint(str_append(earlier, "the same as in line "), found->line);
		mistake(line, words[1], earlier, GROUP_NONE);
	}
}

static void add_set(char *device, char *name, char *value, unsigned line)
{
	char *words[] = { "set", device, name, value };

	add(words, ARRAY_SIZE(words), line);
}

/* WORDS[-2] may be written to. */
static void parse_bridge(char **words, unsigned line)
{
	char *name = words[1], **end = words + 2;

	words[-2] = "link";
	words[-1] = name;
	words[0] = "type";
	words[1] = "bridge";
	while (*end && !str_equal(*end, "ports"))
		end++;
	add(words - 2, end - words + 2, line);
	if (*end)
		end++;
	while (*end)
		add_set(*end++, "master", name, line);
}

static void parse_statement(char **words, unsigned count, unsigned line)
{
	if (count < 2) {
		mistake(line, *words, "more words", GROUP_NONE);
	} else if (apply.is_state) {
		add(words, count, line);
	} else if (str_equal(*words, "bridge")) {
		parse_bridge(words, line);
	} else if (str_equal(*words, "down") || str_equal(*words, "up")) {
		for (char **device = words + 1; *device; device++)
			add_set(*device, "up", str_equal(*words, "up") ? "on" : "off", line);
	} else if (str_equal(*words, "set") && count % 2) {
		mistake(line, words[count - 1], "a value after it", GROUP_NONE);
	} else if (str_equal(*words, "set") && count > 2) {
		for (char **word = words + 2; *word; word += 2)
			add_set(words[1], word[0], word[1], line);
	} else {
		add(words, count, line);
	}
}

static void parse_part(char **words, unsigned count, unsigned line)
{
	unsigned is_here = str_equal(*words, "here");
	bool was_there = apply.is_state && count == 4;
	struct statement *netns = NULL;

	if (is_here || count >= 2)
		netns = namespace_named(is_here ? *words : words[1], line);
	if (!netns || (count > 2 - is_here && !was_there)) {
		mistake(line, words[netns ? 2 - is_here : count > 1], "namespace NAME, or here",
			GROUP_NONE);
		return;
	}
	apply.part = netns;
	if (apply.is_state && netns != apply.here_netns && !was_there)
		netns->record = apply.record;
	if (netns != apply.here_netns && !netns->is_listed && !was_there) {
		netns->line = line;
		statement_enlist(netns, apply.is_state ? LEAVING : WANTED);
	}
	if (!apply.is_state)
		device_mentioned(netns, "lo", line);
}

static void parse(char **words, unsigned line)
{
	unsigned count = argv_len(words);

	if (count == 0)
		return;
	if (str_equal(*words, "namespace") || str_equal(*words, "here"))
		parse_part(words, count, line);
	else if (!apply.part)
		mistake(line, *words, "namespace NAME, or here, first", GROUP_NONE);
	else
		parse_statement(words, count, line);
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
		unsigned line = reader->lines.number;

		if (is_state && reader->lines.is_cut)
			break;			/* that statement was never begun */
		if (!words)
			reader->lines.problem = ": a quote is not closed";
		if (reader->lines.problem)
			mistake(line, reader->lines.problem + 2, NULL, GROUP_NONE);
		else
			parse(words, line);
	}
	apply.is_state = false;
	return reader->lines.error;
}
