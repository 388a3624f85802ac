// SPDX-License-Identifier: 0BSD
/* inhabited.c: in which network namespaces are processes, other than this one? */
#include "netns.h"

/* The namespaces that processes are in, by number, as it is at the beginning. */
static struct {
	unsigned long netns[256];
	unsigned count;			/* larger than that: any may be */
} inhabited;

static unsigned long init_netns;	/* which does not end, whatever happens to its names */

bool is_inhabited(unsigned long netns)
{
	for (unsigned i = 0; i < inhabited.count; i++)
		if (i == ARRAY_SIZE(inhabited.netns) || inhabited.netns[i] == netns)
			return true;
	return false;
}

static int note_task(struct task *task, void *context)
{
	(void)context;
	if (task->pid == 1)
		init_netns = task->netns;
	else if (task->netns == 0)
		inhabited.count = ARRAY_SIZE(inhabited.netns) + 1;
	else if (task->netns != init_netns && task->pid != SYS(getpid) &&
		 !is_inhabited(task->netns)) {
		if (inhabited.count < ARRAY_SIZE(inhabited.netns))
			inhabited.netns[inhabited.count] = task->netns;
		inhabited.count++;
	}
	return 0;
}

bool inhabited_is_known;

int inhabited_read(void)
{
	int error;

	if (inhabited_is_known)
		return 0;
	inhabited.count = 0;
	error = proc_each(note_task, NULL);
	inhabited_is_known = error == 0;
	return error;
}

bool inhabited_any(void)
{
	return inhabited.count > 0;
}
