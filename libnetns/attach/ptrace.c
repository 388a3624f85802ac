// SPDX-License-Identifier: 0BSD
/* ptrace.c: threads that we trace, and where they stop; ptrace(2)
 *
 * No wait here lasts for ever. A timer (setitimer(2), which counts as CLOCK_MONOTONIC does) sends
 * SIGALRM ten times a second. It ends wait4(2), so that we look at the deadline; and it interrupts
 * PTRACE_SEIZE, which may have to wait for a mutex of an execve(2) that is in progress. That
 * execve(2), in turn, waits until the tracer of the other threads has reaped them, so each tick
 * does so. This may also take the stop of another thread from the queue; tracee_stop() does not
 * depend on it.
 *
 * A thread that calls execve(2) continues with the ID of its leader, and an interrupt of that
 * leader is lost. So the interrupt is repeated when a wait has lasted for a tick.
 */
#include "attach/tracer.h"

#include <linux/ptrace.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

enum {
	SIGNAL_SET_SIZE = _NSIG / 8,	/* the kernel's */
	TICK = 1000000 / TICKS_PER_SECOND,	/* microseconds */
	TIMER_REAL = 0,			/* ITIMER_REAL */
	STOPPED = 0x7f,			/* what WIFSTOPPED() looks for */
};

ABI_SIGNAL_RETURN

static volatile unsigned ticks;

static volatile bool is_seizing;

/* Reaps threads that have ended. Returns TID if that one has stopped or ended, with this STATUS. */
static pid_t reap(pid_t tid, int *status)
{
	pid_t pid;

	do
		pid = SYS(wait4, -1, status, WNOHANG | __WALL, NULL);
	while (pid > 0 && pid != tid);
	return pid;
}

static void on_tick(int signal)
{
	int status;

	(void)signal;
	ticks++;
	if (is_seizing)
		reap(0, &status);
}

/* Lets the timer interrupt us from now on, or not. */
static void let_ticks_in(bool let)
{
	static const long all_but_alarm[] = { ~(1l << (SIGALRM - 1)), -1, -1, -1 };
	static const long all[] = { -1, -1, -1, -1 };

	SYS(rt_sigprocmask, SIG_SETMASK, let ? all_but_alarm : all, NULL, SIGNAL_SET_SIZE);
}

int trace_begin(void)
{
	static const long timer[] = { 0, TICK, 0, TICK };	/* struct itimerval */
	const long action[8] = ABI_SIGACTION((long)on_tick);
	int fd = open_path("/proc/self/oom_score_adj", O_WRONLY);
	int error = SYS(rt_sigaction, SIGALRM, action, NULL, SIGNAL_SET_SIZE);

	SYS(write, fd, "-1000", 5);
	SYS(setpriority, PRIO_PROCESS, 0, -20);
	let_ticks_in(false);
	return error < 0 ? error : (int)SYS(setitimer, TIMER_REAL, timer, NULL);
}

unsigned trace_deadline(unsigned in_ticks)
{
	return ticks + in_ticks;
}

bool trace_is_over(unsigned deadline)
{
	return (int)(ticks - deadline) >= 0;
}

int trace(int request, pid_t tid, long data)
{
	return SYS(ptrace, request, tid, 0, data);
}

int trace_seize(pid_t tid)
{
	int error;

	is_seizing = true;
	let_ticks_in(true);
	error = trace(PTRACE_SEIZE, tid, PTRACE_O_TRACESYSGOOD);
	let_ticks_in(false);
	is_seizing = false;
	return error;
}

static pid_t wait_for_tick(pid_t tid, int *status)
{
	pid_t pid;

	let_ticks_in(true);
	pid = SYS(wait4, tid, status, __WALL, NULL);
	let_ticks_in(false);
	return pid;
}

int tracee_wait(struct tracee *tracee)
{
	unsigned begin = ticks;
	pid_t tid = tracee->tid;
	int status, error = 0;

	while (wait_for_tick(tid, &status) != tid && reap(tid, &status) != tid) {
		if (ticks - begin > 1)		/* a whole one has passed */
			error = trace(PTRACE_INTERRUPT, tid, 0);
		if (error == -ESRCH || thread_has_ended(tid))
			return -ESRCH;
		if (trace_is_over(tracee->deadline))
			return -ETIMEDOUT;
	}
	return (status & 0xff) == STOPPED ? status >> 8 : -ESRCH;
}

int tracee_park(struct tracee *tracee, int stop)
{
	int error;

	do {
		trace(PTRACE_INTERRUPT, tracee->tid, 0);
		error = trace(PTRACE_CONT, tracee->tid, stop < STOP_SYSCALL ? stop : 0);
		stop = error < 0 ? error : tracee_wait(tracee);
		if (stop < 0 || stop >= STOP_EVENT)
			return stop;
	} while (!trace_is_over(tracee->deadline));
	return -ETIMEDOUT;
}

static int interrupt(struct tracee *tracee)
{
	int stop;

	trace(PTRACE_INTERRUPT, tracee->tid, 0);
	stop = tracee_wait(tracee);
	return stop > 0 && stop < STOP_EVENT ? tracee_park(tracee, stop) : stop;
}

int tracee_stop(struct tracee *tracee)
{
	siginfo_t info;

	if (SYS(ptrace, PTRACE_GETSIGINFO, tracee->tid, 0, &info) < 0)
		return interrupt(tracee);
	if (info.si_code >> 8 == PTRACE_EVENT_STOP)
		return STOP_EVENT;
	return tracee_park(tracee, info.si_signo);
}
