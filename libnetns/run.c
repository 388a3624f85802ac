// SPDX-License-Identifier: 0BSD
/* run.c: programs. execvp(3) would cost 1.6 KB, fork(3) 3.5 KB. */
#include "netns.h"

#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* execve(2), and a script without "#!" by the shell, as sh(1) and execvp(3) do it. */
static int execute(const char *path, char **command)
{
	static char shell[] = "/bin/sh";
	char *name = *command;

	execve(path, command, environ);
	if (errno != ENOEXEC)
		return -errno;
	command[-1] = shell;
	*command = (char *)path;
	execve(shell, command - 1, environ);
	*command = name;
	return -ENOEXEC;
}

static int search_path(char **command)
{
	const char *search = getenv("PATH"), *end;
	char path[PATH_MAX];
	int result = -ENOENT, error;

	if (!**command)
		return -ENOENT;
	if (!search)
		search = "/usr/sbin:/usr/bin:/sbin:/bin";
	do {
		size_t length;

		end = strchrnul(search, ':');
		length = end - search;
		if (length + strlen(*command) + 2 > sizeof path)
			continue;
		memcpy(path, search, length);
		path[length] = '/';
		strcpy(path + length + (length > 0), *command);
		error = execute(path, command);
		if (error == -EACCES && access(path, F_OK) != 0)
			error = -ENOENT;	/* it is the directory that may not be searched */
		if (error != -ENOENT && error != -ENOTDIR)
			result = error;
		if (result != -ENOENT && result != -EACCES)
			break;
	} while (search = end + 1, *end);
	return result;
}

int run_program(char **command)
{
	int error = strchr(*command, '/') ? execute(*command, command) : search_path(command);

	warn_errno(error, *command, ": cannot execute");
	return error == -ENOENT || error == -ENOTDIR ? NOT_FOUND : NOT_EXECUTABLE;
}

pid_t run_fork(void)
{
	return syscall(SYS_clone, CLONE_STACK_FIRST ? 0 : SIGCHLD, CLONE_STACK_FIRST ? SIGCHLD : 0,
		       0, 0, 0);
}

int run_wait(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return FAILED;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
