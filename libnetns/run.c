// SPDX-License-Identifier: 0BSD
/* run.c: processes of our own. execvp(3) would cost 1.6 KB, fork(3) 3.5 KB. */
#include "netns.h"

#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

/* execve(2), and a script without "#!" by the shell, as sh(1) and execvp(3) do it. */
static int execute(char *path, char **command)
{
	static char shell[] = "/bin/sh";

	execve(path, command, environ);
	if (errno != ENOEXEC)
		return -errno;
	command[-1] = shell;
	command[0] = path;
	execve(shell, command - 1, environ);
	return -errno;
}

/* The first element of PATH with "/COMMAND" behind it; returns the rest of PATH, NULL: no more. */
static const char *next_path(const char *search, const char *command, char path[PATH_MAX])
{
	size_t length = strcspn(search, ":");

	*path = '\0';
	if (length + strlen(command) + 2 <= PATH_MAX) {
		memcpy(path, search, length);
		strcpy(path + length, length ? "/" : "");
		strcat(path, command);
	}
	return search[length] ? search + length + 1 : NULL;
}

static int search_path(char **command)
{
	const char *search = getenv("PATH");
	char path[PATH_MAX];
	int result = -ENOENT, error;

	if (!search)
		search = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
	while (search) {
		search = next_path(search, *command, path);
		error = execute(path, command);
		if (error != -ENOENT && error != -ENOTDIR)
			result = error;
		if (error != -ENOENT && error != -ENOTDIR && error != -EACCES)
			break;
	}
	return result;
}

int run_program(char **command)
{
	const char *name = *command;
	int error = strchr(name, '/') ? execute(*command, command) : search_path(command);

	warn_errno(error, name, ": cannot execute");
	return error == -ENOENT || error == -ENOTDIR ? NOT_FOUND : NOT_EXECUTABLE;
}

pid_t run_fork(void)
{
	return syscall(SYS_clone, CLONE_STACK_FIRST ? 0 : SIGCHLD, CLONE_STACK_FIRST ? SIGCHLD : 0, 0, 0, 0);
}

int run_wait(pid_t child)
{
	int status;

	while (waitpid(child, &status, 0) < 0)
		if (errno != EINTR)
			return FAILED;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

void run_sleep(unsigned milliseconds)
{
	struct timespec time = { milliseconds / 1000, milliseconds % 1000 * 1000000L };

	nanosleep(&time, NULL);
}

char *fd_path(char path[FD_PATH_SIZE], int fd)
{
	char number[NUM_SIZE];

	return strcat(strcpy(path, "/proc/self/fd/"), num_text(number, fd));
}
