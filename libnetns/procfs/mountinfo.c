// SPDX-License-Identifier: 0BSD
/* mountinfo.c: where network namespaces are mounted, as another process sees it; proc(5) */
#include "procfs/procfs.h"

/* Blanks and backslashes are \ooo. In programs that do not look at the mounts of others, this is
 * only about what exec finds below /sys before Linux 6.8, where no path has blanks. */
enum { HAS_OTHER_PATHS = ENABLE_FEATURE_MOUNT_NAMESPACES || ENABLE_FEATURE_LIST_ALL };

static void unescape(char *path)
{
	for (char *to = path; (*to = *path); to++, path++)
		if (*path == '\\' && path[1] && path[2] && path[3]) {
			*to = path[1] * 64 + path[2] * 8 + path[3] - '0' * 0111;
			path += 3;
		}
}

/* A line is: ID PARENT MAJOR:MINOR ROOT POINT … */
char *mountinfo_next(char **text, char **root)
{
	char *line = str_sep(text, '\n'), *point;

	for (int field = 0; field < 4; field++)
		*root = str_sep(&line, ' ');
	point = str_sep(&line, ' ');
	if (HAS_OTHER_PATHS)
		unescape(point);
	return point;
}

char *proc_read(const char *file, int *error)
{
	static char *text;

	if (!text)
		text = memory_map();
	*error = file_read(AT_FDCWD, file, text, MEMORY_SIZE);
	return *error < 0 ? NULL : text;
}

int netns_mounts_each(struct task *task, netns_mount_visitor *visit, void *context)
{
	int result;
	char *rest = proc_read(task_path(task, "/mountinfo"), &result);

	while (result == 0 && *rest) {
		char *root, *point = mountinfo_next(&rest, &root);
		unsigned inode = netns_link_number(root);

		if (inode != 0 && *point == '/')
			result = visit(task, inode, point, context);
	}
	return result;
}

unsigned mounts_at(const char *path)
{
	unsigned count = 0;
	int error;
	char *rest = proc_read("/proc/self/mountinfo", &error);

	while (rest && *rest) {
		char *root;

		count += str_equal(mountinfo_next(&rest, &root), path);
	}
	return count;
}
