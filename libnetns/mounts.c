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
#include <sys/syscall.h>
#include <unistd.h>

enum { CALL_STATMOUNT = NEW_CALL_BASE + 457, CALL_LISTMOUNT = NEW_CALL_BASE + 458 };

struct mount_request {			/* struct mnt_id_req */
	uint32_t size, spare;
	uint64_t mount, parameter;
};

struct mount_status {			/* struct statmount */
	uint64_t before_parent[6];
	uint64_t parent;
	uint64_t before_point[6];
	uint32_t root, point;		/* offsets in text */
	uint64_t rest[50];
	char text[4096];
};

enum { STATUS_BASIC = 2, STATUS_POINT = 0x10 };

/* The 64-bit id of the mount at FD/PATH. It must be the root of one. STATX_MNT_ID_UNIQUE, 6.8 */
static int mount_id(int fd, const char *path, uint64_t *id)
{
	enum { UNIQUE = 0x4000, IS_ROOT = 0x2000 };
	struct {			/* struct statx, of which libcs know different lengths */
		uint32_t mask, blocksize;
		uint64_t attributes, middle[16], mount, rest[13];
	} status;

	if (syscall(SYS_statx, fd, path, AT_EMPTY_PATH, UNIQUE, &status) != 0)
		return -errno;
	if (!(status.mask & UNIQUE))
		return -ENOSYS;
	*id = status.mount;
	return status.attributes & IS_ROOT ? 0 : -EINVAL;
}

/* The ids of some mounts below MOUNT that come after AFTER. */
static long list_mounts(uint64_t mount, uint64_t after, uint64_t ids[], unsigned count)
{
	struct mount_request request = { .size = sizeof request, .mount = mount, .parameter = after };
	long found = syscall(CALL_LISTMOUNT, &request, ids, (size_t)count, 0);

	return found < 0 ? -errno : found;
}

int mounts_below(int fd)
{
	uint64_t mount, ids[512], last = 0;
	long found = mount_id(fd, "", &mount), count = 0;

	if (found < 0)
		return found;
	do {
		found = list_mounts(mount, last, ids, ARRAY_SIZE(ids));
		if (found < 0)
			return found;
		count += found;
		last = ids[found - (found > 0)];
	} while (found == (long)ARRAY_SIZE(ids));
	return count;
}

static int visit_one(uint64_t parent, uint64_t mount, mounts_visitor *visit, void *context)
{
	struct mount_request request = {
		.size = sizeof request, .mount = mount, .parameter = STATUS_BASIC | STATUS_POINT,
	};
	struct mount_status status;

	if (syscall(CALL_STATMOUNT, &request, &status, sizeof status, 0) != 0)
		return errno == ENOENT ? 0 : -errno;	/* unmounted just now */
	return status.parent == parent ? visit(status.text + status.point, context) : 0;
}

/* One line of mountinfo: ID PARENT MAJOR:MINOR ROOT MOUNTPOINT … */
static char *field(char **line)
{
	char *start = *line;

	while (**line && **line != ' ')
		++*line;
	if (**line)
		*(*line)++ = '\0';
	return start;
}

struct search {
	const char *path;
	int top;		/* the id of the mount that was last put on path */
};

static int visit_line(struct search *search, char *line, mounts_visitor *visit, void *context)
{
	int id = num_decimal(field(&line)), parent = num_decimal(field(&line));
	size_t length = strlen(search->path);
	const char *point;

	field(&line);
	field(&line);
	point = field(&line);
	if (strncmp(point, search->path, length) != 0)
		return 0;
	if (!point[length])
		search->top = id;
	return point[length] == '/' && parent == search->top ? visit(point, context) : 0;
}

static int each_in_mountinfo(const char *path, mounts_visitor *visit, void *context)
{
	struct search search = { .path = path };
	char text[8192], *line = text, *end = text, *newline;
	int fd = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC), result = 0;
	ssize_t size = 1;

	if (fd < 0)
		return -errno;
	while (result == 0 && size > 0) {
		size = read(fd, end, text + sizeof text - end);
		if (size > 0)
			end += size;
		while (result == 0 && (newline = memchr(line, '\n', end - line))) {
			*newline = '\0';
			result = visit_line(&search, line, visit, context);
			line = newline + 1;
		}
		end = text + (end - line);
		memmove(text, line, end - text);
		line = text;
	}
	close(fd);
	return size < 0 ? -EIO : result;
}

int mounts_each(const char *path, mounts_visitor *visit, void *context)
{
	uint64_t parent, ids[128];
	long found = mount_id(AT_FDCWD, path, &parent);
	int result = 0;

	if (found == 0)
		found = list_mounts(parent, 0, ids, ARRAY_SIZE(ids));
	if (found < 0 || found == (long)ARRAY_SIZE(ids))
		return each_in_mountinfo(path, visit, context);
	for (long i = 0; i < found && result == 0; i++)
		result = visit_one(parent, ids[i], visit, context);
	return result;
}
