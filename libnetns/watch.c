// SPDX-License-Identifier: 0BSD
/* watch.c: follow the names in the run directory
 *
 * Theory of operation. inotify(7) tells of a name's file, but it is later that the namespace is
 * mounted on it; and that something was mounted only poll(2) on mountinfo tells (proc(5)), not
 * what and where. So a name whose file was seen is PENDING until, after some mount, there is a
 * namespace behind it. If there is none, it may have been there and gone again, or what we see is
 * the next file of that name already: then it is TOUCHED, and told of when the file vanishes, for
 * better twice than not at all. Only what no mount followed was never a namespace.
 *
 * The directory above is watched too, for the run directory may be removed and made again. When
 * inotify has lost events the directory is compared with what we know of it.
 */
#include "netns.h"

#include <sys/inotify.h>

enum { KNOWN, PENDING, TOUCHED, STALE = 100 };	/* after so many mounts it will not be one */

void watch_error(struct watch *watch, int error)
{
	if (error < 0 && error != -ENOENT)
		watch->error = error;
}

static int state_of(struct watch *watch, const char *name)
{
	int fd = entry_open(name);

	close_fd(fd);
	if (fd == -ENOENT || fd == -ESTALE)
		return fd;
	if (fd != -EACCES)		/* where a link leads may be closed to us */
		watch_error(watch, fd);
	return KNOWN;
}

static void tell(struct watch *watch, const char *name, bool added)
{
	if (watch->tell)
		watch->tell(name, added);
}

/* Nothing else gets a namespace mounted on it. */
static bool is_plain_file(const char *name)
{
	struct status status;

	return entry_status(name, &status) == 0 && (status.mode & S_IFMT) == S_IFREG;
}

static void name_appeared(struct watch *watch, const char *name)
{
	int state = state_of(watch, name);

	if (map_find_name(&watch->names, name) || (state == -ESTALE && !is_plain_file(name)))
		return;
	if (state != KNOWN)		/* -ENOENT: it is gone again, as will be told */
		state = watch->touched ? TOUCHED : PENDING;
	watch_error(watch, map_add(&watch->names, state, name));
	if (state == KNOWN)
		tell(watch, name, true);
}

static void look_at_pending(struct watch *watch)
{
	watch->touched = true;
	for (struct map_entry *entry = watch->names.first; entry < watch->names.end; entry++) {
		if (entry->number == KNOWN)
			continue;
		if (entry->number < STALE)
			entry->number++;
		if (state_of(watch, entry->name) == KNOWN) {
			entry->number = KNOWN;
			tell(watch, entry->name, true);
		}
	}
}

static bool has_event(struct pollfd *fd)
{
	static long no_time[2];

	return SYS(ppoll, fd, 1, no_time, NULL) > 0;
}

static void name_vanished(struct watch *watch, const char *name)
{
	struct map_entry *entry = map_find_name(&watch->names, name);

	if (!entry)
		return;
	if (entry->number == PENDING && has_event(&watch->fds[WATCH_MOUNTS]))
		look_at_pending(watch);
	if (entry->number >= TOUCHED && entry->number < STALE) {
		tell(watch, name, true);
		entry->number = KNOWN;
	}
	if (entry->number == KNOWN)
		tell(watch, name, false);
	map_remove(&watch->names, entry);
}

/* Tells of everything in which the directory differs from what we know. */
static void compare(struct watch *watch)
{
	struct map_entry *entry = watch->names.first;
	struct dir run;
	const char *name;

	while (entry < watch->names.end)
		if (state_of(watch, entry->name) == -ENOENT)
			name_vanished(watch, entry->name);	/* the next one takes its place */
		else
			entry++;
	dir_open(AT_FDCWD, run_dir(), &run);
	while ((name = dir_next(&run)))
		name_appeared(watch, name);
	watch_error(watch, dir_close(&run));
}

static int add_watch(struct watch *watch, const char *directory, unsigned events)
{
	return SYS(inotify_add_watch, watch->fds[WATCH_NAMES].fd, directory,
		   events | IN_ONLYDIR | IN_CREATE | IN_MOVED_TO);
}

/* Watches the directory that is at the path now, if that is another than before. */
static void watch_directory(struct watch *watch)
{
	int directory = add_watch(watch, run_dir(), IN_DELETE | IN_MOVED_FROM | IN_DELETE_SELF);

	watch_error(watch, directory);
	if (directory == watch->directory)
		return;
	if (watch->directory >= 0)
		SYS(inotify_rm_watch, watch->fds[WATCH_NAMES].fd, watch->directory);
	watch->directory = directory;
	compare(watch);
}

static int watch_parent(struct watch *watch)
{
	char path[RUN_DIR_SIZE + sizeof "/.."];

	append(append(path, run_dir()), "/..");
	return add_watch(watch, path, 0);
}

int watch_open(struct watch *watch, watch_teller *tell_of)
{
	int error;

	watch->fds[WATCH_MOUNTS].fd = open_path("/proc/self/mountinfo", O_RDONLY);
	watch->fds[WATCH_NAMES].fd = SYS(inotify_init1, IN_CLOEXEC | IN_NONBLOCK);
	error = rundir_make();
	if (error == 0)
		error = watch->fds[WATCH_MOUNTS].fd < 0 ? watch->fds[WATCH_MOUNTS].fd : watch_parent(watch);
	watch_directory(watch);
	watch->tell = tell_of;
	return error < 0 ? error : watch->error;
}

static int handle_event(struct watch *watch, const struct inotify_event *event)
{
	if (event->mask & IN_Q_OVERFLOW) {
		compare(watch);
		return 1;
	}
	if (event->wd != watch->directory) { /* above; or what a former watch still had to say */
		watch_directory(watch);
	} else if (event->mask & (IN_CREATE | IN_MOVED_TO)) {
		name_appeared(watch, event->name);
	} else if (event->mask & (IN_DELETE | IN_MOVED_FROM)) {
		name_vanished(watch, event->name);
	} else if (event->mask & IN_IGNORED) {
		watch->directory = -1;
		watch_directory(watch);
		compare(watch);
	}
	return 0;
}

int watch_events(struct watch *watch)
{
	char events[4096] __attribute__((aligned(8)));
	int size, lost = 0;

	while ((size = SYS(read, watch->fds[WATCH_NAMES].fd, events, sizeof events)) > 0)
		for (char *at = events; at < events + size; ) {
			const struct inotify_event *event = (void *)at;

			lost |= handle_event(watch, event);
			at += sizeof *event + event->len;
		}
	watch->touched = false;		/* whatever comes now is younger than that mount */
	return size < 0 && size != -EAGAIN ? size : lost;
}

void watch_mounts(struct watch *watch)
{
	watch_directory(watch);
	look_at_pending(watch);
}
