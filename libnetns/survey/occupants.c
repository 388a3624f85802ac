// SPDX-License-Identifier: 0BSD
/* occupants.c: the processes in the namespaces of some entries; wait for their end, or bring it
 * about
 *
 * All entries are waited for together: they share one grace period, each walk through all
 * processes, and one look at the directory.
 */
#include "survey/survey.h"

#include <signal.h>

enum { GRACE = 200, TERM_GRACE = 1500, KILL_GRACE = 2000, POLL = 10 };	/* milliseconds */

struct occupants *all_occupants, *all_occupants_end;

/* DIFFERENCE: 1 for an entry that is there, -1 for one in the list. */
static void count_entry(unsigned inode, int difference)
{
	for (struct occupants *in = all_occupants; in < all_occupants_end; in++)
		if (in->inode == inode)
			in->others += difference;
}

void occupants_forget(void)
{
	if (!all_occupants)
		all_occupants = memory_map();
	all_occupants_end = all_occupants;
}

int occupants_add(const char *name, unsigned inode)
{
	struct occupants *in = all_occupants_end;

	if (!in || (char *)(in + 2) > (char *)all_occupants + MEMORY_SIZE)
		return -ENOMEM;
	*in = (struct occupants){ .inode = inode };
	str_append(in->name, name);
	all_occupants_end++;
	return 0;
}

static int look_at_entry(const struct entry *entry, void *context)
{
	struct file_stat file;

	(void)context;
	if (entry_is_bare(entry->name, &file) == 0)	/* not a link */
		count_entry(file.inode, 1);
	return 0;
}

/* For processes that we may not look at otherwise. */
static unsigned netdev_of(struct occupants *in)
{
	int fd;

	if (!in->netdev) {
		fd = entry_open(in->name);
		in->netdev = netns_netdev(fd);
		close_fd(fd);
	}
	return in->netdev;
}

struct look {
	int signal;			/* to send to all of them; 0: none */
	bool found;
};

static void count_in(struct occupants *in, struct task *task, struct look *look)
{
	unsigned netdev = task->netns ? 0 : netdev_of(in);
	int is_in = task_is_in(task, in->inode, netdev);

	if (is_in < 0)
		count_hidden(&in->hidden, task);
	if (is_in <= 0 || task->pid == in->last)
		return;
	if (task->pid == 1)
		in->others = 1;
	if (in->others > 0)
		return;
	if (look->signal)
		task_signal(task, in->inode, netdev, look->signal);
	in->last = task->pid;
	if (in->count < OCCUPANTS_SHOWN)
		in->end = str_append_uint(str_append(in->end, " "), task->pid);
	else if (in->count == OCCUPANTS_SHOWN)
		str_append(in->end, " ...");
	in->count++;
	look->found = true;
}

static int count_task(struct task *task, void *look)
{
	for (struct occupants *in = all_occupants; in < all_occupants_end; in++)
		if (task->pid != task->self)
			count_in(in, task, look);
	return 0;
}

static int look_again(struct look *look)
{
	look->found = false;
	for (struct occupants *in = all_occupants; in < all_occupants_end; in++) {
		in->count = in->last = 0;
		in->hidden.count = in->hidden.last = 0;
		in->end = in->pids;
	}
	return look_for_processes(count_task, look);
}

int occupants_wait(bool kill)
{
	unsigned limit = kill ? TERM_GRACE + KILL_GRACE : GRACE;
	unsigned start = monotonic_ms(), spent = 0;
	struct look look = { .signal = kill ? SIGTERM : 0 };
	int result = kill && !proc_missing() ? proc_must_be_ours() : 0;

	if (result < 0)
		return result;
	result = entries_each(0, look_at_entry, NULL);
	for (struct occupants *in = all_occupants; in < all_occupants_end; in++)
		count_entry(in->inode, -1);
	while (result == 0) {
		result = look_again(&look);
		if (!look.found || spent >= limit)
			break;
		sleep_ms(look.signal == SIGKILL ? 1 : POLL);
		spent = monotonic_ms() - start;
		look.signal = kill && spent >= TERM_GRACE ? SIGKILL : 0;
	}
	return result;
}

bool occupants_are_gone(const struct occupants *in)
{
	return in->others > 0 || in->count + in->hidden.count == 0;
}

int occupants_warn(const struct occupants *in, const char *way_out)
{
	if (in->count == 0)
		return proc_warn(in->name, 0, in->hidden.count);
	msg_add(in->name);
	msg_add(": busy: ");
	msg_add_processes(in->count);
	return warn(":", in->pids, way_out);
}
