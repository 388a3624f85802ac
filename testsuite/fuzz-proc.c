// SPDX-License-Identifier: 0BSD
/* fuzz-proc.c: what /proc tells of mounts and processes, and the files of users
 *
 * The input is which reader, in one byte, how much is read at a time, in another, and the text, or
 * two texts up to a NUL each. What is kept lies in memory that AddressSanitizer watches over.
 */
#include "netns.h"
#include "fuzz.h"

#include <stdarg.h>
#include <sys/mman.h>
#include <sys/syscall.h>

enum { NETNS_ROOM = 2000, DESCRIPTOR = 1000 };

/* A mount namespace is looked at once: here each is another one. */
#define map_find_number(map, number) (*(map) = *(map), (void *)NULL)
#define map_add(map, number, name) 0
#include "../libnetns/census.c"
#undef map_find_number
#undef map_add
#include "../libnetns/user.c"

static size_t piece, room;
static char file[2][1 << 15];		/* what a descriptor is read from */
static const char *rest;
static long id[2];
static uint64_t inode;
static void *memory;

unsigned flags;

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

long syscall(long number, ...)
{
	long a[6];
	va_list list;

	va_start(list, number);
	for (unsigned i = 0; i < ARRAY_SIZE(a); i++)
		a[i] = va_arg(list, long);
	va_end(list);
	switch (number) {
	case SYS_mmap:
		memory = mmap((void *)a[0], a[1], a[2], a[3], a[4], a[5]);
		return (long)memory;
	case SYS_openat:
		rest = file[strcmp((char *)a[1], "/etc/group") == 0];
		return DESCRIPTOR + a[0] % 7;
	case SYS_read:
		return give((char *)a[1], a[2]);
	case SYS_readlinkat:
		return give((char *)a[2], a[3]);
	case SYS_statx:
		*(struct statx *)a[4] = (struct statx){ .stx_mask = ~0u, .stx_ino = ++inode };
		return 0;
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
	errno = ENOSYS;
	return -1;
}

static void read_mountinfo(void)
{
	struct task task = { .pid = 1, .proc = 3, .length = 1, .path = "1" };

	take_string(file[0], sizeof file[0]);
	room = strlen(file[0]) + 1 + piece % 3;
	all_netns = all_netns_end = calloc(NETNS_ROOM, sizeof *all_netns);
	char *begin = text = malloc(room);
	text_end = text + room;
	note_mounts(&task);
	for (struct netns *netns = all_netns; netns < all_netns_end; netns++) {
		MUST(netns->inode && strncmp(netns->label, "net:[", 5) == 0);
		MUST(netns->mount >= begin && netns->mount + strlen(netns->mount) < text_end);
	}
	free(all_netns);
	free(begin);
}

static void read_numbers(void)
{
	char *link = strdup(take_string(file[0], sizeof file[0]));
	char comm[TASK_COMM_SIZE];
	struct task task = { .pid = 1, .proc = 3, .length = 1, .path = "1" };

	if (netns_number(link))
		MUST(strncmp(link, "net:[", 5) == 0);
	free(link);
	rest = file[0];
	MUST(task_comm(&task, comm) <= TASK_COMM_SIZE && strlen(comm) < TASK_COMM_SIZE);
}

static void read_users(void)
{
	static char *none[] = { NULL };
	char user[64];

	take_string(user, sizeof user);
	take_string(file[0], sizeof file[0]);
	take_string(file[1], sizeof file[1]);
	environment = none;
	id[0] = id[1] = -1;
	memset(found, 0, sizeof found);
	if (user_become(user) == DONE)
		MUST(id[0] >= 0 && id[1] >= 0);
	for (char **variable = environment; *variable; variable++)
		MUST(strchr(*variable, '='));
	munmap(memory, MEMORY_SIZE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	unsigned which;

	begin_input(data, size);
	which = take_byte();
	piece = 1 + take_byte() * 37;
	switch (which % 3) {
	case 0:
		read_mountinfo();
		break;
	case 1:
		read_numbers();
		break;
	case 2:
		read_users();
		break;
	}
	return 0;
}
