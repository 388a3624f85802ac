// SPDX-License-Identifier: 0BSD
/* unit-trace.c: a thread is made to call setns(2), request by request, on machines of all kinds
 *
 * The thread is a list of letters: what comes of each wait for it, see wait_for(). Each request is
 * written down as a word. The machine is none that exists, and has registers of 32 bits; variables
 * say what else is peculiar to it, so that what ARM and MIPS need is tested everywhere.
 */
#include "attach/tracer.h"

static bool sets_back, has_failed, steps;
static unsigned result_role = 1;	/* ROLE_NUMBER */
enum { OWN_INSTRUCTION = 0x77, VDSO_INSTRUCTION = 0x5a };
#define ABI_SETS_BACK sets_back
#define ABI_HAS_FAILED has_failed
#define ABI_SINGLE_STEPS steps
#define ABI_OWN_INSTRUCTION OWN_INSTRUCTION
#define ABI_RESULT result_role
#define ABI_STATE_KEPT ~0xf00
#define ABI_STATE_SET 0x20
#undef ABI_ROWS
#define ABI_ROWS { .size = SET_SIZE, .width = 4, .index = { 1, 2, 3, 4, 5, 6, 7, 8 }, \
		   .setns = SETNS, .openat = OPENAT, .close = CLOSE, \
		   .instruction = VDSO_INSTRUCTION },
enum { SET_SIZE = 40, SETNS = 1001, OPENAT, CLOSE };

#include "../libnetns/attach/ptrace.c"
#include "../libnetns/attach/registers.c"
#include "../libnetns/attach/restart.c"
#include "../libnetns/attach/inject.c"
#include "calls.h"
#include "journal.h"
#include "unit.h"


enum { TID = 7, OTHER_TID, US = 77, FD = 5, EVENT = SIGTRAP | PTRACE_EVENT_STOP << 8 };
enum { STATE = 0xf13, NUMBER = 3, CODE = 0x1000, STACK = 0x8000, VDSO = 0x5000, AREA = 0x9000 };

static const char *script;		/* what follows */
static union registers now, own;	/* of the thread; at first */
static long results[CLOSE - SETNS + 1], pidfd_result, repeat_result;
static bool is_ended, lets_ticks_in, is_in_call, ticks_while_seizing;
static unsigned wrong;			/* waits and requests with what they should not have */
static int reaped[2];			/* what wait4(2) without waiting returns next */
static unsigned requests, fail_at;	/* ptrace(2): request FAIL_AT fails with FAILURE */
static unsigned get_size = SET_SIZE;
static long failure, begin_failure, rseq_size, rseq_result;
static siginfo_t info;
static struct tracee tracee;

/* What stands in for memory.c and thread.c */

static uint64_t current_sequence, sequence[4];
static int text_at_pc = OWN_INSTRUCTION, memory_result, find_error;

int memory_access(const struct memory *memory, int call, unsigned long address, void *bytes,
		  unsigned size)
{
	did(call == SYS_preadv ? "read(%lx) " : "write(%lx) ", address);
	if (call == SYS_preadv)
		memset(bytes, 'm', size);
	else
		did("%.18s ", (char *)bytes);
	wrong += memory != &tracee.memory || size != PATH_ROOM;
	return memory_result ? memory_result : (int)size;
}

int memory_read(const struct memory *memory, unsigned long address, void *bytes, unsigned size)
{
	wrong += memory != &tracee.memory;
	if (memory_result)
		return memory_result < 0 ? memory_result : 0;
	if (address == now.narrow[6])
		memcpy(bytes, &text_at_pc, size);
	else if (address == AREA + 8)
		memcpy(bytes, &current_sequence, size);
	else if (address == current_sequence)
		memcpy(bytes, sequence, size);
	else
		return 0;
	return size;
}

int tracee_find_instruction(struct tracee *one)
{
	one->memory.instruction = VDSO;
	return find_error;
}

bool thread_has_ended(pid_t tid)
{
	return tid != TID || is_ended;
}

/* The kernel */

static long result_of(unsigned number)
{
	if (number == (unsigned)SYS_pidfd_open_any)
		return pidfd_result;
	if (number >= SETNS && number <= CLOSE)
		return results[number - SETNS];
	return number == NUMBER || number == SYS_restart_syscall ? repeat_result : 0;
}

/* Where it stops after the end of a call its result is in a register. */
static int stop_for(char letter)
{
	unsigned number = now.narrow[2];

	if (letter == 'R' || (letter == 'E' && is_in_call))
		now.narrow[result_role + 1] = result_of(number);
	is_in_call = letter == 'C';
	switch (letter) {
	case 'C':
	case 'R':
		return STOP_SYSCALL;
	case 'E':
		return EVENT;
	case 'T':
		return SIGTRAP;
	case 'Y':
		return SIGSYS;
	}
	return SIGUSR1;
}

/* C: it stops at a system call, R: at its end, E: for us, S, T, Y: with a signal, s: with one, and
 * a tick has passed; x: it has ended. Else it has not stopped: t: a tick comes; r: somebody else
 * has reaped it; i: neither. */
static long wait_for(int *status)
{
	char letter = *script ? *script++ : 'g';

	switch (letter) {
	case 't':
		on_tick(SIGALRM);
		return -EINTR;
	case 'r':
		reaped[0] = OTHER_TID;
		reaped[1] = TID;
		return -EINTR;
	case 'i':
		return -EINTR;
	case 'g':
		is_ended = true;
		return -ECHILD;
	case 'x':
		*status = 0;
		return TID;
	case 's':
		on_tick(SIGALRM);
		letter = 'S';
		break;
	}
	*status = stop_for(letter) << 8 | 0x7f;
	return TID;
}

static long wait4_(pid_t tid, int *status, int options)
{
	long result;

	if (tid == TID) {
		wrong += !lets_ticks_in || options != __WALL;
		return wait_for(status);
	}
	wrong += tid != -1 || options != (__WALL | WNOHANG);
	did("reap ");
	result = reaped[0];
	reaped[0] = reaped[1];
	reaped[1] = 0;
	*status = EVENT << 8 | 0x7f;
	return result;
}

static long set_registers(const struct iovec *part)
{
	static const char *const names[] = { "setns", "open", "close" };
	const uint32_t *set = part->iov_base;
	unsigned number = set[2];

	memcpy(&now, set, SET_SIZE);
	wrong += part->iov_len != SET_SIZE;
	if (number == (unsigned)SYS_pidfd_open_any)
		return did("pidfd(%d,%d)@%x ", (int)set[3], (int)set[4], set[6]);
	if (number >= SETNS && number <= CLOSE)
		return did("%s(%d,%x,%x)@%x ", names[number - SETNS], (int)set[3], set[4], set[5],
			   set[6]);
	return did(number == 4020 ? "getpid@%x " : number == SYS_restart_syscall ? "restart@%x " :
		   memcmp(set, &own, SET_SIZE) ? "other@%x " : "own ", set[6]);
}

static long get_registers(struct iovec *part)
{
	wrong += part->iov_len < SET_SIZE;
	memcpy(part->iov_base, &now, SET_SIZE);
	part->iov_len = get_size;
	return did("get ");
}

static const char *signal_name(int signal)
{
	if (signal == SIGSYS)
		return "SYS";
	return signal == SIGUSR1 ? "USR1" : "USR2";
}

static long request(const long a[6])
{
	wrong += a[1] != TID;
	if (++requests == fail_at)
		return failure;
	switch (a[0]) {
	case PTRACE_SEIZE:
		wrong += !lets_ticks_in || a[3] != PTRACE_O_TRACESYSGOOD;
		did("seize ");
		if (ticks_while_seizing)
			on_tick(SIGALRM);
		return 0;
	case PTRACE_INTERRUPT:
		return did("int ");
	case PTRACE_CONT:
		return did(a[3] ? "cont(%s) " : "cont ", signal_name(a[3]));
	case PTRACE_SYSCALL:
		wrong += a[3] != 0;
		return did("run ");
	case PTRACE_SINGLESTEP:
		return did("step ");
	case PTRACE_SETOPTIONS:
		wrong += !(a[3] & PTRACE_O_TRACESYSGOOD);
		return did(a[3] & PTRACE_O_SUSPEND_SECCOMP ? "suspend " : "enforce ");
	case PTRACE_GETSIGINFO:
		memcpy((void *)a[3], &info, sizeof info);
		return did("info ");
	case PTRACE_GETREGSET:
		return get_registers((void *)a[3]);
	case PTRACE_SETREGSET:
		return set_registers((void *)a[3]);
	case GET_RSEQ_CONFIGURATION:
		memcpy((void *)a[3], &(uint64_t){ AREA }, sizeof(uint64_t));
		return rseq_size;
	}
	return -EINVAL;
}

static long answer(long number, const long a[6])
{
	switch (number) {
	case SYS_ptrace:
		return request(a);
	case SYS_wait4:
		return wait4_(a[0], (int *)a[1], a[2]);
	case SYS_rt_sigprocmask:
		wrong += a[0] != SIG_SETMASK || a[3] != SIGNAL_SET_SIZE;
		lets_ticks_in = !(*(long *)a[1] >> (SIGALRM - 1) & 1);
		wrong += *(long *)a[1] != (lets_ticks_in ? ~(1l << (SIGALRM - 1)) : -1);
		if (*calls == '+')
			did("mask(%d) ", lets_ticks_in);
		return 0;
	case SYS_getpid:
		return US;
	case SYS_rseq:
		return rseq_result;
	case SYS_openat:
		wrong += a[2] != (O_WRONLY | O_CLOEXEC);
		return did("open(%s) ", (char *)a[1]) + FD;
	case SYS_write:
		return did("write(%.*s) ", (int)a[2], (char *)a[1]) + a[2];
	case SYS_setpriority:
		return did("priority(%ld,%ld,%ld) ", a[0], a[1], a[2]);
	case SYS_rt_sigaction:
		did("action(%ld) ", a[0]);
		return begin_failure;
	case SYS_setitimer:
		return did("timer(%ld,%ld) ", a[0], ((long *)a[1])[3]) - (begin_failure != 0);
	case SYS_pwritev:
		return did("pwritev(%lx) ", a[3]);
	}
	return -ENOSYS;
}

static void new_thread(const char *letters)
{
	script = letters;
	*calls = '\0';
	memset(&now, 0, sizeof now);
	now.narrow[1] = STATE;
	now.narrow[2] = NUMBER;
	now.narrow[6] = CODE;
	now.narrow[7] = STACK;
	own = now;
	tracee = (struct tracee){ .tid = TID, .deadline = trace_deadline(100), .abi = abis };
	tracee.own = own;
	is_ended = is_in_call = false;
	requests = fail_at = 0;
	failure = -ESRCH;
	results[0] = results[1] = results[2] = pidfd_result = memory_result = find_error = 0;
	rseq_size = -EIO;
	memset(&info, 0, sizeof info);
}

static int wait_with(const char *letters, unsigned limit)
{
	new_thread(letters);
	tracee.deadline = trace_deadline(limit);
	return tracee_wait(&tracee);
}

static void check_waits(void)
{
	CHECK_INT(wait_with("S", 9), SIGUSR1, "a thread stops");
	CHECK_TEXT(calls, "", "nothing is done for that");
	CHECK_INT(wait_with("x", 9), -ESRCH, "it ends");
	CHECK_INT(wait_with("", 9), -ESRCH, "it has ended, and was waited for");
	CHECK_INT(wait_with("itE", 9), EVENT, "it stops after a tick");
	CHECK_TEXT(calls, "reap reap ", "which may come at once, and need not interrupt it");
	CHECK_INT(wait_with("ttE", 9), EVENT, "it stops after two");
	CHECK_TEXT(calls, "reap reap int ", "the second one interrupts it");
	CHECK_INT(wait_with("rS", 9), EVENT, "its stop was taken from the queue");
	CHECK_TEXT(calls, "reap reap ", "with that of another thread");
	CHECK_INT(wait_with("ttttS", 3), -ETIMEDOUT, "it does not stop");
	CHECK_TEXT(script, "tS", "so long it was waited for");
	new_thread("ttS");
	fail_at = 1;
	CHECK_INT(tracee_wait(&tracee), -ESRCH, "it cannot be interrupted any more");
	CHECK_INT(wrong, 0, "the clock interrupts all waits");
	CHECK(!lets_ticks_in, "and nothing else");
	CHECK(!trace_is_over(trace_deadline(1)) && trace_is_over(trace_deadline(0)), "a limit");
	CHECK(trace_is_over(trace_deadline(-1)), "one that has passed");
}

static int stop_with(const char *letters, int code, int signal)
{
	new_thread(letters);
	fail_at = code == 0;
	info.si_code = code;
	info.si_signo = signal;
	return tracee_stop(&tracee);
}

static void check_stops(void)
{
	CHECK_INT(stop_with("E", 0, 0), EVENT, "one that runs is stopped");
	CHECK_TEXT(calls, "int ", "by an interrupt");
	CHECK_INT(stop_with("SE", 0, 0), EVENT, "it stops with a signal");
	CHECK_TEXT(calls, "int int cont(USR1) ", "which it gets");
	CHECK_INT(stop_with("x", 0, 0), -ESRCH, "it ends");
	CHECK_INT(stop_with("", PTRACE_EVENT_STOP << 8 | SIGTRAP, SIGTRAP), STOP_EVENT,
		  "one that has stopped");
	CHECK_TEXT(calls, "info ", "is left as it is");
	CHECK_INT(stop_with("E", 1, SIGUSR2), EVENT, "one that has stopped with a signal");
	CHECK_TEXT(calls, "info int cont(USR2) ", "gets that");
	new_thread("CE");
	CHECK_INT(tracee_park(&tracee, STOP_SYSCALL), EVENT, "one that is at a system call");
	CHECK_TEXT(calls, "int cont int cont ", "gets no signal, at the next one neither");
	new_thread("SsSS");
	tracee.deadline = trace_deadline(1);
	CHECK_INT(tracee_park(&tracee, 0), -ETIMEDOUT, "signals without end");
	CHECK_TEXT(script, "SS", "have one");
	new_thread("E");
	fail_at = 2;
	CHECK_INT(tracee_park(&tracee, 0), -ESRCH, "one that cannot continue");
	CHECK_TEXT(script, "E", "is not waited for");
}

static int begin_with(long error)
{
	strcpy(calls, "+");
	begin_failure = error;
	return trace_begin();
}

static void check_begin(void)
{
#define BEGIN "+open(/proc/self/oom_score_adj) action(14) write(-1000) priority(0,0,-20) mask(0) "
	CHECK_INT(begin_with(0), 0, "the clock starts");
	CHECK_TEXT(calls, BEGIN "timer(0,100000) ", "and nobody comes before us");
	CHECK_INT(begin_with(-EINVAL), -EINVAL, "it does not");
	CHECK_TEXT(calls, BEGIN, "is not set, then");
	begin_failure = 0;
	new_thread("");
	strcpy(calls, "+");
	CHECK_INT(trace_seize(TID), 0, "a thread is seized");
	CHECK_TEXT(calls, "+mask(1) seize mask(0) ", "meanwhile, the clock interrupts");
	ticks_while_seizing = true;
	reaped[0] = OTHER_TID;
	CHECK_INT(trace_seize(TID), 0, "which takes long");
	CHECK(strstr(calls, "seize reap reap mask(0)"), "those that end are reaped");
	ticks_while_seizing = false;
	new_thread("");
	on_tick(SIGALRM);
	CHECK_TEXT(calls, "", "only then");
	CHECK_INT(wrong, 0, "all with the right arguments");
}

static int enter_with(const char *letters, long setns_result)
{
	new_thread(letters);
	pidfd_result = 9;
	results[0] = setns_result;
	return tracee_enter_netns(&tracee);
}

#define CALL "run int cont get "
#define PIDFD "pidfd(77,0)@5000 "
#define ENTER "setns(9,40000000,80000)@5000 "
#define CLOSES "close(9,0,80000)@5000 "

static void check_calls(void)
{
	CHECK_INT(enter_with("CECECE", 0), 0, "three calls");
	CHECK_TEXT(calls, "get " PIDFD CALL ENTER CALL CLOSES CALL "own ", "move it");
	CHECK_INT(now.narrow[1], STATE, "its state is restored");
	CHECK_INT(enter_with("CECECE", -EPERM), -EPERM, "setns(2) fails");
	CHECK_TEXT(calls, "get " PIDFD CALL ENTER CALL CLOSES CALL "own ", "it is closed, too");
	CHECK_INT(enter_with("SECECECE", 0), 0, "a signal comes first");
	CHECK_TEXT(calls, "get " PIDFD "run own int cont(USR1) get "
		   PIDFD CALL ENTER CALL CLOSES CALL "own ", "with its own registers");
	CHECK_INT(enter_with("CECECx", 0), 0, "it ends after that");
	CHECK_INT(enter_with("Cx", 0), -ESRCH, "before that");
	CHECK_INT(enter_with("Y", 0), -ESRCH, "SIGSYS that is its own");
	CHECK_TEXT(calls, "get " PIDFD "run info own int cont(SYS) reap own ",
		   "is a signal as others");
	new_thread("YE");
	*(long *)((char *)&info + 16 - (sizeof(long) == 4) * 4) = VDSO + 2;
	CHECK_INT(tracee_enter_netns(&tracee), -EOPNOTSUPP, "SIGSYS for our call");
	CHECK_TEXT(calls, "get " PIDFD "run info own own ", "it never gets that");
	new_thread("SEtttttttttttttttttttttSE");
	CHECK_INT(tracee_enter_netns(&tracee), -EBUSY, "it stops for our ticks only");
	new_thread("");
	find_error = -ENOEXEC;
	CHECK_INT(tracee_enter_netns(&tracee), -ENOEXEC, "there is no instruction to call with");
	CHECK_TEXT(calls, "get ", "then it is left alone");
}

/* Each request fails in its turn. Unless it is the one that restores them, it has its own registers
 * in the end. */
static void check_failures(bool is_filtered)
{
	unsigned lost = 0, silent = 0, at = 0;

	do {
		int result;

		new_thread("CECECE");
		tracee.is_filtered = is_filtered;
		pidfd_result = 9;
		results[0] = 1;
		fail_at = ++at;
		failure = -EFAULT;
		result = tracee_enter_netns(&tracee);
		lost += strstr(calls, "pidfd") && !strstr(calls, "own ");
		silent += requests >= at && result >= 0 && result != 1;
	} while (requests >= at);
	CHECK(at > 12 && lost == 1, "a request fails: it has its own registers");
	CHECK_INT(silent, 0, "no result but that of the call is good");
}

static void check_filter(void)
{
	new_thread("CECECE");
	tracee.is_filtered = true;
	tracee_enter_netns(&tracee);
	CHECK(strstr(calls, "get suspend pidfd") == calls, "a filter is suspended for a call");
	CHECK(strstr(calls, "own enforce "), "and enforced after it");
	new_thread("");
	CHECK_INT(tracee_suspend_filter(&tracee, true), 0, "where there is none");
	CHECK_TEXT(calls, "", "nothing is to be done");
	tracee.is_filtered = true;
	fail_at = 1;
	CHECK_INT(tracee_write_call(&tracee), -ESRCH, "a filter that cannot be suspended");
	CHECK_TEXT(calls, "", "no call, then");
}

static int read_size(unsigned short size, long error)
{
	new_thread("");
	fail_at = error != 0;
	failure = error;
	get_size = size;
	return tracee_read_own(&tracee);
}

static void check_registers(void)
{
	CHECK_INT(read_size(SET_SIZE, 0), 0, "registers of this machine");
	CHECK(tracee.abi == abis, "it is that");
	CHECK_INT(read_size(SET_SIZE + 1, 0), -ENOEXEC, "of another one");
	CHECK_INT(read_size(SET_SIZE, -EIO), -ENODATA, "a kernel that hides them");
	CHECK_INT(read_size(SET_SIZE, -ESRCH), -ESRCH, "a thread that has ended");
	get_size = SET_SIZE;
	has_failed = true;
	new_thread("");
	now.narrow[2] = 22;
	CHECK_INT(tracee_call_result(&tracee), 22, "a result");
	now.narrow[8] = 1;
	CHECK_INT(tracee_call_result(&tracee), -22, "an error, as another register says");
	has_failed = false;
	CHECK_INT(tracee_call_result(&tracee), 22, "where there is such a register");
	now.narrow[2] = -22;
	CHECK_INT(tracee_call_result(&tracee), -22, "an error");
	fail_at = requests + 1;
	CHECK_INT(tracee_call_result(&tracee), -ESRCH, "none can be read");
}

/* CODE: where it goes on after it has been in a sequence of this start and length. */
static int sequence_at(uint64_t start, uint64_t length, long size, int *result)
{
	new_thread("CECECE");
	rseq_size = size;
	current_sequence = 0xa000;
	sequence[1] = start;
	sequence[2] = length;
	sequence[3] = 0x2000;
	*result = tracee_enter_netns(&tracee);
	return tracee.own.narrow[6];
}

static void check_sequences(void)
{
	int result;

	CHECK_INT(sequence_at(CODE - 8, 9, 24, &result), 0x2000, "a sequence is aborted");
	CHECK_INT(now.narrow[6], 0x2000, "the thread goes on there");
	CHECK_INT(sequence_at(CODE - 8, 8, 24, &result), CODE, "at its end it is over");
	CHECK_INT(sequence_at(CODE, 1, 24, &result), 0x2000, "it begins");
	CHECK_INT(sequence_at(CODE + 1, 9, 24, &result), CODE, "it has not begun");
	CHECK_INT(sequence_at(CODE, 1, 0, &result), CODE, "the thread has none");
	CHECK_INT(result, 0, "it is moved");
	CHECK_INT(sequence_at(CODE, 1, -EIO, &result), CODE, "an old kernel");
	CHECK_INT(result, 0, "it is moved, too");
	CHECK_INT(sequence_at(CODE, 1, -ESRCH, &result), CODE, "it has ended");
	CHECK_INT(result, -ESRCH, "it has not been moved");
	new_thread("CECECE");
	rseq_size = 24;
	memory_result = -ETIMEDOUT;
	CHECK_INT(tracee_enter_netns(&tracee), -ETIMEDOUT, "memory that does not answer");
	CHECK_TEXT(calls, "get ", "no call is made");
	new_thread("CECECE");
	rseq_size = 24;
	memory_result = 1;
	CHECK_INT(tracee_enter_netns(&tracee), 0, "a sequence that is not there");
	CHECK_INT(now.narrow[6], CODE, "is none");
}

static int enter_old(const char *letters, unsigned state)
{
	new_thread(letters);
	steps = true;
	now.narrow[1] = state;
	return tracee_enter_netns(&tracee);
}

static void check_steps(void)
{
	unsigned outside = -1u;

	rseq_result = -EINVAL;
	CHECK_INT(enter_old("CECECE", STATE), 0, "in a system call");
	CHECK(!strstr(calls, "step"), "it is in no sequence");
	CHECK_INT(enter_old("TECECECE", outside), 0, "outside");
	CHECK(strstr(calls, "get step int cont get pidfd") == calls, "the kernel ends one");
	CHECK_INT(enter_old("SECECECE", outside), 0, "a signal comes first");
	CHECK(strstr(calls, "get step int cont(USR1) get pidfd") == calls, "it gets that");
	CHECK_INT(enter_old("x", outside), -ESRCH, "it ends");
	rseq_result = -ENOSYS;
	CHECK_INT(enter_old("CECECE", outside), 0, "a kernel without sequences");
	CHECK(!strstr(calls, "step"), "there is none to end");
	rseq_result = -EINVAL;
	new_thread("");
	steps = true;
	now.narrow[1] = outside;
	fail_at = 3;
	CHECK_INT(tracee_enter_netns(&tracee), -ESRCH, "it cannot be stepped");
	CHECK_TEXT(calls, "get ", "it is left alone");
	steps = false;
}

#define OPENS "read(7e00) write(7e00) /proc/77/ns/net open(-100,7e00,80000)@5000 "
#define GIVES "write(7e00) mmmmmmmmmmmmmmmmmm "

static int enter_by(int error, const char *letters, int memory)
{
	new_thread(letters);
	pidfd_result = error;
	results[1] = 8;
	memory_result = memory;
	return tracee_enter_netns(&tracee);
}

static void check_paths(void)
{
	CHECK_INT(enter_by(-ENOSYS, "CECECECE", 0), 0, "without pidfd_open(2)");
	CHECK_TEXT(calls, "get " PIDFD CALL OPENS "run int cont " GIVES "get setns(8,40000000,"
		   "80000)@5000 " CALL "close(8,0,80000)@5000 " CALL "own ", "a path is lent");
	CHECK_INT(enter_by(-EINVAL, "CECECECE", 0), 0, "or without setns(2) of such");
	CHECK(strstr(calls, OPENS), "it is the same");
	CHECK_INT(enter_by(-EMFILE, "CECECECE", 0), -EMFILE, "another error");
	CHECK(!strstr(calls, "write"), "is the end");
	CHECK_INT(enter_by(-ENOSYS, "CECECECE", 5), -EFAULT, "a part of the memory");
	CHECK_TEXT(calls, "get " PIDFD CALL "read(7e00) own ", "is not enough");
	CHECK_INT(enter_by(-ENOSYS, "CECECECE", -EIO), -EFAULT, "no memory there");
	CHECK_INT(enter_by(-ENOSYS, "CECECECE", -EPIPE), -EPIPE, "none that can be accessed");
	new_thread("");
	give_back(&tracee.memory, 0x7e00, (char [PATH_ROOM]){ "x" });
	CHECK_TEXT(calls, "write(7e00) x ", "memory is given back");
	memory_result = -EPIPE;
	*calls = '\0';
	give_back(&tracee.memory, 0x7e00, (char [PATH_ROOM]){ "x" });
	CHECK_TEXT(calls, "write(7e00) x pwritev(7e00) ", "without a child");
	memory_result = -ETIMEDOUT;
	*calls = '\0';
	give_back(&tracee.memory, 0x7e00, (char [PATH_ROOM]){ "x" });
	CHECK_TEXT(calls, "write(7e00) x ", "but nobody waits for it who must not");
}

/* A call that was interrupted, on MIPS. */
static int enter_mips(const char *letters, unsigned failed, unsigned result)
{
	has_failed = true;
	new_thread(letters);
	now.narrow[8] = failed;
	now.narrow[2] = result;
	own = now;
	own.narrow[6] = CODE - 4;		/* what is restored, if it is to be made again */
	requests = 0;
	return tracee_enter_netns(&tracee);
}

static void check_mips(void)
{
#define REWIND "get run get getpid@1000 run "
#define AGAIN "own int cont get "
	unsigned back = sizeof(abi_instruction);

	CHECK_INT(enter_mips("", 0, 512), -ESRCH, "a call that has not failed");
	CHECK(strstr(calls, "get pidfd") == calls, "is not made again");
	CHECK_INT(enter_mips("", 1, 511), -ESRCH, "nor one with another error");
	CHECK(strstr(calls, "get pidfd") == calls, "none is");
	CHECK_INT(enter_mips("", 1, 517), -ESRCH, "nor one with that");
	CHECK(strstr(calls, "get pidfd") == calls, "none is");
	enter_mips("CCE", 1, 512);
	own.narrow[6] = CODE - back;
	CHECK(strstr(calls, REWIND) == calls, "one that is interrupted begins again");
	CHECK_INT(tracee.own.narrow[6], CODE - back, "where it is");
	CHECK(strstr(calls, "int cont get pidfd"), "and then it stops");
	enter_mips("CCE", 1, 516);
	CHECK(strstr(calls, REWIND) == calls, "so does a wait");
	enter_mips("SECCE", 1, 516);
	CHECK(strstr(calls, "get run own int cont(USR1) get run ") ||
	      strstr(calls, "get run other@1000 int cont(USR1) get run "), "a signal comes first");
	CHECK_INT(enter_mips("x", 1, 512), -ESRCH, "it ends");
	CHECK_TEXT(calls, "get run ", "nothing else is done");
	CHECK_INT(enter_mips("StSttttttttttttttttttttttS", 1, 512), -ESRCH, "a frozen one");
	has_failed = false;
}

/* One that was interrupted, on ARM: it has been set back to it. */
static int enter_arm(const char *letters, long result)
{
	sets_back = true;
	result_role = ROLE_FIRST;
	new_thread(letters);
	own.narrow[ROLE_FIRST + 1] = repeat_result = result;
	return tracee_enter_netns(&tracee);
}

static void check_arm(void)
{
#define REPEAT "get run int run get int cont get "
#define THREE PIDFD CALL "setns(0,40000000,80000)@5000 " CALL "close(0,0,80000)@5000 " CALL
	CHECK_INT(enter_arm("CRECECECECE", -516), 0, "a wait is interrupted");
	CHECK_TEXT(calls, REPEAT THREE "own restart@1000 run int cont get own ",
		   "it continues for the time that was left");
	CHECK_INT(now.narrow[2], NUMBER, "it never sees how");
	CHECK_INT(enter_arm("CRECECECECE", -512), 0, "another call");
	CHECK_TEXT(calls, REPEAT THREE "own own ", "begins anew");
	CHECK_INT(enter_arm("CRECECECESESECE", -516), 0, "signals come before that");
	CHECK(strstr(calls, THREE "own restart@1000 run own int cont(USR1) get "
			    "restart@1000 run own int cont(USR1) get ") > calls, "which it gets");
	CHECK_INT(enter_arm("SECRECECECECE", -516), 0, "and before the call");
	CHECK(strstr(calls, "get run other@1000 int cont(USR1) get run int run get") == calls,
	      "which it gets");
	CHECK_INT(enter_arm("x", -516), -ESRCH, "it ends");
	CHECK_TEXT(calls, "get run ", "nothing else is done");
	CHECK_INT(enter_arm("CRx", -516), -ESRCH, "a little later");
	CHECK_TEXT(calls, "get run int run get int cont ", "nothing else is done");
	CHECK_INT(enter_arm("SEttttttttttttttttttttSE", -516), -EBUSY, "a frozen one");
}

/* Whether it was in a call, its instructions say. */
static void check_instructions(void)
{
	text_at_pc = VDSO_INSTRUCTION;
	CHECK_INT(enter_arm("CECECE", 0), 0, "it was in no call");
	CHECK_TEXT(calls, "get " THREE "own own ", "none is repeated");
	new_thread("");
	memory_result = -EPIPE;
	CHECK_INT(tracee_enter_netns(&tracee), -EPIPE, "whether it was is not known");
	CHECK_TEXT(calls, "get ", "it is left alone");
	new_thread("");
	now.narrow[1] = own.narrow[1] = STATE | ABI_STATE_SET;
	tracee.own = now;
	CHECK_INT(is_at_call(&tracee), 1, "in Thumb state calls look different");
	text_at_pc = OWN_INSTRUCTION;
	CHECK_INT(is_at_call(&tracee), 0, "others there do not");
	tracee.own.narrow[1] = STATE;
	CHECK_INT(is_at_call(&tracee), 1, "nor in the other state");
	sets_back = false;
	result_role = ROLE_NUMBER;
}

int main(void)
{
	begin();
	check_waits();
	check_stops();
	check_begin();
	check_calls();
	check_failures(false);
	check_failures(true);
	check_filter();
	check_registers();
	check_sequences();
	check_steps();
	if (ENABLE_FEATURE_ATTACH_OLD)
		check_paths();
	else
		skip("without pidfd_open(2)", "FEATURE_ATTACH_OLD is off");
	check_mips();
	check_arm();
	check_instructions();
	CHECK_INT(wrong, 0, "all with the right arguments");
	return end();
}
