// SPDX-License-Identifier: 0BSD
/* unit-sysfs.c: a new /sys, with what was mounted in the old one, mount by mount */
#include "../libnetns/enter/sysfs.c"
#include "calls.h"
#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>

enum { OLD = 10, FRESH, CGROUP, PART, FRESH_PART, SAME, TEXT };
enum { ROOT_DEVICE = 1, SYS_DEVICE = 2, PART_FLAGS = MS_RDONLY | MS_NOSUID };

static char calls[1024], message[512];	/* mounts, one word for each */
static const char *mounts;		/* mountinfo(5) */
static bool is_sysfs, is_on_root, was_mounted;
static unsigned sys_flags, open_files;
static long statfs_fails_for;
static long open_error, mount_errors[4], unshare_error, fresh_error, access_error;
static unsigned mount_count;

static long did_mount(const long a[6])
{
	const char *source = a[0] ? (const char *)a[0] : "", *fd = strstr(source, "/fd/");
	unsigned at = strlen(calls);

	snprintf(calls + at, sizeof calls - at, "%s>%s%s%s:%lx ", fd ? fd + 1 : source,
		 (const char *)a[1], a[2] ? "," : "", a[2] ? (const char *)a[2] : "", a[3]);
	was_mounted = true;
	return mount_count < 4 ? mount_errors[mount_count++] : 0;
}

static long open_one(long dirfd, const char *path)
{
	static const struct {
		long dirfd;
		const char *path;
		int fd;
	} files[] = {
		{ AT_FDCWD, "/proc/self/mountinfo", TEXT }, { OLD, "fs/cgroup", CGROUP },
		{ OLD, "part", PART }, { FRESH, "part", FRESH_PART }, { OLD, "same", SAME },
	};

	if (dirfd == AT_FDCWD && strcmp(path, "/sys") == 0) {
		if (open_error)
			return open_error;
		return was_mounted ? FRESH : OLD;
	}
	if (dirfd == FRESH && fresh_error)
		return fresh_error;
	for (unsigned i = 0; i < ARRAY_SIZE(files); i++)
		if (dirfd == files[i].dirfd && strcmp(path, files[i].path) == 0)
			return files[i].fd;
	return -ENOENT;
}

static long status_of(long fd, struct statfs *status)
{
	memset(status, 0, sizeof *status);
	if (fd == statfs_fails_for)
		return -EIO;
	status->f_type = fd == PART || (fd == OLD && is_sysfs) ? SYSFS_MAGIC : TMPFS_MAGIC;
	status->f_flags = 0x20 | (fd == OLD ? sys_flags : 0) | (fd == PART ? PART_FLAGS : 0);
	return 0;
}

static long look(long fd, const char *path, struct statx *stat)
{
	memset(stat, 0, sizeof *stat);
	stat->stx_ino = *path ? strlen(path) : (size_t)fd;
	if (strcmp(path, "/sys/same") == 0)
		stat->stx_ino = SAME;
	stat->stx_dev_major = strcmp(path, "/") == 0 || is_on_root ? ROOT_DEVICE : SYS_DEVICE;
	return 0;
}

static long read_mounts(char *to)
{
	size_t size = strlen(mounts);

	memcpy(to, mounts, size);
	mounts += size;
	return size;
}

static long answer(long number, const long a[6])
{
	long memory = memory_answer(number, a), result;

	if (memory)
		return memory;
	switch (number) {
	case SYS_openat:
		result = open_one(a[0], (const char *)a[1]);
		open_files += result >= 0;
		return result;
	case SYS_close:
		open_files--;
		return 0;
	case SYS_mount:
		if (strcmp((const char *)a[1], "/") == 0)
			return 0;
		return did_mount(a);
	case SYS_unshare:
		strcat(calls, "unshare ");
		return unshare_error;
	case SYS_read:
		return read_mounts((char *)a[1]);
	case SYS_statx:
		return look(a[0], (const char *)a[1], (struct statx *)a[4]);
	case SYS_faccessat:
		return a[0] == AT_FDCWD ? 0 : access_error;
	case SYS_write:
		snprintf(message, sizeof message, "%.*s", (int)a[2], (const char *)a[1]);
		return a[2];
	}
	if (number == SYS_fstatfs)
		return status_of(a[0], (struct statfs *)a[1]);
#if defined SYS_fstatfs64
	if (number == SYS_fstatfs64)
		return status_of(a[0], (struct statfs *)a[2]);
#endif
	return -ENOSYS;
}

static void new_sys(void)
{
	mounts = "";
	is_sysfs = true;
	is_on_root = was_mounted = false;
	sys_flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
	open_error = unshare_error = fresh_error = 0;
	memset(mount_errors, 0, sizeof mount_errors);
	mount_count = open_files = statfs_fails_for = 0;
	*calls = *message = '\0';
}

#define BELOW(path) "1 2 0:3 / " path " rw - type source rw\n"

static void check_mounts(void)
{
	new_sys();
	CHECK_INT(enter_sys("blue"), EXIT_SUCCESS, "a new /sys");
	CHECK_TEXT(calls, "blue>/sys,sysfs:e ", "with the flags of the old one");
	new_sys();
	CHECK_INT(enter_sys(""), EXIT_SUCCESS, "a namespace without a name");
	CHECK_TEXT(calls, "sysfs>/sys,sysfs:e ", "is called after its type");
	new_sys();
	sys_flags |= MS_RDONLY;
	enter_sys("blue");
	CHECK_TEXT(calls, "blue>/sys,sysfs:e >/sys:102f ", "one that may only be read");
	new_sys();
	sys_flags |= MS_RDONLY;
	mount_errors[0] = -EPERM;
	enter_sys("blue");
	CHECK_TEXT(calls, "blue>/sys,sysfs:e blue>/sys,sysfs:f >/sys:102f ",
		   "a user namespace in which it has to be so");
}

static void check_failures(void)
{
	new_sys();
	mount_errors[0] = -EPERM;
	CHECK_INT(enter_sys("blue"), EXIT_SUCCESS, "it may not be mounted");
	CHECK_TEXT(calls, "blue>/sys,sysfs:e ", "which is not tried twice");
	CHECK(strstr(message, "/sys: does not show this network namespace: "), "but reported");
	new_sys();
	mount_errors[0] = -EBUSY;
	CHECK_INT(enter_sys("blue"), EXIT_SUCCESS, "it is the right one");
	CHECK(!*message, "that is no news");
	new_sys();
	open_error = -ENOENT;
	CHECK_INT(enter_sys("blue"), EXIT_SUCCESS, "there is none");
	CHECK(!*message && !*calls, "nothing is to be done");
	new_sys();
	open_error = -EACCES;
	CHECK_INT(enter_sys("blue"), EXIT_SUCCESS, "it cannot be opened");
	CHECK(strstr(message, "/sys: does not show") && !*calls, "it stays as it is");
	new_sys();
	statfs_fails_for = OLD;
	enter_sys("blue");
	CHECK(strstr(message, "/sys: does not show") && !*calls, "nor is its type known");
	new_sys();
	sys_flags |= MS_RDONLY;
	mount_errors[1] = -EPERM;
	enter_sys("blue");
	CHECK(strstr(message, "/sys: cannot "), "it cannot be made read-only");
}

static const char *below(const char *text)
{
	new_sys();
	mounts = text;
	enter_sys("blue");
	return strchr(calls, ' ') + 1;
}

static void check_below(void)
{
	CHECK_TEXT(below(BELOW("/sys/fs/cgroup")), "fd/12>/sys/fs/cgroup:5000 ",
		   "what is mounted below is kept, with what is below that");
	CHECK(!*message, "which is no news");
	CHECK_INT(open_files, 2, "its descriptor is closed");
	CHECK_TEXT(below(BELOW("/sys/part")), "fd/14>/sys/part:1000 >/sys/part:1023 ",
		   "a part of the old one is one of the new, with its flags");
	CHECK_INT(open_files, 2, "its descriptors are closed");
	CHECK_TEXT(below(BELOW("/sys/hidden")), "", "what another mount hides stays so");
	CHECK_TEXT(below(BELOW("/etc/fs/cgroup")), "", "what is elsewhere does not matter");
	CHECK_TEXT(below(BELOW("/sys/same")), "", "what is there already");
	CHECK_TEXT(below(BELOW("/sys/fs/cgroup") BELOW("/sys/part")),
		   "fd/12>/sys/fs/cgroup:5000 fd/14>/sys/part:1000 >/sys/part:1023 ", "two");
	new_sys();
	mounts = BELOW("/sys/fs/cgroup") BELOW("/sys/part");
	mount_errors[1] = -EPERM;
	CHECK_INT(enter_sys("blue"), EXIT_SUCCESS, "one that cannot be kept");
	CHECK(strstr(message, "/sys: cannot keep what was mounted there: "), "is reported");
	CHECK(strstr(calls, "/sys/part"), "others are kept");
	new_sys();
	mounts = BELOW("/sys/part") BELOW("/sys/fs/cgroup");
	mount_errors[1] = -EPERM;
	CHECK_INT(enter_sys("blue"), EXIT_SUCCESS, "one that is a part");
	CHECK(strstr(message, "cannot keep"), "is reported, too");
	CHECK(!strstr(calls, ":1023"), "its flags are not changed then");
	new_sys();
	mounts = BELOW("/sys/part");
	fresh_error = -EMFILE;
	enter_sys("blue");
	CHECK(strstr(message, "cannot keep"), "a part that cannot be opened");
	CHECK_TEXT(calls, "blue>/sys,sysfs:e ", "is not mounted");
	new_sys();
	mounts = BELOW("/sys/part");
	statfs_fails_for = PART;
	enter_sys("blue");
	CHECK(strstr(message, "cannot keep"), "one that cannot be looked at");
	CHECK_INT(open_files, 2, "its descriptor is closed");
}

static void check_masks(void)
{
	new_sys();
	is_sysfs = false;
	CHECK_INT(enter_sys("blue"), EXIT_SUCCESS, "a /sys that is a tmpfs");
	CHECK_TEXT(calls, "unshare blue>/sys,sysfs:e fd/10>/sys:1000 ", "covers the new one");
	CHECK_INT(open_files, 2, "it is open once");
	new_sys();
	is_sysfs = false;
	unshare_error = -EPERM;
	CHECK_INT(enter_sys("blue"), EXIT_FAILURE, "more mounts than we may have");
	CHECK_TEXT(calls, "unshare ", "that is the end");
	new_sys();
	is_sysfs = false;
	is_on_root = true;
	CHECK_INT(enter_sys("blue"), EXIT_SUCCESS, "one that is a directory of the root");
	CHECK_TEXT(calls, "blue>/sys,sysfs:e ", "is no mask");
	new_sys();
	is_sysfs = false;
	mounts = BELOW("/sys/part");
	mount_errors[1] = -EPERM;
	enter_sys("blue");
	CHECK(strstr(message, "cannot keep") && !strstr(calls, "part"), "it cannot cover it");
}

/* Was it taken along with all that is below it? */
static void check_whole(void)
{
	new_sys();
	tree.path = "/sys/";
	tree.old = OLD;
	tree.fresh = FRESH;
	tree.except = -1;
	CHECK(keep("/sys/fs/cgroup"), "a mount is taken as a whole");
	CHECK(!keep("/sys/part") && !keep("/sys/same") && !keep("/sys/hidden"), "others are not");
	mount_count = 0;
	mount_errors[0] = -EPERM;
	CHECK(!keep("/sys/fs/cgroup"), "nor one that could not be taken");
}

/* For /etc: what the directory of files has, too, is not kept. */
static void check_exceptions(void)
{
	new_sys();
	mounts = BELOW("/etc/part") BELOW("/sys/part");
	access_error = 0;
	CHECK_INT(keep_mounts(OLD, "/etc/", 5), 0, "a file that is replaced");
	CHECK_TEXT(calls, "", "is not kept");
	mounts = BELOW("/etc/fs/cgroup");
	access_error = -ENOENT;
	CHECK_INT(keep_mounts(OLD, "/etc/", 5), 0, "another one");
	CHECK_TEXT(calls, "fd/12>/etc/fs/cgroup:5000 ", "is");
	access_error = 0;
	mounts = BELOW("/etc/fs/cgroup");
	mount_count = 0;
	mount_errors[0] = -EPERM;
	CHECK_INT(keep_mounts(OLD, "/etc/", -1), -EPERM, "one that cannot be kept");
	CHECK(strstr(strchr(calls, ' '), "cgroup"), "without exceptions");
	mounts = "";
	CHECK_INT(keep_mounts(OLD, "/etc/", -1), 0, "its error is forgotten");
}

int main(void)
{
	static char *none[] = { NULL };

	begin();
	environment = none;
	if (!ENABLE_FEATURE_EXEC_SYS || !ENABLE_FEATURE_EXEC_SEALED || !ENABLE_FEATURE_EXEC_ALL) {
		skip("what is mounted in /sys", "FEATURE_EXEC_SYS, _SEALED or _ALL is off");
		return end();
	}
	check_mounts();
	check_failures();
	check_below();
	check_masks();
	check_whole();
	check_exceptions();
	return end();
}
