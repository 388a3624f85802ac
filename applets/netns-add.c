// SPDX-License-Identifier: 0BSD
/* netns-add: create network namespaces, or name that of a process
 *
 * config NETNS_ADD
 *	bool "netns-add: create a network namespace"
 *	default y
 *	help
 *	  Like 'ip netns add', and with -p PID like 'ip netns attach'. With -u
 *	  the loopback device is up from the start.
 */
#include "netns.h"

#include <sched.h>

/* Opens a new namespace, and stays in it: going back need not be permitted (unshare -Urm). */
static int create(const char *name)
{
	int fd, error = SYS(unshare, CLONE_NEWNET);

	if (error < 0) {
		if (error == -ENOSPC)
			warn(name, ": cannot create: limit user.max_net_namespaces reached");
		else
			warn_errno(error, name, ": cannot create", proc_missing());
		return -1;
	}
	error = flags & FLAG('u') ? link_up("lo") : 0;
	if (error < 0) {
		warn_errno(error, "lo: cannot raise");
		return -1;
	}
	fd = open_at(AT_FDCWD, "/proc/self/ns/net", O_RDONLY);
	if (fd < 0)
		warn_errno(fd, "/proc/self/ns/net", proc_missing());
	return fd;
}

static int open_process(const char *pid)
{
	int fd = netns_open_pid(pid);

	if (fd < 0)
		warn_errno(fd, pid, ": cannot see its network namespace", proc_missing());
	return fd;
}

static int accept_existing(const char *name)
{
	int fd = entry_open(name), error;

	if (fd < 0)
		return warn_errno(-EEXIST, name);
	error = flags & FLAG('u') ? enter_netns(fd) : 0;
	if (error == 0 && flags & FLAG('u'))
		error = link_up("lo");
	close_fd(fd);
	return error < 0 ? warn_errno(error, name, ": cannot raise lo") : DONE;
}

/* Under the lock. */
static int add(const char *name)
{
	int fd, error;

	if (!name_is_free(name))
		return flags & FLAG('e') ? accept_existing(name) : warn_errno(-EEXIST, name);
	fd = flags & FLAG('p') ? open_process(flag_value) : create(name);
	if (fd < 0)
		return FAILED;
	error = bind_name(fd, name);
	close_fd(fd);
	return error < 0 ? warn_errno(error, name, ": cannot mount in ", run_dir()) : DONE;
}

static int add_main(int argc, char **argv)
{
	int status = DONE, lock;

	if (flags & FLAG('p') && (argc > 1 || num_decimal(flag_value) <= 0))
		return usage();
	for (int i = 0; i < argc; i++)
		if (!name_is_valid(argv[i]))
			return warn_invalid_name(argv[i]);
	lock = rundir_lock(true);
	if (lock < 0)
		return warn_errno(lock, run_dir(), ": cannot use as run directory");
	for (int i = 0; i < argc; i++)
		status |= add(argv[i]);
	close_fd(lock);
	return status;
}

const struct applet netns_add = {
	.usage = "[-e] [-u] [-p PID] NAME...",
	.help = HELP("Create network namespaces, or give that of a process a name\n"
		     "  -e  succeed if NAME exists already\n"
		     "  -u  with the loopback device up\n"
		     "  -p  name the namespace of process PID\n"),
	.opts = "eup:",
	.argmin = 1, .argmax = ANY_NUMBER,
	.main = add_main,
};
