// SPDX-License-Identifier: 0BSD
/* proc.c: which process, which thread of it, is in which network namespace; proc(5)
 *
 * /proc/PID/ns/net can be read by whoever could trace the process, root as a rule. But everybody
 * may look up /proc/PID/net/dev, whose inode number is another one in each network namespace:
 * that tells whether a process which we may not look at is in a given one.
 */
#include "netns.h"

#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

const char *proc_missing(void)
{
	if (access("/proc/self/ns/net", F_OK) == 0)
		return NULL;
	return access("/proc/self", F_OK) == 0 ?
		" (this kernel has no network namespaces: CONFIG_NET_NS)" : " (is /proc mounted?)";
}

unsigned long proc_netns(int dirfd, const char *path)
{
	char link[32];
	ssize_t length = readlinkat(dirfd, path, link, sizeof link);
	unsigned long inode = 0;

	for (ssize_t i = sizeof "net:[" - 1; i < length && link[i] != ']'; i++)
		inode = inode * 10 + (link[i] - '0');
	return inode;
}

const char *task_path(struct task *task, const char *file)
{
	strcpy(task->path + task->length, file);
	return task->path;
}

static ino_t inode_of(int dirfd, const char *path)
{
	struct stat status;

	return fstatat(dirfd, path, &status, 0) == 0 ? status.st_ino : 0;
}

/* The number by which a namespace is known to those that may not look at it. */
static volatile ino_t public_number;

static void find_public_number(int proc, int netns)
{
	pid_t child;

	public_number = 0;
	child = vfork();
	if (child == 0) {
		if (setns(netns, CLONE_NEWNET) == 0)
			public_number = inode_of(proc, "self/net/dev");
		_exit(0);
	}
	if (child > 0)
		waitpid(child, NULL, 0);
}

int task_is_in(struct task *task, int netns, unsigned long inode)
{
	static unsigned long known;
	ino_t number;

	if (task->netns)
		return task->netns == inode;
	number = inode_of(task->proc, task_path(task, "/net/dev"));
	if (known != inode)
		find_public_number(task->proc, netns);
	known = inode;
	return number && public_number ? number == public_number : -1;
}

static int visit(struct task *task, task_visitor *visitor, void *context)
{
	task->netns = proc_netns(task->proc, task_path(task, "/ns/net"));
	if (task->netns == 0 && errno != EACCES)
		return 0;			/* a zombie, or gone already */
	if (task->netns == 0 &&			/* most that we may not look at are in our own */
	    inode_of(task->proc, task_path(task, "/net/dev")) ==
		    inode_of(task->proc, "self/net/dev"))
		task->netns = proc_netns(task->proc, "self/ns/net");
	return visitor(task, context);
}

/* The directory has two links of its own and one for each thread. */
static bool has_threads(struct task *task)
{
	struct stat status;

	return fstatat(task->proc, task_path(task, "/task"), &status, 0) == 0 &&
	       status.st_nlink > 3;
}

static void set_path(struct task *task, unsigned length, const char *end)
{
	task->length = length;
	task_path(task, end);
	task->length += strlen(end);
}

static int visit_threads(struct task *task, task_visitor *visitor, void *context)
{
	unsigned length;
	struct dir threads;
	const char *name;
	int result = 0;

	if (!has_threads(task) || dir_open(&threads, task->proc, task->path) < 0)
		return 0;
	set_path(task, task->length, "/task/");
	length = task->length;
	while (result == 0 && (name = dir_next(&threads))) {
		set_path(task, length, name);
		task->tid = num_decimal(name);
		if (task->tid != task->pid)
			result = visit(task, visitor, context);
	}
	dir_close(&threads);
	return result;
}

int proc_each(task_visitor *visitor, void *context)
{
	struct task task;
	struct dir proc;
	const char *name;
	int result = proc_missing() ? -ENODEV : dir_open(&proc, AT_FDCWD, "/proc"), error;

	if (result < 0)
		return result;
	task.proc = proc.fd;
	while (result == 0 && (name = dir_next(&proc))) {
		task.pid = task.tid = num_decimal(name);
		if (task.pid <= 0)
			continue;
		set_path(&task, 0, name);
		result = visit(&task, visitor, context);
		if (result == 0)
			result = visit_threads(&task, visitor, context);
	}
	error = dir_close(&proc);
	return result ? result : error;
}

void task_comm(struct task *task, char text[TASK_COMM_SIZE])
{
	int fd = open_at(task->proc, task_path(task, "/comm"), O_RDONLY);
	ssize_t length = read(fd, text, TASK_COMM_SIZE);

	close_fd(fd);
	text[length > 0 ? length - 1 : 0] = '\0';	/* without the newline */
}
