// SPDX-License-Identifier: 0BSD
/* inhabited.c: in which network namespaces are processes, other than this one? */
#include "netns.h"

/* Those that processes are in, by the last digits of their numbers, as it is at the beginning: who
 * is told that a namespace is inhabited looks again, for that one alone. */
static bool inhabited[4096];
static bool any_is;

static unsigned init_netns;	/* which does not end, whatever happens to its names */

bool is_inhabited(unsigned netns)
{
	return inhabited[netns % ARRAY_SIZE(inhabited)];
}

static int note_task(struct task *task, void *context)
{
	(void)context;
	if (task->pid == 1) {
		init_netns = task->netns;
	} else if (task->netns == 0) {	/* each may be */
		memset(inhabited, true, sizeof inhabited);
		any_is = true;
	} else if (task->netns != init_netns && task->pid != (pid_t)SYS(getpid)) {
		any_is = inhabited[task->netns % ARRAY_SIZE(inhabited)] = true;
	}
	return 0;
}

bool inhabited_is_known;

int inhabited_read(void)
{
	int error;

	if (inhabited_is_known)
		return 0;
	error = proc_each(note_task, NULL);
	inhabited_is_known = error == 0;
	return error;
}

bool inhabited_any(void)
{
	return any_is;
}
