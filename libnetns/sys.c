// SPDX-License-Identifier: 0BSD
/* sys.c: system calls that are made in more than one place */
#include "netns.h"

#include <sys/mount.h>
#include <unistd.h>

/* Where syscall.h has no instruction to make them in line. Arguments that a call does not have are
 * read all the same: what happens to lie there. */
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

int open_at(int dirfd, const char *path, int mode)
{
	return SYS(openat, dirfd, path, mode | O_CLOEXEC, 0);
}

int open_path(const char *path, int mode)
{
	return open_at(AT_FDCWD, path, mode);
}

void close_fd(int fd)
{
	if (fd >= 0)			/* a call for each of 1,000 names would be felt */
		SYS(close, fd);
}

static int read_status(int dirfd, const char *path, struct status *status, int flag)
{
	struct statx all;
	int error = SYS(statx, dirfd, path, flag | AT_EMPTY_PATH, STATX_BASIC_STATS, &all);

	if (error >= 0) {
		status->inode = all.stx_ino;
		memcpy(&status->device, &all.stx_dev_major, 2 * sizeof all.stx_dev_major);
		status->size = all.stx_size;
		status->mode = all.stx_mode;
		status->links = all.stx_nlink;
	}
	return error;
}

int status_of(int dirfd, const char *path, struct status *status)
{
	return read_status(dirfd, path, status, 0);
}

int status_of_path(const char *path, struct status *status)
{
	return status_of(AT_FDCWD, path, status);
}

NOINLINE int status_of_link(int dirfd, const char *path, struct status *status)
{
	return read_status(dirfd, path, status, AT_SYMLINK_NOFOLLOW);
}

NOINLINE bool is_same_file(const struct status *one, const struct status *other)
{
	return one->inode == other->inode && one->device == other->device;
}

bool leads_to_same(int one_at, const char *one, int other_at, const char *other)
{
	struct status first, second;

	return status_of(one_at, one, &first) == 0 && status_of(other_at, other, &second) == 0 &&
	       is_same_file(&first, &second);
}

char *fd_path(char path[FD_PATH_SIZE], int fd)
{
	append_number(append(path, "/proc/self/fd/"), fd);
	return path;
}

int mount_on(const char *source, const char *target, const char *type, unsigned mount_flags)
{
	return SYS(mount, source, target, type, mount_flags, NULL);
}

int mount_fd(const char *target, int fd, unsigned mount_flags)
{
	static char path[FD_PATH_SIZE];

	return mount_on(fd_path(path, fd), target, NULL, MS_BIND | mount_flags);
}

int set_propagation(const char *target, unsigned type)
{
	return mount_on("", target, NULL, type | MS_REC);
}

void pause_for(unsigned milliseconds)
{
	const long duration[] = { 0, milliseconds * 1000000u };

	SYS(ppoll, NULL, 0, duration, NULL);
}
