// SPDX-License-Identifier: 0BSD
/* stops.c: threads that we trace, and where they stop; ptrace(2)
 *
 * SIGCHLD tells a tracer that a thread has stopped. We keep it blocked and wait with a limit,
 * because some ends are not told: a leader's comes after those of its threads, and a thread that
 * calls execve(2) goes on under its leader's number. An interrupt of that leader is lost then, so
 * we repeat it with every tick.
 */
#include "attach/tracer.h"

#include <linux/ptrace.h>
#include <signal.h>
#include <sys/wait.h>

enum {
	SIGNALS_SIZE = _NSIG / 8,	/* of the kernel's set of signals */
	SIGNALS_WORDS = SIGNALS_SIZE / sizeof(long),
	TICK = 100,			/* milliseconds */
	STOPPED = 0x7f,			/* what WIFSTOPPED() looks for */
};

void trace_begin(void)
{
	static const long all[] = { [0 ... SIGNALS_WORDS - 1] = -1 };
	static long by_default[8];
	int fd = open_path("/proc/self/oom_score_adj", O_WRONLY);

	SYS(rt_sigprocmask, SIG_SETMASK, all, NULL, SIGNALS_SIZE);
	SYS(rt_sigaction, SIGCHLD, by_default, NULL, SIGNALS_SIZE);	/* it may be ignored */
	SYS(write, fd, "-1000", 5);
}

int trace(int request, pid_t tid, long data)
{
	return SYS(ptrace, request, tid, 0, data);
}

int trace_wait_for(pid_t tid)
{
	static const long child[SIGNALS_WORDS] = { 1l << (SIGCHLD - 1) };
	unsigned ticks = 0;
	int status;
	pid_t other;

	while ((other = SYS(wait4, -1, &status, WNOHANG | __WALL, NULL)) != tid)
		if (other <= 0 && wait_signal(child, TICK) < 0) {
			if (++ticks == PATIENCE)
				return -ETIMEDOUT;
			if (!thread_netns(tid) || trace(PTRACE_INTERRUPT, tid, 0) < 0)
				return -ESRCH;
		}
	return (status & 0xff) == STOPPED ? status >> 8 : -ESRCH;
}

int trace_park(pid_t tid, int signal)
{
	do {
		trace(PTRACE_INTERRUPT, tid, 0);
		if (signal != TRACE_RUNS)
			trace(PTRACE_CONT, tid, signal < STOP_SYSCALL ? signal : 0);
		signal = trace_wait_for(tid);
	} while (signal > 0 && signal < STOP_EVENT);
	return signal;
}
