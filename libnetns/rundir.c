// SPDX-License-Identifier: 0BSD
/* rundir.c: the run directory and its lock
 *
 * Theory of operation. A name is an empty file in /run/netns on which the namespace is mounted.
 * For the names to be seen in every mount namespace, the directory is a shared mount: bound over
 * itself once. A plain bind mount would join the peer group of the mount it lies on, and each name
 * would then be mounted there as well, hidden below: so it is made private first and shared then,
 * which gives it a peer group of its own. mount_namespaces(7)
 *
 * Whoever changes the directory holds flock(2) on it, as iproute2 does while it sets the directory
 * up. The lock is on the inode, which the directory and its bind mount have in common; it is held
 * from before a name's file is made until the namespace is mounted on it, or from before the one
 * is taken away until the other is. A name that is a plain file while the lock is free was left
 * behind by somebody who was killed.
 */
#include "netns.h"

#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

static int make_with_parents(const char *directory)
{
	const char *slash = directory;
	char path[4096];

	if (strlen(directory) >= sizeof path)
		return -ENAMETOOLONG;
	strcpy(path, directory);
	while ((slash = strchr(slash + 1, '/'))) {
		path[slash - directory] = '\0';
		mkdir(path, 0755);		/* the last mkdir tells */
		path[slash - directory] = '/';
	}
	return mkdir(path, 0755) == 0 || errno == EEXIST ? 0 : -errno;
}

static int make_shared(const char *directory)
{
	int error;

	if (mount("", directory, "none", MS_SHARED | MS_REC, NULL) == 0)
		return 0;
	if (errno != EINVAL)			/* EINVAL: it is no mount point yet */
		return -errno;
	if (mount(directory, directory, "none", MS_BIND | MS_REC, NULL) != 0)
		return -errno;
	if (mount("", directory, "none", MS_PRIVATE | MS_REC, NULL) == 0 &&
	    mount("", directory, "none", MS_SHARED | MS_REC, NULL) == 0)
		return 0;
	error = -errno;
	umount2(directory, MNT_DETACH);
	return error;
}

int rundir_lock(bool create)
{
	int error = create ? make_with_parents(run_dir()) : 0, lock;

	if (error < 0)
		return error;
	lock = open(run_dir(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (lock < 0)
		return -errno;
	if (flock(lock, LOCK_EX) != 0)
		error = -errno;
	else if (create)
		error = make_shared(run_dir());
	if (error == 0)
		return lock;
	close(lock);
	return error;
}
