// SPDX-License-Identifier: 0BSD
/* run.c: programs. execvp(3) would cost 1.6 KB, fork(3) 3.5 KB. */
#include "netns.h"

#include <limits.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int run_file(const char *path, char **command)
{
	static char shell[] = "/bin/sh";
	char *name = *command;
	int error = SYS(execve, path, command, environment);

	if (error != -ENOEXEC)
		return error;
	command[-1] = shell;
	*command = (char *)path;
	SYS(execve, shell, command - 1, environment);
	*command = name;
	return error;
}

int run_search(const char *list, const char *name, run_attempt *attempt, char **command)
{
	const char *end;
	char path[PATH_MAX], *at;
	int result = -ENOENT, error;

	if (!list)
		list = env_value("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
	for (;; list = end + 1) {
		end = find(list, ':');
		if (end - list + length(name) + 2 <= sizeof path) {
			at = memcpy(path, list, end - list);
			at += end - list;
			if (at > path && *name)
				*at++ = '/';
			append(at, name);
			error = attempt(path, command);
			if (error == -EACCES) {
				/* else it is the directory that may not be searched */
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

int run_program(char **command)
{
	int error = -ENOENT;

	if (**command)
		error = *find(*command, '/') ? run_file(*command, command) :
					       run_search(NULL, *command, run_file, command);
	warn_errno(error, *command, _(": cannot execute"));
	return error == -ENOENT || error == -ENOTDIR ? NOT_FOUND : NOT_EXECUTABLE;
}

pid_t run_fork(void)
{
	return SYS(clone, CLONE_STACK_FIRST ? 0 : SIGCHLD, CLONE_STACK_FIRST ? SIGCHLD : 0);
}

int run_wait(pid_t child)
{
	int status, error;

	do
		error = SYS(wait4, child, &status, 0, NULL);
	while (error == -EINTR);
	if (error < 0)
		return warn_errno(error, _("cannot wait for a process"));
	return WIFEXITED(status) ? WEXITSTATUS(status) : RUN_SIGNALED + WTERMSIG(status);
}
