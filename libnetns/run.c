// SPDX-License-Identifier: 0BSD
/* run.c: programs. execvp(3) would cost 1.6 KB, fork(3) 3.5 KB. */
#include "netns.h"

#include <limits.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

/* execve(2), and a script without "#!" by the shell, as sh(1) and execvp(3) do it. */
static int execute(const char *path, char **command)
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

static int search_path(char **command)
{
	const char *search = env_value("PATH"), *end;
	char path[PATH_MAX], *name;
	int result = -ENOENT, error;

	if (!search)
		search = "/usr/sbin:/usr/bin:/sbin:/bin";
	for (;; search = end + 1) {
		end = find(search, ':');
		if (end - search + length(*command) + 2 <= sizeof path) {
			name = memcpy(path, search, end - search);
			name += end - search;
			if (name > path)
				*name++ = '/';
			append(name, *command);
			error = execute(path, command);
			if (error == -EACCES && SYS(faccessat, AT_FDCWD, path, F_OK) != 0)
				error = -ENOENT; /* it is the directory that may not be searched */
			if (error != -ENOENT && error != -ENOTDIR)
				result = error;
			if (result != -ENOENT && result != -EACCES)
				break;
		}
		if (!*end)
			break;
	}
	return result;
}

int run_program(char **command)
{
	int error = -ENOENT;

	if (**command)
		error = *find(*command, '/') ? execute(*command, command) : search_path(command);
	warn_errno(error, *command, ": cannot execute");
	return error == -ENOENT || error == -ENOTDIR ? NOT_FOUND : NOT_EXECUTABLE;
}

pid_t run_fork(void)
{
	return SYS(clone, CLONE_STACK_FIRST ? 0 : SIGCHLD, CLONE_STACK_FIRST ? SIGCHLD : 0,
		   0, 0, 0);
}

int run_wait(pid_t child)
{
	int status, error;

	do
		error = SYS(wait4, child, &status, 0, NULL);
	while (error == -EINTR);
	if (error < 0)
		return FAILED;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
