/* SPDX-License-Identifier: 0BSD */
/* names.h: the run directory, its entries, and how a user names a network namespace
 *
 * An entry is a file or symbolic link in the run directory. NETNS is whatever a user may write for
 * an existing network namespace.
 */
#ifndef NAMES_H
#define NAMES_H

#include "netlink/netlink.h"
#include "procfs/procfs.h"

#include <limits.h>
#include <poll.h>

/* rundir.c: the run directory and its lock */

enum { RUN_DIR_SIZE = 4096 };		/* a longer path is -ENAMETOOLONG */
/* $NETNS_RUN_DIR, or the configured one; a relative one is made absolute by the first call. */
const char *run_dir(void);
int warn_run_dir(int error, const char *problem);	/* like warn_if_error() */
int warn_not_changed(int error);	/* why rundir_lock() or entry_bind() failed; EXIT_FAILURE */
int rundir_make(void);			/* with its parents, where they are missing */
/* Locks the run directory and enters it (chdir(2)). CREATE: makes it, and makes it a shared mount.
 * -ETIMEDOUT: another process does not release the lock. */
int rundir_lock(bool create);
void rundir_unlock(void);
/* Waits, a few seconds at most, until no other command is changing the run directory. */
void rundir_settle(int run_dirfd);
#define LOCK_NAME "netns.lock"

/* bind.c: give a namespace a name, take a name away; in the locked run directory */

bool name_is_valid(const char *name);		/* may an entry be made with this name? */
int warn_invalid_name(const char *name);	/* EXIT_USAGE */
bool entry_is_leftover(const char *name);	/* of a killed add? may take 20 ms */
int entry_bind(int netns, const char *name);	/* -EEXIST: the name is taken */
/* -ENOENT: there is none; -EEXIST: below the namespace, which it was, there is a file with
 * contents. */
int entry_unbind(const char *name);
/* 0 if the entry may be removed: it is mounted, a link, or an empty file. MUST_BE_NETNS: it is, or
 * was, certainly a namespace. -EEXIST: it is something else; -ENOENT. */
int entry_may_go(const char *name, bool must_be_netns);
/* 1 if nothing is mounted on the entry, else 0; STAT is of the file, or of what is mounted. */
int entry_is_bare(const char *name, struct file_stat *stat);

/* netns.c: from what a user writes to a network namespace */

/* Opens what NETNS means. -ENOENT, -ESRCH: nothing; -ESTALE: an entry without a namespace;
 * -EINVAL: not a network namespace. */
int netns_open(const char *netns);
int netns_open_or_warn(const char *netns);
int netns_open_pid(const char *pid);		/* -ESRCH, -EINVAL, -ERANGE */
int netns_open_self(void);
int netns_warn(int error, const char *netns);	/* why it could not be opened; not 0 */
int warn_no_netns(const char *name);		/* EXIT_FAILURE */
int warn_not_netns(const char *name);	/* an entry that is something else; EXIT_FAILURE */
unsigned netns_inode(int netns);		/* 0 on any error */

/* Opens the namespace of an entry. -ENOENT: no such entry; -ESTALE: it is no namespace, also after
 * a second look if it could be one that is being made. */
int entry_open(const char *name);
/* IS_PLAIN: readdir(3) has shown a plain file, for which there is a shorter way. */
int entry_open_at(int run_dirfd, const char *name, bool is_plain);
int entry_stat(const char *name, struct file_stat *stat);	/* of a symbolic link itself */

/* find.c: opens the namespace with that id as seen from ours, or with that inode number. -ENOENT:
 * there is none; another -errno: not all could be looked at. */
int netns_find_id(int id);
int netns_find_inode(unsigned inode);

/* entries.c: all entries */

struct entry {
	const char *name;
	int fd;			/* its namespace; -ENOENT if not asked for, or gone; -ESTALE … */
	int id;			/* NSID_NONE if it has none, or not asked for */
	bool is_link;		/* a symbolic link */
};
enum { ENTRIES_OPEN = 1, ENTRIES_IDS = 2, ENTRIES_STALE = 4 };	/* STALE: find those that are */

/* Visits all entries until VISIT returns non-zero; returns that. -errno if the directory or the
 * ids could not be read completely, or an entry not be opened (a message names it). Without a run
 * directory it visits none. */
typedef int entry_visitor(const struct entry *entry, void *context);
int entries_each(unsigned wanted, entry_visitor *visit, void *context);
/* The same for the entries of the namespace NETNS. */
int entries_of(int netns, entry_visitor *visit, void *context);

/* table.c: rows of a number and a name, found in constant time by one of the two */

struct table_row {
	int number;
	char name[NAME_MAX + 1];
	struct table_row *next;		/* for table.c alone: in the same bucket */
};
struct table {			/* its memory lasts as long as the process */
	struct table_row *first, *end;		/* both NULL at first */
	struct table_row **buckets;
	bool is_by_name;			/* found by name, not by number */
};
int table_add(struct table *table, int number, const char *name);	/* -ENOMEM, -ENAMETOOLONG */
void table_remove(struct table *table, struct table_row *row);	/* the last row takes its place */
void table_clear(struct table *table);
/* Finds a row by its key, NUMBER or NAME; the other one is ignored. NULL: there is none. */
struct table_row *table_find(const struct table *table, int number, const char *name);
int table_read_ids(struct table *table);	/* replaces it by the ids of all entries */

/* find.c: like netns_mounts_each(), but once in each mount namespace: KNOWN has those of earlier
 * calls. */
int netns_mounts_once(struct task *task, struct table *known, netns_mount_visitor *visit,
		      void *context);

/* watch.c: names as they appear and vanish */

typedef void name_handler(const char *name, bool appeared);

enum { WATCH_NAMES, WATCH_MOUNTS, WATCH_FDS };
/* HANDLER gets each name that appears from now on, when it can be used, or that vanishes. FDS is
 * what to wait for with poll(2). */
int watch_open(name_handler *handler, struct pollfd fds[WATCH_FDS]);
/* Handles what poll(2) returned. True: events were lost, and the directory was read again. */
bool watch_handle(const struct pollfd fds[WATCH_FDS]);
extern int watch_error;			/* why some may be missing, or 0 */
void watch_record_error(int error);	/* unless it is 0 or more, or -ENOENT */

#endif
