// SPDX-License-Identifier: 0BSD
/* rundir.c: the run directory and its lock
 *
 * Theory of operation. A name is an empty file in /run/netns with a namespace mounted on it. So
 * that all mount namespaces see it, the directory is a shared mount: it is bound over itself once.
 * A plain bind mount would join the peer group of the mount below, and each name would be mounted
 * there a second time, out of sight. So it is made private first, then shared, which gives it a
 * peer group of its own. mount_namespaces(7)
 *
 * A command that changes the directory holds two locks, flock(2). Add holds them from before it
 * makes the file until the namespace is mounted; delete, from before it unmounts until the file is
 * gone. So a plain file that is seen under the locks was left by a process that was killed.
 *
 * The first lock is on the file netns.lock next to the directory. Only its owner can open it: no
 * other user can hold it. The second one is on the directory, for iproute2 holds that one while it
 * sets the directory up. Any user can hold it, so with the first lock we wait for it only briefly.
 * Where there can be no such file (a read-only parent, or one that is not ours), the second lock
 * has to do. No wait is without a limit.
 */
#include "names/names.h"

#include <sys/file.h>
#include <sys/mount.h>

enum { LOCK_LIMIT = 20000, DIRECTORY_LIMIT = 500, SETTLE_LIMIT = 3000, POLL = 10 };	/* ms */

static int lock_file = -1, lock_directory = -1;		/* while we hold the lock */

const char *run_dir(void)
{
	static char *absolute;
	const char *directory = env_get("NETNS_RUN_DIR", CONFIG_RUN_DIR);

	if (*directory == '/')
		return directory;
	if (!absolute) {		/* its meaning must not change with the working directory */
		absolute = memory_map();
		if (absolute && SYS(getcwd, absolute, RUN_DIR_SIZE) > 0)
			str_append(str_append(str_chrnul(absolute, '\0'), "/"), directory);
	}
	return absolute && *absolute == '/' ? absolute : directory;
}

int warn_run_dir(int error, const char *problem)
{
	return warn_if_error(run_dir(), problem, NULL, error);
}

int warn_not_changed(int error)
{
	const char *problem = NULL;

	if (error == -ETIMEDOUT) {
		problem = ": another process holds its lock (../" LOCK_NAME ")";
		error = 0;
	} else if (ENABLE_FEATURE_ADVICE && error == -EACCES && SYS(geteuid) == 0) {
		problem = " is not ours (to use another directory: NETNS_RUN_DIR)";
	} else if (ENABLE_FEATURE_ADVICE && error == -EINVAL) {
		problem = " (is its mount unbindable? another directory: NETNS_RUN_DIR)";
	}
	return warn_errno(error, run_dir(), problem);
}

int rundir_make(void)
{
	char path[RUN_DIR_SIZE], *end = path;
	char separator;
	unsigned umask;
	int error;

	if (str_len(run_dir()) >= sizeof path)
		return -ENAMETOOLONG;
	str_append(path, run_dir());
	umask = SYS(umask, 0);		/* everybody may use names, whatever our umask is */
	do {
		end = str_chrnul(end + 1, '/');
		separator = *end;
		*end = '\0';
		error = SYS(mkdirat, AT_FDCWD, path, 0755);	/* the last result counts */
		*end = separator;
	} while (separator);
	SYS(umask, umask);
	return error == -EEXIST ? 0 : error;
}

/* By its path, which leads to the mount that another process may have made while we waited for the
 * lock. False if another directory is there by now. */
static bool enter(const char *directory)
{
	return SYS(chdir, directory) == 0 && same_target(lock_directory, "", AT_FDCWD, ".");
}

/* Makes the working directory, DIRECTORY, a shared mount. Names that others have mounted in it are
 * copied. If the owner of a directory on the way has put another one in its place, nothing is
 * done. */
static int make_shared(const char *directory)
{
	int error = set_propagation(".", MS_SHARED);

	if (error != -EINVAL)			/* EINVAL: it is no mount point yet */
		return error;
	error = mount_at(".", ".", NULL, MS_BIND | MS_REC);
	if (error < 0)
		return error;
	/* enter this mount; what cannot be entered cannot be unmounted, so try again */
	if (!enter(directory) && !enter(directory))
		return -ESTALE;
	error = set_propagation(".", MS_REC | MS_PRIVATE);
	if (error == 0)
		error = set_propagation(".", MS_REC | MS_SHARED);
	if (error < 0)
		SYS(umount2, ".", MNT_DETACH);
	return error;
}

/* flock(2), for which we wait LIMIT milliseconds at most, a multiple of POLL: -ETIMEDOUT. */
static int lock(int fd, unsigned how, unsigned limit)
{
	int error;

	while ((error = SYS(flock, fd, how | LOCK_NB)) == -EAGAIN) {
		if (limit == 0)
			return -ETIMEDOUT;
		sleep_ms(POLL);
		limit -= POLL;
	}
	return error;
}

/* Opens the lock file beside DIRECTORY. -EACCES: others may hold a lock on it. In a directory like
 * /tmp anybody could have made it. */
static int open_lock_file(int directory)
{
	int fd = SYS(openat, directory, "../" LOCK_NAME, O_RDONLY | O_CREAT | O_NOFOLLOW |
		     O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
	struct file_stat file;

	if (fd < 0)
		return fd;
	if (stat_at(fd, "", &file) == 0 && file.uid == (unsigned)SYS(geteuid) &&
	    !(file.mode & 077))
		return fd;
	close_fd(fd);
	return -EACCES;
}

static int lock_both(void)
{
	int error;

	lock_file = open_lock_file(lock_directory);
	error = lock(lock_file < 0 ? lock_directory : lock_file, LOCK_EX, LOCK_LIMIT);
	if (error == 0 && lock_file >= 0)
		lock(lock_directory, LOCK_EX, DIRECTORY_LIMIT);
	return error;
}

void rundir_unlock(void)
{
	close_fd(lock_directory);
	close_fd(lock_file);
	lock_directory = lock_file = -1;
}

int rundir_lock(bool create)
{
	const char *directory = run_dir();
	int error;

	if (*directory != '/')			/* getcwd(2) has failed */
		return -ENOTDIR;
	lock_directory = open_path(directory, O_RDONLY | O_DIRECTORY);
	if (lock_directory == -ENOENT && create) {
		error = rundir_make();
		if (error < 0)
			return error;
		lock_directory = open_path(directory, O_RDONLY | O_DIRECTORY);
	}
	if (lock_directory < 0)
		return lock_directory;
	error = lock_both();
	if (error == 0 && !enter(directory))
		error = -ESTALE;
	/* On a read-only file system a name could be unmounted, but not removed. */
	if (error == 0 && SYS(faccessat, AT_FDCWD, ".", W_OK) == -EROFS)
		error = -EROFS;
	if (error == 0 && create)
		error = make_shared(directory);
	if (error < 0)
		rundir_unlock();
	return error;
}

void rundir_settle(int run_dirfd)
{
	static bool has_settled;		/* once is enough for iproute2 */
	static unsigned limit = SETTLE_LIMIT;	/* whoever holds the lock that long keeps it */
	int fd;

	if (lock_directory >= 0)
		return;
	fd = open_at(run_dirfd, ".", O_RDONLY | O_DIRECTORY);
	if (lock(fd, LOCK_SH, limit) == -ETIMEDOUT)
		limit = 0;
	close_fd(fd);
	if (!has_settled)
		sleep_ms(20);
	has_settled = true;
}
