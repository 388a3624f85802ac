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

/* Theory of operation. The real ip is the first one that is neither this file nor a copy of it.
 * Even so, two different builds of this program, or a script that calls us, could pass a command
 * back and forth for ever. So the number of hops is passed on in the environment. */
#define HOPS "NETNS_IP_HOPS"
enum { MAX_HOPS = 16 };

static struct file_stat ourselves, busybox;

static int find_busybox(const char *path, char **command)
{
	(void)command;
	return stat_path(path, &busybox);
}

/* COMMAND is "ip", the options that are forwarded, and the words. If it is BusyBox's ip and we do
 * the work ourselves, returns the exit status; otherwise, only if it cannot be run, -errno. */
static int try_ip(const char *path, char **command)
{
	struct file_stat file;
	int error = stat_path(path, &file), status;

	if (error < 0 || file.size == ourselves.size)	/* it is this file, or a copy */
		return -ENOENT;
	if (same_file(&file, &busybox)) {
		char **words = command + 1 + forwarded_options_count;

		if (stand_in(words, false, &status) == STAND_IN_DONE)
			return status;
		status = keep_options_of_busybox(command + 1, words);
		if (status != EXIT_SUCCESS)
			return status;
	}
	return exec_file(path, command);
}

/* Sets HOPS in the environment, which is copied to ROOM. */
static void pass_hops(char **room, unsigned hops)
{
	static char variable[sizeof HOPS "=" + NUM_SIZE];
	char **to = room;

	*to++ = variable;
	str_append_uint(str_append(variable, HOPS "="), hops);
	for (char **from = environment; *from; from++)
		if (!str_after_prefix(HOPS "=", *from))
			*to++ = *from;
	environment = room;		/* the rest of the room is zero */
}

/* Room for the command and for the environment, which execve(2) limits to 6 MB in all. */
enum { ROOM_FOR_COMMAND = MEMORY_SIZE / 2 / sizeof(char *) };

int run_real_ip(char **words)
{
	static char ip[] = "ip";
	char **command = memory_map();
	int hops = num_parse(env_get(HOPS, "0")), result = -ENOENT, status;

	if (!command)
		return warn_errno(-ENOMEM, ip);
	command++;			/* exec_file() needs a place before it */
	command[0] = ip;
	memcpy(command + 1, forwarded_options, forwarded_options_count * sizeof *command);
	argv_copy(command + 1 + forwarded_options_count, words);
	pass_hops(command + ROOM_FOR_COMMAND, hops + 1);
	if (hops >= 0 && hops < MAX_HOPS) {
		stat_path("/proc/self/exe", &ourselves);
		path_search(NULL, "busybox", find_busybox, NULL);
		result = path_search(CONFIG_IP_PATHS, "", try_ip, command);
		if (result < 0)
			result = path_search(NULL, "ip", try_ip, command);
		if (result < 0)
			result = path_search(NULL, "busybox", try_ip, command);
		if (result < 0 && stand_in(words, true, &status) == STAND_IN_DONE)
			result = status;
	}
	if (result >= 0)
		return result;
	warn("there is no other ip");
	return EXIT_NOT_FOUND;
}

/* iproute2's meaning: give the namespace of PID the name NAME. */
int run_attach(char **words)
{
	char *pid = *words ? words[1] : NULL;

	if (!pid) {
		warn("usage: ip netns attach NAME PID");
		return EXIT_USAGE;
	}
	if (num_parse(pid) <= 0 && msg_begin_as_ip("Invalid PID: "))
		return warn(pid);
	return run_command("add", (char *[]){ "-p", pid, *words, NULL }, ANY_NUMBER);
}
