/* SPDX-License-Identifier: 0BSD */
/* abi.h: how a program on this machine makes a system call, as one who traces it sees that
 *
 * A row of the table is a kind of program that this kernel may run and this program may trace. The
 * numbers of registers count in the set NT_PRSTATUS, which is struct user_regs_struct or its
 * like; ptrace(2), syscall(2). Machines without a row have no netns-attach.
 *
 * What all rows of a machine have in common stands beside them: ABI_RESULT, which of the registers
 * of the call has its result; of the state register, the bits that stay (ABI_STATE_KEPT) and those
 * that are set (ABI_STATE_SET). The system call instruction is a little-endian number.
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

struct abi {
	unsigned short size;		/* of the register set in bytes: by it a row is found */
	unsigned short setns, openat, close;
	unsigned char width;		/* of one register, in bytes */
	unsigned char pc, sp;
	unsigned char call[4];		/* number of the call and its first three arguments */
	unsigned char state;		/* one more register that says what comes next */
	abi_instruction instruction;
};

#define ABI_X86_64 \
	{ .size = 27 * 8, .width = 8, .pc = 16, .sp = 19, .call = { 10, 14, 13, 12 }, \
	  .state = 15, .instruction = 0x050f, .setns = 308, .close = 3, .openat = 257 },
#define ABI_I386 \
	{ .size = 17 * 4, .width = 4, .pc = 12, .sp = 15, .call = { 6, 0, 1, 2 }, \
	  .state = 11, .instruction = 0x80cd, .setns = 346, .close = 6, .openat = 295 },
#define ABI_ARM64 \
	{ .size = 34 * 8, .width = 8, .pc = 32, .sp = 31, .call = { 8, 0, 1, 2 }, \
	  .state = 33, .instruction = 0xd4000001, .setns = 268, .close = 57, .openat = 56 },
#define ABI_ARM \
	{ .size = 18 * 4, .width = 4, .pc = 15, .sp = 13, .call = { 7, 0, 1, 2 }, \
	  .state = 16, .instruction = 0xdf00, .setns = 375, .close = 6, .openat = 322 },
#define ABI_MIPS_O32 \
	{ .size = 45 * 4, .width = 4, .pc = 40, .sp = 35, .call = { 8, 10, 11, 12 }, \
	  .instruction = 0x0000000c, .setns = 4344, .close = 4006, .openat = 4288 },

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

enum {
#if defined __x86_64__ || defined __i386__
	/* the number of the call that was interrupted: none, nothing to restart */
	ABI_RESULT = 0, ABI_STATE_KEPT = 0, ABI_STATE_SET = -1,
#elif defined __arm__
	/* a Thumb instruction, so CPSR.T is set, and CPSR.IT is cleared */
	ABI_RESULT = 1, ABI_STATE_KEPT = ~0x0600fc00, ABI_STATE_SET = 0x20,
#elif defined __aarch64__
	/* PSTATE.BTYPE is cleared, for no branch led to the instruction */
	ABI_RESULT = 1, ABI_STATE_KEPT = ~0xc00, ABI_STATE_SET = 0,
#else
	ABI_RESULT = 0, ABI_STATE_KEPT = ~0, ABI_STATE_SET = 0,
#endif
};

/* Where the instruction is: in the vdso, whose address is in the auxiliary vector, or in an area
 * that only /proc/PID/maps shows. It stands at a multiple of ABI_STEP. */
#if defined __arm__
#define ABI_AREA "[sigpage]"		/* Linux 3.11 */
#elif defined __mips__
#define ABI_AREA "[vdso]"
#else
#define ABI_AREA NULL
#endif
#if defined __x86_64__ || defined __i386__
enum { ABI_STEP = 1 };
#else
enum { ABI_STEP = sizeof(abi_instruction) };
#endif

/* Does a register tell of an error? Then the kernel has more that it does not show: see
 * rewind_call() in interrupt.c. */
#if defined __mips__
enum { ABI_ERROR_REGISTER = 13 };	/* a3 */
#else
enum { ABI_ERROR_REGISTER = 0 };
#endif

/* Does the kernel set the program counter back to an interrupted call before we see it, and hide
 * whether the call goes on or begins anew? See repeat_call() there. The instruction is the one that
 * programs call with, where they are not in Thumb state. */
#if defined __arm__
enum { ABI_SETS_BACK = 1, ABI_ARM_INSTRUCTION = (int)0xef000000 };
#elif defined __aarch64__
enum { ABI_SETS_BACK = 1, ABI_ARM_INSTRUCTION = (int)0xd4000001 };
#else
enum { ABI_SETS_BACK = 0, ABI_ARM_INSTRUCTION = 0 };
#endif

union words {				/* as wide as the process has them */
	uint64_t wide[64];
	uint32_t narrow[128];
};

/* memory.c */

extern struct abi abi;		/* that of the process */
unsigned long word(const union words *words, unsigned index);

/* inject.c */

extern pid_t turn;			/* the thread whose turn it is */
extern union words own, ours;		/* its registers, and what it has for our call */

void set_word(union words *words, unsigned index, unsigned long value);

/* PTRACE_GETREGSET, PTRACE_SETREGSET. The size of the set, or -errno. */
int transfer(int request, union words *set);

/* trace_park(), however long that takes: we must not leave it with registers of ours. */
void park(int signal);

/* STOP_SYSCALL: it is where a call begins or ends; or a stop that came first, or -errno. */
int run_to_call(void);

/* Lets the thread make the call, and stop. STOP_SYSCALL: it has; or as run_to_call(). */
int run_call(void);
int result_of_call(void);

/* A signal, or another stop, comes first: it finds the thread's own registers. */
int deliver(int stop);

/* interrupt.c */

/* Sees to it that OWN has all that the interrupted call needs to go on, or begin anew. 0, or more,
 * or -errno. */
int interrupted_call(void);
/* When the thread has its own registers back: a wait is for the time that was left. */
void interrupted_call_goes_on(void);

#endif
