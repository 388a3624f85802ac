// SPDX-License-Identifier: 0BSD
/* survey.c: all network namespaces, those with a name and those that are in use without one
 *
 * Theory of operation. The entries of the run directory come first. Then /proc is walked: a thread
 * is in a namespace, and mounts in its mount namespace may hold others, such as the names of
 * container engines or those of another run directory. Each mount namespace is looked at once,
 * through the first process in it.
 *
 * A namespace is opened as soon as it is found, so that it cannot vanish while we work; one that
 * vanishes earlier does not count.
 *
 * What remains are namespaces that are held only by open files, or by mounts that no process sees.
 * Since Linux 6.19 the kernel lists them: listns.c. This list is read before the walk, so that a
 * namespace which is made meanwhile does not seem to have no processes. Before 6.19, all open files
 * of all processes are looked at, which takes some microseconds each: fds.c.
 */
#include "survey/survey.h"

#include <stdint.h>
#include <sys/resource.h>

struct netns *all_netns, *all_netns_end;
struct device *all_devices, *all_devices_end;	/* in the same memory, after the room */

static char *room;			/* free up to all_devices: for labels and mount points */
static struct table inodes;		/* of all_netns, in the same order */
static struct table mount_namespaces;	/* those that were looked at */
static uint64_t file_limit[2];		/* of our process, as it was */
static bool looks_at_files;		/* the kernel does not list what they hold */
static int failure;			/* why something that is there could not be looked at */

static void record_failure(int error)
{
	if (error < 0 && error != -ESTALE && error != -ENOTDIR && error != -ELOOP &&
	    !proc_is_gone(error))
		failure = error;
}

static struct netns *find_netns(unsigned inode)
{
	struct table_row *row = table_find(&inodes, inode, "");

	return row ? all_netns + (row - inodes.first) : NULL;
}

/* LABEL, and the mount point after it, end at END; what follows is free. Each namespace also takes
 * its own size from this room, so that the room is full before the array reaches it. A namespace
 * for which there is no room is written, but not counted. */
static struct netns *add_netns(unsigned inode, int fd, char *label, char *end)
{
	struct netns *netns = all_netns_end;

	end += sizeof *netns;
	if (end < (char *)all_devices && table_add(&inodes, inode, "") == 0) {
		room = end;
		all_netns_end++;
	} else {
		failure = -ENOMEM;
	}
	*netns = (struct netns){
		.inode = inode, .fd = fd, .id = NSID_NONE, .label = label, .descriptor = -1
	};
	if (ENABLE_FEATURE_NSID)
		record_failure(nsid_get(fd, &netns->id));
	return netns;
}

static int record_entry(const struct entry *entry, void *context)
{
	unsigned inode = netns_inode(entry->fd);
	char *end;

	(void)context;
	record_failure(entry->fd);
	if (entry->fd < 0 || find_netns(inode))
		return 0;
	if (inode == 0)
		return -EIO;
	end = str_append(room, entry->name) + 1;
	add_netns(inode, SYS(fcntl, entry->fd, F_DUPFD_CLOEXEC, 0), room, end)->is_named = true;
	return 0;
}

static void record_process(struct netns *netns, struct task *task)
{
	netns->pid = task->pid;
	record_failure(task_comm(task, netns->comm));
}

/* MOUNT: where it is mounted, or "". */
static struct netns *add_unnamed(unsigned inode, int fd, const char *mount)
{
	char *label = room;
	char *copy = str_append(str_append_uint(str_append(label, "net:["), inode), "]") + 1;
	struct netns *netns = add_netns(inode, fd, label, str_append(copy, mount) + 1);

	netns->mount = copy;
	return netns;
}

static int record_mount(struct task *task, unsigned inode, char *point, void *context)
{
	int fd;

	(void)context;
	if (find_netns(inode))
		return 0;
	fd = task_open_mounted(task, point, inode);
	record_failure(fd);
	record_process(add_unnamed(inode, fd, point), task);
	return 0;
}

static int record_fd(struct task *task, unsigned inode, char *number, void *context)
{
	int fd = find_netns(inode) ? -ESTALE : task_open_fd(task, number, inode);
	struct netns *netns;

	(void)context;
	record_failure(fd);
	if (fd < 0)
		return 0;
	netns = add_unnamed(inode, fd, "");
	netns->descriptor = num_parse(number);
	record_process(netns, task);
	return 0;
}

/* NULL if TASK has ended, or is in another namespace by now. */
static struct netns *add_of_task(struct task *task)
{
	/* process 1 of a container may be one that root may not look at there */
	const char *path = task->netns == task->own_netns ? "/proc/self/ns/net" :
		task_path(task, "/ns/net");
	int fd = open_if_netns(open_path(path, O_PATH), task->netns);

	record_failure(fd);
	return fd == -ESTALE || proc_is_gone(fd) ? NULL : add_unnamed(task->netns, fd, "");
}

static int record_task(struct task *task, void *hidden)
{
	struct netns *netns = find_netns(task->netns);
	int error;

	if (task->netns == 0)
		count_hidden(hidden, task);
	else if (!netns)
		netns = add_of_task(task);
	if (netns && netns->inode == task->own_netns)
		netns->is_current = true;
	if (netns && task->tid == 1)
		netns->is_init = true;
	if (netns && netns->counted != task->pid) {
		netns->counted = task->pid;
		if (netns->processes++ == 0)
			record_process(netns, task);
	}
	error = netns_mounts_once(task, &mount_namespaces, record_mount, NULL);
	if (ENABLE_FEATURE_OPEN_FILES && looks_at_files && task->netns != 0 && error == 0)
		error = task_fds_each(task, record_fd, NULL);
	if (error == -EACCES)
		count_hidden(hidden, task);
	else
		record_failure(error);
	return netns || task->netns == 0 ? 0 : -ESRCH;		/* it is visited again */
}

static void add_of_id(uint64_t id)
{
	int fd = netns_open_by_unique_id(id);
	unsigned inode = netns_inode(fd);

	record_failure(fd);
	if (inode == 0 || find_netns(inode))
		close_fd(fd);
	else
		add_unnamed(inode, fd, "");
}

/* Each namespace takes a descriptor. Users who may not raise the limit have few namespaces. */
static void raise_file_limit(void)
{
	static const uint64_t kernel_default[] = { 1 << 20, 1 << 20 };	/* fs.nr_open */

	SYS(prlimit64, 0, RLIMIT_NOFILE, NULL, file_limit);
	SYS(prlimit64, 0, RLIMIT_NOFILE, kernel_default, NULL);
}

static int read_all(struct hidden *hidden)
{
	uint64_t *id, *end;
	int error;

	raise_file_limit();
	table_clear(&inodes);
	table_clear(&mount_namespaces);		/* a batch may come here again */
	failure = 0;
	if (!all_netns)
		all_netns = memory_map_size(ALL_NETNS_SIZE + DEVICES_SIZE);	/* for 50,000 */
	all_netns_end = all_netns;
	if (!all_netns)
		return -ENOMEM;
	id = (void *)((char *)all_netns + ALL_NETNS_SIZE / 2);
	all_devices = all_devices_end = (void *)((char *)all_netns + ALL_NETNS_SIZE);
	end = id + listns_read(id, 1 << 17);	/* more than there is room for */
	looks_at_files = end == id;
	room = (char *)end;
	error = entries_each(ENTRIES_OPEN, record_entry, NULL);
	if (error < 0)
		failure = error;
	error = proc_each(record_task, hidden);
	while (error >= 0 && id < end)
		add_of_id(*id++);
	return error;
}

int survey_read(void)
{
	struct hidden hidden = { .count = 0 };
	int error = read_all(&hidden);

	if (error >= 0 && failure && hidden.count == 0)
		return warn_run_dir(failure, ": there may be more");
	return proc_warn(run_dir(), error, hidden.count);
}

void survey_close(void)
{
	for (struct netns *netns = all_netns; netns < all_netns_end; netns++)
		close_fd(netns->fd);
	all_netns_end = all_netns;
	SYS(prlimit64, 0, RLIMIT_NOFILE, file_limit, NULL);
}
