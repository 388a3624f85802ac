// SPDX-License-Identifier: 0BSD
/* main.c: the multiplexer. Which command is meant, with which flags and how many operands */
#include "multiplex.h"

#include <linux/auxvec.h>
#include <unistd.h>

#define APPLET(record, name) extern const struct applet record;
#include "applets.h"
#undef APPLET

#define APPLET(record, name) &record,
static const struct applet *const applets[] ALIGNED_AS(struct applet *) = {
#include "applets.h"
	NULL
};
#undef APPLET

#define APPLET(record, name) name "\0"
#define IPROUTE2_WORDS TEXT_IF(ENABLE_FEATURE_IP_GRAMMAR, LIST_WORDS \
	"list-id\0help\0add\0set\0delete\0identify\0pids\0exec\0monitor\0attach\0")
const char all_words[] ALIGNED_AS(char) = IPROUTE2_WORDS
#include "applets.h"
	"";
const char *const command_names = all_words + sizeof(IPROUTE2_WORDS "") - 1;

unsigned flags;
char *flag_value;
bool ip_grammar, called_as_ip;

const struct applet *find_applet(const char *name)
{
	return applets[which(name, command_names)];
}

_Static_assert(COMMAND_STRINGS == 2 * (ARRAY_SIZE(applets) - 1), "each has USAGE() and HELP()");

/* Behind it is the help. */
static const char *usage_of(const char *name)
{
	static const char texts[] PACKED = COMMAND_TEXTS;
	const char *text = texts;

	for (unsigned skip = 2 * which(name, command_names); skip > 0; skip--)
		text = next_string(text);
	return text;
}

int usage(void)
{
	say(_("usage: netns-"));
	warn(applet_name, " ", usage_of(applet_name));
	return USAGE;
}

/* Prints a line: the name, and perhaps the usage, which it returns. */
static const char *print_command(const char *before, const char *name, bool with_usage)
{
	const char *usage = usage_of(name);

	out_text(before);
	out_text(name);
	if (with_usage || !ENABLE_FEATURE_LIST_APPLETS) {	/* only --list wants less */
		out_text(" ");
		out_text(usage);
	}
	out_line_end();
	return usage;
}

static int list_commands(const char *before, bool with_usage)
{
	for (const char *name = command_names; *name; name = next_string(name))
		print_command(before, name, with_usage);
	return DONE;
}

/* Reads the letters of words like "-fk", and the value that one of them may take from the rest of
 * its word or the next, up to the first operand; returns where that is, NULL: wrong usage. In
 * iproute2's grammar a word that is no flag of ours is an operand: a name may be "-x". */
static char **read_flags(char **words, const char *opts)
{
	for (; *words && **words == '-' && words[0][1]; words++) {
		const char *word = *words, *letter = word + 1;

		if (equal(letter, "-"))
			return words + 1;
		if (equal(letter, "-help"))
			letter = "h";
		for (; *letter; letter++) {
			const char *known = find(opts, *letter);

			if (*letter >= 'A' && (*known || *letter == 'h')) {
				flags |= FLAG(*letter);
				if (!*known || known[1] != ':')
					continue;
				flag_value = letter[1] ? (char *)letter + 1 : *++words;
				if (flag_value)
					break;
			} else if (ip_grammar && letter == word + 1) {
				return words;
			}
			say(word);
			say(_(": unknown, or without its value; "));
			usage();
			return NULL;
		}
	}
	return words;
}

unsigned count_words(char **words)
{
	unsigned count = 0;

	while (words[count])
		count++;
	return count;
}

int run_command(const char *name, char **words)
{
	const struct applet *applet = find_applet(name);
	unsigned count;

	if (!applet)
		return not_understood(name);
	applet_name = name;
	if (ENABLE_FEATURE_IP_GRAMMAR)
		inherit_options(applet->opts);
	words = read_flags(words, applet->opts);
	if (!words)
		return USAGE;
	if (flags & FLAG('h')) {
		flags = 0;			/* it is text */
		out_text(next_string(print_command(_("usage: netns-"), name, true)));
		if (ENABLE_FEATURE_HELP && *find(applet->opts, 'j'))
			out_text(_("  -j  JSON, with -p indented\n"));
		return DONE;
	}
	count = count_words(words);
	if (count < (unsigned)applet->argmin || count > (unsigned)applet->argmax)
		return usage();
	return applet->main(count, words);
}

int print_version(void)
{
	out_text("netns " NETNS_VERSION "\n");
	return DONE;
}

int print_help(void)
{
	out_text(_("usage: netns "
		   TEXT_IF(ENABLE_FEATURE_IP_GRAMMAR, "[-j] [-p] [-a] [-n NETNS] [-t|-ts] ")
		   TEXT_IF(ENABLE_FEATURE_BATCH, "[-b FILE] ")
		   "COMMAND [ARGUMENT...]\n"
		   TEXT_IF(ENABLE_FEATURE_INSTALLER, "       netns --install [-s] [DIRECTORY]\n")));
	return list_commands("  ", true);
}

NOINLINE int not_understood(const char *word)
{
	warn(word, _(": not understood, see netns --help"));
	return USAGE;
}

/* The words of `netns …`. */
static int run_multiplexer(char **words)
{
	enum { LIST, LIST_FULL, INSTALL };
	const char *word = *words ? *words : "list";
	unsigned option = which(word, "--list\0--list-full\0--install\0");

	if (ENABLE_FEATURE_LIST_APPLETS && option == LIST)
		return list_commands("netns-", false);
	if (ENABLE_FEATURE_LIST_APPLETS && option == LIST_FULL)
		return list_commands(&(CONFIG_INSTALL_DIR "/netns-")[1], false);
	if (ENABLE_FEATURE_INSTALLER && option == INSTALL)
		return install_commands(words + 1);
	if (ENABLE_FEATURE_IP_GRAMMAR)
		return run_ip_grammar(words);
	if (equal(word, "--help"))
		return print_help();
	if (equal(word, "-V"))
		return print_version();
	return run_command(word, words + !!*words);
}

static int run_by_name(const char *name, char **words)
{
	const char *rest;

	while (*(rest = find(name, '/')))
		name = rest + 1;
	if (ENABLE_IP && equal(name, "ip")) {
		called_as_ip = true;
		return run_ip_grammar(words);
	}
	rest = behind("netns-", name);
	return rest ? run_command(rest, words) : run_multiplexer(words);
}

/* No file that we open may become standard input, output or error where one of these is closed:
 * what is printed would go there. A descriptor made with O_PATH can be neither read nor written. */
static void occupy_standard_descriptors(void)
{
	int fd;

	do
		fd = open_path("/", O_PATH);
	while (fd >= 0 && fd <= STDERR_FILENO);
	close_fd(fd);
}

/* Were we given privileges that our caller does not have? getauxval(3): the vector is behind the
 * environment. */
static bool is_privileged(void)
{
	char **end = environment;
	const unsigned long *entry;

	while (*end)
		end++;
	for (entry = (void *)(end + 1); *entry != AT_NULL; entry += 2)
		if (*entry == AT_SECURE)
			return entry[1];
	return false;
}

int finish_output(int status)
{
	int error = out_flush();

	return error < 0 ? warn_errno(error, _("standard output")) : status;
}

int main(int argc, char **argv, char **envp)
{
	const char *name = *argv ? *argv++ : "netns";

	(void)argc;
	environment = envp;
	occupy_standard_descriptors();
	if (is_privileged())
		return warn(_("must not be set-user-ID or the like"));
	return finish_output(run_by_name(name, argv));
}
