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
 *	  needs, ptrace(2). 4.3 KB.
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

static int open_wanted(const char *netns, const char *pid)
{
	int fd = netns_open(netns);

	if (fd != -ENOENT || !name_is_valid(netns))
		return fd < 0 ? netns_open_or_warn(netns) : fd;
	warn(netns, ": no such network namespace (to name the one of ", pid, ": netns-add -p ",
	     pid, " ", netns, ")");
	return fd;
}

/* Is it a process, and one that numbers processes as we do? Returns FAILED if not. */
static int check_process(const struct process *process, const char *pid)
{
	char status[STATUS_SIZE], key[sizeof "NSpid:\t\t" + NUM_SIZE], number[NUM_SIZE];
	unsigned long leader;

	if (process->tasks < 0)
		return warn(pid, ": no such process", proc_missing());
	thread_read(process, num_decimal(pid), "/status", status);
	leader = status_field(status, "Tgid:\t", 10);
	if (leader != (unsigned long)num_decimal(pid))
		return warn(pid, ": is a thread of process ", num_text(number, leader));
	append(append(append(key, "NSpid:\t"), pid), "\t");
	if (status_field(status, key, 10))
		return warn(pid, ": is in another PID namespace; call netns-attach there");
	return DONE;
}

static int open_tasks(const char *pid)
{
	char path[sizeof "/proc//task" + NUM_SIZE];

	append(append(append(path, "/proc/"), pid), "/task");
	return open_at(AT_FDCWD, path, O_RDONLY | O_DIRECTORY);
}

static void tell_of_sockets(const struct process *process, const char *pid)
{
	char link[sizeof "socket:"], number[NUM_SIZE];
	const struct thread *thread = process->threads;
	unsigned sockets = 0;
	struct dir files;
	const char *file;

	while (thread->state != THREAD_MOVED)
		thread++;
	if (dir_open(&files, thread_open(process, thread->tid, "/fd", O_RDONLY), ".") < 0)
		return;
	while ((file = dir_next(&files)))
		if (SYS(readlinkat, files.fd, file, link, sizeof link) == sizeof link)
			sockets += behind("socket:", link) != NULL;
	dir_close(&files);
	if (sockets)
		warn(pid, ": moved; open sockets that stay where they were made: ",
		     num_text(number, sockets));
}

static int move(struct process *process, const char *pid, int netns)
{
	char number[NUM_SIZE];

	process->wanted = netns_inode(netns);
	process_look(process);
	if (!process->refusal && process->old == 0)
		return DONE;			/* it is there already */
	if (!process->refusal)
		process_move(process, netns);
	if (process->stuck)
		return warn_errno(process->error, pid, ": ", process->refusal, ", and ",
				  num_text(number, process->stuck),
				  " of its threads could not be moved back");
	if (process->refusal)
		return warn_errno(process->error, pid, ": ", process->refusal);
	tell_of_sockets(process, pid);
	return DONE;
}

static int attach_main(int argc, char **argv)
{
	struct process process;
	char number[NUM_SIZE], link[NUM_SIZE] = "";
	int pid = num_decimal(argv[1]), netns, status;
	const char *text = num_text(number, pid);

	(void)argc;
	if (pid <= 0) {
		warn(argv[1], ": not a process id");
		return USAGE;
	}
	netns = open_wanted(argv[0], text);
	if (netns < 0)
		return FAILED;
	SYS(readlinkat, AT_FDCWD, "/proc/self", link, sizeof link - 1);
	if (pid == 1 || pid == num_decimal(link))
		return warn(text, pid == 1 ? ": is init, which stays where it is" : ": is this command itself");
	process.tasks = open_tasks(text);
	status = check_process(&process, text);
	if (status == DONE)
		status = move(&process, text, netns);
	close_fd(process.tasks);
	close_fd(netns);
	return status;
}

const struct applet netns_attach = {
	.usage = "NETNS PID",
	.help = HELP("Move a running process, all threads of it, into a network namespace\n"
		     "Its sockets stay; restart a daemon with netns-exec instead\n"),
	.opts = "",
	.argmin = 2, .argmax = 2,
	.main = attach_main,
};
