// SPDX-License-Identifier: 0BSD
/* unit-survey.c: more namespaces than the census has room for, with long names */
#include "survey/survey.h"
#include "enter/enter.h"
#include "calls.h"
#include "unit.h"

#include <sched.h>

enum { RUN = 1000, PROC, LOADAVG, NAMESPACE };
enum { GOOD = 1, GONE, REFUSED };		/* ids that the kernel lists */
enum { NAME_SIZE = 255, LONG_NAME_SIZE = 300 };	/* bytes */
enum { ROOM = ALL_NETNS_SIZE / 2 };
/* MANY names: a twentieth more than there is room for, also where pointers have 32 bits */
enum { FEW = 3, MANY = ROOM / (NAME_SIZE + 1 + sizeof(struct netns)) / 19 * 20 };

static unsigned names_left;
static bool gives_long_names;
static uint64_t inode, inode_step = 1, ids[2];
static long ids_room;
static char message[1024];

static unsigned walks;			/* through /proc */
static const char *loads;		/* lines of /proc/loadavg, one each time it is read */

static long open_any(const char *path)
{
	if (str_equal(path, "/proc/loadavg"))
		return LOADAVG;
	walks += str_equal(path, "/proc/");
	return str_equal(path, run_dir()) ? RUN : str_equal(path, "/proc/") ? PROC : NAMESPACE;
}

static long read_load(char *text)
{
	static bool is_read;
	size_t size = strchr(loads, '\n') + 1 - loads;

	is_read = !is_read;
	if (!is_read)
		return 0;
	memcpy(text, loads, size);
	loads += size;
	return size;
}

static char *add_record(char *record, unsigned name_size)
{
	unsigned short size = (19 + name_size + 1 + 7) & ~7;

	memset(record, 0, size);
	memcpy(record + 16, &size, sizeof size);
	memset(record + 19, 'a', name_size);
	return record + size;
}

/* Processes: when the end of /proc has been read, and not before, there is another one. */
static unsigned processes, proc_at;

static long give_process(char *record)
{
	static const char *const pids[] = { "7", "9", "11" };
	uint64_t offset = proc_at + 1;

	if (proc_at >= processes)
		return 0;
	add_record(record, 2);
	memcpy(record + 8, &offset, sizeof offset);
	str_append(record + 19, pids[proc_at++]);
	return 24;
}

static long seek(long fd, long offset)
{
	if (fd != PROC)
		return 0;
	proc_at = offset;
	processes += processes > 0 && processes < 3;
	return offset;
}

/* One entry at a time, in some tests between two whose names are too long; none in /proc */
static long give_entry(char *records, long fd)
{
	char *end = records;

	if (fd == PROC)
		return give_process(records);
	if (fd != RUN || names_left == 0)
		return 0;
	names_left--;
	if (gives_long_names)
		end = add_record(end, LONG_NAME_SIZE);
	end = add_record(end, NAME_SIZE);
	if (gives_long_names)
		end = add_record(end, LONG_NAME_SIZE);
	return end - records;
}

static long give_ids(uint64_t *to, long room)
{
	ids_room = room;
	memcpy(to, ids, sizeof ids);
	return ids[0] ? ARRAY_SIZE(ids) : 0;
}

static long open_handle(const uint64_t *handle)
{
	if (handle[1] == GOOD)
		return NAMESPACE;
	return handle[1] == GONE ? -ESTALE : -EPERM;
}

static long task_error = -ENOENT;	/* of the directory of a process's threads */

static long here_error;			/* of the working directory */

static unsigned long long next_inode(void)
{
	return inode += inode_step;
}

static long give_stat(int directory, const char *path, struct statx *stat)
{
	if (str_equal(path, "/proc/7/task/"))
		return task_error;
	if (str_equal(path, "."))
		return here_error;
	if (directory < 0 && directory != AT_FDCWD)
		return -EBADF;
	*stat = (struct statx){ .stx_ino = next_inode(), .stx_mode = 0100444 };
	return 0;
}

static long keep_message(const char *text, long size)
{
	snprintf(message, sizeof message, "%.*s", (int)size, text);
	return size;
}

static long answer(long number, const long a[6])
{
	long memory = memory_answer(number, a);

	if (memory)
		return memory;
	switch (number) {
	case SYS_openat:
		return open_any((const char *)a[1]);
	case SYS_getdents64:
		return give_entry((char *)a[1], a[0]);
	case SYS_ioctl:
		return CLONE_NEWNET;
	case SYS_statx:
		return give_stat(a[0], (const char *)a[1], (struct statx *)a[4]);
	case SYS_readlinkat:
		return sprintf((char *)a[2], "net:[%llu]", next_inode());
	case SYS_read:
		return read_load((char *)a[1]);
	case SYS_lseek:
		return seek(a[0], a[1]);
	case SYS_faccessat:
	case SYS_close:
		return 0;
	case SYS_fcntl:
		return NAMESPACE;
	case SYS_socket:
		return -ESRCH;			/* no ids then, and no failure */
	case SYS_write:
		return keep_message((const char *)a[1], a[2]);
	case NEW_CALL_BASE + 470:
		return give_ids((uint64_t *)a[1], a[2]);	/* listns(2) */
	case SYS_open_by_handle_at:
		return open_handle((const uint64_t *)a[1]);
	}
	return -ENOSYS;
}

static void check_few(void)
{
	names_left = FEW;
	CHECK_INT(survey_read(), EXIT_SUCCESS, "a few are all there is");
	CHECK_INT(all_netns_end - all_netns, FEW, "as many as there are names");
	CHECK_TEXT(message, "", "no message");
}

/* FUSE may give names longer than NAME_MAX, for which nobody has room. */
static void check_long(void)
{
	unsigned whole = 0;

	names_left = FEW;
	gives_long_names = true;
	CHECK_INT(survey_read(), EXIT_FAILURE, "names that are too long are a failure");
	CHECK(strstr(message, ": there may be more: File name too long\n") ||
	      strstr(message, ": there may be more: error 36\n"), "it says so");
	for (struct netns *netns = all_netns; netns < all_netns_end; netns++)
		whole += strlen(netns->label) == NAME_SIZE;
	CHECK_INT(whole, FEW, "the others are there");
	CHECK_INT(all_netns_end - all_netns, FEW, "and no more");
	gives_long_names = false;
}

static void check_many(void)
{
	const char *first, *behind_all;
	unsigned whole = 0, room;

	names_left = MANY;
	CHECK_INT(survey_read(), EXIT_FAILURE, "too many are a failure");
	CHECK(strstr(message, ": there may be more: Out of memory\n") ||
	      strstr(message, ": there may be more: error 12\n"), "it says so");
	CHECK_INT(names_left, 0, "all names were read");
	for (struct netns *netns = all_netns; netns < all_netns_end; netns++)
		whole += strlen(netns->label) == NAME_SIZE && netns->is_named;
	CHECK_INT(whole, all_netns_end - all_netns, "those that are listed are whole");
	CHECK(whole > MANY / 10 * 9 && whole < MANY, "as many as there is room for");
	first = all_netns->label;
	behind_all = (const char *)all_devices;
	CHECK(all_netns_end[-1].label + NAME_SIZE < behind_all,
	      "the last label ends before what follows");
	CHECK((const char *)(all_netns_end + 1) <= first, "so do the namespaces");
	/* Of the shortest names there are the most: one byte, its NUL, and what each takes. */
	room = (behind_all - first) / (sizeof(struct netns) + 2) + 1;
	CHECK((const char *)(all_netns + room + 1) <= first, "they would with the shortest names");
	CHECK(ids_room > (long)room, "more ids are asked for than there is room for namespaces");
}

/* ONE and OTHER are listed; how many there are. */
static int list_ids(uint64_t one, uint64_t other, int status)
{
	names_left = 0;
	*message = '\0';
	ids[0] = one;
	ids[1] = other;
	CHECK_INT(survey_read(), status, "namespaces that only the kernel lists");
	return all_netns_end - all_netns;
}

static void check_listed(void)
{
	char label[32];

	CHECK_INT(list_ids(GOOD, GOOD, EXIT_SUCCESS), 2, "two that are held somehow");
	sprintf(label, "net:[%u]", all_netns->inode);
	CHECK_TEXT(all_netns->label, label, "its inode number is its name");
	CHECK(!all_netns->is_named && all_netns->pid == 0, "it has no other, and no process");
	CHECK_INT(list_ids(GONE, GOOD, EXIT_SUCCESS), 1, "one that has gone since");
	CHECK_INT(list_ids(GOOD, REFUSED, EXIT_FAILURE), 1, "one that we may not open");
	CHECK(strstr(message, ": there may be more: "), "it says so");
	inode_step = 0;
	CHECK_INT(list_ids(GOOD, GOOD, EXIT_SUCCESS), 1, "one that is found already");
}

static int visit(struct task *task, void *count)
{
	if (count)
		*(int *)count = *(int *)count * 100 + task->pid;
	return 0;
}

static void check_late(void)
{
	int pids = 0;

	processes = 1;
	proc_at = 0;
	CHECK_INT(proc_each(visit, &pids), 0, "processes that begin at the end of a walk");
	CHECK_INT(pids, 70911, "each is visited, and once");
	processes = 1;
	proc_at = 0;
	task_error = -EIO;
	CHECK_INT(proc_each(visit, &pids), -EIO, "whose threads cannot be looked at");
	names_left = FEW;
	gives_long_names = true;
	processes = 1;
	proc_at = 0;
	*message = '\0';
	CHECK_INT(survey_read(), EXIT_FAILURE, "neither can all names be read");
	CHECK(strstr(message, ": cannot see all processes: "), "what matters more is reported");
	gives_long_names = false;
	processes = names_left = 0;
}

static void check_wrap(void)
{
	loads = "0.20 0.18 0.12 1/80 300\n" "0.20 0.18 0.12 1/80 301\n" "\n";
	walks = 0;
	CHECK_INT(look_for_processes(visit, NULL), 0, "all processes");
	CHECK_INT(walks, 1, "are seen in one walk");
	loads = "0 0 0 1/8 300\n" "0 0 0 1/8 5\n" "0 0 0 1/8 5\n" "0 0 0 1/8 6\n" "\n";
	walks = 0;
	CHECK_INT(look_for_processes(visit, NULL), 0, "process numbers begin again meanwhile");
	CHECK_INT(walks, 2, "then there is another walk");
}

/* Whether a name is in use elsewhere */
static void check_elsewhere(void)
{
	*message = '\0';
	here_error = -EIO;
	CHECK_INT(elsewhere_warn("blue", ": is ", NULL), EXIT_FAILURE,
		  "the run directory cannot be looked at");
	CHECK(strstr(message, "blue: ") && strstr(message, ": Input/output error"),
	      "it says so");
	here_error = 0;
	CHECK_INT(elsewhere_warn("blue", ": is ", NULL), EXIT_SUCCESS, "then it can");
	here_error = -EIO;
	CHECK_INT(elsewhere_warn("blue", ": is ", NULL), EXIT_SUCCESS, "it is looked at once");
	elsewhere_forget();
	CHECK_INT(elsewhere_warn("blue", ": is ", NULL), EXIT_FAILURE, "or when others may know");
	here_error = 0;
}

int main(void)
{
	static char *none[] = { NULL };

	begin();
	environment = none;
	check_few();
	check_long();
	check_many();
	check_listed();
	check_wrap();
	check_late();
	check_elsewhere();
	return end();
}
