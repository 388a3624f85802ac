// SPDX-License-Identifier: 0BSD
/* standin.c: what iproute2's ip can do and BusyBox's cannot: batches, veth pairs, other namespaces
 *
 * `ip link add … type veth peer …` is done here. `ip link add … netns NETNS type KIND …` is done by
 * the other ip, in NETNS. `ip link set DEV netns NETNS [name NEW] [WORD...]`: the move is done
 * here, the rest by the other ip, in NETNS.
 */
#include "multiplexer/multiplexer.h"

/* Words that a value follows; those from LINK on are not for a veth pair. */
enum { FOR_NETNS, NAME, DEV, MTU, INDEX, ADDRESS, LINK, KEYS = LINK + 10 };
static const char keys[] = "netns\0name\0dev\0mtu\0index\0address\0link\0"
	"txqueuelen\0txqlen\0qlen\0broadcast\0brd\0master\0alias\0group\0state\0";

static bool has_value(const char *word)
{
	return str_index(word, keys) < KEYS;
}

static bool parse_positive(const char *text, int *number)
{
	*number = num_parse(text);
	return *number > 0;
}

/* One end of a veth pair, as its words describe it. */
struct end {
	struct veth_end link;
	const char *netns;		/* NULL: ours */
};

static bool set_property(struct end *end, unsigned key, const char *value)
{
	switch (key) {
	case NAME:
	case DEV:
		if (end->link.name || !link_name_is_valid(value))
			return false;
		end->link.name = value;
		return true;
	case FOR_NETNS:
		end->netns = value;
		return true;
	case MTU:
		return parse_positive(value, &end->link.mtu);
	case INDEX:
		return parse_positive(value, &end->link.index);
	case ADDRESS:
		end->link.has_address = true;
		return ethernet_parse(value, end->link.address);
	default:
		return false;
	}
}

/* Reads words up to END_OF_WORDS. Returns an exit status. */
static int read_end(char **words, char **end_of_words, struct end *end)
{
	*end = (struct end){ .netns = NULL };
	while (words < end_of_words) {
		char *word = *words++;
		unsigned key = str_index(word, keys);

		if (str_equal(word, "up")) {
			end->link.is_up = true;
			continue;
		}
		if (key == KEYS)
			key = NAME;
		else if (words < end_of_words)
			word = *words++;
		if (!set_property(end, key, word))
			return not_understood(word);
	}
	return end->link.name ? EXIT_SUCCESS : warn("veth: a name is missing");
}

static int add_veth(const struct end *here, const struct end *peer)
{
	int netns = peer->netns ? netns_open_or_warn(peer->netns) : netns_open_self(), error;

	if (netns < 0)
		return EXIT_FAILURE;
	if (here->netns && enter_or_warn(here->netns) != EXIT_SUCCESS)
		return EXIT_FAILURE;
	error = link_add_veth(&here->link, &peer->link, netns);
	close_fd(netns);
	if (error == 0)
		return EXIT_SUCCESS;
	return nl_warn(error, here->link.name, ": cannot make with ", peer->link.name);
}

/* Removes KEY and its value from WORDS, and returns the value, or NULL. */
static char *take_value(char **words, char **end, const char *key)
{
	for (; words + 1 < end; words++)
		if (str_equal(*words, key)) {
			char *value = words[1];

			argv_copy(words, words + 2);
			return value;
		} else if (has_value(*words)) {
			words++;
		}
	return NULL;
}

/* WORDS follow `link add`. */
static enum stand_in add_link(char **words, int *status)
{
	char **end = words + argv_len(words), **type = words, *netns;
	struct end here, peer;

	while (type < end && !str_equal(*type, "type"))
		type++;
	if (end - type > 2 && str_equal(type[1], "veth") && str_equal(type[2], "peer")) {
		*status = read_end(words, type, &here);
		if (*status == EXIT_SUCCESS)
			*status = read_end(type + 3, end, &peer);
		if (*status == EXIT_SUCCESS)
			*status = add_veth(&here, &peer);
		return STAND_IN_DONE;
	}
	netns = take_value(words, type, "netns");
	if (!netns)
		return STAND_IN_FORWARD;
	if (take_value(words, type, "link"))
		*status = warn("link, netns: make it here, then ip link set DEVICE netns NETNS");
	else
		*status = enter_or_warn(netns);
	return *status == EXIT_SUCCESS ? STAND_IN_FORWARD : STAND_IN_DONE;
}

/* Removes and returns the device of `link set`, which follows "dev", or is the first word that is
 * neither a key nor a value. */
static char *take_device(char **words)
{
	char **end = words + argv_len(words), *device = take_value(words, end, "dev");

	while (!device && *words && has_value(*words) && words[1])
		words += 2;
	if (device || !*words)
		return device;
	device = *words;
	argv_copy(words, words + 1);
	return device;
}

/* There is room: three words at least were taken. */
static void prepend(char **words, char *word)
{
	for (unsigned i = argv_len(words) + 1; i > 0; i--)
		words[i] = words[i - 1];
	*words = word;
}

/* WORDS follow `link set`. IS_ALONE: there is no other ip. */
static enum stand_in set_link(char **words, bool is_alone, int *status)
{
	char **end = words + argv_len(words);
	char *netns = take_value(words, end, "netns"), *name, *device;

	if (!netns)
		return STAND_IN_FORWARD;
	end = words + argv_len(words);
	name = take_value(words, end, "name");
	device = take_device(words);
	if (is_alone && *words)
		return STAND_IN_FORWARD;
	if (!device) {
		*status = not_understood("netns");
		return STAND_IN_DONE;
	}
	*status = run_command("move", (char *[]){ device, netns, name, NULL }, ANY_NUMBER);
	if (*status != EXIT_SUCCESS || !*words)
		return STAND_IN_DONE;
	*status = enter_or_warn(netns);
	prepend(words, name ? name : device);
	return *status == EXIT_SUCCESS ? STAND_IN_FORWARD : STAND_IN_DONE;
}

/* "pid:N", for a process whose number follows `netns`. */
struct pid_word {
	char text[sizeof "pid:" + NUM_SIZE];
};

/* In a link command, digits that are the name of no entry are a process. */
static void name_processes(char **words, struct pid_word pids[2])
{
	struct pid_word *pid = pids;

	for (; words[0] && words[1] && pid < pids + 2; words++) {
		int number = num_parse(words[1]);

		if (number > 0 && str_equal(words[0], "netns") &&
		    entry_open(words[1]) == -ENOENT) {
			str_append_uint(str_append(pid->text, "pid:"), number);
			words[1] = pid++->text;
		}
	}
}

enum stand_in stand_in(char **words, bool is_alone, int *status)
{
	struct pid_word pids[2];		/* a veth pair has two ends */

	*status = EXIT_SUCCESS;
	if (global_options & FLAG('V')) {
		*status = print_version();
		return STAND_IN_DONE;
	}
	if (ENABLE_FEATURE_BATCH && *words && str_equal(*words, "-batch")) {
		is_stand_in = true;
		*status = run_batch("-");
		return STAND_IN_DONE;
	}
	if (argv_len(words) < 3 || !str_after_prefix(words[0], "link"))
		return STAND_IN_FORWARD;
	name_processes(words + 2, pids);
	if (str_after_prefix(words[1], "add"))
		return add_link(words + 2, status);
	if (str_after_prefix(words[1], "set"))
		return set_link(words + 2, is_alone, status);
	return STAND_IN_FORWARD;
}
