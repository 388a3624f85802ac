// SPDX-License-Identifier: 0BSD
/* grammar.c: iproute2's global options and abbreviations, for `netns [GLOBAL] COMMAND …`
 *
 * An abbreviation means the first word that begins with it, in the order in which iproute2 compares
 * them. The configuration makes no difference to what iproute2's words mean.
 */
#include "multiplexer/multiplexer.h"

const char *expand_abbreviation(const char *word)
{
	const char *whole = all_words;

	while (*whole && !(*word && str_after_prefix(word, whole)))
		whole = str_next(whole);
	if (!*whole)
		return word;
	return whole < all_words + sizeof LIST_WORDS - 1 ? all_words : whole;
}

bool is_netns_object(const char *word)
{
	const char *const object = "netns", *rest = str_after_prefix(word, object);

	return rest && rest - object >= 3;	/* "net" at least */
}

enum value { NONE, NUMBER, FAMILY, NETNS, BATCH };
enum busybox { DROPPED, KEPT, REFUSED };

/* The options in the order in which iproute2 compares them. */
static const struct option {
	char name[15], letter;		/* LETTER: of its FLAG(), or 0 if we ignore it */
	unsigned char value;
	unsigned char busybox;		/* what happens to it before BusyBox's ip */
} options[] = {
	{ "loops", 0, NUMBER, DROPPED },
	{ "family", 0, FAMILY, KEPT },
	{ "4", 0, NONE, KEPT },
	{ "6", 0, NONE, KEPT },
	{ "0", 0, NONE, KEPT },
	{ "M", 0, NONE, DROPPED },
	{ "B", 0, NONE, DROPPED },
	{ "human-readable", 'i', NONE, DROPPED },
	{ "iec", 0, NONE, DROPPED },
	{ "stats", 0, NONE, DROPPED },
	{ "statistics", 0, NONE, DROPPED },
	{ "details", 0, NONE, DROPPED },
	{ "resolve", 0, NONE, DROPPED },
	{ "oneline", 0, NONE, KEPT },
	{ "timestamp", 't', NONE, DROPPED },
	{ "tshort", 's', NONE, DROPPED },
	{ "Version", 'V', NONE, DROPPED },
	{ "force", 'f', NONE, DROPPED },
	{ "batch", 0, BATCH, DROPPED },
	{ "brief", 0, NONE, REFUSED },
	{ "json", 'j', NONE, REFUSED },
	{ "pretty", 'p', NONE, DROPPED },
	{ "rcvbuf", 0, NUMBER, DROPPED },
	{ "color", 0, NONE, DROPPED },
	{ "help", 'h', NONE, DROPPED },
	{ "netns", 0, NETNS, DROPPED },
	{ "Numeric", 0, NONE, DROPPED },
	{ "all", 'a', NONE, DROPPED },
	{ "echo", 0, NONE, DROPPED },
};

/* The option that WORD, which begins with '-', means; or NULL. */
static const struct option *find_option(const char *word)
{
	word += word[1] == '-' ? 2 : 1;
	if (*word == 'c' && *str_chrnul(word, '='))	/* -color=WHEN */
		word = "color";
	for (const struct option *option = options; *word && option < options + ARRAY_SIZE(options);
	     option++)
		if (str_after_prefix(word, option->name))
			return option;
	return NULL;
}

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

static void forward(char *word)
{
	if (ENABLE_IP)
		forwarded_options[forwarded_options_count++] = word;
}

static bool is_valid(const struct option *option, const char *value)
{
	static const char families[] = "inet\0inet6\0link\0mpls\0bridge\0";

	if (option->value == NUMBER)
		return num_parse(value) >= 0;
	return option->value != FAMILY || str_index(value, families) < 5;
}

/* Handles the option at *WORDS, and moves *WORDS past it; returns an exit status. */
static int take_option(char ***words)
{
	char *word = *(*words)++, *value = NULL;
	const struct option *option = find_option(word);

	if (!option)
		return not_understood(word);
	if (option->letter)
		global_options |= FLAG(option->letter);
	if (option->value != NONE) {
		value = **words;
		if (!value || !is_valid(option, value))
			return not_understood(value ? value : word);
		(*words)++;
	}
	if (option->value == NETNS)
		return enter_or_warn(value);
	if (option->value == BATCH) {
		batch = value;
	} else if (option->letter != 'f') {
		forward(word);
		if (value)
			forward(value);
	}
	return EXIT_SUCCESS;
}

int keep_options_of_busybox(char **forwarded, char **words)
{
	char **to = forwarded, **from = forwarded;

	while (from < words) {
		const struct option *option = find_option(*from);
		unsigned count = option->value == NONE ? 1 : 2;

		if (option->busybox == REFUSED)
			return warn(*from, ": BusyBox's ip cannot do this");
		if (option->busybox == KEPT)
			for (unsigned i = 0; i < count; i++)
				*to++ = from[i];
		from += count;
	}
	argv_copy(to, words);
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

/* Removes "(id: 5)", two words that list prints after a name, because scripts say
 * `ip netns del $(ip netns list | grep blue)`. */
static void drop_ids(char **words)
{
	char **to = words;

	for (; *words; words++)
		if (str_equal(*words, "(id:") && words[1])
			words++;
		else
			*to++ = *words;
	*to = NULL;
}

static int print_help_on(char **words)
{
	if (called_as_ip)
		return print_ip_help();
	return *words ? print_command_help(expand_abbreviation(*words)) : print_help();
}

int run_abbreviated(char **words)
{
	enum { TO_HELP, TO_ATTACH, TO_DELETE, TO_ADD, TO_SET };
	const char *word = expand_abbreviation(*words ? *words++ : "list");
	unsigned command = str_index(word, "help\0attach\0delete\0add\0set\0");
	unsigned most = ANY_NUMBER;

	if (!ENABLE_FEATURE_JSON && global_options & (FLAG('j') | FLAG('p'))) {
		warn("-j, -p: not built in: FEATURE_JSON");
		return EXIT_USAGE;
	}
	if (command == TO_HELP)
		return print_help_on(words);
	if (called_as_ip && command == TO_ATTACH)
		return run_attach(words);
	if (command == TO_DELETE)
		drop_ids(words);
	if (called_as_ip && command <= TO_SET)		/* iproute2 ignores what follows */
		most = command == TO_SET ? 2 : 1;
	return run_command(word, words, most);
}

static char **read_options(char **words, int *status)
{
	*status = EXIT_SUCCESS;
	while (*status == EXIT_SUCCESS && *words && **words == '-') {
		if (str_equal(*words, "--"))
			return words + 1;
		*status = take_option(&words);
	}
	return words;
}

int run_ip_grammar(char **words)
{
	int status;

	ip_grammar = true;
	forwarded_options = words;
	words = read_options(words, &status);
	if (status != EXIT_SUCCESS)
		return status;
	if (ENABLE_FEATURE_BATCH && batch)
		return run_batch(batch);
	if (called_as_ip) {
		if (global_options & FLAG('V') || !*words || !is_netns_object(*words))
			return run_real_ip(words);
		words++;
	} else if (global_options & FLAG('V')) {
		return print_version();
	} else if (global_options & FLAG('i') && !*words) {	/* -h, --human-readable */
		return print_help();
	}
	if (global_options & FLAG('h'))
		return print_help_on(words);
	return run_abbreviated(words);
}
