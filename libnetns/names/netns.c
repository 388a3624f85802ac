// SPDX-License-Identifier: 0BSD
/* netns.c: from what a user writes to a network namespace */
#include "names/names.h"

#include <limits.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/stat.h>

enum { OPEN_PLAIN = O_RDONLY | O_NONBLOCK | O_NOCTTY };

/* Opening a device or a fifo may do something, so this looks first. Without /proc, what was seen is
 * opened by its path. */
static int open_if_plain(int dirfd, const char *path)
{
	char link[PROC_FD_PATH_SIZE];
	struct file_stat file;
	int seen = open_at(dirfd, path, O_PATH);
	int fd = seen < 0 ? seen : stat_cached(seen, "", &file);

	if (fd == 0)
		fd = (file.mode & S_IFMT) == S_IFREG ?
			open_path(proc_fd_path(link, seen), OPEN_PLAIN) : -ESTALE;
	if (fd == -ENOENT && seen >= 0)
		fd = open_at(dirfd, path, OPEN_PLAIN);
	close_fd(seen);
	return fd;
}

/* IS_PLAIN: the directory says that it is a plain file; then one call may do. -ESTALE: it is
 * something, but not a network namespace. ioctl_ns(2), Linux 4.11 */
static int open_netns(int dirfd, const char *path, bool is_plain)
{
	int fd = is_plain ? open_at(dirfd, path, OPEN_PLAIN | O_NOFOLLOW) :
		open_if_plain(dirfd, path);
	int type;

	if (fd < 0)
		return fd;
	type = SYS(ioctl, fd, NS_GET_NSTYPE, 0);
	if (type == CLONE_NEWNET)
		return fd;
	close_fd(fd);
	return type < 0 && type != -ENOTTY ? type : -ESTALE;
}

/* Everybody may read a namespace. A file that not everybody may read was left by an add. */
static int open_entry(int run_dirfd, const char *name, bool is_plain, struct file_stat *entry)
{
	int fd = open_netns(run_dirfd, name, is_plain);

	entry->mode = 0;
	if ((fd == -ENOENT || fd == -ENOTDIR || fd == -ELOOP || fd == -EACCES || fd == -ESTALE) &&
	    lstat_at(run_dirfd, name, entry) == 0 && (fd != -EACCES || !(entry->mode & S_IROTH)))
		return -ESTALE;
	return fd;
}

/* An empty file of mode 0 is stale, unless it is just being made. */
int entry_open_at(int run_dirfd, const char *name, bool is_plain)
{
	struct file_stat entry;
	int fd = open_entry(run_dirfd, name, is_plain, &entry);

	if (fd != -ESTALE || entry.mode != S_IFREG || entry.size > 0)
		return fd;
	rundir_settle(run_dirfd);
	return open_entry(run_dirfd, name, is_plain, &entry);
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
	fd = run < 0 ? run : entry_open_at(run, name, false);
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
	return open_netns(AT_FDCWD, "/proc/self/ns/net", false);
}

int netns_open_pid(const char *pid)
{
	char path[sizeof "/proc//ns/net" + NUM_SIZE];
	int number = num_parse(pid), fd, alive = 0, tries = 5;
	char *end;

	if (number < 0)
		return number;
	end = str_append_uint(str_append(path, "/proc/"), number);
	str_append(end, "/ns/net");
	while ((fd = open_netns(AT_FDCWD, path, false)) == -ENOENT && --tries &&
	       (alive = SYS(kill, number, 0)) != -ESRCH)
		sleep_ms(5);		/* one of its threads may be in execve(2) */
	if (ENABLE_FEATURE_ADVICE && fd == -ENOENT && tries == 0) {
		str_append(end, "/task");
		fd = threads_open_netns(path);
	}
	if (fd == -ENOENT)		/* EPERM: hidepid hides it */
		fd = ENABLE_FEATURE_ADVICE && alive == -EPERM ? alive : -ESRCH;
	return fd;
}

int netns_open(const char *netns)
{
	int fd = entry_open(netns);
	unsigned inode;
	const char *rest;

	if (fd != -ENOENT)
		return fd;
	rest = str_after_prefix("pid:", netns);
	if (rest)
		return netns_open_pid(rest);
	rest = ENABLE_FEATURE_NSID ? str_after_prefix("nsid:", netns) : NULL;
	if (rest)
		return netns_find_id(num_parse_any_base(rest));
	inode = ENABLE_FEATURE_LIST_ALL ? netns_link_number(netns) : 0;
	if (inode != 0)
		return netns_find_inode(inode);
	if (str_equal(netns, "init"))
		return netns_open_pid("1");
	if (!*str_chrnul(netns, '/'))
		return -ENOENT;
	fd = open_netns(AT_FDCWD, netns, false);
	return fd == -ESTALE ? -EINVAL : fd;
}

int warn_no_netns(const char *name)
{
	return warn(name, ": no such network namespace");
}

int warn_not_netns(const char *name)
{
	struct file_stat file = { .mode = 0 };
	const char *what = "a special file";

	if (!ENABLE_FEATURE_ADVICE)
		return warn(name, ": not a network namespace");
	entry_stat(name, &file);
	if ((file.mode & S_IFMT) == S_IFDIR)
		what = "a directory";
	else if ((file.mode & S_IFMT) == S_IFLNK)
		what = "a symbolic link";
	else if ((file.mode & S_IFMT) == S_IFREG)
		what = file.size > 0 ? "a file with contents" : "an empty file";
	return warn(name, ": not a network namespace, but ", what);
}

/* Are several mounts stacked on the run directory? Then names can be on one that is hidden. */
static bool run_dir_is_covered(void)
{
	char link[PROC_FD_PATH_SIZE], path[RUN_DIR_SIZE];
	int run = open_run();

	read_link(proc_fd_path(link, run), path, sizeof path);
	close_fd(run);
	return mounts_at(path) > 1;
}

static int warn_stale(const char *name)
{
	struct file_stat file;
	bool is_covered;

	if (!ENABLE_FEATURE_ADVICE)
		return warn(name, ": stale: no namespace is mounted here");
	if (entry_stat(name, &file) == 0 && (file.mode & S_IFMT) != S_IFLNK &&
	    ((file.mode & S_IFMT) != S_IFREG || file.size > 0))
		return warn_not_netns(name);
	is_covered = ENABLE_FEATURE_MOUNT_NAMESPACES && run_dir_is_covered();
	msg_add(name);
	return warn(": stale: no namespace is mounted here "
		    "(deleted, or mounted in another mount namespace)",
		    is_covered ? "; mounts are stacked on the directory: umount " : NULL,
		    is_covered ? run_dir() : NULL);
}

int netns_warn(int error, const char *netns)
{
	bool is_missing = error == -ENOENT || error == -ESTALE || error == -ESRCH;

	if (!*netns || (called_as_ip && is_missing && !is_file_name(netns)))
		return warn_invalid_name(netns);
	if (called_as_ip && is_missing) {
		msg_begin_as_ip("Cannot open network namespace \"");
		warn_errno(-ENOENT, netns, "\"");
		if (error == -ENOENT)
			return EXIT_FAILURE;
	}
	switch (error) {
	case -ESTALE:
		return warn_stale(netns);
	case -EINVAL:
		return warn(netns, ": not a network namespace");
	case -ENOENT:
		if (ENABLE_FEATURE_ADVICE && num_parse(netns) >= 0)
			return warn(netns, ": no such network namespace; for a process: pid:",
				    netns);
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
