// SPDX-License-Identifier: 0BSD
/* inject.c: system calls that a stopped thread of another process makes for us; ptrace(2)
 *
 * Theory of operation. setns(2) moves the thread that calls it, so each thread has to call it
 * itself. We are its tracer: we set its registers as the call wants them, and its program counter
 * to a system call instruction that the kernel put into every process (in the vdso), and let it run
 * until the call has returned. Nothing is written to the memory of the process. The thread enters
 * the namespace of this process, through pidfd_open(2). Before Linux 5.8 it opens
 * /proc/OURPID/ns/net, and the path is written below its stack pointer for this one call.
 *
 * The thread's own registers are read, and restored, only where it stops to handle signals: there
 * the kernel has not decided yet how an interrupted call continues, and finds what it needs in the
 * registers. So the call is restarted, for the time that was left, as if nothing had happened. A
 * signal that arrives in between is delivered with the thread's own registers in place, and we
 * continue at the first instruction of its handler. The path has been removed before that, because
 * the kernel puts the handler's frame there.
 *
 * If we are killed while the thread has the registers of our call, the process is lost: the thread
 * continues in the middle of the vdso. So whatever can be done before or after that time is not
 * done during it.
 */
#include "attach/tracer.h"

#include <linux/ptrace.h>
#include <sched.h>
#include <signal.h>
#include <sys/uio.h>

enum {
	GET_RSEQ_CONFIGURATION = 0x420f,	/* Linux 5.13 */
	PATH_ROOM = 32, PATH_BELOW = 512,	/* out of reach of code that uses a red zone */
};

int tracee_run_to_call(struct tracee *tracee)
{
	int error = trace(PTRACE_SYSCALL, tracee->tid, 0);

	return error < 0 ? error : tracee_wait(tracee);
}

int tracee_run_call(struct tracee *tracee)
{
	int stop = tracee_run_to_call(tracee), error = 0;

	if (stop == STOP_SYSCALL)
		error = tracee_park(tracee, 0);
	return error < 0 ? error : stop;
}

/* Was SIGSYS sent because of our call, and not because of one of the thread's own? prctl(2),
 * PR_SET_SYSCALL_USER_DISPATCH */
static bool is_from_our_call(const struct tracee *tracee)
{
	enum { CALL_ADDRESS = sizeof(long) == 8 ? 2 : 3 };	/* si_call_addr: after three ints */
	unsigned long info[128 / sizeof(long)];

	return SYS(ptrace, PTRACE_GETSIGINFO, tracee->tid, 0, info) == 0 &&
		info[CALL_ADDRESS] - tracee->memory.instruction <= sizeof(abi_instruction);
}

int tracee_handle_stop(struct tracee *tracee, int stop)
{
	bool is_ours = stop == SIGSYS && is_from_our_call(tracee);
	int error = tracee_restore(tracee);

	if (is_ours)
		return -EOPNOTSUPP;
	if (error >= 0)
		error = tracee_park(tracee, stop);
	return error < 0 ? error : tracee_read_own(tracee);
}

/* Before Linux 5.13 we cannot ask whether it is in a sequence. But the kernel aborts one when the
 * thread is about to execute an instruction of its own. In a system call it is in none. */
static int abort_unknown_sequence(struct tracee *tracee)
{
	int stop = ABI_SETS_BACK ? is_at_call(tracee) :
		(int)get_register(tracee, &tracee->own, ROLE_STATE) >= 0;

	if (stop < 0)
		return stop;
	if (stop > 0 || SYS(rseq, NULL, 0, 0, 0) == -ENOSYS)
		return 0;
	stop = trace(PTRACE_SINGLESTEP, tracee->tid, 0);
	if (stop == 0)
		stop = tracee_wait(tracee);
	if (stop > 0)
		stop = tracee_park(tracee, stop == SIGTRAP ? 0 : stop);
	return stop < 0 ? stop : tracee_read_own(tracee);
}

/* If the thread is in a restartable sequence, rseq(2), continues it at the abort handler, as the
 * kernel does when it interrupts one. */
static int abort_sequence(struct tracee *tracee)
{
	struct {
		uint64_t address;
		uint32_t size, signature, flags, padding;
	} rseq;
	uint64_t current = 0, sequence[4] = { 0 };	/* flags, start, length, abort handler */
	int size = SYS(ptrace, GET_RSEQ_CONFIGURATION, tracee->tid, sizeof rseq, &rseq);

	if (ABI_SINGLE_STEPS && size == -EIO)
		return abort_unknown_sequence(tracee);
	if (size > 0)
		size = memory_read(&tracee->memory, rseq.address + 8, &current, sizeof current);
	if (size > 0 && current)
		size = memory_read(&tracee->memory, current, sequence, sizeof sequence);
	if (size == sizeof sequence &&
	    get_register(tracee, &tracee->own, ROLE_PC) - sequence[1] < sequence[2])
		set_register(tracee, &tracee->own, ROLE_PC, sequence[3]);
	return size < 0 && size != -EIO ? size : 0;	/* EIO: no such request */
}

static int write_call(struct tracee *tracee, unsigned long call[CALL_ROLES])
{
	unsigned long state = get_register(tracee, &tracee->own, ROLE_STATE);

	call[ROLE_STATE] = (state & ABI_STATE_KEPT) | ABI_STATE_SET;
	call[ROLE_PC] = tracee->memory.instruction;
	tracee->call = tracee->own;
	/* where there is no state, its index may be that of another register, which comes later */
	for (unsigned role = 0; role < CALL_ROLES; role++)
		set_register(tracee, &tracee->call, role, call[role]);
	return tracee_write_call(tracee);
}

/* COUNT, from memory_access(), if that was all; or -errno. */
static int all_of_path(int count)
{
	return count == PATH_ROOM || (count < 0 && count != -EIO) ? count : -EFAULT;
}

/* Gives the memory at ADDRESS back its bytes. If there is no child to do it, we do. */
static void give_back(const struct memory *memory, unsigned long address, char *bytes)
{
	struct iovec part = { bytes, PATH_ROOM };
	int error = memory_access(memory, SYS_pwritev, address, bytes, PATH_ROOM);

	if (error < 0 && error != -ETIMEDOUT)
		SYS(pwritev, memory->fd, &part, 1, address, 0);
}

/* As tracee_run_call(), with PATH, if any, as the second argument. */
static int try_call(struct tracee *tracee, unsigned long call[CALL_ROLES], char *path)
{
	const struct memory *memory = &tracee->memory;
	char saved[PATH_ROOM];
	int stop = tracee_find_instruction(tracee);

	if (stop < 0)
		return stop;
	if (path) {
		call[ROLE_SECOND] = get_register(tracee, &tracee->own, ROLE_SP) - PATH_BELOW;
		stop = all_of_path(memory_access(memory, SYS_preadv, call[ROLE_SECOND], saved,
						 PATH_ROOM));
		if (stop < 0)
			return stop;
		stop = all_of_path(memory_access(memory, SYS_pwritev, call[ROLE_SECOND], path,
						 PATH_ROOM));
	}
	if (stop >= 0)
		stop = write_call(tracee, call);
	if (stop >= 0)
		stop = tracee_run_call(tracee);
	if (path)
		give_back(memory, call[ROLE_SECOND], saved);
	return stop;
}

/* The result of one system call, or -errno. */
static int inject(struct tracee *tracee, unsigned long number, unsigned long first,
		  unsigned long second, char *path)
{
	unsigned long call[CALL_ROLES] = {
		[ROLE_NUMBER] = number,
		[ROLE_FIRST] = first, [ROLE_SECOND] = second, [ROLE_THIRD] = O_CLOEXEC,
	};
	unsigned deadline = trace_deadline(STOP_TIME);
	int stop;

	do {
		stop = try_call(tracee, call, path);
		if (stop == STOP_SYSCALL)
			return tracee_call_result(tracee);
		if (stop >= 0 && trace_is_over(deadline))
			return -EBUSY;		/* frozen: it stops for our ticks only */
		if (stop >= 0)
			stop = tracee_handle_stop(tracee, stop);
	} while (stop >= 0);
	return stop;
}

static int enter_and_close(struct tracee *tracee, int fd)
{
	int error = fd;

	if (fd >= 0) {
		error = inject(tracee, tracee->abi->setns, fd, CLONE_NEWNET, NULL);
		inject(tracee, tracee->abi->close, fd, 0, NULL);
	}
	return error;
}

static int enter_by_path(struct tracee *tracee)
{
	char path[PATH_ROOM] = "";

	str_append(str_append_uint(str_append(path, "/proc/"), SYS(getpid)), "/ns/net");
	return enter_and_close(tracee, inject(tracee, tracee->abi->openat, AT_FDCWD, 0, path));
}

int tracee_enter_netns(struct tracee *tracee)
{
	unsigned long wait_address = 0;
	int error = tracee_read_own(tracee);

	if (error >= 0)
		error = tracee_find_instruction(tracee);
	if (error >= 0)
		error = restart_prepare(tracee, &wait_address);
	if (error >= 0)
		error = abort_sequence(tracee);
	if (error < 0)
		return error;
	error = inject(tracee, SYS_pidfd_open_any, SYS(getpid), 0, NULL);
	error = enter_and_close(tracee, error);
	if (ENABLE_FEATURE_ATTACH_OLD && (error == -ENOSYS || error == -EINVAL))
		error = enter_by_path(tracee);
	tracee_restore(tracee);
	restart_wait(tracee, wait_address);
	return error;
}
