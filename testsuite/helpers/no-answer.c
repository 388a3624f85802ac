// SPDX-License-Identifier: 0BSD
/* no-answer DIRECTORY: mount a file system on it that never answers, open it, and wait to be
 * killed. Prints "ready" when all is so; 77 where there is no FUSE. fuse(4) */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <sys/mount.h>
#include <unistd.h>

int main(int argc, char **argv)
{
	char options[100];
	int fuse = open("/dev/fuse", O_RDWR | O_CLOEXEC);

	if (argc != 2)
		return 2;
	snprintf(options, sizeof options, "fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other",
		 fuse);
	if (fuse < 0 || mount("none", argv[1], "fuse.none", 0, options) != 0)
		return 77;
	if (open(argv[1], O_PATH) < 0)
		return 1;
	puts("ready");
	fflush(stdout);
	for (;;)
		pause();
}
