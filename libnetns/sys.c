// SPDX-License-Identifier: 0BSD
/* sys.c: system calls that are made in more than one place */
#include "netns.h"

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

void close_fd(int fd)
{
	SYS(close, fd);
}

int status_of(int dirfd, const char *path, int flag, struct statx *status)
{
	return SYS(statx, dirfd, path, flag, STATX_BASIC_STATS, status);
}

bool is_same_file(const struct statx *one, const struct statx *other)
{
	return one->stx_ino == other->stx_ino && is_same_device(one, other);
}

bool is_same_device(const struct statx *one, const struct statx *other)
{
	return one->stx_dev_major == other->stx_dev_major &&
	       one->stx_dev_minor == other->stx_dev_minor;
}

char *fd_path(char path[FD_PATH_SIZE], int fd)
{
	append_number(append(path, "/proc/self/fd/"), fd);
	return path;
}

void pause_for(unsigned milliseconds)
{
	const long duration[] = { milliseconds / 1000, milliseconds % 1000 * 1000000l };

	SYS(ppoll, NULL, 0, duration, NULL, 0);
}
