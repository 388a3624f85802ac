// SPDX-License-Identifier: 0BSD
/* inject.c: system calls that a stopped thread of another process makes for us; ptrace(2)
 *
 * Theory of operation. setns(2) moves the thread that calls it, so each thread has to call it
 * itself. We are its tracer: we set its registers as the call wants them, and its program counter
 * to a system call instruction that the kernel put into every process (in the vdso), and let it run
 * until the call has returned. No byte of the process is written. What it joins is the namespace of
 * this process, through pidfd_open(2); before Linux 5.8 it opens /proc/OURPID/ns/net, and that path
 * is lent to it for this one call, below its stack pointer.
 *
 * The thread's own registers are taken, and put back, only where it stops to handle signals: there
 * the kernel has not decided yet how an interrupted call goes on, and finds what it needs in the
 * registers. So the call is restarted, for the time that was left, as if nothing had been. A signal
 * that comes between is delivered on the thread's own registers, and its handler's first
 * instruction is where we go on. The lent bytes are taken back before that, for the kernel puts the
 * handler's frame there.
 */
#include "attach/tracer.h"

#include <linux/ptrace.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/uio.h>

enum {
	NT_PRSTATUS = 1,			/* elf(5) */
	GET_RSEQ_CONFIGURATION = 0x420f,	/* Linux 5.13 */
	LENT_SIZE = 32, LENT_BELOW = 512,
};

static unsigned long instruction;	/* where it is */
pid_t turn;
union words own, ours;

void set_word(union words *words, unsigned index, unsigned long value)
{
	if (sizeof(long) == 8 && abi.width == 8)
		words->wide[index] = value;
	else
		words->narrow[index] = value;
}

int transfer(int request, union words *set)
{
	struct iovec part = { set, sizeof *set };
	int error = SYS(ptrace, request, turn, NT_PRSTATUS, &part);

	return error < 0 ? error : (int)part.iov_len;
}

/* Inside a restartable sequence? The kernel would abort it, if it saw that. */
static void abort_sequence(void)
{
	struct {
		uint64_t address;
		uint32_t size, signature, flags, padding;
	} rseq;
	uint64_t current, sequence[4];		/* flags, start, length, abort handler */

	if (SYS(ptrace, GET_RSEQ_CONFIGURATION, turn, sizeof rseq, &rseq) > 0 &&
	    memory_access(SYS_preadv, rseq.address + 8, &current, sizeof current) > 0 &&
	    memory_access(SYS_preadv, current, sequence, sizeof sequence) > 0 &&
	    word(&own, abi.pc) - sequence[1] < sequence[2])
		set_word(&own, abi.pc, sequence[3]);
}

static void prepare(const unsigned long call[4])
{
	ours = own;
	set_word(&ours, abi.pc, instruction);
	for (unsigned i = 0; i < 4; i++)
		set_word(&ours, abi.call[i], call[i]);
	set_word(&ours, abi.state, (word(&ours, abi.state) & ABI_STATE_KEPT) | ABI_STATE_SET);
	transfer(PTRACE_SETREGSET, &ours);
}

void park(int signal)
{
	while (trace_park(turn, signal) == -ETIMEDOUT)
		signal = TRACE_RUNS;
}

int run_to_call(void)
{
	int stop;

	trace(PTRACE_SYSCALL, turn, 0);
	while ((stop = trace_wait_for(turn)) == -ETIMEDOUT)
		;
	return stop;
}

int run_call(void)
{
	int stop = run_to_call();

	if (stop == STOP_SYSCALL)
		park(0);
	return stop;
}

int result_of_call(void)
{
	unsigned long result;

	transfer(PTRACE_GETREGSET, &ours);
	result = word(&ours, abi.call[ABI_RESULT]);
	return ABI_ERROR_REGISTER && word(&ours, ABI_ERROR_REGISTER) ? -result : result;
}

int deliver(int signal)
{
	transfer(PTRACE_SETREGSET, &own);
	if (signal == SIGSYS)	/* no, it is for our call: prctl(2), PR_SET_SYSCALL_USER_DISPATCH */
		return -EOPNOTSUPP;
	park(signal);
	return transfer(PTRACE_GETREGSET, &own);
}

/* The result of one system call, or -errno. */
static int inject(unsigned long number, unsigned long first, unsigned long second)
{
	bool is_lent = ENABLE_FEATURE_ATTACH_OLD && (int)first == AT_FDCWD;
	unsigned long call[] = { number, first, second, O_CLOEXEC };
	char path[LENT_SIZE], saved[LENT_SIZE];
	unsigned events = 0;
	int stop;

	if (is_lent)
		str_append(str_append_uint(str_append(path, "/proc/"), SYS(getpid)), "/ns/net");
	do {
		/* out of reach of code that uses the bytes right below its stack pointer */
		if (is_lent) {
			call[2] = word(&own, abi.sp) - LENT_BELOW;
			if (memory_access(SYS_preadv, call[2], saved, LENT_SIZE) < 0)
				return -EIO;
			memory_access(SYS_pwritev, call[2], path, LENT_SIZE);
		}
		prepare(call);
		stop = run_call();
		if (is_lent)
			memory_access(SYS_pwritev, call[2], saved, LENT_SIZE);
		if (stop == STOP_SYSCALL)
			return result_of_call();
		if (stop >= STOP_EVENT && ++events == PATIENCE)
			return -EBUSY;		/* it is frozen, and stops for our ticks only */
		if (stop > 0)
			stop = deliver(stop);
	} while (stop >= 0);
	return stop;
}

static int join(int fd)
{
	int error = fd;

	if (fd >= 0) {
		error = inject(abi.setns, fd, CLONE_NEWNET);
		inject(abi.close, fd, 0);
	}
	return error;
}

int inject_join(pid_t thread)
{
	int error;

	turn = thread;
	error = transfer(PTRACE_GETREGSET, &own);
	if (error < 0)
		return error;
	if (!instruction)
		instruction = memory_open(turn, error);
	if (!instruction)
		return -ENOEXEC;
	error = interrupted_call();
	if (error < 0)
		return error;
	abort_sequence();
	error = join(inject(SYS_pidfd_open_any, SYS(getpid), 0));
	if (ENABLE_FEATURE_ATTACH_OLD && (error == -ENOSYS || error == -EINVAL))
		error = join(inject(abi.openat, AT_FDCWD, 0));
	transfer(PTRACE_SETREGSET, &own);
	interrupted_call_goes_on();
	return error;
}
