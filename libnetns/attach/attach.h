/* SPDX-License-Identifier: 0BSD */
/* attach.h: move a running process into another network namespace */
#ifndef ATTACH_H
#define ATTACH_H

#include "enter/enter.h"

struct attach_result {
	const char *problem;	/* why the process was not moved, or NULL */
	const char *detail;	/* to append to PROBLEM, or NULL */
	int error;		/* the -errno of PROBLEM, or 0 */
	int sockets;		/* how many sockets were left behind, if it was moved; or -errno */
};

/* Moves every thread of the process PID into the namespace NETNS, or none of them. Call it in a
 * child process that exits soon: it enters NETNS, changes the working directory, and blocks all
 * signals. Linux 4.3; ptrace(2), setns(2). */
void attach_process(pid_t pid, int netns, struct attach_result *result);

#endif
