// SPDX-License-Identifier: 0BSD
/* ip: stand in front of the real ip
 *
 * config IP
 *	bool "ip: stand in front of the real ip"
 *	default y
 *	depends on FEATURE_IP_GRAMMAR
 *	help
 *	  Called as ip, do 'ip netns' and hand everything else to the next
 *	  ip in PATH, after 'ip -n NETNS' was carried out: for systems whose
 *	  ip knows nothing of network namespaces. Make a link called ip
 *	  yourself, in a directory that comes before that of the real one.
 *
 * config IP_PATHS
 *	string "Where the real ip may be"
 *	default "/usr/libexec/ip-full:/usr/libexec/ip-tiny"
 *	depends on IP
 *	help
 *	  Paths, separated by colons, that are tried before PATH is.
 */
#include "multiplex.h"

/* Theory of operation. The real ip is the first one that is neither this file nor a copy of it. Two
 * different builds of this program, or a script that calls us, could send each other round in
 * circles all the same: so the hops are counted in the environment. */
#define HOPS "NETNS_IP_HOPS"
enum { LAST_HOP = 'p' };

static struct statx ourselves, busybox;

/* What we do in place of an ip that cannot: `link set [dev] DEV netns NETNS [name NEW] [up]` and
 * `link add [name] DEV [netns NETNS] type veth [peer [name PEER] [netns NETNS]]`. */
struct link {
	char *device, *netns, *new_name;
	bool up;
};

static bool is_short_for(const char *word, const char *whole)
{
	return word && *word && behind(word, whole);
}

/* Reads words up to END or their own, and returns those behind them; NULL: not of this form. */
static char **read_link(char **words, const char *end, struct link *link)
{
	while (*words && !equal(*words, end)) {
		char *word = *words++, **value = &link->device;
		bool is_name = equal(word, "dev") || equal(word, "name");

		if (equal(word, "up")) {
			link->up = true;
			continue;
		}
		if (equal(word, "netns"))
			value = &link->netns;
		else if (is_name && link->device)
			value = &link->new_name;
		else if (!is_name)
			words--;
		if (*value || !*words)
			return NULL;
		*value = *words++;
	}
	return words;
}

static int run_words(const char *name, char *first, char *second, char *third)
{
	char *words[] = { first, second, third, NULL };
	const struct command *command = find_command(name);

	return command ? run_command(command, words) : not_understood(name);
}

static int set_link(char **words)
{
	struct link link = { .up = false };
	int status;

	if (!read_link(words, "", &link) || !link.device || !link.netns)
		return -ENOENT;
	status = run_words("move", link.device, link.netns, link.new_name);
	if (status != DONE || !link.up)
		return status;
	if (link.new_name)
		link.device = link.new_name;
	status = enter_or_warn(link.netns);
	if (status == DONE)
		status = link_up(link.device);
	return status < 0 ? warn_errno(status, link.device, ": cannot raise") : status;
}

static int add_link(char **words)
{
	static char numbered[] = "veth%d";
	struct link links[2] = { { .device = NULL } }, *link = links, *peer = links + 1;
	char number[NUM_SIZE];

	words = read_link(words, "type", link);
	if (!words || !*words || !words[1] || !equal(words[1], "veth"))
		return -ENOENT;
	words += 2;
	if (*words && (!equal(*words, "peer") || !read_link(words + 1, "", peer)))
		return -ENOENT;
	if (!peer->netns) {		/* then that one is to be here */
		link = peer;
		peer = links;
	}
	if (link->netns && enter_or_warn(link->netns) != DONE)
		return FAILED;
	return run_words("veth", link->device ? link->device : numbered,
			 peer->netns ? peer->netns : num_text(number, SYS(getpid)),
			 peer->device ? peer->device : numbered);
}

/* Does it in place of BusyBox's ip, or of none; -ENOENT: that cannot be done here. */
static int stand_in(char **words)
{
	if (given['V'])
		return print_version();
	if (!*words || !is_short_for(*words++, "link") || !*words)
		return -ENOENT;
	if (is_short_for(*words, "add"))
		return add_link(words + 1);
	return is_short_for(*words, "set") ? set_link(words + 1) : -ENOENT;
}

static int note_busybox(const char *path, char **command)
{
	(void)command;
	return status_of(AT_FDCWD, path, 0, &busybox);
}

/* COMMAND: "ip", the options that are passed on, and what is to be done. */
static int try(const char *path, char **command)
{
	struct statx file;
	int status = status_of(AT_FDCWD, path, 0, &file);

	if (status < 0 || is_same_file(&file, &ourselves) || file.stx_size == ourselves.stx_size)
		return -ENOENT;
	status = is_same_file(&file, &busybox) ? stand_in(command + 1 + passed_on_count) : -ENOENT;
	return status < 0 ? run_file(path, command) : status;
}

int run_real_ip(char **words)
{
	static char ip[] = "ip", marker[] = HOPS "=a";
	char **command = words - passed_on_count - 1, *hops = (char *)env_value(HOPS);
	unsigned count = count_words(environment) + 1;
	char *extended[count + 1];
	int status = -ENOENT;

	memmove(command + 1, passed_on, passed_on_count * sizeof *command);
	*command = ip;
	*extended = marker;
	memcpy(extended + 1, environment, count * sizeof *extended);
	if (!hops)
		environment = extended;
	if (!hops || ++*hops <= LAST_HOP) {
		status_of(AT_FDCWD, "/proc/self/exe", 0, &ourselves);
		run_search(NULL, "busybox", note_busybox, NULL);
		status = run_search(CONFIG_IP_PATHS, "", try, command);
		if (status < 0)
			status = run_search(NULL, "ip", try, command);
		if (status < 0)
			status = run_search(NULL, "busybox", try, command);
		if (status < 0)
			status = stand_in(words);
	}
	if (status >= 0)
		return status;
	warn("ip: there is no other one in PATH, and no busybox");
	return NOT_FOUND;
}

/* iproute2's meaning, which is to name the namespace of PID. */
int run_attach(char **words)
{
	int fd;

	if (count_words(words) != 2) {
		warn("usage: ip netns attach NAME PID");
		return USAGE;
	}
	fd = find_command("attach") ? entry_open(words[0]) : -ENOENT;
	close_fd(fd);
	if (fd >= 0)
		return warn(words[0], ": File exists (to move the process: netns-attach ", words[0],
			    " ", words[1], ")");
	flags = FLAG('p');
	flag_value = words[1];
	return run_words("add", words[0], NULL, NULL);
}
