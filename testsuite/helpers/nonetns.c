// SPDX-License-Identifier: 0BSD
/*
 * nonetns COMMAND [ARG...]: run COMMAND as on a kernel without CONFIG_NET_NS, as far as system
 * calls go: setns and unshare with CLONE_NEWNET are an invalid argument.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LOAD(field) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, field)
#define IF_CALL(call, then) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##call, then, 0)

/* The half of an argument that holds CLONE_NEWNET */
enum {
	LOW_HALF = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? 4 : 0,
	FIRST = offsetof(struct seccomp_data, args[0]) + LOW_HALF,
	SECOND = offsetof(struct seccomp_data, args[1]) + LOW_HALF,
};

static struct sock_filter filter[] = {
	LOAD(offsetof(struct seccomp_data, nr)),
	IF_CALL(setns, 2),
	IF_CALL(unshare, 3),
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	LOAD(SECOND),
	BPF_STMT(BPF_JMP | BPF_JA, 1),
	LOAD(FIRST),
	BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_NEWNET, 0, 1),
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EINVAL),
	BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
};

int main(int argc, char **argv)
{
	struct sock_fprog program = { sizeof filter / sizeof *filter, filter };

	if (argc < 2) {
		fputs("usage: nonetns COMMAND [ARG...]\n", stderr);
		return 125;
	}
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
		perror("nonetns");
		return 125;
	}
	execvp(argv[1], argv + 1);
	perror(argv[1]);
	return 127;
}
