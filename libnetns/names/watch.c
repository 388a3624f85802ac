// SPDX-License-Identifier: 0BSD
/* watch.c: follow the names in the run directory
 *
 * Theory of operation. inotify(7) reports the file of a name, but the namespace is mounted on it
 * later; and poll(2) on mountinfo reports that something was mounted (proc(5)), but not what and
 * where. So a name whose file has appeared is pending until, after some mount, it leads to a
 * namespace. If it does not, the namespace may have come and gone already, and the file may be the
 * next one of that name: then the name is reported when the file vanishes, because twice is better
 * than never. A file that no mount has followed, or very many have, was never a namespace.
 *
 * The parent directory is watched too, as the run directory may be removed and made again. When
 * inotify has lost events, the directory is compared with what we know.
 */
#include "names/names.h"

#include <sys/inotify.h>

/* The number of a row: USABLE, or of a pending name how many mounts have followed its file. */
enum { USABLE = -1, NO_MOUNT = 0, MANY_MOUNTS = 100 };

int watch_error;

static int inotify, mountinfo;		/* descriptors */
static int watched = -1;		/* the watch on the run directory */
static struct table names = { .is_by_name = true };
static bool was_mounted;	/* something was mounted; the next event may be from before that */

/* What is there at first is not reported. */
static void ignore_name(const char *name, bool appeared)
{
	(void)name, (void)appeared;
}

static name_handler *report = ignore_name;

void watch_record_error(int error)
{
	if (error < 0 && error != -ENOENT)
		watch_error = error;
}

/* FD is what opening a name has returned. */
static bool is_usable(int fd)
{
	if (fd == -ENOENT || fd == -ESTALE)
		return false;
	if (fd != -EACCES)		/* we may not follow every link */
		watch_record_error(fd);
	return true;
}

/* Namespaces are mounted on plain files. An entry that is gone by now may have been one. */
static bool is_no_plain_file(const char *name)
{
	struct file_stat entry;

	return entry_stat(name, &entry) == 0 && (entry.mode & S_IFMT) != S_IFREG;
}

/* FD is its namespace, or why it cannot be opened: -ENOENT if it is gone again, which will be
 * reported. */
static void add_name(const char *name, int fd)
{
	int state = was_mounted;

	if (table_find(&names, 0, name) || (fd == -ESTALE && is_no_plain_file(name)))
		return;
	if (report == ignore_name)
		state = MANY_MOUNTS;		/* left before we began */
	if (is_usable(fd))
		state = USABLE;
	watch_record_error(table_add(&names, state, name));
	if (state == USABLE)
		report(name, true);
}

static void name_appeared(const char *name)
{
	int fd = entry_open(name);

	add_name(name, fd);
	close_fd(fd);
}

static void look_at_pending(void)
{
	was_mounted = true;
	for (struct table_row *row = names.first; row < names.end; row++) {
		int fd;

		if (row->number == USABLE)
			continue;
		if (row->number < MANY_MOUNTS)
			row->number++;
		fd = entry_open(row->name);
		close_fd(fd);
		if (is_usable(fd)) {
			row->number = USABLE;
			report(row->name, true);
		}
	}
}

static bool mounts_have_changed(void)
{
	struct pollfd fd = { .fd = mountinfo, .events = POLLPRI };

	return poll_fds(&fd, 1, 0) > 0;
}

static void name_vanished(const char *name)
{
	struct table_row *row = table_find(&names, 0, name);

	if (!row)
		return;
	if (row->number == NO_MOUNT && mounts_have_changed())
		look_at_pending();
	if (row->number > NO_MOUNT && row->number < MANY_MOUNTS) {
		report(name, true);
		row->number = USABLE;
	}
	if (row->number == USABLE)
		report(name, false);
	table_remove(&names, row);
}

static int entry_appeared(const struct entry *entry, void *context)
{
	(void)context;
	add_name(entry->name, entry->fd);
	return 0;
}

/* Reports all differences between the directory and what we know. */
static void compare(void)
{
	struct table_row *row = names.first;

	while (row < names.end) {
		int fd = entry_open(row->name);

		close_fd(fd);
		if (fd == -ENOENT)
			name_vanished(row->name);	/* another row takes its place */
		else
			row++;
	}
	watch_record_error(entries_each(ENTRIES_OPEN, entry_appeared, NULL));
}

/* IN_MASK_ADD: without it the kernel clears the mask of an existing watch for a moment, and events
 * get lost. */
static int add_watch(const char *directory, unsigned events)
{
	return SYS(inotify_add_watch, inotify, directory,
		   events | IN_ONLYDIR | IN_MASK_ADD | IN_CREATE | IN_MOVED_TO);
}

/* Watches the directory that is at the path now, if it is not the one watched already. */
static void watch_directory(void)
{
	int directory = add_watch(run_dir(), IN_DELETE | IN_MOVED_FROM | IN_DELETE_SELF);

	watch_record_error(directory);
	if (directory == watched)
		return;
	if (watched >= 0)
		SYS(inotify_rm_watch, inotify, watched);
	watched = directory;
	compare();
}

static int watch_parent(void)
{
	char path[RUN_DIR_SIZE + sizeof "/.."];

	str_append(str_append(path, run_dir()), "/..");
	return add_watch(path, 0);
}

int watch_open(name_handler *handler, struct pollfd fds[WATCH_FDS])
{
	int error;

	mountinfo = open_path("/proc/self/mountinfo", O_RDONLY);
	inotify = SYS(inotify_init1, IN_CLOEXEC | IN_NONBLOCK);
	fds[WATCH_MOUNTS] = (struct pollfd){ .fd = mountinfo, .events = POLLPRI };
	fds[WATCH_NAMES] = (struct pollfd){ .fd = inotify, .events = POLLIN };
	error = rundir_make();
	if (error == 0)
		error = mountinfo;
	if (error >= 0)
		error = watch_parent();
	watch_directory();
	report = handler;
	return error < 0 ? error : watch_error;
}

static bool handle_event(const struct inotify_event *event)
{
	if (event->mask & IN_Q_OVERFLOW) {
		compare();
		return true;
	}
	if (event->wd != watched) { /* the parent; or an earlier watch, which has ended */
		watch_directory();
	} else if (event->mask & (IN_CREATE | IN_MOVED_TO)) {
		name_appeared(event->name);
	} else if (event->mask & (IN_DELETE | IN_MOVED_FROM)) {
		name_vanished(event->name);
	} else if (event->mask & IN_IGNORED) {
		watch_directory();
		compare();
	}
	return false;
}

static bool handle_events(void)
{
	char events[4096] __attribute__((aligned(8)));
	bool lost = false;
	int size;

	while ((size = SYS(read, inotify, events, sizeof events)) > 0)
		for (char *at = events; at < events + size; ) {
			const struct inotify_event *event = (void *)at;

			if (handle_event(event))
				lost = true;
			at += sizeof *event + event->len;
		}
	was_mounted = false;		/* what comes now is later than that mount */
	if (size != -EAGAIN)
		watch_record_error(size);
	return lost;
}

bool watch_handle(const struct pollfd fds[WATCH_FDS])
{
	if (fds[WATCH_MOUNTS].revents) {
		watch_directory();
		look_at_pending();
	}
	return fds[WATCH_NAMES].revents && handle_events();
}
