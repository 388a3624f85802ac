// SPDX-License-Identifier: 0BSD
/* thread.c: what /proc tells of a thread, and whether it can be moved; proc(5) */
#include "netns.h"

#include <linux/capability.h>
#include <linux/ptrace.h>

enum {
	KERNEL_THREAD = 0x200000,	/* PF_KTHREAD */
	WORKER = 0x4010,		/* PF_IO_WORKER, Linux 5.12; PF_USER_WORKER, 6.4 */
	FLAGS_FIELD = 9 - 2,		/* of stat, counted from the end of the name */
};

enum { STATUS_SIZE = 8192 };

static int threads;			/* descriptor of /proc/PID/task */

int thread_open(pid_t tid, const char *file, int mode)
{
	char path[NUM_SIZE + sizeof "/ns/net"], number[NUM_SIZE];

	append(append(path, num_text(number, tid)), file);
	return open_at(threads, path, mode);
}

int threads_open(pid_t pid)
{
	int proc = open_at(AT_FDCWD, "/proc", O_PATH);

	threads = proc;
	threads = thread_open(pid, "/task", O_RDONLY | O_DIRECTORY);
	close_fd(proc);
	return threads;
}

long thread_netns(pid_t tid)
{
	int fd = thread_open(tid, "/ns/net", O_RDONLY);
	long number = fd < 0 ? fd : (long)netns_inode(fd);

	close_fd(fd);
	return number;
}

static bool read_text(pid_t tid, const char *file, char text[STATUS_SIZE])
{
	int fd = thread_open(tid, file, O_RDONLY);
	int size = SYS(read, fd, text, STATUS_SIZE - 1);

	close_fd(fd);
	text[size > 0 ? size : 0] = '\0';
	return size > 0;
}

static char number_end;			/* what was behind the last number */

static unsigned long number_at(const char *text, unsigned base)
{
	unsigned long value = 0;

	for (;; text++) {
		unsigned digit = *text <= '9' ? *text - '0' : *text - 'a' + 10;

		number_end = *text;
		if (digit >= base)
			return value;
		value = value * base + digit;
	}
}

/* The number behind KEY, which begins a line; 0: none does. */
static unsigned long field(const char *text, const char *key, unsigned base)
{
	for (;;) {
		const char *value = behind(key, text);

		if (value)
			return number_at(value, base);
		text = find(text, '\n');
		if (!*text++)
			return 0;
	}
}

/* The name of a program is in brackets, and may hold more of them. */
static unsigned long flags_in(const char *stat)
{
	const char *end;

	while (*(end = find(stat, ')')))
		stat = end + 1;
	for (unsigned count = 0; count < FLAGS_FIELD; count++)
		stat = find(stat, ' ') + 1;
	return number_at(stat, 10);
}

/* What keeps it from being moved; NULL: nothing, or it has ended. Sets the state. */
static const char *problem_of(struct process *process, pid_t tid, long netns,
			      enum thread_state *state)
{
	char text[STATUS_SIZE];
	unsigned flag, leader, tracer;

	if (!read_text(tid, "/stat", text))
		return NULL;
	flag = flags_in(text);
	if (flag & KERNEL_THREAD)
		return "is a kernel thread";
	if (flag & WORKER)
		return "has io_uring or vhost threads";
	if (process->old && netns != (long)process->old)
		return "is in several network namespaces";
	process->old = netns;
	if (!read_text(tid, "/status", text))
		return NULL;
	leader = field(text, "Tgid:\t", 10);
	if (leader != (unsigned)process->pid) {
		process->number = leader;
		return "is a thread of process ";
	}
	field(text, "NSpid:\t", 10);		/* outermost namespace first; Linux 4.1 */
	if (number_end == '\t')
		return "is in another PID namespace";
	*state = THREAD_OURS;
	tracer = field(text, "TracerPid:\t", 10);
	if (tracer)
		return tracer == (unsigned)SYS(getpid) ? NULL : "is being traced";
	*state = THREAD_ELSEWHERE;
	process->options = PTRACE_O_TRACESYSGOOD;
	if (field(text, "Seccomp:\t", 10))
		process->options |= PTRACE_O_SUSPEND_SECCOMP;
	return field(text, "CapEff:\t", 16) >> CAP_SYS_ADMIN & 1 ? NULL :
		"has no CAP_SYS_ADMIN; start it again with netns-exec";
}

enum thread_state thread_look(struct process *process, pid_t tid)
{
	enum thread_state state = THREAD_ENDED;
	long netns = thread_netns(tid);

	if (netns == (long)process->wanted)
		return THREAD_THERE;
	if (netns > 0 || netns == -EACCES)
		process->problem = problem_of(process, tid, netns, &state);
	return process->problem ? THREAD_REFUSED : state;
}
