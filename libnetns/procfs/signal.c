// SPDX-License-Identifier: 0BSD
/* signal.c: send signals to processes that /proc shows, and to no others
 *
 * Two things can be wrong with a process ID that was read in /proc. If /proc is of another PID
 * namespace, a system call would take it for another process. And the process may have ended, and
 * its ID may be in use again. The latter is no danger with a descriptor of the process:
 * pidfd_open(2), Linux 5.3.
 */
#include "procfs/procfs.h"

enum { CALL_PIDFD_SEND_SIGNAL = NEW_CALL_BASE + 424 };

/* The line NSpid in /proc/self/status has our ID in the PID namespace of this /proc, then those in
 * the namespaces below it, down to ours. It is missing if the kernel has no PID namespaces. */
int proc_must_be_ours(void)
{
	int error;
	char *rest = proc_read("/proc/self/status", &error);
	const char *numbers = NULL;

	if (error == -ENOENT)
		return -EXDEV;
	while (rest && *rest && !numbers)
		numbers = str_after_prefix("NSpid:\t", str_sep(&rest, '\n'));
	return numbers && *str_chrnul(numbers, '\t') ? -EXDEV : error;
}

int task_signal(struct task *task, unsigned inode, unsigned netdev, int signal)
{
	int process = SYS(pidfd_open_any, task->pid, 0);
	int error = process == -ESRCH ? process : task_look(task);

	if (error == 0 && task_is_in(task, inode, netdev) <= 0)
		error = -ESRCH;
	if (error == 0 && process >= 0)
		error = SYS_NUMBERED(CALL_PIDFD_SEND_SIGNAL, process, signal, NULL, 0);
	else if (error == 0)
		error = SYS(kill, task->pid, signal);
	close_fd(process);
	return error;
}
