// SPDX-License-Identifier: 0BSD
/* inject.c: a supervisor that makes one system call of a program fail, or kills it there
 *
 * A seccomp filter asks us about every system call of the program and its children
 * (seccomp_unotify(2)), and we answer: go on, or an error. What strace -e inject does, it does on
 * all machines and in a fraction of the time, and it counts all processes in one order.
 */
#define _GNU_SOURCE
#include "faults.h"
#include "base/syscall.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LISTENER = 3, IDLE = 10, PATIENCE = 6000 };	/* milliseconds */

/* Which errors a call may meet; none that could mean that all is well, as ENOENT does. */
static const struct {
	int call;
	const char *name;
	unsigned char errors[4];
} calls[] = {
#define CALL(name, ...) { SYS_##name, #name, { __VA_ARGS__ } },
	CALL(openat, EMFILE, EACCES, ENOMEM)
	CALL(statx, EACCES, ENOMEM, EIO)
	CALL(mount, EPERM, ENOMEM, ENOSPC)
	CALL(umount2, EPERM, ENOMEM)
	CALL(unlinkat, EPERM, EIO)
	CALL(mkdirat, EACCES, ENOSPC, EROFS)
	CALL(unshare, EPERM, ENOSPC, ENOMEM)
	CALL(setns, EPERM, ENOMEM, EINVAL)
	CALL(flock, ENOLCK, EINTR)
	CALL(chdir, EACCES, ENOMEM)
	CALL(ioctl, EPERM, ENOMEM)
	CALL(socket, EMFILE, EACCES, ENOBUFS)
	CALL(bind, EPERM, ENOMEM)
	CALL(setsockopt, ENOPROTOOPT, ENOMEM)
	CALL(sendto, ENOBUFS, EPERM, EINTR)
	CALL(recvfrom, ENOBUFS, ENOMEM, EINTR)
	CALL(getdents64, EIO, ENOMEM)
	CALL(read, EIO, EINTR, ENOMEM)
	CALL(write, EIO, ENOSPC, EINTR)
	{ CALL_MMAP, "mmap", { ENOMEM } },
	CALL(ppoll_64, ENOMEM, EINTR)
	CALL(clone, EAGAIN, ENOMEM)
	CALL(wait4, EINTR, ECHILD)
	CALL(ptrace, EPERM)
	CALL(execve, ENOMEM, EACCES, E2BIG)
	CALL(kill, EPERM)
	CALL(readlinkat, EACCES, ENOMEM)
	CALL(faccessat, EACCES, ENOMEM)
	CALL(fstatfs, EIO, ENOMEM)
	CALL(fcntl, EMFILE)
	CALL(inotify_init1, EMFILE, ENOMEM)
	CALL(inotify_add_watch, ENOSPC, EACCES, ENOMEM)
	CALL(inotify_rm_watch, EINVAL)
	CALL(signalfd4, EMFILE, ENOMEM)
	CALL(prctl, EINVAL)
	CALL(pidfd_open, EMFILE, ENOMEM, ENOSYS)
	CALL(chroot, EPERM, ENOMEM)
	CALL(fchdir, EACCES, ENOMEM)
#ifdef SYS_unlink			/* what programs of glibc do instead */
	CALL(unlink, EPERM, EIO)
	CALL(mkdir, EACCES, ENOSPC, EROFS)
	CALL(access, EACCES, ENOMEM)
	CALL(readlink, EACCES, ENOMEM)
	CALL(fork, EAGAIN, ENOMEM)
#endif
#ifdef SYS_vfork
	CALL(vfork, EAGAIN, ENOMEM)
#endif
#ifdef SYS_newfstatat
	CALL(newfstatat, EACCES, ENOMEM, EIO)
#endif
	CALL(sendmsg, ENOBUFS, EPERM, EINTR)
	CALL(recvmsg, ENOBUFS, ENOMEM, EINTR)
	CALL(brk, 0)			/* tells how far it came, no error */
	CALL(close, 0)			/* it closes, whatever it returns */
	CALL(getpid, 0)			/* these never fail */
	CALL(gettid, 0)
	CALL(geteuid, 0)
	CALL(rt_sigprocmask, 0)
	CALL(clock_gettime_64, 0)
	CALL(exit_group, 0)
};

static int row(int call)
{
	for (unsigned i = 0; i < sizeof calls / sizeof *calls; i++)
		if (calls[i].call == call)
			return i;
	return -1;
}

const char *call_name(int call)
{
	static char number[24];

	if (row(call) >= 0)
		return calls[row(call)].name;
	snprintf(number, sizeof number, "call %d", call);
	return number;
}

/* Of a thread that was seized and is stopped, ptrace(2) takes everything. */
static int error_of(const struct seccomp_data *data, const struct scenario *scenario, int choice)
{
	static const unsigned char others[] = { EPERM, ENOMEM, 0 };
	int error;

	if (data->nr == SYS_ptrace && data->args[0] != PTRACE_SEIZE)
		return 0;
	error = row(data->nr) >= 0 ? calls[row(data->nr)].errors[choice] : others[choice];
	return error == EACCES && scenario->may_be_denied ? 0 : error;
}

static int now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* What the setup wrote to $T/word. */
static char *given_word(void)
{
	static char word[256];
	char path[256];
	FILE *file;

	snprintf(path, sizeof path, "%s/word", getenv("T"));
	file = fopen(path, "re");
	if (file && fgets(word, sizeof word, file))
		word[strcspn(word, "\n")] = '\0';
	return word;
}

/* Becomes the program, each of whose calls we are asked about from now on. */
static void become(const struct scenario *scenario, int out, int err, volatile bool *ready)
{
	struct sock_filter notify = { BPF_RET | BPF_K, 0, 0, SECCOMP_RET_USER_NOTIF };
	struct sock_fprog filter = { 1, &notify };
	char *words[WORDS], copy[TEXT], path[256], tree[256];
	int count = 0;

	strcpy(copy, scenario->command);
	for (char *word = strtok(copy, " "); word; word = strtok(NULL, " "))
		words[count++] = strcmp(word, "@word") == 0 ? given_word() : word;
	words[count] = NULL;
	snprintf(path, sizeof path, "%s/bin/%s", getenv("T"), *words);
	dup2(open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
	dup2(out, STDOUT_FILENO);
	dup2(err, STDERR_FILENO);
	snprintf(tree, sizeof tree, "%s/tree", getenv("T"));
	if (scenario->in_chroot && (chroot(tree) < 0 || chdir("/") < 0))
		_exit(127);
	syscall(SYS_close_range, LISTENER, ~0u, 0);
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	*ready = true;
	syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter);
	execve(path, words, environ);
	_exit(127);
}

static int take_listener(pid_t child, volatile bool *ready)
{
	int pidfd = syscall(SYS_pidfd_open, child, 0), listener = -1;
	int end = now() + PATIENCE;

	while (!*ready && now() < end)
		usleep(50);
	while ((listener = syscall(SYS_pidfd_getfd, pidfd, LISTENER, 0)) < 0 && now() < end)
		usleep(50);
	close(pidfd);
	return listener;
}

/* Is that process the program under test? Not any more once it has become another. */
static bool is_program(pid_t pid, int call)
{
	static bool known[1 << 16];
	char path[32];
	struct stat program, other;

	pid &= sizeof known - 1;
	snprintf(path, sizeof path, "/proc/%d/exe", pid);
	if (!known[pid] && (stat(path, &other) < 0 || stat(getenv("PROGRAM"), &program) < 0 ||
			    other.st_ino != program.st_ino || other.st_dev != program.st_dev))
		return false;
	known[pid] = call != SYS_execve;
	return true;
}

/* A pause, which may be shorter here. Between two of them all is done once more. */
static void pause_shortly(struct fault *fault)
{
	usleep(1000);
	if (++fault->pauses == 3)
		fault->third_pause = fault->calls;
	fault->last_pause = fault->calls;
}

/* Calls that came with Linux 5.1 to 6.8, for which there must be another way. */
static bool old_kernel_lacks(int call)
{
	enum { SEND_SIGNAL = 424 - 434, OPENAT2 = 437 - 434, STATMOUNT = 457 - 434, LISTMOUNT };
	int number = call - SYS_pidfd_open;	/* alike on every machine */

	return number == SEND_SIGNAL || number == 0 || number == OPENAT2 || number == STATMOUNT ||
	       number == LISTMOUNT;
}

static void answer(int listener, pid_t child, const struct scenario *scenario, struct fault *fault)
{
	struct seccomp_notif asked;
	struct seccomp_notif_resp response = { .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE };

	memset(&asked, 0, sizeof asked);
	if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &asked) < 0)
		return;
	response.id = asked.id;
	if (asked.data.nr == SYS_ppoll_64 && asked.data.args[0] == 0) {
		response.flags = 0;
		pause_shortly(fault);
	}
	if (scenario->is_old_kernel && old_kernel_lacks(asked.data.nr)) {
		response.flags = 0;
		response.error = -ENOSYS;
	}
	if (asked.data.nr == SYS_ptrace && asked.data.args[0] == PTRACE_SETREGSET && !fault->done)
		fault->lent = true;
	if (is_program(asked.pid, asked.data.nr) && ++fault->calls == fault->at) {
		fault->call = asked.data.nr;
		fault->error = fault->choice < 0 ? 0 :
			error_of(&asked.data, scenario, fault->choice);
		fault->done = fault->choice == KILL || fault->error;
		fault->removing = strncmp(call_name(fault->call), "unlink", 6) == 0;
		fault->saying = fault->call == SYS_write && asked.data.args[0] == 2;
		fault->in_child = (pid_t)asked.pid != child;
		if (fault->choice == KILL) {
			kill(asked.pid, SIGKILL);
			return;			/* an answer might come before its end */
		}
		if (fault->error) {
			response.flags = 0;
			response.error = -fault->error;
		}
	}
	ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &response);
}

/* The step after the one at STEP; "TERM" is a signal, all else for the shell. */
static const char *take_step(const char *step, pid_t child)
{
	char command[TEXT];
	size_t size = strcspn(step, ";");

	snprintf(command, sizeof command, "%.*s", (int)size, step);
	if (strstr(command, "TERM"))
		kill(child, SIGTERM);
	else if (system(command) != 0)
		fprintf(stderr, "# step failed: %s\n", command);
	return step + size + (step[size] == ';');
}

static bool sleeps(pid_t pid)
{
	char path[32], text[256] = "";
	int fd;

	snprintf(path, sizeof path, "/proc/%d/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0 && read(fd, text, sizeof text - 1) < 0)
		*text = '\0';
	close(fd);
	return strstr(text, ") S ");
}

/* Before Linux 6.11 the filter is in a process until that has been waited for. */
static void reap(pid_t child, int *child_status)
{
	int status;
	pid_t pid;

	while ((pid = waitpid(-1, &status, WNOHANG)) > 0)
		if (pid == child)
			*child_status = status;
}

/* Until the last of the processes that the filter is in has ended. */
static bool attend(int listener, pid_t child, int *status, const char **steps,
		   const struct scenario *scenario, struct fault *fault)
{
	struct pollfd poll_for = { .fd = listener, .events = POLLIN };
	int end = now() + PATIENCE;

	for (;;) {
		int found = poll(&poll_for, 1, IDLE);

		if (found > 0 && poll_for.revents & POLLHUP)
			return true;
		if (now() > end)
			return false;
		reap(child, status);
		if (found > 0)
			answer(listener, child, scenario, fault);
		else if (**steps && sleeps(child))
			*steps = take_step(*steps, child);
	}
}

static void slurp(int fd, char *text)
{
	ssize_t size = pread(fd, text, TEXT - 1, 0);

	text[size > 0 ? size : 0] = '\0';
	close(fd);
	/* The numbers of namespaces are others in each world. */
	for (char *at = text; (at = strstr(at, "40265")); )
		memset(at, '#', strspn(at, "0123456789"));
}

void supervise(const struct scenario *scenario, struct fault *fault, struct outcome *outcome)
{
	const char *steps = scenario->steps;
	int out = memfd_create("out", MFD_CLOEXEC), err = memfd_create("err", MFD_CLOEXEC);
	volatile bool *ready = mmap(NULL, 1, PROT_READ | PROT_WRITE,
				    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t child = fork();
	int status = 0, listener;

	if (child == 0)
		become(scenario, out, err, ready);
	listener = take_listener(child, ready);
	fault->calls = 0;
	if (!attend(listener, child, &status, &steps, scenario, fault)) {
		kill(child, SIGKILL);
		outcome->status = -1;
	}
	while (*steps)
		steps = take_step(steps, child);
	close(listener);		/* calls of those that are left get ENOSYS */
	waitpid(child, &status, 0);	/* or it has been reaped */
	if (outcome->status >= 0)
		outcome->status = WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
							WEXITSTATUS(status);
	slurp(out, outcome->out);
	slurp(err, outcome->err);
	munmap((void *)ready, 1);
}
