// SPDX-License-Identifier: 0BSD
/* install.c: --list and --list-full name the commands, --install makes links for them */
#include "multiplex.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

int list_commands(const char *before)
{
	for (const struct command *command = commands; command->name; command++) {
		out_text(before);
		out_text(command->name);
		out_text("\n");
	}
	return DONE;
}

static bool is_same_file(const char *a, const char *b)
{
	struct stat one, other;

	return stat(a, &one) == 0 && stat(b, &other) == 0 &&
	       one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

static int install_one(const char *program, const char *directory, const char *name, bool symbolic)
{
	char path[PATH_MAX];

	if (strlen(directory) + sizeof "/netns-" + strlen(name) > sizeof path)
		return warn_errno(ENAMETOOLONG, directory);
	strcpy(path, directory);
	strcat(strcat(path, "/netns-"), name);
	if ((symbolic ? symlink(program, path) : link(program, path)) == 0 ||
	    is_same_file(path, program))
		return DONE;
	return warn_errno(errno, path);
}

int install_commands(char **words)
{
	bool symbolic = *words && strcmp(*words, "-s") == 0;
	char program[PATH_MAX];
	const char *directory;
	ssize_t length = readlinkat(AT_FDCWD, "/proc/self/exe", program, sizeof program - 1);
	int status = DONE;

	words += symbolic;
	directory = *words ? *words : CONFIG_INSTALL_DIR;
	if (*words && words[1]) {
		warn("usage: netns --install [-s] [DIRECTORY]");
		return USAGE;
	}
	if (length < 0)
		return warn_errno(errno, "/proc/self/exe: cannot find this program");
	program[length] = '\0';
	for (const struct command *command = commands; command->name; command++)
		status |= install_one(program, directory, command->name, symbolic);
	return status;
}
