// SPDX-License-Identifier: 0BSD
/* sys.c: system calls, without what a libc adds for threads, and with -errno as their result */
#include "netns.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

int checked(long result)
{
	return result < 0 ? -errno : (int)result;
}

int open_at(int dirfd, const char *path, int mode)
{
	return checked(syscall(SYS_openat, dirfd, path, mode | O_CLOEXEC, 0));
}

void close_fd(int fd)
{
	if (fd >= 0)
		close(fd);
}

char *fd_path(char path[FD_PATH_SIZE], int fd)
{
	char number[NUM_SIZE];

	return strcat(strcpy(path, "/proc/self/fd/"), num_text(number, fd));
}

void pause_for(unsigned milliseconds)
{
	poll(NULL, 0, milliseconds);
}
