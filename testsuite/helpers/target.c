// SPDX-License-Identifier: 0BSD
/*
 * target MODE [THREADS]: a process for netns-attach to move, each thread of it does what MODE says
 * again and again. Prints "ready"; after SIGTERM "ok N interrupted N bad N": how many waits came
 * out right, were interrupted without a signal of ours, came out wrong or too early. With RT=1 in
 * the environment a child sends numbered real-time signals all the time; then the line ends with
 * "signals N lost N". Ends with 1 when something was wrong.
 */
#define _GNU_SOURCE
#include "futex.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WAIT = 150 };				/* milliseconds that each wait lasts */
enum { RIGHT, INTERRUPTED, WRONG };

static const struct timespec wait_time = { 0, WAIT * 1000000 };
static unsigned long results[3];
static volatile sig_atomic_t ended, handled, last = -1, lost;
static int ends[2], listener, parent;
static struct sockaddr_in address = { .sin_family = AF_INET };

static void on_term(int signal)
{
	(void)signal;
	ended = 1;
}

static void on_usr1(int signal)
{
	(void)signal;
	handled++;
}

static void on_numbered(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)context;
	if (info->si_value.sival_int != last + 1)
		lost++;
	last = info->si_value.sival_int;
}

static void feed_byte(void)
{
	if (write(ends[1], "x", 1) < 0)
		_exit(1);
}

static void feed_connection(void)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	connect(fd, (void *)&address, sizeof address);
	close(fd);
}

static void feed_signal(void)
{
	kill(parent, SIGUSR1);
}

static void feed_number(void)
{
	static union sigval value;

	if (sigqueue(parent, SIGRTMIN + 3, value) == 0)
		value.sival_int++;
}

/* A child that makes something happen every so often. */
static void start_feeder(void (*feed)(void), int milliseconds)
{
	const struct timespec time = { 0, milliseconds * 1000000 };

	parent = getpid();
	if (fork())
		return;
	signal(SIGTERM, SIG_DFL);
	while (getppid() == parent) {
		nanosleep(&time, 0);
		feed();
	}
	_exit(0);
}

static int judge(long result, int wanted_errno)
{
	if (wanted_errno == 0 ? result >= 0 : result < 0 && errno == wanted_errno)
		return RIGHT;
	return result < 0 && errno == EINTR ? INTERRUPTED : WRONG;
}

static int do_nanosleep(void)
{
	return judge(nanosleep(&wait_time, 0), 0);
}

static int do_poll(void)
{
	return judge(poll(0, 0, WAIT), 0);
}

static int do_ppoll(void)
{
	sigset_t none;

	sigemptyset(&none);
	return judge(ppoll(0, 0, &wait_time, &none), 0);
}

static int do_select(void)
{
	struct timeval time = { 0, WAIT * 1000 };

	return judge(select(0, 0, 0, 0, &time), 0);
}

static int do_futex(void)
{
	int word = 0;

	return judge(syscall(FUTEX_CALL, &word, FUTEX_WAIT_PRIVATE, 0, &wait_time, 0, 0),
		     ETIMEDOUT);
}

static int do_epoll(void)
{
	static __thread int fd = -1;
	struct epoll_event event;

	if (fd < 0)
		fd = epoll_create1(EPOLL_CLOEXEC);
	return judge(epoll_wait(fd, &event, 1, WAIT), 0);
}

static int do_read(void)
{
	char byte;

	return judge(read(ends[0], &byte, 1), 0);
}

static int do_accept(void)
{
	int fd = accept4(listener, 0, 0, SOCK_CLOEXEC), result = judge(fd, 0);

	close(fd);
	return result;
}

static int do_wait4(void)
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		nanosleep(&wait_time, 0);
		_exit(7);
	}
	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return WRONG;
	return WEXITSTATUS(status) == 7 ? RIGHT : WRONG;
}

/* These end with EINTR, but only for a signal that has a handler. */
static int do_pause(void)
{
	int before = handled, result = judge(pause(), EINTR);

	return handled > before ? result : WRONG;
}

static int do_sigsuspend(void)
{
	int before = handled;
	sigset_t none;

	sigemptyset(&none);
	return judge(sigsuspend(&none), EINTR) == RIGHT && handled > before ? RIGHT : WRONG;
}

static int do_read_signal(void)
{
	int before = handled;
	char byte;

	return judge(read(ends[0], &byte, 1), EINTR) == RIGHT && handled > before ? RIGHT : WRONG;
}

static int do_calls(void)
{
	for (int i = 0; i < 2000; i++)
		if (getppid() < 0 || syscall(SYS_dup, 9999) != -1 || errno != EBADF)
			return WRONG;
	return RIGHT;
}

/* Puts values into registers, red zone and vector registers, and looks at them, and at a flag, five
 * million times. */
#define SPIN \
	"push %%rbx; push %%rbp; sub $256, %%rsp\n" \
	"movq $0x11, -8(%%rsp); movq $0x22, -64(%%rsp); movq $0x33, -128(%%rsp)\n" \
	"movdqa (%%rdi), %%xmm0; movdqa %%xmm0, %%xmm7; movdqa 16(%%rdi), %%xmm15\n" \
	"mov $0xb1, %%rbx; mov $0xc1, %%rcx; mov $0xd1, %%rdx; mov $0x51, %%rsi\n" \
	"mov $0xb9, %%rbp; mov $8, %%r8; mov $9, %%r9; mov $10, %%r10; mov $11, %%r11\n" \
	"mov $12, %%r12; mov $13, %%r13; mov $14, %%r14; mov $5000000, %%r15\n" \
	"1: cmp $0xb1, %%rbx; jne 9f; cmp $0xc1, %%rcx; jne 9f; cmp $0xd1, %%rdx; jne 9f\n" \
	"cmp $0x51, %%rsi; jne 9f; cmp $0xb9, %%rbp; jne 9f; cmp $8, %%r8; jne 9f\n" \
	"cmp $9, %%r9; jne 9f; cmp $10, %%r10; jne 9f; cmp $11, %%r11; jne 9f\n" \
	"cmp $12, %%r12; jne 9f; cmp $13, %%r13; jne 9f; cmp $14, %%r14; jne 9f\n" \
	"cmpq $0x11, -8(%%rsp); jne 9f; cmpq $0x22, -64(%%rsp); jne 9f\n" \
	"cmpq $0x33, -128(%%rsp); jne 9f; movdqa %%xmm15, %%xmm2\n" \
	"pcmpeqb 16(%%rdi), %%xmm2; pmovmskb %%xmm2, %%eax; cmp $0xffff, %%eax; jne 9f\n" \
	"movdqa %%xmm0, %%xmm1; pcmpeqb %%xmm7, %%xmm1; pmovmskb %%xmm1, %%eax\n" \
	"cmp $0xffff, %%eax; jne 9f; stc; nop; nop; nop; jnc 9f\n" \
	"dec %%r15; jnz 1b; xor %%eax, %%eax; jmp 8f\n" \
	"9: mov $2, %%eax\n" \
	"8: add $256, %%rsp; pop %%rbp; pop %%rbx\n"

static int do_spin(void)
{
#if defined __x86_64__
	static const char text[32] __attribute__((aligned(32))) = "0123456789abcdefghijklmnopqrstu";
	long result;

	__asm__ volatile(
		SPIN
		: "=a"(result)
		: "D"(text)
		: "rcx", "rdx", "rsi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15", "xmm0",
		  "xmm1", "xmm2", "xmm7", "xmm15", "memory", "cc");
	return result;
#else
	volatile unsigned long one = 1, two = 2;

	for (unsigned long i = 0; i < 5000000; i++)
		if (one + two != 3)
			return WRONG;
	return RIGHT;
#endif
}

enum { IS_TIMED = 1, BYTES = 2, CONNECTIONS = 4, SIGNALS = 8, BLOCKED = 16 };

static const struct mode {
	const char *name;
	int (*run)(void);
	int kind;
} modes[] = {
	{ "nanosleep", do_nanosleep, IS_TIMED },
	{ "poll", do_poll, IS_TIMED },
	{ "ppoll", do_ppoll, IS_TIMED },
	{ "select", do_select, IS_TIMED },
	{ "futex", do_futex, IS_TIMED },
	{ "epoll_wait", do_epoll, IS_TIMED },
	{ "wait4", do_wait4, IS_TIMED },
	{ "read", do_read, BYTES },
	{ "accept", do_accept, CONNECTIONS },
	{ "pause", do_pause, SIGNALS },
	{ "sigsuspend", do_sigsuspend, SIGNALS | BLOCKED },
	{ "read-signal", do_read_signal, SIGNALS },
	{ "calls", do_calls, 0 },
	{ "spin", do_spin, 0 },
	{ 0, 0, 0 },
};

static const struct mode *mode = modes;

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static void *work(void *unused)
{
	/* On a busy machine none may have ended before SIGTERM: then wait for one that does. */
	while (!ended || results[RIGHT] + results[INTERRUPTED] + results[WRONG] == 0) {
		double start = now();
		bool was_ended = ended;
		int result = mode->run();

		if (ended && (!was_ended || result != RIGHT))
			continue;
		if (result == RIGHT && mode->kind & IS_TIMED && now() - start < WAIT * 0.98 / 1e3)
			result = WRONG;
		__atomic_add_fetch(results + result, 1, __ATOMIC_RELAXED);
	}
	return unused;
}

static void prepare(void)
{
	struct sigaction term = { .sa_handler = on_term }, usr1 = { .sa_handler = on_usr1 };
	struct sigaction numbered = { .sa_sigaction = on_numbered,
				      .sa_flags = SA_SIGINFO | SA_RESTART };
	socklen_t size = sizeof address;
	sigset_t blocked;

	sigaction(SIGTERM, &term, 0);
	sigaction(SIGUSR1, &usr1, 0);
	sigaction(SIGRTMIN + 3, &numbered, 0);
	if (pipe(ends))
		exit(2);
	if (mode->kind & BYTES)
		start_feeder(feed_byte, WAIT);
	if (mode->kind & CONNECTIONS) {
		address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
		if (bind(listener, (void *)&address, size) || listen(listener, 9) ||
		    getsockname(listener, (void *)&address, &size))
			exit(2);
		start_feeder(feed_connection, WAIT);
	}
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGUSR1);
	if (mode->kind & BLOCKED)
		sigprocmask(SIG_BLOCK, &blocked, 0);
	if (mode->kind & SIGNALS)
		start_feeder(feed_signal, WAIT / 5);
	if (getenv("RT"))
		start_feeder(feed_number, 1);
}

int main(int argc, char **argv)
{
	int threads = argc > 2 ? atoi(argv[2]) : 1;
	pthread_attr_t small;
	pthread_t thread;
	sigset_t all, own;

	while (mode->name && argc > 1 && strcmp(mode->name, argv[1]) != 0)
		mode++;
	if (argc < 2 || !mode->name)
		return fputs("usage: target MODE [THREADS]\n", stderr), 2;
	prepare();
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &own);
	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, 65536);
	while (--threads > 0)
		if (pthread_create(&thread, &small, work, 0))
			return 2;
	pthread_sigmask(SIG_SETMASK, &own, 0);
	puts("ready");
	fflush(stdout);
	work(0);
	printf("ok %lu interrupted %lu bad %lu", results[RIGHT], results[INTERRUPTED],
	       results[WRONG]);
	if (getenv("RT"))
		printf(" signals %d lost %d", (int)last, (int)lost);
	puts("");
	fflush(stdout);
	_exit(results[WRONG] || lost);
}
