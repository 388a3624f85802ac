/* SPDX-License-Identifier: 0BSD */
/* calls.h: a test in the place of the kernel
 *
 * Built with SYS_BY_LIBC, as tests are, the library makes its system calls by syscall(3). This one
 * stands in for that of libc, and has the test answer.
 */
#ifndef CALLS_H
#define CALLS_H

#include <errno.h>
#include <stdarg.h>
#include <sys/mman.h>
#include <sys/syscall.h>

/* What the call NUMBER with the arguments A returns, or -errno. */
static long answer(long number, const long a[6]);

long syscall(long number, ...)
{
	long a[6], result;
	va_list list;

	va_start(list, number);
	for (unsigned i = 0; i < sizeof a / sizeof *a; i++)
		a[i] = va_arg(list, long);
	va_end(list);
	result = answer(number, a);
	if ((unsigned long)result <= -4096ul)
		return result;
	errno = -result;
	return -1;
}

#if defined SYS_mmap2
enum { SYS_MEMORY = SYS_mmap2 };
#else
enum { SYS_MEMORY = SYS_mmap };
#endif

/* Memory, if that is what is asked for, else 0. SYS_MMAP() knows what syscall(3) takes on s390x. */
static inline long memory_answer(long number, const long a[6])
{
	if (number != SYS_MEMORY)
		return 0;
#if defined __s390x__ && defined __GLIBC__
	a = (const long *)a[0];
#endif
	return (long)mmap(NULL, a[1], PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
}

#endif
