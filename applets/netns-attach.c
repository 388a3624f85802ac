// SPDX-License-Identifier: 0BSD
/* netns-attach: move a running process into a network namespace
 *
 * config NETNS_ATTACH
 *	bool "netns-attach: move a running process into a namespace"
 *	default ALL_APPLETS
 *	depends on MACHINE_HAS_ABI
 *	help
 *	  Move all threads of a process, or none. For example,
 *	  'netns attach vpn $$' moves the shell itself. Like a debugger,
 *	  this uses ptrace(2). 3.9 KB.
 *
 * config FEATURE_ATTACH_OLD
 *	bool "Support Linux before 5.8"
 *	default y
 *	depends on NETNS_ATTACH
 *	help
 *	  Work without pidfd_open(2). For one system call, 32 bytes below
 *	  the stack pointer of each thread are overwritten, and are
 *	  restored afterwards. 0.3 KB.
 */
#include "attach/attach.h"
#include "multiplexer/applet.h"

static int open_netns(const char *netns)
{
	int fd = netns_open(netns);

	if (fd == -ENOENT)
		warn(netns, ": no such network namespace"
		     " (to name the one of PID: netns-add -p PID NETNS)");
	else if (fd < 0)
		netns_warn(fd, netns);
	return fd;
}

static int warn_sockets(const char *pid, int count)
{
	char number[NUM_SIZE];

	return warn(pid, ": moved; sockets left behind: ",
		    count < 0 ? "unknown" : num_format(number, count));
}

static int move(const char *pid, int netns)
{
	struct attach_result result;

	attach_process(num_parse(pid), netns, &result);
	if (result.problem) {
		msg_add(pid);
		msg_add(": ");
		return warn_errno(result.error, result.problem, result.detail);
	}
	if (result.sockets != 0)
		warn_sockets(pid, result.sockets);
	return EXIT_SUCCESS;
}

/* The process that the user sees, and may kill, is not the tracer. That is a child in a session of
 * its own, which finishes what it has begun. */
static int attach_main(int argc, char **argv)
{
	int netns, status;
	pid_t child;

	(void)argc;
	if (num_parse(argv[1]) <= 0)
		return usage();
	netns = open_netns(argv[0]);
	if (netns < 0)
		return EXIT_FAILURE;
	child = fork_child();
	if (child == 0) {
		SYS(setsid);
		SYS(exit_group, move(argv[1], netns));
	}
	if (child < 0)
		return warn_errno(child, argv[1], ": cannot start a process");
	status = wait_child(child);
	return status > EXIT_SIGNALED ? warn(argv[1], ": its tracer was killed") : status;
}

const struct applet netns_attach = {
	.usage = "NETNS PID",
	.help = HELP("Move a running process into a namespace; open sockets stay\n"),
	.opts = "",
	.argmin = 2, .argmax = 2,
	.needs_own_process = true,
	.main = attach_main,
};
