// SPDX-License-Identifier: 0BSD
/* command.c: the commands of this program, and how one is run: its flags and operands */
#include "multiplexer/multiplexer.h"

#define APPLET(record, name) extern const struct applet record;
#include "applets.h"
#undef APPLET

#define APPLET(record, name) &record,
static const struct applet *const applets[] = {
#include "applets.h"
	NULL
};
#undef APPLET

#define APPLET(record, name) name "\0"
#define IPROUTE2_WORDS TEXT_IF(ENABLE_FEATURE_IP_GRAMMAR, LIST_WORDS \
	"list-id\0help\0add\0set\0delete\0identify\0pids\0exec\0monitor\0attach\0")
const char all_words[] = IPROUTE2_WORDS
#include "applets.h"
	"";
const char *const command_names = all_words + sizeof(IPROUTE2_WORDS "") - 1;

unsigned flags;
char *flag_value;

const struct applet *find_applet(const char *name)
{
	return applets[str_index(name, command_names)];
}

int usage(void)
{
	msg_add("usage: ");
	msg_add(msg_origin.program);
	msg_add(msg_origin.separator);
	warn(msg_origin.command, " ", find_applet(msg_origin.command)->usage);
	return EXIT_USAGE;
}

enum { VERSION = '_' };			/* -V, in FLAG()s, where it would be -v */

/* Sets the flags in WORD, "-fk" say. *VALUE is the next word, and becomes NULL if a flag takes it.
 * False: WORD has an unknown flag, or a value is missing. */
static bool set_flags(const char *word, const char *opts, char **value)
{
	unsigned found = 0;

	for (const char *letter = word + 1; *letter; letter++) {
		const char *known = str_chrnul(opts, *letter);

		if (*letter < 'A' || (!*known && *letter != 'h' && *letter != 'V'))
			return false;
		found |= FLAG(*letter == 'V' ? VERSION : *letter);
		if (!*known || known[1] != ':')
			continue;
		flag_value = (char *)letter + 1;
		if (!*flag_value) {
			flag_value = *value;
			*value = NULL;
		}
		if (!flag_value)
			return false;
		break;
	}
	flags |= found;
	return true;
}

/* Reads flags up to the first operand, and returns that; NULL, with the message printed, if one is
 * wrong. As `ip netns`, which has no flags, takes a word that is none of ours for an operand. */
static char **read_flags(char **words, const char *opts)
{
	for (; *words && **words == '-' && words[0][1]; words++) {
		char *word = *words, *value = words[1];

		if (str_equal(word, "--") && !called_as_ip)
			return words + 1;
		if (str_equal(word, "--help"))
			word = "-h";
		if (str_equal(word, "--version"))
			word = "-V";
		if (!set_flags(word, opts, &value)) {
			if (called_as_ip)
				return words;
			msg_add(word);
			msg_add(": unknown, or without its value; ");
			usage();
			return NULL;
		}
		if (words[1] && !value)
			words++;
	}
	return words;
}

static enum out_format wanted_format(void)
{
	if (!(flags & FLAG('j')))
		return OUT_TEXT;
	return flags & FLAG('p') ? OUT_PRETTY_JSON : OUT_JSON;
}

int run_command(const char *name, char **words, unsigned most)
{
	const struct applet *applet = find_applet(name);
	unsigned count;

	if (!applet)
		return unknown_command(name);
	msg_origin.command = name;
	flags = ENABLE_FEATURE_IP_GRAMMAR ? inherited_flags(applet->opts) : 0;
	flag_value = NULL;
	words = read_flags(words, applet->opts);
	if (!words)
		return EXIT_USAGE;
	if (flags & FLAG('h'))
		return print_command_help(name);
	if (flags & FLAG(VERSION))
		return print_version();
	out_format = wanted_format();
	count = argv_len(words);
	if (ENABLE_FEATURE_IP_GRAMMAR && count > most) {
		words[most] = NULL;
		count = most;
	}
	if (count < (unsigned)applet->argmin || count > (unsigned)applet->argmax)
		return usage();
	return applet->main(count, words);
}
