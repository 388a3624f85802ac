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
 */
#include "netns.h"

#include <sys/prctl.h>
#include <sys/wait.h>

enum { CANNOT_ENTER = 125 };

/* Returns only if it fails, with the exit status. */
static int enter_and_run(int netns, const char *name, char **command, bool private_mounts)
{
	int error = enter_netns(netns);

	if (error == 0 && private_mounts)
		error = enter_private_mounts();
	if (error < 0) {
		warn_errno(error, name ? name : *command, ": cannot enter the network namespace");
		return CANNOT_ENTER;
	}
	if (!(flags & FLAG('N')) && enter_views(name) != DONE)
		return CANNOT_ENTER;
	return run_program(command);
}

static int take_name(const struct name *name, void *text)
{
	append(text, name->name);
	return 1;
}

/* However the namespace was given, the files of /etc/netns are those of its name, if it has one. */
static int run_in_one(const char *netns, char **command)
{
	static char found[256];
	int fd = netns_open_or_warn(netns), error = 0;
	bool views = !(flags & FLAG('N'));
	const char *name = netns;

	if (fd < 0)
		return CANNOT_ENTER;
	if (views) {
		error = entry_open(netns);
		close_fd(error);
	}
	if (error == -ENOENT) {
		error = names_of(fd, take_name, found);
		name = *found ? found : NULL;
	}
	if (error >= 0)
		return enter_and_run(fd, name, command, views);
	warn_errno(error, netns, ": cannot look for its name");
	return CANNOT_ENTER;
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
	int status, fd = name->fd < 0 ? netns_open_or_warn(name->name) : name->fd;

	if (fd < 0) {
		series->status = CANNOT_ENTER;
		return 0;
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
		SYS(exit_group, enter_and_run(fd, name->name, series->command, false));
	if (fd != name->fd)
		close_fd(fd);
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
	static char default_shell[] = CONFIG_DEFAULT_SHELL;
	static char *shell[4];		/* run_program() wants two places before the command */
	bool all = ENABLE_FEATURE_EXEC_ALL && flags & FLAG('a');
	char **command = argv + !all;

	if (!all && argc == 0)
		return usage();
	if (argc == !all) {
		command = shell + 2;
		*command = (char *)env_value("SHELL");
		if (!*command)
			*command = default_shell;
	}
	return all ? run_in_all(command) : run_in_one(*argv, command);
}

const struct applet netns_exec = {
	.usage = "[-a] [-N] [--] NETNS [COMMAND [ARGUMENT...]]",
	.help = HELP("Run a command, or a shell, in a network namespace\n"
		     "  -a  in every named one (there is no NETNS then)\n"
		     "  -N  leave /sys and /etc as they are\n"),
	.opts = ENABLE_FEATURE_EXEC_ALL ? "a!N" : "N",
	.argmin = 0, .argmax = ANY_NUMBER,
	.takes_process = true,
	.main = exec_main,
};
