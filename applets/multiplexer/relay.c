// SPDX-License-Identifier: 0BSD
/* relay.c: the lines of a batch that are for another ip
 *
 * Theory of operation. Starting that ip takes a hundred times as long as running one of its lines.
 * So consecutive lines go to the standard input of one `ip -batch -`, and we wait for its end
 * before we run a line of ours. It gets empty lines in place of other lines, so that the line
 * numbers that it reports are right. If that ip has no batches, like BusyBox's, our child runs the
 * lines one by one.
 */
#include "multiplexer/multiplexer.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

bool is_stand_in;

static struct {
	pid_t child;			/* 0: there is none */
	int fd;				/* a socket: writing to a pipe could kill us by SIGPIPE */
	unsigned line;			/* number of the last line sent */
} relay;

static int warn_failed(int error)
{
	return warn_errno(error, "cannot send lines to the other ip");
}

static int run_other(const int ends[2])
{
	int error = SYS(dup3, ends[1], STDIN_FILENO, 0);

	if (error < 0)
		return warn_failed(error);
	close_fd(ends[0]);
	return out_finish(run_real_ip((char *[]){
		"-batch", "-", global_options & FLAG('f') ? "-force" : NULL, NULL
	}));
}

static int start(void)
{
	int ends[2], error = SYS(socketpair, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);

	if (error < 0)
		return error;
	error = fork_child();
	if (error == 0)
		SYS(exit_group, run_other(ends));
	close_fd(ends[1]);
	if (error < 0) {
		close_fd(ends[0]);
		return error;
	}
	relay.child = error;
	relay.fd = ends[0];
	relay.line = 0;
	return error;
}

static int give(const char *text)
{
	int taken;

	do {
		taken = SYS(sendto, relay.fd, text, str_len(text), MSG_NOSIGNAL, NULL, 0);
		text += taken;
	} while (taken >= 0 && *text);
	return taken;
}

int relay_line(const char *line, unsigned number)
{
	int error = relay.child ? 0 : start();

	while (error >= 0 && relay.line < number)
		error = give(++relay.line < number ? "\n" : line);
	if (error >= 0)
		return EXIT_SUCCESS;
	if (relay_end() == EXIT_SUCCESS)	/* otherwise it has ended early, and reported why */
		warn_failed(error);
	return EXIT_FAILURE;
}

int relay_end(void)
{
	pid_t child = relay.child;

	if (!child)
		return EXIT_SUCCESS;
	relay.child = 0;
	close_fd(relay.fd);
	return wait_child(child);
}
