// SPDX-License-Identifier: 0BSD
/* unit-relay.c: lines of a batch that another ip gets, or cannot get */
#include "../applets/multiplexer/relay.c"
#include "calls.h"
#include "unit.h"

#include <sys/wait.h>

enum { OURS = 40, ITS, CHILD = 9 };

unsigned flags, global_options;

static char given[256], message[256];
static long pair_error, fork_result, send_error, dup_error;
static size_t most;			/* bytes at a time */
static unsigned open_files, forks, exit_status, waited, wrong;
static char **command;

int run_real_ip(char **words)
{
	command = words;
	CHECK_TEXT(words[0], "-batch", "it gets a batch");
	CHECK_TEXT(words[1], "-", "from its standard input");
	CHECK(global_options ? strcmp(words[2], "-force") == 0 && !words[3] : !words[2],
	      "and goes on after failures, if we do");
	return 3;
}

static long give_pair(int *fds)
{
	if (pair_error)
		return pair_error;
	fds[0] = OURS;
	fds[1] = ITS;
	open_files += 2;
	return 0;
}

static long send_some(const char *text, size_t size)
{
	if (send_error)
		return send_error;
	size = size < most ? size : most;
	strncat(given, text, size);
	return size;
}

static long answer(long number, const long a[6])
{
	switch (number) {
	case SYS_socketpair:
		wrong += a[0] != AF_UNIX || !(a[1] & SOCK_CLOEXEC);
		return give_pair((int *)a[3]);
	case SYS_clone:
		forks++;
		return fork_result;
	case SYS_dup3:
		wrong += a[0] != ITS || a[1] != STDIN_FILENO;
		return dup_error;
	case SYS_sendto:
		wrong += a[0] != OURS || a[3] != MSG_NOSIGNAL;
		return send_some((const char *)a[1], a[2]);
	case SYS_close:
		open_files--;
		return 0;
	case SYS_wait4:
		waited++;
		*(int *)a[1] = exit_status << 8;
		return CHILD;
	case SYS_exit_group:
		exit_status = a[0];
		return 0;
	case SYS_write:
		snprintf(message, sizeof message, "%.*s", (int)a[2], (const char *)a[1]);
		return a[2];
	case SYS_rt_sigaction:
		return 0;
	}
	return -ENOSYS;
}

static void new_case(void)
{
	*given = *message = '\0';
	pair_error = send_error = dup_error = 0;
	fork_result = CHILD;
	most = 4096;
	open_files = forks = exit_status = waited = 0;
	global_options = 0;
	relay.child = 0;
}

static void check_lines(void)
{
	new_case();
	CHECK_INT(relay_line("link\n", 3), EXIT_SUCCESS, "the third line");
	CHECK_TEXT(given, "\n\nlink\n", "comes after two empty ones");
	CHECK_INT(relay_line("addr\n", 4), EXIT_SUCCESS, "the next one");
	CHECK_TEXT(given, "\n\nlink\naddr\n", "goes to the same ip");
	CHECK(forks == 1 && open_files == 1, "there is one, and one descriptor");
	exit_status = 5;
	CHECK_INT(relay_end(), 5, "in the end its status is ours");
	CHECK(waited == 1 && open_files == 0, "it was waited for, and nothing stays open");
	CHECK_INT(relay_end(), EXIT_SUCCESS, "after that there is none");
	CHECK_INT(waited, 1, "to wait for");
	*given = '\0';
	relay_line("x\n", 2);
	CHECK_TEXT(given, "\nx\n", "another one begins with line 1 again");
	new_case();
	most = 2;
	relay_line("link show\n", 1);
	CHECK_TEXT(given, "link show\n", "a line that is taken in parts");
}

static void check_failures(void)
{
	new_case();
	pair_error = -EMFILE;
	CHECK_INT(relay_line("x\n", 1), EXIT_FAILURE, "no socket");
	CHECK(strstr(message, "cannot send lines to the other ip") && forks == 0, "it says so");
	new_case();
	fork_result = -EAGAIN;
	CHECK_INT(relay_line("x\n", 1), EXIT_FAILURE, "no process");
	CHECK(strstr(message, "ip: Resource temporarily") || strstr(message, "ip: error 11"),
	      "it says so");
	CHECK(open_files == 0 && waited == 0, "nothing stays open");
	new_case();
	relay_line("x\n", 1);
	send_error = -EPIPE;
	*message = '\0';
	CHECK_INT(relay_line("x\n", 2), EXIT_FAILURE, "it does not read any more");
	CHECK(*message && waited == 1 && open_files == 0, "which is reported");
	new_case();
	relay_line("x\n", 1);
	send_error = -EPIPE;
	exit_status = 1;
	CHECK_INT(relay_line("x\n", 2), EXIT_FAILURE, "it has failed");
	CHECK_TEXT(message, "", "and has reported that");
}

static void check_child(void)
{
	static const int ends[] = { OURS, ITS };

	new_case();
	CHECK_INT(run_other(ends), 3, "the child");
	global_options = FLAG('f');
	CHECK_INT(run_other(ends), 3, "with -force");
	dup_error = -EMFILE;
	command = NULL;
	CHECK_INT(run_other(ends), EXIT_FAILURE, "without its standard input");
	CHECK(!command && strstr(message, "cannot send lines"), "it runs nothing");
	new_case();
	fork_result = 0;
	start();
	CHECK_INT(exit_status, 3, "it ends with the status of the other ip");
}

int main(void)
{
	static char *none[] = { NULL };

	begin();
	environment = none;
	check_lines();
	check_failures();
	check_child();
	CHECK_INT(wrong, 0, "all with the right arguments");
	return end();
}
