// SPDX-License-Identifier: 0BSD
/* fds.c: network namespaces that a process has open
 *
 * Nothing else leads to a namespace that has no process and no mount, before listns(2), Linux 6.19.
 * The text of the link /proc/PID/fd/N may be the name by which the file was opened, so we look at
 * the inode. A file system like FUSE is not asked, since it may never answer.
 */
#include "procfs/procfs.h"

#include <linux/nsfs.h>
#include <sched.h>

/* ERROR: why the descriptors of TASK cannot be seen. An ending process has no memory, thus no
 * program, before it has closed its files, and the directory is not its user's any more. */
static int if_not_ending(struct task *task, int error)
{
	char start[2];		/* of its path */

	if (error == -EACCES && read_link(task_path(task, "/exe"), start, sizeof start) == -ENOENT)
		return -ESRCH;
	return error;
}

int task_fds_each(struct task *task, netns_mount_visitor *visit, void *context)
{
	struct file_stat own = { 0 }, file;
	struct dir dir;
	const char *name;

	if (task->tid != task->pid)		/* threads share their descriptors */
		return 0;
	dir_open(AT_FDCWD, task_path(task, "/fd"), &dir);
	if (dir.result == 0)
		dir.result = stat_path("/proc/self/ns/net", &own);
	while ((name = dir_next(&dir)))
		if (stat_cached(dir.fd, name, &file) == 0 && file.device == own.device)
			dir.result = visit(task, file.inode, (char *)name, context);
	return if_not_ending(task, dir_close(&dir));
}

int task_open_fd(struct task *task, const char *number, unsigned inode)
{
	char path[sizeof "/fd/" + NUM_SIZE];
	int fd;

	str_append_uint(str_append(path, "/fd/"), num_parse(number));	/* whatever /proc says */
	fd = open_if_netns(task_open(task, path, O_PATH), inode);
	if (fd < 0 || SYS(ioctl, fd, NS_GET_NSTYPE, 0) == CLONE_NEWNET)
		return fd;
	close_fd(fd);
	return -ESTALE;
}
