// SPDX-License-Identifier: 0BSD
/* netns-exec: run a program in a network namespace
 *
 * config NETNS_EXEC
 *	bool "netns-exec: run a program in a network namespace"
 *	default ALL_APPLETS
 *	help
 *	  Like 'ip netns exec': the program sees the devices of the
 *	  namespace in /sys, and the files of /etc/netns/NAME in /etc.
 *
 * config FEATURE_EXEC_ALL
 *	bool "-a: run the program in every named network namespace"
 *	default y
 *	depends on NETNS_EXEC
 *
 * config FEATURE_EXEC_SEALED
 *	bool "-S: let no name resolution leave the namespace"
 *	default ALL_APPLETS
 *	depends on NETNS_EXEC
 *	help
 *	  Make /etc an overlay with copies of the files of /etc/netns/NAME,
 *	  which nobody outside can replace, and cover the sockets of nscd
 *	  and systemd-resolved. The kernel needs CONFIG_OVERLAY_FS. 0.8 KB.
 *
 * config FEATURE_EXEC_CHROOT
 *	bool "Run programs in a chroot, too"
 *	default y
 *	depends on NETNS_EXEC
 *	help
 *	  Keep mounts private even where "/" is no mount point. Without
 *	  this, netns-exec fails there, like 'ip netns exec', unless it is
 *	  called with -N. 0.1 KB.
 *
 * config FEATURE_EXEC_SYS
 *	bool "Keep what is mounted below /sys"
 *	default y
 *	depends on NETNS_EXEC
 *	help
 *	  Mount what is mounted below /sys (cgroup, debugfs, what hides a
 *	  part of it) at the same place in the new one. Without this it is
 *	  missing there, as with 'ip netns exec', and a /sys that is no
 *	  sysfs, as in some containers, stays as it is. 0.4 KB.
 *
 * config FEATURE_EXEC_USER
 *	bool "-u: run the program as another user"
 *	default y
 *	depends on NETNS_EXEC
 *	help
 *	  Look up USER[:GROUP] in /etc/passwd and /etc/group, join all
 *	  groups of the user, and drop all capabilities. 0.9 KB.
 */
#include "enter/enter.h"
#include "multiplexer/applet.h"

#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXIT_CANNOT_ENTER = 125 };

#define IN_ALL (ENABLE_FEATURE_EXEC_ALL && flags & FLAG('a'))
#define IS_SEALED (ENABLE_FEATURE_EXEC_SEALED && flags & FLAG('S'))

static int copy_name(const struct entry *entry, void *text)
{
	str_append(text, entry->name);
	return 1;
}

/* Finds the name that decides which files of /etc/netns are used, however the namespace was given:
 * the first name that it has, or "". */
static int find_name(int fd, const char **name)
{
	static char found[NAME_MAX + 1];

	*name = found;
	return entries_of(fd, copy_name, found);
}

/* Returns only if it fails, with the exit status. COMMAND[-1] and COMMAND[-2] must be writable. */
static int run_in_one(const char *netns, char **command)
{
	bool views = !(flags & FLAG('N'));
	const char *name = netns;
	int fd = entry_open(netns), error = 0;

	/* with -a, an entry that is gone by now may be called "init" */
	if (fd == -ENOENT && !IN_ALL) {
		fd = netns_open(netns);
		if (views && fd >= 0)
			error = find_name(fd, &name);
	}
	if (fd < 0) {
		netns_warn(fd, netns);
		return EXIT_CANNOT_ENTER;
	}
	if (error >= 0)
		error = enter_netns(fd);
	if (error < 0)
		warn_errno(error, netns, ": cannot enter");
	if (error < 0 ||
	    (views && (!IN_ALL || IS_SEALED) && enter_private_mounts() != EXIT_SUCCESS) ||
	    (views && enter_views(name, IS_SEALED) != EXIT_SUCCESS) ||
	    (ENABLE_FEATURE_EXEC_USER && flag_value && user_become(flag_value) != EXIT_SUCCESS))
		return EXIT_CANNOT_ENTER;
	if (!*command)
		*--command = (char *)env_get("SHELL", CONFIG_DEFAULT_SHELL);
	return exec_program(command);
}

static struct {		/* of exec -a */
	struct file_stat sys;	/* /sys as it was at first */
	int status;		/* the worst so far */
} series;

/* In iproute2, that of a command does not count. */
static void record_status(int status)
{
	if (status > series.status && !called_as_ip)
		series.status = status;
}

/* All runs share a mount namespace, so this unmounts what the last one has mounted. If a process of
 * that run is still there in the background (as its subreaper we are its parent), it keeps these
 * mounts, and we continue in a copy. prctl(2), Linux 3.4 */
static int clean_up(const char *name, const struct file_stat *sys)
{
	pid_t child;

	do
		child = SYS(wait4, -1, NULL, WNOHANG, NULL);
	while (child > 0);
	if (child == 0 && enter_private_mounts() != EXIT_SUCCESS)
		return EXIT_CANNOT_ENTER;
	leave_views(name, sys);
	return EXIT_SUCCESS;
}

static int run_in_next(const struct entry *entry, void *command)
{
	pid_t child;
	int status;

	out_string("", "\nnetns: ", entry->name, "\n");
	status = out_finish(EXIT_SUCCESS);
	if (status == EXIT_SUCCESS) {
		child = fork_child();
		if (child == 0)
			SYS(exit_group, run_in_one(entry->name, command));
		if (child < 0)
			return child;
		record_status(wait_child(child));
		if (!(flags & FLAG('N')))
			status = clean_up(entry->name, &series.sys);
	}
	return status;
}

static int run_in_all(char **command)
{
	int error;

	if (!(flags & FLAG('N'))) {
		if (enter_private_mounts() != EXIT_SUCCESS)
			return EXIT_CANNOT_ENTER;
		stat_path("/sys", &series.sys);
		SYS(prctl, PR_SET_CHILD_SUBREAPER, 1);
	}
	error = entries_each(0, run_in_next, command);
	if (error < 0) {
		warn_errno(error, "cannot go on");
		error = EXIT_CANNOT_ENTER;
	}
	return error > series.status ? error : series.status;
}

static int exec_main(int argc, char **argv)
{
	char **command = IN_ALL ? argv : argv + 1;
	struct winsize size;		/* only a terminal has one; isatty(3) */

	if ((IS_SEALED && flags & FLAG('N')) || command > argv + argc)
		return usage();
	/* An empty variable in a script must not run its input as commands. */
	if (!*command && (called_as_ip || SYS(ioctl, STDIN_FILENO, TIOCGWINSZ, &size) < 0)) {
		if (ENABLE_FEATURE_ADVICE)
			msg_add("no command (for a shell: sh); ");
		return usage();
	}
	return IN_ALL ? run_in_all(command) : run_in_one(argv[0], command);
}

const struct applet netns_exec = {
	.usage = TEXT_IF(ENABLE_FEATURE_EXEC_ALL, "[-a] ") "[-N] "
		TEXT_IF(ENABLE_FEATURE_EXEC_SEALED, "[-S] ")
		TEXT_IF(ENABLE_FEATURE_EXEC_USER, "[-u USER[:GROUP]] ")
		"[--] NETNS [COMMAND [ARGUMENT...]]",
	.help = HELP("Run a command in a namespace\n"
		TEXT_IF(ENABLE_FEATURE_EXEC_ALL,
		"  -a  in every named one\n")
		"  -N  leave /sys and /etc alone\n"
		TEXT_IF(ENABLE_FEATURE_EXEC_SEALED,
		"  -S  names are resolved by /etc/netns/NAME only\n")
		TEXT_IF(ENABLE_FEATURE_EXEC_USER,
		"  -u  as this user, without capabilities\n")),
	.opts = TEXT_IF(ENABLE_FEATURE_EXEC_ALL, "a!") "N"
		TEXT_IF(ENABLE_FEATURE_EXEC_SEALED, "S") TEXT_IF(ENABLE_FEATURE_EXEC_USER, "u:"),
	.argmin = 0, .argmax = ANY_NUMBER,
	.needs_own_process = true,
	.main = exec_main,
};
