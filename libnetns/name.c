// SPDX-License-Identifier: 0BSD
/* name.c: from what the user writes to a network namespace */
#include "netns.h"

#include <limits.h>
#include <linux/nsfs.h>
#include <sched.h>

const char *run_dir(void)
{
	return env_value("NETNS_RUN_DIR", CONFIG_RUN_DIR);
}

int warn_run_dir(int error, const char *problem)
{
	return done_or_warn(run_dir(), problem, NULL, error);
}

NOINLINE const char *etc_dir(void)
{
	return env_value("NETNS_ETC_DIR", CONFIG_ETC_DIR);
}

bool name_is_entry(const char *name)
{
	return *name && !*find(name, '/') && !is_dots(name);
}

bool name_is_valid(const char *name)
{
	const char *c = name;

	for (; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return false;
	if (c - name > NAME_MAX)
		return false;
	return name_is_entry(name);
}

NOINLINE int warn_invalid_name(const char *name)
{
	warn(_("invalid name \""), name, "\"");
	return USAGE;
}

/* O_NONBLOCK: a fifo that happens to lie here must not make us wait. -ESTALE: it is something, but
 * no network namespace. ioctl_ns(2), Linux 4.11 */
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

/* The file of a namespace may be read by all: one that may not is what an add has left. */
int name_open(int run, const char *name)
{
	int fd = open_netns(run, name);
	struct status entry;

	if ((fd == -ENOENT || fd == -ENOTDIR || fd == -ELOOP || fd == -ENXIO || fd == -EACCES) &&
	    status_of_link(run, name, &entry) == 0 &&
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

	if (!name_is_entry(name))
		return -ENOENT;
	run = open_run();
	fd = run < 0 ? run : name_open(run, name);
	close_fd(run);
	return fd;
}

int entry_status(const char *name, struct status *status)
{
	int run = open_run();
	int error = status_of_link(run, name, status);

	close_fd(run);
	return error;
}

int netns_open_pid(const char *pid)
{
	static char path[sizeof "/proc//ns/net" + NUM_SIZE];
	int parsed = pid ? num_decimal(pid) : 0, fd;

	if (parsed < 0)
		return parsed;
	append(append(append(path, "/proc/"), pid ? num_text(parsed) : "self"), "/ns/net");
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
	wanted->fd = SYS(fcntl, name->fd, F_DUPFD_CLOEXEC, 0);
	return 1;
}

static int take_task_if_wanted(struct task *task, void *wanted)
{
	struct name name;
	int result;

	name.fd = task_open(task, "/ns/net", O_RDONLY);
	name.id = NSID_NONE;
	nsid_of(&name, 1);
	result = take_if_wanted(&name, wanted);
	close_fd(name.fd);
	return result;
}

/* The kernel has no way from an id to its namespace: ask those that we can find for theirs. */
static int open_nsid(const char *number)
{
	struct wanted_id wanted = { .id = num_any_base(number), .fd = -ENOENT };

	if (wanted.id < 0)
		return wanted.id;
	if (names_each(NAMES_OPEN | NAMES_IDS, take_if_wanted, &wanted) <= 0)
		proc_each(take_task_if_wanted, &wanted);
	return wanted.fd;
}

int netns_open(const char *netns)
{
	int fd = entry_open(netns);
	const char *rest;

	if (fd != -ENOENT)
		return fd;
	rest = behind("pid:", netns);
	if (rest)
		return netns_open_pid(rest);
	rest = behind("nsid:", netns);
	if (ENABLE_FEATURE_NSID && rest)
		return open_nsid(rest);
	if (equal(netns, "init"))
		return netns_open_pid("1");
	if (*find(netns, '/')) {
		fd = open_netns(AT_FDCWD, netns);
		return fd == -ESTALE ? -EINVAL : fd;
	}
	fd = netns_open_pid(netns);
	return fd == -EINVAL || fd == -ERANGE ? -ENOENT : fd;
}

const char *netns_hint;

NOINLINE int warn_no_netns(const char *name)
{
	return warn(name, _(": no such network namespace"), netns_hint);
}

int netns_warn(int error, const char *netns)
{
	if (error == -ESTALE)
		return warn(netns, _(": stale: no namespace is mounted here (deleted, or mounted "
				     "in another mount namespace); remove it with netns-delete "),
			    netns);
	if (error == -EINVAL)
		return warn(netns, _(": not a network namespace"));
	if (error == -ENOENT || error == -ESRCH)
		return warn(netns, error == -ESRCH ? _(": no such process")
						   : _(": no such network namespace"),
			    netns_hint ? netns_hint : proc_missing());
	return warn_errno(error, netns);
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
	return inode_of(netns, "");
}
