// SPDX-License-Identifier: 0BSD
/* fuzz-read.c: directories and /proc/self/mountinfo, read in pieces of any size
 *
 * The input is what to read, in one byte, and what is in it: names up to a NUL each, or the text.
 */
#include "netns.h"
#include "fuzz.h"

#include <stdarg.h>
#include <sys/syscall.h>

enum { DESCRIPTOR = 1000, PATTERNS = 4 };

static unsigned piece, entries, passed_over;
static size_t given;			/* bytes of names */
static char file[1 << 20];		/* what is read, which is less */

/* Whole records like those of getdents(2), as many as fit into a piece. */
static long give_entries(char *buffer, size_t size)
{
	size_t used = 0;
	char name[256];

	while (input_left > 0 && used + 24 + sizeof name <= size && (used == 0 || used < piece)) {
		unsigned short record;

		take_string(name, sizeof name);
		if (!*name)
			continue;
		given += strlen(name);
		if (strcmp(name, ".") && strcmp(name, ".."))
			entries++;
		else
			passed_over += strlen(name);
		record = (19 + strlen(name) + 1 + 7) & ~7;
		memset(buffer + used, 0, 19);
		memcpy(buffer + used + 16, &record, sizeof record);
		buffer[used + 18] = DIR_LINK;
		strcpy(buffer + used + 19, name);
		used += record;
	}
	return used;
}

long syscall(long number, ...)
{
	va_list list;
	long fd;
	char *buffer;
	size_t size;

	va_start(list, number);
	fd = va_arg(list, long);
	buffer = va_arg(list, char *);
	size = va_arg(list, size_t);
	va_end(list);
	switch (number) {
	case SYS_mmap:
		return (long)file;
	case SYS_openat:
		return DESCRIPTOR;
	case SYS_close:
		MUST(fd == DESCRIPTOR);
		return 0;
	case SYS_getdents64:
		return give_entries(buffer, size);
	case SYS_read:
		return take_bytes(buffer, size < piece ? size : piece);
	}
	errno = ENOSYS;
	return -1;
}

static void read_directory(void)
{
	struct dir dir;
	const char *name;

	entries = passed_over = given = 0;
	MUST(dir_open(&dir, 0, "/") == 0);
	while ((name = dir_next(&dir))) {
		MUST(dir.type == DIR_LINK);
		MUST(entries-- > 0);
		given -= strlen(name);
	}
	MUST(given == passed_over && dir_close(&dir) == 0 && entries == 0);
}

static void check_mount(const char *point, void *context)
{
	MUST(strncmp(point, context, 5) == 0 && !strpbrk(point, " \n"));
}

static void read_mounts(void)
{
	mounts_each(0, "/run", check_mount, "/run/");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned what;

	begin_input(data, size);
	what = take_byte();
	piece = 1 + (what >> 1) * (what >> 1);
	if (what & 1)
		read_directory();
	else
		read_mounts();
	return 0;
}
