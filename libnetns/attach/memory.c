// SPDX-License-Identifier: 0BSD
/* memory.c: the memory of a process that we trace, and where in it the vdso is; vdso(7) */
#include "attach/tracer.h"

#include <sys/uio.h>

enum {
	VDSO_ADDRESS = 33,			/* AT_SYSINFO_EHDR: getauxval(3) */
	AREA_SIZE = 8192,
};

static const struct abi abis[] = { ABI_ROWS };
struct abi abi;

static int memory;			/* descriptor of /proc/PID/mem */

int memory_access(int call, unsigned long address, void *bytes, unsigned size)
{
	struct iovec part = { bytes, size };

	return SYS_NUMBERED(call, memory, &part, 1, address, 0);
}

unsigned long word(const union words *words, unsigned index)
{
	return sizeof(long) == 8 && abi.width == 8 ? words->wide[index] : words->narrow[index];
}

/* For machines where the auxiliary vector does not have it. Only a name holds a '['. */
static unsigned long area_in_maps(int fd, const char *name)
{
	const char *match = name;
	unsigned long start = 0;
	char text[AREA_SIZE];
	int size;

	while ((size = SYS(read, fd, text, sizeof text)) > 0)
		for (const char *c = text; c < text + size; c++) {
			unsigned digit = *c <= '9' ? *c - '0' : *c - 'a' + 10;

			if (match && !*match && *c == '\n')
				return start;
			if (*c == '\n')
				match = NULL, start = 0;
			else if (!match && digit < 16)
				start = start * 16 + digit;
			else
				match = match && *c == *match ? match + 1 : name;
		}
	return 0;
}

static unsigned long area_in_auxv(int fd)
{
	union words vector;			/* its first entries will do */

	SYS(read, fd, &vector, sizeof vector);
	for (unsigned i = 0; i < ARRAY_SIZE(vector.wide); i += 2)
		if (word(&vector, i) == VDSO_ADDRESS)
			return word(&vector, i + 1);
	return 0;
}

static unsigned long find_instruction(unsigned long area)
{
	char text[AREA_SIZE];
	int size = memory_access(SYS_preadv, area, text, sizeof text);
	abi_instruction found;

	for (int at = 0; at <= size - (int)sizeof found; at += ABI_STEP) {
		memcpy(&found, text + at, sizeof found);
		if (found == abi.instruction)
			return area + at;
	}
	return 0;
}

unsigned long memory_open(pid_t tid, int size)
{
	const struct abi *row = abis;
	int fd;

	while (row->size != size)
		if (++row == abis + ARRAY_SIZE(abis))
			return 0;
	abi = *row;
	fd = thread_open(tid, ABI_AREA ? "/maps" : "/auxv", O_RDONLY);
	memory = thread_open(tid, "/mem", O_RDWR);
	return find_instruction(ABI_AREA ? area_in_maps(fd, ABI_AREA) : area_in_auxv(fd));
}
