// SPDX-License-Identifier: 0BSD
/* dir.c: read a directory. opendir(3) would bring malloc with it, 9 KB. */
#include "netns.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

struct entry {			/* struct linux_dirent64 of getdents(2) */
	uint64_t inode, offset;
	uint16_t length;
	uint8_t type;
	char name[];
};

int dir_open(struct dir *dir, int at, const char *path)
{
	dir->at = dir->end = 0;
	dir->error = 0;
	dir->fd = open_at(at, path, O_RDONLY | O_DIRECTORY);
	return dir->fd < 0 ? dir->fd : 0;
}

static const struct entry *here(const struct dir *dir)
{
	return (const void *)(dir->buffer + dir->at);
}

static bool is_dot(const char *name)
{
	return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2]));
}

bool dir_buffered(struct dir *dir)
{
	while (dir->at < dir->end && is_dot(here(dir)->name))
		dir->at += here(dir)->length;
	return dir->at < dir->end;
}

const char *dir_next(struct dir *dir)
{
	const struct entry *entry;

	while (!dir_buffered(dir)) {
		int size =
			checked(syscall(SYS_getdents64, dir->fd, dir->buffer, sizeof dir->buffer));

		dir->at = dir->end = 0;
		dir->error = size < 0 ? size : 0;
		if (size <= 0)
			return NULL;
		dir->end = size;
	}
	entry = here(dir);
	dir->at += entry->length;
	dir->type = entry->type;
	return entry->name;
}

int dir_close(struct dir *dir)
{
	close(dir->fd);
	return dir->error;
}
