// SPDX-License-Identifier: 0BSD
/*
 * thread FILE [leave]: a process with one thread in the namespace FILE and its first thread where
 * it was started. With "leave" the first thread ends, and only the other one is left.
 * Prints "PID TID" when all is so; then waits to be killed.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int namespace_fd;

static void *other_thread(void *unused)
{
	if (setns(namespace_fd, CLONE_NEWNET)) {
		perror("thread: setns");
		exit(1);
	}
	printf("%d %ld\n", (int)getpid(), syscall(SYS_gettid));
	fflush(stdout);
	for (;;)
		pause();
	return unused;
}

int main(int argc, char **argv)
{
	pthread_t thread;

	if (argc < 2 || (namespace_fd = open(argv[1], O_RDONLY | O_CLOEXEC)) < 0) {
		perror("thread: open");
		return 1;
	}
	if (pthread_create(&thread, 0, other_thread, 0)) {
		perror("thread: pthread_create");
		return 1;
	}
	if (argc > 2 && !strcmp(argv[2], "leave"))
		pthread_exit(0);
	for (;;)
		pause();
}
