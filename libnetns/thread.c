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

int thread_open(const struct process *process, pid_t tid, const char *file, int mode)
{
	char path[NUM_SIZE + sizeof "/ns/net"], number[NUM_SIZE];

	append(append(path, num_text(number, tid)), file);
	return open_at(process->tasks, path, mode);
}

long thread_netns(const struct process *process, pid_t tid)
{
	int fd = thread_open(process, tid, "/ns/net", O_RDONLY);
	unsigned long number;

	if (fd == -EACCES)		/* that is also said of one that ends just now */
		fd = thread_open(process, tid, "/ns/net", O_RDONLY);
	if (fd < 0)
		return fd;
	number = netns_inode(fd);
	close_fd(fd);
	return number;
}

bool thread_read(const struct process *process, pid_t tid, const char *file,
		 char text[STATUS_SIZE])
{
	int fd = thread_open(process, tid, file, O_RDONLY);
	int size = SYS(read, fd, text, STATUS_SIZE - 1);

	close_fd(fd);
	text[size > 0 ? size : 0] = '\0';
	return size > 0;
}

static unsigned long number_at(const char *text, unsigned base)
{
	unsigned long value = 0;

	for (;; text++) {
		unsigned digit = *text <= '9' ? *text - '0' : *text - 'a' + 10;

		if (digit >= base)
			return value;
		value = value * base + digit;
	}
}

unsigned long status_field(const char *text, const char *key, unsigned base)
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
static unsigned long flags_of(const char *stat)
{
	const char *end;

	while (*(end = find(stat, ')')))
		stat = end + 1;
	for (unsigned field = 0; field < FLAGS_FIELD; field++)
		stat = find(stat, ' ') + 1;
	return number_at(stat, 10);
}

enum thread_state thread_refuse(struct process *process, int error, const char *refusal)
{
	process->error = error;
	process->refusal = refusal;
	return THREAD_REFUSED;
}

enum thread_state thread_look(struct process *process, pid_t tid, long *options)
{
	char text[STATUS_SIZE];
	unsigned long netns = thread_netns(process, tid), kind, tracer;

	if (netns == process->wanted)
		return THREAD_THERE;
	if (netns == (unsigned long)-EACCES)
		return thread_refuse(process, -EACCES, "may not be traced");
	if ((long)netns < 0 || !thread_read(process, tid, "/stat", text))
		return THREAD_ENDED;
	kind = flags_of(text);
	if (kind & KERNEL_THREAD)
		return thread_refuse(process, 0, "is a kernel thread");
	if (kind & WORKER)
		return thread_refuse(process, 0, "uses io_uring or vhost, whose kernel threads "
				     "cannot be moved");
	if (process->old && netns != process->old)
		return thread_refuse(process, 0, "has threads in several network namespaces");
	process->old = netns;
	if (!thread_read(process, tid, "/status", text))
		return THREAD_ENDED;
	tracer = status_field(text, "TracerPid:\t", 10);
	if (tracer && tracer != (unsigned long)SYS(getpid))
		return thread_refuse(process, 0, "is being traced (by a debugger, or strace?)");
	if (!(status_field(text, "CapEff:\t", 16) >> CAP_SYS_ADMIN & 1))
		return thread_refuse(process, 0, "has no CAP_SYS_ADMIN, which setns(2) needs; "
				     "start it again with netns-exec");
	*options = tracer ? 0 : PTRACE_O_TRACESYSGOOD;
	if (*options && status_field(text, "Seccomp:\t", 10))
		*options |= PTRACE_O_SUSPEND_SECCOMP;
	return THREAD_RUNS;
}
