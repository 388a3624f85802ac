// SPDX-License-Identifier: 0BSD
/* file.c: memory from the kernel, and whole files in it */
#include "base/base.h"

#include <sys/mman.h>

/* A hint: just above a static program on most machines. Memory there needs no page tables of its
 * own, and making these would take longer than reading into it. */
enum { NEAR_PROGRAM = 5 << 20 };

void *memory_map_size(unsigned size)
{
	long memory = SYS_MMAP(NEAR_PROGRAM, size, PROT_READ | PROT_WRITE,
			       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

	return (unsigned long)memory > -4096ul ? NULL : (void *)memory;
}

void *memory_map(void)
{
	return memory_map_size(MEMORY_SIZE);
}

int file_read(int dirfd, const char *path, char *buffer, unsigned size)
{
	int fd = buffer ? open_at(dirfd, path, O_RDONLY | O_NONBLOCK) : -ENOMEM;
	long count;

	if (fd < 0)
		return fd;
	while ((count = SYS(read, fd, buffer, size - 1)) > 0 || count == -EINTR) {
		if (count < 0)
			continue;
		buffer += count;
		size -= count;
	}
	*buffer = '\0';
	close_fd(fd);
	return size == 1 ? -EFBIG : count;
}

int write_all(int fd, const char *bytes, size_t size)
{
	while (size > 0) {
		long written = SYS(write, fd, bytes, size);

		if (written >= 0) {
			bytes += written;
			size -= written;
		} else if (written != -EINTR) {
			return written;
		}
	}
	return 0;
}
