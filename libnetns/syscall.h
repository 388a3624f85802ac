/* SPDX-License-Identifier: 0BSD */
/* syscall.h: system calls without libc, whose wrappers bring errno and threads with them
 *
 * SYS(close, fd) is the result of the kernel; negative, it is -errno. syscall(2) has the table of
 * registers. On a machine without a row here libc's syscall() does the work.
 */
#ifndef SYSCALL_H
#define SYSCALL_H

#include <sys/syscall.h>

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
}

#if defined SYS_BY_LIBC
#elif defined __x86_64__ && defined __LP64__
SYS_MACHINE("syscall", "rcx", "r11",
	    "rax", "rax", "rdi", "rsi", "rdx", "r10", "r8", "r9")
#elif defined __aarch64__ && defined __LP64__
SYS_MACHINE("svc 0", "cc", "cc", "x8", "x0", "x0", "x1", "x2", "x3", "x4", "x5")
#elif defined __arm__ && defined __ARM_EABI__
SYS_MACHINE("svc 0", "cc", "cc", "r7", "r0", "r0", "r1", "r2", "r3", "r4", "r5")
#elif defined __riscv && __riscv_xlen == 64
SYS_MACHINE("ecall", "cc", "cc", "a7", "a0", "a0", "a1", "a2", "a3", "a4", "a5")
#else
#define SYS_BY_LIBC
#endif

long sys_by_libc(long number, ...);
#if defined SYS_BY_LIBC
#define sys_call0 sys_by_libc
#define sys_call1 sys_by_libc
#define sys_call2 sys_by_libc
#define sys_call3 sys_by_libc
#define sys_call4 sys_by_libc
#define sys_call5 sys_by_libc
#define sys_call6 sys_by_libc
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
#if defined SYS_clock_gettime32		/* those that take two longs for a time */
enum { SYS_clock_gettime_long = SYS_clock_gettime32 };
#else
enum { SYS_clock_gettime_long = SYS_clock_gettime };
#endif
#if defined SYS_mmap2
enum { SYS_mmap_any = SYS_mmap2 };
#else
enum { SYS_mmap_any = SYS_mmap };
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
	SYS_statmount = NEW_CALL_BASE + 457,
	SYS_listmount = NEW_CALL_BASE + 458,
};

#if defined __s390__
enum { CLONE_STACK_FIRST = true };	/* clone(2), C library/kernel differences */
#else
enum { CLONE_STACK_FIRST = false };
#endif

/* What begins the program: in a static program with musl we do it ourselves, as nothing that libc
 * prepares is used, neither errno nor thread-local variables. See start.c. */
#if defined SYS_BY_LIBC || defined __GLIBC__ || !ENABLE_STATIC || defined __SSP__ || \
	defined __SSP_STRONG__ || defined __SSP_ALL__ || defined __SSP_EXPLICIT__
#define START_FUNCTION start_without_libc
#else
#define START_FUNCTION __libc_start_main
#endif

#endif
