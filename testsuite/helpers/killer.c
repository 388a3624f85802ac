// SPDX-License-Identifier: 0BSD
/*
 * killer [-t] MICROSECONDS COMMAND [ARG...]: runs COMMAND and sends it SIGKILL at a random moment
 * within that time; with -t ("tree"), its child processes too, which are killed first. Exits with
 * 99 if COMMAND was killed, else with its status. Without a number of microseconds, 0, it kills
 * nothing and prints how many COMMAND took.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static long microseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000l + now.tv_nsec / 1000;
}

static void kill_children(pid_t parent)
{
	char path[64];
	FILE *file;
	int child;

	snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)parent, (int)parent);
	file = fopen(path, "re");
	while (file && fscanf(file, "%d", &child) == 1)
		kill(child, SIGKILL);
	if (file)
		fclose(file);
}

static pid_t start(char **command)
{
	pid_t child = fork();

	if (child == 0) {
		execvp(*command, command);
		_exit(127);
	}
	return child;
}

int main(int argc, char **argv)
{
	bool tree = argc > 1 && strcmp(argv[1], "-t") == 0;
	long limit, begin = microseconds(), moment;
	int status;
	pid_t child;

	argv += tree;
	if (argc < 3 + tree)
		return fputs("usage: killer [-t] MICROSECONDS COMMAND [ARG...]\n", stderr), 2;
	limit = atol(argv[1]);
	srand(begin ^ getpid());
	moment = limit ? begin + rand() % limit : 0;
	child = start(argv + 2);
	if (child < 0)
		return 2;
	if (moment) {
		while (microseconds() < moment)
			;		/* a sleep would end too late */
		if (tree)
			kill_children(child);
		kill(child, SIGKILL);
	}
	if (waitpid(child, &status, 0) != child)
		return 2;
	if (!limit)
		printf("%ld\n", microseconds() - begin);
	return WIFSIGNALED(status) ? 99 : WEXITSTATUS(status);
}
