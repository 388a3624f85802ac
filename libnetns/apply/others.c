// SPDX-License-Identifier: 0BSD
/* others.c: namespaces in which other files have something, as their state says. Such a namespace
 * is not deleted: what is in it is not ours, and would be lost. */
#include "apply/statement.h"

struct reader {
	struct lines lines;
	char line[LINE_SIZE], *words[WORDS_MAX];
};

static int read_one(struct reader *reader, int fd, const char *file)
{
	reader->lines = (struct lines){ .fd = fd };
	while (read_line(&reader->lines, reader->line)) {
		char **words = split_line(reader->line, reader->words);
		struct statement *netns = NULL;

		if (words && argv_len(words) > 1)
			netns = statement_find(NULL, verbs, words, 2);
		if (netns)
			netns->used_by = room_for_text(file);
	}
	return reader->lines.error;
}

int others_read(int directory, const char *file)
{
	struct reader *reader = room_for(sizeof *reader);
	struct dir dir;
	const char *name;

	if (!reader)
		return -ENOMEM;
	dir_open(directory, ".", &dir);
	while ((name = dir_next(&dir))) {
		int fd, error;

		if (*name == '.' || str_equal(name, file))
			continue;
		fd = SYS(openat, directory, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
		error = fd < 0 ? fd : read_one(reader, fd, name);
		close_fd(fd);
		if (error < 0)
			dir.result = error;
	}
	return dir_close(&dir);
}
