// SPDX-License-Identifier: 0BSD
/* as UID COMMAND [ARG...]: run COMMAND as user and group UID, without other groups. */
#define _GNU_SOURCE
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	unsigned id;

	if (argc < 3) {
		fputs("usage: as UID COMMAND [ARG...]\n", stderr);
		return 1;
	}
	id = strtoul(argv[1], 0, 10);
	if (setgroups(0, 0) || setgid(id) || setuid(id)) {
		perror("as");
		return 1;
	}
	execvp(argv[2], argv + 2);
	perror(argv[2]);
	return 127;
}
