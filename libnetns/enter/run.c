// SPDX-License-Identifier: 0BSD
/* run.c: programs. execvp(3) would cost 1.6 KB, fork(3) 3.5 KB.
 *
 * A program inherits from us what we have inherited: signals, limits, umask, descriptors, the
 * working directory. There is one exception. While SIGCHLD is ignored, wait4(2) has no status for
 * us, so we set it to its default before the first child, and back before we execute a program.
 * sigaction(2)
 */
#include "enter/enter.h"

#include <limits.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SIGNALS_SIZE = _NSIG / 8 };		/* of the kernel's set of signals */

static struct {
	bool is_changed;
	long inherited[8];			/* struct sigaction of the kernel, or more */
} sigchld;

static void set_sigchld(const long action[8], long previous[8])
{
	SYS(rt_sigaction, SIGCHLD, action, previous, SIGNALS_SIZE);
}

int exec_file(const char *path, char **command)
{
	static char shell[] = "/bin/sh";
	char *name = *command;
	int error;

	if (sigchld.is_changed)
		set_sigchld(sigchld.inherited, NULL);
	error = SYS(execve, path, command, environment);
	if (error != -ENOEXEC)
		return error;
	command[-1] = shell;
	*command = (char *)path;
	SYS(execve, shell, command - 1, environment);
	*command = name;
	return error;
}

int path_search(const char *list, const char *name, path_visitor *visit, char **command)
{
	const char *end;
	char path[PATH_MAX], *at;
	int result = -ENOENT, error;

	if (!list)
		list = env_get("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
	for (;; list = end + 1) {
		end = str_chrnul(list, ':');
		if (end - list + str_len(name) + 2 <= sizeof path) {
			at = memcpy(path, list, end - list);
			at += end - list;
			if (at > path && *name)
				*at++ = '/';
			str_append(at, name);
			error = visit(path, command);
			if (error == -EACCES) {
				/* otherwise the directory may not be searched */
				if (SYS(faccessat, AT_FDCWD, path, F_OK) == 0)
					result = error;
			} else if (error != -ENOENT && error != -ENOTDIR) {
				return error;
			}
		}
		if (!*end)
			return result;
	}
}

int exec_program(char **command)
{
	int error = -ENOENT;

	if (**command)
		error = *str_chrnul(*command, '/') ? exec_file(*command, command) :
					       path_search(NULL, *command, exec_file, command);
	warn_errno(error, *command, ": cannot execute");
	return error == -ENOENT || error == -ENOTDIR ? EXIT_NOT_FOUND : EXIT_NOT_EXECUTABLE;
}

pid_t fork_child(void)
{
	static const long by_default[8];

	set_sigchld(by_default, sigchld.is_changed ? NULL : sigchld.inherited);
	sigchld.is_changed = true;
	return SYS(clone, CLONE_STACK_FIRST ? 0 : SIGCHLD, CLONE_STACK_FIRST ? SIGCHLD : 0);
}

int wait_child(pid_t child)
{
	int wstatus, error;

	do
		error = SYS(wait4, child, &wstatus, 0, NULL);
	while (error == -EINTR);
	if (error < 0)
		return warn_errno(error, "cannot wait for a process");
	return WIFEXITED(wstatus) ? WEXITSTATUS(wstatus) : EXIT_SIGNALED + WTERMSIG(wstatus);
}
