// SPDX-License-Identifier: 0BSD
/* install.c: --install makes links for the commands
 *
 * A link called "ip" is not among them. Whoever builds the system has to decide whether there is
 * one in front of the real ip, and its place depends on PATH.
 */
#include "multiplexer/multiplexer.h"

#include <limits.h>

/* Makes LINK, in the working directory, unless it leads to PROGRAM already. */
static int install_one(const char *program, const char *link, bool symbolic)
{
	int error = symbolic ? SYS(symlinkat, program, AT_FDCWD, link) :
			       SYS(linkat, AT_FDCWD, program, AT_FDCWD, link, 0);

	return error < 0 && same_target(AT_FDCWD, link, AT_FDCWD, program) ? 0 : error;
}

int install_commands(char **words)
{
	char program[PATH_MAX], link[sizeof "netns-" + NAME_MAX];
	const char *directory = CONFIG_INSTALL_DIR, *object = "/proc/self/exe";
	bool symbolic = *words && str_equal(*words, "-s");
	int error, status = EXIT_SUCCESS;

	if (symbolic)
		words++;
	if (*words) {
		directory = *words;
		if (words[1])
			return not_understood(directory);
	}
	error = read_link(object, program, sizeof program);
	if (error == 0) {
		object = directory;
		error = SYS(chdir, directory);
	}
	if (error < 0)
		return warn_errno(error, object);
	for (const char *name = command_names; *name; name = str_next(name)) {
		str_append(str_append(link, "netns-"), name);
		error = install_one(program, link, symbolic);
		if (error == -EXDEV)
			return warn(directory, ": on another file system, use -s");
		status |= warn_if_error(directory, "/", link, error);
	}
	return status;
}
