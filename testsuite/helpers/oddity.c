// SPDX-License-Identifier: 0BSD
/*
 * oddity KIND: a process that netns-attach must not move, or that is not easy to move. Prints
 * "ready", or "ready PID" if another process is meant; then waits to be killed.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile int prepared;

static void drop_capabilities(void)
{
	struct __user_cap_header_struct header = { _LINUX_CAPABILITY_VERSION_3, 0 };
	struct __user_cap_data_struct data[2] = { { 0, 0, 0 }, { 0, 0, 0 } };

	if (syscall(SYS_capset, &header, data))
		perror("capset");
}

static void *sleeper(void *unused)
{
	for (;;)
		pause();
	return unused;
}

/* This one has no capability, and nobody else knows. */
static void *powerless(void *unused)
{
	drop_capabilities();
	prepared = 1;
	return sleeper(unused);
}

/* This one has a table of descriptors of its own, and it is full. */
static void *full(void *unused)
{
	if (unshare(CLONE_FILES))
		perror("unshare");
	while (dup(0) >= 0)
		;
	prepared = 1;
	return sleeper(unused);
}

static void *short_life(void *microseconds)
{
	usleep((uintptr_t)microseconds);
	return 0;
}

static void *churn(void *unused)
{
	pthread_t one, other;

	for (;;) {
		if (pthread_create(&one, 0, short_life, (void *)(uintptr_t)(rand() % 2000)) == 0 &&
		    pthread_create(&other, 0, short_life, (void *)(uintptr_t)(rand() % 500)) == 0)
			pthread_join(other, 0);
		pthread_join(one, 0);
	}
	return unused;
}

static void start(void *(*function)(void *))
{
	pthread_t thread;

	if (pthread_create(&thread, 0, function, 0))
		exit(2);
}

/* All but the calls that netns-attach has a thread make; those kill. */
static void filter(void)
{
	struct sock_filter rules[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_setns, 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_pidfd_open, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
	};
	struct sock_fprog program = { sizeof rules / sizeof *rules, rules };

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		perror("seccomp");
}

/* Eight threads; the fourth is different. */
static void eight(void *(*fourth)(void *))
{
	struct rlimit limit = { 20, 20 };

	setrlimit(RLIMIT_NOFILE, &limit);
	start(sleeper);
	start(sleeper);
	start(fourth);
	while (!prepared)
		usleep(1000);
	for (int i = 0; i < 4; i++)
		start(sleeper);
}

static void ready(int pid)
{
	if (pid)
		printf("ready %d\n", pid);
	else
		puts("ready");
	fflush(stdout);
}

static void make_sockets(void)
{
	socket(AF_INET, SOCK_DGRAM, 0);
	socket(AF_NETLINK, SOCK_RAW, 0);
	socket(AF_UNIX, SOCK_STREAM, 0);
}

static void fourth_powerless(void)
{
	eight(powerless);
}

static void fourth_full(void)
{
	eight(full);
}

static void leave_zombie(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	waitid(P_PID, child, &(siginfo_t){ .si_pid = 0 }, WEXITED | WNOWAIT);
	ready(child);
	sleeper(0);
}

static void wait_in_vfork(void)
{
	ready(0);
	/* vfork() of musl is fork() on some machines */
	if (syscall(SYS_clone, CLONE_VFORK | SIGCHLD, 0, 0, 0, 0) == 0) {
		sleep(1000);
		_exit(0);
	}
}

static void end_leader(void)
{
	start(sleeper);
	start(sleeper);
	ready(0);
	pthread_exit(0);
}

static void enter_pid_namespace(void)
{
	pid_t child;

	if (unshare(CLONE_NEWPID))
		perror("unshare");
	child = fork();
	if (child == 0)
		sleeper(0);
	ready(child);
	sleeper(0);
}

static void churn_threads(void)
{
	for (int i = 0; i < 3; i++)
		start(churn);
}

static void churn_forks(void)
{
	ready(0);
	for (;;) {
		int status;
		pid_t child = fork();

		if (child == 0)
			_exit(3);
		if (waitpid(child, &status, 0) != child || WEXITSTATUS(status) != 3)
			exit(1);
	}
}

static void churn_execs(void)
{
	if (!getenv("AGAIN"))
		ready(0);
	setenv("AGAIN", "1", 1);
	start(sleeper);
	start(sleeper);
	usleep(2000);
	execl("/proc/self/exe", "oddity", "exec-churn", (char *)0);
	exit(1);
}

/* A thread that is not the first one, or one of EXECS, replaces the program, for ever. */
static void *exec_again(void *unused)
{
	usleep(rand() % 2000);
	execl("/proc/self/exe", "oddity", "thread-execs", (char *)0);
	_exit(1);
	return unused;
}

static void churn_execs_of_threads(void)
{
	if (!getenv("AGAIN"))
		ready(0);
	setenv("AGAIN", "1", 1);
	srand(getpid() ^ time(0));
	for (int i = 0; i < 6; i++)
		start(sleeper);
	for (int i = atoi(getenv("EXECS") ? getenv("EXECS") : "1"); i > 0; i--)
		pthread_create(&(pthread_t){ 0 }, 0, exec_again, 0);	/* or one is in it */
	sleeper(0);
}

/* A filter forbids mkdirat(2). Tries it for ever; says after SIGTERM how often that succeeded. */
static volatile sig_atomic_t escaped;

static void say_escaped(int signal)
{
	char text[] = "escaped N\n";

	(void)signal;
	text[8] = '0' + (escaped > 9 ? 9 : escaped);
	_exit(write(1, text, 10) != 10);
}

static void try_filter(void)
{
	struct sock_filter rules[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mkdirat, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof rules / sizeof *rules, rules };

	signal(SIGTERM, say_escaped);
	signal(SIGUSR1, SIG_IGN);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program))
		perror("seccomp");
	ready(0);
	for (unsigned i = 0;; i++) {
		char path[64];

		snprintf(path, sizeof path, "/proc/self/escaped%u", i);
		if (syscall(SYS_mkdirat, AT_FDCWD, path, 0700) == 0 || errno != 1)
			escaped++;
	}
}

/* Where its vdso was there is data of its own now, which spells system calls. */
static void cover_vdso(void)
{
	char *vdso = (char *)getauxval(AT_SYSINFO_EHDR);
	void *data = mmap(vdso, 8192, PROT_READ | PROT_WRITE | PROT_EXEC,
			  MAP_PRIVATE | MAP_ANONYMOUS | (vdso ? MAP_FIXED : 0), -1, 0);

	if (!vdso || data != vdso)
		exit(3);
	for (unsigned i = 0; i < 8192; i += 2)
		memcpy(vdso + i, "\x0f\x05", 2);
}

/* Any system call that it makes ends it: PR_SET_SYSCALL_USER_DISPATCH, Linux 5.11. It exits with 3
 * where there is no such thing. */
static void dispatch(void)
{
	enum { SET_DISPATCH = 59, ON = 1, ALLOW = 0, BLOCK = 1 };
	static volatile char selector = ALLOW;

	if (prctl(SET_DISPATCH, ON, 0, 0, &selector))
		exit(3);
	ready(0);
	selector = BLOCK;
	for (;;)
		;
}

static const struct kind {
	const char *name;
	void (*begin)(void);
} kinds[] = {
	{ "powerless", drop_capabilities },
	{ "fourth-powerless", fourth_powerless },
	{ "fourth-full", fourth_full },
	{ "seccomp", filter },
	{ "dispatch", dispatch },
	{ "sockets", make_sockets },
	{ "zombie", leave_zombie },
	{ "vfork", wait_in_vfork },
	{ "leader-ended", end_leader },
	{ "pidns", enter_pid_namespace },
	{ "thread-churn", churn_threads },
	{ "fork-churn", churn_forks },
	{ "exec-churn", churn_execs },
	{ "thread-execs", churn_execs_of_threads },
	{ "filtered", try_filter },
	{ "covered-vdso", cover_vdso },
};

int main(int argc, char **argv)
{
	for (unsigned i = 0; argc > 1 && i < sizeof kinds / sizeof *kinds; i++) {
		if (strcmp(kinds[i].name, argv[1]) != 0)
			continue;
		kinds[i].begin();
		ready(0);
		sleeper(0);
	}
	return fputs("usage: oddity KIND\n", stderr), 2;
}
