// SPDX-License-Identifier: 0BSD
/* unit-watch.c: names that appear and vanish, in any order of events; how they are opened
 *
 * The run directory is made of the names a to d. Events are put together as inotify(7) does.
 */
#include "names/names.h"
#include "calls.h"
#include "unit.h"

#include <linux/nsfs.h>
#include <sched.h>
#include <sys/inotify.h>
#include <sys/stat.h>

enum { RUN = 1000, MOUNTINFO, INOTIFY, SEEN = 1100, OPENED = 1200, NAMES = 4 };
enum { PARENT_WATCH = 1, FIRST_WATCH = 2 };

static struct name {
	enum { ABSENT, BARE, NETNS, DIRECTORY } is;
	int error;			/* of opening it */
} names[NAMES];				/* a, b, … */
static int run_watch = FIRST_WATCH;	/* of the run directory that is there now; or -errno */
static int parent_error;
static int removed_watch;
static unsigned run_events, parent_events;	/* that were asked for */
static bool mount_is_pending;		/* poll(2) would report it */
static char events[1024];
static long events_size, event_error = -EAGAIN;
static bool has_proc = true;
static int open_files;
static unsigned opens;
static unsigned listed;			/* entries of the directory that were read */
static char seen[1024];			/* what was reported */

static struct name *find(const char *name)
{
	return *name >= 'a' && *name < 'a' + NAMES && !name[1] ? &names[*name - 'a'] : NULL;
}

static long open_name(const struct name *name, int flags)
{
	if (name->error)
		return name->error;
	if (name->is == ABSENT)
		return -ENOENT;
	return (flags & O_PATH ? SEEN : OPENED) + (name - names);
}

static long open_any(const char *path, int flags)
{
	const char *number = str_after_prefix("/proc/self/fd/", path);
	long fd = -ENOENT;

	opens++;
	if (find(path))
		fd = open_name(find(path), flags);
	else if (number && has_proc)
		fd = num_parse(number) - SEEN + OPENED;
	else if (str_equal(path, "/proc/self/mountinfo"))
		fd = MOUNTINFO;
	else if (str_equal(path, run_dir()))
		fd = RUN;
	if (fd == RUN)
		listed = 0;
	open_files += fd >= 0;
	return fd;
}

static long give_stat(long fd, const char *path, struct statx *stat)
{
	struct name *name = *path ? find(path) : &names[fd - SEEN];

	if (!name || name->is == ABSENT)
		return -ENOENT;
	*stat = (struct statx){ .stx_mode = name->is == DIRECTORY ? S_IFDIR | 0755 :
				S_IFREG | 0444 };
	return 0;
}

static long give_entries(char *record)
{
	unsigned short size = 24;

	while (listed < NAMES && names[listed].is == ABSENT)
		listed++;
	if (listed == NAMES)
		return 0;
	memset(record, 0, size);
	memcpy(record + 16, &size, sizeof size);
	record[19] = 'a' + listed++;
	return size;
}

static long add_watch(const char *path, unsigned wanted)
{
	if (!str_equal(path, run_dir())) {
		parent_events = wanted;
		return parent_error ? parent_error : PARENT_WATCH;
	}
	run_events = wanted;
	return run_watch;
}

static long give_events(void *to)
{
	long size = events_size ? events_size : event_error;

	memcpy(to, events, events_size);
	events_size = 0;
	return size;
}

static long answer(long number, const long a[6])
{
	long memory = memory_answer(number, a);

	if (memory)
		return memory;
	switch (number) {
	case SYS_openat:
		return open_any((const char *)a[1], a[2]);
	case SYS_close:
		open_files -= a[0] >= 0;
		return 0;
	case SYS_statx:
		return give_stat(a[0], (const char *)a[1], (struct statx *)a[4]);
	case SYS_ioctl:
		return names[a[0] - OPENED].is == NETNS ? CLONE_NEWNET : -ENOTTY;
	case SYS_getdents64:
		return give_entries((char *)a[1]);
	case SYS_inotify_init1:
		return INOTIFY;
	case SYS_inotify_rm_watch:
		removed_watch = a[1];
		return 0;
	case SYS_inotify_add_watch:
		return add_watch((const char *)a[1], a[2]);
	case SYS_read:
		return give_events((void *)a[1]);
	}
	return number == SYS_ppoll_64 ? mount_is_pending : 0;
}

static void note(const char *name, bool appeared)
{
	strcat(strcat(strcat(seen, appeared ? "+" : "-"), name), " ");
}

static void put_event(int watch, unsigned mask, const char *name)
{
	struct inotify_event event = { .wd = watch, .mask = mask, .len = 16 };

	memcpy(events + events_size, &event, sizeof event);
	memset(events + events_size + sizeof event, 0, 16);
	str_append(events + events_size + sizeof event, name);
	events_size += sizeof event + 16;
}

/* What is reported when poll(2) has returned: events, if some were put, and MOUNTED. */
static const char *handle(bool mounted)
{
	struct pollfd fds[WATCH_FDS] = { [WATCH_MOUNTS] = { .revents = mounted ? POLLPRI : 0 },
					 [WATCH_NAMES] = { .revents = POLLIN } };

	*seen = '\0';
	if (watch_handle(fds))
		strcat(seen, "lost");
	return seen;
}

static const char *appears(const char *name, int is)
{
	find(name)->is = is;
	put_event(run_watch, IN_CREATE, name);
	return handle(false);
}

static const char *vanishes(const char *name)
{
	find(name)->is = ABSENT;
	put_event(run_watch, IN_DELETE, name);
	return handle(false);
}

static void check_begin(void)
{
	struct pollfd fds[WATCH_FDS];

	names[0].is = NETNS;
	parent_error = -EACCES;
	CHECK_INT(watch_open(note, fds), -EACCES, "the parent directory cannot be watched");
	parent_error = 0;
	CHECK_INT(watch_open(note, fds), 0, "all can be watched");
	CHECK_TEXT(seen, "", "what is there at first is not reported");
	CHECK(fds[WATCH_NAMES].fd == INOTIFY && fds[WATCH_NAMES].events == POLLIN &&
	      fds[WATCH_MOUNTS].fd == MOUNTINFO && fds[WATCH_MOUNTS].events == POLLPRI,
	      "what poll(2) is to wait for");
	CHECK((run_events & ~IN_ONLYDIR) == (IN_MASK_ADD | IN_CREATE | IN_MOVED_TO | IN_DELETE |
					     IN_MOVED_FROM | IN_DELETE_SELF), "the directory");
	CHECK((parent_events & ~IN_ONLYDIR) == (IN_MASK_ADD | IN_CREATE | IN_MOVED_TO),
	      "its parent");
	CHECK_TEXT(vanishes("a"), "-a ", "its end is");
}

static void check_order(void)
{
	CHECK_TEXT(appears("b", BARE), "", "a file without a mount is no name");
	CHECK_TEXT(handle(true), "", "nor is it when something else was mounted");
	names[1].is = NETNS;
	CHECK_TEXT(handle(true), "+b ", "it is when it leads to a namespace");
	CHECK_TEXT(handle(true), "", "which is reported once");
	CHECK_TEXT(appears("b", NETNS), "", "even if its file is reported late");
	CHECK_TEXT(vanishes("b"), "-b ", "it vanishes");
	CHECK_TEXT(vanishes("b"), "", "once");
	CHECK_TEXT(appears("b", NETNS), "+b ", "it is a namespace when we look");
	vanishes("b");
	CHECK_TEXT(appears("c", DIRECTORY), "", "a directory");
	CHECK_TEXT(vanishes("c"), "", "is none, whatever is mounted");
}

/* A file that is gone again */
static void check_short(void)
{
	appears("c", BARE);
	CHECK_TEXT(vanishes("c"), "", "nothing was mounted: it was no name");
	appears("c", BARE);
	mount_is_pending = true;
	CHECK_TEXT(vanishes("c"), "+c -c ", "a mount, not reported yet, may have been its");
	mount_is_pending = false;
	appears("c", BARE);
	handle(true);
	CHECK_TEXT(vanishes("c"), "+c -c ", "so may one that was");
	put_event(run_watch, IN_CREATE, "c");
	put_event(run_watch, IN_DELETE, "c");
	CHECK_TEXT(handle(true), "+c -c ", "it was gone when we looked");
	put_event(run_watch, IN_CREATE, "c");
	put_event(run_watch, IN_DELETE, "c");
	CHECK_TEXT(handle(false), "", "and nothing was mounted");
	for (unsigned mounts = 99; mounts <= 100; mounts++) {
		appears("c", BARE);
		for (unsigned i = 0; i < mounts; i++)
			handle(true);
		CHECK_TEXT(vanishes("c"), mounts < 100 ? "+c -c " : "", "many mounts, none its");
	}
}

static void check_moved(void)
{
	names[0].is = NETNS;
	put_event(run_watch, IN_MOVED_TO, "a");
	CHECK_TEXT(handle(false), "+a ", "moved here");
	names[0].is = ABSENT;
	put_event(run_watch, IN_MOVED_FROM, "a");
	CHECK_TEXT(handle(false), "-a ", "moved away");
}

static void check_lost(void)
{
	names[0].is = names[1].is = NETNS;
	put_event(-1, IN_Q_OVERFLOW, "");
	CHECK_TEXT(handle(false), "+a +b lost", "events were lost: what is there is read");
	names[0].is = ABSENT;
	names[2].is = NETNS;
	put_event(-1, IN_Q_OVERFLOW, "");
	CHECK_TEXT(handle(false), "-a +c lost", "and compared with what we know");
}

/* The run directory is removed and made again. */
static void check_again(void)
{
	names[1].is = names[2].is = ABSENT;
	run_watch = -ENOENT;
	put_event(FIRST_WATCH, IN_DELETE_SELF, "");
	put_event(FIRST_WATCH, IN_IGNORED, "");
	CHECK_TEXT(handle(false), "-b -c ", "the directory is gone");
	CHECK_INT(watch_error, 0, "that is no error");
	run_watch = FIRST_WATCH + 1;
	names[3].is = NETNS;
	put_event(PARENT_WATCH, IN_CREATE, "netns");
	CHECK_TEXT(handle(false), "+d ", "it is there again, with a name in it");
	put_event(FIRST_WATCH, IN_DELETE, "d");
	CHECK_TEXT(handle(false), "", "an event of the first one is late");
	run_watch++;
	names[0].is = NETNS;
	CHECK_TEXT(handle(true), "+a ", "something is mounted on it");
	CHECK_INT(removed_watch, FIRST_WATCH + 1, "the one below is not watched any more");
	CHECK_TEXT(vanishes("a"), "-a ", "the new one is watched");
}

static void check_errors(void)
{
	names[1].error = -EACCES;
	CHECK_TEXT(appears("b", NETNS), "+b ", "a link that we may not follow is a name");
	CHECK_INT(watch_error, 0, "that is no error");
	names[1].error = 0;
	vanishes("b");
	names[1].error = -EMFILE;
	CHECK_TEXT(appears("b", NETNS), "+b ", "what cannot be opened is reported");
	CHECK_INT(watch_error, -EMFILE, "that is an error");
	watch_error = 0;
	names[1].error = 0;
	event_error = -EIO;
	handle(false);
	CHECK_INT(watch_error, -EIO, "events cannot be read");
	watch_error = 0;
	event_error = -EAGAIN;
	run_watch = -ENOSPC;
	handle(true);
	CHECK_INT(watch_error, -ENOSPC, "the directory cannot be watched");
}

static void check_open(void)
{
	int stay = open_files;

	names[0].is = NETNS;
	opens = 0;
	CHECK_INT(entry_open("a"), OPENED, "an entry");
	CHECK_INT(opens, 3, "it is looked at before it is opened");
	close_fd(OPENED);
	has_proc = false;
	CHECK_INT(entry_open("a"), OPENED, "by its path where there is no /proc");
	close_fd(OPENED);
	has_proc = true;
	names[0].is = DIRECTORY;
	CHECK_INT(entry_open("a"), -ESTALE, "something else");
	names[0].is = ABSENT;
	opens = 0;
	CHECK_INT(entry_open("a"), -ENOENT, "none");
	CHECK_INT(opens, 2, "it is looked for once, and nothing that comes then is opened");
	CHECK_INT(open_files, stay, "nothing stays open");
}

int main(void)
{
	static char *none[] = { NULL };

	begin();
	environment = none;
	check_begin();
	check_order();
	check_short();
	check_moved();
	check_lost();
	check_again();
	check_errors();
	check_open();
	CHECK_INT(open_files, 2, "what stays open: two times mountinfo");
	return end();
}
