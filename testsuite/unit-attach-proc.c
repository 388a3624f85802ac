// SPDX-License-Identifier: 0BSD
/* unit-attach-proc.c: what attach reads in /proc, written by a process that wants to deceive it */
#include "../libnetns/attach/memory.c"
#include "../libnetns/attach/thread.c"
#include "unit.h"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#define STAT(name, flags) "7 (" name ") S 1 7 7 34816 7 " flags " 120 0 0 0 1 2\n"

static void check_flags(void)
{
	CHECK_INT(parse_flags(STAT("sh", "4194560")), 0x400100, "flags of an ordinary process");
	CHECK_INT(parse_flags(STAT("a b", "64")), 64, "a name with a space");
	CHECK_INT(parse_flags(STAT("a) S 1 2 3 4 5 2097152 (", "64")), 64, "a name like a line");
	CHECK_INT(parse_flags(STAT("a\n7 (x) S 1 2 3 4 5 2097152 9", "64")), 64,
		  "a name with a newline");
	CHECK_INT(parse_flags(STAT("\n", "64")), 64, "a name that is a newline");
	CHECK_INT(parse_flags(STAT("))))", "64")), 64, "a name of brackets");
	CHECK_INT(parse_flags(STAT("", "64")), 64, "no name");
	CHECK_INT(parse_flags(STAT("sh", "2147483648")), 0x80000000u, "bit 31");
	CHECK_INT(parse_flags(STAT("sh", "4294967295")), 0xffffffffu, "all bits");
	CHECK_INT(parse_flags(""), 0, "an empty file");
	CHECK_INT(parse_flags("7 (sh"), 0, "a name that does not end");
	CHECK_INT(parse_flags("7 (sh) S 1 7"), 0, "a line that ends early");
	CHECK(problem_in_stat(STAT("sh", "2097152")) != NULL, "a kernel thread");
	CHECK(problem_in_stat(STAT("sh", "16")) != NULL, "an io_uring worker");
	CHECK(problem_in_stat(STAT("sh", "2147483648")) == NULL, "bit 31 is no kernel thread");
	CHECK(problem_in_stat(STAT("a) S 1 7 7 1 7 2097152 (b", "0")) == NULL,
	      "one that is called like a kernel thread");
}

#define STATUS(name, nspid, capabilities) \
	"Name:\t" name "\nState:\tS (sleeping)\nTgid:\t7\nPid:\t7\nTracerPid:\t0\nGroups:\t\n" \
	"NSpid:\t" nspid "\nCapEff:\t" capabilities "\nSeccomp:\t0\n"

static void check_status(void)
{
	CHECK(!problem_in_status(STATUS("sh", "7", "000001ffffffffff"), 0), "root's process");
	CHECK(!problem_in_status(STATUS("sh", "7", "0000000000200000"), 0),
	      "CAP_SYS_ADMIN alone");
	CHECK(problem_in_status(STATUS("sh", "7", "ffffffffffdfffff"), 0) != NULL,
	      "all but CAP_SYS_ADMIN");
	CHECK(problem_in_status(STATUS("sh", "7", ""), 0) != NULL, "no capabilities at all");
	CHECK(problem_in_status("", 0) != NULL, "an empty file");
	CHECK(problem_in_status(STATUS("sh", "7\t1", "000001ffffffffff"), 0) != NULL,
	      "in another PID namespace");
	CHECK(problem_in_status(STATUS("sh", "7", "000001ffffffffff"), 1) != NULL, "traced");
	CHECK(!problem_in_status(STATUS("sh", "7", "000001ffffffffff"), getpid()),
	      "traced by us");
	CHECK(problem_in_status(STATUS("x\\nCapEff:\\t000001ffffffffff", "7", "0"), 0) != NULL,
	      "a name like a line");
}

static void check_numbers(void)
{
	CHECK_INT(number_at("", 10), 0, "no number");
	CHECK_INT(number_at("0x10", 16), 0, "it ends before what is no digit");
	CHECK_INT(number_at("7f9\n", 16), 0x7f9, "a hexadecimal number");
	CHECK_INT(number_at("129a", 10), 129, "a decimal number");
	CHECK(number_at("ffffffffff600000", 16) == 0xffffffffff600000ull, "64 bits");
	CHECK_INT(number_at("AB", 16), 0, "the kernel writes no capitals");
}

static const char libc[] = "7f0000000000-7f0000022000 r-xp 00028000 08:01 131 /lib/libc.so.6\n";

/* The mapping that is found in LINES, or none */
static struct mapping found(const char *lines)
{
	struct mapping mapping = { 0, 0 };
	char text[2048];

	str_append(text, lines);
	if (find_mapping(text, "[vdso]", &mapping) < 0)
		mapping = (struct mapping){ 0, 0 };
	return mapping;
}

static void check_maps(void)
{
	char lines[2048];

	str_append(str_append(lines, libc), "7ffd1000-7ffd3000 r-xp 00000000 00:00 0      "
		   "            [vdso]\nff600000-ff601000 --xp 00000000 00:00 0   [vsyscall]\n");
	CHECK_INT(found(lines).start, 0x7ffd1000, "the vdso begins");
	CHECK_INT(found(lines).end, 0x7ffd3000, "the vdso ends");
	CHECK_INT(found("1000-2000 r-xp 00000000 00:00 0 [vdso]").start, 0x1000, "no newline");
	CHECK_INT(found("").end, 0, "an empty file");
	CHECK_INT(found(libc).end, 0, "no vdso");
	CHECK_INT(found("1000-2000 rw-p 00000000 00:00 0 [vdso]\n").end, 0, "not executable");
	CHECK_INT(found("2000-1000 r-xp 00000000 00:00 0 [vdso]\n").end, 0, "ends too early");
	CHECK_INT(found("1000-2000 r-xp 00000000 08:01 9 /tmp/[vdso]\n").end, 0, "a file");
	CHECK_INT(found("1000-2000 r-xp 00000000 08:01 9 /tmp/a [vdso]\n").end, 0,
		  "a file with a space in its name");
	CHECK_INT(found("1000-2000 r-xp 00000000 08:01 9 /tmp/a\\012[vdso]\n").end, 0,
		  "a file with a newline in its name");
	CHECK_INT(found("1000-2000 r-xp 00000000 08:01 9 [vdso] (deleted)\n").end, 0,
		  "something that was deleted");
	CHECK_INT(found("1000-2000 r-xp 00000000 00:00 0 [anon:[vdso]]\n").end, 0,
		  "anonymous memory");
	CHECK_INT(found("1000-2000 r-xp 00000000 00:00 0 [vvar]\n").end, 0, "another name");
	CHECK_INT(found("\n\n[vdso]\n- - - - -\n").end, 0, "no lines of maps");
}

/* A directory in the place of /proc/PID/task, which has one thread. */
enum { TID = 7, NO_TID, NEW = 5, OLD = 6 };

static void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	CHECK(write(fd, text, strlen(text)) == (ssize_t)strlen(text), path);
	close(fd);
}

static void be_in(const char *netns)
{
	unlink("7/ns/net");
	CHECK_INT(symlink(netns, "7/ns/net"), 0, netns);
}

static struct process new_process(void)
{
	static char text[MEMORY_SIZE];

	return (struct process){ .new_inode = NEW, .old_netns = -1, .tracee.memory.text = text };
}

static void check_threads(void)
{
	struct process process = new_process();

	mkdir("7", 0700);
	mkdir("7/ns", 0700);
	write_file("7/ns/net:[6]", "");
	write_file("7/ns/net:[5]", "");
	write_file("7/stat", STAT("sh", "64"));
	write_file("7/status", STATUS("sh", "7", "000001ffffffffff"));
	CHECK_INT(thread_look(&process, NO_TID), THREAD_ENDED, "no such thread");
	be_in("net:[5]");
	CHECK_INT(thread_look(&process, TID), THREAD_THERE, "one that is there already");
	CHECK(process.old_inode == 0 && process.old_netns < 0, "has no old namespace");
	be_in("net:[6]");
	CHECK_INT(thread_look(&process, TID), THREAD_UNTRACED, "one elsewhere");
	CHECK(process.old_inode == OLD && process.old_netns >= 0, "its namespace is open now");
	CHECK(!process.tracee.is_filtered, "it has no seccomp filter");
	be_in("net:[8]");
	CHECK_INT(thread_look(&process, TID), THREAD_REFUSED, "another one in a third namespace");
	CHECK_TEXT(process.problem, "is in several network namespaces", "that is a problem");
	process.problem = NULL;
	process.old_inode = OLD;
	write_file("7/stat", STAT("kworker", "2097152"));
	CHECK_INT(thread_look(&process, TID), THREAD_REFUSED, "a kernel thread in a third one");
	CHECK_TEXT(process.problem, "is a kernel thread", "a problem that matters more");
	be_in("net:[6]");
	CHECK_INT(thread_look(&process, TID), THREAD_REFUSED, "a problem stays");

	close(process.old_netns);
}

static void check_changes(void)
{
	struct process process = new_process();
	char tracer[200];

	write_file("7/stat", STAT("sh", "64"));
	write_file("7/status", "NSpid:\t9\nCapEff:\t000001ffffffffff\nSeccomp:\t0\n");
	CHECK_INT(thread_look(&process, TID), THREAD_ENDED, "one that has another number now");
	snprintf(tracer, sizeof tracer, "TracerPid:\t%d\nNSpid:\t7\n"
		 "CapEff:\t000001ffffffffff\nSeccomp:\t2\n", (int)getpid());
	write_file("7/status", tracer);
	CHECK_INT(thread_look(&process, TID), THREAD_TRACED, "one that we trace");
	CHECK(process.tracee.is_filtered, "it has a filter");
	unlink("7/status");
	CHECK_INT(thread_look(&process, TID), THREAD_ENDED, "one that ends meanwhile");
	close(process.old_netns);
	process = new_process();
	unlink("7/ns/net");
	write_file("7/ns/net", "");
	write_file("7/status", STATUS("sh", "7", "000001ffffffffff"));
	CHECK_INT(thread_look(&process, TID), THREAD_REFUSED, "where it is cannot be read");
	CHECK_TEXT(process.problem, MAY_NOT_BE_TRACED, "that is a problem");
	CHECK_INT(process.error, -EINVAL, "with its error");
}

static void check_state(void)
{
	struct process process = new_process();
	struct sockaddr_un address = { .sun_family = AF_UNIX, .sun_path = "7/fd/3" };
	int first, socket_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	unsigned inode;

	unlink("7/ns/net");
	be_in("net:[6]");
	CHECK(thread_is_in(TID, OLD) && !thread_is_in(TID, NEW), "where a thread is");
	CHECK(!thread_has_ended(TID) && thread_has_ended(NO_TID), "whether it is");
	CHECK_INT(thread_netns(NO_TID, &inode), -ESRCH, "one that is not");
	thread_look(&process, TID);
	first = process.old_netns;
	thread_look(&process, TID);
	CHECK(first >= 0 && process.old_netns == first, "its namespace is opened once");
	close(first);
	process = new_process();
	write_file("7/status", STATUS("sh", "7", "0"));
	CHECK_INT(thread_look(&process, TID), THREAD_REFUSED, "one without CAP_SYS_ADMIN");
	CHECK(process.problem && strstr(process.problem, "CAP_SYS_ADMIN"), "that is the problem");
	process_not_read(&process, -EIO);
	CHECK_INT(process.error, 0, "which stays the problem");
	process = new_process();
	process_not_read(&process, -ESRCH);
	CHECK(!process.problem, "one that has ended is none");
	process_not_read(&process, -EIO);
	CHECK(process.problem && process.error == -EIO, "one that cannot be looked at is");
	mkdir("7/fd", 0700);
	write_file("7/fd/2", "");
	CHECK_INT(bind(socket_fd, (struct sockaddr *)&address, sizeof address), 0, "a socket");
	close(socket_fd);
	CHECK_INT(thread_count_sockets(TID), 1, "is counted, and nothing else");
	CHECK(thread_count_sockets(NO_TID) < 0, "how many there are may be unknown");
}

/* Instructions in our own memory: nothing of what follows the vdso is used. */
static void check_instructions(void)
{
	static const struct abi abi = { .instruction = (abi_instruction)0x5a5a5a5a };
	static char text[MEMORY_SIZE];
	struct memory memory = { .abi = &abi, .text = text };
	struct tracee tracee = { .tid = NO_TID, .abi = &abi,
				 .memory = { .fd = -1, .text = text } };
	size_t page = sysconf(_SC_PAGESIZE);
	char *code = mmap(NULL, 4 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
			  -1, 0);
	char line[128];
	unsigned long address;

	memory.fd = open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
	if (page >= AREA_SIZE || memory.fd < 0) {
		skip("instructions", "memory has larger pages here, or cannot be read");
		return;
	}
	snprintf(line, sizeof line, "%lx-%lx r-xp 00000000 00:00 0   " ABI_AREA "\n",
		 (unsigned long)code, (unsigned long)code + page);
	write_file("7/maps", line);
	memcpy(code + page, &abi.instruction, sizeof abi.instruction);
	CHECK_INT(find_instruction(&memory, TID, &address), -ENOEXEC, "none in the vdso");
	memcpy(code + page - sizeof abi.instruction, &abi.instruction, sizeof abi.instruction);
	CHECK_INT(find_instruction(&memory, TID, &address), 0, "one at its end");
	CHECK(address == (unsigned long)code + page - sizeof abi.instruction, "where it is");
	CHECK_INT(find_instruction(&memory, NO_TID, &address), -ENOENT,
		  "maps that cannot be read, after others");
	memory.fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	CHECK_INT(find_instruction(&memory, TID, &address), -ENOEXEC, "memory that has gone");
	memory.fd = -1;
	CHECK_INT(find_instruction(&memory, TID, &address), -EBADF, "memory that cannot be read");
	CHECK_INT(tracee_find_instruction(&tracee), -ENOENT, "a thread that has gone");
	CHECK_INT(tracee_find_instruction(&tracee), -ENOENT, "it is not forgotten");
}

/* Those of a program of 32 bits are half as wide, also where we have 64. */
static void check_registers(void)
{
	static const struct abi narrow = { .width = 4, .index = { [ROLE_PC] = 3 } },
				wide = { .width = 8, .index = { [ROLE_PC] = 3 } };
	struct tracee tracee = { .abi = &narrow };
	union registers set;

	memset(&set, 0x5a, sizeof set);
	set_register(&tracee, &set, ROLE_PC, 7);
	CHECK(set.narrow[3] == 7 && set.narrow[2] == 0x5a5a5a5a && set.narrow[4] == 0x5a5a5a5a,
	      "a register of 32 bits");
	CHECK_INT(get_register(&tracee, &set, ROLE_PC), 7, "is read again");
	if (sizeof(long) < 8)
		return;
	tracee.abi = &wide;
	set_register(&tracee, &set, ROLE_PC, (unsigned long)7 << (sizeof(long) * 4));
	CHECK(set.narrow[6] + set.narrow[7] == 7, "a register of 64 bits");
	CHECK(get_register(&tracee, &set, ROLE_PC) >> (sizeof(long) * 4) == 7, "is read again");
}

static void check_directory(void)
{
	static const char *const files[] = {
		"7/ns/net:[5]", "7/ns/net:[6]", "7/ns/net", "7/stat", "7/status", "7/maps",
		"7/fd/2", "7/fd/3",
	};
	char directory[4096];
	const char *scratch = getenv("T");

	snprintf(directory, sizeof directory, "%s/unit-attach.XXXXXX", scratch ? scratch : "/tmp");
	if (!mkdtemp(directory) || chdir(directory) != 0)
		_exit(1);
	check_threads();
	check_changes();
	check_state();
	check_instructions();
	for (unsigned i = 0; i < ARRAY_SIZE(files); i++)
		unlink(files[i]);
	rmdir("7/ns");
	rmdir("7/fd");
	rmdir("7");
	rmdir(directory);
}

int main(void)
{
	begin();
	check_flags();
	check_status();
	check_numbers();
	check_maps();
	check_directory();
	check_registers();
	return end();
}
