/* SPDX-License-Identifier: 0BSD */
/* syscall.h: system calls without libc, whose wrappers bring errno and threads with them
 *
 * SYS(close, fd) is the result of the kernel; negative, it is -errno. syscall(2) has the table of
 * registers. Where a call is one instruction it is made in line, else by the function sys_call().
 * On a machine without a row here libc's syscall() does the work.
 */
#ifndef SYSCALL_H
#define SYSCALL_H

#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#define SYS_IN(value, name) register long value##_ __asm__(name) = value
#define SYS_RETURN(instruction, changed, changed_too, name, ...) \
	register long result __asm__(name); \
	__asm__ volatile(instruction : "=r"(result) : __VA_ARGS__ \
			 : changed, changed_too, "memory"); \
	return result

/* The registers that change; those of the number, the result, and the arguments. */
#define SYS_MACHINE(INSTRUCTION, C1, C2, N, RESULT, A, B, C, D, E, F) \
static inline long sys_call0(long n) \
{ \
	SYS_IN(n, N); \
	SYS_RETURN(INSTRUCTION, C1, C2, RESULT, "r"(n_)); \
} \
static inline long sys_call1(long n, long a) \
{ \
	SYS_IN(n, N); SYS_IN(a, A); \
	SYS_RETURN(INSTRUCTION, C1, C2, RESULT, "r"(n_), "r"(a_)); \
} \
static inline long sys_call2(long n, long a, long b) \
{ \
	SYS_IN(n, N); SYS_IN(a, A); SYS_IN(b, B); \
	SYS_RETURN(INSTRUCTION, C1, C2, RESULT, "r"(n_), "r"(a_), "r"(b_)); \
} \
static inline long sys_call3(long n, long a, long b, long c) \
{ \
	SYS_IN(n, N); SYS_IN(a, A); SYS_IN(b, B); SYS_IN(c, C); \
	SYS_RETURN(INSTRUCTION, C1, C2, RESULT, "r"(n_), "r"(a_), "r"(b_), "r"(c_)); \
} \
static inline long sys_call4(long n, long a, long b, long c, long d) \
{ \
	SYS_IN(n, N); SYS_IN(a, A); SYS_IN(b, B); SYS_IN(c, C); SYS_IN(d, D); \
	SYS_RETURN(INSTRUCTION, C1, C2, RESULT, "r"(n_), "r"(a_), "r"(b_), "r"(c_), "r"(d_)); \
} \
static inline long sys_call5(long n, long a, long b, long c, long d, long e) \
{ \
	SYS_IN(n, N); SYS_IN(a, A); SYS_IN(b, B); SYS_IN(c, C); SYS_IN(d, D); SYS_IN(e, E); \
	SYS_RETURN(INSTRUCTION, C1, C2, RESULT, "r"(n_), "r"(a_), "r"(b_), "r"(c_), "r"(d_), \
		   "r"(e_)); \
} \
static inline long sys_call6(long n, long a, long b, long c, long d, long e, long f) \
{ \
	SYS_IN(n, N); SYS_IN(a, A); SYS_IN(b, B); SYS_IN(c, C); SYS_IN(d, D); SYS_IN(e, E); \
	SYS_IN(f, F); \
	SYS_RETURN(INSTRUCTION, C1, C2, RESULT, "r"(n_), "r"(a_), "r"(b_), "r"(c_), "r"(d_), \
		   "r"(e_), "r"(f_)); \
} \
static inline long sys_array(long n, const long a[6]) \
{ \
	return sys_call6(n, a[0], a[1], a[2], a[3], a[4], a[5]); \
}

#if defined SYS_BY_LIBC
#define SYS_OUT_OF_LINE
#elif defined __x86_64__ && defined __LP64__
SYS_MACHINE("syscall", "rcx", "r11",
	    "rax", "rax", "rdi", "rsi", "rdx", "r10", "r8", "r9")
#elif defined __aarch64__ && defined __LP64__
SYS_MACHINE("svc 0", "cc", "cc", "x8", "x0", "x0", "x1", "x2", "x3", "x4", "x5")
#elif defined __arm__ && defined __ARM_EABI__ && defined __thumb__	/* r7 may be in use */
SYS_MACHINE("push {r7}\n\tmov r7, r12\n\tsvc 0\n\tpop {r7}", "cc", "cc",
	    "r12", "r0", "r0", "r1", "r2", "r3", "r4", "r5")
#elif defined __arm__ && defined __ARM_EABI__
SYS_MACHINE("svc 0", "cc", "cc", "r7", "r0", "r0", "r1", "r2", "r3", "r4", "r5")
#elif defined __riscv && __riscv_xlen == 64
SYS_MACHINE("ecall", "cc", "cc", "a7", "a0", "a0", "a1", "a2", "a3", "a4", "a5")
#elif defined __s390x__
SYS_MACHINE("svc 0", "cc", "cc", "r1", "r2", "r2", "r3", "r4", "r5", "r6", "r7")
#else
#define SYS_OUT_OF_LINE
#endif

/* Where a call takes more than one instruction, sys_call() makes them all. */
#if defined SYS_BY_LIBC || !defined SYS_OUT_OF_LINE
#elif defined __i386__
static inline long sys_array(long n, const long a[6])
{
	__asm__ volatile("push %%ebp\n\tmov 20(%%edi), %%ebp\n\tmov 16(%%edi), %%edi\n\t"
			 "int $0x80\n\tpop %%ebp"
			 : "+a"(n), "+D"(a)
			 : "b"(a[0]), "c"(a[1]), "d"(a[2]), "S"(a[3]) : "memory");
	return n;
}
#elif defined __mips__ && _MIPS_SIM == _ABIO32 && __mips_isa_rev < 6
static inline __attribute__((nomips16)) long sys_array(long n, const long a[6])
{
	register long result __asm__("$2") = n, failed __asm__("$7") = a[3];
	register long a0 __asm__("$4") = a[0], a1 __asm__("$5") = a[1], a2 __asm__("$6") = a[2];

	__asm__ volatile("subu $sp, 32\n\tsw %5, 16($sp)\n\tsw %6, 20($sp)\n\tsyscall\n\t"
			 "addu $sp, 32"
			 : "+r"(result), "+r"(failed)
			 : "r"(a0), "r"(a1), "r"(a2), "r"(a[4]), "r"(a[5])
			 : "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24",
			   "$25", "hi", "lo", "memory");
	return failed ? -result : result;
}
#else
#define SYS_BY_LIBC
#endif
#if defined SYS_BY_LIBC
static inline long sys_array(long n, const long a[6])
{
	long result = syscall(n, a[0], a[1], a[2], a[3], a[4], a[5]);

	return result == -1 ? -errno : result;	/* an address may be negative */
}
#endif

long sys_call(long n, ...);
#if defined SYS_OUT_OF_LINE
#define sys_call0 sys_call
#define sys_call1 sys_call
#define sys_call2 sys_call
#define sys_call3 sys_call
#define sys_call4 sys_call
#define sys_call5 sys_call
#define sys_call6 sys_call
#endif

#define SYS_0(n) sys_call0(n)
#define SYS_1(n, a) sys_call1(n, (long)(a))
#define SYS_2(n, a, b) sys_call2(n, (long)(a), (long)(b))
#define SYS_3(n, a, b, c) sys_call3(n, (long)(a), (long)(b), (long)(c))
#define SYS_4(n, a, b, c, d) sys_call4(n, (long)(a), (long)(b), (long)(c), (long)(d))
#define SYS_5(n, a, b, c, d, e) \
	sys_call5(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e))
#define SYS_6(n, a, b, c, d, e, f) \
	sys_call6(n, (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
#define SYS_PICK(n, a, b, c, d, e, f, macro, ...) macro
#define SYS_NUMBERED(...) \
	SYS_PICK(__VA_ARGS__, SYS_6, SYS_5, SYS_4, SYS_3, SYS_2, SYS_1, SYS_0, )(__VA_ARGS__)
#define SYS(call, ...) SYS_NUMBERED(SYS_##call, ##__VA_ARGS__)

/* Calls that are named, or numbered, in different ways. */
#if defined __s390x__ && (!defined SYS_BY_LIBC || defined __GLIBC__)
/* takes a pointer to its arguments, which musl's syscall() makes by itself */
#define SYS_MMAP(...) SYS(mmap, ((const long[]){ __VA_ARGS__ }))
#elif defined SYS_mmap2
#define SYS_MMAP(...) SYS(mmap2, __VA_ARGS__)
#else
#define SYS_MMAP(...) SYS(mmap, __VA_ARGS__)
#endif
#if defined SYS_setgroups32		/* those of 32-bit ids */
enum {
	SYS_setgroups_32 = SYS_setgroups32,
	SYS_setresgid_32 = SYS_setresgid32,
	SYS_setresuid_32 = SYS_setresuid32,
};
#else
enum {
	SYS_setgroups_32 = SYS_setgroups,
	SYS_setresgid_32 = SYS_setresgid,
	SYS_setresuid_32 = SYS_setresuid,
};
#endif
#if defined SYS_fstatfs64
#define SYS_FSTATFS(fd, status) SYS(fstatfs64, fd, sizeof *(status), status)
#else
#define SYS_FSTATFS(fd, status) SYS(fstatfs, fd, status)
#endif
#if defined SYS_renameat
#define SYS_RENAMEAT(...) SYS(renameat, __VA_ARGS__)
#else					/* riscv64 has only the newer one */
#define SYS_RENAMEAT(...) SYS(renameat2, __VA_ARGS__, 0)
#endif

/* Those since Linux 5.1 have one number everywhere, counted from here. */
#if defined __mips__ && _MIPS_SIM == _ABIO32
enum { NEW_CALL_BASE = 4000 };
#elif defined __mips__ && _MIPS_SIM == _ABIN32
enum { NEW_CALL_BASE = 6000 };
#elif defined __mips__
enum { NEW_CALL_BASE = 5000 };
#else
enum { NEW_CALL_BASE = 0 };
#endif
enum {
	SYS_pidfd_open_any = NEW_CALL_BASE + 434,
};

/* Calls that take times: see time.c. x32 has those of 64-bit machines. */
#if defined __LP64__ || defined __x86_64__
enum {
	HAS_OLD_TIME = false,
	SYS_clock_gettime_64 = SYS_clock_gettime,
	SYS_clock_gettime_old = SYS_clock_gettime,
	SYS_ppoll_64 = SYS_ppoll,
	SYS_ppoll_old = SYS_ppoll,
	SYS_rt_sigtimedwait_64 = SYS_rt_sigtimedwait,
	SYS_rt_sigtimedwait_old = SYS_rt_sigtimedwait,
};
#else
#if defined SYS_clock_gettime32		/* musl gives them other names */
#define SYS_clock_gettime SYS_clock_gettime32
#endif
enum {
	HAS_OLD_TIME = true,
	SYS_clock_gettime_64 = NEW_CALL_BASE + 403,
	SYS_clock_gettime_old = SYS_clock_gettime,
	SYS_ppoll_64 = NEW_CALL_BASE + 414,
	SYS_ppoll_old = SYS_ppoll,
	SYS_rt_sigtimedwait_64 = NEW_CALL_BASE + 421,
	SYS_rt_sigtimedwait_old = SYS_rt_sigtimedwait,
};
#endif

#if defined __s390__
enum { CLONE_STACK_FIRST = true };	/* clone(2), C library/kernel differences */
#else
enum { CLONE_STACK_FIRST = false };
#endif

/* The entry point: see start.c. A static program with musl needs nothing that libc prepares,
 * neither errno nor thread-local variables. START_CODE, which defines _start, replaces libc's start
 * files, too, and scripts/flags leaves them out. It applies no relocations, so a PIE keeps
 * libc's. */
#if defined SYS_BY_LIBC || defined __GLIBC__ || !ENABLE_STATIC || defined __SSP__ || \
	defined __SSP_STRONG__ || defined __SSP_ALL__ || defined __SSP_EXPLICIT__
#define START_FUNCTION start_without_libc
#define START_CODE ""
#elif defined __x86_64__ && !defined __PIC__
#define START_FUNCTION start_at_once
#define START_CODE \
	".pushsection .text\n.globl _start\n_start:\n\tmov (%rsp), %esi\n\t" \
	"lea 8(%rsp), %rdx\n\tcall start_at_once\n.popsection"
#elif defined __aarch64__ && !defined __PIC__
#define START_FUNCTION start_at_once
#define START_CODE \
	".pushsection .text\n.globl _start\n_start:\n\tldr w1, [sp]\n\t" \
	"add x2, sp, #8\n\tbl start_at_once\n.popsection"
#else
#define START_FUNCTION __libc_start_main
#define START_CODE ""
#endif

#endif
