/* SPDX-License-Identifier: 0BSD */
/* abi.h: how a program on this machine makes a system call, as one who traces it sees that
 *
 * A row of the table is a kind of program that this kernel may run and this program may trace. The
 * numbers of registers count in the set NT_PRSTATUS, which is struct user_regs_struct, elf_gregset_t
 * and the like; ptrace(2), syscall(2). Machines without a row have no netns-attach.
 */
#ifndef ABI_H
#define ABI_H

struct abi {
	unsigned short size;		/* of the register set in bytes: by it a row is found */
	unsigned char width;		/* of one register, in bytes */
	unsigned char pc, sp, result;
	unsigned char call[4];		/* number of the call and its first three arguments */
	unsigned char state;		/* one more register that says what comes next: */
	int state_kept, state_set;	/* of its bits these stay, and these are set */
	unsigned instruction, mask;	/* the system call instruction, as a 32-bit number */
	unsigned char step;		/* it stands at a multiple of this address */
	unsigned short setns, close, openat;
};

/* x86: the state is the number of the call that was interrupted. -1: none, nothing to restart */
#define ABI_X86_64 \
	{ .size = 27 * 8, .width = 8, .pc = 16, .sp = 19, .result = 10, \
	  .call = { 10, 14, 13, 12 }, .state = 15, .state_set = -1, \
	  .instruction = 0x050f, .mask = 0xffff, .step = 1, \
	  .setns = 308, .close = 3, .openat = 257 },
#define ABI_I386 \
	{ .size = 17 * 4, .width = 4, .pc = 12, .sp = 15, .result = 6, \
	  .call = { 6, 0, 1, 2 }, .state = 11, .state_set = -1, \
	  .instruction = 0x80cd, .mask = 0xffff, .step = 1, \
	  .setns = 346, .close = 6, .openat = 295 },

/* arm64: PSTATE.BTYPE is cleared, for no branch led to the instruction */
#define ABI_ARM64 \
	{ .size = 34 * 8, .width = 8, .pc = 32, .sp = 31, .result = 0, \
	  .call = { 8, 0, 1, 2 }, .state = 33, .state_kept = ~0xc00, \
	  .instruction = 0xd4000001, .mask = ~0u, .step = 4, \
	  .setns = 268, .close = 57, .openat = 56 },

/* arm: a Thumb instruction, so CPSR.T is set, and CPSR.IT is cleared */
#define ABI_ARM \
	{ .size = 18 * 4, .width = 4, .pc = 15, .sp = 13, .result = 0, \
	  .call = { 7, 0, 1, 2 }, .state = 16, .state_kept = ~0x0600fc00, .state_set = 0x20, \
	  .instruction = 0xdf00, .mask = 0xffff, .step = 2, \
	  .setns = 375, .close = 6, .openat = 322 },

#define ABI_MIPS_O32 \
	{ .size = 45 * 4, .width = 4, .pc = 40, .sp = 35, .result = 8, \
	  .call = { 8, 10, 11, 12 }, .state_kept = ~0, \
	  .instruction = 0x0000000c, .mask = ~0u, .step = 4, \
	  .setns = 4344, .close = 4006, .openat = 4288 },

#if defined __x86_64__ && defined __LP64__
#define ABI_ROWS ABI_X86_64 ABI_I386
#elif defined __i386__
#define ABI_ROWS ABI_I386
#elif defined __aarch64__ && defined __LP64__ && !defined __AARCH64EB__
#define ABI_ROWS ABI_ARM64
#elif defined __arm__ && defined __ARM_EABI__ && !defined __ARMEB__
#define ABI_ROWS ABI_ARM
#elif defined __mips__ && defined _ABIO32 && _MIPS_SIM == _ABIO32
#define ABI_ROWS ABI_MIPS_O32
#else
#define ABI_ROWS { .size = 0 }
#endif

/* Where the instruction is: in the vdso, whose address is in the auxiliary vector, or in an area
 * that only /proc/PID/maps shows. */
#if defined __arm__
#define ABI_AREA "[sigpage]"		/* Linux 3.11 */
#elif defined __mips__
#define ABI_AREA "[vdso]"
#else
#define ABI_AREA NULL
#endif

/* Does a register tell of an error? Then the kernel has more that it does not show: see
 * rewind_call(). */
#if defined __mips__
enum { ABI_ERROR_REGISTER = 13 };	/* a3 */
#else
enum { ABI_ERROR_REGISTER = 0 };
#endif

#endif
