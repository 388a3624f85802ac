// SPDX-License-Identifier: 0BSD
/* measure ROUNDS PEER... :: OURS...: run two commands in turn, ROUNDS times each, their output
 * thrown away. Prints for the peer and for ours the minimum of the wall time and the median of the
 * CPU time, in milliseconds, and of the page faults; then the ratios of the two times. Ends with 1
 * when a command fails. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_ROUNDS = 2000 };

struct series {
	char **command;
	double wall[MAX_ROUNDS], cpu[MAX_ROUNDS], faults[MAX_ROUNDS];
};

static double milliseconds(struct timespec from, struct timespec to)
{
	return (to.tv_sec - from.tv_sec) * 1e3 + (to.tv_nsec - from.tv_nsec) / 1e6;
}

static double cpu_time(const struct rusage *usage)
{
	return (usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1e3 +
	       (usage->ru_utime.tv_usec + usage->ru_stime.tv_usec) / 1e3;
}

static void run(struct series *series, int round)
{
	struct timespec begin, end;
	struct rusage usage;
	int status;
	pid_t child;

	clock_gettime(CLOCK_MONOTONIC, &begin);
	child = vfork();
	if (child == 0) {
		int null = open("/dev/null", O_WRONLY);

		dup2(null, STDOUT_FILENO);
		execvp(series->command[0], series->command);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) < 0 || status != 0) {
		fprintf(stderr, "measure: %s failed\n", series->command[0]);
		exit(1);
	}
	clock_gettime(CLOCK_MONOTONIC, &end);
	series->wall[round] = milliseconds(begin, end);
	series->cpu[round] = cpu_time(&usage);
	series->faults[round] = usage.ru_minflt;
}

static int compare(const void *one, const void *other)
{
	double a = *(const double *)one, b = *(const double *)other;

	return (a > b) - (a < b);
}

int main(int argc, char **argv)
{
	static struct series peer, ours;
	int rounds = argc > 1 ? atoi(argv[1]) : 0;

	peer.command = ours.command = argv + 2;
	while (*ours.command && strcmp(*ours.command, "::") != 0)
		ours.command++;
	if (!*ours.command || rounds < 1 || rounds > MAX_ROUNDS)
		return fprintf(stderr, "usage: measure ROUNDS PEER... :: OURS...\n"), 2;
	*ours.command++ = NULL;
	for (int round = 0; round < rounds; round++) {
		run(&peer, round);
		run(&ours, round);
	}
	for (struct series *s = &peer; s; s = s == &peer ? &ours : NULL) {
		qsort(s->wall, rounds, sizeof *s->wall, compare);
		qsort(s->cpu, rounds, sizeof *s->cpu, compare);
		qsort(s->faults, rounds, sizeof *s->faults, compare);
		printf("%.2f %.2f %.0f ", s->wall[0], s->cpu[rounds / 2],
		       s->faults[rounds / 2]);
	}
	printf("%.1f %.1f\n", peer.wall[0] / ours.wall[0],
	       peer.cpu[rounds / 2] / ours.cpu[rounds / 2]);
	return 0;
}
