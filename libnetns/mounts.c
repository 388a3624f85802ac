// SPDX-License-Identifier: 0BSD
/* mounts.c: what is mounted below a mount
 *
 * listmount(2), Linux 6.8, counts thousands of mounts in microseconds. Where they are mounted is in
 * /proc/self/mountinfo (proc(5)), which formats every mount there is.
 */
#include "netns.h"

#include <stdint.h>

enum { CALL_LISTMOUNT = NEW_CALL_BASE + 458 };

/* The 64-bit id of the mount of which FD is the root. STATX_MNT_ID_UNIQUE, Linux 6.8 */
static int mount_id(int fd, uint64_t *id)
{
	enum { UNIQUE = 0x4000, IS_ROOT = 0x2000 };
	struct statx status;
	int error = SYS(statx, fd, "", AT_EMPTY_PATH, UNIQUE, &status);

	if (error < 0)
		return error;
	*id = *(uint64_t *)((char *)&status + 0x90);	/* stx_mnt_id, which old headers lack */
	if (!(status.stx_mask & UNIQUE))
		return -ENOSYS;
	return status.stx_attributes & IS_ROOT ? 0 : -EINVAL;
}

int mounts_below(int fd)
{
	struct {			/* struct mnt_id_req */
		uint32_t size, spare;
		uint64_t mount, last;
	} request = { .size = sizeof request };
	uint64_t ids[512];
	int found = mount_id(fd, &request.mount), count = 0;

	if (found < 0)
		return found;
	do {
		found = SYS_NUMBERED(CALL_LISTMOUNT, &request, ids, ARRAY_SIZE(ids), 0);
		if (found <= 0)
			return found < 0 ? found : count;
		count += found;
		request.last = ids[found - 1];
	} while (found == ARRAY_SIZE(ids));
	return count;
}

/* A line is: ID PARENT MAJOR:MINOR ROOT POINT … Those below LAST are left out: in a copied mount
 * namespace, which ours is, they come right behind it. */
char *mounts_next(char **text, const char *path, const char *last)
{
	while (**text) {
		char *line = cut(text, '\n'), *point = line;
		const char *below, *below_last;

		for (int field = 0; field < 5; field++)
			point = cut(&line, ' ');
		below = behind(path, point);
		below_last = behind(last, point);
		if (below && *below == '/' && (!below_last || *below_last != '/'))
			return point;
	}
	return NULL;
}
