// SPDX-License-Identifier: 0BSD
/* unit-bind.c: which entries may be made, and may go; mounts and files that cannot be removed
 *
 * The kernel is a table: one file in the run directory, and what each call on it returns.
 */
#include "names/names.h"
#include "calls.h"
#include "unit.h"

#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>

enum { NETNS = 5, OPENED = 7, DEVICE = 1, OTHER_DEVICE = 2 };

static struct {
	unsigned mode, size, device;
	bool is_missing, is_netns, is_replaced;	/* replaced: by the time that it has been opened */
	const char *link;
	unsigned target;		/* the mode of what the link leads to; 0: it is missing */
	long statx_error, mount_error, umount_error, unlink_error, create_error;
	int mounts, failing_looks;
} file;
static int opened, closed, unlinked, unmounts, pauses;
static unsigned open_flags, mount_flags, umount_flags;
static char message[256];

static long look(const char *path, bool is_open, struct statx *stat)
{
	bool is_directory = strcmp(path, ".") == 0;

	if (file.failing_looks > 0)
		return file.failing_looks--, -EIO;
	if (is_directory ? file.statx_error : file.is_missing)
		return is_directory ? file.statx_error : -ENOENT;
	memset(stat, 0, sizeof *stat);
	stat->stx_mode = is_directory ? 0040755 : file.mode;
	stat->stx_size = file.size;
	stat->stx_dev_minor = is_directory ? DEVICE : file.device;
	stat->stx_ino = file.is_replaced && !is_open ? 1 : 2;
	return 0;
}

static long look_at_target(struct statx *stat)
{
	memset(stat, 0, sizeof *stat);
	stat->stx_mode = file.target;
	return file.target ? 0 : -ENOENT;
}

static long open_one(long flags)
{
	open_flags = flags;
	if (flags & O_CREAT && file.create_error)
		return file.create_error;
	if (file.is_missing && !(flags & O_CREAT))
		return -ENOENT;
	file.is_missing = false;
	opened++;
	return OPENED;
}

static long answer(long number, const long a[6])
{
	switch (number) {
	case SYS_openat:
		return open_one(a[2]);
	case SYS_close:
		closed++;
		return 0;
	case SYS_statx:
		if (file.link && strcmp((const char *)a[1], "blue") == 0 &&
		    !(a[2] & AT_SYMLINK_NOFOLLOW))
			return look_at_target((struct statx *)a[4]);
		return look((const char *)a[1], a[0] == OPENED, (struct statx *)a[4]);
	case SYS_readlinkat:
		if (!file.link)
			return -EINVAL;
		memcpy((char *)a[2], file.link, strlen(file.link));
		return strlen(file.link);
	case SYS_ioctl:
		return a[1] == NS_GET_NSTYPE && file.is_netns ? CLONE_NEWNET : -ENOTTY;
	case SYS_mount:
		mount_flags = a[3];
		return file.mount_error;
	case SYS_umount2:
		unmounts++;
		umount_flags = a[1];
		return file.mounts > 0 ? (file.mounts--, 0) : file.umount_error;
	case SYS_unlinkat:
		unlinked++;
		return file.unlink_error;
	case SYS_write:
		snprintf(message, sizeof message, "%.*s", (int)a[2], (const char *)a[1]);
		return a[2];
	case SYS_ppoll_64:
		pauses++;
		return 0;
	}
	return -ENOSYS;
}

/* A file of MODE and SIZE that nothing is mounted on. */
static void have(unsigned mode, unsigned size)
{
	memset(&file, 0, sizeof file);
	file.mode = mode;
	file.size = size;
	file.device = DEVICE;
	opened = closed = unlinked = unmounts = pauses = 0;
}

static void have_mount(void)
{
	have(S_IFREG | 0444, 0);
	file.device = OTHER_DEVICE;
	file.is_netns = true;
}

static void have_link(const char *target)
{
	have(S_IFLNK | 0777, 4);
	file.link = target;
}

static void check_bare(void)
{
	struct file_stat stat;

	have(S_IFREG | 0644, 5);
	CHECK_INT(entry_is_bare("blue", &stat), 1, "a file");
	CHECK_INT(stat.size, 5, "its size");
	have_mount();
	CHECK_INT(entry_is_bare("blue", &stat), 0, "a mount");
	file.is_missing = true;
	CHECK_INT(entry_is_bare("blue", &stat), -ENOENT, "no file");
	file.statx_error = -EIO;
	CHECK_INT(entry_is_bare("blue", &stat), -EIO, "a run directory that cannot be looked at");
}

static void check_may_go(void)
{
	have(S_IFREG | 0644, 0);
	CHECK_INT(entry_may_go("blue", false), 0, "an empty file may go");
	CHECK_INT(entry_may_go("blue", true), -EEXIST, "but others than add may have made it");
	have(S_IFREG, 0);
	CHECK_INT(entry_may_go("blue", true), 0, "one of mode 0 is of add");
	have(S_IFREG, 1);
	CHECK_INT(entry_may_go("blue", true), -EEXIST, "not if it has contents");
	CHECK_INT(entry_may_go("blue", false), -EEXIST, "which are not lost anyway");
	have(S_IFDIR | 0755, 0);
	CHECK_INT(entry_may_go("blue", false), -EEXIST, "no directory");
	have(S_IFIFO | 0644, 0);
	CHECK_INT(entry_may_go("blue", false), -EEXIST, "no FIFO");
	have_mount();
	CHECK_INT(entry_may_go("blue", true), 0, "a namespace");
	file.is_netns = false;
	CHECK_INT(entry_may_go("blue", true), -EEXIST, "not what else is mounted");
	CHECK_INT(entry_may_go("blue", false), 0, "unless that does not matter");
	CHECK_INT(opened, closed, "nothing stays open");
	file.is_missing = true;
	CHECK_INT(entry_may_go("blue", false), -ENOENT, "what is not there");
}

static void check_links(void)
{
	have_link("/proc/7/ns/net");
	CHECK_INT(entry_may_go("blue", true), 0, "a link into /proc");
	have_link("red");
	CHECK_INT(entry_may_go("blue", true), 0, "a link to another entry");
	have_link(CONFIG_RUN_DIR "/red");
	CHECK_INT(entry_may_go("blue", true), 0, "by its path");
	file.target = S_IFREG;
	CHECK_INT(entry_may_go("blue", true), 0, "to one that is stale");
	file.target = S_IFREG | 0644;
	CHECK_INT(entry_may_go("blue", true), -EEXIST, "not to what is none");
	have_link("/proc/self/fd");
	file.target = S_IFDIR | 0555;
	CHECK_INT(entry_may_go("blue", true), -EEXIST, "no other link into /proc");
	have_link("/proc/self/fd/77");
	CHECK_INT(entry_may_go("blue", true), -EEXIST, "even if it leads nowhere");
	have_link("/proc");
	CHECK_INT(entry_may_go("blue", true), -EEXIST, "no link to /proc itself");
	have_link("/etc/passwd");
	CHECK_INT(entry_may_go("blue", true), -EEXIST, "no other link");
	CHECK_INT(entry_may_go("blue", false), 0, "unless that does not matter");
}

static void check_leftover(void)
{
	have(S_IFREG, 0);
	CHECK(entry_is_leftover("blue") && pauses == 1, "it is looked at twice");
	have(S_IFREG | 0444, 0);
	CHECK(!entry_is_leftover("blue") && pauses == 0, "no leftover: once");
	have(S_IFREG, 1);
	CHECK(!entry_is_leftover("blue"), "a file with contents is none");
	have(S_IFREG, 0);
	file.device = OTHER_DEVICE;
	CHECK(!entry_is_leftover("blue"), "nor is a mount");
}

static void check_bind(void)
{
	have(S_IFREG, 0);
	file.is_missing = true;
	CHECK_INT(entry_bind(NETNS, "blue"), 0, "a new name");
	CHECK(open_flags & O_EXCL && open_flags & O_CLOEXEC && mount_flags & MS_BIND,
	      "its file is ours alone, and the namespace is bound to it");
	CHECK(opened == 1 && closed == 1 && unlinked == 0, "closed, and not removed");
	file.create_error = -EACCES;
	CHECK_INT(entry_bind(NETNS, "blue"), -EACCES, "a file that cannot be made");
	have(S_IFREG, 0);
	file.create_error = -EEXIST;
	CHECK_INT(entry_bind(NETNS, "blue"), 0, "over what a killed add has left");
	CHECK((open_flags & (O_PATH | O_NOFOLLOW)) == (O_PATH | O_NOFOLLOW),
	      "which is opened itself");
	have(S_IFREG | 0644, 0);
	file.create_error = -EEXIST;
	CHECK_INT(entry_bind(NETNS, "blue"), -EEXIST, "not over another file");
	CHECK_INT(closed, opened, "which is closed");
	file.is_missing = true;
	CHECK_INT(entry_bind(NETNS, "blue"), -ENOENT, "one that has gone meanwhile");
	have(S_IFREG, 0);
	file.mount_error = -EPERM;
	CHECK_INT(entry_bind(NETNS, "blue"), -EPERM, "a mount that is refused");
	CHECK(unlinked == 1 && closed == 1, "leaves no file");
	have(S_IFREG, 0);
	file.mount_error = -EPERM;
	file.is_replaced = true;
	CHECK_INT(entry_bind(NETNS, "blue"), -EPERM, "somebody replaces the file meanwhile");
	CHECK_INT(unlinked, 0, "then what is there stays");
}

static int unbind(int mounts, long umount_error, long unlink_error)
{
	have(S_IFREG, 0);
	file.mounts = mounts;
	file.umount_error = umount_error;
	file.unlink_error = unlink_error;
	return entry_unbind("blue");
}

static void check_unbind(void)
{
	CHECK_INT(unbind(1, -EINVAL, 0), 0, "a name goes");
	CHECK(unmounts == 2 && unlinked == 1, "unmounted until nothing is mounted, and removed");
	CHECK_INT(umount_flags, MNT_DETACH | UMOUNT_NOFOLLOW, "in use or not; no link is followed");
	CHECK_INT(unbind(3, -EINVAL, 0), 0, "a stack of mounts");
	CHECK_INT(unmounts, 4, "all of them");
	CHECK_INT(unbind(0, -EINVAL, -EPERM), -EPERM, "a file that cannot be removed");
	CHECK_INT(unbind(0, -EPERM, -EBUSY), -EPERM, "why it is still mounted counts");
	CHECK_INT(unbind(0, -EINVAL, -EBUSY), -EBUSY, "unless nothing is: a mount elsewhere");
	CHECK_INT(unbind(0, -EPERM, -EROFS), -EROFS, "or there is another reason");
	have(S_IFREG | 0644, 3);
	file.umount_error = -EINVAL;
	CHECK_INT(entry_unbind("blue"), -EEXIST, "a file with contents");
	CHECK_INT(unlinked, 0, "stays");
	have(S_IFREG, 0);
	file.umount_error = -EINVAL;
	file.failing_looks = 1;
	CHECK_INT(entry_unbind("blue"), 0, "what cannot be looked at is looked at twice");
	have(S_IFREG, 0);
	file.umount_error = -EPERM;
	file.failing_looks = 1;
	CHECK_INT(entry_unbind("blue"), -EIO, "but not if it is still mounted");
	CHECK_INT(unlinked, 0, "then it stays");
}

static void check_words(void)
{
	CHECK_INT(warn_invalid_name("a/b"), EXIT_USAGE, "an invalid name is wrong usage");
	CHECK_TEXT(message, "netns: invalid name \"a/b\"\n", "it is named");
	msg_origin.is_ip = true;
	CHECK_INT(warn_invalid_name("a/b"), EXIT_USAGE, "so it is for an ip");
	CHECK_TEXT(message, called_as_ip ? "Invalid netns name \"a/b\"\n" :
		   "netns: invalid name \"a/b\"\n", "in its words");
}

int main(void)
{
	static char *none[] = { NULL };

	begin();
	environment = none;
	check_bare();
	check_may_go();
	check_links();
	check_leftover();
	check_bind();
	check_unbind();
	check_words();
	return end();
}
