// SPDX-License-Identifier: 0BSD
/* bind.c: give a network namespace a name, and take it back */
#include "netns.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_leftover(const char *path)
{
	struct stat directory, file;

	return stat(run_dir(), &directory) == 0 && lstat(path, &file) == 0 &&
	       file.st_mode == S_IFREG && file.st_size == 0 && file.st_dev == directory.st_dev;
}

/* Is PATH what an add that was killed leaves behind? An empty plain file of mode 0 on the run
 * directory's own device: no namespace lies over it, and nobody keeps anything in it. We hold the
 * lock, but an iproute2 that does not (before 6.2) may be about to mount: that takes it 1 ms. */
static bool is_abandoned(const char *path)
{
	if (!is_leftover(path))
		return false;
	pause_for(20);
	return is_leftover(path);
}

bool name_is_free(const char *name)
{
	struct stat status;
	const char *path = name_path(name);

	return path && (lstat(path, &status) != 0 || is_abandoned(path));
}

int bind_name(int netns, const char *name)
{
	char source[FD_PATH_SIZE];
	const char *path = name_path(name);
	int fd, error;

	if (!path)
		return -ENAMETOOLONG;
	fd = open_at(AT_FDCWD, path, O_RDONLY | O_CREAT | O_EXCL);
	close_fd(fd);
	if (fd < 0 && (fd != -EEXIST || !is_abandoned(path)))
		return fd;
	error = checked(mount(fd_path(source, netns), path, "none", MS_BIND, NULL));
	if (error < 0)
		unlink(path);
	return error;
}

int unbind_name(const char *name)
{
	const char *path = name_path(name);
	int error;

	if (!path)
		return -ENAMETOOLONG;
	while (umount2(path, MNT_DETACH | UMOUNT_NOFOLLOW) == 0)
		;			/* each of the mounts that lie over each other */
	error = errno;
	if (unlink(path) == 0)
		return 0;
	return errno == EBUSY && error != EINVAL ? -error : -errno;
}
