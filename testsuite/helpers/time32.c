// SPDX-License-Identifier: 0BSD
/*
 * time32 old|new COMMAND [ARG...]: run COMMAND as on a kernel that lacks the old system calls, with
 * times of 32 bits (no COMPAT_32BIT_TIME), or the new ones (before Linux 5.1). There are both only
 * on 32-bit machines; elsewhere the exit status is 125.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined SYS_ppoll_time64
#if defined SYS_clock_gettime32
#define SYS_clock_gettime SYS_clock_gettime32
#endif
#define REFUSE(call) \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, 0, 1), \
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS)
#define BEGIN BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr))
#define END BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)

static struct sock_filter no_old[] = {
	BEGIN, REFUSE(ppoll), REFUSE(clock_gettime), REFUSE(rt_sigtimedwait), END
};
static struct sock_filter no_new[] = {
	BEGIN, REFUSE(ppoll_time64), REFUSE(clock_gettime64), REFUSE(rt_sigtimedwait_time64), END
};
enum { LENGTH = sizeof no_old / sizeof *no_old };

static int refuse(const char *which)
{
	struct sock_fprog program = { LENGTH, strcmp(which, "old") == 0 ? no_old : no_new };

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	       prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}
#else
static int refuse(const char *which)
{
	(void)which;
	errno = ENOSYS;
	return -1;
}
#endif

int main(int argc, char **argv)
{
	if (argc < 3) {
		fputs("usage: time32 old|new COMMAND [ARG...]\n", stderr);
		return 125;
	}
	if (refuse(argv[1])) {
		perror("time32");
		return 125;
	}
	execvp(argv[2], argv + 2);
	perror(argv[2]);
	return 127;
}
