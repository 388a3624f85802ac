// SPDX-License-Identifier: 0BSD
/*
 * wait CALL: waits three seconds, once, by nanosleep, poll or futex, none of which tells how much
 * time is left. Prints "ready" before, and after that "early", or "done".
 */
#define _GNU_SOURCE
#include "futex.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static const struct timespec three = { 3, 0 };

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	double start = now();
	int word = 0;

	puts("ready");
	fflush(stdout);
	if (argc == 2 && strcmp(argv[1], "nanosleep") == 0)
		nanosleep(&three, NULL);
	else if (argc == 2 && strcmp(argv[1], "poll") == 0)
		poll(NULL, 0, 3000);
	else if (argc == 2 && strcmp(argv[1], "futex") == 0)
		syscall(FUTEX_CALL, &word, FUTEX_WAIT_PRIVATE, 0, &three, NULL, 0);
	else
		return 2;
	puts(now() - start < 2.95 ? "early" : "done");
	return 0;
}
