// SPDX-License-Identifier: 0BSD
/* attach.c: move a running process into another network namespace, all threads of it or none
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
#include "attach/tracer.h"

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
		result |= visit(process, num_parse(name));
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
		process->problem = "may not be traced (kernel.yama.ptrace_scope, seccomp?)";
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
		process->problem = "does not stop (frozen, in vfork?)";
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
	process->problem = "cannot be moved";
	if (error == -ENOEXEC) {
		process->error = 0;
		process->problem = "has no vdso, or another word size";
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
		process->problem = "cannot be moved back";
	return false;
}

/* Then it runs on. True: so it has not ended. */
static bool let_go(struct process *process, pid_t tid)
{
	(void)process;
	trace(PTRACE_DETACH, tid, 0);
	return thread_netns(tid);
}

static void move_all(struct process *process, int netns)
{
	process->wanted = netns_inode(netns);
	if (!visit_threads(process, look) && !process->problem)
		process->problem = "is a zombie";
	if (process->problem || !process->old)
		return;
	trace_begin();
	process->error = enter_netns(netns);
	if (process->error)
		process->problem = "cannot be moved";
	do
		while (visit_threads(process, stop))
			;
	while (visit_threads(process, move));
	if (process->problem && process->thread) {
		enter_netns(thread_open(process->thread, "/ns/net", O_RDONLY));
		visit_threads(process, move_back);
	}
	if (!visit_threads(process, let_go) && !process->problem)
		process->problem = "has ended";
}

/* Is it one that we must not touch? /proc may number processes otherwise than system calls do. */
static const char *problem_with(pid_t pid)
{
	static char link[NUM_SIZE];
	int self = SYS(getpid);

	if (pid == 1)
		return "is init";
	if (pid == self)
		return "is this command itself";
	SYS(readlinkat, AT_FDCWD, "/proc/self", link, sizeof link - 1);
	if (num_parse(link) != self)
		return "is in another PID namespace";
	if (SYS(tgkill, pid, pid, 0) != -ESRCH)
		return NULL;
	return threads_enter(pid) < 0 ? "no such process" : "is a thread, not a process";
}

void attach_process(pid_t pid, int netns, struct attach_result *result)
{
	struct process process = { .problem = "no such process" };
	const char *detail = NULL;

	if (threads_enter(pid) == 0)
		process.problem = problem_with(pid);
	else
		detail = proc_missing();
	if (!process.problem)
		move_all(&process, netns);
	*result = (struct attach_result){
		.problem = process.problem, .detail = detail,
		.error = process.error, .moved = process.thread,
	};
}

int attach_count_sockets(pid_t tid)
{
	struct file_stat stat;
	int count = 0;
	struct dir files;
	const char *file;

	dir_open(AT_FDCWD, thread_path(tid, "/fd"), &files);
	while ((file = dir_next(&files)))
		if (stat_at(files.fd, file, &stat) == 0 && (stat.mode & S_IFMT) == S_IFSOCK)
			count++;
	return dir_close(&files) < 0 ? files.result : count;
}
