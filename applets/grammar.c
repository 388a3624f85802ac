// SPDX-License-Identifier: 0BSD
/* grammar.c: iproute2's global options and abbreviations, for `netns [GLOBAL] COMMAND …`
 *
 * An abbreviation means the first word that it begins, in the order in which iproute2 compares
 * them; what is configured makes no difference to what a word means.
 */
#include "multiplex.h"

/* The first string of LIST, which ends with an empty one, that begins, behind SKIP characters,
 * with WORD; NULL: none. */
static const char *match(const char *word, const char *list, unsigned skip)
{
	for (; *word && *list; list = find(list, '\0') + 1)
		if (behind(word, list + skip))
			return list;
	return NULL;
}

static const struct command *find_abbreviated(const char *word)
{
	static const char words[] = "list\0show\0lst\0" "list-id\0help\0add\0set\0delete\0"
				    "identify\0pids\0exec\0monitor\0attach\0";
	const char *whole = match(word, words, 0);

	if (whole)
		return find_command(whole < words + sizeof "list\0show\0lst" ? "list" : whole);
	for (const struct command *command = commands; *word && command->name; command++)
		if (behind(word, command->name))
			return command;
	return NULL;
}

/* The options in iproute2's order, each behind a letter that says what it is to us: '-' nothing,
 * 'v' nothing, but a value follows; 'n' enter a namespace; the others are looked up in given[]. */
static const char options[] =
	"vloops\0" "vfamily\0" "-4\0" "-6\0" "-0\0" "-M\0" "-B\0" "Hhuman-readable\0" "-iec\0"
	"-stats\0" "-statistics\0" "-details\0" "-resolve\0" "-oneline\0" "ttimestamp\0" "stshort\0"
	"VVersion\0" "-force\0" "-brief\0" "jjson\0" "ppretty\0" "vrcvbuf\0" "-color\0"
	"hhelp\0" "nnetns\0" "-Numeric\0" "aall\0" "-echo\0";

static unsigned char given[128];	/* those letters */

static int enter(const char *netns)
{
	int fd = netns_open_or_warn(netns), error;

	if (fd < 0)
		return FAILED;
	error = enter_netns(fd);
	close_fd(fd);
	return error < 0 ? warn_errno(error, netns, ": cannot enter") : DONE;
}

static char action_of(const char *word)
{
	const char *option;

	word += word[1] == '-' ? 2 : 1;
	if (behind("c=", word) || behind("color=", word))
		return '-';
	option = match(word, options, 1);
	return option ? *option : '\0';
}

/* Takes the option at WORDS and moves them behind it; returns an exit status. */
static int take_option(char ***words)
{
	const char *word = *(*words)++;
	unsigned char action = action_of(word);

	given[action] = true;
	if (action && action != 'n' && action != 'v')
		return DONE;
	if (action && **words) {
		const char *value = *(*words)++;

		return action == 'n' ? enter(value) : DONE;
	}
	warn(word, ": no such option, or its value is missing; see netns --help");
	return USAGE;
}

static int read_global_options(char ***words)
{
	int status = DONE;

	while (status == DONE && **words && ***words == '-') {
		if (equal(**words, "--")) {
			++*words;
			break;
		}
		status = take_option(words);
	}
	if (given['j'])
		out_format = given['p'] ? OUT_PRETTY : OUT_JSON;
	return status;
}

/* Sets the flags that the command has in common with the global options: those marked by '!'. */
static void inherit_options(const char *opts)
{
	for (; *opts; opts++)
		if (opts[1] == '!' && given[(unsigned char)*opts])
			flags |= FLAG(*opts);
	if (given['s'])
		flags |= FLAG('t');
}

int run_ip_grammar(char **words)
{
	const char *word;
	const struct command *command;
	int status;

	ip_grammar = true;
	status = read_global_options(&words);
	if (status != DONE)
		return status;
	if (given['V'])
		return print_version();
	if (given['h'] || (given['H'] && !*words))	/* -h is --human-readable to iproute2 */
		return print_help();
	word = *words ? *words++ : "list";
	if (match(word, "help\0", 0))
		return print_help();
	command = find_abbreviated(word);
	if (command) {
		inherit_options(command->applet->opts);
		return run_command(command, words);
	}
	warn(word, ": no such command, see netns --help");
	return USAGE;
}
