// SPDX-License-Identifier: 0BSD
/* bind.c: give a network namespace a name, and take it away, in the run directory where we are */
#include "names/names.h"

#include <sys/mount.h>

int entry_is_bare(const char *name, struct file_stat *stat)
{
	struct file_stat directory;
	int error = stat_path(".", &directory);

	if (error >= 0)
		error = lstat_at(AT_FDCWD, name, stat);
	return error < 0 ? error : stat->device == directory.device;
}

static bool is_leftover(const char *name)
{
	struct file_stat file;

	return entry_is_bare(name, &file) > 0 && file.mode == S_IFREG && file.size == 0;
}

/* Is NAME what a killed add leaves? An empty plain file of mode 0 on the device of the run
 * directory: no namespace is mounted on it, and it holds nothing. We hold the lock, but an
 * iproute2 before 6.2, which takes none, may be about to mount; that takes 1 ms. */
static bool is_abandoned(const char *name)
{
	if (!is_leftover(name))
		return false;
	sleep_ms(20);
	return is_leftover(name);
}

bool entry_is_free(const char *name)
{
	struct file_stat entry;

	return lstat_at(AT_FDCWD, name, &entry) < 0 || is_abandoned(name);
}

int entry_bind(int netns, const char *name)
{
	int error = open_path(name, O_RDONLY | O_CREAT | O_EXCL);

	close_fd(error);
	if (error == -EEXIST && is_abandoned(name))
		error = 0;
	if (error >= 0) {
		error = bind_mount_fd(name, netns, 0);
		if (error < 0)
			SYS(unlinkat, AT_FDCWD, name, 0);
	}
	return error;
}

int entry_unbind(const char *name)
{
	int unmounted, error;

	do
		unmounted = SYS(umount2, name, MNT_DETACH | UMOUNT_NOFOLLOW);
	while (unmounted == 0);		/* there may be several mounts, one over the other */
	error = SYS(unlinkat, AT_FDCWD, name, 0);
	return error == -EBUSY && unmounted != -EINVAL ? unmounted : error;
}
