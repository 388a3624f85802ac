// SPDX-License-Identifier: 0BSD
/* proc.c: which process, which thread of it, is in which network namespace; proc(5)
 *
 * /proc/PID/ns/net can be read by whoever could trace the process, root as a rule. But
 * /proc/PID/net/dev can be looked up by everyone, and its inode number is another in each network
 * namespace: that tells whether a process which hides is in a given one.
 */
#include "netns.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
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

enum { PATH_SIZE = 2 * NUM_SIZE + sizeof "/task//ns/net" };

/* "PID/FILE" or, of a thread, "PID/task/TID/FILE" */
static char *task_path(char path[PATH_SIZE], const struct task *task, const char *file)
{
	char number[NUM_SIZE];

	strcpy(path, num_text(number, task->pid));
	if (task->tid != task->pid)
		strcat(strcat(path, "/task/"), num_text(number, task->tid));
	return strcat(strcat(path, "/"), file);
}

int task_open(const struct task *task, const char *file)
{
	char path[PATH_SIZE];
	int fd = openat(task->proc, task_path(path, task, file), O_RDONLY | O_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

void task_comm(const struct task *task, char text[TASK_COMM_SIZE])
{
	int fd = task_open(task, "comm");
	ssize_t length = fd < 0 ? 0 : read(fd, text, TASK_COMM_SIZE);

	if (fd >= 0)
		close(fd);
	text[length > 0 ? length - 1 : 0] = '\0';	/* the newline */
}

struct walk {
	task_visitor *visit;
	void *context;
	struct task task;
};

static ino_t devices_inode(int proc, const char *path)
{
	struct stat status;

	return fstatat(proc, path, &status, 0) == 0 ? status.st_ino : 0;
}

/* Our own namespace is the one that most of those are in which we may not look at. */
static unsigned long own_if_same(const struct task *task)
{
	char path[PATH_SIZE];
	ino_t own = devices_inode(task->proc, "self/net/dev");

	if (own == 0 || devices_inode(task->proc, task_path(path, task, "net/dev")) != own)
		return 0;
	return proc_netns(task->proc, "self/ns/net");
}

static int visit_task(struct walk *walk, pid_t tid)
{
	char path[PATH_SIZE];
	struct task *task = &walk->task;

	task->tid = tid;
	task->netns = proc_netns(task->proc, task_path(path, task, "ns/net"));
	if (task->netns == 0) {
		if (errno != EACCES)
			return 0;		/* a zombie, or gone already */
		task->netns = own_if_same(task);
	}
	return walk->visit(task, walk->context);
}

static int visit_threads(struct walk *walk)
{
	enum { NLINK_OF_ONE_THREAD = 3 };
	char path[PATH_SIZE];
	struct stat status;
	struct dir threads;
	const char *name;
	int result = 0;

	walk->task.tid = walk->task.pid;
	task_path(path, &walk->task, "task");
	if (fstatat(walk->task.proc, path, &status, 0) != 0 || status.st_nlink <= NLINK_OF_ONE_THREAD)
		return 0;
	if (dir_open(&threads, walk->task.proc, path) < 0)
		return 0;
	while (result == 0 && (name = dir_next(&threads)))
		if (num_decimal(name) != walk->task.pid)
			result = visit_task(walk, num_decimal(name));
	dir_close(&threads);			/* an error: the process is gone */
	return result;
}

int proc_each(task_visitor *visit, void *context)
{
	struct walk walk = { visit, context, { .pid = 0 } };
	struct dir proc;
	const char *name;
	int result = dir_open(&proc, AT_FDCWD, "/proc"), error;

	if (result < 0)
		return result;
	walk.task.proc = proc.fd;
	while (result == 0 && (name = dir_next(&proc))) {
		walk.task.pid = num_decimal(name);
		if (walk.task.pid <= 0)
			continue;
		result = visit_task(&walk, walk.task.pid);
		if (result == 0)
			result = visit_threads(&walk);
	}
	error = dir_close(&proc);
	return result ? result : error;
}

static volatile ino_t reference;	/* that of /proc/self/net/dev in the namespace asked for */

static void find_reference(int proc, int netns)
{
	pid_t child;

	reference = 0;
	child = vfork();
	if (child == 0) {
		if (setns(netns, CLONE_NEWNET) == 0)
			reference = devices_inode(proc, "self/net/dev");
		_exit(0);
	}
	if (child > 0)
		waitpid(child, NULL, 0);
}

int task_hidden_in(const struct task *task, int netns)
{
	static unsigned long asked;
	char path[PATH_SIZE];
	ino_t inode = devices_inode(task->proc, task_path(path, task, "net/dev"));

	if (asked != netns_inode(netns))
		find_reference(task->proc, netns);
	asked = netns_inode(netns);
	return inode == 0 || reference == 0 ? -1 : inode == reference;
}

int task_kill(const struct task *task, int signal)
{
	enum { PIDFD_SEND_SIGNAL = NEW_CALL_BASE + 424, PIDFD_OPEN = NEW_CALL_BASE + 434 };
	char path[PATH_SIZE];
	int fd = syscall(PIDFD_OPEN, task->pid, 0), error = 0;

	if (fd < 0 && errno == ENOSYS)
		return kill(task->pid, signal) == 0 ? 0 : -errno;
	if (fd < 0)
		return -errno;
	if (proc_netns(task->proc, task_path(path, task, "ns/net")) == task->netns &&
	    syscall(PIDFD_SEND_SIGNAL, fd, signal, NULL, 0) != 0)
		error = -errno;
	close(fd);
	return error;
}
