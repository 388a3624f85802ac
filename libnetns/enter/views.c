// SPDX-License-Identifier: 0BSD
/* views.c: enter a network namespace, and see it in /sys and /etc
 *
 * Theory of operation. setns(2) alone leaves two windows through which a program still sees the
 * network namespace it came from: /sys, which sysfs.c replaces, and the files of /etc. Both get
 * mounts, in a mount namespace of our own. Its mounts are slaves of those outside: what is mounted
 * outside later, a new name say, is seen inside, but not the other way round.
 *
 * /etc/resolv.conf and the like: each file of /etc/netns/NAME is bound over the one in /etc. If
 * that is a symbolic link, the mount covers the link itself, not its target, which the owner may
 * rename or replace at any time. Only a descriptor opened with O_PATH | O_NOFOLLOW lets mount(2) do
 * this. (A directory cannot be mounted on a link: it covers the target.) A program that ran with
 * the host's file might ask the wrong name server. That is why a failure here is an error, while a
 * /sys that may not be mounted (in a container) is a warning.
 */
#include "enter/views.h"

#include <sched.h>
#include <sys/mount.h>

const char *etc_dir(void)
{
	return env_get("NETNS_ETC_DIR", CONFIG_ETC_DIR);
}

int enter_netns(int fd)
{
	if (ENABLE_FEATURE_NSID || ENABLE_NETNS_APPLY)
		nl_close();		/* the socket stays where it was made */
	return SYS(setns, fd, CLONE_NEWNET);
}

/* Leaves the chroot: setns(2) sets the root directory to that of the mount namespace FD, which is
 * ours already. Closes FD. */
static int leave_chroot(int fd)
{
	int error = SYS(setns, fd, CLONE_NEWNS);

	close_fd(fd);
	return error;
}

/* In a chroot, "/" may be no mount point, and mount(2) refuses it. So this leaves the chroot, goes
 * up from its root to the mount point above it, and comes back. pidfds in setns(2): Linux 5.8 */
static int make_slaves_above(void)
{
	int root = open_path("/", O_PATH), directory = open_path(".", O_PATH);
	pid_t pid = SYS(getpid);
	int error = leave_chroot(SYS(pidfd_open_any, pid, 0)), levels = PATH_MAX;

	if (error < 0)
		error = leave_chroot(open_path("/proc/self/ns/mnt", O_RDONLY));
	if (error == 0)
		error = SYS(fchdir, root);
	while (error == 0) {
		error = set_propagation(".", MS_REC | MS_SLAVE);
		if (error != -EINVAL || levels-- == 0)
			break;
		error = SYS(chdir, "..");
	}
	if (error == 0)
		error = SYS(fchdir, root);
	if (error == 0)
		error = SYS(chroot, ".");
	if (error == 0)
		error = SYS(fchdir, directory);
	close_fd(root);
	close_fd(directory);
	return error;
}

int enter_private_mounts(void)
{
	int error = SYS(unshare, CLONE_NEWNS);

	if (error == 0)
		error = set_propagation("/", MS_REC | MS_SLAVE);
	if (ENABLE_FEATURE_EXEC_CHROOT && error == -EINVAL)
		error = make_slaves_above();
	return warn_if_error("cannot keep mounts private"
			     TEXT_IF(ENABLE_FEATURE_ADVICE, " (-N makes none)"), NULL, NULL, error);
}

void files_open(const char *name, struct dir *files)
{
	int etc_netns = open_path(etc_dir(), O_PATH | O_DIRECTORY);

	dir_open(etc_netns, name, files);
	if (etc_netns < 0)
		files->result = etc_netns;
	close_fd(etc_netns);
}

int files_warn(const char *name, int result)
{
	if (result >= 0)
		return result;
	if (result == -ENOENT)		/* there are none, as for most namespaces */
		return EXIT_SUCCESS;
	msg_add(etc_dir());
	return warn_errno(result, "/", name, ": cannot read");
}

int warn_not_covered(const char *file, int error)
{
	msg_add("/etc/");
	return warn_errno(error, file, ": cannot be covered", proc_missing());
}

/* What to do with FILE: SOURCE is the one in /etc/netns/NAME, TARGET the one in /etc; each may be
 * -errno. Returns an exit status. */
typedef int file_action(const char *file, int source, int target);

static int cover(const char *file, int source, int target)
{
	char path[PROC_FD_PATH_SIZE];
	int error = target < 0 ? target : source;

	if (target == -ENOENT) {
		warn("/etc/", file, ": missing, so it is not replaced; create it");
		return EXIT_SUCCESS;
	}
	if (error >= 0)
		error = bind_mount_fd(proc_fd_path(path, target), source, 0);
	return error == 0 ? EXIT_SUCCESS : warn_not_covered(file, error);
}

static int uncover(const char *file, int source, int target)
{
	char path[PROC_FD_PATH_SIZE];

	(void)file;
	if (same_target(source, "", target, ""))
		SYS(umount2, proc_fd_path(path, target), MNT_DETACH);
	return EXIT_SUCCESS;
}

static int each_file(const char *name, file_action *action)
{
	int etc;
	struct dir files;
	const char *file;

	files_open(name, &files);
	etc = files.result < 0 ? -1 : open_path("/etc", O_PATH | O_DIRECTORY);
	while ((file = dir_next(&files))) {
		int source = open_at(files.fd, file, O_PATH);
		int target = open_at(etc, file, files.type == DT_DIR ? O_PATH :
				     O_PATH | O_NOFOLLOW);

		files.result = action(file, source, target);
		close_fd(source);
		close_fd(target);
	}
	close_fd(etc);
	return files_warn(name, dir_close(&files));
}

int enter_views(const char *name, bool is_sealed)
{
	int status = enter_sys(name);

	if (status == EXIT_SUCCESS && ENABLE_FEATURE_EXEC_SEALED && is_sealed)
		return enter_sealed_etc(name);
	return status == EXIT_SUCCESS && *name ? each_file(name, cover) : status;
}

void leave_views(const char *name, const struct file_stat *sys)
{
	struct file_stat now;

	if (stat_path("/sys", &now) == 0 && now.device != sys->device)
		SYS(umount2, "/sys", MNT_DETACH);
	each_file(name, uncover);
}
