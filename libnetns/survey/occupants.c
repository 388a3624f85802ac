// SPDX-License-Identifier: 0BSD
/* occupants.c: the processes in one network namespace; wait until they end, or make them end */
#include "survey/survey.h"

#include <signal.h>

enum { GRACE = 200, TERM_GRACE = 2000, KILL_GRACE = 2000, POLL = 10 };	/* milliseconds */

/* When all processes were new at so many looks in a row, they are a chain: each forks and ends, and
 * SIGTERM was not for the present one. Nothing waits for it, so SIGKILL comes at once. */
enum { NEW_MAX = 30 };

static int count_task(struct task *task, void *context)
{
	struct occupants *occupants = context;
	int is_in;

	if (task->pid == task->self || task->pid == occupants->last)
		return 0;
	is_in = task_is_in(task, occupants->netns, occupants->inode);
	if (is_in < 0)
		count_hidden(&occupants->hidden, task);
	if (is_in <= 0)
		return 0;
	if (task->pid == 1)
		return 1;		/* a namespace that does not end */
	if (occupants->signal)
		task_signal(task, occupants->netns, occupants->inode, occupants->signal);
	if (occupants->count == 0)
		occupants->first = task->pid;
	occupants->last = task->pid;
	if (occupants->count < OCCUPANTS_SHOWN)
		occupants->end = str_append_uint(str_append(occupants->end, " "), task->pid);
	else if (occupants->count == OCCUPANTS_SHOWN)
		str_append(occupants->end, " ...");
	occupants->count++;
	return 0;
}

static int look(struct occupants *occupants)
{
	occupants->count = occupants->last = 0;
	occupants->hidden.count = occupants->hidden.last = 0;
	occupants->end = occupants->pids;
	return look_for_processes(count_task, occupants);
}

int occupants_wait(struct occupants *occupants, bool kill)
{
	unsigned limit = kill ? TERM_GRACE + KILL_GRACE : GRACE;
	unsigned start = monotonic_ms(), spent, all_new = 0;
	pid_t last = 0;
	int result;

	if (kill && !proc_missing() && !proc_is_ours())
		return -EXDEV;
	occupants->inode = netns_inode(occupants->netns);
	if (occupants->inode == 0)
		return -EIO;
	occupants->signal = kill ? SIGTERM : 0;
	do {
		result = look(occupants);
		if (result)
			return result;
		if (occupants->count == 0)
			return occupants->hidden.count == 0;
		all_new = occupants->first > last ? all_new + 1 : 0;
		last = occupants->last;
		sleep_ms(occupants->signal == SIGKILL ? 1 : POLL);
		spent = monotonic_ms() - start;
		occupants->signal =
			kill && (spent >= TERM_GRACE || all_new >= NEW_MAX) ? SIGKILL : 0;
	} while (spent < limit);
	return false;
}

int occupants_warn(const struct occupants *occupants, const char *name, const char *way_out)
{
	if (occupants->count == 0)
		return proc_warn(name, 0, occupants->hidden.count);
	msg_add(name);
	msg_add(": busy: ");
	msg_add_processes(occupants->count);
	return warn(":", occupants->pids, way_out);
}
