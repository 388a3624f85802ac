// SPDX-License-Identifier: 0BSD
/* restart.c: what becomes of a system call that we interrupt; restart_syscall(2)
 *
 * The kernel decides that when the thread has stopped and runs again. Most of what it needs is in
 * the registers, so that it is enough to restore these; but MIPS and ARM keep something elsewhere.
 */
#include "attach/tracer.h"

#include <linux/ptrace.h>

enum { ERESTARTSYS = 512, ERESTART_RESTARTBLOCK = 516 };

static unsigned long get_pc(const struct tracee *tracee)
{
	return get_register(tracee, &tracee->own, ROLE_PC);
}

/* Runs to where the interrupted call is made again, and returns STOP_SYSCALL. 0: a signal came
 * first, and the thread is in its handler now. (A signal that is ignored changes nothing.) */
static int enter_again(struct tracee *tracee)
{
	unsigned deadline = trace_deadline(STOP_TIME);
	unsigned long pc = get_pc(tracee);
	int stop;

	do {
		stop = tracee_run_to_call(tracee);
		if (stop < 0 || stop == STOP_SYSCALL)
			return stop;
		if (trace_is_over(deadline))
			return -EBUSY;		/* frozen */
		stop = tracee_handle_stop(tracee, stop);
	} while (stop >= 0 && get_pc(tracee) == pc);
	return stop < 0 ? stop : 0;
}

/* MIPS does not show all that the kernel needs to restart an interrupted call. So we let it do that
 * now: when the call is entered again, everything is in the registers, and we set the program
 * counter back. In its place a harmless call is made. */
static int rewind_call(struct tracee *tracee)
{
	enum { GETPID = 4020 };
	unsigned result = get_register(tracee, &tracee->own, ABI_RESULT);
	int stop;

	if (!get_register(tracee, &tracee->own, ROLE_FAILED) ||
	    result - ERESTARTSYS > ERESTART_RESTARTBLOCK - ERESTARTSYS)
		return 0;
	stop = enter_again(tracee);
	if (stop == STOP_SYSCALL)
		stop = tracee_read_own(tracee);
	else
		return stop;
	if (stop < 0)
		return stop;
	tracee->call = tracee->own;
	set_register(tracee, &tracee->call, ROLE_NUMBER, GETPID);
	set_register(tracee, &tracee->own, ROLE_PC,
		     get_pc(tracee) - sizeof(abi_instruction));
	stop = tracee_write_call(tracee);
	if (stop >= 0)
		stop = tracee_run_to_call(tracee);
	tracee_restore(tracee);
	if (stop >= 0)
		stop = tracee_park(tracee, 0);
	return stop < 0 ? stop : tracee_read_own(tracee);
}

int is_at_call(struct tracee *tracee)
{
	unsigned long state = get_register(tracee, &tracee->own, ROLE_STATE);
	bool is_thumb = state & ABI_STATE_SET;
	int text = 0, size = memory_read(&tracee->memory, get_pc(tracee), &text, sizeof text);

	if (size < 0)
		return size;
	return is_thumb ? (abi_instruction)text == tracee->abi->instruction :
		text == ABI_OWN_INSTRUCTION;
}

/* ARM has set the program counter back to the call that was interrupted, and does not show whether
 * this is a wait that continues for the time that was left. So we let the thread make the call
 * again, interrupt it at once, and look at its result. */
static int repeat_call(struct tracee *tracee, unsigned long *wait_address)
{
	int stop = is_at_call(tracee);

	if (stop <= 0)
		return stop;
	stop = enter_again(tracee);
	if (stop != STOP_SYSCALL)
		return stop;
	trace(PTRACE_INTERRUPT, tracee->tid, 0);
	stop = tracee_run_to_call(tracee);
	if (stop >= 0 && tracee_call_result(tracee) == -ERESTART_RESTARTBLOCK)
		*wait_address = get_pc(tracee);
	if (stop >= 0)
		stop = tracee_park(tracee, 0);
	return stop < 0 ? stop : tracee_read_own(tracee);
}

int restart_prepare(struct tracee *tracee, unsigned long *wait_address)
{
	*wait_address = 0;
	if (ABI_HAS_FAILED)
		return rewind_call(tracee);
	return ABI_SETS_BACK ? repeat_call(tracee, wait_address) : 0;
}

/* Lets the thread make the call that continues a wait, and interrupts it: then the kernel knows
 * what to do. The thread must not see the number of that call. */
void restart_wait(struct tracee *tracee, unsigned long wait_address)
{
	unsigned long number;
	unsigned deadline;
	int stop = 0;

	if (!ABI_SETS_BACK)
		return;
	number = get_register(tracee, &tracee->own, ROLE_NUMBER);
	deadline = trace_deadline(STOP_TIME);
	while (stop >= 0 && get_pc(tracee) == wait_address && !trace_is_over(deadline)) {
		tracee->call = tracee->own;
		set_register(tracee, &tracee->call, ROLE_NUMBER, SYS_restart_syscall);
		stop = tracee_write_call(tracee);
		if (stop >= 0)
			stop = tracee_run_call(tracee);
		if (stop == STOP_SYSCALL) {
			tracee_read_own(tracee);
			set_register(tracee, &tracee->own, ROLE_NUMBER, number);
			tracee_restore(tracee);
			return;
		}
		if (stop >= 0)
			stop = tracee_handle_stop(tracee, stop);
	}
	tracee_restore(tracee);
}
