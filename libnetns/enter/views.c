// SPDX-License-Identifier: 0BSD
/* views.c: enter a network namespace, and see it in /sys and /etc
 *
 * Theory of operation. setns(2) alone leaves two windows through which a program still sees the
 * network namespace it came from.
 *
 * /sys/class/net and its neighbours belong to the namespace that sysfs was mounted from. So a new
 * sysfs is mounted over /sys, in a mount namespace of our own; to unmount the old one first would
 * only cost an RCU grace period. What was mounted below the old one (cgroup, bpf, debugfs, …) is
 * bound to the same place below the new. EBUSY says that /sys is already the right one.
 *
 * /etc/resolv.conf and the like: each file of /etc/netns/NAME is bound over that of /etc, over a
 * symbolic link itself, not over what it points to, which its owner may rename or replace at any
 * time. Only a descriptor opened with O_PATH | O_NOFOLLOW can say so to mount(2). (A directory
 * cannot lie over a link: it lies over what that leads to.) A program that ran on with the file of
 * the host could, say, ask the wrong name server: that is why this is an error, where a /sys that
 * may not be mounted (in a container) is a warning.
 */
#include "enter/enter.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/vfs.h>

static const char *etc_dir(void)
{
	return env_get("NETNS_ETC_DIR", CONFIG_ETC_DIR);
}

/* Read-only, nosuid, nodev, noexec: alike in statvfs(3) and mount(2). */
enum { MOUNT_FLAGS = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC };

int enter_netns(int fd)
{
	if (ENABLE_FEATURE_NSID)
		nl_close();		/* the socket stays where it was made */
	return SYS(setns, fd, CLONE_NEWNET);
}

int enter_private_mounts(void)
{
	int error = SYS(unshare, CLONE_NEWNS);

	if (error == 0)
		error = set_propagation("/", MS_SLAVE);
	/* EINVAL: our root directory is no mount point (chroot), so no mount leaves it. */
	return error == -EINVAL ? 0 : error;
}

static struct {			/* for keep(): a process does this once */
	int sys;			/* the old one */
	int error;			/* of the last mount that could not be kept */
} kept;

/* Binds what is mounted at POINT, in the old /sys, to the same place in the new one. */
static void keep(const char *point)
{
	const char *below = str_after_prefix("/sys/", point);
	int fd, error;

	if (!below)
		return;
	fd = open_at(kept.sys, below, O_PATH);
	error = fd < 0 ? fd : bind_mount_fd(point, fd, MS_REC);
	close_fd(fd);
	if (error < 0)
		kept.error = error;
}

static void enter_sys(const char *name)
{
	struct statfs status;
	int error;

	kept.sys = open_path("/sys", O_PATH);
	status.f_flags = 0;
	SYS_FSTATFS(kept.sys, &status);
	error = mount_at(*name ? name : "sysfs", "/sys", "sysfs", status.f_flags & MOUNT_FLAGS);
	if (error == 0) {
		error = mounts_each(kept.sys, "/sys/", keep);
		if (error >= 0)
			error = kept.error;
		if (error < 0)
			warn_errno(error, "/sys: cannot keep what was mounted there",
				   proc_missing());
	} else if (error != -EBUSY) {
		warn_errno(error, "/sys: still that of another network namespace");
	}
	close_fd(kept.sys);
}

/* Opens /etc/netns/NAME. The result is -ENOENT where there is none, which is the rule. */
static void open_etc(struct dir *files, const char *name)
{
	int etc = open_path(etc_dir(), O_PATH | O_DIRECTORY);

	if (etc < 0)
		files->fd = files->result = etc;
	else
		dir_open(etc, name, files);
	close_fd(etc);
}

/* What to do with FILE: SOURCE is that of /etc/netns/NAME, TARGET that of /etc; each may be -errno.
 * Returns an exit status. */
typedef int file_action(const char *file, int source, int target);

static int cover(const char *file, int source, int target)
{
	char path[PROC_FD_PATH_SIZE];
	int error = target;

	if (target == -ENOENT) {
		warn("/etc/", file, ": no such file to bind it over");
		return EXIT_SUCCESS;
	}
	if (error >= 0)
		error = source;
	if (error >= 0)
		error = bind_mount_fd(proc_fd_path(path, target), source, 0);
	return warn_if_error("/etc/", file, ": cannot be covered", error);
}

static int uncover(const char *file, int source, int target)
{
	char path[PROC_FD_PATH_SIZE];

	(void)file;
	if (same_target(source, "", target, ""))
		SYS(umount2, proc_fd_path(path, target), MNT_DETACH);
	return EXIT_SUCCESS;
}

static int each_file(const char *name, file_action *action)
{
	int etc = open_path("/etc", O_PATH | O_DIRECTORY), result;
	struct dir files;
	const char *file;

	open_etc(&files, name);
	while ((file = dir_next(&files))) {
		int source = open_at(files.fd, file, O_PATH);
		int target = open_at(etc, file, files.type == DT_DIR ? O_PATH :
				     O_PATH | O_NOFOLLOW);

		files.result = action(file, source, target);
		close_fd(source);
		close_fd(target);
	}
	result = dir_close(&files);
	close_fd(etc);
	if (result >= 0)
		return result;
	if (result == -ENOENT)
		return EXIT_SUCCESS;
	msg_add(etc_dir());
	return warn_errno(result, "/", name, ": cannot read");
}

int enter_views(const char *name)
{
	enter_sys(name);
	return *name ? each_file(name, cover) : EXIT_SUCCESS;
}

void leave_views(const char *name, const struct file_stat *sys)
{
	struct file_stat now;

	if (stat_path("/sys", &now) == 0 && now.device != sys->device)
		SYS(umount2, "/sys", MNT_DETACH);
	each_file(name, uncover);
}
