// SPDX-License-Identifier: 0BSD
/* netns-exec: run a program in a network namespace
 *
 * config NETNS_EXEC
 *	bool "netns-exec: run a program in a network namespace"
 *	default y
 *	help
 *	  Like 'ip netns exec': with the /sys and the files of /etc/netns/NAME
 *	  that belong to the namespace.
 *
 * config FEATURE_EXEC_ALL
 *	bool "-a: run the program in every named network namespace"
 *	default y
 *	depends on NETNS_EXEC
 *
 * config FEATURE_EXEC_USER
 *	bool "-u: run the program as another user"
 *	default y
 *	depends on NETNS_EXEC
 *	help
 *	  Take USER[:GROUP] from /etc/passwd and /etc/group, with all groups
 *	  of the user and no capability left. 1 KB.
 */
#include "netns.h"

#include <sys/prctl.h>
#include <sys/wait.h>

enum { CANNOT_ENTER = 125 };

#define IN_ALL (ENABLE_FEATURE_EXEC_ALL && flags & FLAG('a'))

/* However the namespace was given, the files of /etc/netns are those of its name, if it has one. */
static const char *name_of(const char *netns, int fd, struct dir *run)
{
	const char *name;
	struct statx status;

	if (dir_open(run, AT_FDCWD, run_dir()) < 0)
		return NULL;
	if (name_is_entry(netns) && status_of(run->fd, netns, 0, &status) == 0)
		name = netns;
	else
		name = name_next_of(run, fd);
	dir_close(run);
	return name;
}

static char **default_command(void)
{
	static char shell[] = CONFIG_DEFAULT_SHELL;
	static char *command[3];	/* run_program() wants a place before it */

	command[1] = (char *)env_value("SHELL");
	if (!command[1])
		command[1] = shell;
	return command + 1;
}

/* Returns only if it fails, with the exit status. */
static int enter_and_run(int fd, const char *netns, char **command)
{
	bool views = !(flags & FLAG('N'));
	int error = enter_netns(fd);
	struct dir run;

	if (error == 0 && views && !IN_ALL)
		error = enter_private_mounts();
	if (error < 0) {
		warn_errno(error, netns, ": cannot enter the network namespace");
		return CANNOT_ENTER;
	}
	if ((views && enter_views(name_of(netns, fd, &run)) != DONE) ||
	    (ENABLE_FEATURE_EXEC_USER && flag_value && user_become(flag_value) != DONE))
		return CANNOT_ENTER;
	return run_program(*command ? command : default_command());
}

static int run_in_one(const char *netns, char **command)
{
	int fd = netns_open_or_warn(netns);

	return fd < 0 ? CANNOT_ENTER : enter_and_run(fd, netns, command);
}

struct series {
	char **command;
	int status;		/* the worst */
};

/* Ends what is left of a run in the mount namespace that all of them share, so that the next finds
 * it as the first did. If a process of the last one goes on in the background (as subreaper we
 * would be its parent) the mounts are left to it, and we take a copy. prctl(2), Linux 3.4 */
static int clear_up(const char *name)
{
	pid_t child;
	int error = 0;

	do
		child = SYS(wait4, -1, NULL, WNOHANG, NULL);
	while (child > 0);
	if (child == 0)
		error = enter_private_mounts();
	leave_views(name);
	return error;
}

static int run_in_next(const struct name *name, void *context)
{
	struct series *series = context;
	pid_t child;
	int status;

	if (name->fd < 0) {
		series->status = CANNOT_ENTER;
		return netns_open_or_warn(name->name) >= 0;
	}
	out_text("\nnetns: ");
	out_string("", "", name->name, "\n");
	status = out_flush();
	if (status < 0) {
		series->status = warn_errno(status, "standard output");
		return 1;
	}
	child = run_fork();
	if (child == 0)
		SYS(exit_group, enter_and_run(name->fd, name->name, series->command));
	status = child > 0 ? run_wait(child) : CANNOT_ENTER;
	if (status > series->status)
		series->status = status;
	return child < 0 ? child : flags & FLAG('N') ? 0 : clear_up(name->name);
}

static int run_in_all(char **command)
{
	struct series series = { command, DONE };
	int error = 0;

	if (!(flags & FLAG('N'))) {
		error = enter_private_mounts();
		SYS(prctl, PR_SET_CHILD_SUBREAPER, 1);
	}
	if (error == 0)
		error = names_each(NAMES_OPEN, run_in_next, &series);
	if (error >= 0)
		return series.status;
	warn_errno(error, "cannot go on");
	return CANNOT_ENTER;
}

static int exec_main(int argc, char **argv)
{
	if (IN_ALL)
		return run_in_all(argv);
	return argc == 0 ? usage() : run_in_one(argv[0], argv + 1);
}

const struct applet netns_exec = {
	.usage = TEXT_IF(ENABLE_FEATURE_EXEC_ALL, "[-a] ") "[-N] "
		 TEXT_IF(ENABLE_FEATURE_EXEC_USER, "[-u USER[:GROUP]] ")
		 "[--] NETNS [COMMAND [ARGUMENT...]]",
	.help = HELP("Run a command in a network namespace\n"
		     TEXT_IF(ENABLE_FEATURE_EXEC_ALL,
		     "  -a  in every named one\n")
		     "  -N  leave /sys and /etc alone\n"
		     TEXT_IF(ENABLE_FEATURE_EXEC_USER,
		     "  -u  as this user, without capabilities\n")),
	.opts = TEXT_IF(ENABLE_FEATURE_EXEC_ALL, "a!") "N" TEXT_IF(ENABLE_FEATURE_EXEC_USER, "u:"),
	.argmin = 0, .argmax = ANY_NUMBER,
	.takes_process = true,
	.main = exec_main,
};
