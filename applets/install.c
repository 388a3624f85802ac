// SPDX-License-Identifier: 0BSD
/* install.c: --list and --list-full name the commands, --install makes links for them */
#include "multiplex.h"

#include <limits.h>

int list_commands(const char *before)
{
	for (const struct command *command = commands; command->name; command++) {
		out_text(before);
		out_text(command->name);
		out_text("\n");
	}
	return DONE;
}

static int install_one(const char *program, const char *directory, const char *name, bool symbolic)
{
	char path[PATH_MAX];
	struct statx old, ours;
	int error;

	if (length(directory) + sizeof "/netns-" + length(name) > sizeof path)
		return warn_errno(-ENAMETOOLONG, directory);
	append(append(append(path, directory), "/netns-"), name);
	error = symbolic ? SYS(symlinkat, program, AT_FDCWD, path) :
			   SYS(linkat, AT_FDCWD, program, AT_FDCWD, path, 0);
	if (error == 0 || (status_of(AT_FDCWD, path, 0, &old) == 0 &&
			   status_of(AT_FDCWD, program, 0, &ours) == 0 &&
			   is_same_file(&old, &ours)))
		return DONE;
	return warn_errno(error, path);
}

int install_commands(char **words)
{
	bool symbolic = *words && equal(*words, "-s");
	char program[PATH_MAX];
	const char *directory;
	int size = SYS(readlinkat, AT_FDCWD, "/proc/self/exe", program, sizeof program - 1);
	int status = DONE;

	words += symbolic;
	directory = *words ? *words : CONFIG_INSTALL_DIR;
	if (*words && words[1]) {
		warn("usage: netns --install [-s] [DIRECTORY]");
		return USAGE;
	}
	if (size < 0)
		return warn_errno(size, "/proc/self/exe: cannot find this program");
	program[size] = '\0';
	for (const struct command *command = commands; command->name; command++)
		status |= install_one(program, directory, command->name, symbolic);
	return status;
}
