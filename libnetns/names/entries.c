// SPDX-License-Identifier: 0BSD
/* entries.c: the entries of the run directory, with the ids of their namespaces
 *
 * It has to be fast with thousands of entries. If the kernel has no ids, none is asked for; if
 * there are as many mounts as entries, none is stale, and none has to be opened to find out.
 */
#include "names/names.h"

#include <linux/magic.h>
#include <stdint.h>
#include <sys/vfs.h>

/* Every entry has a mount if there are as many of both. The size of a directory on tmpfs, where
 * the run directory usually is, is 20 bytes for each entry, "." and "..", so that it need not be
 * read twice. (An entry with two mounts would make up for one without.) */
static bool all_are_mounted(int run)
{
	enum { ENTRY_SIZE = 20, DOTS = 2 };
	static struct statfs fs;
	struct file_stat dir;

	return ENABLE_FEATURE_LISTMOUNT && SYS_FSTATFS(run, &fs) == 0 && fs.f_type == TMPFS_MAGIC &&
	       stat_at(run, "", &dir) == 0 &&
	       dir.size == (unsigned)(mounts_below(run, NULL) + DOTS) * ENTRY_SIZE;
}

static void set_any(const struct nlmsghdr *reply, unsigned index, void *any)
{
	(void)reply, (void)index;
	*(bool *)any = true;
}

/* What is asked for. */
struct query {
	const struct file_stat *only;	/* the namespace; NULL: all */
	entry_visitor *visit;
	void *context;
};

/* Many entries are open at once so that one request asks for all their ids. */
enum { AT_ONCE = ENABLE_FEATURE_NSID ? NSID_BATCH : 1 };

struct walk {
	struct dir dir;
	unsigned count;
	const char *names[AT_ONCE];
	bool are_links[AT_ONCE];
	int fds[AT_ONCE], ids[AT_ONCE];
};

/* Is ERROR a fact about the entry? So it is if we may not follow a symbolic link. Other errors,
 * such as too many open files, are ours: what the entry is remains unknown. */
static bool is_answer(const struct entry *entry, int error)
{
	return error == -ENOENT || error == -ESTALE ||
	       (entry->is_link && (error == -EACCES || error == -ENOTDIR || error == -ELOOP));
}

/* Returns 1, 0, or -errno with a message if that is unknown. */
static int is_wanted(const struct query *query, int run_dirfd, const struct entry *entry)
{
	struct file_stat stat;
	int error;

	if (!query->only)
		return 1;
	error = stat_at(run_dirfd, entry->name, &stat);
	if (error == 0)
		return same_file(&stat, query->only);
	if (is_answer(entry, error))
		return 0;
	warn_errno(error, entry->name);
	return error;
}

/* Opens entries: those of one read of the directory, for that is how long their names stay valid,
 * and no more than there are descriptors for, of which the visitor may need one. */
static void open_some(struct walk *walk, bool open_them)
{
	unsigned count = 0;

	do {
		const char *name = dir_next(&walk->dir);
		int fd;

		if (!name)
			break;
		fd = open_them ? entry_open_at(walk->dir.fd, name, walk->dir.type == DT_REG) :
			-ENOENT;
		if (ENABLE_FEATURE_LIST_DEVICE && fd == -EMFILE && count > 1) {
			close_fd(walk->fds[--count]);
			name = walk->names[count];
		}
		if (fd == -EMFILE && count > 0) {	/* again, when these are closed */
			dir_back_to(&walk->dir, name);
			break;
		}
		walk->names[count] = name;
		walk->are_links[count] = walk->dir.type == DT_LNK;
		walk->fds[count] = fd;
		walk->ids[count] = NSID_NONE;
		count++;
	} while (count < AT_ONCE && dir_buffered(&walk->dir));
	walk->count = count;
}

/* Visits the open entries, and closes them. *UNKNOWN: the error of one that could not be opened;
 * the first one is reported. */
static int visit_some(const struct walk *walk, const struct query *query, int *unknown)
{
	int result = 0;

	for (unsigned i = 0; i < walk->count; i++) {
		const struct entry entry = { .name = walk->names[i], .fd = walk->fds[i],
					     .id = walk->ids[i], .is_link = walk->are_links[i] };

		if (entry.fd < 0 && !is_answer(&entry, entry.fd)) {
			if (*unknown == 0)
				warn_errno(entry.fd, entry.name);
			*unknown = entry.fd;
		}
		if (result == 0) {
			result = is_wanted(query, walk->dir.fd, &entry);
			if (result > 0)
				result = query->visit(&entry, query->context);
		}
		close_fd(entry.fd);
	}
	return result;
}

static int each(unsigned wanted, const struct query *query)
{
	struct walk walk;
	bool any_ids = false, open_them;
	int error, result, unknown = 0, end;

	dir_open(AT_FDCWD, run_dir(), &walk.dir);
	error = walk.dir.result;
	if (error < 0)
		return error == -ENOENT ? 0 : error;
	if (ENABLE_FEATURE_NSID && wanted & ENTRIES_IDS)
		error = nsid_dump(TARGET_SELF, set_any, &any_ids);
	if (error == -EOPNOTSUPP)	/* Linux before 4.0 has no ids */
		error = 0;
	open_them = any_ids || wanted & ENTRIES_OPEN ||
		    (wanted & ENTRIES_STALE && !all_are_mounted(walk.dir.fd));
	do {
		open_some(&walk, open_them);
		if (ENABLE_FEATURE_NSID && any_ids && walk.count > 0 && error == 0)
			error = nsid_get_many(walk.fds, walk.ids, walk.count);
		result = visit_some(&walk, query, &unknown);
	} while (result == 0 && walk.count > 0);
	end = dir_close(&walk.dir);
	if (result == 0)
		result = error;
	if (result == 0)
		result = unknown;
	return result ? result : end;
}

int entries_each(unsigned wanted, entry_visitor *visit, void *context)
{
	const struct query query = { .visit = visit, .context = context };

	return each(wanted, &query);
}

int entries_of(int netns, entry_visitor *visit, void *context)
{
	struct file_stat only;
	const struct query query = { .only = &only, .visit = visit, .context = context };
	int error = stat_at(netns, "", &only);

	return error < 0 ? error : each(0, &query);
}
