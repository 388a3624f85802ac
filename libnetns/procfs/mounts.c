// SPDX-License-Identifier: 0BSD
/* mounts.c: what is mounted below a mount
 *
 * listmount(2) and statmount(2), Linux 6.8, take microseconds, however many mounts there are
 * elsewhere. Older kernels have /proc/self/mountinfo, which formats every mount there is.
 */
#include "procfs/procfs.h"

#include <limits.h>
#include <stdint.h>

enum { CALL_STATMOUNT = NEW_CALL_BASE + 457, CALL_LISTMOUNT = NEW_CALL_BASE + 458 };

struct request {			/* struct mnt_id_req, which old headers lack */
	uint32_t size, spare;
	uint64_t mount, param;
};

struct answer {				/* struct statmount */
	uint64_t unused[13];
	uint32_t root, point, more[100];	/* offsets into text */
	char text[PATH_MAX];
};

/* The 64-bit id of the mount of which FD is the root. STATX_MNT_ID_UNIQUE, Linux 6.8 */
static int mount_id(int fd, uint64_t *id)
{
	enum { UNIQUE = 0x4000, IS_ROOT = 0x2000 };
	struct statx status;
	int error = SYS(statx, fd, "", AT_EMPTY_PATH, UNIQUE, &status);

	if (error < 0)
		return error;
	if (!(status.stx_mask & UNIQUE))
		return -ENOSYS;
	if (!(status.stx_attributes & IS_ROOT))
		return -EINVAL;
	*id = *(uint64_t *)((char *)&status + 0x90);	/* stx_mnt_id, which old headers lack */
	return 0;
}

/* Visits MOUNT, unless it is gone. */
static int visit_listed(uint64_t mount, mount_visitor *visit)
{
	enum { POINT = 16 };		/* STATMOUNT_MNT_POINT */
	static struct request request = { .size = sizeof request, .param = POINT };
	struct answer answer;
	int error;

	request.mount = mount;
	error = SYS_NUMBERED(CALL_STATMOUNT, &request, &answer, sizeof answer, 0);
	if (error == -ENOENT)
		return 0;
	if (error == 0)
		visit(answer.text + answer.point);
	return error;
}

int mounts_below(int fd, mount_visitor *visit)
{
	static struct request request = { .size = sizeof request };
	uint64_t ids[512];
	int error = mount_id(fd, &request.mount), count = 0;
	long found;

	if (error < 0)
		return error;
	request.param = 0;
	do {
		found = SYS_NUMBERED(CALL_LISTMOUNT, &request, ids, ARRAY_SIZE(ids), 0);
		if (found <= 0)
			return found < 0 ? -ENOSYS : count;
		for (uint64_t *id = ids; visit && id < ids + found; id++) {
			error = visit_listed(*id, visit);
			if (error < 0)
				return error;
		}
		count += found;
		request.param = ids[found - 1];
	} while (found == ARRAY_SIZE(ids));
	return count;
}

/* A line is: ID PARENT MAJOR:MINOR ROOT POINT … */
static int visit_in_text(char *text, const char *path, mount_visitor *visit)
{
	while (*text) {
		char *line = str_sep(&text, '\n'), *point = line;

		for (int field = 0; field < 5; field++)
			point = str_sep(&line, ' ');
		if (str_after_prefix(path, point))
			visit(point);
	}
	return 0;
}

int mounts_each(int fd, const char *path, mount_visitor *visit)
{
	int error = mounts_below(fd, visit);
	char *text;

	if (error > -EINVAL)		/* what was visited must not be visited again */
		return error;
	text = memory_map();
	error = file_read(AT_FDCWD, "/proc/self/mountinfo", text, MEMORY_SIZE);
	return error < 0 ? error : visit_in_text(text, path, visit);
}
