// SPDX-License-Identifier: 0BSD
/* thread.c: what /proc shows of a thread, and whether it can be moved; proc(5) */
#include "attach/tracer.h"

#include <linux/capability.h>

enum {
	KERNEL_THREAD = 0x200000,	/* PF_KTHREAD */
	WORKER = 0x4010,		/* PF_IO_WORKER, Linux 5.12; PF_USER_WORKER, 6.4 */
	FLAGS_FIELD = 9 - 2,		/* of stat, counted from the end of the name */
};

int threads_enter(pid_t pid)
{
	static char path[sizeof "/proc//task" + NUM_SIZE];

	str_append(str_append_uint(str_append(path, "/proc/"), pid), "/task");
	return SYS(chdir, path);
}

/* execve(2) by one of them may hide it for a moment. */
bool threads_are_of_process(pid_t pid)
{
	unsigned tries = TRIES;

	while (threads_enter(pid) < 0 || SYS(tgkill, pid, pid, 0) == -ESRCH) {
		if (--tries == 0)
			return false;
		sleep_ms(PAUSE);
	}
	return true;
}

const char *thread_path(pid_t tid, const char *file)
{
	static char path[NUM_SIZE + sizeof "/ns/net"];

	str_append(str_append_uint(path, tid), file);
	return path;
}

int thread_open(pid_t tid, const char *file, int flags)
{
	return open_path(thread_path(tid, file), flags);
}

int thread_netns(pid_t tid, unsigned *inode)
{
	int error = ns_link_read(thread_path(tid, "/ns/net"), inode);

	return proc_is_gone(error) ? -ESRCH : error;
}

bool thread_is_in(pid_t tid, unsigned netns)
{
	unsigned inode;

	return thread_netns(tid, &inode) == 0 && inode == netns;
}

bool thread_has_ended(pid_t tid)
{
	unsigned inode;

	return thread_netns(tid, &inode) == -ESRCH;
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
		process_fail(process, error, "cannot be looked at");
}

uint64_t number_at(const char *text, unsigned base)
{
	uint64_t value = 0;
	unsigned digit;

	while (digit = *text <= '9' ? *text - '0' : *text - 'a' + 10, digit < base) {
		value = value * base + digit;
		text++;
	}
	return value;
}

/* Reads a file into process->tracee.memory.text. False: the thread has ended, or there is a
 * problem. */
static bool read_file(struct process *process, pid_t tid, const char *file)
{
	int error = file_read(AT_FDCWD, thread_path(tid, file), process->tracee.memory.text,
			      MEMORY_SIZE);

	process_not_read(process, error);
	return error >= 0;
}

/* What follows KEY at the beginning of a line; "" if there is no such line. In "status", unlike
 * "stat", the kernel escapes newlines in a name. */
static const char *find_field(const char *text, const char *key)
{
	while (*text) {
		const char *value = str_after_prefix(key, text);

		if (value)
			return value;
		text = str_chrnul(text, '\n');
		text += *text == '\n';
	}
	return text;
}

/* In "stat" the name of a program is in brackets, and may contain brackets, spaces and newlines. */
static unsigned parse_flags(const char *stat)
{
	const char *end;

	while (*(end = str_chrnul(stat, ')')))
		stat = end + 1;
	for (unsigned count = 0; count < FLAGS_FIELD; count++) {
		stat = str_chrnul(stat, ' ');
		stat += *stat == ' ';
	}
	return number_at(stat, 10);
}

static const char *problem_in_stat(const char *stat)
{
	unsigned flags = parse_flags(stat);

	if (flags & KERNEL_THREAD)
		return "is a kernel thread";
	return flags & WORKER ? "has io_uring or vhost threads" : NULL;
}

/* NSpid, Linux 4.1, has one number for each PID namespace that the thread is in. */
static const char *problem_in_status(const char *status, unsigned tracer)
{
	const char *numbers = find_field(status, "NSpid:\t");

	if (str_chrnul(numbers, '\t') < str_chrnul(numbers, '\n'))
		return ANOTHER_PID_NAMESPACE;
	if (tracer && tracer != (unsigned)SYS(getpid))
		return "is being traced";
	if (!(number_at(find_field(status, "CapEff:\t"), 16) >> CAP_SYS_ADMIN & 1))
		return "has no CAP_SYS_ADMIN; start it again with netns-exec";
	return NULL;
}

/* Looks at a thread in the namespace INODE, which is not the one to enter. A thread that has ended,
 * or has just become the leader by execve(2), has another ID in NSpid. */
static enum thread_state look_elsewhere(struct process *process, pid_t tid, unsigned inode)
{
	const char *problem, *status = process->tracee.memory.text;
	unsigned tracer;

	if (!read_file(process, tid, "/stat"))
		return THREAD_ENDED;
	problem = problem_in_stat(process->tracee.memory.text);
	if (!problem && process->old_inode && process->old_inode != inode)
		problem = "is in several network namespaces";
	process->old_inode = inode;
	if (!read_file(process, tid, "/status") ||
	    number_at(find_field(status, "NSpid:\t"), 10) != (unsigned)tid)
		return THREAD_ENDED;
	process->tracee.is_filtered |= *find_field(status, "Seccomp:\t") > '0';
	tracer = number_at(find_field(status, "TracerPid:\t"), 10);
	if (!problem)
		problem = problem_in_status(status, tracer);
	if (problem)
		process_fail(process, 0, problem);
	return tracer ? THREAD_TRACED : THREAD_UNTRACED;
}

enum thread_state thread_look(struct process *process, pid_t tid)
{
	unsigned inode = 0;
	int error = thread_netns(tid, &inode);
	enum thread_state state = THREAD_ENDED;

	if (error == 0 && inode == process->new_inode)
		state = THREAD_THERE;
	else if (error != -ESRCH && !process->problem)
		state = look_elsewhere(process, tid, inode);
	if (state > THREAD_THERE && error < 0)		/* a problem that it has comes first */
		process_fail(process, error, MAY_NOT_BE_TRACED);
	else if (state > THREAD_THERE && process->old_netns < 0)
		process->old_netns = thread_open(tid, "/ns/net", O_RDONLY);
	return process->problem ? THREAD_REFUSED : state;
}

int thread_count_sockets(pid_t tid)
{
	struct file_stat stat;
	int count = 0;
	struct dir files;
	const char *file;

	dir_open(AT_FDCWD, thread_path(tid, "/fd"), &files);
	while ((file = dir_next(&files)))
		if (stat_cached(files.fd, file, &stat) == 0 && (stat.mode & S_IFMT) == S_IFSOCK)
			count++;
	return dir_close(&files) < 0 ? files.result : count;
}
