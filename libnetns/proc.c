// SPDX-License-Identifier: 0BSD
/* proc.c: which process, which thread of it, is in which network namespace; proc(5)
 *
 * /proc/PID/ns/net can be read by whoever could trace the process, root as a rule. But everybody
 * may look up /proc/PID/net/dev, whose inode number is another one in each network namespace:
 * that tells whether a process which we may not look at is in a given one.
 */
#include "netns.h"

#include <stdint.h>

#define PROC "/proc/"

const char *proc_missing(void)
{
	if (SYS(faccessat, AT_FDCWD, "/proc/self/ns/net", 0) == 0)
		return NULL;
	return SYS(faccessat, AT_FDCWD, "/proc/self", 0) == 0 ?
		_(" (this kernel has no network namespaces: CONFIG_NET_NS)") :
		_(" (is /proc mounted?)");
}

unsigned netns_number(const char *text)
{
	const char *digit = behind("net:[", text);
	unsigned inode = 0;
	unsigned value;

	while (digit && (value = *digit++ - '0') < 10)
		inode = inode * 10 + value;
	return inode;
}

unsigned netns_of(const char *path)
{
	char link[32];
	int error = SYS(readlinkat, AT_FDCWD, path, link, sizeof link);

	return error < 0 ? (unsigned)error : netns_number(link);
}

unsigned inode_of(int dirfd, const char *path)
{
	struct status status;

	return status_of(dirfd, path, &status) < 0 ? 0 : status.inode;
}

const char *task_path(struct task *task, const char *file)
{
	append(task->end, file);
	return task->path;
}

NOINLINE int task_open(struct task *task, const char *file, int mode)
{
	return open_path(task_path(task, file), mode);
}

/* Goes there to look. Whether we may come back makes no difference to what is asked later. */
static unsigned public_number(int netns)
{
	int own = open_path("/proc/self/ns/net", O_RDONLY);
	unsigned number = 0;

	if (enter_netns(netns) == 0) {
		number = inode_of(AT_FDCWD, "/proc/self/net/dev");
		enter_netns(own);
	}
	close_fd(own);
	return number;
}

int task_is_in(struct task *task, int netns, unsigned inode)
{
	static unsigned known, public;
	unsigned number = task->netns;

	if (number == 0) {
		if (known != inode)
			public = public_number(netns);
		known = inode;
		number = task->public;
		inode = public;
		if (number == 0 || inode == 0)
			return -1;
	}
	return number == inode;
}

bool is_gone(int error)
{
	return error == -ENOENT || error == -ESRCH;	/* the one if it is a zombie yet */
}

static int visit(struct task *task)
{
	struct status public;
	int error;

	task->netns = netns_of(task_path(task, "/ns/net"));
	if (is_gone(task->netns))
		return 0;
	if (task->netns > -4096u) {	/* most that we may not look at are in our own */
		error = status_of_path(task_path(task, "/net/dev"), &public);
		if (is_gone(error))
			return 0;
		task->public = error < 0 ? 0 : public.inode;
		task->netns = task->public == task->own_public ? task->own_netns : 0;
	}
	return task->visitor(task, task->context);
}

static int walk(struct task *task, char *at);

static int visit_threads(struct task *task)
{
	struct status status;
	char *at = append(task->end, "/task/");
	int result = status_of_path(task->path, &status);

	/* The directory has two links of its own and one for each thread. */
	if (result == 0 && status.links > 3)
		result = walk(task, at);
	return is_gone(result) ? 0 : result;
}

/* Visits those in the directory that path is now, up to AT: of processes, or threads of one. */
static int walk(struct task *task, char *at)
{
	bool is_top = at == task->path + sizeof PROC - 1;
	struct dir dir;
	const char *name;

	dir_open(AT_FDCWD, task->path, &dir);
	while ((name = dir_next(&dir))) {
		task->tid = num_decimal(name);
		if (task->tid <= 0 || task->tid == task->pid)
			continue;
		task->end = append_number(at, task->tid);
		if (is_top)
			task->pid = task->tid;
		dir.result = visit(task);
		if (dir.result == 0 && is_top)
			dir.result = visit_threads(task);
	}
	return dir_close(&dir);
}

int proc_each(task_visitor *visitor, void *context)
{
	struct task task = { .visitor = visitor, .context = context };

	if (proc_missing())
		return -ENODEV;
	task.own_netns = netns_of("/proc/self/ns/net");
	task.own_public = inode_of(AT_FDCWD, "/proc/self/net/dev");
	return walk(&task, append(task.path, PROC));
}

void note_hidden(struct hidden *hidden, const struct task *task)
{
	if (hidden->last != task->pid)
		hidden->count++;
	hidden->last = task->pid;
}

int proc_warn(const char *object, int error, unsigned hidden)
{
	if (error < 0)
		return warn_errno(error, object, _(": cannot look for processes"),
				  proc_missing());
	if (hidden == 0)
		return DONE;
	say(object);
	say(_(": there may be more: "));
	return warn(num_text(hidden), _(" processes may not be looked at"),
		    SYS(geteuid) != 0 ? _(" (run as root)") : NULL);
}

int task_comm(struct task *task, char text[TASK_COMM_SIZE])
{
	int fd = task_open(task, "/comm", O_RDONLY);
	int size = fd < 0 ? fd : SYS(read, fd, text, TASK_COMM_SIZE);

	close_fd(fd);
	if (size > 0) {
		text[size - 1] = '\0';		/* without the newline */
		return 0;
	}
	*text = '\0';
	return is_gone(size) ? 0 : size;
}
