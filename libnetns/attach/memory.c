// SPDX-License-Identifier: 0BSD
/* memory.c: the memory of a process that we trace, and where in it the vdso is; vdso(7)
 *
 * The vdso is looked for in /proc/PID/maps, which the process cannot change: the auxiliary vector
 * has an address, but something else may have been mapped there. A file may be called "[vdso]",
 * too, but its path begins with a slash.
 */
#include "attach/tracer.h"

#include <sys/uio.h>

enum { AREA_SIZE = 8192 };

struct mapping {
	unsigned long start, end;
};

int memory_access(const struct memory *memory, int call, unsigned long address, void *bytes,
		  unsigned size)
{
	struct iovec part = { bytes, size };

	return SYS_NUMBERED(call, memory->fd, &part, 1, address, 0);
}

/* Is LINE that of the executable mapping NAME?
 * "7ffd6a5f3000-7ffd6a5f5000 r-xp 00000000 00:00 0      [vdso]" */
static bool parse_mapping(char *line, const char *name, struct mapping *mapping)
{
	const char *permissions;

	mapping->start = number_at(str_sep(&line, '-'), 16);
	mapping->end = number_at(str_sep(&line, ' '), 16);
	permissions = str_sep(&line, ' ');
	for (unsigned field = 0; field < 3; field++)
		str_sep(&line, ' ');
	while (*line == ' ')
		line++;
	return str_equal(line, name) && permissions[2] == 'x' && mapping->start < mapping->end;
}

static int find_mapping(char *maps, const char *name, struct mapping *mapping)
{
	while (*maps)
		if (parse_mapping(str_sep(&maps, '\n'), name, mapping))
			return 0;
	return -ENOEXEC;
}

static int find_instruction(struct memory *memory, const struct mapping *mapping,
			    const struct abi *abi)
{
	char text[AREA_SIZE];
	unsigned long room = mapping->end - mapping->start;
	int size = memory_access(memory, SYS_preadv, mapping->start, text,
				 room < sizeof text ? room : sizeof text);
	abi_instruction found;

	for (int at = 0; at <= size - (int)sizeof found; at += ABI_STEP) {
		memcpy(&found, text + at, sizeof found);
		memory->instruction = mapping->start + at;
		if (found == abi->instruction)
			return 0;
	}
	return size < 0 ? size : -ENOEXEC;
}

int tracee_find_instruction(struct tracee *tracee)
{
	struct memory *memory = &tracee->memory;
	struct mapping mapping;
	int error;

	if (memory->abi == tracee->abi)
		return 0;
	memory->abi = NULL;
	if (memory->fd < 0)
		memory->fd = thread_open(tracee->tid, "/mem", O_RDWR);
	error = memory->fd;
	if (error >= 0)
		error = file_read(AT_FDCWD, thread_path(tracee->tid, "/maps"), memory->text,
				  MEMORY_SIZE);
	if (error >= 0)
		error = find_mapping(memory->text, ABI_AREA, &mapping);
	if (error == 0)
		error = find_instruction(memory, &mapping, tracee->abi);
	if (error == 0)
		memory->abi = tracee->abi;
	return error;
}
