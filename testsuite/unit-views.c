// SPDX-License-Identifier: 0BSD
/* unit-views.c: the way to a mount namespace of one's own, in a chroot too, call by call */
#include "enter/enter.h"
#include "calls.h"
#include "unit.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>

enum { ROOT = 10, DIRECTORY, PIDFD, MNT };

static char calls[512], *end_of_calls;	/* those that were made, one letter or word each */
static char message[256];
static const char *failing;		/* the call that fails, and how */
static long failure;
static int open_files;
static int height = 2, levels;	/* from the root of the chroot to a mount point; those left */
static bool is_chroot;
static unsigned wrong_flags;

static long did(const char *call)
{
	if (end_of_calls < calls + sizeof calls / 2)
		end_of_calls += sprintf(end_of_calls, "%s ", call);
	return failing && strcmp(failing, call) == 0 ? failure : 0;
}

static long open_one(const char *path)
{
	int fd = strcmp(path, "/") == 0 ? ROOT : strcmp(path, ".") == 0 ? DIRECTORY : MNT;

	open_files++;
	return fd;
}

static long set_slaves(const char *path, unsigned flags)
{
	wrong_flags += flags != (MS_REC | MS_SLAVE);
	if (strcmp(path, "/") == 0)
		return did("/") < 0 ? failure : is_chroot ? -EINVAL : 0;
	if (did(path) < 0)
		return failure;
	return levels-- > 0 ? -EINVAL : 0;
}

static long answer(long number, const long a[6])
{
	static const char *const fds[] = { "root", "directory", "pidfd", "mnt" };
	long result;

	if (number == SYS_pidfd_open_any) {
		result = did("pidfd_open");
		open_files += result == 0;
		return result < 0 ? result : PIDFD;
	}
	switch (number) {
	case SYS_unshare:
		return a[0] == CLONE_NEWNS ? did("unshare") : -EINVAL;
	case SYS_mount:
		return set_slaves((const char *)a[1], a[3]);
	case SYS_openat:
		return open_one((const char *)a[1]);
	case SYS_close:
		open_files--;
		return 0;
	case SYS_getpid:
		return 7;
	case SYS_setns:
		return a[0] >= ROOT && a[1] == CLONE_NEWNS ? did(fds[a[0] - ROOT]) : -EBADF;
	case SYS_fchdir:
		return did(fds[a[0] - ROOT]);
	case SYS_chdir:
		return did((const char *)a[0]);
	case SYS_chroot:
		return did("chroot");
	case SYS_write:
		snprintf(message, sizeof message, "%.*s", (int)a[2], (const char *)a[1]);
		return a[2];
	}
	return -ENOSYS;
}

/* CALL, if any, fails with ERROR. */
static int enter(bool in_chroot, const char *call, long error)
{
	is_chroot = in_chroot;
	failing = call;
	failure = error;
	levels = height;
	open_files = 0;
	*message = '\0';
	*(end_of_calls = calls) = '\0';
	return enter_private_mounts();
}

#define UP "root . .. . .. . "
#define BACK "root chroot directory "

static void check_chroot(void)
{
	CHECK_INT(enter(true, NULL, 0), EXIT_SUCCESS, "a root that is no mount point");
	CHECK_TEXT(calls, "unshare / pidfd_open pidfd " UP BACK, "up to one, and back");
	CHECK_INT(open_files, 0, "nothing stays open");
	CHECK_INT(enter(true, "pidfd_open", -ENOSYS), EXIT_SUCCESS, "an old kernel");
	CHECK_TEXT(calls, "unshare / pidfd_open mnt " UP BACK, "by way of /proc");
	CHECK_INT(enter(true, "pidfd", -EINVAL), EXIT_SUCCESS, "one a little younger");
	CHECK_TEXT(calls, "unshare / pidfd_open pidfd mnt " UP BACK, "it is the same");
	CHECK_INT(open_files, 0, "nothing stays open");
	CHECK_INT(enter(true, ".", -EPERM), EXIT_FAILURE, "mounts that may not be changed");
	CHECK_TEXT(calls, "unshare / pidfd_open pidfd root . ", "that is the end");
	CHECK_INT(enter(true, "..", -EACCES), EXIT_FAILURE, "no way up");
	CHECK_TEXT(calls, "unshare / pidfd_open pidfd root . .. ", "that is the end");
	CHECK_INT(enter(true, "root", -EACCES), EXIT_FAILURE, "no way to the root");
	CHECK_TEXT(calls, "unshare / pidfd_open pidfd root ", "that is the end");
	CHECK_INT(enter(true, "chroot", -EPERM), EXIT_FAILURE, "no way back");
	CHECK_TEXT(calls, "unshare / pidfd_open pidfd " UP "root chroot ", "that is the end");
	CHECK_INT(enter(true, "directory", -EACCES), EXIT_FAILURE, "no way to where we were");
	CHECK(strstr(message, "cannot keep mounts private"), "it says so");
	CHECK_INT(open_files, 0, "nothing stays open");
	height = 1 << 20;
	CHECK_INT(enter(true, NULL, 0), EXIT_FAILURE, "no mount point above");
	CHECK(levels > height / 2, "it is not looked for without end");
}

int main(void)
{
	static char *none[] = { NULL };

	begin();
	environment = none;
	CHECK_INT(enter(false, NULL, 0), EXIT_SUCCESS, "mounts of our own");
	CHECK_TEXT(calls, "unshare / ", "no more than that");
	CHECK_TEXT(message, "", "no message");
	CHECK_INT(enter(false, "unshare", -EPERM), EXIT_FAILURE, "which are refused");
	CHECK_TEXT(calls, "unshare ", "then nothing is changed");
	CHECK_INT(enter(false, "/", -EPERM), EXIT_FAILURE, "or may not be changed");
	CHECK_TEXT(calls, "unshare / ", "that is the end");
	if (ENABLE_FEATURE_EXEC_CHROOT)
		check_chroot();
	else
		skip("a root that is no mount point", "FEATURE_EXEC_CHROOT is off");
	CHECK_INT(wrong_flags, 0, "all mounts below became slaves");
	return end();
}
