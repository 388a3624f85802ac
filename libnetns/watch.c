// SPDX-License-Identifier: 0BSD
/* watch.c: follow the names in the run directory
 *
 * Theory of operation. inotify(7) tells of a name's file, but it is later that the namespace is
 * mounted on it; and that something was mounted only poll(2) on mountinfo tells (proc(5)), not
 * what and where. So a name whose file was seen is PENDING until, after some mount, there is a
 * namespace behind it. One that was gone again before we could look is told of all the same,
 * unless nothing has been mounted since it was seen as a plain file. What we see may also be the
 * next one of that name already: so it is if the end of the first came with the same read(2).
 *
 * The directory above is watched too, for the run directory may be removed and made again. When
 * inotify has lost events the directory is compared with what we know of it.
 */
#include "netns.h"

#include <poll.h>
#include <sys/inotify.h>

enum { KNOWN };			/* other numbers: PENDING since that read */

static int state_of(struct watch *watch, const char *name)
{
	int fd = entry_open(name);

	close_fd(fd);
	if (fd == -ENOENT || fd == -ESTALE)
		return fd;
	if (fd < 0)
		watch->error = fd;
	return KNOWN;
}

static void tell(struct watch *watch, const char *name, bool added)
{
	if (watch->told)
		watch->tell(name, added);
}

static void name_appeared(struct watch *watch, const char *name)
{
	int state = state_of(watch, name);

	if (map_find_name(&watch->names, name))
		return;
	if (map_add(&watch->names, state == -ESTALE ? watch->reads : KNOWN, name) < 0)
		watch->error = -ENOMEM;
	if (state != -ESTALE)
		tell(watch, name, true);
}

static void look_at_pending(struct watch *watch)
{
	struct map_entry *entry = NULL;

	while ((entry = map_next(&watch->names, entry)))
		if (entry->number != KNOWN && state_of(watch, entry->name) != -ESTALE) {
			entry->number = KNOWN;
			tell(watch, entry->name, true);
		}
}

static bool has_event(int fd)
{
	struct pollfd poll_for = { .fd = fd, .events = POLLPRI };
	static const long no_time[2];

	return SYS(ppoll, &poll_for, 1, no_time, NULL, 0) > 0;
}

static void name_vanished(struct watch *watch, const char *name)
{
	struct map_entry *entry = map_find_name(&watch->names, name);
	bool looked_late;		/* what we saw was the next one of that name */

	if (!entry)
		return;
	looked_late = entry->number == watch->reads;
	if (entry->number != KNOWN && has_event(watch->mounts)) {
		look_at_pending(watch);
		looked_late = true;
	}
	if (entry->number != KNOWN && looked_late)
		tell(watch, name, true);
	if (entry->number == KNOWN || looked_late)
		tell(watch, name, false);
	map_remove(&watch->names, entry);
}

/* Tells of everything in which the directory differs from what we know. */
static void compare(struct watch *watch)
{
	struct map_entry *entry = NULL;
	struct dir run;
	const char *name;
	int error;

	while ((entry = map_next(&watch->names, entry)))
		if (state_of(watch, entry->name) == -ENOENT) {
			name_vanished(watch, entry->name);
			entry = NULL;			/* begin again */
		}
	error = dir_open(&run, AT_FDCWD, run_dir());
	while (error == 0 && (name = dir_next(&run)))
		name_appeared(watch, name);
	if (error == 0)
		error = dir_close(&run);
	if (error < 0 && error != -ENOENT)
		watch->error = error;
}

static int add_watch(struct watch *watch, const char *directory, unsigned events)
{
	return SYS(inotify_add_watch, watch->inotify, directory,
		   events | IN_ONLYDIR | IN_CREATE | IN_MOVED_TO);
}

/* Watches the directory that is at the path now, if that is another than before. */
static void watch_directory(struct watch *watch)
{
	int directory = add_watch(watch, run_dir(), IN_DELETE | IN_MOVED_FROM | IN_DELETE_SELF);

	if (directory < 0 && directory != -ENOENT)
		watch->error = directory;
	if (directory == watch->directory)
		return;
	if (watch->directory >= 0)
		SYS(inotify_rm_watch, watch->inotify, watch->directory);
	watch->directory = directory;
	compare(watch);
}

static int watch_parent(struct watch *watch)
{
	char path[4096];

	if (length(run_dir()) >= sizeof path - sizeof "/..")
		return -ENAMETOOLONG;
	append(append(path, run_dir()), "/..");
	return add_watch(watch, path, 0);
}

int watch_open(struct watch *watch, watch_teller *tell_of)
{
	int error;

	watch->tell = tell_of;
	watch->reads = 1;
	watch->directory = -1;
	watch->mounts = open_at(AT_FDCWD, "/proc/self/mountinfo", O_RDONLY);
	watch->inotify = SYS(inotify_init1, IN_CLOEXEC | IN_NONBLOCK);
	error = rundir_make();
	if (error == 0)
		error = watch->mounts < 0 ? watch->mounts : watch_parent(watch);
	watch_directory(watch);
	watch->told = true;
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
	int size = SYS(read, watch->inotify, events, sizeof events);
	int lost = 0;

	if (size < (int)sizeof events / 2)	/* else there may be more that was there before */
		watch->reads++;
	for (char *at = events; at < events + size; ) {
		const struct inotify_event *event = (void *)at;

		lost |= handle_event(watch, event);
		at += sizeof *event + event->len;
	}
	return size < 0 && size != -EAGAIN ? size : lost;
}

void watch_mounts(struct watch *watch)
{
	watch_directory(watch);
	look_at_pending(watch);
}
