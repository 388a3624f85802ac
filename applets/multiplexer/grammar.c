// SPDX-License-Identifier: 0BSD
/* grammar.c: iproute2's global options and abbreviations, for `netns [GLOBAL] COMMAND …`
 *
 * An abbreviation means the first word that it begins, in the order in which iproute2 compares
 * them; what is configured makes no difference to what a word means.
 */
#include "multiplexer/multiplexer.h"

/* The first string of LIST that begins, behind SKIP characters, with WORD; or the last one, which
 * is empty. */
static const char *match(const char *word, const char *list, unsigned skip)
{
	while (*list && !(*word && str_after_prefix(word, list + skip)))
		list = str_next(list);
	return list;
}

const char *expand_abbreviation(const char *word)
{
	const char *whole = match(word, all_words, 0);

	if (!*whole)
		return word;
	return whole < all_words + sizeof LIST_WORDS - 1 ? all_words : whole;
}

bool is_netns_object(const char *word)
{
	const char *const object = "netns", *rest = str_after_prefix(word, object);

	return rest && rest - object >= 3;	/* "net" at least */
}

/* The options in iproute2's order, each behind a letter that says what it is to us: '-' nothing.
 * A value follows from 'w' on: 'w' a namespace to enter, 'x' a file of commands, 'y' nothing. */
static const char *const options =
	"yloops\0" "yfamily\0" "-4\0" "-6\0" "-0\0" "-M\0" "-B\0" "ihuman-readable\0" "-iec\0"
	"-stats\0" "-statistics\0" "-details\0" "-resolve\0" "-oneline\0" "ttimestamp\0" "stshort\0"
	"VVersion\0" "fforce\0" "xbatch\0" "-brief\0" "jjson\0" "ppretty\0" "yrcvbuf\0" "-color\0"
	"hhelp\0" "wnetns\0" "-Numeric\0" "aall\0" "-echo\0";

unsigned global_options;
static const char *batch;		/* the file */

char **forwarded_options;
unsigned forwarded_options_count;

int enter_or_warn(const char *netns)
{
	int fd = netns_open_or_warn(netns), error;

	if (fd < 0)
		return EXIT_FAILURE;
	error = enter_netns(fd);
	close_fd(fd);
	return warn_if_error(netns, ": cannot enter", NULL, error);
}

static char action_of(const char *word)
{
	word += word[1] == '-' ? 2 : 1;
	if (*word == 'c' && *str_chrnul(word, '='))	/* -color=WHEN */
		return '-';
	return *match(word, options, 1);
}

static void pass_on(char *word)
{
	if (ENABLE_IP)
		forwarded_options[forwarded_options_count++] = word;
}

/* Takes the option at WORDS and moves them behind it; returns an exit status. */
static int take_option(char ***words)
{
	char *word = *(*words)++, *value = **words;
	unsigned char action = action_of(word);

	global_options |= FLAG(action);
	if (!action || (action >= 'w' && !*(*words)++))
		return not_understood(word);
	if (action == 'w')
		return enter_or_warn(value);
	if (action == 'x')
		batch = value;
	else if (action != 'f')
		pass_on(word);
	if (action == 'y')
		pass_on(value);
	return EXIT_SUCCESS;
}

unsigned inherited_flags(const char *opts)
{
	unsigned common = 0;

	for (; *opts; opts++)
		if (opts[1] == '!')
			common |= FLAG(*opts);
	return global_options & common;
}

/* Scripts say `ip netns del $(ip netns list | grep blue)`: an id that is listed behind a name, in
 * two words, is not another one. */
static void cut_ids(char **words)
{
	char **to = words;

	for (; *words; words++)
		if (str_equal(*words, "(id:") && words[1])
			words++;
		else
			*to++ = *words;
	*to = NULL;
}

int run_abbreviated(char **words)
{
	enum { TO_HELP, TO_ATTACH, TO_DELETE };
	const char *word = expand_abbreviation(*words ? *words++ : "list");
	unsigned command = str_index(word, "help\0attach\0delete\0");

	if (command == TO_HELP)
		return print_help();
	if (ENABLE_IP && called_as_ip && command == TO_ATTACH)
		return run_attach(words);
	if (command == TO_DELETE)
		cut_ids(words);
	return run_command(word, words);
}

int run_ip_grammar(char **words)
{
	ip_grammar = true;
	forwarded_options = words;
	while (*words && **words == '-') {
		int status;

		if (str_equal(*words, "--")) {
			words++;
			break;
		}
		status = take_option(&words);
		if (status != EXIT_SUCCESS)
			return status;
	}
	if (ENABLE_FEATURE_BATCH && batch)
		return run_batch(batch);
	if (ENABLE_IP && called_as_ip) {
		if (global_options & FLAG('V') || !*words || !is_netns_object(*words))
			return run_real_ip(words);
		words++;
	} else if (global_options & FLAG('V')) {
		return print_version();
	} else if (global_options & FLAG('i') && !*words) {	/* -h, --human-readable */
		return print_help();
	}
	if (global_options & FLAG('h'))
		return print_help();
	return run_abbreviated(words);
}
