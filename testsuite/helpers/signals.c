// SPDX-License-Identifier: 0BSD
/*
 * signals COMMAND [ARG...]: run COMMAND with every signal at its default and none blocked. A shell
 * starts its background commands with SIGINT ignored.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	sigset_t none;
	int i;

	if (argc < 2) {
		fputs("usage: signals COMMAND [ARG...]\n", stderr);
		return 1;
	}
	for (i = 1; i < NSIG; i++)
		signal(i, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, 0);
	execvp(argv[1], argv + 1);
	perror(argv[1]);
	return 127;
}
