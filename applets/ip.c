// SPDX-License-Identifier: 0BSD
/* ip: stand in front of the real ip
 *
 * config IP
 *	bool "ip: front end for the real ip"
 *	default ALL_APPLETS
 *	depends on FEATURE_IP_GRAMMAR
 *	help
 *	  Called as ip, carry out 'ip netns' and 'ip -n NETNS', and pass
 *	  everything else to the next ip in PATH. This is for systems
 *	  whose ip does not know network namespaces. No link called ip is
 *	  installed: make one in a directory that comes before that of the
 *	  real ip. 2.2 KB.
 *
 * config IP_PATHS
 *	string "Paths of the real ip"
 *	default "/usr/libexec/ip-full:/usr/libexec/ip-tiny"
 *	depends on IP
 *	help
 *	  Paths, separated by colons, that are tried before PATH.
 */
#include "multiplexer/multiplexer.h"

/* Theory of operation. The real ip is the first one that is neither this file nor a copy of it. Two
 * different builds of this program, or a script that calls us, could send each other round in
 * circles all the same: so the hops are counted in the environment. */
#define HOPS "NETNS_IP_HOPS"
enum { LAST_HOP = 'p' };

static struct file_stat ourselves, busybox;

/* What we do in place of an ip that cannot: `link set [dev] DEV netns NETNS [name NEW]` and
 * `link add [name] DEV [netns NETNS] type veth peer [name] PEER [netns NETNS]`. What else is said
 * of DEV, "up" or "mtu 1400", is its part: `link set … DEV`, once DEV is where it belongs. */
enum { DEVICE, NETNS, NEW_NAME, WORDS };

struct link {
	char *words[WORDS + 1];		/* or NULL: as netns-move takes them */
	char **rest;			/* where the next word goes that is left to it */
};

/* Reads words up to "type", and returns those from there on; NULL: not of this form. */
static char **read_link(char **words, struct link *link)
{
	enum { FOR_NETNS, NAME, DEV, UP, TYPE };

	for (; *words; words++) {
		unsigned key = str_index(*words, "netns\0name\0dev\0up\0type\0");
		char **value = link->words + (link->words[DEVICE] ? NEW_NAME : DEVICE);

		if (key == TYPE)
			break;
		if (key < UP) {
			words++;
			if (key == FOR_NETNS)
				value = link->words + NETNS;
		} else if (key == UP || link->words[DEVICE]) {
			*link->rest++ = *words;
			continue;
		}
		if (*value || !*words)
			return NULL;
		*value = *words;
	}
	return link->words[DEVICE] ? words : NULL;
}

static int add_veth(char **link, char **peer)
{
	int status = EXIT_SUCCESS;

	if (!peer[NETNS])
		return run_command("veth", (char *[]){
			peer[DEVICE], link[NETNS] ? link[NETNS] : "/proc/self/ns/net",
			link[DEVICE], NULL
		});
	if (link[NETNS])
		status = enter_or_warn(link[NETNS]);
	return status != EXIT_SUCCESS ? status : run_command("veth", (char *[]){
		link[DEVICE], peer[NETNS], peer[DEVICE], NULL
	});
}

/* Makes WORDS the part that is left to the other ip. */
static int leave_rest(char **words, const struct link *link, char **rest)
{
	int status = link->words[NETNS] ? enter_or_warn(link->words[NETNS]) : EXIT_SUCCESS;

	if (status != EXIT_SUCCESS)
		return status;
	link->rest[0] = link->words[NEW_NAME] ? link->words[NEW_NAME] : link->words[DEVICE];
	link->rest[1] = NULL;
	words[1] = "set";
	argv_copy(words + 2, rest);
	return -ENOENT;
}

/* Does it in place of BusyBox's ip, or of none (ALONE); -ENOENT: the other one is to do WORDS,
 * which are its part then. */
static int stand_in(char **words, bool alone)
{
	unsigned count = argv_len(words);
	char *rest[count + 1], **end;
	struct link ends[2] = { { .rest = rest } }, *link = ends, *peer = ends + 1;
	bool adds;
	int status;

	if (global_options & FLAG('V'))
		return print_version();
	if (ENABLE_FEATURE_BATCH && *words && str_equal(*words, "-batch")) {
		is_stand_in = true;
		return run_batch("-");
	}
	if (count < 5 || !str_after_prefix(words[0], "link"))
		return -ENOENT;
	adds = str_after_prefix(words[1], "add");
	if (!adds && !str_after_prefix(words[1], "set"))
		return -ENOENT;
	end = read_link(words + 2, link);
	peer->rest = link->rest;
	if (adds) {
		if (!end || argv_len(end) < 4 ||
		    !str_equal(end[1], "veth") || !str_equal(end[2], "peer"))
			return -ENOENT;
		end = read_link(end + 3, peer);
	}
	if (!end || *end || (link->rest != rest && alone) || (!adds && !link->words[NETNS]))
		return -ENOENT;
	if (peer->rest != link->rest)
		return not_understood(*link->rest);
	status = adds ? add_veth(link->words, peer->words) : run_command("move", link->words);
	if (status != EXIT_SUCCESS || link->rest == rest)
		return status;
	return leave_rest(words, link, rest);
}

static int note_busybox(const char *path, char **command)
{
	(void)command;
	return stat_path(path, &busybox);
}

/* COMMAND: "ip", the options that are passed on, and what is to be done. */
static int try(const char *path, char **command)
{
	struct file_stat file;
	int status = stat_path(path, &file);

	if (status < 0 || same_file(&file, &ourselves) || file.size == ourselves.size)
		return -ENOENT;
	status = -ENOENT;
	if (same_file(&file, &busybox))
		status = stand_in(command + 1 + forwarded_options_count, false);
	return status < 0 ? exec_file(path, command) : status;
}

int run_real_ip(char **words)
{
	static char ip[] = "ip", marker[] = HOPS "=a";
	char *room[argv_len(words) + argv_len(environment) + forwarded_options_count + 5];
	char **command = room + 1, **at = command, *hops = (char *)env_get(HOPS, NULL);
	int status = -ENOENT;

	*at++ = ip;
	memcpy(at, forwarded_options, forwarded_options_count * sizeof *at);
	at = argv_copy(at + forwarded_options_count, words) + 1;
	*at = marker;
	argv_copy(at + 1, environment);
	if (!hops)
		environment = at;
	if (!hops || ++*hops <= LAST_HOP) {
		stat_path("/proc/self/exe", &ourselves);
		path_search(NULL, "busybox", note_busybox, NULL);
		status = path_search(CONFIG_IP_PATHS, "", try, command);
		if (status < 0)
			status = path_search(NULL, "ip", try, command);
		if (status < 0)
			status = path_search(NULL, "busybox", try, command);
		if (status < 0)
			status = stand_in(words, true);
	}
	if (status >= 0)
		return status;
	warn("ip: there is no other one");
	return EXIT_NOT_FOUND;
}

/* iproute2's meaning, which is to name the namespace of PID. */
int run_attach(char **words)
{
	char *pid = *words ? words[1] : NULL;

	if (!pid) {
		warn("usage: ip netns attach NAME PID");
		return EXIT_USAGE;
	}
	return run_command("add", (char *[]){ "-p", pid, *words, NULL });
}
