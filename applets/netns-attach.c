// SPDX-License-Identifier: 0BSD
/* netns-attach: move a running process into a network namespace
 *
 * config NETNS_ATTACH
 *	bool "netns-attach: move a running process into a namespace"
 *	default y
 *	depends on MACHINE_HAS_ABI
 *	help
 *	  Every thread of it, or none; 'netns attach vpn $$' moves the shell
 *	  itself. No other program does that. It needs what a debugger
 *	  needs, ptrace(2). 4.9 KB.
 *
 * config FEATURE_ATTACH_OLD
 *	bool "Linux before 5.8"
 *	default y
 *	depends on NETNS_ATTACH
 *	help
 *	  Work without pidfd_open(2): for one system call 32 bytes below the
 *	  stack pointer of each thread are used, and given back. 0.3 KB.
 */
#include "netns.h"

static int open_wanted(const char *netns)
{
	int fd = netns_open(netns);

	if (fd == -ENOENT)
		warn(netns, ": no such network namespace (to name the one of PID: "
		     "netns-add -p PID NETNS)");
	else if (fd < 0)
		netns_open_or_warn(netns);
	return fd;
}

static unsigned count_sockets(pid_t tid)
{
	char link[sizeof "socket:"] = { 0 };
	unsigned count = 0;
	struct dir files;
	const char *file;

	if (dir_open(&files, thread_open(tid, "/fd", O_RDONLY), ".") < 0)
		return 0;
	while ((file = dir_next(&files))) {
		*link = '\0';
		SYS(readlinkat, files.fd, file, link, sizeof link - 1);
		count += equal(link, "socket:");
	}
	dir_close(&files);
	return count;
}

static int move(struct process *process, int netns)
{
	process_look(process);
	if (!process->problem && process->old == 0)
		return DONE;			/* it is there already */
	if (!process->problem)
		process_move(process, netns);
	if (process->problem)
		return FAILED;
	process->number = count_sockets(process->thread);
	if (process->number)
		process->problem = "moved; sockets that stay behind: ";
	return DONE;
}

/* Is it one that we must not touch? /proc may number processes otherwise than system calls do. */
static const char *problem_with(int pid)
{
	char link[NUM_SIZE] = "";
	int self = SYS(getpid);

	SYS(readlinkat, AT_FDCWD, "/proc/self", link, sizeof link - 1);
	if (pid == 1)
		return "is init";
	if (pid == self)
		return "is this command itself";
	return num_decimal(link) == self ? NULL : "is in another PID namespace";
}

static int attach_main(int argc, char **argv)
{
	struct process process = { .pid = num_decimal(argv[1]) };
	char number[NUM_SIZE];
	const char *pid;
	int netns, status = FAILED;

	(void)argc;
	if (process.pid <= 0)
		return usage();
	pid = num_text(number, process.pid);
	netns = open_wanted(argv[0]);
	if (netns < 0)
		return FAILED;
	process.threads = threads_open(process.pid);
	if (process.threads < 0)
		return warn(pid, ": no such process", proc_missing());
	process.wanted = netns_inode(netns);
	process.problem = problem_with(process.pid);
	if (!process.problem)
		status = move(&process, netns);
	if (process.problem) {
		char text[NUM_SIZE];

		warn_errno(process.error, pid, ": ", process.problem,
			   process.number ? num_text(text, process.number) : NULL);
	}
	return status;
}

const struct applet netns_attach = {
	.text = OPTS("")
		USAGE("NETNS PID")
		HELP("Move a running process into a network namespace; open sockets stay\n"),
	.argmin = 2, .argmax = 2,
	.takes_process = true,
	.main = attach_main,
};
