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

static int attach_main(int argc, char **argv)
{
	struct attach_result result;
	int pid = num_parse(argv[1]), netns, sockets;

	(void)argc;
	if (pid <= 0)
		return usage();
	netns = open_netns(argv[0]);
	if (netns < 0)
		return EXIT_FAILURE;
	attach_process(pid, netns, &result);
	if (result.problem) {
		msg_add(argv[1]);
		msg_add(": ");
		return warn_errno(result.error, result.problem, result.detail);
	}
	sockets = result.moved ? attach_count_sockets(result.moved) : 0;
	if (sockets != 0)
		warn_sockets(argv[1], sockets);
	return EXIT_SUCCESS;
}

const struct applet netns_attach = {
	.usage = "NETNS PID",
	.help = HELP("Move a running process into a namespace; open sockets stay\n"),
	.opts = "",
	.argmin = 2, .argmax = 2,
	.needs_own_process = true,
	.main = attach_main,
};
