// SPDX-License-Identifier: 0BSD
/* netns.c: from what a user writes to a network namespace */
#include "names/names.h"

#include <limits.h>
#include <linux/nsfs.h>
#include <sched.h>

bool name_is_valid(const char *name)
{
	const char *c = name;

	for (; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return false;
	if (c - name > NAME_MAX)
		return false;
	return is_file_name(name);
}

int warn_invalid_name(const char *name)
{
	warn("invalid name \"", name, "\"");
	return EXIT_USAGE;
}

/* O_NONBLOCK: a fifo must not make us wait. -ESTALE: it is something, but not a network namespace.
 * ioctl_ns(2), Linux 4.11 */
static int open_netns(int dirfd, const char *path)
{
	int fd = open_at(dirfd, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	int type;

	if (fd < 0)
		return fd;
	type = SYS(ioctl, fd, NS_GET_NSTYPE, 0);
	if (type == CLONE_NEWNET)
		return fd;
	close_fd(fd);
	return type < 0 && type != -ENOTTY ? type : -ESTALE;
}

/* Everybody may read a namespace: a file that not all may read is what an add has left. */
int entry_open_at(int run_dirfd, const char *name)
{
	int fd = open_netns(run_dirfd, name);
	struct file_stat entry;

	if ((fd == -ENOENT || fd == -ENOTDIR || fd == -ELOOP || fd == -ENXIO || fd == -EACCES) &&
	    lstat_at(run_dirfd, name, &entry) == 0 &&
	    (fd != -EACCES || !(entry.mode & S_IROTH)))
		return -ESTALE;
	return fd;
}

static int open_run(void)
{
	return open_path(run_dir(), O_PATH | O_DIRECTORY);
}

int entry_open(const char *name)
{
	int run, fd;

	if (!is_file_name(name))
		return -ENOENT;
	run = open_run();
	fd = run < 0 ? run : entry_open_at(run, name);
	close_fd(run);
	return fd;
}

int entry_stat(const char *name, struct file_stat *stat)
{
	int run = open_run();
	int error = lstat_at(run, name, stat);

	close_fd(run);
	return error;
}

int netns_open_self(void)
{
	return open_netns(AT_FDCWD, "/proc/self/ns/net");
}

int netns_open_pid(const char *pid)
{
	char path[sizeof "/proc//ns/net" + NUM_SIZE];
	int number = num_parse(pid), fd;

	if (number < 0)
		return number;
	str_append(str_append_uint(str_append(path, "/proc/"), number), "/ns/net");
	fd = open_netns(AT_FDCWD, path);
	return fd == -ENOENT ? -ESRCH : fd;
}

struct wanted_id {
	int id, fd;
};

static int keep_if_wanted(struct wanted_id *wanted, int netns, int id)
{
	if (id != wanted->id)
		return 0;
	wanted->fd = SYS(fcntl, netns, F_DUPFD_CLOEXEC, 0);
	return 1;
}

static int look_at_entry(const struct entry *entry, void *wanted)
{
	return keep_if_wanted(wanted, entry->fd, entry->id);
}

static int look_at_task(struct task *task, void *wanted)
{
	int netns = task_open(task, "/ns/net", O_RDONLY), id, result;

	nsid_get(netns, &id);
	result = keep_if_wanted(wanted, netns, id);
	close_fd(netns);
	return result;
}

/* The kernel leads from a namespace to its id, not back: so compare the ids of all namespaces. */
static int open_nsid(const char *number)
{
	struct wanted_id wanted = { .id = num_parse_any_base(number), .fd = -ENOENT };

	if (wanted.id < 0)
		return wanted.id;
	if (entries_each(ENTRIES_OPEN | ENTRIES_IDS, look_at_entry, &wanted) <= 0)
		proc_each(look_at_task, &wanted);
	return wanted.fd;
}

int netns_open(const char *netns)
{
	int fd = entry_open(netns);
	const char *rest;

	if (fd != -ENOENT)
		return fd;
	rest = str_after_prefix("pid:", netns);
	if (rest)
		return netns_open_pid(rest);
	rest = str_after_prefix("nsid:", netns);
	if (ENABLE_FEATURE_NSID && rest)
		return open_nsid(rest);
	if (str_equal(netns, "init"))
		return netns_open_pid("1");
	if (*str_chrnul(netns, '/')) {
		fd = open_netns(AT_FDCWD, netns);
		return fd == -ESTALE ? -EINVAL : fd;
	}
	fd = netns_open_pid(netns);
	return fd == -EINVAL || fd == -ERANGE ? -ENOENT : fd;
}

int warn_no_netns(const char *name)
{
	return warn(name, ": no such network namespace");
}

int netns_warn(int error, const char *netns)
{
	switch (error) {
	case -ESTALE:
		return warn(netns, ": stale: no namespace is mounted here (deleted, or mounted "
				   "in another mount namespace); remove it with netns-delete ",
			    netns);
	case -EINVAL:
		return warn(netns, ": not a network namespace");
	case -ENOENT:
		return warn(netns, ": no such network namespace", proc_missing());
	case -ESRCH:
		return warn(netns, ": no such process", proc_missing());
	default:
		return warn_errno(error, netns);
	}
}

int netns_open_or_warn(const char *netns)
{
	int fd = netns_open(netns);

	if (fd < 0)
		netns_warn(fd, netns);
	return fd;
}

unsigned netns_inode(int netns)
{
	return inode_at(netns, "");
}
