// SPDX-License-Identifier: 0BSD
/* proc.c: which process, which thread of it, is in which network namespace; proc(5)
 *
 * Only those who may trace a process, usually root, can read /proc/PID/ns/net. But everybody may
 * look up /proc/PID/net/dev, whose inode number is different in each network namespace: it shows
 * whether a process is in a given namespace although we may not look at the process itself.
 */
#include "procfs/procfs.h"

#include <sched.h>

const char *proc_missing(void)
{
	if (!ENABLE_FEATURE_ADVICE ||
	    SYS(faccessat, AT_FDCWD, "/proc/self/ns/net", 0) == 0)
		return NULL;
	return SYS(faccessat, AT_FDCWD, "/proc/self", 0) == 0 ?
		" (this kernel has no network namespaces: CONFIG_NET_NS)" :
		" (is /proc mounted?)";
}

static unsigned inode_from(const char *digit)
{
	unsigned inode = 0;
	unsigned value;

	while ((value = *digit++ - '0') < 10)
		inode = inode * 10 + value;
	return inode;
}

unsigned netns_link_number(const char *text)
{
	const char *digit = str_after_prefix("net:[", text);

	return digit ? inode_from(digit) : 0;
}

int ns_link_read(const char *path, unsigned *inode)
{
	char text[sizeof "net:[4294967295]"];
	int error = read_link(path, text, sizeof text);

	if (error == 0)
		*inode = inode_from(str_after_last(text, '['));
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
	int error = ns_link_read(task_path(task, "/ns/net"), &task->netns);

	return error < 0 && !proc_is_gone(error) ? look_at_netdev(task) : error;
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

int threads_open_netns(const char *directory)
{
	char path[NUM_SIZE + sizeof "/ns/net"];
	int fd = -ENOENT, error;
	struct dir dir;

	dir_open(AT_FDCWD, directory, &dir);
	for (const char *tid; fd < 0 && (tid = dir_next(&dir)); ) {
		str_append(str_append_uint(path, num_parse(tid)), "/ns/net");
		fd = open_at(dir.fd, path, O_RDONLY);
	}
	error = dir_close(&dir);
	return fd < 0 && error < 0 ? error : fd;
}
