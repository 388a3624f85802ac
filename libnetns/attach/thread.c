// SPDX-License-Identifier: 0BSD
/* thread.c: what /proc tells of a thread, and whether it can be moved; proc(5) */
#include "attach/tracer.h"

#include <linux/capability.h>
#include <linux/ptrace.h>

enum {
	KERNEL_THREAD = 0x200000,	/* PF_KTHREAD */
	WORKER = 0x4010,		/* PF_IO_WORKER, Linux 5.12; PF_USER_WORKER, 6.4 */
	FLAGS_FIELD = 9 - 2,		/* of stat, counted from the end of the name */
	TEXT_SIZE = 8192,
};

int threads_enter(pid_t pid)
{
	static char path[sizeof "/proc//task" + NUM_SIZE];

	str_append(str_append_uint(str_append(path, "/proc/"), pid), "/task");
	return SYS(chdir, path);
}

const char *thread_path(pid_t tid, const char *file)
{
	static char path[NUM_SIZE + sizeof "/ns/net"];

	str_append(str_append_uint(path, tid), file);
	return path;
}

int thread_open(pid_t tid, const char *file, int mode)
{
	return open_path(thread_path(tid, file), mode);
}

unsigned thread_netns(pid_t tid)
{
	unsigned netns;
	int error = netns_link_read(thread_path(tid, "/ns/net"), &netns);

	if (proc_is_gone(error))
		return 0;
	return error < 0 ? NETNS_HIDDEN : netns;
}

void process_not_read(struct process *process, int error)
{
	if (error >= 0 || proc_is_gone(error) || process->problem)
		return;
	process->error = error;
	process->problem = "cannot be looked at";
}

/* Reads lines, and ends each of them, and the last one again, with NUL. */
static bool read_lines(struct process *process, pid_t tid, const char *file, char text[TEXT_SIZE])
{
	int error = file_read(AT_FDCWD, thread_path(tid, file), text, TEXT_SIZE);

	process_not_read(process, error);
	if (error < 0)
		return false;
	while (*(text = str_chrnul(text, '\n')))
		*text++ = '\0';
	return true;
}

/* What is behind KEY, which begins a line; "": none does. */
static const char *field(const char *line, const char *key)
{
	for (; *line; line = str_chrnul(line, '\0') + 1) {
		const char *value = str_after_prefix(key, line);

		if (value)
			return value;
	}
	return line;
}

/* The name of a program is in brackets, and may hold more of them, and newlines. */
static unsigned flags_in(char *stat)
{
	char *end;

	while (*(end = str_chrnul(stat, ')')))
		stat = end + 1;
	for (unsigned count = 0; count < FLAGS_FIELD; count++)
		stat = str_chrnul(stat, ' ') + 1;
	*str_chrnul(stat, ' ') = '\0';
	return num_parse(stat);
}

/* Its lowest digit is the last of 16. */
static bool has_capability(const char *hex, unsigned number)
{
	unsigned digit = hex[15 - number / 4];

	return (digit <= '9' ? digit : digit + 9) >> number % 4 & 1;
}

/* What keeps it from being moved; NULL: nothing, or it has ended. */
static const char *problem_of(struct process *process, pid_t tid, unsigned netns)
{
	char text[TEXT_SIZE];
	unsigned flag;
	int number, tracer;

	if (!read_lines(process, tid, "/stat", text))
		return process->problem;
	flag = flags_in(text);
	if (flag & KERNEL_THREAD)
		return "is a kernel thread";
	if (flag & WORKER)
		return "has io_uring or vhost threads";
	if (process->old && netns != process->old)
		return "is in several network namespaces";
	process->old = netns;
	if (!read_lines(process, tid, "/status", text))
		return process->problem;
	number = num_parse(field(text, "NSpid:\t"));		/* Linux 4.1 */
	if (number == 0)
		return NULL;			/* it ended before we looked at this */
	if (number != tid)				/* several numbers */
		return "is in another PID namespace";
	tracer = num_parse(field(text, "TracerPid:\t"));
	process->state = THREAD_OURS;
	if (tracer)
		return tracer == (int)SYS(getpid) ? NULL : "is being traced";
	process->state = THREAD_ELSEWHERE;
	if (*field(text, "Seccomp:\t") > '0')
		process->options = PTRACE_O_SUSPEND_SECCOMP;
	return has_capability(field(text, "CapEff:\t"), CAP_SYS_ADMIN) ? NULL :
		"has no CAP_SYS_ADMIN; start it again with netns-exec";
}

enum thread_state thread_look(struct process *process, pid_t tid)
{
	unsigned netns = thread_netns(tid);

	if (netns == process->wanted)
		return THREAD_THERE;
	process->state = THREAD_ENDED;
	if (netns && !process->problem)
		process->problem = problem_of(process, tid, netns);
	return process->problem ? THREAD_THERE : process->state;
}
