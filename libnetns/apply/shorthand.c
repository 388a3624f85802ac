// SPDX-License-Identifier: 0BSD
/* shorthand.c: what is written shorter in a file than it is carried out and remembered
 *
 * `bridge` becomes a `link` and a `set` for each port; `set`, one for each value. Words that ip(8)
 * has before a name are left out.
 */
#include "apply/words.h"

void set_add(char *device, char *name, char *value)
{
	char *words[] = { "set", device, name, value };

	statement_add(words, ARRAY_SIZE(words));
}

/* After `ports` come names, until there is a word of the kind. WORDS[-2] may be written to. */
static void parse_bridge(char **words)
{
	char *name = words[1], **kept = words + 2;
	bool is_port = false;

	words[-2] = "link";
	words[-1] = name;
	words[0] = "type";
	words[1] = "bridge";
	for (char **word = kept; *word; word++) {
		bool begins = str_equal(*word, "ports");

		is_port = begins || (is_port && !word_find(GROUP_BRIDGE, *word));
		if (!is_port)
			*kept++ = *word;
		else if (!begins)
			set_add(*word, "master", name);
	}
	statement_add(words - 2, kept - words + 2);
}

/* `dev`, which ip(8) has before the device, is left out. */
static void parse_set(char **words, unsigned count)
{
	char **word;

	words += count > 3 && str_equal(words[1], "dev");
	for (word = words + 2; word[0] && word[1]; word += 2)
		set_add(words[1], word[0], word[1]);
	if (*word)
		mistake(*word, "a value after it");
}

/* `name`, which ip(8) has before the name of the peer, is left out. */
static void parse_veth(char **words, unsigned count)
{
	if (count > 4 && str_equal(words[3], "name")) {
		words[3] = words[2];
		words[2] = words[1];
		*++words = "veth";
		count--;
	}
	statement_add(words, count);
}

void statement_read(char **words, unsigned count)
{
	if (count < 2) {
		mistake(*words, "more words");
	} else if (apply.is_state) {
		statement_add(words, count);
	} else if (str_equal(*words, "bridge")) {
		parse_bridge(words);
	} else if (str_equal(*words, "down") || str_equal(*words, "up")) {
		for (char **device = words + 1; *device; device++)
			set_add(*device, "up", str_equal(*words, "up") ? "on" : "off");
	} else if (str_equal(*words, "set") && count > 2) {
		parse_set(words, count);
	} else if (str_equal(*words, "veth")) {
		parse_veth(words, count);
	} else {
		statement_add(words, count);
	}
}
