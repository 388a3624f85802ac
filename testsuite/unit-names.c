// SPDX-License-Identifier: 0BSD
/* unit-names.c: names, and what a user may write for a namespace, as far as that needs no privilege
 *
 * Works in a run directory of its own. An entry that is alive is a symbolic link to a namespace in
 * /proc: to bind one takes privileges.
 */
#include "survey/survey.h"
#include "enter/enter.h"
#include "unit.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

static char directory[PATH_MAX];

static const char *repeated(char c, unsigned count)
{
	static char name[1024];

	memset(name, c, count);
	name[count] = '\0';
	return name;
}

static void check_validity(void)
{
	static const char *const good[] = {
		"a", "0", "blue", "...", ".a", "a.", "..a", "-", "-x", "--", " ", "a b", "*", "~",
		"\\", "\"", "gr\xc3\xbcn", "\xff", "\x80", "init", "self", "pid:1",
		"nsid:1", "all", "auto",
	};
	static const char *const bad[] = {
		"", ".", "..", "/", "a/b", "/a", "a/", "../a", "\n", "a\nb", "a\n", "\t", "\x01",
		"\x1f", "\x7f", "a\x7f", "\x1b[0m",
	};
	unsigned controls = 0;

	for (unsigned i = 0; i < ARRAY_SIZE(good); i++)
		CHECK(name_is_valid(good[i]) && is_file_name(good[i]), "a good name");
	for (unsigned i = 0; i < ARRAY_SIZE(bad); i++)
		CHECK(!name_is_valid(bad[i]), "a bad name");
	CHECK(name_is_valid(repeated('a', 254)), "254 bytes");
	CHECK(name_is_valid(repeated('a', 255)), "255 bytes");
	CHECK(!name_is_valid(repeated('a', 256)), "256 bytes are too many");
	CHECK(!name_is_valid(repeated('a', 1000)), "1,000 bytes are too many");
	for (int c = 1; c < 256; c++)
		controls += !name_is_valid((char[]){ c, '\0' });
	CHECK_INT(controls, 31 + 1 + 2, "31 bytes, DEL, slash and dot are no names");
	CHECK(is_file_name("a\nb") && is_file_name("\x7f"),
	      "others may have made entries with any byte");
	CHECK(!is_file_name("") && !is_file_name(".") && !is_file_name("..") &&
	      !is_file_name("a/b") && !is_file_name("/"), "but not with a slash, or of dots");
}

/* setenv(3), of which the library must know; VALUE is NULL: unsetenv(3) */
static void set(const char *name, const char *value)
{
	if (value)
		setenv(name, value, 1);
	else
		unsetenv(name);
	environment = environ;
}

static void check_directories(void)
{
	set("NETNS_RUN_DIR", "/somewhere");
	CHECK_TEXT(run_dir(), "/somewhere", "NETNS_RUN_DIR");
	set("NETNS_RUN_DIR", "");
	CHECK_TEXT(run_dir(), CONFIG_RUN_DIR, "an empty NETNS_RUN_DIR is none");
	set("NETNS_RUN_DIR", NULL);
	CHECK_TEXT(run_dir(), CONFIG_RUN_DIR, "the configured directory");
	set("NETNS_RUN_DIRECTORY", "/wrong");
	CHECK_TEXT(run_dir(), CONFIG_RUN_DIR, "a longer name is another variable");
	set("NETNS_RUN_DIRECTORY", NULL);
}

/* How many descriptors are open: the lowest one that is free tells, as none below it is closed. */
static int open_descriptors(void)
{
	int fd = dup(tap);

	close(fd);
	return fd;
}

/* 1: this opened our own namespace, close-on-exec; else the error, which must not leak anything */
static int opens(const char *netns)
{
	int before = open_descriptors(), fd = netns_open(netns), result = fd;
	struct stat ours, theirs;

	if (fd >= 0) {
		result = stat("/proc/self/ns/net", &ours) == 0 && fstat(fd, &theirs) == 0 &&
			 ours.st_ino == theirs.st_ino && ours.st_dev == theirs.st_dev &&
			 netns_inode(fd) == ours.st_ino &&
			 fcntl(fd, F_GETFD) == FD_CLOEXEC;
		close(fd);
	}
	return open_descriptors() == before ? result : -EMFILE;
}

static void make_entries(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int socket_fd = socket(AF_UNIX, SOCK_STREAM, 0);
	const char *scratch = getenv("T");

	snprintf(directory, sizeof directory, "%s/unit-names.XXXXXX", scratch ? scratch : "/tmp");
	if (!mkdtemp(directory) || chdir(directory) != 0)
		_exit(1);
	set("NETNS_RUN_DIR", directory);
	symlink("/proc/self/ns/net", "blue");
	symlink("/proc/self/ns/net", "a\nb");
	symlink("/nowhere", "1");
	symlink("/nowhere", "dangling");
	symlink("/proc/self/ns/mnt", "mount-namespace");
	symlink("/dev/null", "device");
	symlink("loop", "loop");
	symlink("plain/x", "below-file");
	close(open("plain", O_CREAT | O_WRONLY, 0600));
	mkdir("directory", 0700);
	mkfifo("fifo", 0600);
	strcpy(address.sun_path, "socket");
	bind(socket_fd, (struct sockaddr *)&address, sizeof address);
	close(socket_fd);
}

static void remove_entries(void)
{
	static const char *const entries[] = {
		"blue", "a\nb", "1", "dangling", "mount-namespace", "device", "loop", "plain",
		"fifo", "socket", "below-file", "init", "pid:1", "4711",
	};

	for (unsigned i = 0; i < ARRAY_SIZE(entries); i++)
		unlink(entries[i]);
	rmdir("directory");
	rmdir(directory);
}

static void check_entries(void)
{
	CHECK_INT(opens("blue"), 1, "an entry");
	CHECK_INT(opens("a\nb"), 1, "an entry with an odd name");
	CHECK_INT(opens("green"), -ENOENT, "no entry");
	CHECK_INT(opens(""), -ENOENT, "the empty name");
	CHECK_INT(opens("."), -ENOENT, "dot");
	CHECK_INT(opens(".."), -ENOENT, "dot dot");
	CHECK_INT(opens("plain"), -ESTALE, "a plain file is stale");
	CHECK_INT(opens("dangling"), -ESTALE, "a link to what is gone is stale");
	CHECK_INT(opens("directory"), -ESTALE, "a directory is stale");
	CHECK_INT(opens("fifo"), -ESTALE, "a fifo is stale, and is not waited for");
	CHECK_INT(opens("socket"), -ESTALE, "a socket is stale");
	CHECK_INT(opens("device"), -ESTALE, "a device is stale");
	CHECK_INT(opens("mount-namespace"), -ESTALE, "a namespace of another kind is stale");
	CHECK(opens("loop") < 0, "a link to itself");
	CHECK_INT(opens("below-file"), -ESTALE, "a link to what can never be is stale");
	CHECK(opens(repeated('a', 300)) < 0, "a name of 300 bytes");
}

static void check_paths(void)
{
	CHECK_INT(opens("/proc/self/ns/net"), 1, "a path");
	CHECK_INT(opens("./blue"), 1, "a relative path");
	CHECK_INT(opens("./green"), -ENOENT, "a path to nothing");
	CHECK_INT(opens("/dev/null"), -EINVAL, "a path to something else");
	CHECK_INT(opens("/"), -EINVAL, "a path to a directory");
	CHECK_INT(opens("./fifo"), -EINVAL, "a path to a fifo");
	CHECK_INT(opens("/proc/self/ns/mnt"), -EINVAL, "a path to a namespace of another kind");
	CHECK(opens("blue/") < 0, "a path with a slash at the end");
}

static void check_processes(void)
{
	char pid[32], form[64];
	int init = open("/proc/1/ns/net", O_RDONLY | O_CLOEXEC);

	snprintf(pid, sizeof pid, "%d", (int)getpid());
	CHECK_INT(opens(pid), -ENOENT, "digits are a name, not a PID");
	snprintf(form, sizeof form, "pid:%s", pid);
	CHECK_INT(opens(form), 1, "pid:N");
	snprintf(form, sizeof form, "pid:000%s", pid);
	CHECK_INT(opens(form), 1, "a PID with zeros in front");
	CHECK_INT(opens("1"), -ESTALE, "an entry whose name is digits");
	CHECK_INT(opens("pid:0"), -ESRCH, "nor pid:0");
	CHECK_INT(opens("pid:2147483647"), -ESRCH, "no such process");
	CHECK_INT(opens("pid:2147483648"), -ERANGE, "pid: and a number too large");
	CHECK_INT(opens("pid:"), -EINVAL, "pid: and nothing");
	CHECK_INT(opens("pid:x"), -EINVAL, "pid: and a letter");
	CHECK_INT(opens("pid:-1"), -EINVAL, "pid: and a negative number");
	CHECK_INT(opens("pid: 1"), -EINVAL, "pid: and a blank");
	CHECK_INT(opens("pid:self"), -EINVAL, "pid: and a word");
	CHECK_INT(opens("self"), -ENOENT, "a word that is no PID");
	CHECK_INT(opens("-1"), -ENOENT, "a negative number is a name");
	CHECK_INT(opens("+1"), -ENOENT, "so is one with a plus");
	CHECK_INT(netns_open_pid("x"), -EINVAL, "netns_open_pid: not a number");
	if (init < 0) {
		skip("init", "not allowed to look at process 1");
		return;
	}
	close(init);
	CHECK(opens("init") >= 0, "init");
	symlink("/nowhere", "init");
	CHECK_INT(opens("init"), -ESTALE, "an entry goes before init");
	symlink("/nowhere", "pid:1");
	CHECK_INT(opens("pid:1"), -ESTALE, "an entry goes before pid:N");
}

static void check_ids(void)
{
	CHECK_INT(opens("nsid:"), -EINVAL, "nsid: and nothing");
	CHECK_INT(opens("nsid:x"), -EINVAL, "nsid: and a letter");
	CHECK_INT(opens("nsid:-1"), -EINVAL, "nsid: and a negative number");
	CHECK_INT(opens("nsid:2147483648"), -ERANGE, "nsid: and a number too large");
	CHECK(opens("nsid:2147483647") < 0, "nsid: and an id that no namespace has");
}

static unsigned names, wrong;

static int count_name(const struct entry *name, void *context)
{
	(void)context;
	names++;
	wrong += strcmp(name->name, "blue") != 0 && strcmp(name->name, "a\nb") != 0;
	return 0;
}

static void check_names_of(void)
{
	int netns = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	int other = open("/", O_RDONLY | O_CLOEXEC);

	CHECK_INT(entries_of(netns, count_name, NULL), 0, "the names of our namespace can be read");
	CHECK_INT(names, 2, "our namespace has two names");
	CHECK_INT(wrong, 0, "these two");
	CHECK(entries_of(other, count_name, NULL) == 0 && names == 2, "what is none has none");
	CHECK_INT(entries_of(-1, count_name, NULL), -EBADF, "what cannot be looked at is an error");
	close(netns);
	close(other);
}

static int note_fd(struct task *task, unsigned inode, char *fd, void *wanted)
{
	(void)task;
	if (atoi(fd) == *(int *)wanted && inode == inode_at(AT_FDCWD, "/proc/self/ns/net"))
		names++;
	return 0;
}

static void check_open_files(void)
{
	int netns = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC), opened;
	struct task task = { .path = "/proc/self", .pid = 7, .tid = 7 };

	task.end = task.path + strlen(task.path);
	names = 0;
	CHECK_INT(task_fds_each(&task, note_fd, &netns), 0, "what we have open can be seen");
	CHECK_INT(names, 1, "a namespace is");
	opened = task_open_fd(&task, "0", inode_at(AT_FDCWD, "/proc/self/ns/net"));
	CHECK_INT(opened, -ESTALE, "standard input is none");
	task.tid++;
	CHECK_INT(task_fds_each(&task, note_fd, &netns), 0, "a thread other than the leader");
	CHECK_INT(names, 1, "is not asked again");
	close(netns);
}

static void check_run_directories(void)
{
	set("NETNS_RUN_DIR", "/nowhere");
	CHECK_INT(opens("blue"), -ENOENT, "no run directory, no entry");
	CHECK_INT(opens("/proc/self/ns/net"), 1, "but a path");
	set("NETNS_RUN_DIR", "/dev/null");
	CHECK_INT(opens("blue"), -ENOTDIR, "a run directory that is none");
	set("NETNS_RUN_DIR", directory);
}

enum { MANY_ROWS = 20000, LONGEST_CHAIN = 12 };

static unsigned chain_length(const struct table_row *row)
{
	unsigned length = 0;

	for (; row; row = row->next)
		length++;
	return length;
}

static void fill(struct table *table, const char *prefix, int step)
{
	char name[32];

	for (int i = 1; i <= MANY_ROWS; i++) {
		snprintf(name, sizeof name, "%s%d", prefix, i);
		if (table_add(table, step * i, name) != 0)
			CHECK(false, "there is room for many rows");
	}
}

static unsigned not_found(const struct table *table)
{
	unsigned count = 0;

	for (struct table_row *row = table->first; row < table->end; row++)
		count += table_find(table, table->is_by_name ? -1 : row->number,
				    table->is_by_name ? row->name : "") != row;
	return count;
}

static void check_table(bool is_by_name)
{
	struct table table = { .is_by_name = is_by_name };
	unsigned longest = 0;
	int sum = 0;

	CHECK(!table_find(&table, 0, "x"), "nothing at first");
	table_clear(&table);
	fill(&table, "stale", 3);
	CHECK_INT(table.end - table.first, MANY_ROWS, "as many rows as were added");
	CHECK_INT(not_found(&table), 0, "each row is found");
	for (struct table_row *row = table.first; row < table.end; row++) {
		sum += row->number;
		if (chain_length(row) > longest)
			longest = chain_length(row);
	}
	CHECK(longest <= LONGEST_CHAIN, "no row is far from where it is looked for");
	for (unsigned i = 0; i < MANY_ROWS / 2; i++) {
		struct table_row *row = i % 3 ? &table.first[i] : table.end - 1;

		sum -= row->number;
		table_remove(&table, row);
	}
	for (struct table_row *row = table.first; row < table.end; row++)
		sum -= row->number;
	CHECK_INT(sum, 0, "those that are left are the others");
	CHECK_INT(table.end - table.first, MANY_ROWS / 2, "rows can be removed");
	CHECK_INT(not_found(&table), 0, "each other row is found still");
	fill(&table, "new", -3);
	CHECK_INT(not_found(&table), 0, "so are all when others are where these have been");
	table_clear(&table);
	CHECK(table.end == table.first && !table_find(&table, 29997, "stale9999"),
	      "nothing when it was cleared");
	CHECK_INT(table_add(&table, 1, repeated('a', NAME_MAX)), 0, "the longest name");
	CHECK_INT(table_add(&table, 1, repeated('a', NAME_MAX + 1)), -ENAMETOOLONG, "a longer one");
	CHECK_INT(table.end - table.first, 1, "which is not added");
}

static void check_bind(void)
{
	CHECK(entry_bind(-1, "half") < 0, "what cannot be mounted has no name");
	CHECK_INT(access("half", F_OK), -1, "and leaves no file");
	close(open("half", O_RDONLY | O_CREAT | O_EXCL, 0));
	CHECK(entry_bind(-1, "half") < 0, "nor over what a killed add has left");
	CHECK_INT(access("half", F_OK), -1, "which does not stay, either");
}

int main(void)
{
	environment = environ;
	begin();
	check_table(true);
	check_table(false);
	check_validity();
	check_directories();
	make_entries();
	if (access("/proc/self/ns/net", R_OK) == 0) {
		check_entries();
		check_paths();
		check_processes();
		check_ids();
		check_names_of();
		check_open_files();
		check_run_directories();
		check_bind();
	} else {
		skip("what names mean", "no network namespaces in /proc");
	}
	remove_entries();
	return end();
}
