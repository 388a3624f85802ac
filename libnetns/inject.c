// SPDX-License-Identifier: 0BSD
/* inject.c: system calls that a stopped thread of another process makes for us; ptrace(2)
 *
 * Theory of operation. setns(2) moves the thread that calls it, so each thread has to call it
 * itself. We are its tracer: we set its registers as the call wants them, and its program counter
 * to a system call instruction that the kernel put into every process (in the vdso), and let it run
 * until the call has returned. No byte of the process is written. What it joins is the namespace of
 * this process, through pidfd_open(2); before Linux 5.8 it has to open /proc/OURPID/ns/net, and that
 * path is lent to it for this one call, below its stack pointer.
 *
 * The thread's own registers are taken, and put back, only where it stops to handle signals: there
 * the kernel has not decided yet how an interrupted call goes on, and finds what it needs in the
 * registers. So the call is restarted, for the time that was left, as if nothing had been. A signal
 * that comes between is delivered on the thread's own registers, and its handler's first
 * instruction is where we go on. The lent bytes are taken back before that, for the kernel puts the
 * handler's frame there.
 */
#include "netns.h"
#include "abi.h"

#include <linux/ptrace.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/uio.h>

union registers {			/* NT_PRSTATUS, in words as wide as the thread has them */
	uint64_t wide[64];
	uint32_t narrow[128];
};

enum {
	NT_PRSTATUS = 1,			/* elf(5) */
	GET_RSEQ_CONFIGURATION = 0x420f,	/* Linux 5.13 */
	VDSO_ADDRESS = 33,			/* AT_SYSINFO_EHDR: getauxval(3) */
	PAGE = 4096, AREA_PAGES = 2,
	LENT_SIZE = 32,
};

static const struct abi abis[] = { ABI_ROWS }, *abi;
static int memory = -1;			/* of the process */
static unsigned long instruction;	/* where it is */
static union registers own;		/* of the thread */

static unsigned long get(const union registers *set, unsigned index)
{
	return sizeof(long) == 8 && abi->width == 8 ? set->wide[index] : set->narrow[index];
}

static void put(union registers *set, unsigned index, unsigned long value)
{
	if (sizeof(long) == 8 && abi->width == 8)
		set->wide[index] = value;
	else
		set->narrow[index] = value;
}

/* The size of the set, or -errno. */
static int transfer(int request, pid_t tid, union registers *set)
{
	struct iovec part = { set, sizeof *set };
	int error = SYS(ptrace, request, tid, NT_PRSTATUS, &part);

	return error < 0 ? error : (int)part.iov_len;
}

static bool access_memory(int call, unsigned long address, void *bytes, unsigned size)
{
	struct iovec part = { bytes, size };

	return SYS_NUMBERED(call, memory, &part, 1, address, 0) == (long)size;
}

/* For machines where the auxiliary vector does not have it. Only a name holds a '['. */
static unsigned long area_in_maps(int fd, const char *name)
{
	const char *match = name;
	unsigned long start = 0;
	char text[PAGE];
	int size;

	while ((size = SYS(read, fd, text, sizeof text)) > 0)
		for (const char *c = text; c < text + size; c++) {
			unsigned digit = *c <= '9' ? *c - '0' : *c - 'a' + 10;

			if (match && !*match && *c == '\n')
				return start;
			if (*c == '\n')
				match = NULL, start = 0;
			else if (!match && digit < 16)
				start = start * 16 + digit;
			else
				match = match && *c == *match ? match + 1 : name;
		}
	return 0;
}

static unsigned long area_in_auxv(int fd)
{
	union registers vector = { .wide = { 0 } };	/* wide enough for its first entries */

	SYS(read, fd, &vector, sizeof vector);
	for (unsigned i = 0; i < ARRAY_SIZE(vector.wide); i += 2)
		if (get(&vector, i) == VDSO_ADDRESS)
			return get(&vector, i + 1);
	return 0;
}

static unsigned long find_instruction(unsigned long area)
{
	unsigned char text[PAGE];

	for (unsigned page = 0; page < AREA_PAGES; page++, area += PAGE) {
		if (!access_memory(SYS_preadv, area, text, PAGE))
			break;
		for (unsigned at = 0; at <= PAGE - sizeof abi->mask; at += abi->step) {
			unsigned word;

			memcpy(&word, text + at, sizeof word);
			if ((word & abi->mask) == abi->instruction)
				return area + at;
		}
	}
	return 0;
}

const char *inject_begin(const struct process *process, pid_t tid)
{
	int size = transfer(PTRACE_GETREGSET, tid, &own), fd;

	if (size < 0)
		return "has exited";
	for (abi = abis; abi->size != size; )
		if (++abi == abis + ARRAY_SIZE(abis))
			return "has another word size than this program";
	memory = thread_open(process, tid, "/mem", O_RDWR);
	fd = thread_open(process, tid, ABI_AREA ? "/maps" : "/auxv", O_RDONLY);
	instruction = find_instruction(ABI_AREA ? area_in_maps(fd, ABI_AREA) : area_in_auxv(fd));
	close_fd(fd);
	return instruction ? NULL : "has no vdso to borrow a system call from";
}

/* Inside a restartable sequence? The kernel would abort it, were it not for the registers that we
 * hide it behind. */
static void abort_sequence(pid_t tid)
{
	struct {
		uint64_t address;
		uint32_t size, signature, flags, padding;
	} rseq;
	uint64_t current, sequence[4];		/* version and flags, start, length, abort handler */

	if (SYS(ptrace, GET_RSEQ_CONFIGURATION, tid, sizeof rseq, &rseq) == sizeof rseq &&
	    access_memory(SYS_preadv, rseq.address + 8, &current, sizeof current) &&
	    access_memory(SYS_preadv, current, sequence, sizeof sequence) &&
	    get(&own, abi->pc) - sequence[1] < sequence[2])
		put(&own, abi->pc, sequence[3]);
}

/* A signal is about to be delivered: it shall find the thread's own registers. */
static int deliver(const struct process *process, pid_t tid, int signal)
{
	siginfo_t info;

	transfer(PTRACE_SETREGSET, tid, &own);
	if (SYS(ptrace, PTRACE_GETSIGINFO, tid, 0, &info) == 0 && info.si_code > 0 &&
	    (unsigned long)info.si_addr - instruction < 8)
		return -EOPNOTSUPP;	/* SIGSYS for our call: prctl(2), PR_SET_SYSCALL_USER_DISPATCH */
	if (trace_park(process, tid, signal) < 0 || transfer(PTRACE_GETREGSET, tid, &own) < 0)
		return -ESRCH;
	return 0;
}

/* Lets the thread make the call. 0: its registers afterwards are in SET; or the number of a signal
 * that came first; or -errno. */
static int run_call(const struct process *process, pid_t tid, union registers *set)
{
	bool late = false;
	int stop;

	for (int stops = 0; stops < 2; stops += stop == STOP_SYSCALL) {
		SYS(ptrace, PTRACE_SYSCALL, tid, 0, 0);
		while ((stop = trace_wait_for(process, tid)) == -ETIMEDOUT) {
			late = true;		/* is it frozen? */
			SYS(ptrace, PTRACE_INTERRUPT, tid, 0, 0);
		}
		if (stop < STOP_EVENT && stop != STOP_SYSCALL)
			return stop;
		if (late && stop >= STOP_EVENT)
			return -ETIMEDOUT;
	}
	return transfer(PTRACE_GETREGSET, tid, set) < 0 ? -ESRCH : 0;
}

static long result_of(const union registers *set)
{
	unsigned long result = get(set, abi->result);

	if (ABI_ERROR_REGISTER && get(set, ABI_ERROR_REGISTER))
		return -result;
	return abi->width == 4 ? (int)result : (long)result;
}

static void prepare(union registers *set, const unsigned long call[4])
{
	*set = own;
	put(set, abi->pc, instruction);
	for (unsigned i = 0; i < 4; i++)
		put(set, abi->call[i], call[i]);
	put(set, abi->state, (get(set, abi->state) & abi->state_kept) | abi->state_set);
}

/* Below the stack pointer, out of reach of code that uses the bytes right there. */
static bool lend(unsigned long call[4], char saved[LENT_SIZE])
{
	char path[LENT_SIZE], number[NUM_SIZE];

	append(append(append(path, "/proc/"), num_text(number, SYS(getpid))), "/ns/net");
	call[2] = (get(&own, abi->sp) - 512) & -16ul;
	return access_memory(SYS_preadv, call[2], saved, LENT_SIZE) &&
	       access_memory(SYS_pwritev, call[2], path, LENT_SIZE);
}

/* The result of one system call, or -errno. */
static long inject(const struct process *process, pid_t tid, unsigned long number, unsigned long first,
		   unsigned long second)
{
	bool is_lent = ENABLE_FEATURE_ATTACH_OLD && number == abi->openat;
	unsigned long call[4] = { number, first, second, is_lent ? O_CLOEXEC : 0 };
	char saved[LENT_SIZE];
	union registers set;
	int stop;

	do {
		if (is_lent && !lend(call, saved))
			return -EIO;
		prepare(&set, call);
		transfer(PTRACE_SETREGSET, tid, &set);
		stop = run_call(process, tid, &set);
		if (is_lent)
			access_memory(SYS_pwritev, call[2], saved, LENT_SIZE);
		if (stop == 0)
			return result_of(&set);
		if (stop > 0)
			stop = deliver(process, tid, stop);
	} while (stop == 0);
	return stop;
}

/* MIPS does not show what it needs to restart an interrupted call. So the kernel shall do that now:
 * where the call is entered again all is in the registers, and the instruction before is made to
 * lead there again. A call that is harmless takes its place. */
static int rewind_call(const struct process *process, pid_t tid)
{
	enum { ERESTARTSYS = 512, ERESTART_RESTARTBLOCK = 516, GETPID = 4020 };
	unsigned result = get(&own, abi->result);
	int stop = 0;
	union registers set;

	if (!get(&own, ABI_ERROR_REGISTER) || result < ERESTARTSYS || result > ERESTART_RESTARTBLOCK)
		return 0;
	do {
		SYS(ptrace, PTRACE_SYSCALL, tid, 0, stop < STOP_EVENT ? stop : 0);
		stop = trace_wait_for(process, tid);
	} while (stop > 0 && stop != STOP_SYSCALL);
	if (stop < 0 || transfer(PTRACE_GETREGSET, tid, &own) < 0)
		return stop;
	set = own;
	put(&set, abi->call[0], GETPID);
	put(&own, abi->pc, get(&own, abi->pc) - sizeof abi->instruction);
	transfer(PTRACE_SETREGSET, tid, &set);
	SYS(ptrace, PTRACE_SYSCALL, tid, 0, 0);
	stop = trace_wait_for(process, tid);
	transfer(PTRACE_SETREGSET, tid, &own);
	if (stop > 0)
		stop = trace_park(process, tid, 0);
	return stop < 0 ? stop : transfer(PTRACE_GETREGSET, tid, &own);
}

static int join(const struct process *process, pid_t tid, int fd)
{
	int error = fd;

	if (fd >= 0) {
		error = inject(process, tid, abi->setns, fd, CLONE_NEWNET);
		inject(process, tid, abi->close, fd, 0);
	}
	return error;
}

int inject_join(const struct process *process, pid_t tid)
{
	int error = transfer(PTRACE_GETREGSET, tid, &own);

	if (ABI_ERROR_REGISTER && error >= 0)
		error = rewind_call(process, tid);
	if (error < 0)
		return error;
	abort_sequence(tid);
	error = join(process, tid, inject(process, tid, abi->pidfd_open, SYS(getpid), 0));
	if (ENABLE_FEATURE_ATTACH_OLD && (error == -ENOSYS || error == -EINVAL))
		error = join(process, tid, inject(process, tid, abi->openat, AT_FDCWD, 0));
	if (trace_park(process, tid, 0) > 0)
		transfer(PTRACE_SETREGSET, tid, &own);
	return error;
}
