// SPDX-License-Identifier: 0BSD
/*
 * deny WHAT COMMAND [ARG...]: run COMMAND where WHAT is not to be had:
 *   clone      there can be no other process (EAGAIN)
 *   listmount  the system call is unknown, as before Linux 6.8
 *   umount2    whoever makes that call is killed
 *   ptrace     no CAP_SYS_PTRACE: /proc hides the namespaces of processes that have it
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct call {
	const char *name;
	unsigned number, action;
} calls[] = {
	{ "clone", SYS_clone, SECCOMP_RET_ERRNO | EAGAIN },
	/* Its number is missing in old headers, and that many after another on every machine. */
	{ "listmount", SYS_pidfd_open + 458 - 434, SECCOMP_RET_ERRNO | ENOSYS },
	{ "umount2", SYS_umount2, SECCOMP_RET_KILL_PROCESS },
};

static int deny_call(const struct call *call)
{
	struct sock_filter rules[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call->number, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, call->action),
	};
	struct sock_fprog program = { sizeof rules / sizeof *rules, rules };
	struct rlimit no_core = { 0, 0 };

	if (setrlimit(RLIMIT_CORE, &no_core) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static int deny(const char *what)
{
	if (strcmp(what, "ptrace") == 0)
		return prctl(PR_CAPBSET_DROP, CAP_SYS_PTRACE, 0, 0, 0);
	for (unsigned i = 0; i < sizeof calls / sizeof *calls; i++)
		if (strcmp(calls[i].name, what) == 0)
			return deny_call(calls + i);
	errno = EINVAL;
	return -1;
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fputs("usage: deny WHAT COMMAND [ARG...]\n", stderr);
		return 125;
	}
	if (deny(argv[1])) {
		perror("deny");
		return 125;
	}
	execvp(argv[2], argv + 2);
	perror(argv[2]);
	return 127;
}
