// SPDX-License-Identifier: 0BSD
/* start.c: from the kernel to main(), and the environment
 *
 * What libc prepares before main() is for errno, threads, stdio and destructors: 1.9 KB of code
 * that nothing here uses. In a static program with musl this function takes the place of its own;
 * everywhere else it is not called, and the linker drops it. syscall.h says where.
 */
#include "netns.h"

char **environment;

int START_FUNCTION(int (*begin)(int, char **, char **), int argc, char **argv);
int START_FUNCTION(int (*begin)(int, char **, char **), int argc, char **argv)
{
	return SYS(exit_group, begin(argc, argv, argv + argc + 1));
}

const char *env_value(const char *name)
{
	for (char **entry = environment; *entry; entry++) {
		const char *value = behind(name, *entry);

		if (value && *value == '=')
			return value[1] ? value + 1 : NULL;
	}
	return NULL;
}
