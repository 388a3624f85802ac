// SPDX-License-Identifier: 0BSD
/* name.c: from what the user writes to a network namespace */
#include "netns.h"

#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

static const char *directory(const char *variable, const char *configured)
{
	const char *path = getenv(variable);

	return path && *path ? path : configured;
}

const char *run_dir(void)
{
	return directory("NETNS_RUN_DIR", CONFIG_RUN_DIR);
}

const char *etc_dir(void)
{
	return directory("NETNS_ETC_DIR", CONFIG_ETC_DIR);
}

char *name_path(const char *name)
{
	static char path[PATH_MAX];
	size_t length = strlen(run_dir());

	if (length + 1 + strlen(name) >= sizeof path)
		return NULL;
	strcpy(path, run_dir());
	path[length] = '/';
	strcpy(path + length + 1, name);
	return path;
}

bool name_is_entry(const char *name)
{
	return *name && !strchr(name, '/') && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
}

bool name_is_valid(const char *name)
{
	for (const char *c = name; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return false;
	return name_is_entry(name) && strlen(name) <= NAME_MAX;
}

int warn_invalid_name(const char *name)
{
	warn("invalid name \"", name, "\"");
	return USAGE;
}

int netns_check(int fd)
{
	struct statfs fs;
	int type = ioctl(fd, NS_GET_NSTYPE);

	if (type < 0 && fstatfs(fd, &fs) == 0 && fs.f_type == NSFS_MAGIC)
		return 0;	/* before Linux 4.11: setns(2) will tell which kind it is */
	return type == CLONE_NEWNET ? 0 : -ESTALE;
}

/* O_NONBLOCK: a fifo that happens to lie here must not make us wait. */
static int open_netns(int dirfd, const char *path)
{
	int fd = open_at(dirfd, path, O_RDONLY | O_NONBLOCK | O_NOCTTY), error;

	error = fd < 0 ? fd : netns_check(fd);
	if (error == 0)
		return fd;
	close_fd(fd);
	return error;
}

int name_open(int run, const char *name)
{
	int fd = open_netns(run, name);
	struct stat status;

	if ((fd == -ENOENT || fd == -ENXIO) &&
	    fstatat(run, name, &status, AT_SYMLINK_NOFOLLOW) == 0)
		return -ESTALE;		/* a symbolic link to what is gone, or a socket */
	return fd;
}

int entry_open(const char *name)
{
	int run, fd;

	if (!name_is_entry(name))
		return -ENOENT;
	run = open_at(AT_FDCWD, run_dir(), O_PATH | O_DIRECTORY);
	fd = run < 0 ? run : name_open(run, name);
	close_fd(run);
	return fd;
}

int netns_open_pid(const char *pid)
{
	char path[sizeof "/proc//ns/net" + NUM_SIZE] = "/proc/", number[NUM_SIZE];
	int parsed = pid ? num_decimal(pid) : 0, fd;

	if (parsed < 0)
		return parsed;
	strcat(strcat(path, pid ? num_text(number, parsed) : "self"), "/ns/net");
	fd = open_netns(AT_FDCWD, path);
	return fd == -ENOENT ? -ESRCH : fd;
}

struct wanted_id {
	int id, fd;
};

static int take_if_wanted(const struct name *name, void *context)
{
	struct wanted_id *wanted = context;

	if (name->id != wanted->id)
		return 0;
	wanted->fd = checked(syscall(SYS_fcntl, name->fd, F_DUPFD_CLOEXEC, 0));
	return 1;
}

static int take_task_if_wanted(struct task *task, void *wanted)
{
	struct name name = { .fd = open_at(task->proc, task_path(task, "/ns/net"), O_RDONLY),
			     .id = NSID_NONE };
	int result = name.fd >= 0 && nsid_of(&name, 1) == 0 && take_if_wanted(&name, wanted);

	close_fd(name.fd);
	return result;
}

/* The kernel has no way from an id to its namespace: ask those that we can find for theirs. */
static int open_nsid(const char *number)
{
	struct wanted_id wanted = { .id = num_any_base(number), .fd = -ENOENT };

	if (wanted.id < 0)
		return wanted.id;
	if (names_each(NAMES_OPEN | NAMES_IDS, take_if_wanted, &wanted) == 0)
		proc_each(take_task_if_wanted, &wanted);
	return wanted.fd;
}

int netns_open(const char *netns)
{
	int fd = entry_open(netns);

	if (fd != -ENOENT)
		return fd;
	if (strncmp(netns, "pid:", 4) == 0)
		return netns_open_pid(netns + 4);
	if (ENABLE_FEATURE_NSID && strncmp(netns, "nsid:", 5) == 0)
		return open_nsid(netns + 5);
	if (strcmp(netns, "init") == 0)
		return netns_open_pid("1");
	if (strchr(netns, '/')) {
		fd = open_netns(AT_FDCWD, netns);
		return fd == -ESTALE ? -EINVAL : fd;
	}
	fd = netns_open_pid(netns);
	return fd == -EINVAL || fd == -ERANGE ? -ENOENT : fd;
}

int netns_open_or_warn(const char *netns)
{
	int fd = netns_open(netns);

	if (fd == -ESTALE)
		warn(netns, ": stale: no namespace is mounted here (deleted, or mounted in another "
		     "mount namespace); remove it with netns-delete ", netns);
	else if (fd == -EINVAL)
		warn(netns, ": not a network namespace");
	else if (fd == -ENOENT || fd == -ESRCH)
		warn(netns, fd == -ESRCH ? ": no such process" : ": no such network namespace",
		     proc_missing());
	else if (fd < 0)
		warn_errno(fd, netns, ": cannot open");
	return fd;
}

unsigned long netns_inode(int netns)
{
	struct stat status;

	return fstat(netns, &status) == 0 ? status.st_ino : 0;
}

const char *name_next_of(struct dir *run, int netns)
{
	struct stat wanted, status;
	const char *name;

	if (fstat(netns, &wanted) != 0)
		return NULL;
	while ((name = dir_next(run)))
		if (fstatat(run->fd, name, &status, 0) == 0 &&
		    status.st_ino == wanted.st_ino && status.st_dev == wanted.st_dev)
			return name;
	return NULL;
}
