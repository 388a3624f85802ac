// SPDX-License-Identifier: 0BSD
/* unit-mounts.c: mounts as text, the only way before Linux 6.8; when they are listed instead */
#include "procfs/procfs.h"
#include "calls.h"
#include "unit.h"

#include <sys/mman.h>

#define LINE(point) "36 35 98:0 / " point " rw,noatime master:1 - tmpfs none rw\n"

enum { LIST_MOUNTS = NEW_CALL_BASE + 458, UNIQUE = 0x4000, IS_ROOT = 0x2000 };

static const char *text;
static struct statx status;		/* without UNIQUE before Linux 6.8 */
static unsigned lists;			/* how often mounts were listed */
static long listing;			/* how many there were, or -errno */
static char visited[1000];

static long answer(long number, const long a[6])
{
	size_t size;

	switch (number) {
	case SYS_openat:
		return 1000;
	case SYS_read:
		size = strlen(text);
		memcpy((void *)a[1], text, size);
		text += size;
		return size;
	case SYS_statx:
		*(struct statx *)a[4] = status;
		return a[0] < 0 ? -EBADF : 0;
	case LIST_MOUNTS:
		lists++;
		return listing;
	case SYS_close:
		return 0;
	}
	if (a[1] == MEMORY_SIZE)
		return (long)mmap(NULL, a[1], PROT_READ | PROT_WRITE,
				  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	return -ENOSYS;
}

static bool visit(const char *point)
{
	strcat(strcat(visited, point), ";");
	return false;
}

static const char *points_in(const char *mountinfo)
{
	text = mountinfo;
	*visited = '\0';
	return mounts_each(3, "/sys/", visit) == 0 ? visited : "failed";
}

static unsigned count_at(const char *path, const char *mountinfo)
{
	text = mountinfo;
	return mounts_at(path);
}

int main(void)
{
	begin();
	CHECK_TEXT(points_in(LINE("/") LINE("/sys") LINE("/sys/fs/bpf") LINE("/system")),
		   "/sys/fs/bpf;", "what is below, and nothing else");
	CHECK_TEXT(points_in(LINE("/sys/a\\040b\\011c\\012d\\134e")), "/sys/a b\tc\nd\\e;",
		   "blanks and backslashes");
	CHECK_TEXT(points_in(LINE("/sys/\\134040")), "/sys/\\040;",
		   "what looks like a blank after a backslash");
	CHECK_TEXT(points_in(LINE("/sys/a\\04")), "/sys/a\\04;", "what is cut off stays");
	CHECK_TEXT(points_in("36 35\n\n"), "", "lines that are cut off");
	CHECK_TEXT(points_in(""), "", "no line");
	CHECK_INT(mounts_below(3, visit), -ENOSYS, "mounts without ids");
	status = (struct statx){ .stx_mask = UNIQUE };
	CHECK_INT(mounts_below(3, visit), -EINVAL, "not the root of a mount");
	CHECK_INT(mounts_below(-1, visit), -EBADF, "not open");
	CHECK_INT(lists, 0, "nothing was listed for these");
	status.stx_attributes = IS_ROOT;
	CHECK_INT(mounts_below(3, visit), 0, "no mount below");
	CHECK_INT(lists, 1, "they were listed");
	listing = -EPERM;
	CHECK_TEXT(points_in(LINE("/sys/fs/bpf")), "/sys/fs/bpf;", "not permitted: as text");
	status = (struct statx){ .stx_mask = 0 };
	CHECK_INT(count_at("/a b", LINE("/a\\040b") LINE("/a") LINE("/a\\040b")), 2,
		  "two mounts, one over the other");
	return end();
}
