// SPDX-License-Identifier: 0BSD
/* unit-file.c: files that are read in parts, with interruptions, or not at all */
#include "base/base.h"
#include "calls.h"
#include "unit.h"

enum { FD = 7, SIZE = 16, PART = 4 };

static const char *contents;		/* what is left to read */
static int open_result, end_result, reads, closed;

static long answer(long number, const long a[6])
{
	size_t size = strlen(contents);

	switch (number) {
	case SYS_openat:
		return open_result;
	case SYS_close:
		closed += a[0] == FD;
		return 0;
	case SYS_read:
		if (reads++ % 2)
			return -EINTR;
		size = size < PART ? size : PART;
		size = size < (size_t)a[2] ? size : (size_t)a[2];
		memcpy((void *)a[1], contents, size);
		contents += size;
		return size ? (long)size : end_result;
	}
	return -ENOSYS;
}

static void check(const char *text, int result, const char *name)
{
	char buffer[SIZE];

	contents = text;
	reads = closed = 0;
	CHECK_INT(file_read(AT_FDCWD, "file", buffer, SIZE), result, name);
	CHECK_INT(closed, open_result >= 0, "it is closed");
	if (result == 0)
		CHECK_TEXT(buffer, text, "its text");
}

int main(void)
{
	begin();
	open_result = FD;
	check("", 0, "an empty file");
	check("one", 0, "a short file");
	check("fourteen bytes", 0, "as much as there is room for");
	check("fifteen bytes..", -EFBIG, "one byte more");
	check("more than fifteen bytes", -EFBIG, "a large file");
	end_result = -EIO;
	check("one", -EIO, "a file that cannot be read to its end");
	open_result = -EACCES;
	check("one", -EACCES, "a file that cannot be opened");
	open_result = FD;
	reads = 0;
	CHECK_INT(file_read(AT_FDCWD, "file", NULL, SIZE), -ENOMEM, "no memory");
	CHECK_INT(reads, 0, "nothing is read");
	return end();
}
