/* SPDX-License-Identifier: 0BSD */
/* attach.h: move a running process into another network namespace */
#ifndef ATTACH_H
#define ATTACH_H

#include "enter/enter.h"

struct attach_result {
	const char *problem;	/* why it was not moved, or what is amiss after it was; or NULL */
	const char *detail;	/* to append to it, or NULL */
	int error;		/* -errno that belongs to it, or 0 */
	pid_t moved;		/* a thread that was moved, or 0: all were there already */
};

/* Moves every thread of the process PID into NETNS, or none. */
void attach_process(pid_t pid, int netns, struct attach_result *result);
/* How many open sockets, which stay in their namespace, the thread TID has; or -errno. */
int attach_count_sockets(pid_t tid);

#endif
