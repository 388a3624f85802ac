// SPDX-License-Identifier: 0BSD
/* unit-state.c: what netns-apply remembers, on a disk that is full, read-only or somebody else's */
#include "../libnetns/apply/state.c"
#include "calls.h"
#include "unit.h"

#include <fcntl.h>
#include <sys/stat.h>

enum { DIRECTORY_FD = 50, FILES = 2, FILE_FD = 60, US = 0, NEW_FILE = 1 };

static struct file {
	bool exists;
	unsigned size, at;
	char bytes[2 * LINE_SIZE];
} files[FILES];				/* the state, and the new one */

static struct {
	long number, error;		/* a call that fails; LEFT: after so many */
	int left;
} fault;
static bool has_directory;
static unsigned mode, owner, open_flags, opened, closed, locked, made, removed;
static long cut_off;			/* ftruncate(2): where; -1: it was not called */
static char message[512];

static struct file *file_of(const char *name)
{
	return &files[strcmp(name, ".new") == 0 ? NEW_FILE : 0];
}

static long open_one(const char *path, unsigned flags)
{
	struct file *file = file_of(path);

	open_flags = flags;
	if (strstr(path, "netns-apply") || strcmp(path, ".") == 0)
		return has_directory ? (opened++, DIRECTORY_FD) : -ENOENT;
	if (*path == '/' || strstr(path, ".lock"))
		return opened++, 70;
	if (!file->exists && !(flags & O_CREAT))
		return -ENOENT;
	file->exists = true;
	if (flags & O_TRUNC)
		file->size = 0;
	file->at = 0;
	opened++;
	return FILE_FD + (file - files);
}

static long put(struct file *file, const char *bytes, size_t size)
{
	memcpy(file->bytes + file->at, bytes, size);
	file->at += size;
	if (file->at > file->size)
		file->size = file->at;
	file->bytes[file->size] = '\0';
	return size;
}

static long get(struct file *file, char *bytes, size_t room)
{
	size_t left = file->size - file->at, size = left < room ? left : room;

	memcpy(bytes, file->bytes + file->at, size);
	file->at += size;
	return size;
}

static long rename_new(void)
{
	files[0] = files[NEW_FILE];
	files[NEW_FILE].exists = false;
	return 0;
}

static long look(int fd, struct statx *stat)
{
	memset(stat, 0, sizeof *stat);
	stat->stx_mode = (fd >= FILE_FD ? S_IFREG : S_IFDIR) | mode;
	stat->stx_uid = owner;
	return 0;
}

static long answer_for_file(long number, const long a[6])
{
	struct file *file = &files[a[0] - FILE_FD];

	if (a[0] < FILE_FD)
		return -EBADF;
	switch (number) {
	case SYS_lseek:
		return file->at = a[1];
	case SYS_write:
		return put(file, (const char *)a[1], a[2]);
	case SYS_read:
		return get(file, (char *)a[1], a[2]);
	default:				/* ftruncate(2) */
		cut_off = file->size = a[1];
		file->bytes[file->size] = '\0';
		return 0;
	}
}

/* The states of other files, the first of which is hidden, and the second one ours */
static unsigned others_left;
static const char *const others[] = { ".new", "x.conf", "other.conf", "last.conf" };

static long list_others(char *record)
{
	unsigned short size = 40;

	for (unsigned i = 0; i < others_left; i++, record += size) {
		memset(record, 0, size);
		memcpy(record + 16, &size, sizeof size);
		str_append(record + 19, others[i]);
	}
	size *= others_left;
	others_left = 0;
	return size;
}

static long answer_without_fault(long number, const long a[6])
{
	switch (number) {
	case SYS_openat:
		return open_one((const char *)a[1], a[2]);
	case SYS_close:
		closed++;
		return 0;
	case SYS_statx:
		return look(a[0], (struct statx *)a[4]);
	case SYS_geteuid:
		return US;
	case SYS_mkdirat:
		made += strstr((const char *)a[1], "netns-apply") && a[2] == 0700;
		has_directory = true;
		return 0;
	case SYS_flock:
		locked += a[0] == DIRECTORY_FD && a[1] == LOCK_EX;
		return 0;
	case SYS_getdents64:
		return list_others((char *)a[1]);
	case SYS_unlinkat:
		removed += strcmp((const char *)a[1], "x.conf") == 0;
		file_of((const char *)a[1])->exists = false;
		return 0;
	case SYS_lseek:
	case SYS_write:
	case SYS_read:
	case SYS_ftruncate:
		return answer_for_file(number, a);
	}
	if (a[0] == DIRECTORY_FD && strcmp((const char *)a[1], ".new") == 0)
		return rename_new();	/* renameat(2) has several numbers */
	return 0;
}

static long answer(long number, const long a[6])
{
	long memory = memory_answer(number, a);

	if (memory)
		return memory;
	if (number == fault.number && fault.left-- == 0 && a[0] != STDERR_FILENO)
		return fault.error;
	if (number == SYS_write && a[0] == STDERR_FILENO) {
		snprintf(message, sizeof message, "%.*s", (int)a[2], (const char *)a[1]);
		return a[2];
	}
	return answer_without_fault(number, a);
}

static void fail(long number, long error, int after)
{
	fault.number = number;
	fault.error = error;
	fault.left = after;
	*message = '\0';
}

static void begin_state(void)
{
	memset(files, 0, sizeof files);
	fail(-1, 0, -1);
	state.fd = state.directory = -EBADF;
	state.netns = NULL;
	state.end = 0;
	state_has_changed = false;
	opened = closed = locked = made = removed = 0;
	cut_off = -1;
	has_directory = true;
	mode = 0700;
	owner = US;
	apply.status = EXIT_SUCCESS;
	apply.options.only_print = false;
}

static bool says(const char *words)
{
	return str_after_prefix("netns: " CONFIG_RUN_DIR "/../netns-apply/x.conf", message) &&
	       strstr(message, words);
}

static void check_open(void)
{
	begin_state();
	CHECK_INT(state_open(), 0, "the directory");
	CHECK(made == 1 && locked == 1, "is made, for us alone, and locked");
	CHECK((open_flags & (O_NOFOLLOW | O_DIRECTORY | O_CLOEXEC)) ==
	      (O_NOFOLLOW | O_DIRECTORY | O_CLOEXEC), "is no link");
	fail(SYS_mkdirat, -EEXIST, 0);
	CHECK_INT(state_open(), 0, "one that is there");
	fail(SYS_mkdirat, -EROFS, 0);
	CHECK_INT(state_open(), -EROFS, "one that cannot be made");
	CHECK(says("Read-only file system") || says("error 30"), "it says so");
	fail(SYS_flock, -ENOLCK, 2);
	CHECK_INT(state_open(), -ENOLCK, "one that cannot be locked");
	CHECK(says(": "), "it says so");
	fail(SYS_statx, -EIO, 3);
	CHECK_INT(state_open(), -EIO, "one that cannot be looked at");
	fail(SYS_fchdir, -EACCES, 0);
	CHECK_INT(state_open(), -ENOTDIR, "we cannot go back to where we were");
	fail(SYS_openat, -EPERM, 0);
	CHECK_INT(state_open(), -EPERM, "the run directory cannot be locked");
	CHECK(strstr(message, CONFIG_RUN_DIR ": "), "it says so");
	has_directory = false;
	fail(SYS_mkdirat, -EEXIST, 0);
	CHECK_INT(state_open(), -ENOENT, "one that goes at once");
	begin_state();
	mode = 0750;
	CHECK_INT(state_open(), -EACCES, "one that others may look into");
	CHECK(says(": others may write to it"), "it says so");
	CHECK(closed == opened, "nothing stays open");
	mode = 0700;
	owner = US + 1;
	CHECK_INT(state_open(), -EACCES, "one that is somebody else's");
}

static void check_print(void)
{
	begin_state();
	apply.options.only_print = true;
	CHECK_INT(state_open(), 0, "nothing is changed");
	CHECK(made == 0 && locked == 1, "then it is not made");
	has_directory = false;
	locked = 0;
	CHECK_INT(state_open(), 0, "nor need it be there");
	CHECK_INT(locked, 0, "there is nothing to lock");
}

static struct statement *statement_of(const char *text)
{
	char *words[16], line[256], *at = strcpy(line, text), **word = words;

	while (*at)
		*word++ = str_sep(&at, ' ');
	*word = NULL;
	return statement_new(apply.here_netns, verb_named(*words), words, word - words);
}

#define BRIDGE "\tlink br0 type bridge \n"
#define SET "here\n\tset x mtu 1400 was 1500 \n"	/* it was written at the second attempt */

static void check_forget(struct statement *bridge)
{
	state_forget(bridge);
	CHECK_TEXT(files[0].bytes, "here\n#link br0 type bridge \n" SET, "one is forgotten");
	CHECK(state_has_changed && !bridge->record, "the file has to be rewritten");
	state_forget(bridge);
	CHECK_TEXT(files[0].bytes, "here\n#link br0 type bridge \n" SET, "twice is once");
}

static void check_refusals(struct statement *bridge)
{
	char blue[] = "blue";

	state.fd = -EBADF;
	state.netns = NULL;
	fail(SYS_openat, -EACCES, 0);
	CHECK_INT(state_record(bridge), -EACCES, "a file that cannot be opened");
	CHECK_INT(bridge->record, 0, "then there is no record");
	mode = 0755;
	CHECK_INT(state_record(bridge), -EACCES, "one that others can read");
	begin_state();
	state.directory = DIRECTORY_FD;
	CHECK_INT(state_record(namespace_named(blue)), 0, "a namespace");
	CHECK_TEXT(files[0].bytes, "\tnamespace blue \n", "is its own part");
}

static void check_record(void)
{
	struct statement *bridge = statement_of("link br0 type bridge"),
			 *set = statement_of("set x mtu 1400");

	begin_state();
	state.directory = DIRECTORY_FD;
	set->was = "1500";
	CHECK_INT(state_record(bridge), 0, "a statement is written");
	CHECK_TEXT(files[0].bytes, "here\n" BRIDGE, "after its part");
	CHECK_INT(open_flags & ~O_LARGEFILE, O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_CREAT |
		  O_NONBLOCK | O_NOCTTY, "to a file, and no link, FIFO or terminal");
	fail(SYS_write, -ENOSPC, 0);
	CHECK_INT(state_record(set), -ENOSPC, "the disk is full");
	CHECK(cut_off == (long)strlen("here\n" BRIDGE) && !set->record, "nothing of it is kept");
	CHECK_INT(state_record(set), 0, "then there is room");
	CHECK_TEXT(files[0].bytes, "here\n" BRIDGE SET, "in a part that is begun again");
	state_doubt(bridge, true);
	CHECK_TEXT(files[0].bytes, "here\n?link br0 type bridge \n" SET, "one in doubt");
	CHECK(bridge->is_in_doubt, "which is known");
	state_doubt(bridge, false);
	CHECK_TEXT(files[0].bytes, "here\n" BRIDGE SET, "it is sure");
	CHECK(!state_has_changed, "so far nothing has to be rewritten");
	check_forget(bridge);
	check_refusals(bridge);
}
static void check_end(struct statement *last)
{
	state_forget(last);
	fail(SYS_unlinkat, -EPERM, 0);
	CHECK_INT(state_close(), -EPERM, "nothing is left, but the file cannot be removed");
	CHECK(says(": "), "it says so");
	CHECK_INT(state_close(), 0, "then it can");
	CHECK(!files[0].exists && !files[NEW_FILE].exists, "there is none");
}

static void check_leaving(struct statement *one, struct statement *other)
{
	begin_state();
	state.directory = DIRECTORY_FD;
	statement_enlist(one, LEAVING);
	statement_enlist(other, LEAVING);
	CHECK(state_record(one) == 0 && state_record(other) == 0, "two that could not be undone");
	state_has_changed = true;
	apply.first[WANTED] = NULL;
	CHECK_INT(state_close(), 0, "stay in the file");
	CHECK_TEXT(files[0].bytes, "here\n\tlink br1 type bridge \n\tlink br2 type bridge \n",
		   "in their order");
	apply.end = &apply.first[WANTED];
}

static void check_close(void)
{
	struct statement *bridge = statement_of("link br1 type bridge"),
			 *other = statement_of("link br2 type bridge");

	begin_state();
	state.directory = DIRECTORY_FD;
	statement_enlist(bridge, WANTED);
	statement_enlist(other, WANTED);
	CHECK(state_record(bridge) == 0 && state_record(other) == 0, "two statements");
	CHECK_INT(state_close(), 0, "nothing was forgotten");
	CHECK_TEXT(files[0].bytes, "here\n\tlink br1 type bridge \n\tlink br2 type bridge \n",
		   "then the file is not written again");
	state_forget(bridge);
	apply.options.only_print = true;
	CHECK_INT(state_close(), 0, "nothing is to be changed");
	CHECK(strchr(files[0].bytes, '#'), "then it is not written, either");
	apply.options.only_print = false;
	fail(SYS_openat, -EROFS, 0);
	CHECK_INT(state_close(), -EROFS, "a new file cannot be made");
	CHECK(says(": "), "it says so");
	fail(SYS_write, -ENOSPC, 1);
	CHECK_INT(state_close(), -ENOSPC, "it cannot be written");
	CHECK(says(": "), "it says so");
	CHECK(!files[NEW_FILE].exists && files[0].exists, "the old one stays, and not the new one");
	other->record = 1;
	fail(-1, 0, -1);
	CHECK_INT(state_close(), 0, "then it can");
	CHECK_TEXT(files[0].bytes, "here\n\tlink br2 type bridge \n", "what is left is in it");
	CHECK(!files[NEW_FILE].exists && !*message, "under its name");
	CHECK_INT(removed, 0, "at no time there was none");
	check_end(other);
	check_leaving(bridge, other);
}
static int read_again(const char *text)
{
	state.directory = DIRECTORY_FD;
	files[0].exists = text;
	apply.first[LEAVING] = NULL;
	apply.here_netns->members[LEAVING] = NULL;
	apply.part = NULL;
	if (text)
		files[0].size = strlen(strcpy(files[0].bytes, text));
	return state_read();
}

static int read_from(const char *text)
{
	begin_state();
	return read_again(text);
}

static void check_read(void)
{
	CHECK_INT(read_from(NULL), 0, "there is no state");
	CHECK(!apply.first[LEAVING] && !*message, "nothing was made then");
	CHECK_INT(read_from("here\n" "#link br3 type bridge \n"), 0, "what was forgotten");
	CHECK(!apply.first[LEAVING], "is not read");
	CHECK_INT(read_from("here\n" "\tlink br4 type bridge \n" "\tlink br5 ty"), 0,
		  "a line that has no end");
	CHECK_INT(cut_off, strlen("here\n" "\tlink br4 type bridge \n"), "is cut off");
	CHECK(apply.first[LEAVING] && !apply.first[LEAVING]->next &&
	      apply.first[LEAVING]->record == strlen("here\n") + 1, "the one before it is read");
	CHECK_INT(read_from("here\n" "\tlink br6 type nonsense colour blue \n"), -EBADMSG,
		  "a line that is damaged");
	CHECK(says(" is damaged: correct it, or remove it with what it names"), "it says so");
	CHECK(!strstr(message, "error") && !strstr(message, "message"), "and nothing else");
	CHECK_INT(cut_off, -1, "nothing is cut off");
	begin_state();
	apply.options.only_print = true;
	CHECK_INT(read_again("here\n" "\tlink br7 ty"), 0, "nothing is to be changed");
	CHECK_INT(cut_off, -1, "then nothing is cut off, either");
	CHECK_INT(read_from(""), 0, "an empty file");
	CHECK(state_close() == 0 && !files[0].exists, "does not stay");
}

static void check_others(void)
{
	begin_state();
	fail(SYS_getdents64, -EIO, 0);
	CHECK_INT(read_again("here\n" "\tlink br8 type bridge \n"), -EIO,
		  "what other files have cannot be read");
	CHECK(says(": "), "it says so");
	begin_state();
	fail(SYS_getdents64, -EIO, 0);
	CHECK_INT(read_again("here\n"), 0, "that matters only if something may go");
	begin_state();
	others_left = ARRAY_SIZE(others);
	CHECK_INT(read_again("\tnamespace green \n"), 0, "what other files have");
	CHECK_TEXT(apply.first[LEAVING]->used_by, "last.conf", "is known");
	CHECK_INT(opened, 4, "ours, the directory and two more were opened");
	CHECK_INT(closed, 3, "only ours stays open");
	begin_state();
	others_left = ARRAY_SIZE(others);
	fail(SYS_openat, -EACCES, 2);
	CHECK_INT(read_again("\tnamespace red \n"), -EACCES, "one that cannot be opened");
	CHECK(says(": "), "it says so");
	begin_state();
	fail(SYS_openat, -EBADF, 0);
	CHECK_INT(state_read(), 0, "there is no directory");
	begin_state();
	fail(SYS_openat, -EMFILE, 0);
	CHECK_INT(state_read(), -EMFILE, "it cannot be opened");
	CHECK(says(": "), "it says so");
}

static void check_memory(void)
{
	while (room_for(LINE_SIZE))
		;
	CHECK_INT(others_read(DIRECTORY_FD, "x.conf"), -ENOMEM, "no memory for other files");
	state.line = NULL;
	CHECK_INT(state_record(apply.here_netns), -ENOMEM, "nor for a line of the state");
}

int main(void)
{
	static char *none[] = { NULL };

	begin();
	environment = none;
	apply.file = "/etc/x.conf";
	if (statements_begin() < 0)
		return 1;
	check_open();
	check_print();
	check_record();
	check_close();
	check_read();
	check_others();
	check_memory();
	return end();
}
