// SPDX-License-Identifier: 0BSD
/* names.c: the entries of the run directory, with the ids of their namespaces
 *
 * To be fast with thousands of names, no question is asked twice: without any id in the kernel none
 * has to be looked up, and where as many mounts as entries are found none has to be opened.
 */
#include "netns.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* A mount is on every entry if there are as many of both. tmpfs, which a run directory is made of,
 * counts 20 bytes for an entry: no need to read it twice. (A name mounted over twice could hide one
 * that is not at all.) */
static bool all_are_mounted(int run)
{
	enum { TMPFS_ENTRY_SIZE = 20 };
	struct statfs fs;
	struct stat dir;

	return fstatfs(run, &fs) == 0 && fs.f_type == TMPFS_MAGIC && fstat(run, &dir) == 0 &&
	       dir.st_size == (off_t)mounts_below(run) * TMPFS_ENTRY_SIZE;
}

static void note_any(const struct nsid *nsid, void *any)
{
	(void)nsid;
	*(bool *)any = true;
}

struct batch {
	struct name names[NSIDS_AT_ONCE];
	unsigned count;
};

/* Fills BATCH with names of one read of the directory: they stay where they are. */
static void read_batch(struct batch *batch, struct dir *run, bool open_them)
{
	batch->count = 0;
	while (batch->count < NSIDS_AT_ONCE && (batch->count == 0 || dir_buffered(run))) {
		struct name *entry = &batch->names[batch->count];
		unsigned here = run->at;

		entry->name = dir_next(run);
		entry->id = NSID_NONE;
		if (!entry->name)
			return;
		entry->fd = open_them ? name_open(run->fd, entry->name) : -ENODATA;
		if (entry->fd == -EMFILE && batch->count > 0) {
			run->at = here;		/* again, when these are closed */
			return;
		}
		batch->count++;
	}
}

static int look_up_ids(struct batch *batch)
{
	int fds[NSIDS_AT_ONCE], ids[NSIDS_AT_ONCE], error;
	unsigned count = 0;

	for (unsigned i = 0; i < batch->count; i++)
		if (batch->names[i].fd >= 0)
			fds[count++] = batch->names[i].fd;
	error = nsid_of(fds, ids, count);
	count = 0;
	for (unsigned i = 0; i < batch->count; i++)
		if (batch->names[i].fd >= 0)
			batch->names[i].id = ids[count++];
	return error;
}

static int visit_batch(const struct batch *batch, name_visitor *visit, void *context)
{
	int result = 0;

	for (unsigned i = 0; i < batch->count; i++) {
		if (result == 0)
			result = visit(&batch->names[i], context);
		if (batch->names[i].fd >= 0)
			close(batch->names[i].fd);
	}
	return result;
}

int names_each(unsigned wanted, name_visitor *visit, void *context)
{
	struct batch batch;
	struct dir run;
	bool any_ids = false, open_them;
	int error = dir_open(&run, AT_FDCWD, run_dir()), result;

	if (error < 0)
		return error == -ENOENT ? 0 : error;
	if (wanted & NAMES_IDS)
		error = nsid_dump(NSID_NONE, note_any, &any_ids);
	if (error == -EOPNOTSUPP)	/* before Linux 4.0 there are no ids */
		error = 0;
	open_them = any_ids || wanted & NAMES_OPEN || !all_are_mounted(run.fd);
	do {
		read_batch(&batch, &run, open_them);
		if (any_ids && error == 0)
			error = look_up_ids(&batch);
		result = visit_batch(&batch, visit, context);
	} while (result == 0 && batch.count > 0);
	if (result == 0)
		result = dir_close(&run);
	return result ? result : error;
}
