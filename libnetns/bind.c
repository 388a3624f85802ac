// SPDX-License-Identifier: 0BSD
/* bind.c: give a network namespace a name, and take it back, in the run directory where we are */
#include "netns.h"

#include <sys/mount.h>

int is_uncovered(const char *name, struct status *file)
{
	struct status directory;
	int error = status_of_path(".", &directory);

	if (error >= 0)
		error = status_of_link(AT_FDCWD, name, file);
	return error < 0 ? error : file->device == directory.device;
}

static bool is_leftover(const char *name)
{
	struct status file;

	return is_uncovered(name, &file) > 0 && file.mode == S_IFREG && file.size == 0;
}

/* Is NAME what an add that was killed leaves behind? An empty plain file of mode 0 on the run
 * directory's own device: no namespace lies over it, and nobody keeps anything in it. We hold the
 * lock, but an iproute2 that does not (before 6.2) may be about to mount: that takes it 1 ms. */
static bool is_abandoned(const char *name)
{
	if (!is_leftover(name))
		return false;
	pause_for(20);
	return is_leftover(name);
}

bool name_is_free(const char *name)
{
	struct status status;

	return status_of_link(AT_FDCWD, name, &status) < 0 || is_abandoned(name);
}

int bind_name(int netns, const char *name)
{
	int error = open_path(name, O_RDONLY | O_CREAT | O_EXCL);

	close_fd(error);
	if (error == -EEXIST && is_abandoned(name))
		error = 0;
	if (error >= 0) {
		error = mount_fd(name, netns, 0);
		if (error < 0)
			SYS(unlinkat, AT_FDCWD, name, 0);
	}
	return error;
}

int unbind_name(const char *name)
{
	int unmounted, error;

	do
		unmounted = SYS(umount2, name, MNT_DETACH | UMOUNT_NOFOLLOW);
	while (unmounted == 0);		/* each of the mounts that lie over each other */
	error = SYS(unlinkat, AT_FDCWD, name, 0);
	return error == -EBUSY && unmounted != -EINVAL ? unmounted : error;
}
