// SPDX-License-Identifier: 0BSD
/* find.c: a network namespace by its id or by its inode number
 *
 * The kernel gives both for a namespace that we have, but not the namespace for either. So all
 * namespaces are compared: those of entries, those of processes, and, by inode number, those that
 * are mounted or open anywhere. What could not be looked at may have been the one: then that error
 * is the answer, not -ENOENT.
 */
#include "names/names.h"

struct wanted {
	int id;			/* NSID_NONE: that of INODE */
	unsigned inode;
	int fd;				/* or why there is none */
};

static struct table seen;	/* mount namespaces */

/* The RESULT of looking; without /proc (ENODEV) that is what the message is about. */
static int note(struct wanted *wanted, int result)
{
	if (result < 0 && result != -ENODEV && !proc_is_gone(result))
		wanted->fd = result;
	return result;
}

static int keep_if_wanted(struct wanted *wanted, int netns, int id)
{
	if (wanted->id == NSID_NONE ? netns_inode(netns) != wanted->inode : id != wanted->id)
		return 0;
	wanted->fd = SYS(fcntl, netns, F_DUPFD_CLOEXEC, 0);
	return 1;
}

static int look_at_entry(const struct entry *entry, void *wanted)
{
	return entry->fd < 0 ? 0 : keep_if_wanted(wanted, entry->fd, entry->id);
}

static int look_at_task(struct task *task, void *context)
{
	struct wanted *wanted = context;
	int netns, id = NSID_NONE, result;

	if (wanted->id == NSID_NONE && task->netns && task->netns != wanted->inode)
		return 0;
	netns = note(wanted, task_open(task, "/ns/net", O_RDONLY));
	if (ENABLE_FEATURE_NSID && wanted->id != NSID_NONE)
		nsid_get(netns, &id);
	result = netns < 0 ? 0 : keep_if_wanted(wanted, netns, id);
	close_fd(netns);
	return result;
}

int netns_mounts_once(struct task *task, struct table *known, netns_mount_visitor *visit,
		      void *context)
{
	unsigned mounts = 0;
	int error = ns_link_read(task_path(task, "/ns/mnt"), &mounts);

	if (error < 0 || table_find(known, mounts, ""))
		return error;
	error = netns_mounts_each(task, visit, context);
	if (error == -EINVAL || proc_is_gone(error))
		return -ESRCH;		/* it is ending: the next process there is asked */
	table_add(known, mounts, "");	/* no room: it is visited again */
	return error;
}

static int look_at_mount(struct task *task, unsigned inode, char *point, void *context)
{
	struct wanted *wanted = context;

	if (inode != wanted->inode)
		return 0;
	wanted->fd = task_open_mounted(task, point, inode);
	return wanted->fd >= 0;
}

static int look_at_fd(struct task *task, unsigned inode, char *number, void *context)
{
	struct wanted *wanted = context;

	if (inode != wanted->inode)
		return 0;
	wanted->fd = task_open_fd(task, number, inode);
	return wanted->fd >= 0;
}

static int look_further(struct task *task, void *context)
{
	return note(context, netns_mounts_once(task, &seen, look_at_mount, context)) > 0 ||
	       (ENABLE_FEATURE_OPEN_FILES &&
		note(context, task_fds_each(task, look_at_fd, context)) > 0);
}

static int find(struct wanted wanted)
{
	unsigned how = wanted.id == NSID_NONE ? ENTRIES_OPEN : ENTRIES_OPEN | ENTRIES_IDS;

	wanted.fd = -ENOENT;
	if (note(&wanted, entries_each(how, look_at_entry, &wanted)) <= 0 &&
	    note(&wanted, proc_each(look_at_task, &wanted)) <= 0 &&
	    ENABLE_FEATURE_LIST_ALL && wanted.id == NSID_NONE) {
		table_clear(&seen);
		note(&wanted, proc_each(look_further, &wanted));
	}
	return wanted.fd;
}

int netns_find_id(int id)
{
	return id < 0 ? id : find((struct wanted){ .id = id });
}

int netns_find_inode(unsigned inode)
{
	return find((struct wanted){ .id = NSID_NONE, .inode = inode });
}
