// SPDX-License-Identifier: 0BSD
/* fuzz-proc.c: what /proc says of mounts and processes, and the files of users
 *
 * The input is which reader, in one byte, how much is read at a time, in another, and the text, or
 * two texts up to a NUL each; for the walk of /proc, what each call says. What is kept lies in
 * memory that AddressSanitizer watches over.
 */
#include "survey/survey.h"
#include "enter/enter.h"
#include "calls.h"
#include "fuzz.h"

#include <sched.h>
#include <sys/mman.h>

enum { DESCRIPTOR = 1000, INODE = 4026531840u, FIRST_SEED = 4026532000u };

/* A mount namespace is looked at once: here each is another one. */
#define netns_mounts_once(task, known, visit, context) \
	(*(known) = *(known), netns_mounts_each(task, visit, context))
#include "../libnetns/survey/survey.c"
#undef netns_mounts_once
#include "../libnetns/enter/user.c"

static bool walks;
static size_t piece, room_size;
static char file[2][1 << 15];		/* what a descriptor is read from */
static const char *rest;
static long id[2];
static uint64_t inode;
static void *memory[5];		/* mountinfo, two tables; of a user: the tables, the variables */
static unsigned maps;

static long give(char *buffer, size_t size)
{
	size_t length_ = rest ? strlen(rest) : 0;

	if (size > piece)
		size = piece;
	if (size > length_)
		size = length_;
	memcpy(buffer, rest ? rest : "", size);
	rest = rest ? rest + size : rest;
	return size;
}

/* What others have mounted is looked at one directory after the other, without following links;
 * nothing but files of /proc and /etc is opened for reading. */
static long open_any(int directory, const char *path, long flags)
{
	if (strncmp(path, "/proc/", 6) != 0 && strncmp(path, "/etc/", 5) != 0)
		MUST(directory >= DESCRIPTOR && flags & O_PATH && flags & O_NOFOLLOW &&
		     !strchr(path, '/'));
	rest = file[strcmp(path, "/etc/group") == 0];
	return DESCRIPTOR + (directory & 7);
}

/* Without openat2(2), or with it: what is there, a link, or what is not cached. */
static long open_beneath(int directory, const char *path, const uint64_t how[])
{
	static const int results[] = { -ENOSYS, DESCRIPTOR, -ELOOP, -EAGAIN };
	enum { NO_SYMLINKS = 4, BENEATH = 8 };

	MUST(directory >= DESCRIPTOR && how[0] & O_PATH);
	MUST(how[2] & NO_SYMLINKS && how[2] & BENEATH);
	return results[strlen(path) % ARRAY_SIZE(results)];
}

static long give_status(struct statx *status, uint64_t number)
{
	*status = (struct statx){ .stx_mask = ~0u, .stx_ino = number, .stx_nlink = number };
	return 0;
}

/* A process may end at any time, or not be one that we may look at. */
static long answer_walk(long number, const long a[])
{
	enum { LINK_LENGTH = sizeof "net:[4026531840]" - 1 };
	static const int errors[] = { ENOENT, ESRCH, EACCES, ENOMEM };
	unsigned byte = take_byte();

	if (number == SYS_close)
		return 0;
	if (byte < 16)
		return -errors[byte % ARRAY_SIZE(errors)];
	switch (number) {
	case SYS_faccessat:
	case SYS_setns:
		return 0;
	case SYS_openat:
		return DESCRIPTOR + byte;
	case SYS_ioctl:
		return byte & 1 ? CLONE_NEWNET : CLONE_NEWNS;
	case SYS_getdents64:
		return take_records((char *)a[1], a[2], piece, 256);
	case SYS_read:
		return take_bytes((char *)a[1], (size_t)a[2] < byte ? (size_t)a[2] : byte);
	case SYS_readlinkat:
		if (byte & 1)
			return take_bytes((char *)a[2], (size_t)a[3] < byte ? (size_t)a[3] : byte);
		snprintf((char *)a[2], a[3], "net:[%u]", INODE + byte);
		return a[3] < LINK_LENGTH ? a[3] : LINK_LENGTH;
	case SYS_statx:
		return give_status((void *)a[4], byte);
	case SYS_lseek:
		return 0;
	}
	return -ENOSYS;
}

static long answer(long number, const long a[6])
{
	if (walks)
		return answer_walk(number, a);
	switch (number) {
	case SYS_mmap:
		MUST(maps < ARRAY_SIZE(memory));
		memory[maps] = mmap((void *)a[0], a[1], a[2], a[3], a[4], a[5]);
		return (long)memory[maps++];
	case SYS_openat:
		return open_any(a[0], (char *)a[1], a[2]);
	case NEW_CALL_BASE + 437:
		return open_beneath(a[0], (char *)a[1], (uint64_t *)a[2]);
	case SYS_read:
		return give((char *)a[1], a[2]);
	case SYS_readlinkat:
		return give((char *)a[2], a[3]);
	case SYS_statx:
		return give_status((void *)a[4], a[2] & AT_STATX_DONT_SYNC ? FIRST_SEED : ++inode);
	case SYS_setgroups:
		MUST(a[0] > 0 && (size_t)a[0] <= 1 + strlen(file[1]));
		return 0;
	case SYS_setresgid:
	case SYS_setresuid:
		id[number == SYS_setresuid] = a[0];
		MUST(a[0] >= 0 && a[0] == a[1] && a[0] == a[2]);
		return 0;
	case SYS_close:
	case SYS_capset:
		return 0;
	case SYS_writev:
		return 1;
	}
	return -ENOSYS;
}

/* Has READ fill the census, in so many bytes of text. */
static void take_census(void (*read)(void), size_t text_size)
{
	enum { LABEL_SIZE = sizeof "net:[18446744073709551615]" };
	/* what does not fit is written, but not counted */
	char *begin = room = malloc(text_size + LABEL_SIZE + sizeof file[0]);

	room_size = text_size;
	all_netns = all_netns_end = calloc(room_size / sizeof *all_netns + 1, sizeof *all_netns);
	all_devices = (void *)(begin + room_size);
	failure = 0;
	table_clear(&inodes);
	table_clear(&mount_namespaces);
	read();
	for (struct netns *netns = all_netns; netns < all_netns_end; netns++) {
		MUST(strncmp(netns->label, "net:[", 5) == 0 && strlen(netns->comm) < 17);
		MUST(netns->label + strlen(netns->label) < begin + room_size);
		MUST(!netns->mount || (netns->mount >= begin &&
				       netns->mount + strlen(netns->mount) < begin + room_size));
		MUST(netns->inode && (netns->mount || netns->processes));
	}
	MUST(room < begin + room_size);
	free(all_netns);
	free(begin);
}

static void read_mountinfo(void)
{
	struct task task = { .pid = 1, .end = task.path + 7, .path = "/proc/1" };

	netns_mounts_each(&task, record_mount, NULL);
}

static int look_at(struct task *task, void *hidden)
{
	int is_in = task_is_in(task, INODE + 16, netns_netdev(DESCRIPTOR));

	MUST(task->pid > 0 && atoi(task->path + 6) == task->pid && strlen(task->path) < 48);
	MUST(!*task->end || *task->end == '/');
	MUST(task->netns ? is_in == (task->netns == INODE + 16) : is_in >= -1 && is_in <= 1);
	return record_task(task, hidden);
}

static void walk(void)
{
	struct hidden hidden = { .count = 0 };

	walks = true;
	MUST(proc_each(look_at, &hidden) <= 0);
	walks = false;
}

static void read_numbers(void)
{
	char *link = strdup(take_string(file[0], sizeof file[0]));
	char comm[TASK_COMM_SIZE];
	struct task task = { .pid = 1, .end = task.path + 7, .path = "/proc/1" };

	if (netns_link_number(link))
		MUST(strncmp(link, "net:[", 5) == 0);
	free(link);
	rest = file[0];
	MUST(task_comm(&task, comm) <= TASK_COMM_SIZE && strlen(comm) < TASK_COMM_SIZE);
}

static void read_users(void)
{
	static char *none[] = { NULL };
	char user[64];
	unsigned first = maps;

	take_string(user, sizeof user);
	take_string(file[0], sizeof file[0]);
	take_string(file[1], sizeof file[1]);
	environment = none;
	id[0] = id[1] = -1;
	if (user_become(user) == EXIT_SUCCESS)
		MUST(id[0] >= 0 && id[1] >= 0);
	for (char **variable = environment; *variable; variable++)
		MUST(strchr(*variable, '='));
	while (maps > first)
		munmap(memory[--maps], MEMORY_SIZE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned which;

	begin_input(data, size);
	which = take_byte();
	piece = 1 + take_byte() * 37;
	switch (which % 4) {
	case 0:
		take_string(file[0], sizeof file[0]);
		take_census(read_mountinfo, strlen(file[0]) + 1 + piece % 300);
		break;
	case 1:
		read_numbers();
		break;
	case 2:
		read_users();
		break;
	case 3:
		take_census(walk, 1 + piece);
		break;
	}
	return 0;
}
