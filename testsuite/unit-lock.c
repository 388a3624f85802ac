// SPDX-License-Identifier: 0BSD
/* unit-lock.c: locks that others hold, without the wait */
#include "names/names.h"
#include "calls.h"
#include "unit.h"

#include <stdio.h>

enum { DIRECTORY = 1000, LOCK_FILE };

static struct {
	bool has_file, file_is_held, directory_is_held;
} world;
static unsigned waited;			/* milliseconds */
static long chdir_error;		/* the directory has gone meanwhile */
static int open_files, held_files;	/* held: while we have the lock */
static char message[1024];
static char mounts[256];		/* the calls about mounts: their flags */
static unsigned mount_count, failing;	/* 1: the first of them fails, … */

static long open_one(const char *path)
{
	bool is_file = strncmp(path, "../", 3) == 0;

	if (is_file && !world.has_file)
		return -EROFS;
	open_files++;
	return is_file ? LOCK_FILE : DIRECTORY;
}

static long wait_for(const void *limit)
{
	/* that of time64 calls, whatever a long is */
	const int64_t *time = limit;

	waited += time[0] * 1000 + time[1] / 1000000;
	return 0;
}

static long answer(long number, const long a[6])
{
	switch (number) {
	case SYS_openat:
		return open_one((const char *)a[1]);
	case SYS_close:
		open_files--;
		return 0;
	case SYS_flock:
		return (a[0] == LOCK_FILE ? world.file_is_held : world.directory_is_held) ?
			-EAGAIN : 0;
	case SYS_chdir:
		return chdir_error;
	case SYS_mount:
		sprintf(mounts + strlen(mounts), "%lx ", a[3]);
		if (++mount_count == 1)
			return failing == 1 ? -EPERM : -EINVAL;	/* no mount point yet */
		return mount_count == failing ? -ENOMEM : 0;
	case SYS_umount2:
		sprintf(mounts + strlen(mounts), "unmounted-%lx ", a[1]);
		return 0;
	case SYS_statx:
		*(struct statx *)a[4] = (struct statx){ .stx_mode = 0100600 };
		return 0;
	case SYS_write:
		snprintf(message, sizeof message, "%.*s", (int)a[2], (const char *)a[1]);
		return a[2];
	}
	return number == SYS_ppoll_64 ? wait_for((const void *)a[2]) : 0;
}

static int lock_in(bool has_file, bool file_is_held, bool directory_is_held)
{
	int error;

	world.has_file = has_file;
	world.file_is_held = file_is_held;
	world.directory_is_held = directory_is_held;
	waited = 0;
	error = rundir_lock(false);
	held_files = open_files;
	if (error == 0) {
		rundir_settle(DIRECTORY);	/* does nothing: we hold the lock */
		rundir_unlock();
	}
	return error;
}

/* The mounts that are made when the N-th call fails; 0: none does. */
static int share(unsigned n)
{
	world.has_file = true;
	world.file_is_held = world.directory_is_held = false;
	failing = n;
	mount_count = 0;
	*mounts = '\0';
	return rundir_lock(true);
}

static void check_sharing(void)
{
	CHECK_INT(share(0), 0, "the directory becomes a mount");
	CHECK_TEXT(mounts, "100000 5000 44000 104000 ", "that is shared");
	rundir_unlock();
	CHECK_INT(share(1), -EPERM, "which is not permitted");
	CHECK_TEXT(mounts, "100000 ", "no mount is made");
	CHECK_INT(share(2), -ENOMEM, "it cannot be mounted");
	CHECK_TEXT(mounts, "100000 5000 ", "no mount is made");
	CHECK_INT(share(3), -ENOMEM, "it cannot be made private");
	CHECK_TEXT(mounts, "100000 5000 44000 unmounted-2 ", "it is unmounted");
	CHECK_INT(share(4), -ENOMEM, "nor shared");
	CHECK_TEXT(mounts, "100000 5000 44000 104000 unmounted-2 ", "it is unmounted");
	CHECK_INT(open_files, 0, "nothing stays open");
}

/* What an add may be doing is waited for: that takes the lock, or iproute2, which does not. */
static void check_settling(void)
{
	world.directory_is_held = false;
	waited = 0;
	rundir_settle(DIRECTORY);
	CHECK_INT(waited, 20, "iproute2 gets a moment");
	rundir_settle(DIRECTORY);
	CHECK_INT(waited, 20, "once");
	world.directory_is_held = true;
	waited = 0;
	rundir_settle(DIRECTORY);
	CHECK_INT(waited, 3000, "whoever has the lock is waited for");
	waited = 0;
	rundir_settle(DIRECTORY);
	CHECK_INT(waited, 0, "once");
	CHECK_INT(open_files, 0, "nothing stays open");
}

#define WORDS "netns: " CONFIG_RUN_DIR ": another process holds its lock (../netns.lock)\n"

int main(void)
{
	static char *none[] = { NULL };

	begin();
	environment = none;
	CHECK_INT(lock_in(true, false, false), 0, "nobody holds it");
	CHECK_INT(waited, 0, "no wait then");
	CHECK_INT(held_files, 2, "we hold the file and the directory until we give them back");
	CHECK_INT(lock_in(true, true, false), -ETIMEDOUT, "another process holds the lock file");
	CHECK_INT(waited, 20000, "that is known after 20 seconds");
	CHECK_INT(held_files, 0, "nothing is left open then");
	CHECK_INT(warn_not_changed(-ETIMEDOUT), EXIT_FAILURE, "a failure");
	CHECK_TEXT(message, WORDS, "it says so");
	CHECK_INT(lock_in(true, false, true), 0, "any user can hold the directory");
	CHECK_INT(waited, 500, "half a second, for iproute2");
	CHECK_INT(lock_in(false, false, true), -ETIMEDOUT, "where there is no file, it has to do");
	CHECK_INT(waited, 20000, "after 20 seconds, too");
	CHECK_INT(open_files, 0, "nothing stays open");
	check_sharing();
	check_settling();
	chdir_error = -ENOENT;
	CHECK_INT(lock_in(true, false, false), -ESTALE, "the directory goes meanwhile");
	CHECK_INT(lock_in(true, true, false), -ETIMEDOUT, "that the lock is held comes first");
	CHECK_INT(open_files, 0, "nothing stays open");
	return end();
}
