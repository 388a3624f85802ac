// SPDX-License-Identifier: 0BSD
/* names.c: the entries of the run directory, with the ids of their namespaces
 *
 * To be fast with thousands of names, no question is asked twice: without any id in the kernel none
 * has to be looked up, and where as many mounts as entries are found none has to be opened.
 */
#include "netns.h"

#include <linux/magic.h>
#include <stdint.h>
#include <sys/vfs.h>

/* A mount is on every entry if there are as many of both. tmpfs, on which the run directory is as a
 * rule, counts 20 bytes for each entry, "." and "..": no need to read it twice. (A name that is
 * mounted over twice could outweigh one that is not at all.) */
static bool all_are_mounted(int run)
{
	enum { ENTRY_SIZE = 20, DOTS = 2 };
	static struct statfs fs;
	struct status dir;

	return SYS_FSTATFS(run, &fs) == 0 && fs.f_type == TMPFS_MAGIC &&
	       status_of(run, "", &dir) == 0 &&
	       dir.size == (unsigned)(mounts_below(run, NULL) + DOTS) * ENTRY_SIZE;
}

static void note_any(const struct nlmsghdr *reply, unsigned index, void *any)
{
	(void)reply, (void)index;
	*(bool *)any = true;
}

static struct status only;	/* the file that is looked for; inode 0: any */

/* Is ERROR all that there is to say about an entry? Where a symbolic link leads may be closed to
 * us. Other errors are ours: nobody knows what it is. */
static bool is_told(const struct name *name, int error)
{
	return error == -ENOENT || error == -ESTALE ||
	       (name->is_link && (error == -EACCES || error == -ENOTDIR || error == -ELOOP));
}

/* 1, 0, or -errno: that cannot be told. */
static int is_wanted(int run, const struct name *name)
{
	struct status status;
	int error;

	if (!only.inode)
		return true;
	error = status_of(run, name->name, &status);
	if (error == 0)
		return is_same_file(&status, &only);
	return is_told(name, error) ? false : error;
}

struct run {
	struct dir dir;
	struct name names[NSIDS_AT_ONCE + 1];	/* those that are open, and one that is NULL */
};

/* Opens names of one read of the directory, for they stay where they are, and of no more than
 * there are descriptors for. Returns how many. */
static unsigned open_some(struct run *run, bool open_them)
{
	struct name *name = run->names;
	unsigned count = 0;
	const char *here;

	do {
		here = run->dir.at;
		name->name = dir_next(&run->dir);
		name->id = NSID_NONE;
		if (!name->name)
			break;
		name->is_link = run->dir.type == DIR_LINK;
		name->fd = open_them ? name_open(run->dir.fd, name->name) : -ENOENT;
		if (name->fd == -EMFILE && count > 0) {
			run->dir.at = here;		/* once more, when these are closed */
			break;
		}
		name++;
		count++;
	} while (count < NSIDS_AT_ONCE && dir_buffered(&run->dir));
	name->name = NULL;
	return count;
}

int names_each(unsigned wanted, name_visitor *visit, void *context)
{
	struct run run;
	bool any_ids = false, open_them;
	int error, result = 0, unopened = 0, end;
	unsigned count;

	dir_open(AT_FDCWD, run_dir(), &run.dir);
	error = run.dir.result;
	if (error < 0)
		return error == -ENOENT ? 0 : error;
	if (ENABLE_FEATURE_NSID && wanted & NAMES_IDS)
		error = nsid_dump(NSID_NONE, note_any, &any_ids);
	if (error == -EOPNOTSUPP)	/* before Linux 4.0 there are no ids */
		error = 0;
	open_them = any_ids || wanted & NAMES_OPEN ||
		    (wanted & NAMES_STALE && !all_are_mounted(run.dir.fd));
	do {
		count = open_some(&run, open_them);
		if (ENABLE_FEATURE_NSID && any_ids && count > 0 && error == 0)
			error = nsid_of(run.names, count);
		for (const struct name *name = run.names; name->name; name++) {
			if (name->fd < 0 && !is_told(name, name->fd))
				unopened = name->fd;
			if (result == 0) {
				result = is_wanted(run.dir.fd, name);
				if (result > 0)
					result = visit(name, context);
			}
			close_fd(name->fd);
		}
	} while (result == 0 && count > 0);
	end = dir_close(&run.dir);
	if (result == 0)
		result = error;
	if (result == 0)
		result = unopened;
	return result ? result : end;
}

int names_of(int netns, name_visitor *visit, void *context)
{
	int error = status_of(netns, "", &only);

	if (error < 0)
		return error;
	error = names_each(0, visit, context);
	only.inode = 0;
	return error;
}
