// SPDX-License-Identifier: 0BSD
/* unit-mounts.c: mounts as text, the only way before Linux 6.8; when they are listed instead */
#include "procfs/procfs.h"
#include "calls.h"
#include "unit.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <stdint.h>
#include <sys/mount.h>

#define LINE(point) "36 35 98:0 / " point " rw,noatime master:1 - tmpfs none rw\n"

enum { OPENAT2 = NEW_CALL_BASE + 437, STATMOUNT = NEW_CALL_BASE + 457, LIST_MOUNTS };
enum { UNIQUE = 0x4000, IS_ROOT = 0x2000 };

static const char *text;
static struct statx status;		/* without UNIQUE before Linux 6.8 */
static unsigned lists;			/* how often mounts were listed */
static long listing;			/* how many there were, or -errno */
static char visited[10000];
static const char *bound;		/* the visitor says that it was bound with all below it */

/* The mounts below the first one. */
enum { FIRST = 100, MOST = 600 };
static struct {
	int error;			/* of statmount(2) */
	unsigned parent, magic, propagation;
} mounts[MOST];

static long list(const uint64_t *request, uint64_t *to, long room)
{
	long count = 0;

	lists++;
	if (listing < 0)
		return listing;
	CHECK_INT(request[1], FIRST, "those below the first one are asked for");
	for (long i = request[2] ? request[2] - FIRST : 0; i < listing && count < room; i++)
		to[count++] = FIRST + 1 + i;
	return count;
}

/* struct statmount, of which libc may have no header */
static long describe(const uint64_t *request, char *to)
{
	unsigned i = request[1] - FIRST - 1;
	uint64_t magic = mounts[i].magic, propagation = mounts[i].propagation;
	uint64_t parent = FIRST + mounts[i].parent;
	unsigned point = 4;

	memset(to, 0, 512);
	memcpy(to + 24, &magic, 8);
	memcpy(to + 48, &parent, 8);
	memcpy(to + 72, &propagation, 8);
	memcpy(to + 108, &point, 4);
	sprintf(to + 512 + point, "%u", i + 1);
	return mounts[i].error;
}

static uint64_t how[3];			/* openat2(2) was asked: flags, mode, what to resolve */
static int refusals;			/* so often it says -EAGAIN */
static long other_refusal;		/* or this, each time */
static int open_files;
static char steps[256];			/* what was opened, with its flags */

static long answer(long number, const long a[6])
{
	long memory = memory_answer(number, a);
	size_t size;

	if (memory)
		return memory;
	switch (number) {
	case SYS_openat:
		open_files++;
		sprintf(steps + strlen(steps), "%s%s ", (const char *)a[1],
			a[2] & O_NOFOLLOW ? "" : "+");
		if (strcmp((const char *)a[1], "gone") != 0)
			return 1000 + open_files;
		open_files--;
		return -ENOENT;
	case OPENAT2:
		memcpy(how, (const void *)a[2], sizeof how);
		if (other_refusal)
			return other_refusal;
		return refusals-- > 0 ? -EAGAIN : (open_files++, 1001);
	case SYS_read:
		size = strlen(text);
		memcpy((void *)a[1], text, size);
		text += size;
		return size;
	case SYS_statx:
		*(struct statx *)a[4] = status;
		((uint64_t *)a[4])[0x90 / 8] = FIRST;
		return a[0] < 0 ? -EBADF : 0;
	case LIST_MOUNTS:
		return list((const uint64_t *)a[0], (uint64_t *)a[1], a[2]);
	case STATMOUNT:
		return describe((const uint64_t *)a[0], (char *)a[1]);
	case SYS_close:
		open_files--;
		return 0;
	}
	return -ENOSYS;
}

static bool visit(const char *point)
{
	strcat(strcat(visited, point), ";");
	return bound && str_equal(point, bound);
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

/* What is visited of so many mounts; *RESULT is how many there are, or -errno. */
static const char *visit_listed(long count, int *result)
{
	listing = count;
	*visited = '\0';
	*result = mounts_each(3, "/sys/", visit);
	return visited;
}

static void check_listed(void)
{
	int result;

	status = (struct statx){ .stx_mask = UNIQUE, .stx_attributes = IS_ROOT };
	mounts[1].parent = 1;
	CHECK_TEXT(visit_listed(3, &result), "1;2;3;", "each mount");
	CHECK_INT(result, 3, "so many there are");
	bound = "1";
	CHECK_TEXT(visit_listed(3, &result), "1;3;", "but none that was bound with another");
	mounts[1].magic = SYSFS_MAGIC;
	CHECK_TEXT(visit_listed(2, &result), "1;2;", "unless it is another /sys");
	mounts[1].magic = 0;
	mounts[1].propagation = MS_UNBINDABLE;
	CHECK_TEXT(visit_listed(2, &result), "1;2;", "or was not bound");
	mounts[1].propagation = MS_SHARED;
	mounts[1].parent = 7;
	CHECK_TEXT(visit_listed(2, &result), "1;2;", "or has been moved to a later one");
	mounts[1].parent = 2;
	CHECK_TEXT(visit_listed(2, &result), "1;", "which it cannot be itself");
	bound = NULL;
	mounts[0].error = -ENOENT;
	CHECK_TEXT(visit_listed(2, &result), "2;", "one that is gone");
	CHECK_INT(result, 2, "is no error");
	mounts[1].error = -EPERM;
	CHECK_TEXT(visit_listed(3, &result), "", "one that we may not look at");
	CHECK_INT(result, -EPERM, "is one, and nothing is visited by its text");
	mounts[0].error = mounts[1].error = 0;
	lists = 0;
	visit_listed(MOST, &result);
	CHECK_INT(result, MOST, "very many mounts");
	CHECK_INT(lists, 2, "come in two lists");
	CHECK(strstr(visited, ";512;513;514;") && strstr(visited, ";599;600;"), "none is left out");
	visit_listed(512, &result);
	CHECK_INT(result, 512, "just as many as a list has room for");
}

/* Below the root of a process that may be hostile */
static void check_below(void)
{
	enum { NO_SYMLINKS = 4, BENEATH = 8, CACHED = 32 };
	char path[] = "run/netns/blue";
	struct task task = { .path = "/proc/7" };

	task.end = task.path + strlen(task.path);
	CHECK_INT(task_open_below(&task, path), 1001, "what is mounted there");
	CHECK_INT(how[2], NO_SYMLINKS | BENEATH | CACHED, "no way out, no file system is asked");
	CHECK(how[0] & O_PATH && how[0] & O_CLOEXEC && how[1] == 0, "it is not really opened");
	refusals = 99;
	CHECK_INT(task_open_below(&task, path), 1001, "mounts change meanwhile: it is tried again");
	refusals = 100;
	CHECK_INT(task_open_below(&task, path), -ENOENT, "but not for ever");
}

/* Where openat2(2) is missing, or forbidden */
static void check_steps(void)
{
	static const int refused[] = { -ENOSYS, -EINVAL, -EPERM };
	struct task task = { .path = "/proc/7" };
	char path[] = "run/netns/blue", gone[] = "run/gone/blue";

	task.end = task.path + strlen(task.path);
	for (unsigned i = 0; i < ARRAY_SIZE(refused); i++) {
		other_refusal = refused[i];
		open_files = 0;
		*steps = '\0';
		CHECK(task_open_below(&task, path) > 1000, "an old kernel");
		CHECK_TEXT(steps, "/proc/7/root+ run netns blue ", "directory by directory");
		CHECK_INT(open_files, 1, "all but the last are closed");
		CHECK_TEXT(path, "run/netns/blue", "the path is as it was");
	}
	open_files = 0;
	CHECK_INT(task_open_below(&task, gone), -ENOENT, "one that is not there");
	CHECK_INT(open_files, 0, "all are closed");
	other_refusal = -EACCES;
	*steps = '\0';
	CHECK_INT(task_open_below(&task, path), -EACCES, "another refusal");
	CHECK_TEXT(steps, "/proc/7/root+ ", "is the end");
	other_refusal = 0;
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
	check_listed();
	check_below();
	check_steps();
	return end();
}
