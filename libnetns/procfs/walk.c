// SPDX-License-Identifier: 0BSD
/* walk.c: visit all processes and their threads
 *
 * One pass is enough, even when processes fork and exit all the time. Process IDs go up, and /proc
 * lists them in that order. As long as we look at each process before we read the next entry, the
 * child of one that has exited meanwhile, or has left the namespace, is still ahead of us. But the
 * kernel notices the end of the list when it lists the last process, before we have looked at that.
 * So we go back to it until nothing new follows.
 */
#include "procfs/procfs.h"

#define PROC "/proc/"

static int visit(struct task *task)
{
	int result = task_look(task);

	if (!proc_is_gone(result))
		result = task->visitor(task, task->context);
	if (proc_is_gone(result))
		return 0;
	task->threads++;
	task->is_seen = true;
	return result;
}

static int walk(struct task *task, char *at);

/* Threads are not listed in the order of their IDs: the successor of one that has ended may have
 * been passed already. So this makes another pass if there are more threads than were visited. */
static int visit_threads(struct task *task)
{
	enum { TRIES = 20, DOTS = 2 };	/* DOTS: the links of a directory that are no threads */
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

/* A thread that calls execve(2) takes over the number of its leader, which is a zombie before that,
 * and its own number vanishes. So whoever looks at the leader first, and then at the threads, may
 * see neither, and looks again. TASK->pid is the process; its directory is to be written at AT. */
static int visit_process(struct task *task, char *at)
{
	enum { TRIES = 5 };
	int result, tries = TRIES;

	task->is_seen = false;
	do {
		task->tid = task->pid;
		task->end = str_append_uint(at, task->pid);
		result = visit(task);
		if (result == 0)
			result = visit_threads(task);
	} while (result == 0 && !task->is_seen && --tries > 0);
	return result;
}

static void walk_on(struct task *task, char *at, bool is_top, struct dir *dir)
{
	const char *name;

	while ((name = dir_next(dir))) {
		task->tid = num_parse(name);
		if (task->tid == task->pid)	/* the leader, which was visited first */
			task->threads++;
		if (task->tid <= (is_top ? task->pid : 0) || task->tid == task->pid)
			continue;
		if (is_top) {
			task->pid = task->tid;
			dir->result = visit_process(task, at);
		} else {
			task->end = str_append_uint(at, task->tid);
			dir->result = visit(task);
		}
	}
}

/* Visits those in the directory TASK->path, which ends at AT: processes, or threads of one. */
static int walk(struct task *task, char *at)
{
	bool is_top = at == task->path + sizeof PROC - 1;
	struct dir dir;
	pid_t last;

	dir_open(AT_FDCWD, task->path, &dir);
	dir.reads_one = is_top;
	do {
		last = task->pid;
		walk_on(task, at, is_top, &dir);
		if (is_top && dir.result == 0)
			dir_back_to_last(&dir);
	} while (dir.result == 0 && task->pid != last);
	return dir_close(&dir);
}

/* Our own ID in this /proc, which may be of another PID namespace than ours. */
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

	if (ns_link_read("/proc/self/ns/net", &task.own_netns) < 0)
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
