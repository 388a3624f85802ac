// SPDX-License-Identifier: 0BSD
/* stops.c: threads that we trace, and where they stop; ptrace(2)
 *
 * SIGCHLD tells a tracer that a thread has stopped. We keep it blocked and wait for it with a limit,
 * because some ends are not told: a leader's comes after those of its threads, and a thread that
 * calls execve(2) goes on under its leader's number.
 */
#include "netns.h"

#include <linux/ptrace.h>
#include <signal.h>
#include <sys/wait.h>

enum {
	SIGNALS_SIZE = _NSIG / 8,	/* of the kernel's set of signals */
	SIGNALS_WORDS = SIGNALS_SIZE / sizeof(long),
};

void trace_begin(void)
{
	static const long all[] = { [0 ... SIGNALS_WORDS - 1] = -1 }, by_default[8];
	int fd = open_at(AT_FDCWD, "/proc/self/oom_score_adj", O_WRONLY);

	SYS(rt_sigprocmask, SIG_SETMASK, all, NULL, SIGNALS_SIZE);
	SYS(rt_sigaction, SIGCHLD, by_default, NULL, SIGNALS_SIZE);	/* it may be ignored */
	SYS(write, fd, "-1000", 5);
	close_fd(fd);
}

pid_t trace_wait(int *stop)
{
	static const long child[SIGNALS_WORDS] = { 1l << (SIGCHLD - 1) };
	static const long tick[] = { 0, 100 * 1000000 };
	int status = 0;
	pid_t tid;

	while ((tid = SYS(wait4, -1, &status, WNOHANG | __WALL, NULL)) <= 0)
		if (SYS(rt_sigtimedwait, child, NULL, tick, SIGNALS_SIZE) < 0)
			return 0;
	*stop = WIFSTOPPED(status) ? status >> 8 : -ESRCH;
	return tid;
}

int trace_wait_for(const struct process *process, pid_t tid)
{
	int stop;

	for (unsigned ticks = 0; ticks < TRACE_PATIENCE; ) {
		pid_t other = trace_wait(&stop);

		if (other == tid)
			return stop;
		if (other)
			continue;
		if (thread_netns(process, tid) == -ENOENT)
			return -ESRCH;
		ticks++;
	}
	return -ETIMEDOUT;
}

int trace_park(const struct process *process, pid_t tid, int signal)
{
	for (;;) {
		int stop;

		SYS(ptrace, PTRACE_INTERRUPT, tid, 0, 0);
		SYS(ptrace, PTRACE_CONT, tid, 0, signal);	/* it may run already: no harm */
		stop = trace_wait_for(process, tid);
		if (stop >= STOP_EVENT || stop == -ESRCH)
			return stop;
		signal = stop > 0 && stop != STOP_SYSCALL ? stop : 0;
	}
}
