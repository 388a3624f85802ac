// SPDX-License-Identifier: 0BSD
/* unit-seal.c: the files of a sealed /etc, when a step fails, or an owner is unknown */
#include "../libnetns/enter/seal.c"
#include "rules.h"

#include <sys/stat.h>

enum { SOURCE = 5, FROM, TO };

static const struct file_stat like = { .mode = S_IFREG | 04640, .uid = 7, .gid = 8 };
static long chmod_mode, owner[2];
static int parts;			/* of the file, that are left to copy */
static char mounts[256], *end_of_mounts;

static long note_mount(const char *source, const char *type, unsigned long flags)
{
	end_of_mounts += sprintf(end_of_mounts, "%s %s %lu; ", source, type, flags);
	return 0;
}

/* The names in /etc/netns/NAME that are left to read. */
static const char *const *names;

static long give_name(char *record)
{
	unsigned short size = 40;

	if (!*names)
		return 0;
	memset(record, 0, size);
	memcpy(record + 16, &size, sizeof size);
	str_append(record + 19, *names++);
	return size;
}

static long answer(long number, const long a[6])
{
	long result = number == SYS_getdents64 ? give_name((char *)a[1]) :
		answer_by_rule(number, a);

	if (number == SYS_fchmodat)
		chmod_mode = a[2];
	if (number == SYS_fchownat) {
		owner[0] = a[2];
		owner[1] = a[3];
	}
	if (number == SYS_sendfile && result == 0)
		return parts % 2 ? parts--, -EINTR : parts > 0 ? parts-- : 0;
	if (number == SYS_mount && result == 0)
		return note_mount((const char *)a[0], (const char *)a[2], a[3]);
	return result;
}

/* All is well, but for what rules come later. */
static void begin_case(void)
{
	new_rules();
	on(SYS_fchownat, NULL, 0);
	on(SYS_fchmodat, NULL, 0);
	on(SYS_openat, NULL, TO);
	on(SYS_openat, "/proc/self/fd/5", FROM);
	on(SYS_sendfile, NULL, 0);
	on(SYS_mount, NULL, 0);
	on(SYS_chdir, NULL, 0);
	on(SYS_mkdirat, NULL, 0);
	on(SYS_unlinkat, NULL, 0);
	on(SYS_statx, NULL, 1);
	chmod_mode = owner[0] = owner[1] = 0;
	parts = 0;
	*(end_of_mounts = mounts) = '\0';
}

static void check_attributes(void)
{
	begin_case();
	CHECK_INT(set_attributes("x", &like), 0, "owner and mode");
	CHECK(chmod_mode == 04640 && owner[0] == 7 && owner[1] == 8, "are those of the file");
	on(SYS_fchownat, NULL, -EINVAL);
	chmod_mode = 0;
	CHECK_INT(set_attributes("x", &like), 0, "an owner who is not in our user namespace");
	CHECK_INT(chmod_mode, 04640, "then the mode alone");
	on(SYS_fchownat, NULL, -EPERM);
	chmod_mode = 0;
	CHECK_INT(set_attributes("x", &like), -EPERM, "an owner who may not be set");
	CHECK_INT(chmod_mode, 0, "that is the end");
	on(SYS_fchownat, NULL, 0);
	on(SYS_fchmodat, NULL, -EROFS);
	CHECK_INT(set_attributes("x", &like), -EROFS, "a mode that cannot be set");
}

static void check_copies(void)
{
	begin_case();
	parts = 3;
	CHECK_INT(copy_file("/etc/x", SOURCE, &like), 0, "a file is copied");
	CHECK(parts == 0 && chmod_mode == 04640, "all of it, in spite of interruptions");
	CHECK_INT(open_files, 0, "nothing stays open");
	on(SYS_sendfile, NULL, -ENOSPC);
	CHECK_INT(copy_file("/etc/x", SOURCE, &like), -ENOSPC, "too large a file");
	CHECK_INT(open_files, 0, "nothing stays open");
	on(SYS_openat, "/etc/x", -EEXIST);
	CHECK_INT(copy_file("/etc/x", SOURCE, &like), -EEXIST, "one that is there");
	on(SYS_openat, "/proc/self/fd/5", -EACCES);
	CHECK_INT(copy_file("/etc/x", SOURCE, &like), -EACCES, "one that cannot be read");
	CHECK_INT(open_files, 0, "nothing stays open");
	begin_case();
	on(SYS_fchownat, NULL, -EPERM);
	parts = 2;
	CHECK_INT(copy_file("/etc/x", SOURCE, &like), -EPERM, "whose owner may not be set");
	CHECK_INT(parts, 2, "then nothing is copied");
	CHECK_INT(seal_file("x", -ELOOP), -ELOOP, "one that could not be opened");
	on(SYS_statx, NULL, -EIO);
	CHECK_INT(seal_file("x", SOURCE), -EIO, "or not be looked at");
}

static void check_overlays(void)
{
	static const long calls[] = { SYS_chdir, SYS_mkdirat, SYS_fchownat, SYS_fchmodat };

	begin_case();
	CHECK_INT(mount_overlay("/etc", SOURCE, &like), 0, "an overlay");
	CHECK_TEXT(mounts, "netns tmpfs 0; netns overlay 0; ", "over a tmpfs");
	for (unsigned i = 0; i < ARRAY_SIZE(calls); i++) {
		begin_case();
		on(calls[i], NULL, -ENOMEM);
		CHECK_INT(mount_overlay("/etc", SOURCE, &like), -ENOMEM, "a step that fails");
		CHECK((strstr(mounts, "overlay") != NULL) == (i > 1), "is the last one");
	}
	begin_case();
	on(SYS_mount, NULL, -ENODEV);
	CHECK_INT(mount_overlay("/etc", SOURCE, &like), -ENODEV, "no overlay in this kernel");
	CHECK_INT(rule_for(SYS_chdir, NULL)->calls, 0, "that is the end");
}

static int seal_names(const char *const *list)
{
	struct dir files;

	begin_case();
	names = list;
	files_open("blue", &files);
	files.result = seal_files(&files);
	return dir_close(&files);
}

/* Who owns the directory may remove a file at any time. */
static void check_files(void)
{
	static const char *const all[] = { "hosts", "resolv.conf", NULL };
	static const char *const others[] = { "hosts", NULL };

	CHECK_INT(seal_names(all), 0, "resolv.conf is among them");
	CHECK_INT(seal_names(others), -ENOENT, "it is not there any more");
	CHECK_INT(open_files, 0, "nothing stays open");
}

static void check_daemons(void)
{
	begin_case();
	CHECK_INT(cover_daemons(), EXIT_SUCCESS, "the sockets of daemons");
	CHECK_TEXT(mounts, "netns tmpfs 1; netns tmpfs 1; netns tmpfs 1; ",
		   "are covered, and nobody can make others");
	on(SYS_mount, "/run/systemd", -ENOENT);
	CHECK_INT(cover_daemons(), EXIT_SUCCESS, "where there are some");
	on(SYS_mount, "/run/avahi", -EACCES);
	CHECK_INT(cover_daemons(), EXIT_FAILURE, "one that cannot be covered");
	CHECK(strstr(message, "/run/avahi-daemon: cannot be covered: "), "it says so");
}

int main(void)
{
	static char *none[] = { NULL };

	begin();
	environment = none;
	if (!ENABLE_FEATURE_EXEC_SEALED) {
		skip("a sealed /etc", "FEATURE_EXEC_SEALED is off");
		return end();
	}
	check_attributes();
	check_copies();
	check_overlays();
	check_files();
	check_daemons();
	return end();
}
