// SPDX-License-Identifier: 0BSD
/* main.c: the multiplexer. Which command is meant, with which flags and how many operands */
#include "multiplexer/multiplexer.h"

#include <linux/auxvec.h>
#include <unistd.h>

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
bool ip_grammar, called_as_ip;

const struct applet *find_applet(const char *name)
{
	return applets[str_index(name, command_names)];
}

int usage(void)
{
	msg_add("usage: netns-");
	warn(msg_command, " ", find_applet(msg_command)->usage);
	return EXIT_USAGE;
}

static int list_commands(const char *prefix, bool with_usage)
{
	for (const char *name = command_names; *name; name = str_next(name)) {
		out_text(prefix);
		out_text(name);
		if (with_usage) {
			out_text(" ");
			out_text(find_applet(name)->usage);
		}
		out_line_end();
	}
	return EXIT_SUCCESS;
}

static int print_command_help(const char *name, const struct applet *applet)
{
	out_format = OUT_TEXT;
	out_text("usage: netns-");
	out_text(name);
	out_text(" ");
	out_text(applet->usage);
	out_line_end();
	out_text(applet->help);
	if (ENABLE_FEATURE_HELP && *str_chrnul(applet->opts, 'j'))
		out_text("  -j  JSON, with -p indented\n");
	return EXIT_SUCCESS;
}

/* Reads words like "-fk", and a value from the rest of its word or the next word, up to the
 * first operand; returns where that is, or NULL if the usage is wrong. In iproute2's grammar a
 * word that is no flag of ours is an operand: a name may be "-x". */
static char **read_flags(char **words, const char *opts)
{
	for (; *words && **words == '-' && words[0][1]; words++) {
		const char *word = *words, *letter = word + 1;

		if (str_equal(letter, "-"))
			return words + 1;
		if (str_equal(letter, "-help"))
			letter = "h";
		for (; *letter; letter++) {
			const char *known = str_chrnul(opts, *letter);

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
			msg_add(word);
			msg_add(": unknown, or without its value; ");
			usage();
			return NULL;
		}
	}
	return words;
}

static enum out_format wanted_format(void)
{
	if (!(flags & FLAG('j')))
		return OUT_TEXT;
	return flags & FLAG('p') ? OUT_PRETTY_JSON : OUT_JSON;
}

int run_command(const char *name, char **words)
{
	const struct applet *applet = find_applet(name);
	unsigned count;

	if (!applet)
		return not_understood(name);
	msg_command = name;
	flags = ENABLE_FEATURE_IP_GRAMMAR ? inherited_flags(applet->opts) : 0;
	flag_value = NULL;
	words = read_flags(words, applet->opts);
	if (!words)
		return EXIT_USAGE;
	if (flags & FLAG('h'))
		return print_command_help(name, applet);
	out_format = wanted_format();
	count = argv_len(words);
	if (count < (unsigned)applet->argmin || count > (unsigned)applet->argmax)
		return usage();
	return applet->main(count, words);
}

int print_version(void)
{
	out_text("netns " NETNS_VERSION "\n");
	return EXIT_SUCCESS;
}

int print_help(void)
{
	out_text("usage: netns "
		   TEXT_IF(ENABLE_FEATURE_IP_GRAMMAR, "[-j] [-p] [-a] [-n NETNS] [-t|-ts] ")
		   TEXT_IF(ENABLE_FEATURE_BATCH, "[-b FILE] ")
		   "COMMAND [ARGUMENT...]\n"
		   TEXT_IF(ENABLE_FEATURE_INSTALLER, "       netns --install [-s] [DIRECTORY]\n"));
	return list_commands("  ", true);
}

int not_understood(const char *word)
{
	warn(word, ": not understood, see netns --help");
	return EXIT_USAGE;
}

/* The words of `netns …`. */
static int run_multiplexer(char **words)
{
	enum { LIST, LIST_FULL, INSTALL };
	const char *word = *words ? *words : "list";
	unsigned option = str_index(word, "--list\0--list-full\0--install\0");

	if (ENABLE_FEATURE_LIST_APPLETS && option == LIST)
		return list_commands("netns-", false);
	if (ENABLE_FEATURE_LIST_APPLETS && option == LIST_FULL)
		return list_commands(&(CONFIG_INSTALL_DIR "/netns-")[1], false);
	if (ENABLE_FEATURE_INSTALLER && option == INSTALL)
		return install_commands(words + 1);
	if (ENABLE_FEATURE_IP_GRAMMAR)
		return run_ip_grammar(words);
	if (str_equal(word, "--help"))
		return print_help();
	if (str_equal(word, "-V"))
		return print_version();
	return run_command(word, words + !!*words);
}

static int run_by_name(const char *name, char **words)
{
	const char *rest;

	while (*(rest = str_chrnul(name, '/')))
		name = rest + 1;
	if (ENABLE_IP && str_equal(name, "ip")) {
		called_as_ip = true;
		return run_ip_grammar(words);
	}
	rest = str_after_prefix("netns-", name);
	return rest ? run_command(rest, words) : run_multiplexer(words);
}

/* Where standard input, output or error is closed, a file that we open must not take its number:
 * what we print would go there. A descriptor made with O_PATH can be neither read nor written. */
static void occupy_standard_descriptors(void)
{
	int fd;

	do
		fd = open_path("/", O_PATH);
	while (fd >= 0 && fd <= STDERR_FILENO);
	close_fd(fd);
}

/* Do we have privileges that our caller lacks? The auxiliary vector follows the environment;
 * getauxval(3) */
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

int main(int argc, char **argv, char **envp)
{
	const char *name = *argv ? *argv++ : "netns";

	(void)argc;
	environment = envp;
	occupy_standard_descriptors();
	if (is_privileged())
		return warn("must not be set-user-ID or the like");
	return out_finish(run_by_name(name, argv));
}
