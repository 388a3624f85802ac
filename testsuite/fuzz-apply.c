// SPDX-License-Identifier: 0BSD
/* fuzz-apply.c: the reader of netns-apply's files
 *
 * The input is a file. Where it has no mistake, its statements are written as the state has them,
 * and read again, as a file and as a state: there must be no mistake in them then.
 */
#include "apply/statement.h"
#include "calls.h"
#include "fuzz.h"

#include <sys/mman.h>

enum { FILE_FD = 1001, SIZE = 1 << 20 };

static void *memory;
static size_t memory_size;
static char written[SIZE];

static long answer(long number, const long a[6])
{
	if (number == SYS_mmap) {
		if (memory)
			munmap(memory, memory_size);
		memory_size = a[1];
		memory = mmap(NULL, memory_size, a[2], a[3], -1, 0);
		return (long)memory;
	}
	if (number == SYS_read)
		return take_bytes((char *)a[1], a[2]);
	return number == SYS_write ? a[2] : -ENOSYS;
}

/* Returns the statements' status. */
static int read_as(const void *text, size_t size, bool is_state)
{
	apply = (struct apply){ .file = "net.conf", .status = EXIT_SUCCESS };
	MUST(statements_begin() == 0);
	begin_input(text, size);
	MUST(read_statements(FILE_FD, is_state) == 0);
	return apply.status;
}

/* Those of the list, each in its part; returns the size, 0 if they are too many. */
static size_t write_statements(void)
{
	char *at = written;

	for (struct statement *one = apply.first[WANTED]; one; one = one->next) {
		const char *text = statement_text(one);

		MUST(strlen(text) < 2 * LINE_SIZE);
		if (at + 4 * LINE_SIZE > written + SIZE)
			return 0;
		if (!one->netns)
			at += sprintf(at, "%s \n", text);
		else if (one->netns == apply.here_netns)
			at += sprintf(at, "here\n\t%s \n", text);
		else
			at += sprintf(at, "namespace %s\n\t%s \n", one->netns->words[1], text);
	}
	return at - written;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	size_t length;

	if (size == 0)
		return 0;
	if (read_as(data + 1, size - 1, *data & 1) != EXIT_SUCCESS || *data & 1)
		return 0;
	length = write_statements();
	MUST(read_as(written, length, false) == EXIT_SUCCESS);
	MUST(read_as(written, length, true) == EXIT_SUCCESS);
	return 0;
}
