// SPDX-License-Identifier: 0BSD
/* memory.c: the memory of a process that we trace, and where in it the vdso is; vdso(7)
 *
 * Memory can be a file whose file system never answers (FUSE). Then only SIGKILL ends the wait for
 * it, or nothing does. So a child accesses it, which we abandon if it takes too long.
 *
 * The vdso is looked for in /proc/PID/maps, which the process cannot change: the auxiliary vector
 * has an address, but something else may have been mapped there. A file may be called "[vdso]",
 * too, but its path begins with a slash.
 */
#include "attach/tracer.h"

#include <signal.h>
#include <sys/uio.h>

enum { AREA_SIZE = 8192, FIND_INSTRUCTION = -1 };	/* in place of a system call */

struct mapping {
	unsigned long start, end;
};

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

/* The address of a system call instruction for MEMORY->abi. */
static int find_instruction(const struct memory *memory, pid_t tid, unsigned long *address)
{
	char text[AREA_SIZE];
	struct mapping mapping = { 0, 0 };
	struct iovec part = { text, sizeof text };
	int error = file_read(AT_FDCWD, thread_path(tid, "/maps"), memory->text, MEMORY_SIZE), size;
	abi_instruction found;

	if (error >= 0)
		error = find_mapping(memory->text, ABI_AREA, &mapping);
	if (error < 0)
		return error;
	if (mapping.end - mapping.start < sizeof text)
		part.iov_len = mapping.end - mapping.start;
	size = SYS(preadv, memory->fd, &part, 1, mapping.start, 0);
	for (int at = 0; at <= size - (int)sizeof found; at += ABI_STEP) {
		memcpy(&found, text + at, sizeof found);
		*address = mapping.start + at;
		if (found == memory->abi->instruction)
			return 0;
	}
	return size < 0 ? size : -ENOEXEC;
}

/* memory_access() in a child: the result and the bytes go to PIPE at once, or nothing does. */
static void access_for(int pipe, const struct memory *memory, int call, unsigned long address,
		       void *bytes, unsigned size)
{
	struct iovec part = { bytes, size };
	int result;
	struct iovec answer[] = { { &result, sizeof result }, { bytes, size } };

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		SYS(close, fd);			/* somebody may wait for the end of a pipe */
	result = call == FIND_INSTRUCTION ? find_instruction(memory, address, bytes) :
		SYS_NUMBERED(call, memory->fd, &part, 1, address, 0);
	SYS(writev, pipe, answer, ARRAY_SIZE(answer));
	SYS(exit_group, 0);
}

int memory_access(const struct memory *memory, int call, unsigned long address, void *bytes,
		  unsigned size)
{
	enum { LIMIT = 5000 };		/* milliseconds */
	int pipe[2], result = SYS(pipe2, pipe, O_CLOEXEC);
	struct iovec answer[] = { { &result, sizeof result }, { bytes, size } };
	struct pollfd wait_for = { .fd = pipe[0], .events = POLLIN };
	pid_t child;
	int count;

	if (result < 0)
		return result;
	child = fork_child();
	if (child == 0)
		access_for(pipe[1], memory, call, address, bytes, size);
	SYS(close, pipe[1]);
	count = child < 0 ? child : poll_fds(&wait_for, 1, LIMIT);
	if (count <= 0)
		result = count < 0 ? count : -ETIMEDOUT;
	else if (SYS(readv, pipe[0], answer, ARRAY_SIZE(answer)) != (int)(sizeof result + size))
		result = -EPIPE;
	SYS(close, pipe[0]);
	if (child > 0)
		SYS(kill, child, SIGKILL);
	return result;
}

int memory_read(const struct memory *memory, unsigned long address, void *bytes, unsigned size)
{
	int result = memory_access(memory, SYS_preadv, address, bytes, size);

	return result == -EIO ? 0 : result;
}

int tracee_find_instruction(struct tracee *tracee)
{
	struct memory *memory = &tracee->memory;
	int error;

	if (memory->abi == tracee->abi)
		return 0;
	memory->abi = tracee->abi;
	if (memory->fd < 0)
		memory->fd = thread_open(tracee->tid, "/mem", O_RDWR);
	error = memory->fd < 0 ? memory->fd :
		memory_access(memory, FIND_INSTRUCTION, tracee->tid, &memory->instruction,
			      sizeof memory->instruction);
	if (error < 0)
		memory->abi = NULL;
	return error;
}
