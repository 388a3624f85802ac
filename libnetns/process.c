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

/* Visits the threads that /proc shows. True: one visitor said so. */
static bool visit_threads(struct process *process, thread_visitor *visit)
{
	struct dir threads;
	const char *name;
	bool result = false;

	dir_open(AT_FDCWD, ".", &threads);
	while ((name = dir_next(&threads)))
		result |= visit(process, num_decimal(name));
	process_not_read(process, dir_close(&threads));
	return result;
}

static bool look(struct process *process, pid_t tid)
{
	return thread_look(process, tid) != THREAD_ENDED;
}

/* One that is about to end may not be traced either. */
static bool seize(struct process *process, pid_t tid)
{
	int error = trace(PTRACE_SEIZE, tid, process->options | PTRACE_O_TRACESYSGOOD);

	if (error < 0 && thread_look(process, tid) == THREAD_ELSEWHERE) {
		process->error = error;
		process->problem = _("may not be traced (kernel.yama.ptrace_scope, seccomp?)");
	}
	return error == 0;
}

/* True: it is new. It is stopped before we look at another, or a signal of its own would be lost.
 * One that we trace may run, too: execve(2) swallows an interrupt and takes over the leader's
 * number. */
static bool stop(struct process *process, pid_t tid)
{
	enum thread_state state = thread_look(process, tid);
	bool is_new = state == THREAD_ELSEWHERE;
	bool runs = is_new ? seize(process, tid) :
		state == THREAD_OURS && trace(PTRACE_GETSIGINFO, tid, 0) == -ESRCH;

	if (runs && trace_park(tid, TRACE_RUNS) == -ETIMEDOUT)
		process->problem = _("does not stop (frozen, in vfork?)");
	return is_new;
}

static void join(struct process *process, pid_t tid)
{
	int error = inject_join(tid);
	unsigned netns = thread_netns(tid);

	process->thread = tid;
	if (netns == process->wanted || netns == 0)
		return;				/* it is there, or has ended */
	process->error = error < 0 ? error : -EIO;
	process->problem = _("cannot be moved");
	if (error == -ENOEXEC) {
		process->error = 0;
		process->problem = _("has no vdso, or another word size");
	}
}

/* True: it is one that has not been stopped yet. */
static bool move(struct process *process, pid_t tid)
{
	enum thread_state state = thread_look(process, tid);

	if (state == THREAD_OURS)
		join(process, tid);
	return state == THREAD_ELSEWHERE;
}

/* One that was there before is not ours: it cannot join anything, and is no problem. */
static bool move_back(struct process *process, pid_t tid)
{
	if (inject_join(tid) != -ESRCH && thread_netns(tid) == process->wanted)
		process->problem = _("cannot be moved back");
	return false;
}

/* Then it runs on. True: so it has not ended. */
static bool let_go(struct process *process, pid_t tid)
{
	(void)process;
	trace(PTRACE_DETACH, tid, 0);
	return thread_netns(tid);
}

void process_move(struct process *process, int netns)
{
	process->wanted = netns_inode(netns);
	if (!visit_threads(process, look) && !process->problem)
		process->problem = _("is a zombie");
	if (process->problem || !process->old)
		return;
	trace_begin();
	process->error = enter_netns(netns);
	if (process->error)
		process->problem = _("cannot be moved");
	do
		while (visit_threads(process, stop))
			;
	while (visit_threads(process, move));
	if (process->problem && process->thread) {
		enter_netns(thread_open(process->thread, "/ns/net", O_RDONLY));
		visit_threads(process, move_back);
	}
	if (!visit_threads(process, let_go) && !process->problem)
		process->problem = _("has ended");
}
