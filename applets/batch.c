// SPDX-License-Identifier: 0BSD
/* batch.c: the commands of a file, one a line, as `ip -batch` takes them
 *
 * Theory of operation. The lines are run in this process, over one netlink socket, for a process of
 * its own costs each of them more than what it does. So after each line we go back to where we
 * were: to the directory (the run directory is locked from within) and to the network namespace (a
 * new one has to be entered to be named). Where going back is not permitted, in `unshare -Urm`,
 * every line gets a process. So do those that become another program, and those of commands that
 * do not leave their process as it was.
 */
#include "multiplex.h"

#include <unistd.h>

enum { LINE_SIZE = 8192, WORDS_MAX = LINE_SIZE / 2 + 1 };

static struct {
	int fd;
	int status;
	int error;			/* of open or read */
	bool broken;			/* the last line has no end */
	unsigned at, end;
	unsigned line;			/* the number of the last one that was read */
	char text[4096];
} input;

/* A negative number: there are no more. */
static int next_char(void)
{
	if (input.at == input.end) {
		input.status |= finish_output(DONE);	/* it shows before we wait for more */
		inhabited_is_known = false;		/* the world goes on meanwhile */
		input.error = SYS(read, input.fd, input.text, sizeof input.text);
		if (input.error <= 0)
			return -1;
		input.at = 0;
		input.end = input.error;
	}
	return (unsigned char)input.text[input.at++];
}

/* Reads a line and those that continue it: each ends with a backslash. "#" begins a comment, within
 * quotes, too. Returns whether there was one. */
static bool read_line(char line[LINE_SIZE])
{
	char *end = line;
	int c;
	bool comment = false, continued = false;

	input.line++;
	while ((c = next_char()) >= 0 && end < line + LINE_SIZE - 1) {
		comment |= c == '#';
		continued = c == '\n' && !comment && end > line && end[-1] == '\\';
		if (continued) {
			input.line++;
			end--;
		} else if (c == '\n') {
			break;
		} else if (!comment) {
			*end++ = c;
		}
	}
	*end = '\0';
	input.broken = continued || end == line + LINE_SIZE - 1;
	return input.error >= 0 && (c >= 0 || end > line);
}

static bool is_blank(unsigned char c)
{
	return c && c <= ' ';
}

/* A word that begins with a quote reaches to the next one, and has neither of them. */
static bool split(char *at, char **words)
{
	for (; *at; *at++ = '\0') {
		char quote = *at == '\'' || *at == '"' ? *at : '\0';

		if (is_blank(*at))
			continue;
		at += quote != '\0';
		*words++ = at;
		while (*at && (quote ? *at != quote : !is_blank(*at)))
			at++;
		if (!*at && quote)
			return false;
		if (!*at)
			break;
	}
	*words = NULL;
	return true;
}

static int run_in_child(int run(char **), char **words)
{
	pid_t child;

	input.status |= finish_output(DONE);
	inhabited_is_known = false;
	child = run_fork();
	if (child == 0)
		SYS(exit_group, finish_output(run(words)));
	return run_wait(child);
}

static int run_line(char **words, int netns, int directory)
{
	int (*run)(char **) = run_abbreviated;
	bool in_child = netns < 0;
	int status;

	if (is_netns_object(*words)) {
		words++;
	} else if (ENABLE_IP && (called_as_ip || !find_applet(*words))) {
		run = run_real_ip;
		in_child = true;
	}
	if (*words && !in_child) {
		const struct applet *applet = find_applet(full_word(*words));

		in_child = applet && applet->takes_process;
	}
	if (in_child)
		return run_in_child(run, words);
	status = run(words);
	SYS(fchdir, directory);
	enter_netns(netns);
	return status;
}

static int say_failed(const char *file)
{
	char number[NUM_SIZE];

	applet_name = NULL;
	return warn("Command failed ", file, ":", num_text(number, input.line));
}

int run_batch(const char *file)
{
	char line[LINE_SIZE], *room[passed_on_count + 2 + WORDS_MAX];
	char **words = room + passed_on_count + 2;
	int directory = open_at(AT_FDCWD, ".", O_PATH), netns = netns_open_pid(NULL);

	if (enter_netns(netns) < 0)
		netns = -EPERM;
	input.fd = equal(file, "-") ? STDIN_FILENO : open_at(AT_FDCWD, file, O_RDONLY);
	input.error = input.fd;
	while (input.error >= 0 && (given['f'] || input.status == DONE) && !input.broken &&
	       read_line(line)) {
		applet_name = NULL;
		out_format = OUT_TEXT;
		if (input.broken || !split(line, words) ||
		    (*words && run_line(words, netns, directory) != DONE))
			input.status = say_failed(file);
	}
	return input.error < 0 ? warn_errno(input.error, file) : input.status;
}
