// SPDX-License-Identifier: 0BSD
/* terminal INPUT COMMAND [ARG...]: run COMMAND with a terminal as its standard input, on which
 * INPUT was typed. Exit status 99: there are no terminals here. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NO_TERMINAL = 99 };

int main(int argc, char **argv)
{
	int master = posix_openpt(O_RDWR | O_NOCTTY), slave;

	if (argc < 3 || master < 0 || grantpt(master) < 0 || unlockpt(master) < 0)
		return NO_TERMINAL;
	slave = open(ptsname(master), O_RDWR | O_NOCTTY);
	if (slave < 0 || dup2(slave, STDIN_FILENO) < 0)
		return NO_TERMINAL;
	if (write(master, argv[1], strlen(argv[1])) < 0)
		return NO_TERMINAL;
	execvp(argv[2], argv + 2);
	return 127;
}
