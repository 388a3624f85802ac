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

/* What we do in place of an ip that cannot: `link set [dev] DEV netns NETNS [name NEW]` and
 * `link add [name] DEV [netns NETNS] type veth peer [name] PEER [netns NETNS]`. */
struct link {
	char *device, *netns, *new_name;
};

/* Reads words up to "type", and returns those from there on; NULL: not of this form. */
static char **read_link(char **words, struct link *link)
{
	for (; *words && !equal(*words, "type"); words++) {
		char **value = link->device ? &link->new_name : &link->device;

		if (equal(*words, "netns")) {
			value = &link->netns;
			words++;
		} else if (equal(*words, "name") || equal(*words, "dev")) {
			words++;
		} else if (link->device) {
			return NULL;
		}
		if (*value || !*words)
			return NULL;
		*value = *words;
	}
	return words;
}

static int add_veth(const struct link *link, const struct link *peer)
{
	const struct link *here = peer->netns ? link : peer, *there = peer->netns ? peer : link;

	if (here->netns && enter_or_warn(here->netns) != DONE)
		return FAILED;
	return run_abbreviated((char *[]){
		"veth", here->device, there->netns ? there->netns : "/proc/self/ns/net",
		there->device, NULL
	});
}

/* Does it in place of BusyBox's ip, or of none; -ENOENT: that cannot be done here. */
static int stand_in(char **words)
{
	struct link link = { NULL, NULL, NULL }, peer = link;
	bool adds;

	if (given['V'])
		return print_version();
	if (count_words(words) < 5 || !behind(words[0], "link"))
		return -ENOENT;
	adds = behind(words[1], "add");
	if (!adds && !behind(words[1], "set"))
		return -ENOENT;
	words = read_link(words + 2, &link);
	if (adds && words && count_words(words) > 3 && equal(words[1], "veth") &&
	    equal(words[2], "peer"))
		words = read_link(words + 3, &peer);
	if (!words || *words || !link.device)
		return -ENOENT;
	if (peer.device)
		return add_veth(&link, &peer);
	if (adds || !link.netns)
		return -ENOENT;
	return run_abbreviated((char *[]){ "move", link.device, link.netns, link.new_name, NULL });
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
	warn("ip: there is no other one");
	return NOT_FOUND;
}

/* iproute2's meaning, which is to name the namespace of PID. */
int run_attach(char **words)
{
	char *pid = *words ? words[1] : NULL;

	return run_abbreviated((char *[]){ "add", "-p", pid, *words, NULL });
}
