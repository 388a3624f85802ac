// SPDX-License-Identifier: 0BSD
/* attach.c: move a running process into another network namespace, all threads of it or none
 *
 * Theory of operation. Every thread is stopped (PTRACE_SEIZE, PTRACE_INTERRUPT), again and again
 * until /proc/PID/task shows no new one, because only a running thread can create another. Then
 * each is made to enter the namespace (inject.c), and /proc shows whether it did. If one cannot,
 * those before it go back in the same way. Nothing is stopped before every thread has been looked
 * at: a process that cannot be moved is not touched.
 *
 * A thread that has the registers of our call must not lose its tracer. So all signals but SIGKILL
 * are blocked, the OOM killer spares us, and we have a high priority.
 */
#include "attach/tracer.h"

#include <linux/ptrace.h>

#define CANNOT_BE_MOVED "cannot be moved"
#define DOES_NOT_STOP "does not stop (frozen, in vfork?)"

/* Does something with a thread. True: there may be more threads, so look again. */
typedef bool thread_visitor(struct process *process, pid_t tid);

/* Visits the threads that are in /proc. 1: a visitor returned true; 0: none did, or all are gone;
 * or -errno. */
static int visit_threads(struct process *process, thread_visitor *visit)
{
	struct dir threads;
	const char *name;
	bool result = false;

	dir_open(AT_FDCWD, ".", &threads);
	while ((name = dir_next(&threads)))
		result |= visit(process, num_parse(name));
	return dir_close(&threads) < 0 && !proc_is_gone(threads.result) ? threads.result : result;
}

/* The same; a problem if the directory cannot be read. */
static bool visit_or_fail(struct process *process, thread_visitor *visit)
{
	int result = visit_threads(process, visit);

	process_not_read(process, result);
	return result > 0;
}

static bool look(struct process *process, pid_t tid)
{
	enum thread_state state = thread_look(process, tid);

	process->is_elsewhere |= state > THREAD_THERE;
	return state != THREAD_ENDED;
}

/* A thread that ends, or that execve(2) replaces, cannot be traced: look again before it counts. */
static bool seize(struct process *process, pid_t tid)
{
	int error = trace_seize(tid);

	for (unsigned tries = 0; error < 0; tries++) {
		if (thread_look(process, tid) != THREAD_UNTRACED)
			return false;
		if (tries == TRIES) {
			process_fail(process, error, MAY_NOT_BE_TRACED);
			return false;
		}
		sleep_ms(PAUSE);
		error = trace_seize(tid);
	}
	return true;
}

/* The thread TID as a tracee, whose waits end after so many TICKS. */
static struct tracee *tracee_of(struct process *process, pid_t tid, unsigned ticks)
{
	process->tracee.tid = tid;
	process->tracee.deadline = trace_deadline(ticks);
	return &process->tracee;
}

/* Seizes a thread and stops it at once, or else a signal for it would be lost. One that is traced
 * already may be running: execve(2) swallows an interrupt, and takes over the leader's ID. */
static bool stop(struct process *process, pid_t tid)
{
	struct tracee *tracee = tracee_of(process, tid, STOP_TIME);
	enum thread_state state = thread_look(process, tid);
	bool is_traced = state == THREAD_UNTRACED ? seize(process, tid) : state == THREAD_TRACED;
	int error = is_traced ? tracee_stop(tracee) : 0;

	if (error > 0 && state == THREAD_UNTRACED && thread_look(process, tid) != THREAD_TRACED)
		trace(PTRACE_DETACH, tid, 0);	/* a stranger: the ID was in use again */
	else if (error == -ETIMEDOUT)
		process_fail(process, 0, DOES_NOT_STOP);
	else if (error > 0 && tracee_suspend_filter(tracee, true) < 0)
		process_fail(process, -EPERM, MAY_NOT_BE_TRACED);
	tracee_suspend_filter(tracee, false);
	return state == THREAD_UNTRACED;
}

/* Makes a stopped thread enter the namespace that we are in. */
static int enter(struct process *process, pid_t tid)
{
	return tracee_enter_netns(tracee_of(process, tid, CALL_TIME));
}

/* Moves a thread. Also true if it is not stopped: it was killed, or execve(2) has replaced it. */
static bool move(struct process *process, pid_t tid)
{
	enum thread_state state = thread_look(process, tid);
	int error = state == THREAD_TRACED ? enter(process, tid) : 0;

	if (state != THREAD_TRACED)
		return state == THREAD_UNTRACED;
	if (thread_is_in(tid, process->new_inode)) {
		process->moved = tid;
		return false;
	}
	if (thread_has_ended(tid))
		return true;
	if (error == -ENOEXEC)
		process_fail(process, 0, "has no vdso, or another word size");
	else if (error == -ENODATA)
		process_fail(process, 0, "cannot be moved: this kernel hides its registers "
			     "(user-mode Linux?)");
	else if (error == -EROFS)
		process_fail(process, 0, "cannot be moved: /proc is read-only");
	else if (error == -ETIMEDOUT)
		process_fail(process, 0, "does not answer (frozen, or memory on FUSE?)");
	else if (error != -ESRCH)
		process_fail(process, error, CANNOT_BE_MOVED);
	return true;
}

/* True: it could not be moved back. One that was there before is not traced by us, and stays. */
static bool move_back(struct process *process, pid_t tid)
{
	return thread_is_in(tid, process->new_inode) && enter(process, tid) != -ESRCH &&
		thread_is_in(tid, process->new_inode);
}

/* After a problem: those that were moved go back. */
static void move_all_back(struct process *process)
{
	int error = enter_netns(process->old_netns);

	if (error == 0)
		error = visit_threads(process, move_back);
	if (error == 0)
		return;
	process->error = error < 0 ? error : 0;
	process->problem = "cannot be moved back";
}

/* Lets it run. If this fails, it runs when we exit. True: it has not ended. */
static bool let_go(struct process *process, pid_t tid)
{
	(void)process;
	trace(PTRACE_DETACH, tid, 0);
	return !thread_has_ended(tid);
}

/* VISIT returns false for a thread that has ended. An execve(2) that is in progress may hide all
 * threads for a moment. */
static bool has_ended(struct process *process, thread_visitor *visit)
{
	for (unsigned tries = 0; tries < TRIES; tries++) {
		if (visit_or_fail(process, visit) || process->problem)
			return false;
		sleep_ms(PAUSE);
	}
	return true;
}

static void move_traced(struct process *process)
{
	unsigned deadline = trace_deadline(10 * STOP_TIME);
	bool again;

	do {
		while (visit_or_fail(process, stop) && !trace_is_over(deadline))
			;
		if (trace_is_over(deadline))
			process_fail(process, 0, DOES_NOT_STOP);
		process->is_elsewhere = false;
		again = visit_or_fail(process, move);
		if (!again && !visit_or_fail(process, look))
			again = !has_ended(process, look);
		/* one that has become the leader by execve(2) may have been passed over */
	} while ((again || process->is_elsewhere) && !process->problem);
	if (process->problem && process->moved)
		move_all_back(process);
	process->sockets = thread_count_sockets(process->moved);
	if (has_ended(process, let_go))
		process_fail(process, 0, "has ended");
}

static void move_all(struct process *process, int netns)
{
	int error;

	process->new_inode = netns_inode(netns);
	if (has_ended(process, look))
		process_fail(process, 0, "is a zombie");
	if (process->old_inode)
		process_not_read(process, process->old_netns);
	if (process->problem || !process->old_inode)
		return;
	error = trace_begin();
	if (error == 0)
		error = enter_netns(netns);
	if (error == 0)
		move_traced(process);
	else
		process_fail(process, error, CANNOT_BE_MOVED);
}

/* Why we must not touch it, or NULL. In /proc of another PID namespace, PID is another process. */
static const char *problem_with(pid_t pid, bool is_found, int *error)
{
	if (pid == 1)
		return "is init";
	if (pid == (int)SYS(getpid) || pid == (int)SYS(getppid))
		return "is this command itself";
	*error = proc_must_be_ours();
	if (*error == -EXDEV)
		return ANOTHER_PID_NAMESPACE;
	return is_found ? NULL : "is a thread, not a process";
}

void attach_process(pid_t pid, int netns, struct attach_result *result)
{
	struct process process = {
		.problem = "no such process", .tracee.memory.fd = -1, .old_netns = -1,
	};
	const char *detail = NULL;
	bool is_found = threads_are_of_process(pid);
	int error = 0;

	if (is_found || threads_enter(pid) == 0)
		process.problem = problem_with(pid, is_found, &error);
	else
		detail = proc_missing();
	process_not_read(&process, error);
	process.tracee.memory.text = memory_map();
	if (!process.problem)
		move_all(&process, netns);
	*result = (struct attach_result){
		.problem = process.problem, .detail = detail,
		.error = process.error, .sockets = process.moved ? process.sockets : 0,
	};
}
