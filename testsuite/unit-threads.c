// SPDX-License-Identifier: 0BSD
/* unit-threads.c: all threads of a process are moved, or none; what is reported otherwise
 *
 * The other files of attach are replaced. A thread is where THREADS says; what is done with each is
 * written down, a word and its number.
 */
#include "../libnetns/attach/attach.c"
#include "journal.h"
#include "rules.h"

#include <sched.h>

enum { PID = 20, US = 77, PARENT = 76, OLD = 5, NEW = 6, NEW_FD = 40, OLD_FD = 41 };

struct thread {
	pid_t tid;
	enum thread_state state;
	unsigned netns;
	int seize, stop, enter;		/* results */
	unsigned lies;			/* so often it does not enter, but says so */
	unsigned escapes;		/* so often it cannot, as it runs again: execve(2) */
	bool ends;			/* when it is let go */
	bool returns;			/* so does it not */
	pid_t makes;			/* a thread, before it is stopped */
};

static struct thread threads[6];
static unsigned thread_count, ticks, limit, visits;
static unsigned hidden;			/* so many times no thread is seen */
static struct attach_result result;
static int begin_result, enters[2], suspend_result, enter_count;
static bool is_process = true, is_there = true, detaches_at_stop;
static int dir_error;
static unsigned slow;			/* ticks that each stop takes */

static struct thread *thread_of(pid_t tid)
{
	for (unsigned i = 0; i < thread_count; i++)
		if (threads[i].tid == tid)
			return threads + i;
	return threads + thread_count;
}

static struct thread *add(pid_t tid)
{
	struct thread *new = threads + thread_count++;

	*new = (struct thread){ .tid = tid, .state = THREAD_UNTRACED, .netns = OLD, .stop = 1 };
	return new;
}

int threads_enter(pid_t pid)
{
	return (pid == PID || pid == 1) && is_there ? 0 : -ENOENT;
}

bool threads_are_of_process(pid_t pid)
{
	return threads_enter(pid) == 0 && is_process;
}

bool thread_is_in(pid_t tid, unsigned netns)
{
	return thread_of(tid)->netns == netns && thread_of(tid)->state;
}

bool thread_has_ended(pid_t tid)
{
	return thread_of(tid)->state == THREAD_ENDED;
}

void process_fail(struct process *process, int error, const char *problem)
{
	if (process->problem)
		return;
	process->error = error;
	process->problem = problem;
}

void process_not_read(struct process *process, int error)
{
	if (error < 0 && !proc_is_gone(error))
		process_fail(process, error, "unread");
}

enum thread_state thread_look(struct process *process, pid_t tid)
{
	struct thread *thread = thread_of(tid);

	if (thread->state == THREAD_ENDED)
		return THREAD_ENDED;
	if (thread->netns == process->new_inode)
		return process->problem ? THREAD_REFUSED : THREAD_THERE;
	process->old_inode = OLD;
	process->old_netns = OLD_FD;
	if (thread->state == THREAD_REFUSED)
		process_fail(process, 0, "refused");
	return process->problem ? THREAD_REFUSED : thread->state;
}

int thread_count_sockets(pid_t tid)
{
	did("count%d ", tid);
	return 3;
}

int trace_begin(void)
{
	did("begin ");
	return begin_result;
}

unsigned trace_deadline(unsigned in_ticks)
{
	limit = in_ticks;
	return ticks + in_ticks;
}

bool trace_is_over(unsigned deadline)
{
	return (int)(ticks - deadline) >= 0;
}

int trace(int request, pid_t tid, long data)
{
	struct thread *thread = thread_of(tid);

	did(request == PTRACE_DETACH && data == 0 ? "detach%d " : "?%d ", tid);
	if (thread->ends)
		thread->state = THREAD_ENDED;
	return 0;
}

int trace_seize(pid_t tid)
{
	struct thread *thread = thread_of(tid);
	int error = thread->seize;

	did("seize%d ", tid);
	if (error == -EAGAIN) {		/* but not the next time */
		thread->seize = 0;
	} else if (error == -ESRCH) {
		thread->state = THREAD_ENDED;
	}
	if (error == 0)
		thread->state = detaches_at_stop ? THREAD_UNTRACED : THREAD_TRACED;
	return error;
}

int tracee_stop(struct tracee *tracee)
{
	struct thread *thread = thread_of(tracee->tid);

	did("stop%d ", tracee->tid);
	ticks += slow;
	if (limit != STOP_TIME)
		did("late ");
	if (thread->makes) {
		add(thread->makes);
		thread->makes = 0;
	}
	return thread->stop;
}

int tracee_suspend_filter(const struct tracee *tracee, bool suspend)
{
	if (!suspend)
		return 0;
	did("suspend%d ", tracee->tid);
	return suspend_result;
}

int tracee_enter_netns(struct tracee *tracee)
{
	struct thread *thread = thread_of(tracee->tid);

	did("enter%d ", tracee->tid);
	if (limit != CALL_TIME)
		did("early ");
	if (thread->escapes) {
		thread->escapes--;
		return -ESRCH;
	}
	if (thread->enter == -ESRCH)
		thread->state = THREAD_ENDED;
	else if (thread->lies)
		thread->lies--;
	else if (thread->enter == 0)
		thread->netns = thread->netns == NEW && !thread->returns ? OLD : NEW;
	return thread->enter;
}

/* The kernel */

struct dir_entry_ {
	uint64_t inode, offset;
	uint16_t length;
	uint8_t type;
	char name[13];
};

static long list_threads(char *buffer)
{
	struct dir_entry_ entry = { .length = sizeof entry };
	long size = 0;

	if (visits++ % 2)
		return dir_error;
	if (hidden && hidden--)
		return dir_error;
	for (unsigned i = 0; i < thread_count; i++) {
		if (threads[i].state == THREAD_ENDED)
			continue;
		snprintf(entry.name, sizeof entry.name, "%d", threads[i].tid);
		memcpy(buffer + size, &entry, sizeof entry);
		size += sizeof entry;
	}
	return size ? size : (visits++, 0);
}

static long answer(long number, const long a[6])
{
	long memory = memory_answer(number, a);

	if (memory)
		return memory;
	if (number == SYS_setns) {
		did(a[0] == NEW_FD ? "there " : a[0] == OLD_FD ? "back " : "? ");
		return a[1] == CLONE_NEWNET ? enters[enter_count++ % 2] : -EINVAL;
	}
	if (number == SYS_getdents64)
		return list_threads((char *)a[1]);
	if (number == SYS_ppoll_64) {
		did("pause ");
		ticks++;
	}
	if (number == SYS_openat && strcmp((char *)a[1], ".") == 0)
		visits = 0;
	return answer_by_rule(number, a);
}

static void new_process(void)
{
	new_rules();
	on(SYS_openat, ".", 50);
	on_text(SYS_read, NULL, "");
	on(SYS_openat, "/proc/self/status", 51);
	on(SYS_statx, NULL, NEW);
	on(SYS_getpid, NULL, US);
	on(SYS_getppid, NULL, PARENT);
	on(SYS_ppoll_64, NULL, 0);
	on(SYS_faccessat, NULL, 0);
	thread_count = ticks = hidden = 0;
	begin_result = enters[0] = enters[1] = suspend_result = enter_count = dir_error = 0;
	is_process = is_there = true;
	detaches_at_stop = false;
	memset(threads, 0, sizeof threads);
	add(PID);
	add(21);
}

static const char *attach(void)
{
	*calls = '\0';
	attach_process(PID, NEW_FD, &result);
	return result.problem ? result.problem : "";
}

#define STOPS "begin there seize20 stop20 suspend20 seize21 stop21 suspend21 " \
	"stop20 suspend20 stop21 suspend21 "
#define GOES "detach20 detach21 "

static void check_moves(void)
{
	new_process();
	CHECK_TEXT(attach(), "", "two threads");
	CHECK_TEXT(calls, STOPS "enter20 enter21 count21 " GOES, "are stopped, then moved");
	CHECK_INT(result.sockets, 3, "its sockets are counted");
	CHECK_INT(result.error, 0, "no error");
	CHECK(!result.detail, "nothing more to say");
	CHECK_TEXT(attach(), "", "it is there");
	CHECK_TEXT(calls, "", "nothing is to be done");
	CHECK_INT(result.sockets, 0, "none were left behind");
	new_process();
	threads[1].makes = 22;
	CHECK_TEXT(attach(), "", "one that makes another");
	CHECK(strstr(calls, "seize22 stop22 ") && strstr(calls, "enter22"), "which is moved, too");
	CHECK(strstr(calls, "seize22") < strstr(calls, "enter20"), "before that all are stopped");
	new_process();
	threads[1].enter = -ESRCH;
	CHECK_TEXT(attach(), "", "one that ends when it is to move");
	CHECK(strstr(calls, "enter20 enter21 count20 detach20 "), "the other one is there");
	new_process();
	threads[1].escapes = 1;
	CHECK_TEXT(attach(), "", "one that runs again");
	CHECK(strstr(calls, "enter20 enter21 stop21 suspend21 enter21 count21 "),
	      "is stopped again, and moved");
	new_process();
	threads[1].netns = NEW;
	CHECK_TEXT(attach(), "", "one that is there already");
	CHECK(!strstr(calls, "seize21") && !strstr(calls, "enter21"), "is not touched");
	new_process();
	hidden = 3;
	CHECK_TEXT(attach(), "", "none can be seen for a moment");
	CHECK(strstr(calls, "pause pause pause begin") == calls, "they are looked for again");
}

static void check_seizing(void)
{
	new_process();
	threads[1].seize = -EAGAIN;
	CHECK_TEXT(attach(), "", "one that cannot be seized for a moment");
	CHECK(strstr(calls, "seize21 pause seize21 stop21") != NULL, "it is tried again");
	new_process();
	threads[1].seize = -EPERM;
	CHECK_TEXT(attach(), MAY_NOT_BE_TRACED, "one that never can");
	CHECK_INT(result.error, -EPERM, "the reason");
	CHECK_INT(ticks, TRIES, "so often there was a pause");
	CHECK(!strstr(calls, "enter"), "none is moved");
	CHECK(strstr(calls, "detach20"), "all are let go");
	CHECK_INT(result.sockets, 0, "no sockets");
	new_process();
	threads[1].seize = -ESRCH;
	CHECK_TEXT(attach(), "", "one that ends");
	CHECK(!strstr(calls, "pause"), "is no problem");
}

static void check_stopping(void)
{
	new_process();
	threads[1].stop = -ETIMEDOUT;
	CHECK_TEXT(attach(), DOES_NOT_STOP, "one that does not stop");
	CHECK_INT(result.error, 0, "for which there is no error");
	CHECK(!strstr(calls, "enter"), "none is moved");
	new_process();
	threads[1].stop = -ESRCH;
	attach();
	CHECK(!strstr(calls, "suspend21"), "one that ends meanwhile");
	new_process();
	suspend_result = -EIO;
	CHECK_TEXT(attach(), MAY_NOT_BE_TRACED, "a filter that cannot be suspended");
	CHECK_INT(result.error, -EPERM, "that is a matter of permission");
	new_process();
	detaches_at_stop = true;
	slow = 10;
	CHECK_TEXT(attach(), DOES_NOT_STOP, "threads that are new again and again");
	CHECK(strstr(calls, "seize20 stop20 detach20") != NULL, "a stranger is let go at once");
	CHECK(ticks >= 10 * STOP_TIME && ticks <= 10 * STOP_TIME + 3 * slow, "have a limit");
	slow = 0;
}

/* What is reported when thread 21 cannot enter. */
static const char *refuse(int error)
{
	new_process();
	threads[1].enter = error;
	return attach();
}

static void check_entering(void)
{
	CHECK(strstr(refuse(-ENOEXEC), "has no vdso") == result.problem, "no instruction");
	CHECK_INT(result.error, 0, "that says it all");
	CHECK(strstr(calls, "enter20 enter21 back enter20 count20 " GOES), "the first goes back");
	CHECK_INT(threads[0].netns, OLD, "it is there");
	CHECK(strstr(refuse(-ENODATA), "hides its registers"), "no registers");
	CHECK(strstr(refuse(-EROFS), "/proc is read-only"), "no memory to write");
	CHECK(strstr(refuse(-ETIMEDOUT), "does not answer"), "no answer");
	CHECK_INT(result.error, 0, "that says it all");
	CHECK_TEXT(refuse(-EPERM), CANNOT_BE_MOVED, "another error");
	CHECK_INT(result.error, -EPERM, "is reported");
	new_process();
	threads[0].enter = -EPERM;
	CHECK_TEXT(attach(), CANNOT_BE_MOVED, "the first one fails");
	CHECK(!strstr(calls, "back"), "none has to go back");
	CHECK(strstr(calls, "detach20"), "all are let go");
	new_process();
	threads[1].enter = -EPERM;
	enters[1] = -EPERM;
	CHECK_TEXT(attach(), "cannot be moved back", "nor can we go back");
	CHECK_INT(result.error, -EPERM, "the reason");
	CHECK_INT(threads[0].netns, NEW, "it stays there");
	new_process();
	threads[1].enter = -EPERM;
	threads[0].returns = true;
	CHECK_TEXT(attach(), "cannot be moved back", "nor does it");
	CHECK_INT(result.error, 0, "which has no reason");
	new_process();
	threads[1].lies = 1;
	CHECK_TEXT(attach(), CANNOT_BE_MOVED, "one that says that it has entered");
	CHECK_INT(result.error, 0, "and has not");
	CHECK_INT(threads[0].netns, OLD, "then none is there");
}

static void check_ends(void)
{
	new_process();
	threads[0].ends = threads[1].ends = true;
	CHECK_TEXT(attach(), "has ended", "all end");
	new_process();
	threads[0].ends = true;
	CHECK_TEXT(attach(), "", "one ends");
	new_process();
	thread_count = 0;
	CHECK_TEXT(attach(), "is a zombie", "a process without threads");
	CHECK_INT(ticks, TRIES, "they were looked for");
	CHECK(!strstr(calls, "begin"), "none is traced");
	new_process();
	threads[1].state = THREAD_REFUSED;
	CHECK_TEXT(attach(), "refused", "one that may not be touched");
	CHECK_TEXT(calls, "", "none is");
	new_process();
	begin_result = -EINVAL;
	CHECK_TEXT(attach(), CANNOT_BE_MOVED, "no clock");
	CHECK_INT(result.error, -EINVAL, "the reason");
	CHECK_TEXT(calls, "begin ", "nothing is done without");
	new_process();
	enters[0] = -EPERM;
	CHECK_TEXT(attach(), CANNOT_BE_MOVED, "a namespace that we cannot enter");
	CHECK_INT(result.error, -EPERM, "the reason");
	CHECK_TEXT(calls, "begin there ", "no thread is traced");
	new_process();
	dir_error = -EIO;
	CHECK_TEXT(attach(), "unread", "threads that cannot be listed");
	CHECK_INT(result.error, -EIO, "the reason");
	new_process();
	dir_error = -ESRCH;
	CHECK_TEXT(attach(), "", "a directory that vanishes");
}

static const char *attach_pid(pid_t pid)
{
	*calls = '\0';
	on(SYS_getpid, NULL, pid == US ? PID : US);
	on(SYS_getppid, NULL, pid == PARENT ? PID : PARENT);
	return attach();
}

static void check_processes(void)
{
	new_process();
	CHECK_TEXT(attach_pid(US), "is this command itself", "this process");
	CHECK_TEXT(attach_pid(PARENT), "is this command itself", "its parent");
	CHECK_TEXT(calls, "", "is left alone");
	attach_process(1, NEW_FD, &result);
	CHECK_TEXT(result.problem, "is init", "init");
	new_process();
	is_process = false;
	CHECK_TEXT(attach(), "is a thread, not a process", "a thread");
	is_there = false;
	CHECK_TEXT(attach(), "no such process", "no process");
	CHECK(!result.detail, "/proc is there");
	on(SYS_faccessat, NULL, -ENOENT);
	attach();
	CHECK(!ENABLE_FEATURE_ADVICE || strstr(result.detail, "mounted"), "no /proc");
	new_process();
	on(SYS_openat, "/proc/self/status", -ENOENT);
	CHECK_TEXT(attach(), ANOTHER_PID_NAMESPACE, "a /proc of others");
	new_process();
	on(SYS_openat, "/proc/self/status", -EACCES);
	CHECK_TEXT(attach(), "unread", "one that cannot be read");
	CHECK_INT(result.error, -EACCES, "the reason");
}

int main(void)
{
	begin();
	check_moves();
	check_seizing();
	check_stopping();
	check_entering();
	check_ends();
	check_processes();
	return end();
}
