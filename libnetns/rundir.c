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

#include <sys/file.h>
#include <sys/mount.h>

int rundir_make(void)
{
	char path[RUN_DIR_SIZE], *end = path;
	char separator;
	int error;

	if (length(run_dir()) >= sizeof path)
		return -ENAMETOOLONG;
	append(path, run_dir());
	do {
		end = find(end + 1, '/');
		separator = *end;
		*end = '\0';
		error = SYS(mkdirat, AT_FDCWD, path, 0755);	/* the last one tells */
		*end = separator;
	} while (separator);
	return error == -EEXIST ? 0 : error;
}

static int make_shared(const char *directory)
{
	int error = set_propagation(directory, MS_SHARED);

	if (error != -EINVAL)			/* EINVAL: it is no mount point yet */
		return error;
	error = mount_on(directory, directory, NULL, MS_BIND | MS_REC);
	if (error < 0)
		return error;
	error = set_propagation(directory, MS_PRIVATE);
	if (error == 0)
		error = set_propagation(directory, MS_SHARED);
	if (error < 0)
		SYS(umount2, directory, MNT_DETACH);
	return error;
}

int rundir_lock(bool create)
{
	const char *directory = run_dir();
	int error = create ? rundir_make() : 0, lock;

	if (error < 0)
		return error;
	lock = open_path(directory, O_RDONLY | O_DIRECTORY);
	if (lock < 0)
		return lock;
	error = SYS(flock, lock, LOCK_EX);
	if (SYS(faccessat, lock, ".", W_OK) == -EROFS)	/* what is unmounted could not be removed */
		error = -EROFS;
	if (error == 0 && create)
		error = make_shared(directory);
	if (error == 0)
		error = SYS(chdir, directory);
	if (error == 0)
		return lock;
	close_fd(lock);
	return error;
}
