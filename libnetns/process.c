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

/* Does something with a thread. True: so there may be more threads to look at. */
typedef bool thread_visitor(struct process *process, pid_t tid);

/* Visits the threads that /proc shows, until there is a problem. True: one visitor said so. */
static bool visit_threads(struct process *process, thread_visitor *visit)
{
	struct dir threads;
	const char *name;
	bool result = false;

	if (dir_open(&threads, process->threads, ".") < 0)
		return false;
	while (!process->problem && (name = dir_next(&threads)))
		result |= visit(process, num_decimal(name));
	dir_close(&threads);
	return result;
}

static bool look(struct process *process, pid_t tid)
{
	return thread_look(process, tid) != THREAD_ENDED;
}

void process_look(struct process *process)
{
	if (!visit_threads(process, look) && !process->problem)
		process->problem = "is a zombie";
}

static bool seize(struct process *process, pid_t tid)
{
	int error = trace(PTRACE_SEIZE, tid, process->options);

	if (error < 0 && error != -ESRCH && thread_look(process, tid) == THREAD_ELSEWHERE) {
		process->error = error;
		process->problem = process->options & PTRACE_O_SUSPEND_SECCOMP ?
			"seccomp may not be suspended" :
			"may not be traced (kernel.yama.ptrace_scope?)";
	}
	return error == 0;
}

/* One that we trace may run: execve(2) swallows an interrupt and takes over the leader's number. */
static bool stop(struct process *process, pid_t tid)
{
	enum thread_state state = thread_look(process, tid);
	bool is_new = state == THREAD_ELSEWHERE;
	bool runs = is_new ? seize(process, tid) :
		state == THREAD_OURS && trace(PTRACE_GETSIGINFO, tid, 0) == -ESRCH;

	if (runs && trace_park(tid, TRACE_RUNS) == -ETIMEDOUT)
		process->problem = "does not stop (frozen, or in vfork?)";
	return is_new;
}

/* It joins the namespace that we are in. 0, or the -errno with which it has stayed where it was. */
static int join(struct process *process, pid_t tid)
{
	int error = inject_join(tid);
	long netns = thread_netns(tid);

	if (netns < 0 || netns == (long)process->wanted)
		return 0;
	return error < 0 ? error : -EIO;
}

/* True: it is one that has not been stopped yet. */
static bool move(struct process *process, pid_t tid)
{
	enum thread_state state = thread_look(process, tid);

	if (state == THREAD_OURS) {
		if (!process->thread)
			process->problem = inject_begin(tid);
		process->thread = tid;
		if (!process->problem)
			process->error = join(process, tid);
		if (process->error)
			process->problem = "cannot be moved";
	}
	return state == THREAD_ELSEWHERE;
}

/* A thread that is not ours was in NETNS before: it is no problem that it is there. */
static bool move_back(struct process *process, pid_t tid)
{
	if (thread_look(process, tid) == THREAD_OURS && join(process, tid) < 0)
		process->number++;
	process->problem = NULL;
	return false;
}

static void go_back(struct process *process)
{
	const char *problem = process->problem;
	int old = thread_open(process->thread, "/ns/net", O_RDONLY);
	unsigned long wanted = process->wanted;

	enter_netns(old);
	close_fd(old);
	process->wanted = process->old;
	process->old = wanted;
	process->problem = NULL;
	visit_threads(process, move_back);
	process->problem = process->number ? "cannot move back threads: " : problem;
}

static bool let_go(struct process *process, pid_t tid)
{
	(void)process;
	return trace(PTRACE_DETACH, tid, 0) < 0;
}

void process_move(struct process *process, int netns)
{
	const char *problem;

	trace_begin();
	process->error = enter_netns(netns);
	if (process->error)
		process->problem = "cannot be moved";
	do
		while (visit_threads(process, stop))
			;
	while (visit_threads(process, move));
	if (process->error && process->thread)
		go_back(process);
	problem = process->problem;
	process->problem = NULL;
	visit_threads(process, let_go);
	process->problem = problem;
	if (!problem && !visit_threads(process, look))
		process->problem = "has ended";
}
