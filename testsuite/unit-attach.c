// SPDX-License-Identifier: 0BSD
/* unit-attach.c: a process is moved, and nothing in it is changed, with pidfd_open(2) or without
 *
 * The kernel is the real one. What stands in its place changes one thing: with old_kernel set, a
 * thread that is to call pidfd_open(2) gets a number that no call has. With fail_at set, one of the
 * calls fails by which we access memory; with late set, too, it is a wait, which is over at once.
 * With doomed set, the process is killed during the move.
 * With refusals set, so many times no thread can be seized. With stranger set, the first ID that we
 * trace has just become that of the stranger.
 */
#undef SYS_BY_LIBC		/* here, unlike in the library */
#include "attach/attach.h"
#include "attach/tracer.h"
#include "calls.h"
#include "unit.h"

#include <fcntl.h>
#include <linux/ptrace.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <sys/wait.h>

enum { NO_CALL = NEW_CALL_BASE + 4000, STACK_SIZE = 1 << 17, TIMES = 5 };

unsigned flags;

static bool old_kernel;
static unsigned replaced;		/* numbers */
static pid_t doomed;
static pid_t stranger, mistaken;	/* mistaken: whose ID the stranger has, or 0 */

/* What both processes see. */
static struct shared {
	char stack[STACK_SIZE] __attribute__((aligned(65536)));
	char before[STACK_SIZE];
	volatile int ready;
	volatile unsigned signals, writes;	/* writes: to memory */
	unsigned calls, fail_at;		/* see is_to_fail() */
	bool late;
	pid_t mover;
	unsigned own_writes;		/* to memory, not by a child */
	int priority;
	unsigned children, killed;
	unsigned closed;		/* of the standard descriptors, by a child; bit N for N */
	unsigned refusals, pauses;
	unsigned left_open;		/* descriptors, when all is done */
	unsigned mistakes, held;	/* strangers traced: at all; while another moves */
} *shared;

/* libc's syscall() is replaced by the test. Where calls are in line there is another one. */
static long real_call(long number, const long a[6])
{
#if defined SYS_OUT_OF_LINE
	return (void)number, (void)a, -ENOSYS;
#else
	return sys_call6(number, a[0], a[1], a[2], a[3], a[4], a[5]);
#endif
}

static void replace_number(const struct iovec *set)
{
	for (unsigned i = 0; i < set->iov_len / sizeof(long); i++)
		if (((unsigned long *)set->iov_base)[i] == SYS_pidfd_open_any) {
			((unsigned long *)set->iov_base)[i] = NO_CALL;
			replaced++;
		}
}

/* Is it number FAIL_AT of those that memory_access() may make, here or in its child? */
static bool is_to_fail(long number)
{
	static const long calls[] = {
		SYS_pipe2, SYS_clone, SYS_ppoll_64, SYS_readv, SYS_writev, SYS_preadv, SYS_pwritev,
		SYS_read, SYS_write,
	};

	for (unsigned i = 0; shared->fail_at && i < ARRAY_SIZE(calls); i++)
		if (number == calls[i] && (number == SYS_ppoll_64 || !shared->late))
			return __atomic_add_fetch(&shared->calls, 1, __ATOMIC_SEQ_CST) ==
				shared->fail_at;
	return false;
}

/* Kills PID, which we trace, and returns when its parent has waited for it. */
static void see_it_end(pid_t pid)
{
	kill(pid, SIGKILL);
	for (unsigned tries = 0; kill(pid, 0) == 0 && tries < 5000; tries++) {
		while (waitpid(-1, NULL, WNOHANG | __WALL) > 0)
			;
		usleep(1000);
	}
}

/* ptrace(2) and wait4(2) of the thread that is mistaken, which are about the stranger. */
static long answer_about_stranger(long number, const long a[6])
{
	unsigned index = number == SYS_ptrace;
	long b[6], result;

	if (index && a[0] == PTRACE_SEIZE && !shared->mistakes++)
		mistaken = a[1];
	shared->held += index && a[0] == PTRACE_SETREGSET && mistaken;
	memcpy(b, a, sizeof b);
	if (mistaken && a[index] == mistaken)
		b[index] = stranger;
	result = real_call(number, b);
	if (!index && result == stranger)
		return mistaken;
	if (index && a[0] == PTRACE_DETACH && a[1] == mistaken)
		mistaken = 0;
	return result;
}

static long answer(long number, const long a[6])
{
	if (stranger && (number == SYS_ptrace || number == SYS_wait4))
		return answer_about_stranger(number, a);
	if (number == SYS_ppoll_64 && a[1] == 0)
		shared->pauses++;
	if (number == SYS_ptrace && a[0] == PTRACE_SEIZE && shared->refusals) {
		shared->refusals--;
		return -EPERM;
	}
	if (is_to_fail(number))
		return shared->late ? 0 : -ENOMEM;
	if (number == SYS_ptrace && a[0] == PTRACE_SETREGSET && doomed)
		see_it_end(doomed);
	if (number == SYS_ptrace && a[0] == PTRACE_SETREGSET && old_kernel)
		replace_number((const struct iovec *)a[3]);
	if (number == SYS_close && getpid() != shared->mover && a[0] <= STDERR_FILENO)
		shared->closed |= 1 << a[0];
	shared->children += number == SYS_clone && getpid() == shared->mover;
	shared->killed += number == SYS_kill && a[1] == SIGKILL;
	if (number == SYS_setpriority)
		shared->priority = a[2];
	if (number == SYS_pwritev) {
		shared->writes++;
		shared->own_writes += getpid() == shared->mover;
	}
	return real_call(number, a);
}

static void *wait_for_ever(void *unused)
{
	for (;;)
		pause();
	return unused;
}

static void count_signal(int signal)
{
	(void)signal;
	shared->signals++;
}

/* A process with a thread that waits on a stack of which we know every byte. */
static pid_t start_target(void)
{
	pid_t child = fork();
	pthread_attr_t attributes;
	pthread_t thread;
	sigset_t usr1;

	if (child != 0)
		return child;
	close(STDIN_FILENO);		/* a descriptor that it gets is 0 */
	signal(SIGUSR1, count_signal);
	sigemptyset(&usr1);		/* for the first thread, which has another stack */
	sigaddset(&usr1, SIGUSR1);
	sigprocmask(SIG_BLOCK, &usr1, NULL);
	memset(shared->stack, 0x5a, STACK_SIZE);
	pthread_attr_init(&attributes);
	pthread_attr_setstack(&attributes, shared->stack, STACK_SIZE);
	if (pthread_create(&thread, &attributes, wait_for_ever, NULL))
		_exit(1);
	sigprocmask(SIG_UNBLOCK, &usr1, NULL);
	usleep(200000);			/* until it waits */
	memcpy(shared->before, shared->stack, STACK_SIZE);
	shared->ready = 1;
	wait_for_ever(NULL);
	return 0;
}

static unsigned count_descriptors(void)
{
	unsigned count = 0;

	for (int fd = 0; fd < 64; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

/* In a process of its own, as it goes there itself. 0: it was moved. */
static int attach(pid_t pid, const char *netns)
{
	int fd = open(netns, O_RDONLY | O_CLOEXEC), status = -1;
	struct attach_result result;
	pid_t child = fork();

	if (child == 0) {
		unsigned before = count_descriptors();

		shared->writes = 0;
		shared->mover = getpid();
		attach_process(pid, fd, &result);
		shared->left_open = count_descriptors() - before;
		if (result.problem && !shared->fail_at)
			dprintf(tap, "# %s: error %d\n", result.problem, -result.error);
		_exit(result.problem || (replaced > 0) != old_kernel ||
		      (shared->writes > 0) != old_kernel);
	}
	close(fd);
	if (doomed)
		waitpid(doomed, NULL, 0);
	waitpid(child, &status, 0);
	return status;
}

static unsigned changed_bytes(void)
{
	unsigned changed = 0;

	for (unsigned i = 0; i < STACK_SIZE; i++)
		changed += shared->stack[i] != shared->before[i];
	return changed;
}

static unsigned inode_of_pid(pid_t pid)
{
	char path[64];

	snprintf(path, sizeof path, "/proc/%d/ns/net", (int)pid);
	return inode_at(AT_FDCWD, path);
}

/* Moves it to OTHER and back, some times, with signals in between. */
static void check_moves(pid_t target, const char *here, const char *other, const char *name)
{
	int status = 0;
	unsigned first = inode_at(AT_FDCWD, here), second = inode_at(AT_FDCWD, other), wrong = 0;

	for (int i = 0; i < TIMES; i++) {
		status |= attach(target, other);
		wrong += inode_of_pid(target) != second;
		kill(target, SIGUSR1);
		status |= attach(target, here);
		wrong += inode_of_pid(target) != first;
	}
	CHECK_INT(status, 0, name);
	CHECK_INT(wrong, 0, "it is where it was to be");
	CHECK(shared->left_open <= 4, "few descriptors stay open");
	CHECK_INT(shared->priority, -20, "nothing else comes first meanwhile");
	CHECK_INT(changed_bytes(), 0, "no byte of its stack has changed, in use or not");
}

/* One call after the other fails: it lives, where attach says that it is. */
static void check_failures(pid_t target, const char *here, const char *other, const char *name)
{
	unsigned first = inode_at(AT_FDCWD, here), second = inode_at(AT_FDCWD, other);
	unsigned lies = 0, failed = 0, calls = 0;

	for (unsigned at = 1; at <= calls + 1 && waitpid(target, NULL, WNOHANG) == 0; at++) {
		bool is_moved;

		shared->calls = 0;
		shared->fail_at = at;
		is_moved = attach(target, other) == 0;
		failed += !is_moved;
		calls = shared->calls;
		shared->fail_at = 0;
		lies += inode_of_pid(target) != (is_moved ? second : first);
		if (is_moved && attach(target, here) != 0)
			lies++;
	}
	CHECK(kill(target, 0) == 0 && failed > 0, name);
	CHECK_INT(lies, 0, "it is where the result says");
	CHECK_INT(changed_bytes(), 0, "no byte of its stack has changed");
}

/* Memory that does not answer might never do so: then we do not touch it ourselves. */
static void check_late(pid_t target, const char *here, const char *other)
{
	unsigned calls = 0, waits = 0;

	shared->late = true;
	shared->own_writes = shared->children = shared->killed = 0;
	for (unsigned at = 1; at <= calls + 1; at++) {
		shared->calls = 0;
		shared->fail_at = at;
		attach(target, other);
		calls = shared->calls;
		waits += at <= calls;
		shared->fail_at = 0;
		if (inode_of_pid(target) != inode_at(AT_FDCWD, here))
			attach(target, here);
	}
	shared->late = false;
	CHECK(waits > 0 && kill(target, 0) == 0, "memory does not answer: it lives");
	CHECK_INT(shared->own_writes, 0, "nobody but a child waits for it");
	CHECK_INT(shared->closed, 7, "which keeps no pipe open");
	CHECK(shared->children > 0 && shared->killed == shared->children, "and does not stay");
	CHECK(inode_of_pid(target) == inode_at(AT_FDCWD, here), "it is where it was");
}

/* A thread in execve(2) may be refused for a moment. */
static void check_refusals(pid_t target, const char *here, const char *other)
{
	shared->refusals = TRIES;
	shared->pauses = 0;
	CHECK_INT(attach(target, other), 0, "a thread is refused ten times: it is moved");
	CHECK_INT(shared->pauses, TRIES, "with a pause after each");
	shared->refusals = TRIES + 1;
	CHECK_INT(attach(target, here), 1 << 8, "it is refused once more: that is a problem");
	CHECK_INT(shared->refusals, 0, "so often it was tried");
	CHECK_INT(inode_of_pid(target), inode_at(AT_FDCWD, other), "it was not moved");
	CHECK_INT(attach(target, here), 0, "then it is not refused: it is moved back");
}

static const char *reason_to_skip(void)
{
#if defined SYS_OUT_OF_LINE
	return "system calls of this machine are not in line";
#else
	return ENABLE_NETNS_ATTACH ? NULL : "no netns-attach";
#endif
}

static void check_all(pid_t target, pid_t holder)
{
	char here[64], other[64];

	snprintf(here, sizeof here, "/proc/%d/ns/net", (int)getpid());
	snprintf(other, sizeof other, "/proc/%d/ns/net", (int)holder);
	check_moves(target, here, other, "with pidfd_open(2), without a byte written");
	check_failures(target, here, other, "its memory cannot be accessed: it lives");
	check_refusals(target, here, other);
	old_kernel = true;
	if (ENABLE_FEATURE_ATTACH_OLD) {
		check_moves(target, here, other, "without it, with bytes that are lent");
		check_failures(target, here, other, "bytes cannot be lent: it lives");
		check_late(target, here, other);
	} else {
		skip("without pidfd_open(2)", "FEATURE_ATTACH_OLD is off");
	}
	CHECK(kill(target, 0) == 0 && shared->signals > 0, "it lives, and got its signals");
	old_kernel = false;
	stranger = holder;
	CHECK_INT(attach(target, other), 0, "a stranger gets the ID of a thread: it is moved");
	CHECK(shared->mistakes && !shared->held, "and the stranger is let go at once");
	CHECK_INT(attach(target, here), 0, "and back");
	stranger = 0;
	doomed = target;
	CHECK(attach(target, other) == 1 << 8, "it is killed during the move: that is a problem");
}

/* In a network namespace of its own */
static pid_t start_holder(void)
{
	pid_t child = fork();

	if (child == 0) {
		unshare(CLONE_NEWNET);
		wait_for_ever(NULL);
	}
	return child;
}

int main(void)
{
	pid_t target, holder;

	begin();
	if (reason_to_skip()) {
		skip("a process is moved", reason_to_skip());
		return end();
	}
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		      -1, 0);
	holder = start_holder();
	target = start_target();
	while (!shared->ready)
		usleep(1000);
	check_all(target, holder);
	kill(target, SIGKILL);
	kill(holder, SIGKILL);
	waitpid(target, NULL, 0);
	waitpid(holder, NULL, 0);
	return end();
}
