// SPDX-License-Identifier: 0BSD
/* netns-exec: run a program in a network namespace
 *
 * config NETNS_EXEC
 *	bool "netns-exec: run a program in a network namespace"
 *	default y
 *	help
 *	  Like 'ip netns exec': the program sees the devices of the
 *	  namespace in /sys, and the files of /etc/netns/NAME in /etc.
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
 *	  Look up USER[:GROUP] in /etc/passwd and /etc/group, join all
 *	  groups of the user, and drop all capabilities. 0.9 KB.
 */
#include "netns.h"

#include <sys/prctl.h>
#include <sys/wait.h>

enum { CANNOT_ENTER = 125 };

#define IN_ALL (ENABLE_FEATURE_EXEC_ALL && flags & FLAG('a'))

static int take_name(const struct name *name, void *text)
{
	append(text, name->name);
	return 1;
}

/* However the namespace was given, the files of /etc/netns are those of its name, if it has one. */
static int find_name(const char *netns, int fd, const char **name)
{
	static char found[256];
	int error = entry_open(netns);

	close_fd(error);
	*name = netns;
	if (error == -ENOENT) {
		error = names_of(fd, take_name, found);
		*name = found;
	}
	return error == -ESTALE ? 0 : error;		/* it was deleted meanwhile */
}

/* Returns only if it fails, with the exit status. The two places in front of COMMAND, in which the
 * words before it are, are lent to it. */
static int enter_and_run(int fd, const char *netns, char **command)
{
	bool views = !(flags & FLAG('N'));
	const char *name = netns;
	int error = views ? find_name(netns, fd, &name) : 0;

	if (error >= 0)
		error = enter_netns(fd);
	if (error == 0 && views && !IN_ALL)
		error = enter_private_mounts();
	if (error < 0) {
		warn_errno(error, netns, _(": cannot enter"));
		return CANNOT_ENTER;
	}
	if ((views && enter_views(name) != DONE) ||
	    (ENABLE_FEATURE_EXEC_USER && flag_value && user_become(flag_value) != DONE))
		return CANNOT_ENTER;
	if (!*command)
		*--command = (char *)env_value("SHELL", CONFIG_DEFAULT_SHELL);
	return run_program(command);
}

static int run_in_one(const char *netns, char **command)
{
	int fd = netns_open_or_warn(netns);

	return fd < 0 ? CANNOT_ENTER : enter_and_run(fd, netns, command);
}

static struct {		/* of runs; a process has but one, see takes_process */
	struct status sys;	/* /sys as it is without any */
	int status;		/* the worst */
} series;

static NOINLINE void note_status(int status)
{
	if (status > series.status)
		series.status = status;
}

/* Ends what is left of a run in the mount namespace that all of them share, so that the next finds
 * it as the first did. If a process of the last one goes on in the background (as subreaper we
 * would be its parent) the mounts are left to it, and we take a copy. prctl(2), Linux 3.4 */
static int clear_up(const char *name, const struct status *sys)
{
	pid_t child;
	int error = 0;

	do
		child = SYS(wait4, -1, NULL, WNOHANG, NULL);
	while (child > 0);
	if (child == 0)
		error = enter_private_mounts();
	leave_views(name, sys);
	return error;
}

static int run_in_next(const struct name *name, void *command)
{
	pid_t child;
	int status, fd = name->fd < 0 ? netns_open_or_warn(name->name) : name->fd;

	if (fd < 0) {
		note_status(CANNOT_ENTER);
		return 0;
	}
	out_string("", "\nnetns: ", name->name, "\n");
	status = finish_output(DONE);
	if (status != DONE) {
		note_status(status);
		return status;
	}
	child = run_fork();
	if (child == 0)
		SYS(exit_group, enter_and_run(fd, name->name, command));
	if (fd != name->fd)
		close_fd(fd);
	status = child > 0 ? run_wait(child) : CANNOT_ENTER;
	note_status(status);
	return child < 0 ? child : flags & FLAG('N') ? 0 : clear_up(name->name, &series.sys);
}

static int run_in_all(char **command)
{
	int error = 0;

	if (!(flags & FLAG('N'))) {
		error = enter_private_mounts();
		status_of_path("/sys", &series.sys);
		SYS(prctl, PR_SET_CHILD_SUBREAPER, 1);
	}
	if (error == 0)
		error = names_each(NAMES_OPEN, run_in_next, command);
	if (error < 0) {
		warn_errno(error, _("cannot go on"));
		note_status(CANNOT_ENTER);
	}
	return series.status;
}

static int exec_main(int argc, char **argv)
{
	if (IN_ALL)
		return run_in_all(argv);
	return argc == 0 ? usage() : run_in_one(argv[0], argv + 1);
}

USAGE(TEXT_IF(ENABLE_FEATURE_EXEC_ALL, "[-a] ") "[-N] "
	TEXT_IF(ENABLE_FEATURE_EXEC_USER, "[-u USER[:GROUP]] ")
	"[--] NETNS [COMMAND [ARGUMENT...]]")
HELP("Run a command in a namespace\n"
	TEXT_IF(ENABLE_FEATURE_EXEC_ALL,
	"  -a  in every named one\n")
	"  -N  leave /sys and /etc alone\n"
	TEXT_IF(ENABLE_FEATURE_EXEC_USER,
	"  -u  as this user, without capabilities\n"))

const struct applet netns_exec = {
	.opts = TEXT_IF(ENABLE_FEATURE_EXEC_ALL, "a!") "N" TEXT_IF(ENABLE_FEATURE_EXEC_USER, "u:"),
	.argmin = 0, .argmax = ANY_NUMBER,
	.takes_process = true,
	.main = exec_main,
};
