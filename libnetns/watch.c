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

struct pollfd watch_fds[] = {
	[WATCH_NAMES] = { -1, POLLIN, 0 },
	[WATCH_MOUNTS] = { -1, POLLPRI, 0 },
	[WATCH_FDS] = { -1, POLLIN, 0 },
	[WATCH_FDS + 1] = { -1, POLLIN, 0 },
};
int watch_error;

static struct map names;		/* with their states */
static int watched = -1;		/* the run directory */
static bool touched;		/* a mount was seen that may be younger than the next event */

/* What is there already is not told of. */
static void tell_nobody(const char *name, bool added)
{
	(void)name, (void)added;
}

static watch_teller *tell = tell_nobody;

void watch_note(int error)
{
	if (error < 0 && error != -ENOENT)
		watch_error = error;
}

static int state_of(const char *name)
{
	int fd = entry_open(name);

	close_fd(fd);
	if (fd == -ENOENT || fd == -ESTALE)
		return fd;
	if (fd != -EACCES)		/* where a link leads may be closed to us */
		watch_note(fd);
	return KNOWN;
}

/* Only on a plain file is a namespace mounted. What is gone by now may have been one. */
static bool is_no_plain_file(const char *name)
{
	struct status status;

	return entry_status(name, &status) == 0 && (status.mode & S_IFMT) != S_IFREG;
}

static void name_appeared(const char *name)
{
	int state = state_of(name);

	if (map_find_name(&names, name) || (state == -ESTALE && is_no_plain_file(name)))
		return;
	if (state != KNOWN)		/* -ENOENT: it is gone again, as will be told */
		state = touched ? TOUCHED : PENDING;
	watch_note(map_add(&names, state, name));
	if (state == KNOWN)
		tell(name, true);
}

static void look_at_pending(void)
{
	touched = true;
	for (struct map_entry *entry = names.first; entry < names.end; entry++) {
		if (entry->number == KNOWN)
			continue;
		if (entry->number < STALE)
			entry->number++;
		if (state_of(entry->name) == KNOWN) {
			entry->number = KNOWN;
			tell(entry->name, true);
		}
	}
}

static bool has_event(struct pollfd *fd)
{
	static long no_time[2];

	return SYS(ppoll, fd, 1, no_time, NULL) > 0;
}

static void name_vanished(const char *name)
{
	struct map_entry *entry = map_find_name(&names, name);

	if (!entry)
		return;
	if (entry->number == PENDING && has_event(&watch_fds[WATCH_MOUNTS]))
		look_at_pending();
	if (entry->number >= TOUCHED && entry->number < STALE) {
		tell(name, true);
		entry->number = KNOWN;
	}
	if (entry->number == KNOWN)
		tell(name, false);
	map_remove(&names, entry);
}

static int note_name(const struct name *name, void *context)
{
	(void)context;
	name_appeared(name->name);
	return 0;
}

/* Tells of everything in which the directory differs from what we know. */
static void compare(void)
{
	struct map_entry *entry = names.first;

	while (entry < names.end)
		if (state_of(entry->name) == -ENOENT)
			name_vanished(entry->name);	/* the next one takes its place */
		else
			entry++;
	watch_note(names_each(0, note_name, NULL));
}

/* IN_MASK_ADD: else the kernel has no mask for a moment, when there is a watch already, and events
 * get lost. */
static int add_watch(const char *directory, unsigned events)
{
	return SYS(inotify_add_watch, watch_fds[WATCH_NAMES].fd, directory,
		   events | IN_ONLYDIR | IN_MASK_ADD | IN_CREATE | IN_MOVED_TO);
}

/* Watches the directory that is at the path now, if that is another than before. */
static void watch_directory(void)
{
	int directory = add_watch(run_dir(), IN_DELETE | IN_MOVED_FROM | IN_DELETE_SELF);

	watch_note(directory);
	if (directory == watched)
		return;
	if (watched >= 0)
		SYS(inotify_rm_watch, watch_fds[WATCH_NAMES].fd, watched);
	watched = directory;
	compare();
}

static int watch_parent(void)
{
	char path[RUN_DIR_SIZE + sizeof "/.."];

	append(append(path, run_dir()), "/..");
	return add_watch(path, 0);
}

int watch_open(watch_teller *teller)
{
	int error;

	watch_fds[WATCH_MOUNTS].fd = open_path("/proc/self/mountinfo", O_RDONLY);
	watch_fds[WATCH_NAMES].fd = SYS(inotify_init1, IN_CLOEXEC | IN_NONBLOCK);
	error = rundir_make();
	if (error == 0)
		error = watch_fds[WATCH_MOUNTS].fd;
	if (error >= 0)
		error = watch_parent();
	watch_directory();
	tell = teller;
	return error < 0 ? error : watch_error;
}

static bool handle_event(const struct inotify_event *event)
{
	if (event->mask & IN_Q_OVERFLOW) {
		compare();
		return true;
	}
	if (event->wd != watched) { /* above; or what a former watch still had to say */
		watch_directory();
	} else if (event->mask & (IN_CREATE | IN_MOVED_TO)) {
		name_appeared(event->name);
	} else if (event->mask & (IN_DELETE | IN_MOVED_FROM)) {
		name_vanished(event->name);
	} else if (event->mask & IN_IGNORED) {
		watched = -1;
		watch_directory();
		compare();
	}
	return false;
}

bool watch_events(void)
{
	char events[4096] __attribute__((aligned(8)));
	bool lost = false;
	int size;

	while ((size = SYS(read, watch_fds[WATCH_NAMES].fd, events, sizeof events)) > 0)
		for (char *at = events; at < events + size; ) {
			const struct inotify_event *event = (void *)at;

			if (handle_event(event))
				lost = true;
			at += sizeof *event + event->len;
		}
	touched = false;		/* whatever comes now is younger than that mount */
	if (size != -EAGAIN)
		watch_note(size);
	return lost;
}

void watch_mounts(void)
{
	watch_directory();
	look_at_pending();
}
