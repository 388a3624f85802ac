// SPDX-License-Identifier: 0BSD
/* proc.c: which process, which thread of it, is in which network namespace; proc(5)
 *
 * /proc/PID/ns/net can be read by who may trace the process, usually root. But everybody may look
 * up /proc/PID/net/dev, whose inode number differs from one network namespace to the next: it shows
 * whether a process is in a given namespace although we may not look at the process itself.
 *
 * One look is enough, also for processes that fork and end all the time. Numbers of processes go
 * up, and /proc lists them in that order. As long as we read one at a time, and look at it before
 * we read the next, the child of one that has ended meanwhile is still ahead of us.
 */
#include "procfs/procfs.h"

#include <sched.h>

#define PROC "/proc/"

const char *proc_missing(void)
{
	if (!ENABLE_FEATURE_ADVICE ||
	    SYS(faccessat, AT_FDCWD, "/proc/self/ns/net", 0) == 0)
		return NULL;
	return SYS(faccessat, AT_FDCWD, "/proc/self", 0) == 0 ?
		" (this kernel has no network namespaces: CONFIG_NET_NS)" :
		" (is /proc mounted?)";
}

unsigned netns_link_number(const char *text)
{
	const char *digit = str_after_prefix("net:[", text);
	unsigned inode = 0;
	unsigned value;

	while (digit && (value = *digit++ - '0') < 10)
		inode = inode * 10 + value;
	return inode;
}

int netns_link_read(const char *path, unsigned *inode)
{
	struct file_stat netns;
	int error = stat_path(path, &netns);

	if (error == 0)
		*inode = netns.inode;
	return error;
}

const char *task_path(struct task *task, const char *file)
{
	str_append(task->end, file);
	return task->path;
}

int task_open(struct task *task, const char *file, int mode)
{
	return open_path(task_path(task, file), mode);
}

unsigned netns_netdev(int netns)
{
	int own = open_path("/proc/self/ns/net", O_RDONLY);
	unsigned inode = 0;

	if (SYS(setns, netns, CLONE_NEWNET) == 0) {
		inode = inode_at(AT_FDCWD, "/proc/self/net/dev");
		SYS(setns, own, CLONE_NEWNET);
	}
	close_fd(own);
	return inode;
}

int task_is_in(const struct task *task, unsigned inode, unsigned netdev)
{
	if (task->netns)
		return task->netns == inode;
	return task->netdev && netdev ? task->netdev == netdev : -1;
}

bool proc_is_gone(int error)
{
	return error == -ENOENT || error == -ESRCH;	/* ENOENT: a zombie */
}

/* We may not look at its namespace. But most such tasks are in our own. */
static int look_at_netdev(struct task *task)
{
	struct file_stat netdev;
	int error = stat_path(task_path(task, "/net/dev"), &netdev);

	if (proc_is_gone(error))
		return error;
	task->netdev = error < 0 ? 0 : netdev.inode;
	task->netns = task->netdev == task->own_netdev ? task->own_netns : 0;
	return 0;
}

int task_look(struct task *task)
{
	int error = netns_link_read(task_path(task, "/ns/net"), &task->netns);

	return error < 0 && !proc_is_gone(error) ? look_at_netdev(task) : error;
}

static int visit(struct task *task)
{
	if (proc_is_gone(task_look(task)))
		return 0;
	task->threads++;
	return task->visitor(task, task->context);
}

static int walk(struct task *task, char *at);

/* Threads are not listed in the order of their numbers: the successor of one that has ended may
 * have been passed already. So this looks again if there are more threads than it has visited. */
static int visit_threads(struct task *task)
{
	enum { TRIES = 20, DOTS = 2 };		/* links of the directory that are no thread */
	char *at = str_append(task->end, "/task/");
	struct file_stat directory;
	int result, tries = TRIES;

	do {
		*at = '\0';
		task->threads = 0;
		result = stat_path(task->path, &directory);
		if (result < 0 && task->netns == 0)	/* hidepid: the visitor knows that */
			return 0;
		if (result < 0 || directory.links <= DOTS + 1)
			break;
		result = walk(task, at);
	} while (result == 0 && task->threads < directory.links - DOTS && --tries > 0);
	return proc_is_gone(result) ? 0 : result;
}

/* Visits those in the directory TASK->path, which ends at AT: processes, or threads of one. */
static int walk(struct task *task, char *at)
{
	bool is_top = at == task->path + sizeof PROC - 1;
	struct dir dir;
	const char *name;

	dir_open(AT_FDCWD, task->path, &dir);
	dir.reads_one = is_top;
	while ((name = dir_next(&dir))) {
		task->tid = num_parse(name);
		if (task->tid == task->pid)	/* the leader, which was visited first */
			task->threads++;
		if (task->tid <= 0 || task->tid == task->pid)
			continue;
		task->end = str_append_uint(at, task->tid);
		if (is_top)
			task->pid = task->tid;
		dir.result = visit(task);
		if (dir.result == 0 && is_top)
			dir.result = visit_threads(task);
	}
	return dir_close(&dir);
}

/* Our own number in /proc, which may be of another PID namespace than ours. */
static pid_t number_of_self(void)
{
	char link[NUM_SIZE];

	read_link("/proc/self", link, sizeof link);
	return num_parse(link);
}

int proc_each(task_visitor *visitor, void *context)
{
	struct task task = { .visitor = visitor, .context = context };
	int result;

	if (netns_link_read("/proc/self/ns/net", &task.own_netns) < 0)
		return -ENODEV;
	task.self = number_of_self();
	task.own_netdev = inode_at(AT_FDCWD, "/proc/self/net/dev");
	result = walk(&task, str_append(task.path, PROC));
	/* There is a process 1 as long as there are others. */
	if (result == 0 && SYS(faccessat, AT_FDCWD, "/proc/1", 0) < 0)
		return -EACCES;
	return result;
}

int proc_last_pid(void)
{
	char text[128];			/* 0.20 0.18 0.12 1/80 11206 */
	int error = file_read(AT_FDCWD, "/proc/loadavg", text, sizeof text);
	char *last;

	if (error < 0)
		return error;
	last = str_after_last(text, ' ');
	return num_parse(str_sep(&last, '\n'));
}

void count_hidden(struct hidden *hidden, const struct task *task)
{
	if (hidden->last != task->pid)
		hidden->count++;
	hidden->last = task->pid;
}

void msg_add_processes(unsigned count)
{
	char number[NUM_SIZE];

	msg_add(num_format(number, count));
	msg_add(count == 1 ? " process" : " processes");
}

int proc_warn(const char *object, int error, unsigned hidden)
{
	if (error == -EXDEV)
		return warn(object, ": /proc is of another PID namespace");
	if (error < 0)
		return warn_errno(error, object, ": cannot see all processes",
				  error == -EACCES ? " (hidepid?)" : proc_missing());
	if (hidden == 0)
		return EXIT_SUCCESS;
	msg_add(object);
	msg_add(": there may be more: ");
	msg_add_processes(hidden);
	return warn(" may not be looked at",
		    ENABLE_FEATURE_ADVICE && SYS(geteuid) != 0 ? " (run as root)" : NULL);
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
	return proc_is_gone(size) ? 0 : size;
}
