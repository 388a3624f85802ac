// SPDX-License-Identifier: 0BSD
/* occupied.c: in which network namespaces are processes? */
#include "survey/survey.h"

/* By inode number, modulo. So true may be wrong; occupants.c then looks at that one namespace. */
static bool occupied[4096];
static bool is_known;

static unsigned init_netns;	/* PID 1's, which lasts whatever happens to its names */

bool is_occupied(unsigned netns)
{
	return occupied[netns % ARRAY_SIZE(occupied)];
}

static void record_all(void)
{
	memset(occupied, true, sizeof occupied);
}

static int record_task(struct task *task, void *context)
{
	(void)context;
	if (task->pid == 1)
		init_netns = task->netns;
	else if (task->netns == 0)		/* it may be in any */
		record_all();
	else if (task->netns != init_netns)
		occupied[task->netns % ARRAY_SIZE(occupied)] = true;
	return 0;
}

int look_for_processes(task_visitor *visit, void *context)
{
	int last, result;

	do {
		last = proc_last_pid();
		result = proc_each(visit, context);
	} while (result == 0 && proc_last_pid() < last);
	return result;
}

void occupied_read(void)
{
	if (is_known)
		return;
	is_known = look_for_processes(record_task, NULL) == 0;
	if (!is_known)
		record_all();
}

void occupied_forget(void)
{
	is_known = false;
}
