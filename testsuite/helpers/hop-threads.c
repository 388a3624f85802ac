// SPDX-License-Identifier: 0BSD
/* hop-threads US: the first thread leaves the network namespace, another one stays, and this is
 * always a new one: it starts its successor, after US microseconds, and ends. */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static unsigned pause_us;
static pthread_attr_t detached;

static void *next_thread(void *unused)
{
	pthread_t next;

	if (pause_us > 0)
		usleep(pause_us);
	while (pthread_create(&next, &detached, next_thread, NULL) != 0)
		sched_yield();
	return unused;
}

int main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	pause_us = atoi(argv[1]);
	pthread_attr_init(&detached);
	pthread_attr_setdetachstate(&detached, PTHREAD_CREATE_DETACHED);
	next_thread(NULL);
	if (unshare(CLONE_NEWNET) != 0) {
		perror("hop-threads: unshare");
		return 1;
	}
	for (;;)
		pause();
}
