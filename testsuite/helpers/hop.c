// SPDX-License-Identifier: 0BSD
/* hop MS US FILE: for MS milliseconds, be always another process: fork, live for US microseconds,
 * end. SIGTERM is ignored. FILE is made when the time is over. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000L + now.tv_nsec / 1000000;
}

int main(int argc, char **argv)
{
	long end;
	int pause;

	if (argc != 4)
		return 2;
	end = now_ms() + atol(argv[1]);
	pause = atoi(argv[2]);
	signal(SIGTERM, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
	if (fork() != 0)		/* whoever started us need not wait */
		return 0;
	setsid();
	while (now_ms() < end) {
		if (pause > 0)
			usleep(pause);
		if (fork() > 0)
			_exit(0);
	}
	close(open(argv[3], O_CREAT | O_WRONLY, 0600));
	return 0;
}
