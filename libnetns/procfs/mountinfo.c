// SPDX-License-Identifier: 0BSD
/* mountinfo.c: where network namespaces are mounted, as another process sees it; proc(5) */
#include "procfs/procfs.h"

/* Blanks and backslashes are \ooo. */
static void unescape(char *path)
{
	for (char *to = path; (*to = *path); to++, path++)
		if (*path == '\\' && str_len(path) > 3) {
			*to = path[1] * 64 + path[2] * 8 + path[3] - '0' * 0111;
			path += 3;
		}
}

/* Finds the fourth and the fifth field of a line: ID PARENT MAJOR:MINOR ROOT POINT … */
static char *cut_line(char *line, char **point)
{
	char *root = line;

	for (int field = 0; field < 4; field++)
		root = str_sep(&line, ' ');
	*point = str_sep(&line, ' ');
	unescape(*point);
	return root;
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
		char *point;
		unsigned inode = netns_link_number(cut_line(str_sep(&rest, '\n'), &point));

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
		char *point;

		cut_line(str_sep(&rest, '\n'), &point);
		count += str_equal(point, path);
	}
	return count;
}
