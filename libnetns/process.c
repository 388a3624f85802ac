// SPDX-License-Identifier: 0BSD
/* process.c: move a running process into another network namespace, all threads of it or none
 *
 * Theory of operation. Every thread is stopped (PTRACE_SEIZE, PTRACE_INTERRUPT), again and again
 * until /proc/PID/task shows none that is new, for only a running thread can make another. Then
 * each is made to join the namespace (inject.c), and /proc is asked whether it did. If one could
 * not, those before it go back the same way. Nothing is stopped before every thread has been looked
 * at: what cannot be moved is not touched.
 *
 * A thread that runs on our registers must not lose its tracer. No signal but SIGKILL ends us then,
 * and when memory is short the kernel looks for others first.
 */
#include "netns.h"

#include <linux/ptrace.h>

static struct thread *find_thread(struct process *process, pid_t tid)
{
	for (struct thread *thread = process->threads; thread < process->threads + process->count;
	     thread++)
		if (thread->tid == tid)
			return thread;
	return NULL;
}

static struct thread *find_state(struct process *process, enum thread_state state)
{
	for (struct thread *thread = process->threads; thread < process->threads + process->count;
	     thread++)
		if (thread->state == state)
			return thread;
	return NULL;
}

/* A thread that /proc shows. True: it was not known, so there may be more. */
typedef bool thread_taker(struct process *process, pid_t tid);

static bool walk(struct process *process, thread_taker *take)
{
	struct dir tasks;
	const char *name;
	bool is_new = false;

	if (dir_open(&tasks, process->tasks, ".") < 0)
		return false;
	while (!process->refusal && (name = dir_next(&tasks)))
		is_new |= take(process, num_decimal(name));
	dir_close(&tasks);
	return is_new && !process->refusal;
}

static bool look(struct process *process, pid_t tid)
{
	long options;

	return thread_look(process, tid, &options) != THREAD_ENDED;
}

void process_look(struct process *process)
{
	process->refusal = NULL;
	process->old = process->error = process->count = process->stuck = 0;
	if (!walk(process, look) && !process->refusal)
		process->refusal = "has ended (is it a zombie?)";
}

static void seize(struct process *process, struct thread *thread, long options)
{
	int error = options ? SYS(ptrace, PTRACE_SEIZE, thread->tid, 0, options) : 0;

	if (error == 0)
		SYS(ptrace, PTRACE_INTERRUPT, thread->tid, 0, 0);
	else if (thread_netns(process, thread->tid) < 0)
		thread->state = THREAD_ENDED;
	else
		thread->state = thread_refuse(process, error, options & PTRACE_O_SUSPEND_SECCOMP ?
			"is under seccomp, which may not be suspended" :
			"may not be traced (kernel.yama.ptrace_scope?)");
}

static bool take(struct process *process, pid_t tid)
{
	struct thread *thread = find_thread(process, tid);
	bool is_new = !thread;
	long options;

	if (thread && thread->state != THREAD_ENDED)
		return false;
	if (is_new) {
		if (process->count == ARRAY_SIZE(process->threads)) {
			thread_refuse(process, 0, "has too many threads");
			return false;
		}
		thread = process->threads + process->count++;
		thread->tid = tid;
	}
	thread->state = thread_look(process, tid, &options);
	if (thread->state == THREAD_RUNS)
		seize(process, thread, options);
	return is_new || thread->state != THREAD_ENDED;
}

/* Nothing has been heard for a while. An interrupt sent while a thread calls execve(2) is lost. */
static void remind(struct process *process)
{
	for (unsigned i = 0; i < process->count; i++) {
		struct thread *thread = process->threads + i;

		if (thread->state != THREAD_RUNS)
			continue;
		if (thread_netns(process, thread->tid) < 0)
			thread->state = THREAD_ENDED;
		else
			SYS(ptrace, PTRACE_INTERRUPT, thread->tid, 0, 0);
	}
}

static void wait_for_stops(struct process *process)
{
	unsigned ticks = 0;

	while (find_state(process, THREAD_RUNS)) {
		int stop;
		pid_t tid = trace_wait(&stop);
		struct thread *thread = find_thread(process, tid);

		if (tid == 0 && ++ticks == TRACE_PATIENCE) {
			thread_refuse(process, 0, "does not stop (in vfork, frozen, or waiting for a device?)");
			return;
		}
		if (tid == 0) {
			remind(process);
		} else if (thread && stop > 0 && stop < STOP_EVENT) {
			SYS(ptrace, PTRACE_CONT, tid, 0, stop);		/* a signal comes first */
		} else if (thread) {
			thread->state = stop > 0 ? THREAD_STOPPED : THREAD_ENDED;
			ticks = 0;
		}
	}
}

/* Those that are stopped join the namespace that we are in, until one cannot. */
static void join(struct process *process)
{
	struct thread *thread;

	while (!process->error && (thread = find_state(process, THREAD_STOPPED))) {
		int error = inject_join(process, thread->tid);
		long netns = thread_netns(process, thread->tid);

		thread->state = netns < 0 ? THREAD_ENDED : THREAD_MOVED;
		if (netns > 0 && (error < 0 || netns != (long)process->wanted))
			process->error = error < 0 ? error : -EIO;
	}
}

static void go_back(struct process *process)
{
	struct thread *thread;

	while ((thread = find_state(process, THREAD_MOVED))) {
		thread->state = THREAD_STOPPED;
		if (thread_netns(process, thread->tid) != (long)process->wanted)
			continue;
		inject_join(process, thread->tid);
		process->stuck += thread_netns(process, thread->tid) == (long)process->wanted;
	}
}

static void move(struct process *process, int netns)
{
	struct thread *thread = find_state(process, THREAD_STOPPED);
	int old;

	if (!thread)
		return;
	process->refusal = inject_begin(process, thread->tid);
	if (process->refusal)
		return;
	old = thread_open(process, thread->tid, "/ns/net", O_RDONLY);
	process->error = old < 0 ? old : enter_netns(netns);
	if (process->error == 0)
		join(process);
	if (process->error < 0) {
		process->refusal = "cannot be moved";
		enter_netns(old);
		go_back(process);
	}
	close_fd(old);
}

void process_move(struct process *process, int netns)
{
	trace_begin();
	do
		wait_for_stops(process);
	while (walk(process, take));
	if (!process->refusal)
		move(process, netns);
	for (unsigned i = 0; i < process->count; i++)
		SYS(ptrace, PTRACE_DETACH, process->threads[i].tid, 0, 0);
	if (!process->refusal && !find_state(process, THREAD_MOVED) &&
	    !find_state(process, THREAD_THERE))
		process->refusal = "has ended meanwhile";
}
