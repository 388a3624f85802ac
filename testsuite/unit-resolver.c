// SPDX-License-Identifier: 0BSD
/* unit-resolver.c: the resolv.conf that apply writes, and the directories around it
 *
 * The kernel has /etc/netns, /etc/netns/a, and the file in it, as far as they were made.
 */
#include "apply/statement.h"

static unsigned records;		/* written to the state */
#define state_record(one) (records++)
#include "../libnetns/apply/resolver.c"
#include "calls.h"
#include "statements.h"
#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>

enum { OUTSIDE, ETC, NETNS, LEVELS, FILE_FD = 9, NEW_FD, BACK = 50 };

static bool exists[LEVELS];		/* the directories */
static unsigned level, open_files, mode, wrong;
static bool has_file, has_new;
static char contents[2 * SIZE], new_contents[2 * SIZE];
static unsigned read_at, size;		/* size: what stat(2) says, if it is not that of CONTENTS */
static char message[512];
static long failing, failure;		/* a call, and its error */

static unsigned level_of(const char *path)
{
	return *path == '/' ? ETC : NETNS;
}

static long enter_directory(const char *path)
{
	if (!exists[level_of(path)])
		return -ENOENT;
	wrong += level != level_of(path) - 1;
	level = level_of(path);
	return 0;
}

static long make_directory(const char *path, unsigned bits)
{
	wrong += bits != 0755;
	if (exists[level_of(path)])
		return -EEXIST;
	exists[level_of(path)] = true;
	return 0;
}

static long open_one(const char *path, unsigned flags)
{
	wrong += level != NETNS;
	open_files++;
	if (strcmp(path, "resolv.conf") == 0) {
		read_at = 0;
		return FILE_FD;
	}
	wrong += !(flags & O_EXCL) || !(flags & O_CREAT) || has_new;
	has_new = true;
	*new_contents = '\0';
	return NEW_FD;
}

static long unlink_one(const char *path, unsigned flags)
{
	if (flags) {
		unsigned below = level_of(path);

		if (below == NETNS ? has_file || has_new : exists[NETNS])
			return -ENOTEMPTY;
		wrong += level != below - 1;
		exists[below] = false;
		return 0;
	}
	if (level == NETNS && strcmp(path, "resolv.conf") == 0)
		has_file = false;
	else
		has_new = false;
	return 0;
}

static long look(const char *path, struct statx *stat)
{
	if (strcmp(path, "resolv.conf") != 0 || level != NETNS || !has_file)
		return -ENOENT;
	memset(stat, 0, sizeof *stat);
	stat->stx_mode = mode;
	stat->stx_size = size ? size : strlen(contents);
	return 0;
}

static long put(long fd, const char *bytes, size_t count)
{
	if (fd == STDERR_FILENO)
		snprintf(message, sizeof message, "%.*s", (int)count, bytes);
	else
		strncat(new_contents, bytes, count);
	return count;
}

static long answer_for_files(long number, const long a[6])
{
	switch (number) {
	case SYS_chdir:
		return enter_directory((const char *)a[0]);
	case SYS_fchdir:
		wrong += a[0] != BACK;
		level = OUTSIDE;
		return 0;
	case SYS_mkdirat:
		return make_directory((const char *)a[1], a[2]);
	case SYS_openat:
		return open_one((const char *)a[1], a[2]);
	case SYS_unlinkat:
		return unlink_one((const char *)a[1], a[2]);
	case SYS_statx:
		return look((const char *)a[1], (struct statx *)a[4]);
	}
	/* renameat(2) has several numbers */
	memcpy(contents, new_contents, sizeof contents);
	wrong += !has_new || strcmp((const char *)a[3], "resolv.conf") != 0;
	has_file = true;
	has_new = false;
	return 0;
}

static long answer(long number, const long a[6])
{
	long memory = memory_answer(number, a);
	size_t left;

	if (memory)
		return memory;
	if (number == failing && a[0] != STDERR_FILENO)
		return failure;
	switch (number) {
	case SYS_write:
		return put(a[0], (const char *)a[1], a[2]);
	case SYS_read:
		left = strlen(contents + read_at);
		memcpy((void *)a[1], contents + read_at, left);
		read_at += left;
		return left;
	case SYS_close:
		open_files--;
		return 0;
	case SYS_lseek:
		return 0;
	}
	return answer_for_files(number, a);
}

static void new_case(void)
{
	exists[ETC] = exists[NETNS] = has_file = has_new = false;
	level = OUTSIDE;
	open_files = size = 0;
	mode = S_IFREG | 0644;
	*contents = *message = '\0';
	failing = -1;
}

static void fail(long number, long error)
{
	failing = number;
	failure = error;
}

static struct statement *listed(struct statement *netns, const char *text, enum list list)
{
	struct statement *new = statement_of(netns, text);

	statement_enlist(new, list);
	return new;
}

static struct statement *one, *two, *a;

static void check_made(void)
{
	new_case();
	CHECK_INT(resolver_look(one), -ENOENT, "nothing is there");
	CHECK_TEXT(one->was, "neither", "not even /etc/netns");
	CHECK_INT(level, OUTSIDE, "we are back");
	CHECK_INT(resolver_make(one), 0, "a file is made");
	CHECK_TEXT(contents, "# made by netns-apply\nnameserver 192.0.2.1\nsearch example.org\n",
		   "of all statements, after our mark");
	CHECK(exists[ETC] && exists[NETNS] && has_file && !has_new, "with its directories");
	CHECK(level == OUTSIDE && open_files == 0, "nothing stays open");
	CHECK_INT(resolver_look(one), 0, "it is not in the state");
	one->record = 1;
	CHECK_INT(resolver_look(one), 1, "then it is");
	CHECK_TEXT(one->was, "neither", "what was there before stays that");
	strcat(contents, "x");
	CHECK_INT(resolver_look(one), 0, "it was changed");
	one->was = NULL;
	CHECK(resolver_look(one) == 0 && strcmp(one->was, "there") == 0, "its directory is there");
	one->was = NULL;
	exists[NETNS] = has_file = false;
	CHECK(resolver_look(one) == -ENOENT && strcmp(one->was, "none") == 0, "/etc/netns is");
	fail(SYS_chdir, -EACCES);
	one->was = NULL;
	CHECK_INT(resolver_look(one), -EACCES, "it cannot be looked at");
	CHECK(!one->was, "then what was there is unknown");
	one->is_wanted = false;
	CHECK_INT(resolver_look(one), 1, "one that leaves is not looked at");
	one->is_wanted = true;
}

/* Is the file left alone, and is that reported? */
static bool is_left_alone(void)
{
	*message = '\0';
	return resolver_look(one) == 0 && resolver_make(one) == -ECANCELED && level == OUTSIDE &&
	       strstr(message, "/a/resolv.conf is somebody else's") && !has_new;
}

static void check_foreign(void)
{
	new_case();
	exists[ETC] = exists[NETNS] = has_file = true;
	strcpy(contents, "nameserver 192.0.2.9\n");
	CHECK(is_left_alone(), "a file without our mark");
	strcpy(contents, mark);
	mode = S_IFLNK | 0777;
	CHECK(is_left_alone(), "a symbolic link");
	mode = S_IFREG | 0644;
	size = SIZE;
	CHECK(is_left_alone(), "a file that is larger than ours");
	size = SIZE - 1;
	CHECK_INT(resolver_make(one), 0, "one that is not");
	new_case();
	exists[ETC] = exists[NETNS] = has_file = true;
	strcpy(contents, mark);
	fail(SYS_read, -EIO);
	CHECK_INT(resolver_look(one), -EIO, "one that cannot be read");
	CHECK_INT(resolver_make(one), -EIO, "is not written");
	CHECK_TEXT(contents, mark, "it is as it was");
	fail(SYS_write, -ENOSPC);
	CHECK_INT(resolver_make(one), -ENOSPC, "a disk that is full");
	CHECK(!has_new && open_files == 0 && level == OUTSIDE, "nothing half-made stays");
	CHECK_TEXT(contents, mark, "it is as it was");
	failing = -1;
	has_new = true;
	CHECK_INT(resolver_make(one), 0, "a new file that is there, and may be a FIFO, say");
	CHECK(!has_new && strstr(contents, "192.0.2.1"), "is replaced");
	new_case();
	fail(SYS_mkdirat, -EROFS);
	CHECK_INT(resolver_make(one), -EROFS, "a directory that cannot be made");
}

static void undo(struct statement *statement)
{
	statement->record = 0;		/* as it is in no list of wanted ones any more */
	CHECK_INT(resolver_undo(statement), 0, "it is undone");
	CHECK(level == OUTSIDE && open_files == 0, "nothing stays open");
}

/* ONE and TWO have been made; what is removed when both are undone. */
static void make_both(const char *was)
{
	new_case();
	exists[ETC] = was != neither;
	exists[NETNS] = was == there;
	one->is_wanted = two->is_wanted = true;
	resolver_make(one);
	one->record = two->record = 1;
	one->was = was;
	two->was = there;		/* as ONE was made before it */
	one->is_wanted = two->is_wanted = false;
}

static void check_undone(void)
{
	make_both(neither);
	records = 0;
	undo(one);
	CHECK_INT(records, 1, "which is written to the state");
	CHECK(has_file && exists[NETNS], "one of two");
	CHECK_TEXT(two->was, "neither", "the other one has to remove the directories");
	undo(two);
	CHECK(!has_file && !exists[NETNS] && !exists[ETC], "the last one does");
	make_both(none);
	undo(one);
	undo(two);
	CHECK(!has_file && !exists[NETNS] && exists[ETC], "/etc/netns was there before");
	make_both(there);
	undo(one);
	undo(two);
	CHECK(!has_file && exists[NETNS] && exists[ETC], "so was the directory");
	make_both(none);
	has_file = false;
	exists[NETNS] = exists[ETC] = false;
	undo(two);
	make_both(none);
	strcpy(contents, "nameserver 192.0.2.9\n");
	undo(two);
	CHECK_TEXT(contents, "nameserver 192.0.2.9\n", "somebody else's file stays");
	make_both(none);
	fail(SYS_openat, -EACCES);
	CHECK_INT(resolver_undo(two), -EACCES, "one that cannot be changed");
	failing = -1;
}

static int check_text(const char *text)
{
	struct statement *statement = listed(apply.here_netns, text, WANTED);

	*message = '\0';
	return resolver_check(statement);
}

static void check_words(void)
{
	CHECK_INT(check_text("nameserver 2001:db8::1"), 0, "an address");
	CHECK_INT(check_text("nameserver example.org"), -EINVAL, "a name");
	CHECK(strstr(message, "example.org: expected one address"), "it says so");
	CHECK_INT(check_text("nameserver 192.0.2.1 192.0.2.2"), -EINVAL, "two");
	CHECK_INT(check_text("nameserver"), -EINVAL, "none");
	CHECK_INT(check_text("search a b c"), 0, "domains");
}

/* Composes a file of one line that has so many bytes. */
static int compose_one(unsigned length)
{
	struct statement *here = apply.here_netns;
	char text[2 * SIZE] = "search ";

	memset(text + strlen(text), 'a', length - strlen(text));
	here->members[WANTED] = NULL;
	here->members_end = &here->members[WANTED];
	listed(here, text, WANTED);
	return compose(here, false, contents);
}

static void check_length(void)
{
	unsigned room = SIZE - strlen(mark) - strlen("\n") - 1;

	CHECK_INT(compose_one(room), 0, "as much as a file has room for");
	CHECK_INT(strlen(contents), SIZE - 1, "is in it");
	CHECK_INT(compose_one(room + 1), -EFBIG, "not one byte more");
}

int main(void)
{
	static char *nothing[] = { NULL };
	char name[] = "a";

	begin();
	environment = nothing;
	apply.file = "test.conf";
	apply.directory = BACK;
	if (statements_begin() < 0)
		return 1;
	a = namespace_named(name);
	one = listed(a, "nameserver 192.0.2.1", WANTED);
	two = listed(a, "search example.org", WANTED);
	check_made();
	check_foreign();
	check_undone();
	check_words();
	check_length();
	CHECK_INT(wrong, 0, "all in the right directory");
	return end();
}
