// SPDX-License-Identifier: 0BSD
/* dir.c: read a directory. opendir(3) would bring malloc with it, 9 KB. */
#include "base/base.h"

#include <limits.h>
#include <stdint.h>
#include <unistd.h>

struct dir_entry {			/* struct linux_dirent64 of getdents(2) */
	uint64_t inode, offset;
	uint16_t length;
	uint8_t type;
	char name[];
};

void dir_open(int dirfd, const char *path, struct dir *dir)
{
	dir->at = dir->end = NULL;
	dir->skipped = 0;
	dir->last = dir->next = 0;
	dir->reads_one = false;
	dir->fd = open_at(dirfd, path, O_RDONLY | O_DIRECTORY);
	dir->result = dir->fd < 0 ? dir->fd : 0;
}

static bool is_dots(const char *name)
{
	return name[0] == '.' && !name[name[1] == '.' ? 2 : 1];
}

const struct dir_entry *dir_buffered(struct dir *dir)
{
	while (dir->at < dir->end) {
		const struct dir_entry *entry = (const void *)dir->at;

		if (str_len(entry->name) > NAME_MAX)	/* FUSE has such names */
			dir->skipped = -ENAMETOOLONG;
		else if (!is_dots(entry->name))
			return entry;
		dir->at += entry->length;
	}
	return NULL;
}

/* 40 bytes have room for one entry, with a name of up to 20 bytes, and never for two. */
static long read_entries(struct dir *dir)
{
	enum { ONE_ENTRY = 40 };
	long size = -EINVAL;

	if (dir->reads_one)
		size = SYS(getdents64, dir->fd, dir->buffer, ONE_ENTRY);
	if (size == -EINVAL)
		size = SYS(getdents64, dir->fd, dir->buffer, sizeof dir->buffer);
	return size;
}

const char *dir_next(struct dir *dir)
{
	const struct dir_entry *entry;

	if (dir->result)
		return NULL;
	while (!(entry = dir_buffered(dir))) {
		long size = read_entries(dir);

		if (size <= 0) {
			dir->result = size;
			return NULL;
		}
		dir->at = dir->buffer;
		dir->end = dir->at + size;
	}
	dir->at += entry->length;
	dir->type = entry->type;
	dir->last = dir->next;
	dir->next = entry->offset;
	return entry->name;
}

void dir_back_to(struct dir *dir, const char *name)
{
	dir->at = name - offsetof(struct dir_entry, name);
}

void dir_back_to_last(struct dir *dir)
{
	int error = SYS(lseek, dir->fd, dir->last, SEEK_SET);

	dir->at = dir->end;
	dir->next = dir->last;
	if (error < 0)
		dir->result = error;
}

bool is_file_name(const char *name)
{
	return *name && !*str_chrnul(name, '/') && !is_dots(name);
}

int dir_close(struct dir *dir)
{
	close_fd(dir->fd);
	return dir->result ? dir->result : dir->skipped;
}
