// SPDX-License-Identifier: 0BSD
/* mounts.c: what is mounted below a mount, and where others have mounted something
 *
 * listmount(2) and statmount(2), Linux 6.8, take microseconds, however many mounts there are
 * elsewhere. Older kernels have /proc/self/mountinfo, which formats every mount there is.
 */
#include "procfs/procfs.h"

#include <limits.h>
#include <linux/magic.h>
#include <stdint.h>
#include <sys/mount.h>

enum {
	CALL_OPENAT2 = NEW_CALL_BASE + 437,
	CALL_STATMOUNT = NEW_CALL_BASE + 457,
	CALL_LISTMOUNT = NEW_CALL_BASE + 458,
};

struct request {			/* struct mnt_id_req, which old headers lack */
	uint32_t size, spare;
	uint64_t mount, param;
};

struct answer {				/* struct statmount */
	uint64_t unused[3], magic, unused_too[2], parent, unused_three[2], propagation,
		unused_four[3];
	uint32_t root, point, more[100];	/* offsets into text */
	char text[PATH_MAX];
};

/* The 64-bit id of the mount of which FD is the root. STATX_MNT_ID_UNIQUE, Linux 6.8 */
static int mount_id(int fd, uint64_t *id)
{
	enum { UNIQUE = 0x4000, IS_ROOT = 0x2000 };
	struct statx status;
	int error = SYS(statx, fd, "", AT_EMPTY_PATH, UNIQUE, &status);

	if (error < 0)
		return error;
	if (!(status.stx_mask & UNIQUE))
		return -ENOSYS;
	if (!(status.stx_attributes & IS_ROOT))
		return -EINVAL;
	*id = *(uint64_t *)((char *)&status + 0x90);	/* stx_mnt_id, which old headers lack */
	return 0;
}

/* Visits MOUNT, unless it is gone, or was bound along with *TAKEN, a mount that was visited before.
 * A mount has a higher id than the one that it is mounted on. */
static int visit_listed(uint64_t mount, mount_visitor *visit, uint64_t *taken)
{
	enum { SB_BASIC = 1, MNT_BASIC = 2, MNT_POINT = 16 };		/* STATMOUNT_… */
	static struct request request = {
		.size = sizeof request, .param = SB_BASIC | MNT_BASIC | MNT_POINT
	};
	struct answer answer;
	int error;

	request.mount = mount;
	error = SYS_NUMBERED(CALL_STATMOUNT, &request, &answer, sizeof answer, 0);
	if (error == -ENOENT)
		return 0;
	if (error == 0 && (answer.parent < *taken || answer.parent > mount ||
			   answer.magic == SYSFS_MAGIC || answer.propagation & MS_UNBINDABLE))
		*taken = visit(answer.text + answer.point) ? mount : UINT64_MAX;
	return error;
}

int mounts_below(int fd, mount_visitor *visit)
{
	static struct request request = { .size = sizeof request };
	uint64_t ids[512], taken = UINT64_MAX;
	int error = mount_id(fd, &request.mount), count = 0;
	long found;

	if (error < 0)
		return error;
	request.param = 0;
	do {
		found = SYS_NUMBERED(CALL_LISTMOUNT, &request, ids, ARRAY_SIZE(ids), 0);
		if (found <= 0)
			return found < 0 ? -ENOSYS : count;
		for (uint64_t *id = ids; visit && id < ids + found; id++) {
			error = visit_listed(*id, visit, &taken);
			if (error < 0)
				return error;
		}
		count += found;
		request.param = ids[found - 1];
	} while (found == ARRAY_SIZE(ids));
	return count;
}

static void visit_in_text(char *text, const char *path, mount_visitor *visit)
{
	while (*text) {
		char *root, *point = mountinfo_next(&text, &root);

		if (str_after_prefix(path, point))
			visit(point);
	}
}

int mounts_each(int fd, const char *path, mount_visitor *visit)
{
	int error = ENABLE_FEATURE_LISTMOUNT ? mounts_below(fd, visit) : -ENOSYS;
	char *text;

	if (error > -EINVAL)		/* what was visited must not be visited again */
		return error;
	text = proc_read("/proc/self/mountinfo", &error);
	if (text)
		visit_in_text(text, path, visit);
	return error;
}

/* For open_mount_point() where openat2(2) or one of its flags is missing. A symbolic link is opened
 * itself, and nothing is found beneath it. */
static int open_in_steps(int root, char *path)
{
	int parent = root, fd;
	char *end, separator;

	do {
		end = str_chrnul(path, '/');
		separator = *end;
		*end = '\0';
		fd = open_at(parent, path, O_PATH | O_NOFOLLOW);
		*end = separator;
		if (parent != root)
			close_fd(parent);
		parent = fd;
		path = end + 1;
	} while (fd >= 0 && separator);
	return fd;
}

/* Opens (O_PATH) what is at PATH, "a/b", beneath the directory ROOT. Anybody may own directories on
 * the way, replace them, and mount something else over them: no symbolic link is followed.
 *
 * The directories on the way to a mount are always cached, so that RESOLVE_CACHED (Linux 5.12)
 * finds it. What is not cached is something else, and no file system is asked for it: one like FUSE
 * may never answer. But -EAGAIN may also mean that mounts have changed meanwhile. */
static int open_mount_point(int root, char *path)
{
	enum { NO_SYMLINKS = 4, BENEATH = 8, CACHED = 32, TRIES = 100 };
	static const uint64_t how[] = { O_PATH | O_CLOEXEC, 0, NO_SYMLINKS | BENEATH | CACHED };
	int fd, tries = TRIES;

	do
		fd = SYS_NUMBERED(CALL_OPENAT2, root, path, how, sizeof how);
	while (fd == -EAGAIN && --tries);
	if (fd == -ENOSYS || fd == -EINVAL || fd == -EPERM)	/* EPERM: some container engines */
		fd = open_in_steps(root, path);
	return fd == -EAGAIN ? -ENOENT : fd;
}

/* 0 if FILE is the namespace INODE, else -ESTALE. Its file system might be one like FUSE, too. */
static int check_inode(int file, unsigned inode)
{
	struct file_stat stat, own;
	int error = stat_cached(file, "", &stat);

	if (error == 0)
		error = stat_path("/proc/self/ns/net", &own);
	if (error)
		return error;
	return stat.inode == inode && stat.device == own.device ? 0 : -ESTALE;
}

int task_open_below(struct task *task, char *path)
{
	int root = task_open(task, "/root", O_PATH);
	int fd = root < 0 ? root : open_mount_point(root, path);

	close_fd(root);
	return fd;
}

int open_if_netns(int file, unsigned inode)
{
	char link[PROC_FD_PATH_SIZE];
	int fd = file < 0 ? file : check_inode(file, inode);

	if (fd == 0)
		fd = open_path(proc_fd_path(link, file), O_RDONLY);
	close_fd(file);
	return fd;
}

int task_open_mounted(struct task *task, char *point, unsigned inode)
{
	return open_if_netns(task_open_below(task, point + 1), inode);
}
