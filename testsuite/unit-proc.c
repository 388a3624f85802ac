// SPDX-License-Identifier: 0BSD
/* unit-proc.c: processes that end while they are looked at, or that may not be looked at */
#include "survey/survey.h"
#include "rules.h"

#include <linux/nsfs.h>
#include <sched.h>

enum { PROC = 100, TASKS, MOUNTS, FILE_FD = 7, WANTED = 5, OTHER = 6, OURS = 4, OUR_DEV = 8 };

static long give_number(char *record, const char *number)
{
	unsigned short size = (20 + strlen(number) + 7) & ~7;

	memset(record, 0, size);
	memcpy(record + 16, &size, sizeof size);
	str_append(record + 19, number);
	return size;
}

/* /proc has one process, number 7. */
static long give_process(char *record)
{
	static bool is_read;

	is_read = !is_read;
	return is_read ? give_number(record, "7") : 0;
}

/* Its threads, which are not all there at the first time. */
static const char *const *threads;

static long give_thread(char *record)
{
	const char *thread = *threads++;

	return *thread ? give_number(record, thread) : 0;
}

/* The mounts of a process, once. */
static const char *mounts = "1 2 0:4 net:[5] /run/netns/blue rw - nsfs nsfs rw\n";

static long give_mounts(char *text)
{
	long size = strlen(mounts);

	memcpy(text, mounts, size);
	mounts += size;
	return size;
}

static struct rule *entered;		/* net/dev, which setns(2) changes to that of OTHER */
static unsigned seconds;		/* pass with each look at the clock */

static long answer(long number, const long a[6])
{
	long memory = memory_answer(number, a);

	if (memory)
		return memory;
	if (number == SYS_setns && entered)
		entered->result = entered->result == OTHER ? OUR_DEV : OTHER;
	if (number == SYS_clock_gettime_64) {
		((int64_t *)a[1])[0] = seconds++;
		return 0;
	}
	if (number == SYS_read && a[0] == MOUNTS)
		return give_mounts((char *)a[1]);
	if (number == SYS_getdents64)
		return a[0] == PROC ? give_process((char *)a[1]) :
		       a[0] == TASKS ? give_thread((char *)a[1]) : 0;
	return answer_by_rule(number, a);
}

static struct task task = { .pid = 7, .tid = 7, .own_netns = OURS, .own_netdev = OUR_DEV };

static int descriptors_seen;

static int see(struct task *of, unsigned inode, char *number, void *context)
{
	(void)of, (void)inode, (void)number, (void)context;
	return descriptors_seen++;
}

static void check_fds(void)
{
	new_rules();
	on(SYS_openat, "/fd", -EACCES);
	on(SYS_readlinkat, "/exe", -ENOENT);
	CHECK_INT(task_fds_each(&task, see, NULL), -ESRCH, "a process that is ending");
	on_text(SYS_readlinkat, "/exe", "/");
	CHECK_INT(task_fds_each(&task, see, NULL), -EACCES, "one that may not be looked at");
	on(SYS_openat, "/fd", -EMFILE);
	on(SYS_readlinkat, "/exe", -ENOENT);
	CHECK_INT(task_fds_each(&task, see, NULL), -EMFILE, "no descriptor left for it");
	on(SYS_openat, "/fd", FILE_FD);
	on(SYS_statx, "/proc/self/ns/net", -ENOMEM);
	CHECK_INT(task_fds_each(&task, see, NULL), -ENOMEM, "our own namespace is not known");
	CHECK(descriptors_seen == 0 && open_files == 0, "nothing was seen, nothing stays open");
}

static void check_fd(void)
{
	new_rules();
	on(SYS_openat, "/fd/9", -EMFILE);
	CHECK_INT(task_open_fd(&task, "9", WANTED), -EMFILE, "a descriptor that cannot be opened");
	on(SYS_openat, "/fd/9", FILE_FD);
	on(SYS_openat, "/proc/self/fd/7", FILE_FD + 1);
	on(SYS_statx, "", OTHER);
	CHECK_INT(task_open_fd(&task, "9", WANTED), -ESTALE, "it is another one by now");
	CHECK_INT(open_files, 0, "which is closed");
	on(SYS_statx, "", WANTED);
	on(SYS_ioctl, NULL, CLONE_NEWUTS);
	CHECK_INT(task_open_fd(&task, "9", WANTED), -ESTALE, "a namespace of another kind");
	CHECK_INT(open_files, 0, "which is closed, too");
	on(SYS_ioctl, NULL, CLONE_NEWNET);
	CHECK_INT(task_open_fd(&task, "9", WANTED), FILE_FD + 1, "a network namespace");
	CHECK_INT(open_files, 1, "which is open");
	on(SYS_statx, "/proc/self/ns/net", -EIO);
	CHECK_INT(task_open_fd(&task, "9", WANTED), -EIO, "our own namespace is not known");
}

/* What is mounted on /proc may be no procfs. */
static void check_long_names(void)
{
	char name[200] = "";
	const char *const pass[] = { name, "8", "" };

	memset(name, '7', sizeof name - 1);
	new_rules();
	on(SYS_openat, "/fd/7777", FILE_FD);
	on(SYS_openat, "/fd/4294", -ESRCH);
	CHECK_INT(task_open_fd(&task, name, WANTED), -ESRCH, "a descriptor of many digits");
	new_rules();
	on(SYS_openat, "/proc/7/task", TASKS);
	on(SYS_openat, "ns/net", -ENOENT);
	on(SYS_openat, "8/ns/net", FILE_FD);
	threads = pass;
	CHECK_INT(threads_open_netns("/proc/7/task"), FILE_FD, "a thread, not one of many digits");
	on(SYS_openat, "/proc/7/task", -EMFILE);
	CHECK_INT(threads_open_netns("/proc/7/task"), -EMFILE, "threads that cannot be looked at");
}

static void check_netdev(void)
{
	struct rule *enter;

	new_rules();
	on(SYS_openat, "/proc/self/ns/net", FILE_FD);
	on(SYS_statx, "/proc/self/net/dev", WANTED);
	enter = on(SYS_setns, NULL, 0);
	CHECK_INT(netns_netdev(3), WANTED, "the net/dev of a namespace");
	CHECK(enter->calls == 2 && open_files == 0, "entered and left; nothing stays open");
	enter = on(SYS_setns, NULL, -EPERM);
	CHECK_INT(netns_netdev(3), 0, "of one that may not be entered: unknown");
	CHECK(enter->calls == 1 && open_files == 0, "nor is it left; nothing stays open");
}

static int look(void)
{
	task.netns = task.netdev = 99;
	return task_look(&task);
}

static void check_look(void)
{
	new_rules();
	on_text(SYS_readlinkat, "/proc/7/ns/net", "net:[5]");
	CHECK_INT(look(), 0, "a process");
	CHECK_INT(task.netns, WANTED, "its namespace");
	on(SYS_readlinkat, "/proc/7/ns/net", -ESRCH);
	CHECK_INT(look(), -ESRCH, "one that has ended");
	on(SYS_readlinkat, "/proc/7/ns/net", -ENOENT);
	CHECK_INT(look(), -ENOENT, "a zombie");
	on(SYS_readlinkat, "/proc/7/ns/net", -EACCES);
	on(SYS_statx, "/proc/7/net/dev", OUR_DEV);
	CHECK_INT(look(), 0, "one that may not be looked at");
	CHECK(task.netns == OURS && task.netdev == OUR_DEV, "but it is where we are");
	on(SYS_statx, "/proc/7/net/dev", WANTED);
	CHECK_INT(look(), 0, "or elsewhere");
	CHECK(task.netns == 0 && task.netdev == WANTED, "which shows in its net/dev");
	on(SYS_statx, "/proc/7/net/dev", -EACCES);
	CHECK_INT(look(), 0, "or that may not be looked at, either");
	CHECK(task.netns == 0 && task.netdev == 0, "nothing is known then");
	on(SYS_statx, "/proc/7/net/dev", -ESRCH);
	CHECK_INT(look(), -ESRCH, "or it has ended meanwhile");
}

static void check_is_in(void)
{
	task.netns = WANTED;
	task.netdev = OTHER;
	CHECK_INT(task_is_in(&task, WANTED, 1), 1, "it is in there");
	CHECK_INT(task_is_in(&task, OTHER, OTHER), 0, "it is not, whatever net/dev says");
	task.netns = 0;
	CHECK_INT(task_is_in(&task, WANTED, OTHER), 1, "it is, as net/dev shows");
	CHECK_INT(task_is_in(&task, WANTED, WANTED), 0, "it is not");
	CHECK_INT(task_is_in(&task, WANTED, 0), -1, "the net/dev of the namespace is unknown");
	task.netdev = 0;
	CHECK_INT(task_is_in(&task, WANTED, OTHER), -1, "its own is");
	CHECK_INT(task_is_in(&task, WANTED, 0), -1, "both are");
}

static void check_comm(void)
{
	char text[TASK_COMM_SIZE];

	new_rules();
	on(SYS_openat, "/proc/7/comm", FILE_FD);
	on_text(SYS_read, NULL, "sh\n");
	CHECK_INT(task_comm(&task, text), 0, "the name of a program");
	CHECK_TEXT(text, "sh", "without the newline");
	CHECK_INT(open_files, 0, "nothing stays open");
	on(SYS_read, NULL, -ESRCH);
	CHECK(task_comm(&task, text) == 0 && !*text, "it has ended: no name");
	on(SYS_openat, "/proc/7/comm", -ENOENT);
	CHECK(task_comm(&task, text) == 0 && !*text, "or a moment earlier");
	on(SYS_openat, "/proc/7/comm", -EMFILE);
	CHECK(task_comm(&task, text) == -EMFILE && !*text, "it cannot be read");
}

static void check_words(void)
{
	struct hidden hidden = { 0 };
	struct task next = { .pid = 9, .tid = 9 };

	new_rules();
	on(SYS_faccessat, "/proc/self/ns/net", 0);
	on(SYS_geteuid, NULL, 1000);
	CHECK(!proc_missing(), "/proc is there");
	CHECK_INT(proc_warn("blue", 0, 0), EXIT_SUCCESS, "all was seen");
	CHECK_INT(proc_warn("blue", -EXDEV, 0), EXIT_FAILURE, "the /proc of others");
	CHECK_TEXT(message, "netns: blue: /proc is of another PID namespace\n", "it says so");
	count_hidden(&hidden, &task);
	count_hidden(&hidden, &task);
	CHECK_INT(hidden.count, 1, "two threads of a process are one");
	CHECK_INT(proc_warn("blue", 0, hidden.count), EXIT_FAILURE, "one may be missing");
	CHECK(strstr(message, "blue: there may be more: 1 process may not be looked at"),
	      "it says so");
	count_hidden(&hidden, &next);
	proc_warn("blue", 0, hidden.count);
	CHECK(strstr(message, ": 2 processes may not"), "two may be missing");
	if (!ENABLE_FEATURE_ADVICE) {
		skip("the way out", "FEATURE_ADVICE is off");
		return;
	}
	CHECK(strstr(message, " (run as root)"), "the way out");
	on(SYS_geteuid, NULL, 0);
	proc_warn("blue", 0, 1);
	CHECK(!strstr(message, "root"), "not for root");
	proc_warn("blue", -EACCES, 0);
	CHECK(strstr(message, "blue: cannot see all processes (hidepid?)"), "hidepid");
	on(SYS_faccessat, "/proc/self", 0);
	on(SYS_faccessat, "/proc/self/ns/net", -ENOENT);
	proc_warn("blue", -ENODEV, 0);
	CHECK(strstr(message, "CONFIG_NET_NS"), "a kernel without namespaces");
	on(SYS_faccessat, "/proc/self", -ENOENT);
	proc_warn("blue", -ENODEV, 0);
	CHECK(strstr(message, " (is /proc mounted?)"), "no /proc");
}

/* Process 7 is in the namespace that is looked for; opening that has this RESULT. */
static int find(long result)
{
	new_rules();
	on(SYS_openat, NULL, -ENOENT);
	on(SYS_openat, "/proc/", PROC);
	on(SYS_openat, "/proc/7/", -ESRCH);
	on(SYS_openat, "/proc/7/ns/net", result);
	on_text(SYS_readlinkat, "/proc/self", "1");
	on_text(SYS_readlinkat, "/proc/self/ns/net", "net:[4]");
	on(SYS_readlinkat, "/proc/7/", -ESRCH);
	on_text(SYS_readlinkat, "/proc/7/ns/net", "net:[5]");
	on(SYS_lseek, NULL, 0);
	on(SYS_faccessat, "/proc/1", 0);
	on(SYS_statx, NULL, WANTED);
	on(SYS_statx, "/task/", -ESRCH);
	on(SYS_fcntl, NULL, FILE_FD + 1);
	return netns_find_inode(WANTED);
}

static void check_find(void)
{
	CHECK_INT(find(FILE_FD), FILE_FD + 1, "a namespace by its inode number");
	CHECK_INT(open_files, 0, "nothing else stays open");
	CHECK_INT(find(-ESRCH), -ENOENT, "its process has ended: there is none");
	CHECK_INT(find(-ENOENT), -ENOENT, "or is a zombie");
	CHECK_INT(find(-EMFILE), -EMFILE, "what could not be opened may have been the one");
	CHECK_INT(open_files, 0, "nothing stays open");
	on(SYS_faccessat, "/proc/1", -ENOENT);
	CHECK_INT(netns_find_inode(OTHER), -EACCES, "so may those that hidepid hides");
	on(SYS_readlinkat, "/proc/self/ns/net", -ENOENT);
	CHECK_INT(netns_find_inode(OTHER), -ENOENT, "without /proc there is none");
}

static int count_mount(struct task *first, unsigned inode, char *point, void *count)
{
	(void)first;
	*(int *)count += inode == WANTED && str_equal(point, "/run/netns/blue");
	return 0;
}

/* The first process of a mount namespace may end before its mounts are read. */
static void check_mounts_once(void)
{
	struct table seen = { 0 };
	struct rule *opened;
	int count = 0;

	new_rules();
	on_text(SYS_readlinkat, "/proc/7/ns/mnt", "mnt:[77]");
	opened = on(SYS_openat, "/proc/7/mountinfo", -EINVAL);
	CHECK_INT(netns_mounts_once(&task, &seen, count_mount, &count), -ESRCH, "it is ending");
	opened->result = -ENOENT;
	CHECK_INT(netns_mounts_once(&task, &seen, count_mount, &count), -ESRCH, "it has ended");
	opened->result = MOUNTS;
	CHECK_INT(netns_mounts_once(&task, &seen, count_mount, &count), 0, "another one has not");
	CHECK_INT(count, 1, "so its mounts are read");
	CHECK_INT(netns_mounts_once(&task, &seen, count_mount, &count), 0, "a third one");
	CHECK_INT(count, 1, "they are not read again");
	CHECK_INT(opened->calls, 3, "nor opened");
}

static int count_thread(struct task *thread, void *count)
{
	*(int *)count = *(int *)count * 10 + thread->tid;
	return 0;
}

/* As long as the directory says that there are more threads, they are visited again. */
static void check_threads(void)
{
	static const char *const passes[] = { "7", "8", "", "7", "8", "9", "", "" };
	int visited = 0;

	new_rules();
	on(SYS_openat, "/proc/", PROC);
	on(SYS_openat, "/proc/7/task/", TASKS);
	on_text(SYS_readlinkat, "/proc/self", "1");
	on_text(SYS_readlinkat, "/ns/net", "net:[5]");
	on(SYS_lseek, NULL, 0);
	on(SYS_faccessat, "/proc/1", 0);
	on(SYS_statx, NULL, OUR_DEV);
	on(SYS_statx, "/proc/7/task/", 1)->links = 2 + 3;
	threads = passes;
	CHECK_INT(proc_each(count_thread, &visited), 0, "a process with three threads");
	CHECK_INT(visited, 7889, "one of them was passed over at first");
	CHECK_INT(open_files, 0, "nothing stays open");
}

/* A process that may not be looked at, but whose net/dev may be: is it in "blue"? */
static void look_for_occupants(long netdev)
{
	new_rules();
	on(SYS_openat, NULL, FILE_FD);
	on(SYS_openat, "/proc/", PROC);
	on(SYS_openat, "/proc/loadavg", -ENOENT);
	on_text(SYS_readlinkat, "/proc/self", "1");
	on_text(SYS_readlinkat, "/proc/self/ns/net", "net:[4]");
	on(SYS_readlinkat, "/proc/7/ns/net", -EACCES);
	on(SYS_statx, NULL, WANTED);
	entered = on(SYS_statx, "/proc/self/net/dev", OUR_DEV);
	on(SYS_statx, "/proc/7/net/dev", netdev);
	on(SYS_lseek, NULL, 0);
	on(SYS_faccessat, "/proc/", 0);
	on(SYS_ioctl, NULL, CLONE_NEWNET);
	on(SYS_setns, NULL, 0);
	on(SYS_ppoll_64, NULL, 0);
	occupants_forget();
	occupants_add("blue", WANTED);
	CHECK_INT(occupants_wait(false), 0, "who is in a namespace");
	CHECK_INT(open_files, 0, "nothing stays open");
}

static void check_occupants(void)
{
	look_for_occupants(OTHER);
	CHECK(!occupants_are_gone(all_occupants) && all_occupants->count == 1, "a process is");
	CHECK_INT(occupants_warn(all_occupants, NULL), EXIT_FAILURE, "so it is busy");
	CHECK_TEXT(message, "netns: blue: busy: 1 process: 7\n", "by that process");
	look_for_occupants(WANTED);
	CHECK(occupants_are_gone(all_occupants), "it is elsewhere");
	look_for_occupants(-EACCES);
	CHECK(!occupants_are_gone(all_occupants) && all_occupants->count == 0, "it may be");
	CHECK_INT(occupants_warn(all_occupants, NULL), EXIT_FAILURE, "so it may be busy");
	CHECK(strstr(message, "blue: there may be more: 1 process may not"), "it says so");
}

static int see_entry(const struct entry *entry, void *count)
{
	(void)entry;
	return *(int *)count += 1, 0;
}

/* The only name there is leads to what statx(2) shows, or fails with. */
static int names_of(long result, int *count)
{
	static const char *const names[] = { "blue", "" };

	new_rules();
	on(SYS_openat, CONFIG_RUN_DIR, TASKS);
	on(SYS_statx, NULL, WANTED);
	on(SYS_statx, "blue", result);
	threads = names;
	*count = 0;
	return entries_of(FILE_FD, see_entry, count);
}

static void check_entries(void)
{
	int count;

	CHECK(names_of(WANTED, &count) == 0 && count == 1, "a name of a namespace");
	CHECK(names_of(OTHER, &count) == 0 && count == 0, "one of another");
	CHECK(names_of(-ENOENT, &count) == 0 && count == 0, "one that is gone");
	CHECK(names_of(-EIO, &count) == -EIO && count == 0, "one that cannot be looked at");
	CHECK(strstr(message, "netns: blue: "), "it is named");
	CHECK_INT(open_files, 0, "nothing stays open");
}

static void check_occupied(void)
{
	look_for_occupants(OTHER);
	on_text(SYS_readlinkat, "/proc/7/ns/net", "net:[5]");
	occupied_forget();
	occupied_read();
	CHECK(is_occupied(WANTED) && !is_occupied(OTHER), "a process is in a namespace");
	look_for_occupants(-EACCES);
	occupied_read();
	CHECK(!is_occupied(OTHER), "they are looked at once");
	occupied_forget();
	occupied_read();
	CHECK(is_occupied(OTHER), "one that may not be looked at may be in any");
}

int main(void)
{
	static char *none[] = { NULL };

	begin();
	environment = none;
	task.end = str_append(task.path, "/proc/7");
	check_fds();
	check_fd();
	check_long_names();
	check_netdev();
	check_look();
	check_is_in();
	check_comm();
	check_threads();
	check_mounts_once();
	check_words();
	check_occupants();
	check_occupied();
	check_entries();
	if (ENABLE_FEATURE_LIST_ALL)
		check_find();
	return end();
}
