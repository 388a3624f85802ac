/* SPDX-License-Identifier: 0BSD */
/* abi.h: how code on this machine makes a system call, as its tracer sees it
 *
 * A row of the table is a kind of code that this kernel may run and this program may trace.
 * Registers are numbered as in the set NT_PRSTATUS, struct user_regs_struct or similar; ptrace(2),
 * syscall(2). Machines without a row have no netns-attach.
 *
 * What all rows of a machine have in common follows them: ABI_RESULT, the role of the register that
 * gets the result of a call; the bits of the state register that are kept for our call
 * (ABI_STATE_KEPT), and those that are set (ABI_STATE_SET). The system call instruction is a
 * little-endian number.
 */
#ifndef ABI_H
#define ABI_H

#include <stdint.h>
#include <sys/types.h>

#if defined __x86_64__ || defined __i386__ || defined __arm__
typedef uint16_t abi_instruction;
#else
typedef uint32_t abi_instruction;
#endif

/* What a register is for. */
enum {
	ROLE_STATE,				/* says what comes next; some machines have none */
	ROLE_NUMBER,				/* of the system call; its arguments */
	ROLE_FIRST, ROLE_SECOND, ROLE_THIRD,
	ROLE_PC,
	CALL_ROLES,				/* those before are set for a call */
	ROLE_SP = CALL_ROLES,
	ROLE_FAILED,				/* where there is one: whether the call failed */
	ROLES,
};

struct abi {
	unsigned short size;		/* of the register set, in bytes; selects the row */
	unsigned short setns, openat, close;
	unsigned char width;		/* of one register, in bytes */
	unsigned char index[ROLES];	/* of the registers that we use */
	abi_instruction instruction;
};

#define ABI_X86_64 \
	{ .size = 27 * 8, .width = 8, .index = { 15, 10, 14, 13, 12, 16, 19 }, \
	  .instruction = 0x050f, .setns = 308, .close = 3, .openat = 257 },
#define ABI_I386 \
	{ .size = 17 * 4, .width = 4, .index = { 11, 6, 0, 1, 2, 12, 15 }, \
	  .instruction = 0x80cd, .setns = 346, .close = 6, .openat = 295 },
#define ABI_ARM64 \
	{ .size = 34 * 8, .width = 8, .index = { 33, 8, 0, 1, 2, 32, 31 }, \
	  .instruction = 0xd4000001, .setns = 268, .close = 57, .openat = 56 },
#define ABI_ARM \
	{ .size = 18 * 4, .width = 4, .index = { 16, 7, 0, 1, 2, 15, 13 }, \
	  .instruction = 0xdf00, .setns = 375, .close = 6, .openat = 322 },
#define ABI_RISCV64 \
	{ .size = 32 * 8, .width = 8, .index = { 0, 17, 10, 11, 12, 0, 2 }, \
	  .instruction = 0x00000073, .setns = 268, .close = 57, .openat = 56 },
#define ABI_MIPS_O32 \
	{ .size = 45 * 4, .width = 4, .index = { 0, 8, 10, 11, 12, 40, 35, 13 }, \
	  .instruction = 0x0000000c, .setns = 4344, .close = 4006, .openat = 4288 },

#if defined __x86_64__ && defined __LP64__
#define ABI_ROWS ABI_X86_64 ABI_I386
#elif defined __i386__
#define ABI_ROWS ABI_I386
#elif defined __aarch64__ && defined __LP64__ && !defined __AARCH64EB__
#define ABI_ROWS ABI_ARM64
#elif defined __arm__ && defined __ARM_EABI__ && !defined __ARMEB__
#define ABI_ROWS ABI_ARM
#elif defined __riscv && __riscv_xlen == 64
#define ABI_ROWS ABI_RISCV64
#elif defined __mips__ && defined _ABIO32 && _MIPS_SIM == _ABIO32
#define ABI_ROWS ABI_MIPS_O32
#else
#define ABI_ROWS { .size = 0 }
#endif

enum {
#if defined __x86_64__ || defined __i386__
	/* the number of the call that was interrupted: none, nothing to restart */
	ABI_RESULT = ROLE_NUMBER, ABI_STATE_KEPT = 0, ABI_STATE_SET = -1,
#elif defined __arm__
	/* a Thumb instruction, so CPSR.T is set, and CPSR.IT is cleared */
	ABI_RESULT = ROLE_FIRST, ABI_STATE_KEPT = ~0x0600fc00, ABI_STATE_SET = 0x20,
#elif defined __aarch64__
	/* PSTATE.BTYPE is cleared, for no branch led to the instruction */
	ABI_RESULT = ROLE_FIRST, ABI_STATE_KEPT = ~0xc00, ABI_STATE_SET = 0,
#elif defined __riscv
	ABI_RESULT = ROLE_FIRST, ABI_STATE_KEPT = ~0, ABI_STATE_SET = 0,
#else
	ABI_RESULT = ROLE_NUMBER, ABI_STATE_KEPT = ~0, ABI_STATE_SET = 0,
#endif
};

/* The mapping, as /proc/PID/maps calls it, that has the instruction, at a multiple of ABI_STEP. */
#if defined __arm__
#define ABI_AREA "[sigpage]"		/* Linux 3.11 */
#else
#define ABI_AREA "[vdso]"
#endif
#if defined __x86_64__ || defined __i386__
enum { ABI_STEP = 1 };
#elif defined __riscv
enum { ABI_STEP = 2 };			/* some instructions are compressed */
#else
enum { ABI_STEP = sizeof(abi_instruction) };
#endif

/* Is there a register that says whether a call failed? Then the kernel also has state that it does
 * not show: see rewind_call() in restart.c. */
#if defined __mips__
enum { ABI_HAS_FAILED = 1 };		/* a3 */
#else
enum { ABI_HAS_FAILED = 0 };
#endif

/* Does the kernel set the program counter back to an interrupted call before we see it, and hide
 * whether the call goes on or begins anew? See repeat_call() in restart.c. The instruction is the
 * one that programs call with, where they are not in Thumb state. */
#if defined __arm__
enum { ABI_SETS_BACK = 1, ABI_OWN_INSTRUCTION = (int)0xef000000 };
#elif defined __aarch64__
enum { ABI_SETS_BACK = 1, ABI_OWN_INSTRUCTION = (int)0xd4000001 };
#elif defined __riscv
enum { ABI_SETS_BACK = 1, ABI_OWN_INSTRUCTION = 0x00000073 };
#else
enum { ABI_SETS_BACK = 0, ABI_OWN_INSTRUCTION = 0 };
#endif

/* Can the processor execute a single instruction? PTRACE_SINGLESTEP */
#if defined __x86_64__ || defined __i386__ || defined __aarch64__
enum { ABI_SINGLE_STEPS = 1 };
#else
enum { ABI_SINGLE_STEPS = 0 };
#endif

/* The kernel's struct sigaction, sigaction(2), as longs; x86-64 alone needs to be told how a signal
 * handler returns. */
#if defined __x86_64__
void return_from_signal(void);
#define ABI_SIGNAL_RETURN \
	__asm__(".pushsection .text\n.globl return_from_signal\nreturn_from_signal:\n\t" \
		"mov $15, %eax\n\tsyscall\n.popsection");
#define ABI_SIGACTION(handler) \
	{ handler, 0x04000000 /* SA_RESTORER */, (long)return_from_signal }
#elif defined __mips__
#define ABI_SIGNAL_RETURN
#define ABI_SIGACTION(handler) { 0, handler }
#else
#define ABI_SIGNAL_RETURN
#define ABI_SIGACTION(handler) { handler }
#endif

#endif
