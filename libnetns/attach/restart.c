// SPDX-License-Identifier: 0BSD
/* interrupt.c: what becomes of a system call that we interrupt; restart_syscall(2)
 *
 * The kernel decides that when the thread has stopped and runs on, and most of what it needs is in
 * the registers, so that it is enough to put these back. MIPS and ARM keep something to themselves.
 */
#include "attach/tracer.h"

#include <linux/ptrace.h>

enum { ERESTARTSYS = 512, ERESTART_RESTARTBLOCK = 516 };

static unsigned long wait_at;		/* where there is the call for a wait that goes on */

/* To where the interrupted call is made again. 0: a signal was handled first, and its handler is
 * where the thread is now; one that is ignored changes nothing. */
static int enter_again(void)
{
	unsigned long pc = word(&own, abi.pc);
	unsigned events = 0;
	int stop;

	do {
		stop = run_to_call();
		if (stop < 0 || stop == STOP_SYSCALL)
			return stop;
		if (stop >= STOP_EVENT && ++events == PATIENCE)
			return -EBUSY;		/* frozen */
		if (stop < STOP_EVENT)
			stop = deliver(stop);
	} while (stop >= 0 && word(&own, abi.pc) == pc);
	return stop < 0 ? stop : 0;
}

/* MIPS does not show all that the kernel needs to restart an interrupted call. So have it do that
 * now: where the call is entered again everything is in the registers, and the program counter is
 * set back. A call that is harmless takes its place. */
static int rewind_call(void)
{
	enum { GETPID = 4020 };
	unsigned result = word(&own, abi.call[ABI_RESULT]);
	int stop;

	if (!word(&own, ABI_ERROR_REGISTER) ||
	    result - ERESTARTSYS > ERESTART_RESTARTBLOCK - ERESTARTSYS)
		return 0;
	stop = enter_again();
	if (stop != STOP_SYSCALL)
		return stop;
	transfer(PTRACE_GETREGSET, &own);
	ours = own;
	set_word(&ours, abi.call[0], GETPID);
	set_word(&own, abi.pc, word(&own, abi.pc) - sizeof(abi_instruction));
	transfer(PTRACE_SETREGSET, &ours);
	run_to_call();
	transfer(PTRACE_SETREGSET, &own);
	park(0);
	return transfer(PTRACE_GETREGSET, &own);
}

/* Does the thread make a system call next? */
static bool is_at_call(void)
{
	bool is_thumb = word(&own, abi.state) & ABI_STATE_SET;
	int text = 0;

	if (memory_access(SYS_preadv, word(&own, abi.pc), &text, sizeof text) < 0)
		return false;
	return is_thumb ? (abi_instruction)text == abi.instruction : text == ABI_ARM_INSTRUCTION;
}

/* ARM has set the program counter back to the call that was interrupted, and does not show whether
 * this is a wait that goes on for the time that was left. So have the call made again, to be
 * interrupted at once, and look at its result. */
static int repeat_call(void)
{
	int stop;

	wait_at = 0;
	if (!is_at_call())
		return 0;
	stop = enter_again();
	if (stop != STOP_SYSCALL)
		return stop;
	trace(PTRACE_INTERRUPT, turn, 0);
	run_to_call();
	if (result_of_call() == -ERESTART_RESTARTBLOCK)
		wait_at = word(&own, abi.pc);
	park(0);
	return transfer(PTRACE_GETREGSET, &own);
}

int interrupted_call(void)
{
	if (ABI_ERROR_REGISTER)
		return rewind_call();
	return ABI_SETS_BACK ? repeat_call() : 0;
}

/* The call that goes on with a wait is made and interrupted: then the kernel knows what to do. Its
 * number is not for the thread to see. */
void interrupted_call_goes_on(void)
{
	unsigned long number;
	int stop = 0;

	if (!ABI_SETS_BACK)
		return;
	number = word(&own, abi.call[0]);
	for (unsigned tries = 0; tries < PATIENCE && stop >= 0 && word(&own, abi.pc) == wait_at;
	     tries++) {
		ours = own;
		set_word(&ours, abi.call[0], SYS_restart_syscall);
		transfer(PTRACE_SETREGSET, &ours);
		stop = run_call();
		if (stop == STOP_SYSCALL) {
			transfer(PTRACE_GETREGSET, &own);
			set_word(&own, abi.call[0], number);
			transfer(PTRACE_SETREGSET, &own);
			return;
		}
		stop = deliver(stop);
	}
}
