// SPDX-License-Identifier: 0BSD
/* netns-attach: move a running process into a network namespace
 *
 * config NETNS_ATTACH
 *	bool "netns-attach: move a running process into a namespace"
 *	default y
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
#include "netns.h"

/* -errno: they cannot be counted. */
static int count_sockets(pid_t tid)
{
	struct status status;
	int count = 0;
	struct dir files;
	const char *file;

	dir_open(AT_FDCWD, thread_path(tid, "/fd"), &files);
	while ((file = dir_next(&files)))
		if (status_of(files.fd, file, &status) == 0 &&
		    (status.mode & S_IFMT) == S_IFSOCK)
			count++;
	return dir_close(&files) < 0 ? files.result : count;
}

/* Is it one that we must not touch? /proc may number processes otherwise than system calls do. */
static const char *problem_with(int pid)
{
	static char link[NUM_SIZE];
	int self = SYS(getpid);

	if (pid == 1)
		return _("is init");
	if (pid == self)
		return _("is this command itself");
	SYS(readlinkat, AT_FDCWD, "/proc/self", link, sizeof link - 1);
	if (num_decimal(link) != self)
		return _("is in another PID namespace");
	if (SYS(tgkill, pid, pid, 0) != -ESRCH)
		return NULL;
	return threads_enter(pid) < 0 ? _("no such process") : _("is a thread, not a process");
}

static int attach_main(int argc, char **argv)
{
	struct process process = { .problem = _("no such process") };
	const char *detail = NULL;
	int pid = num_decimal(argv[1]), netns, sockets, status = DONE;

	(void)argc;
	if (pid <= 0)
		return usage();
	netns_hint = _(" (to name the one of PID: netns-add -p PID NETNS)");
	netns = netns_open_or_warn(argv[0]);
	if (netns < 0)
		return FAILED;
	if (threads_enter(pid) < 0)
		detail = proc_missing();
	else
		process.problem = problem_with(pid);
	if (!process.problem)
		process_move(&process, netns);
	if (process.problem)
		status = FAILED;
	else if (process.thread && (sockets = count_sockets(process.thread))) {
		process.problem = _("moved; sockets left behind: ");
		detail = sockets < 0 ? "unknown" : num_text(sockets);
	}
	if (process.problem) {
		say(argv[1]);
		warn_errno(process.error, ": ", process.problem, detail);
	}
	return status;
}

USAGE("NETNS PID")
HELP("Move a running process into a namespace; open sockets stay\n")

const struct applet netns_attach = {
	.opts = "",
	.argmin = 2, .argmax = 2,
	.takes_process = true,
	.main = attach_main,
};
