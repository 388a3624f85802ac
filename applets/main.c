// SPDX-License-Identifier: 0BSD
/* main.c: the multiplexer. Which command is meant, with which flags and how many operands */
#include "multiplex.h"

#include <linux/auxvec.h>
#include <unistd.h>

#define APPLET(record, name) extern const struct applet record;
#include "applets.h"
#undef APPLET

#define APPLET(record, name) { name, &record },
const struct command commands[] = {
#include "applets.h"
	{ NULL, NULL },
};

unsigned flags;
char *flag_value;
bool ip_grammar;

static const struct applet *applet;

const struct command *find_command(const char *name)
{
	for (const struct command *command = commands; command->name; command++)
		if (equal(command->name, name))
			return command;
	return NULL;
}

static int bad_usage(const char *word, const char *problem)
{
	warn(word, problem, "usage: netns-", applet_name, " ", applet->usage);
	return USAGE;
}

int usage(void)
{
	return bad_usage("", "");
}

static int print_usage(void)
{
	out_format = OUT_TEXT;
	out_text("usage: netns-");
	out_text(applet_name);
	out_text(" ");
	out_text(applet->usage);
	out_text("\n");
	out_text(applet->help);
	if (*find(applet->opts, 'j'))
		out_text(HELP("  -j  JSON, with -p indented\n"));
	return DONE;
}

enum { HELP_WANTED = -1, BAD_FLAG = -2 };

/* Reads the letters of one word like "-fk", and the value that one of them may take from the rest
 * of the word or the next. Returns the number of words that were read. */
static int read_letters(char **words)
{
	for (const char *letter = *words + 1; *letter; letter++) {
		const char *known = find(applet->opts, *letter);

		if (!*known && *letter == 'h')
			return HELP_WANTED;
		if (!*known || *letter == ':' || *letter == '!')
			return BAD_FLAG;
		flags |= FLAG(*letter);
		if (known[1] != ':')
			continue;
		flag_value = letter[1] ? (char *)letter + 1 : words[1];
		return flag_value ? 1 + !letter[1] : BAD_FLAG;
	}
	return 1;
}

/* Reads the flags, up to the first operand; returns how many words they are. In iproute2's grammar
 * a word that is no flag of ours is an operand: a namespace may be called "-x". */
static int read_flags(char **words)
{
	int count = 0;

	while (words[count] && words[count][0] == '-' && words[count][1]) {
		const char *word = words[count];
		int read;

		if (equal(word, "--"))
			return count + 1;
		read = equal(word, "--help") ? HELP_WANTED : read_letters(words + count);
		if (read == BAD_FLAG && ip_grammar && !*find(applet->opts, word[1]))
			return count;
		if (read < 0) {
			if (read == BAD_FLAG)
				bad_usage(word, ": no such flag, or its value is missing; ");
			return read;
		}
		count += read;
	}
	return count;
}

static unsigned count_words(char **words)
{
	unsigned count = 0;

	while (words[count])
		count++;
	return count;
}

int run_command(const struct command *command, char **words)
{
	int read;
	unsigned count;

	applet = command->applet;
	applet_name = command->name;
	read = read_flags(words);
	if (read < 0)
		return read == HELP_WANTED ? print_usage() : USAGE;
	if (*find(applet->opts, 'j') && flags & FLAG('j'))
		out_format = flags & FLAG('p') ? OUT_PRETTY : OUT_JSON;
	words += read;
	count = count_words(words);
	if (count < applet->argmin || (count > applet->argmax && applet->argmax != ANY_NUMBER))
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
	out_text("usage: netns ");
	if (ENABLE_FEATURE_IP_GRAMMAR)
		out_text("[-j] [-p] [-a] [-n NETNS] [-t|-ts] ");
	out_text("COMMAND [ARGUMENT...], or netns-COMMAND [ARGUMENT...]\n");
	for (const struct command *command = commands; command->name; command++) {
		out_text("  ");
		out_text(command->name);
		out_text(" ");
		out_text(command->applet->usage);
		out_text("\n");
	}
	return DONE;
}

/* The words of `netns …`. */
static int run_multiplexer(char **words)
{
	const char *word = *words ? *words : "list";
	const struct command *command;

	if (ENABLE_FEATURE_LIST_APPLETS && equal(word, "--list"))
		return list_commands("netns-");
	if (ENABLE_FEATURE_LIST_APPLETS && equal(word, "--list-full"))
		return list_commands(&(CONFIG_INSTALL_DIR "/netns-")[1]);
	if (ENABLE_FEATURE_INSTALLER && equal(word, "--install"))
		return install_commands(words + 1);
	if (equal(word, "--help"))
		return print_help();
	if (equal(word, "-V"))
		return print_version();
	if (ENABLE_FEATURE_IP_GRAMMAR)
		return run_ip_grammar(words);
	command = find_command(word);
	if (command)
		return run_command(command, *words ? words + 1 : words);
	warn(word, ": no such command, see netns --help");
	return USAGE;
}

static int run_by_name(const char *name, char **words)
{
	const struct command *command;
	const char *rest;

	while (*(rest = find(name, '/')))
		name = rest + 1;
	rest = behind("netns-", name);
	if (!rest)
		return run_multiplexer(words);
	command = find_command(rest);
	if (command)
		return run_command(command, words);
	warn(name, ": this program has no such command");
	return NOT_FOUND;
}

/* No file that we open may become standard input, output or error where one of these is closed:
 * what is printed would go there. A descriptor made with O_PATH can be neither read nor written. */
static void occupy_standard_descriptors(void)
{
	int fd;

	do
		fd = open_at(AT_FDCWD, "/", O_PATH);
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

int main(int argc, char **argv, char **envp)
{
	int status, error;

	environment = envp;
	occupy_standard_descriptors();
	if (is_privileged()) {
		warn("must not be set-user-ID, set-group-ID or have file capabilities");
		return FAILED;
	}
	status = run_by_name(argc > 0 ? argv[0] : "netns", argv + (argc > 0));
	error = out_flush();
	return error < 0 ? warn_errno(error, "standard output") : status;
}
