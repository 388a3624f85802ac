// SPDX-License-Identifier: 0BSD
/* fuzz-read.c: directories and /proc/self/mountinfo, read in pieces of any size
 *
 * The input is what to read, in one byte, and what is in it: names up to a NUL each, or the text.
 */
#include "survey/survey.h"
#include "enter/enter.h"
#include "calls.h"
#include "fuzz.h"

enum { DESCRIPTOR = 1000, PATTERNS = 4 };

static unsigned piece, entries, passed_over;
static size_t given;			/* bytes of names */
static char file[1 << 20];		/* what is read, which is less */

static long give_entries(char *buffer, size_t size)
{
	size_t used = take_records(buffer, size, piece, 256);

	for (size_t at = 0; at < used; at += *(unsigned short *)(buffer + at + 16)) {
		const char *name = buffer + at + 19;

		given += strlen(name);
		if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
			passed_over += strlen(name);
		else
			entries++;
	}
	return used;
}

static long answer(long number, const long a[6])
{
	size_t size = a[2];

	switch (number) {
	case SYS_mmap:
		return (long)file;
	case SYS_openat:
		return DESCRIPTOR;
	case SYS_close:
		MUST(a[0] == DESCRIPTOR);
		return 0;
	case SYS_getdents64:
		return give_entries((char *)a[1], size);
	case SYS_read:
		return take_bytes((char *)a[1], size < piece ? size : piece);
	}
	return -ENOSYS;
}

static void read_directory(void)
{
	struct dir dir;
	const char *name;

	entries = passed_over = given = 0;
	dir_open(0, "/", &dir);
	while ((name = dir_next(&dir))) {
		MUST(dir.type == DT_LNK);
		MUST(entries-- > 0);
		given -= strlen(name);
	}
	MUST(given == passed_over && dir_close(&dir) == 0 && entries == 0);
}

static bool check_mount(const char *point)
{
	MUST(strncmp(point, "/run/", 5) == 0 && !strpbrk(point, " \n"));
	return false;
}

static void read_mounts(void)
{
	mounts_each(0, "/run/", check_mount);
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
