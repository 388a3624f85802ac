// SPDX-License-Identifier: 0BSD
/* enter.c: go into a network namespace, and see it in /sys and /etc
 *
 * Theory of operation. setns(2) alone leaves two windows through which a program still sees the
 * network namespace it came from.
 *
 * /sys/class/net and its neighbours belong to the namespace that sysfs was mounted from. So a new
 * sysfs is mounted over /sys, in a mount namespace of our own; to unmount the old one first would
 * only cost an RCU grace period. What was mounted below the old one (cgroup, bpf, debugfs, …) is
 * bound to the same place below the new. EBUSY says that /sys is already the right one.
 *
 * /etc/resolv.conf and the like: each file of /etc/netns/NAME is bound over its counterpart in /etc,
 * over a symbolic link itself and not over what it points to, which its owner may rename or
 * replace at any time. Only a descriptor opened with O_PATH | O_NOFOLLOW can say so to mount(2).
 * A program that ran on with the file of the host could, say, ask the wrong name server: that is
 * why this is an error, where a /sys that may not be mounted (in a container) is a warning.
 */
#include "netns.h"

#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Read-only, nosuid, nodev, noexec: alike in statvfs(3) and mount(2). */
enum { MOUNT_FLAGS = MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC };

int enter_netns(int fd)
{
	return setns(fd, CLONE_NEWNET) == 0 ? 0 : -errno;
}

int enter_private_mounts(void)
{
	if (unshare(CLONE_NEWNS) != 0)
		return -errno;
	/* EINVAL: our root directory is no mount point (chroot), so nothing is propagated to it. */
	if (mount("", "/", "none", MS_SLAVE | MS_REC, NULL) != 0 && errno != EINVAL)
		return -errno;
	return 0;
}

static int bind(int source, const char *target, unsigned long flags_wanted)
{
	char path[FD_PATH_SIZE];

	return mount(fd_path(path, source), target, "none", MS_BIND | flags_wanted, NULL) == 0 ? 0 : -errno;
}

/* The mounts right below /sys, while the new one is put on top of it. */
struct kept {
	unsigned count, used;
	int fds[64];
	char points[4096];
};

static int keep(const char *point, void *context)
{
	struct kept *kept = context;
	size_t size = strlen(point) + 1;
	int fd;

	if (kept->count == ARRAY_SIZE(kept->fds) || kept->used + size > sizeof kept->points)
		return -ENOBUFS;
	fd = open(point, O_PATH | O_CLOEXEC);
	if (fd < 0)
		return 0;		/* it could not be used before either */
	kept->fds[kept->count++] = fd;
	memcpy(kept->points + kept->used, point, size);
	kept->used += size;
	return 0;
}

/* Binds them to the same places again if RESTORE, and lets go of them. */
static void put_back(struct kept *kept, bool restore)
{
	const char *point = kept->points;

	for (unsigned i = 0; i < kept->count; i++, point += strlen(point) + 1) {
		int error = restore ? bind(kept->fds[i], point, MS_REC) : 0;

		if (error < 0)
			warn_errno(error, point, ": cannot keep");
		close(kept->fds[i]);
	}
}

static bool sys_is_new;

static void enter_sys(const char *name)
{
	struct kept kept = { .count = 0, .used = 0 };
	struct statvfs old;
	unsigned long mode = statvfs("/sys", &old) == 0 ? old.f_flag & MOUNT_FLAGS : 0;
	int error = mounts_each("/sys", keep, &kept);

	if (error < 0)
		warn_errno(error, "/sys: cannot keep what is mounted there");
	sys_is_new = mount(name ? name : "sysfs", "/sys", "sysfs", mode, NULL) == 0;
	if (!sys_is_new && errno != EBUSY)
		warn_errno(errno, "/sys: still that of another network namespace");
	put_back(&kept, sys_is_new);
}

/* Opens /etc/netns/NAME. -ENOENT: there is none, which is the rule. */
static int open_etc(struct dir *files, const char *name)
{
	int etc = open(etc_dir(), O_PATH | O_DIRECTORY | O_CLOEXEC), error;

	if (etc < 0)
		return -errno;
	error = dir_open(files, etc, name);
	close(etc);
	return error;
}

static int bind_over(int source, int etc, const char *file)
{
	char path[FD_PATH_SIZE];
	int target = openat(etc, file, O_PATH | O_NOFOLLOW | O_CLOEXEC), error;

	if (target < 0)
		return -errno;
	error = bind(source, fd_path(path, target), 0);
	close(target);
	return error;
}

static int enter_file(struct dir *files, int etc, const char *file)
{
	int source = openat(files->fd, file, O_PATH | O_CLOEXEC), error;

	error = source < 0 ? -errno : bind_over(source, etc, file);
	if (source >= 0)
		close(source);
	if (error == 0)
		return DONE;
	if (faccessat(etc, file, F_OK, AT_SYMLINK_NOFOLLOW) != 0 && errno == ENOENT) {
		warn(file, ": no such file in /etc to bind it over");
		return DONE;
	}
	return warn_errno(error, "/etc/", file, ": cannot bind that of the namespace over it");
}

static int enter_etc(const char *name)
{
	int error, etc, status = DONE;
	struct dir files;
	const char *file;

	error = open_etc(&files, name);
	if (error == -ENOENT)
		return DONE;
	if (error < 0)
		return warn_errno(error, etc_dir(), "/", name, ": cannot read");
	etc = open("/etc", O_PATH | O_DIRECTORY | O_CLOEXEC);
	while (status == DONE && (file = dir_next(&files)))
		status = enter_file(&files, etc, file);
	if (etc >= 0)
		close(etc);
	error = dir_close(&files);
	return error < 0 ? warn_errno(error, etc_dir(), "/", name, ": cannot read") : status;
}

int enter_views(const char *name)
{
	enter_sys(name);
	return name ? enter_etc(name) : DONE;
}

static void leave_etc(const char *name)
{
	char path[sizeof "/etc/" + 255] = "/etc/";
	struct dir files;
	const char *file;

	if (open_etc(&files, name) < 0)
		return;
	while ((file = dir_next(&files))) {
		strcpy(path + sizeof "/etc/" - 1, file);
		umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW);
	}
	dir_close(&files);
}

void leave_views(const char *name)
{
	if (sys_is_new)
		umount2("/sys", MNT_DETACH);
	sys_is_new = false;
	leave_etc(name);
}
