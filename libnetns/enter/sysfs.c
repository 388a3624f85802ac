// SPDX-License-Identifier: 0BSD
/* sysfs.c: a /sys that belongs to the network namespace of this process
 *
 * Theory of operation. /sys/class/net and its neighbours belong to the network namespace that sysfs
 * was mounted in. So a new sysfs is mounted over /sys; unmounting the old one first would only cost
 * an RCU grace period. What is mounted below the old one (cgroup, bpf, debugfs, a tmpfs that hides
 * something) is then mounted at the same place in the new one. Only a part of sysfs, which shows
 * the old namespace, is replaced by that part of the new one, with the flags of the old. Containers
 * have such parts: read-only ones, or the only writable one. EBUSY means that /sys is the right one
 * already.
 *
 * In some containers /sys is no sysfs, but a tmpfs with parts of one (systemd-nspawn), or with
 * none. What it leaves out stays hidden: a copy of it covers the new sysfs, and in this copy the
 * parts are replaced.
 */
#include "enter/views.h"

#include <linux/magic.h>
#include <sys/mount.h>
#include <sys/vfs.h>

/* These have the same values in statfs(2) and in mount(2). */
enum { MOUNT_FLAGS = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC };

static struct {			/* for keep(), which is a visitor without a context */
	const char *path;		/* "/sys/" */
	int old, fresh;			/* the root of the old /sys, and that of the new sysfs */
	int except;			/* a directory: what it has, too, is not kept */
	int error;			/* of the last mount that could not be kept */
} tree;

/* The flags of the mount that FD is on. */
static int mount_flags(int fd, bool *is_sysfs)
{
	struct statfs status;
	int error = fd < 0 ? fd : SYS_FSTATFS(fd, &status);

	if (error < 0)
		return error;
	*is_sysfs = status.f_type == SYSFS_MAGIC;
	return status.f_flags & MOUNT_FLAGS;
}

static int set_flags(const char *point, unsigned flags)
{
	return mount_at(NULL, point, NULL, MS_REMOUNT | MS_BIND | flags);
}

/* Mounts at POINT, in the new tree, what is mounted there in the old one; instead of a part of the
 * old sysfs, that part of the new one. */
static bool keep(const char *point)
{
	const char *below = str_after_prefix(tree.path, point);
	bool is_wanted = below && !(ENABLE_FEATURE_EXEC_SEALED && tree.except >= 0 &&
				    SYS(faccessat, tree.except, below, F_OK) == 0);
	int old = is_wanted ? open_at(tree.old, below, O_PATH) : -ENOENT;
	int flags, fresh, error;
	bool is_sysfs = false, is_whole = false;

	if (old == -ENOENT)
		return false;			/* another mount hides it */
	error = flags = mount_flags(old, &is_sysfs);
	if (error >= 0 && is_sysfs) {
		fresh = open_at(tree.fresh, below, O_PATH);
		error = fresh < 0 ? fresh : bind_mount_fd(point, fresh, 0);
		if (error == 0)
			error = set_flags(point, flags);
		close_fd(fresh);
	} else if (error >= 0 && !same_target(old, "", AT_FDCWD, point)) {
		error = bind_mount_fd(point, old, MS_REC);
		is_whole = error == 0;
	}
	close_fd(old);
	if (error < 0)
		tree.error = error;
	return is_whole;
}

int keep_mounts(int old, const char *path, int except)
{
	int error;

	tree.path = path;
	tree.old = old;
	tree.except = except;
	tree.error = 0;
	error = mounts_each(old, path, keep);
	return error < 0 ? error : tree.error;
}

/* MS_RDONLY would make all mounts of this sysfs read-only, other programs' too; set_flags() is for
 * this one. But in a user namespace it may be required. */
static int mount_sysfs(const char *name, unsigned flags)
{
	const char *source = *name ? name : "sysfs";
	int error = mount_at(source, "/sys", "sysfs", flags & ~MS_RDONLY);

	if (error == -EPERM && flags & MS_RDONLY)
		error = mount_at(source, "/sys", "sysfs", flags);
	return error;
}

static bool is_mounted(int fd)
{
	struct file_stat root, sys;

	return stat_path("/", &root) == 0 && stat_at(fd, "", &sys) == 0 &&
	       sys.device != root.device;
}

static int restore_mounts(bool is_masked)
{
	int error;

	tree.fresh = open_path("/sys", O_PATH);
	error = is_masked ? bind_mount_fd("/sys", tree.old, 0) : 0;
	return error < 0 ? error : keep_mounts(tree.old, "/sys/", -1);
}

/* Mounts in the new /sys what was mounted in the old one, which had these FLAGS. */
static void restore(unsigned flags, bool is_masked)
{
	int error = flags & MS_RDONLY ? set_flags("/sys", flags) : 0;

	if (ENABLE_FEATURE_EXEC_SYS && error == 0)
		error = restore_mounts(is_masked);
	if (error < 0)
		warn_errno(error, ENABLE_FEATURE_EXEC_SYS ?
			   "/sys: cannot keep what was mounted there" :
			   "/sys: cannot be read-only", proc_missing());
}

int enter_sys(const char *name)
{
	bool is_sysfs = false, is_masked;
	int flags, error;

	tree.old = open_path("/sys", O_PATH);
	if (tree.old == -ENOENT)
		return EXIT_SUCCESS;		/* then it shows nothing */
	flags = error = mount_flags(tree.old, &is_sysfs);
	is_masked = error >= 0 && !is_sysfs && is_mounted(tree.old);
	if (is_masked && !ENABLE_FEATURE_EXEC_SYS) {
		error = -EOPNOTSUPP;
	} else if (is_masked && ENABLE_FEATURE_EXEC_ALL) {
		/* too many mounts for leave_views() */
		close_fd(tree.old);
		if (enter_private_mounts() != EXIT_SUCCESS)
			return EXIT_FAILURE;
		tree.old = open_path("/sys", O_PATH);
	}
	if (error >= 0)
		error = mount_sysfs(name, flags);
	if (error == 0)
		restore(flags, is_masked);
	else if (error != -EBUSY)
		warn_errno(error, "/sys: does not show this network namespace");
	return EXIT_SUCCESS;
}
