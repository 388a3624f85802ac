// SPDX-License-Identifier: 0BSD
/* seal.c: an /etc that nobody outside can change, for netns-exec -S
 *
 * Theory of operation. A mount over a file in /etc is gone when somebody outside removes that file,
 * or renames another one over it; and if /etc has no such file, nothing can be mounted. So /etc
 * becomes an overlay. Its lower layer is the old /etc; its upper layer, which wins, is a tmpfs that
 * begins with copies of the files of /etc/netns/NAME. What is written to /etc, by a DHCP client
 * say, goes there, too, and lasts until the last program that sees it ends.
 *
 * The directory /etc/netns/NAME itself cannot be a layer, because it lies within another one
 * (ELOOP). And a directory in it must hide the host's, not be merged with it. So that one becomes
 * the lower layer of another overlay, which is mounted over the first.
 *
 * Daemons that resolve names do so where they run, outside. Programs reach them by sockets, whose
 * directories are covered. A directory that does not exist yet is made first, or else the socket of
 * a daemon that is started later would not be covered.
 */
#include "enter/views.h"

#include <limits.h>
#include <sys/mount.h>

static const char daemons[] = "/var/run/nscd\0/run/systemd/resolve\0/run/avahi-daemon\0";

/* An owner that our user namespace does not map (EINVAL) is not copied: the file stays ours. */
static int set_attributes(const char *path, const struct file_stat *like)
{
	int error = SYS(fchownat, AT_FDCWD, path, like->uid, like->gid, 0);

	return error < 0 && error != -EINVAL ? error :
		SYS(fchmodat, AT_FDCWD, path, like->mode & 07777);
}

/* Mounts over PATH an overlay of an empty tmpfs, in which no file can take all memory, and the
 * directory LOWER, whose attributes are LIKE. Changes the working directory. */
static int mount_overlay(const char *path, int lower, const struct file_stat *like)
{
	static const char layers[] = "upperdir=upper,workdir=work,lowerdir=";
	char options[sizeof layers + PROC_FD_PATH_SIZE];
	int error = SYS(mount, "netns", path, "tmpfs", 0, "size=16m");

	if (error == 0)
		error = SYS(chdir, path);
	if (error == 0)
		error = SYS(mkdirat, AT_FDCWD, "upper", 0700);
	if (error == 0)
		error = SYS(mkdirat, AT_FDCWD, "work", 0700);
	proc_fd_path(str_append(options, layers), lower);
	if (error == 0)
		error = SYS(mount, "netns", path, "overlay", 0, options);
	return error < 0 ? error : set_attributes(path, like);
}

/* SOURCE was opened with O_PATH, and is a regular file: nothing else is really opened. */
static int copy_file(const char *path, int source, const struct file_stat *like)
{
	char link[PROC_FD_PATH_SIZE];
	int from = open_path(proc_fd_path(link, source), O_RDONLY);
	int to = from < 0 ? from : open_path(path, O_WRONLY | O_CREAT | O_EXCL);
	int error = to < 0 ? to : set_attributes(path, like);

	if (error == 0)
		do
			error = SYS(sendfile, to, from, NULL, 1 << 30);
		while (error > 0 || error == -EINTR);
	close_fd(from);
	close_fd(to);
	return error;
}

/* Copies the file, or mounts the directory, SOURCE into our /etc. SOURCE may be -errno. */
static int seal_file(const char *name, int source)
{
	char path[sizeof "/etc/" + NAME_MAX];
	struct file_stat stat;
	int error = source < 0 ? source : stat_at(source, "", &stat);

	if (error < 0)
		return error;
	str_append(str_append(path, "/etc/"), name);
	SYS(unlinkat, AT_FDCWD, path, 0);	/* fails with a directory, which may stay */
	if ((stat.mode & S_IFMT) == S_IFREG)
		return copy_file(path, source, &stat);
	SYS(mkdirat, AT_FDCWD, path, 0755);
	return mount_overlay(path, source, &stat);	/* -ENOTDIR if it is a FIFO, say */
}

/* Whether resolv.conf is there must not be asked before: its owner may remove it in between. */
static int seal_files(struct dir *files)
{
	bool has_resolver = false;
	const char *name;

	while ((name = dir_next(files))) {
		int source = open_at(files->fd, name, O_PATH);
		int error = seal_file(name, source);

		if (error < 0)
			files->result = warn_not_covered(name, error);
		close_fd(source);
		has_resolver |= str_equal(name, "resolv.conf");
	}
	return has_resolver || files->result ? files->result : -ENOENT;
}

static int cover_daemons(void)
{
	for (const char *path = daemons; *path; path = str_next(path)) {
		int error;

		SYS(mkdirat, AT_FDCWD, path, 0755);
		error = mount_at("netns", path, "tmpfs", MS_RDONLY);
		if (error < 0 && error != -ENOENT)
			return warn_errno(error, path, ": cannot be covered");
	}
	return EXIT_SUCCESS;
}

/* Returns an exit status, or, if FILES cannot be read or lack resolv.conf, -errno. */
static int seal(struct dir *files)
{
	int etc = open_path("/etc", O_PATH | O_DIRECTORY);
	struct file_stat stat;
	int error = stat_at(etc, "", &stat);

	if (error == 0)
		error = mount_overlay("/etc", etc, &stat);
	if (error == 0)
		error = keep_mounts(etc, "/etc/", files->fd);
	close_fd(etc);
	if (error < 0)
		return warn_errno(error, "/etc: cannot be sealed"
				  TEXT_IF(ENABLE_FEATURE_ADVICE,
					  " (-S needs an overlay, one of two at most)"),
				  proc_missing());
	error = seal_files(files);
	return error == 0 ? cover_daemons() : error;
}

int enter_sealed_etc(const char *name)
{
	char directory[PATH_MAX];
	struct dir files;
	int result, error = SYS(getcwd, directory, sizeof directory);

	files_open(name, &files);
	if (files.result == 0)
		files.result = seal(&files);
	result = dir_close(&files);
	if (result == -ENOENT) {
		msg_add(etc_dir());
		return warn("/", *name ? name : "NAME", "/resolv.conf: missing; -S needs it");
	}
	if (result)
		return files_warn(name, result);
	if (error >= 0)			/* not into the old /etc, if it was there */
		error = SYS(chdir, directory);
	return warn_if_error("cannot go back to where we were", NULL, NULL, error);
}
