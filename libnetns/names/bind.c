// SPDX-License-Identifier: 0BSD
/* bind.c: give a network namespace a name, and take it away, in the run directory, which is the
 * working directory by then
 *
 * The directory may belong to somebody who replaces files in it. So a namespace is mounted on the
 * file that we opened, not on what has its name by then. If that fails, the name is removed only if
 * it leads to that file.
 */
#include "names/names.h"

#include <sys/mount.h>

bool name_is_valid(const char *name)
{
	const char *c = name;

	for (; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return false;
	if (c - name > NAME_MAX)
		return false;
	return is_file_name(name);
}

int warn_invalid_name(const char *name)
{
	if (!msg_begin_as_ip("Invalid netns name \""))
		msg_add("invalid name \"");
	warn(name, "\"");
	return EXIT_USAGE;
}

/* Like lstat_at(); 1 if the file is on the device of the run directory, so nothing is mounted. */
static int stat_bare(int dirfd, const char *name, struct file_stat *stat)
{
	struct file_stat directory;
	int error = stat_path(".", &directory);

	if (error >= 0)
		error = lstat_at(dirfd, name, stat);
	return error < 0 ? error : stat->device == directory.device;
}

int entry_is_bare(const char *name, struct file_stat *stat)
{
	return stat_bare(AT_FDCWD, name, stat);
}

/* What a killed add leaves: an empty plain file of mode 0. */
static bool is_leftover(int dirfd, const char *name)
{
	struct file_stat file;

	return stat_bare(dirfd, name, &file) > 0 && file.mode == S_IFREG && file.size == 0;
}

/* We hold the lock, but iproute2 takes none while it mounts, which takes 1 ms. */
bool entry_is_leftover(const char *name)
{
	if (!is_leftover(AT_FDCWD, name))
		return false;
	sleep_ms(20);
	return is_leftover(AT_FDCWD, name);
}

static int open_leftover(const char *name)
{
	int file = open_path(name, O_PATH | O_NOFOLLOW);

	if (file < 0 || is_leftover(file, ""))
		return file;
	close_fd(file);
	return -EEXIST;
}

static void remove_file(const char *name, int file)
{
	if (same_target(file, "", AT_FDCWD, name))
		SYS(unlinkat, AT_FDCWD, name, 0);
}

int entry_bind(int netns, const char *name)
{
	char path[PROC_FD_PATH_SIZE];
	int file = open_path(name, O_RDONLY | O_CREAT | O_EXCL), error;

	if (file == -EEXIST)
		file = open_leftover(name);
	if (file < 0)
		return file;
	error = bind_mount_fd(proc_fd_path(path, file), netns, 0);
	if (error < 0)
		remove_file(name, file);
	close_fd(file);
	return error;
}

/* A link has led to a namespace if it leads to an entry that is stale, or gone, or to that of a
 * process that has ended. There are other links into /proc, such as /dev/fd. */
static bool has_led_to_netns(const char *name)
{
	char directory[RUN_DIR_SIZE], *file;
	struct file_stat stat;
	int error = stat_path(name, &stat);

	if (error != -ENOENT || read_link(name, directory, sizeof directory) < 0)
		return error == 0 && stat.mode == S_IFREG;
	file = str_after_last(directory, '/');
	if (file == directory)
		return true;
	file[-1] = '\0';
	return str_equal(directory, run_dir()) ||
	       (str_equal(file, "net") && str_after_prefix("/proc/", directory));
}

int entry_may_go(const char *name, bool must_be_netns)
{
	struct file_stat file;
	int is_bare = entry_is_bare(name, &file), fd;
	unsigned type;

	if (is_bare < 0)
		return is_bare;
	type = file.mode & S_IFMT;
	if (type == S_IFREG && is_bare)
		return file.size == 0 && (!must_be_netns || file.mode == S_IFREG) ? 0 : -EEXIST;
	if (type != S_IFREG && type != S_IFLNK)
		return -EEXIST;
	if (!must_be_netns)
		return 0;
	fd = entry_open_at(AT_FDCWD, name, false);
	close_fd(fd);
	if (fd >= 0 || has_led_to_netns(name))
		return 0;
	return fd == -ESTALE ? -EEXIST : fd;
}

int entry_unbind(const char *name)
{
	int unmounted, error;

	do
		unmounted = SYS(umount2, name, MNT_DETACH | UMOUNT_NOFOLLOW);
	while (unmounted == 0);		/* there may be several mounts, one over the other */
	error = entry_may_go(name, false);
	if (error < 0 && unmounted == -EINVAL)	/* try once more: no file must stay */
		error = entry_may_go(name, false);
	if (error == 0)
		error = SYS(unlinkat, AT_FDCWD, name, 0);
	return error == -EBUSY && unmounted != -EINVAL ? unmounted : error;
}
