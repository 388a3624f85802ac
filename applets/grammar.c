// SPDX-License-Identifier: 0BSD
/* grammar.c: iproute2's global options and abbreviations, for `netns [GLOBAL] COMMAND …`
 *
 * An abbreviation means the first word that it begins, in the order in which iproute2 compares
 * them; what is configured makes no difference to what a word means.
 */
#include "multiplex.h"

/* The first string of LIST that begins, behind SKIP characters, with WORD; or the last one, which
 * is empty. */
static const char *match(const char *word, const char *list, unsigned skip)
{
	while (*list && !(*word && behind(word, list + skip)))
		list = next_string(list);
	return list;
}

const char *full_word(const char *word)
{
	const char *whole = match(word, all_words, 0);

	if (!*whole)
		return word;
	return whole < all_words + sizeof LIST_WORDS - 1 ? all_words : whole;
}

bool is_netns_object(const char *word)
{
	const char *const object = "netns", *rest = behind(word, object);

	return rest && rest - object >= 3;	/* "net" at least */
}

/* The options in iproute2's order, each behind a letter that says what it is to us: '-' nothing.
 * A value follows from 'w' on: 'w' a namespace to enter, 'x' a file of commands, 'y' nothing. */
static const char *const options =
	"yloops\0" "yfamily\0" "-4\0" "-6\0" "-0\0" "-M\0" "-B\0" "ihuman-readable\0" "-iec\0"
	"-stats\0" "-statistics\0" "-details\0" "-resolve\0" "-oneline\0" "ttimestamp\0" "stshort\0"
	"VVersion\0" "fforce\0" "xbatch\0" "-brief\0" "jjson\0" "ppretty\0" "yrcvbuf\0" "-color\0"
	"hhelp\0" "wnetns\0" "-Numeric\0" "aall\0" "-echo\0";

unsigned given;
static const char *batch;		/* the file */

char **passed_on;
unsigned passed_on_count;

int enter_or_warn(const char *netns)
{
	int fd = netns_open_or_warn(netns), error;

	if (fd < 0)
		return FAILED;
	error = enter_netns(fd);
	close_fd(fd);
	return done_or_warn(netns, _(": cannot enter"), NULL, error);
}

static char action_of(const char *word)
{
	word += word[1] == '-' ? 2 : 1;
	if (*word == 'c' && *find(word, '='))	/* -color=WHEN */
		return '-';
	return *match(word, options, 1);
}

static void pass_on(char *word)
{
	if (ENABLE_IP)
		passed_on[passed_on_count++] = word;
}

/* Takes the option at WORDS and moves them behind it; returns an exit status. */
static int take_option(char ***words)
{
	char *word = *(*words)++, *value = **words;
	unsigned char action = action_of(word);

	given |= FLAG(action);
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
	return DONE;
}

void inherit_options(const char *opts)
{
	unsigned common = 0;

	for (; *opts; opts++)
		if (opts[1] == '!')
			common |= FLAG(*opts);
	flags = given & common;
	flag_value = NULL;
}

/* Scripts say `ip netns del $(ip netns list | grep blue)`: an id that is listed behind a name, in
 * two words, is not another one. */
static void cut_ids(char **words)
{
	char **to = words;

	for (; *words; words++)
		if (equal(*words, "(id:") && words[1])
			words++;
		else
			*to++ = *words;
	*to = NULL;
}

int run_abbreviated(char **words)
{
	enum { TO_HELP, TO_ATTACH, TO_DELETE };
	const char *word = full_word(*words ? *words++ : "list");
	unsigned command = which(word, "help\0attach\0delete\0");

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
	passed_on = words;
	while (*words && **words == '-') {
		int status;

		if (equal(*words, "--")) {
			words++;
			break;
		}
		status = take_option(&words);
		if (status != DONE)
			return status;
	}
	if (ENABLE_FEATURE_BATCH && batch)
		return run_batch(batch);
	if (ENABLE_IP && called_as_ip) {
		if (given & FLAG('V') || !*words || !is_netns_object(*words))
			return run_real_ip(words);
		words++;
	} else if (given & FLAG('V')) {
		return print_version();
	} else if (given & FLAG('i') && !*words) {	/* -h is --human-readable to iproute2 */
		return print_help();
	}
	if (given & FLAG('h'))
		return print_help();
	return run_abbreviated(words);
}
