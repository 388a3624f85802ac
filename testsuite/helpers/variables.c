// SPDX-License-Identifier: 0BSD
/*
 * variables COUNT COMMAND [ARG...]: run COMMAND with COUNT variables of two bytes in its
 * environment, and nothing else. Only where "ulimit -s unlimited" has been said are many accepted.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	size_t count = argc > 2 ? strtoul(argv[1], NULL, 10) : 0;
	char **environment = calloc(count + 1, sizeof *environment);

	if (argc < 3 || !environment) {
		fputs("usage: variables COUNT COMMAND [ARG...]\n", stderr);
		return 1;
	}
	for (size_t i = 0; i < count; i++)
		environment[i] = "a=";
	execve(argv[2], argv + 2, environment);
	perror(argv[2]);
	return 127;
}
