// SPDX-License-Identifier: 0BSD
/* start.c: from the kernel to main(), and the environment
 *
 * What libc prepares before main() is for errno, threads, stdio and destructors: 1.9 KB of code
 * that nothing here uses. In a static program with musl, START_FUNCTION() replaces it, in one of
 * two ways; everywhere else it is not called. syscall.h says where and how.
 */
#include "base/base.h"

char **environment;

__asm__(START_CODE);

int main(int argc, char **argv, char **envp);
int START_FUNCTION(void *unused, int argc, char **argv);

__attribute__((used)) int START_FUNCTION(void *unused, int argc, char **argv)
{
	(void)unused;			/* musl passes main() */
	SYS(exit_group, main(argc, argv, argv + argc + 1));
	__builtin_unreachable();
}

const char *env_get(const char *name, const char *fallback)
{
	for (char **entry = environment; *entry; entry++) {
		const char *value = str_after_prefix(name, *entry);

		if (value && *value == '=')
			return value[1] ? value + 1 : fallback;
	}
	return fallback;
}
