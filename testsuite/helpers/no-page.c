// SPDX-License-Identifier: 0BSD
/* no-page DIRECTORY: waits, with a restartable sequence, rseq(2), that lies in memory which is a
 * file of a file system that never answers when it is read. Prints "ready PID", the file system's
 * process, which is to be killed first; "none" where there is no FUSE or no such sequence. fuse(4)
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { ROOT = 1, FILE_NODE, SIZE = 65536, SIGNATURE = 0x53053053 };

static struct {
	uint32_t cpu_start, cpu;
	uint64_t sequence;
	uint32_t flags, more[3];
} area __attribute__((aligned(32)));

static struct fuse_attr attributes(uint64_t node)
{
	return (struct fuse_attr){
		.ino = node, .nlink = 1, .size = SIZE,
		.mode = node == ROOT ? 040755 : 0100444,
	};
}

static void reply(int fuse, uint64_t unique, int error, const void *bytes, unsigned size)
{
	char answer[sizeof(struct fuse_out_header) + 256];
	struct fuse_out_header header = { sizeof header + size, error, unique };

	memcpy(answer, &header, sizeof header);
	memcpy(answer + sizeof header, bytes, size);
	if (write(fuse, answer, header.len) < 0)
		return;
}

static void serve(int fuse, const struct fuse_in_header *in)
{
	struct fuse_init_out init = { .major = 7, .minor = 31, .max_write = 4096 };
	struct fuse_entry_out entry = { .nodeid = FILE_NODE, .attr = attributes(FILE_NODE),
					.entry_valid = 1000, .attr_valid = 1000 };
	struct fuse_attr_out attr = { .attr_valid = 1000, .attr = attributes(in->nodeid) };
	struct fuse_open_out open = { .fh = 1 };

	if (in->opcode == FUSE_INIT)
		reply(fuse, in->unique, 0, &init, sizeof init);
	else if (in->opcode == FUSE_LOOKUP)
		reply(fuse, in->unique, 0, &entry, sizeof entry);
	else if (in->opcode == FUSE_GETATTR)
		reply(fuse, in->unique, 0, &attr, sizeof attr);
	else if (in->opcode == FUSE_OPEN)
		reply(fuse, in->unique, 0, &open, sizeof open);
	else if (in->opcode != FUSE_READ && in->opcode != FUSE_FORGET &&
		 in->opcode != FUSE_INTERRUPT)
		reply(fuse, in->unique, -ENOSYS, "", 0);
}

static int serve_all(int fuse)
{
	static char request[1 << 18] __attribute__((aligned(8)));

	while (read(fuse, request, sizeof request) > 0)
		serve(fuse, (const struct fuse_in_header *)request);
	return 0;
}

int main(int argc, char **argv)
{
	int fuse = open("/dev/fuse", O_RDWR | O_CLOEXEC), file;
	char text[200];
	void *memory;
	pid_t server;

	if (argc != 2)
		return 2;
	snprintf(text, sizeof text, "fd=%d,rootmode=40000,user_id=0,group_id=0", fuse);
	if (fuse < 0 || mount("none", argv[1], "fuse.none", 0, text) != 0)
		return puts("none"), 1;
	server = fork();
	if (server == 0)
		return serve_all(fuse);
	close(fuse);
	snprintf(text, sizeof text, "%s/file", argv[1]);
	file = open(text, O_RDONLY);
	memory = mmap(NULL, SIZE, PROT_READ, MAP_SHARED, file, 0);
	if (memory == MAP_FAILED || syscall(SYS_rseq, &area, sizeof area, 0, SIGNATURE))
		return puts("none"), 1;
	printf("ready %d\n", (int)server);
	fflush(stdout);
	area.sequence = (uintptr_t)memory;
	for (;;)
		pause();
}
