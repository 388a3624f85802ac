// SPDX-License-Identifier: 0BSD
/* registers.c: the registers of a stopped thread; ptrace(2), PTRACE_GETREGSET
 *
 * The seccomp filter of a thread is suspended while it has the registers of our call, and at no
 * other time. If we are killed, the kernel enforces the filter again.
 */
#include "attach/tracer.h"

#include <linux/ptrace.h>
#include <sys/uio.h>

enum { NT_PRSTATUS = 1 };		/* elf(5) */

static const struct abi abis[] = { ABI_ROWS };

unsigned long get_register(const struct tracee *tracee, const union registers *set, unsigned role)
{
	unsigned index = tracee->abi->index[role];

	return sizeof(long) == 8 && tracee->abi->width == 8 ? set->wide[index] : set->narrow[index];
}

void set_register(const struct tracee *tracee, union registers *set, unsigned role,
		  unsigned long value)
{
	unsigned index = tracee->abi->index[role];

	if (sizeof(long) == 8 && tracee->abi->width == 8)
		set->wide[index] = value;
	else
		set->narrow[index] = value;
}

static int transfer(int request, const struct tracee *tracee, union registers *set, unsigned size)
{
	struct iovec part = { set, size };
	int error = SYS(ptrace, request, tracee->tid, NT_PRSTATUS, &part);

	return error < 0 ? error : (int)part.iov_len;
}

/* The size of the set shows which code the thread runs: a 32-bit process may run 64-bit code. */
int tracee_read_own(struct tracee *tracee)
{
	int size = transfer(PTRACE_GETREGSET, tracee, &tracee->own, sizeof tracee->own);

	if (size < 0)
		return size == -EIO ? -ENODATA : size;
	for (tracee->abi = abis; tracee->abi < abis + ARRAY_SIZE(abis); tracee->abi++)
		if (tracee->abi->size == size)
			return 0;
	return -ENOEXEC;
}

int tracee_suspend_filter(const struct tracee *tracee, bool suspend)
{
	return !tracee->is_filtered ? 0 :
		trace(PTRACE_SETOPTIONS, tracee->tid,
		      PTRACE_O_TRACESYSGOOD | (suspend ? PTRACE_O_SUSPEND_SECCOMP : 0));
}

int tracee_write_call(struct tracee *tracee)
{
	int error = tracee_suspend_filter(tracee, true);

	if (error == 0)
		error = transfer(PTRACE_SETREGSET, tracee, &tracee->call, tracee->abi->size);
	return error;
}

int tracee_restore(struct tracee *tracee)
{
	int error = transfer(PTRACE_SETREGSET, tracee, &tracee->own, tracee->abi->size);

	tracee_suspend_filter(tracee, false);
	return error;
}

long tracee_call_result(struct tracee *tracee)
{
	int error = transfer(PTRACE_GETREGSET, tracee, &tracee->call, tracee->abi->size);
	int result = get_register(tracee, &tracee->call, ABI_RESULT);

	if (error < 0)
		return error;
	return ABI_HAS_FAILED && get_register(tracee, &tracee->call, ROLE_FAILED) ?
		-result : result;
}
