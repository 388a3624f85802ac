// SPDX-License-Identifier: 0BSD
/* rundir.c: the run directory and its lock
 *
 * Theory of operation. A name is an empty file in /run/netns with a namespace mounted on it. So
 * that all mount namespaces see it, the directory is a shared mount: it is bound over itself once.
 * A plain bind mount would join the peer group of the mount below, and each name would be mounted
 * there a second time, out of sight. So it is made private first, then shared, which gives it a
 * peer group of its own. mount_namespaces(7)
 *
 * Who changes the directory holds flock(2) on it, as iproute2 does while it sets the directory up.
 * The lock is on the inode, which the directory and its bind mount share. Add holds it from before
 * it makes the file until the namespace is mounted; delete, from before it unmounts until the file
 * is gone. A plain file that is seen under the lock was left by a process that was killed.
 */
#include "names/names.h"

#include <sys/file.h>
#include <sys/mount.h>

const char *run_dir(void)
{
	return env_get("NETNS_RUN_DIR", CONFIG_RUN_DIR);
}

int warn_run_dir(int error, const char *problem)
{
	return warn_if_error(run_dir(), problem, NULL, error);
}

int rundir_make(void)
{
	char path[RUN_DIR_SIZE], *end = path;
	char separator;
	int error;

	if (str_len(run_dir()) >= sizeof path)
		return -ENAMETOOLONG;
	str_append(path, run_dir());
	do {
		end = str_chrnul(end + 1, '/');
		separator = *end;
		*end = '\0';
		error = SYS(mkdirat, AT_FDCWD, path, 0755);	/* the last result counts */
		*end = separator;
	} while (separator);
	return error == -EEXIST ? 0 : error;
}

static int make_shared(const char *directory)
{
	int error = set_propagation(directory, MS_SHARED);

	if (error != -EINVAL)			/* EINVAL: it is no mount point yet */
		return error;
	error = mount_at(directory, directory, NULL, MS_BIND | MS_REC);
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
	/* Here a name could be unmounted, but not removed. */
	if (SYS(faccessat, lock, ".", W_OK) == -EROFS)
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
