// SPDX-License-Identifier: 0BSD
/* mounts.c: what is mounted below a mount
 *
 * listmount(2) and statmount(2), Linux 6.8, answer for one mount in microseconds. Before that there
 * is only /proc/self/mountinfo (proc(5)), which formats every mount there is.
 */
#include "netns.h"

#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

enum { CALL_STATMOUNT = NEW_CALL_BASE + 457, CALL_LISTMOUNT = NEW_CALL_BASE + 458 };

struct request {			/* struct mnt_id_req */
	uint32_t size, spare;
	uint64_t mount, parameter;
};

struct status {				/* struct statmount */
	uint64_t before_parent[6];
	uint64_t parent;
	uint64_t before_point[6];
	uint32_t root, point;		/* offsets in text */
	uint64_t rest[50];
	char text[4096];
};

enum { STATUS_BASIC = 2, STATUS_POINT = 0x10 };

/* The 64-bit id of the mount of which FD/PATH is the root. STATX_MNT_ID_UNIQUE, 6.8 */
static int mount_id(int fd, const char *path, uint64_t *id)
{
	enum { UNIQUE = 0x4000, IS_ROOT = 0x2000 };
	struct {			/* struct statx, of which libcs know different lengths */
		uint32_t mask, blocksize;
		uint64_t attributes, middle[16], mount, rest[13];
	} status;
	int error = checked(syscall(SYS_statx, fd, path, AT_EMPTY_PATH, UNIQUE, &status));

	*id = status.mount;
	if (error < 0)
		return error;
	if (!(status.mask & UNIQUE))
		return -ENOSYS;
	return status.attributes & IS_ROOT ? 0 : -EINVAL;
}

/* The ids of some mounts below MOUNT, in ascending order, which come after AFTER. */
static int list(uint64_t mount, uint64_t after, uint64_t ids[], size_t count)
{
	struct request request = { .size = sizeof request, .mount = mount, .parameter = after };

	return checked(syscall(CALL_LISTMOUNT, &request, ids, count, 0));
}

int mounts_below(int fd)
{
	uint64_t mount, ids[512], last = 0;
	int found = mount_id(fd, "", &mount), count = 0;

	if (found < 0)
		return found;
	do {
		found = list(mount, last, ids, ARRAY_SIZE(ids));
		if (found <= 0)
			return found < 0 ? found : count;
		count += found;
		last = ids[found - 1];
	} while (found == ARRAY_SIZE(ids));
	return count;
}

static int visit_ids(uint64_t parent, const uint64_t ids[], int count, mounts_visitor *visit,
		     void *context)
{
	struct request request = { .size = sizeof request,
				   .parameter = STATUS_BASIC | STATUS_POINT };
	struct status status;
	int result = 0;

	for (int i = 0; i < count && result == 0; i++) {
		request.mount = ids[i];
		if (syscall(CALL_STATMOUNT, &request, &status, sizeof status, 0) == 0 &&
		    status.parent == parent)
			result = visit(status.text + status.point, context);
	}
	return result;
}

enum { LINE_SIZE = 8192 };

/* LINE is: ID PARENT MAJOR:MINOR ROOT POINT … Those below another that was visited are left out: in
 * a copied mount namespace, which ours is, they come right behind it. */
static int visit_line(char *line, const char *path, char last[LINE_SIZE], mounts_visitor *visit,
		      void *context)
{
	size_t length = strlen(path), last_length = strlen(last);

	for (int field = 0; field < 4; field++)
		line = strchrnul(line, ' ') + 1;
	*strchrnul(line, ' ') = '\0';
	if (strncmp(line, path, length) != 0 || line[length] != '/' ||
	    (strncmp(line, last, last_length) == 0 && line[last_length] == '/'))
		return 0;
	strcpy(last, line);
	return visit(line, context);
}

static int visit_mountinfo(const char *path, mounts_visitor *visit, void *context)
{
	char text[LINE_SIZE], last[LINE_SIZE] = "/", *line, *newline;
	int fd = open_at(AT_FDCWD, "/proc/self/mountinfo", O_RDONLY), result = fd < 0 ? fd : 0;
	size_t used = 0;
	ssize_t size;

	while (result == 0 && (size = read(fd, text + used, sizeof text - 1 - used)) > 0) {
		text[used + size] = '\0';
		for (line = text; result == 0 && (newline = strchr(line, '\n'));
		     line = newline + 1) {
			*newline = '\0';
			result = visit_line(line, path, last, visit, context);
		}
		used = strlen(line);
		memmove(text, line, used);
	}
	close_fd(fd);
	return result;
}

int mounts_each(const char *path, mounts_visitor *visit, void *context)
{
	uint64_t parent, ids[128];
	int found = mount_id(AT_FDCWD, path, &parent);

	if (found == 0)
		found = list(parent, 0, ids, ARRAY_SIZE(ids));
	if (found < 0 || found == ARRAY_SIZE(ids))
		return visit_mountinfo(path, visit, context);
	return visit_ids(parent, ids, found, visit, context);
}
