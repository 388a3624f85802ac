// SPDX-License-Identifier: 0BSD
/* occupied.c: in which network namespaces are processes, other than this one? */
#include "survey/survey.h"

/* By inode number, modulo: true may be wrong, and is checked again for that one namespace. */
static bool occupied[4096];
static bool any_is, is_known;

static unsigned init_netns;	/* PID 1's, which does not end, whatever happens to its names */

bool is_occupied(unsigned netns)
{
	return occupied[netns % ARRAY_SIZE(occupied)];
}

static int record_task(struct task *task, void *context)
{
	(void)context;
	if (task->pid == 1) {
		init_netns = task->netns;
	} else if (task->netns == 0) {	/* it may be any */
		memset(occupied, true, sizeof occupied);
		any_is = true;
	} else if (task->netns != init_netns && task->pid != (pid_t)SYS(getpid)) {
		any_is = occupied[task->netns % ARRAY_SIZE(occupied)] = true;
	}
	return 0;
}

int occupied_read(void)
{
	int error;

	if (is_known)
		return 0;
	error = proc_each(record_task, NULL);
	is_known = error == 0;
	return error;
}

bool occupied_any(void)
{
	return any_is;
}

void occupied_forget(void)
{
	is_known = false;
}
