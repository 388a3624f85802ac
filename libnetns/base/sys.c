// SPDX-License-Identifier: 0BSD
/* sys.c: system calls that are made in more than one place */
#include "base/base.h"

#include <sys/mount.h>
#include <unistd.h>

/* Used where syscall.h has no instruction to make calls in line. It always reads six arguments:
 * those that a call does not have are whatever happens to be there. */
__attribute__((no_sanitize_address)) long sys_call(long n, ...)
{
	__builtin_va_list list;
	long arguments[6];

	__builtin_va_start(list, n);
	for (unsigned i = 0; i < ARRAY_SIZE(arguments); i++)
		arguments[i] = __builtin_va_arg(list, long);
	__builtin_va_end(list);
	return sys_array(n, arguments);
}

int open_at(int dirfd, const char *path, int flags)
{
	return SYS(openat, dirfd, path, flags | O_CLOEXEC, 0);
}

int open_path(const char *path, int flags)
{
	return open_at(AT_FDCWD, path, flags);
}

void close_fd(int fd)
{
	if (fd >= 0)			/* a useless call for each of 1,000 names would show */
		SYS(close, fd);
}

static int read_stat(int dirfd, const char *path, struct file_stat *stat, int at_flag)
{
	struct statx all;
	int error = SYS(statx, dirfd, path, at_flag | AT_EMPTY_PATH, STATX_BASIC_STATS, &all);

	*stat = (struct file_stat){ .mode = 0 };
	if (error >= 0) {
		stat->inode = all.stx_ino;
		memcpy(&stat->device, &all.stx_dev_major, 2 * sizeof all.stx_dev_major);
		stat->size = all.stx_size;
		stat->mode = all.stx_mode;
		stat->links = all.stx_nlink;
		stat->uid = all.stx_uid;
		stat->gid = all.stx_gid;
	}
	return error;
}

int stat_at(int dirfd, const char *path, struct file_stat *stat)
{
	return read_stat(dirfd, path, stat, 0);
}

int stat_path(const char *path, struct file_stat *stat)
{
	return stat_at(AT_FDCWD, path, stat);
}

int lstat_at(int dirfd, const char *path, struct file_stat *stat)
{
	return read_stat(dirfd, path, stat, AT_SYMLINK_NOFOLLOW);
}

int stat_cached(int dirfd, const char *path, struct file_stat *stat)
{
	return read_stat(dirfd, path, stat, AT_STATX_DONT_SYNC);
}

bool same_file(const struct file_stat *one, const struct file_stat *other)
{
	return one->inode == other->inode && one->device == other->device;
}

bool same_target(int one_dirfd, const char *one, int other_dirfd, const char *other)
{
	struct file_stat first, second;

	return stat_at(one_dirfd, one, &first) == 0 &&
	       stat_at(other_dirfd, other, &second) == 0 &&
	       same_file(&first, &second);
}

int read_link(const char *path, char *target, unsigned size)
{
	int length = SYS(readlinkat, AT_FDCWD, path, target, size - 1);

	target[length < 0 ? 0 : length] = '\0';
	return length < 0 ? length : 0;
}

char *proc_fd_path(char path[PROC_FD_PATH_SIZE], int fd)
{
	str_append_uint(str_append(path, "/proc/self/fd/"), fd);
	return path;
}

int mount_at(const char *source, const char *target, const char *type, unsigned flags)
{
	return SYS(mount, source, target, type, flags, NULL);
}

int bind_mount_fd(const char *target, int fd, unsigned flags)
{
	char path[PROC_FD_PATH_SIZE];

	return mount_at(proc_fd_path(path, fd), target, NULL, MS_BIND | flags);
}

int set_propagation(const char *target, unsigned type)
{
	return mount_at("", target, NULL, type);
}

unsigned inode_at(int dirfd, const char *path)
{
	struct file_stat stat;

	return stat_at(dirfd, path, &stat) < 0 ? 0 : stat.inode;
}
