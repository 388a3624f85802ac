// SPDX-License-Identifier: 0BSD
/* unit-attach.c: a process is moved, and nothing in it is changed, with pidfd_open(2) or without
 *
 * The kernel is the real one. What stands in its place changes one thing: with old_kernel set, a
 * thread that is to call pidfd_open(2) gets a number that no call has.
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

/* What both processes see. */
static struct shared {
	char stack[STACK_SIZE] __attribute__((aligned(65536)));
	char before[STACK_SIZE];
	volatile int ready;
	volatile unsigned signals, writes;	/* writes: to memory */
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

static long answer(long number, const long a[6])
{
	if (number == SYS_ptrace && a[0] == PTRACE_SETREGSET && old_kernel)
		replace_number((const struct iovec *)a[3]);
	if (number == SYS_pwritev)
		shared->writes++;
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

/* In a process of its own, as it goes there itself. 0: it was moved. */
static int attach(pid_t pid, const char *netns)
{
	int fd = open(netns, O_RDONLY | O_CLOEXEC), status = -1;
	struct attach_result result;
	pid_t child = fork();

	if (child == 0) {
		shared->writes = 0;
		attach_process(pid, fd, &result);
		if (result.problem)
			dprintf(tap, "# %s: error %d\n", result.problem, -result.error);
		_exit(result.problem || (replaced > 0) != old_kernel ||
		      (shared->writes > 0) != old_kernel);
	}
	close(fd);
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
	CHECK_INT(changed_bytes(), 0, "no byte of its stack has changed, in use or not");
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
	old_kernel = true;
	if (ENABLE_FEATURE_ATTACH_OLD)
		check_moves(target, here, other, "without it, with bytes that are lent");
	else
		skip("without pidfd_open(2)", "FEATURE_ATTACH_OLD is off");
	CHECK(kill(target, 0) == 0 && shared->signals > 0, "it lives, and got its signals");
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
