// SPDX-License-Identifier: 0BSD
/* file.c: memory from the kernel, and whole files in it */
#include "netns.h"

#include <sys/mman.h>

/* Where a program lies that is not shared, on most machines, with room for it: memory so near to it
 * needs no page tables of its own, which take longer to make than what is read into it. */
enum { NEAR_PROGRAM = 5 << 20 };

void *memory_new(void)
{
	long memory = SYS_MMAP(NEAR_PROGRAM, MEMORY_SIZE, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return (unsigned long)memory > -4096ul ? NULL : (void *)memory;
}

int file_read(int dirfd, const char *path, char *text, unsigned room)
{
	int fd = text ? open_at(dirfd, path, O_RDONLY) : -ENOMEM;
	long size;

	if (fd < 0)
		return fd;
	while ((size = SYS(read, fd, text, room - 1)) > 0) {
		text += size;
		room -= size;
	}
	*text = '\0';
	close_fd(fd);
	return room == 1 ? -EFBIG : size;
}
