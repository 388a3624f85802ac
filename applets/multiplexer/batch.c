// SPDX-License-Identifier: 0BSD
/* batch.c: the commands of a file, one a line, as `ip -batch` takes them
 *
 * Theory of operation. The lines are run in this process, over one netlink socket, for a process of
 * its own costs each of them more than what it does. So after each line we go back to where we
 * were: to the directory (the run directory is locked from within) and to the network namespace (a
 * new one has to be entered to be named). Where going back is not permitted, in `unshare -Urm`,
 * every line gets a process. So do those of commands that do not leave their process as it was.
 * Those for another ip are relay.c's.
 *
 * Whoever unmounts a name has to wait for RCU. Deletions in a row that nothing speaks against are
 * therefore put off, and done by one command, in which the waits overlap: before the next line that
 * is none, and before more is read.
 */
#include "multiplexer/multiplexer.h"
#include "survey/survey.h"

#include <sched.h>
#include <unistd.h>

enum { BEFORE_NAMES = 2 };

static struct {
	const char *file;
	int netns, directory;		/* to go back to, after each line */
	int status;
	struct lines lines;
	char *raw;			/* the last one that was read, before it was split */
} batch;

void batch_before_wait(void)
{
	batch.status |= out_finish(EXIT_SUCCESS);
	occupied_forget();		/* the world goes on meanwhile */
}

static int run_in_child(int run(char **), char **words)
{
	pid_t child;

	batch_before_wait();
	child = fork_child();
	if (child == 0)
		SYS(exit_group, out_finish(run(words)));
	return wait_child(child);
}

static bool may_go_on(void)
{
	if (batch.lines.error < 0)
		return false;
	return global_options & FLAG('f') || batch.status == EXIT_SUCCESS;
}

/* The other ip has told of the line, but knows no file; or it was killed. */
static void record_relay_status(int status)
{
	msg_command = NULL;
	if (status != EXIT_SUCCESS)
		batch.status = warn("Command failed ", batch.file, ": a line for another ip");
}

/* If that fails no other line is run, not even with -force; else it returns STATUS. The netlink
 * socket stays, which enter_netns() would close. */
static int go_back(int status)
{
	int error = SYS(fchdir, batch.directory);

	if (error == 0)
		error = SYS(setns, batch.netns, CLONE_NEWNET);
	if (error == 0)
		return status;
	global_options &= ~FLAG('f');
	return warn_errno(error, "cannot go back to where we were");
}

static int run_words(char **words)
{
	int (*run)(char **) = run_abbreviated;
	bool in_child = batch.netns < 0;

	if (is_netns_object(*words)) {
		words++;
	} else if (ENABLE_IP && (called_as_ip || !find_applet(expand_abbreviation(*words)))) {
		if (!is_stand_in) {
			batch_before_wait();
			record_relay_status(relay_line(batch.raw, batch.lines.number));
			return EXIT_SUCCESS;
		}
		run = run_real_ip;
		in_child = true;
	}
	if (ENABLE_IP)
		record_relay_status(relay_end());
	if (!may_go_on())
		return EXIT_SUCCESS;		/* who has failed has said so */
	if (*words) {
		const struct applet *applet = find_applet(expand_abbreviation(*words));

		if (applet && applet->needs_own_process)
			in_child = true;
	}
	if (in_child)
		return run_in_child(run, words);
	return go_back(run(words));
}

static void run_line(char **words, unsigned line)
{
	char number[NUM_SIZE];

	msg_command = NULL;
	flags = 0;
	if (words && (!*words || run_words(words) == EXIT_SUCCESS))
		return;
	msg_command = NULL;
	msg_add("Command failed ");
	msg_add(batch.file);
	batch.status = warn(":", num_format(number, line),
			    words ? "" : ": too long, or without its end");
}

static struct {
	char **names;			/* behind "netns" and "delete" */
	char **end;			/* of the names */
	unsigned line;			/* the last one of them */
} deletions;

static bool may_be_deleted(const char *name)
{
	struct file_stat file;

	return entry_stat(name, &file) == 0 &&
	       (called_as_ip || (occupied_read() == 0 && !is_occupied(file.inode)));
}

/* Is this a deletion that nothing speaks against? Then it is put off; returns what is behind it. */
static char *put_off(char **words)
{
	char *name;

	if (!ENABLE_NETNS_DELETE || !*words)
		return NULL;
	if (is_netns_object(*words))
		words++;
	else if (called_as_ip)
		return NULL;
	if (argv_len(words) != 2 || !str_equal(expand_abbreviation(*words), "delete"))
		return NULL;
	name = words[1];
	if (*name == '-' || !is_file_name(name) || !may_be_deleted(name))
		return NULL;
	for (char **other = deletions.names; other < deletions.end; other++)
		if (str_equal(*other, name))
			return NULL;
	*deletions.end++ = name;
	deletions.line = batch.lines.number;
	return str_next(name);
}

static void delete_now(void)
{
	*deletions.end = NULL;
	if (deletions.end > deletions.names)
		run_line(deletions.names - BEFORE_NAMES, deletions.line);
	deletions.end = deletions.names;
}

/* If is_stand_in, what is there already is our parent's, and the file is his. */
static void begin(const char *file)
{
	batch.directory = open_path(".", O_PATH);
	batch.netns = netns_open_self();
	if (enter_netns(batch.netns) < 0)
		batch.netns = -EPERM;
	if (!is_stand_in)
		batch.file = file;
	batch.status = EXIT_SUCCESS;
	batch.lines.at = batch.lines.end = batch.lines.number = 0;
	batch.lines.broken = false;
	batch.lines.fd = str_equal(file, "-") ? STDIN_FILENO : open_path(file, O_RDONLY);
	batch.lines.error = batch.lines.fd;
}

int run_batch(const char *file)
{
	char text[2 * LINE_SIZE], *line = text, raw[LINE_SIZE + 2];
	char *room[2 * WORDS_MAX];

	begin(file);
	batch.raw = raw;
	room[0] = "netns";
	room[1] = "delete";
	deletions.names = deletions.end = room + BEFORE_NAMES;
	while (may_go_on() && !batch.lines.broken && read_line(&batch.lines, line)) {
		char **words = deletions.end + 1;
		char *rest;

		str_append(str_append(raw, line), " \n");	/* the blank: it is not continued */
		words = batch.lines.broken ? NULL : split_line(line, words);
		rest = words ? put_off(words) : NULL;
		if (rest && rest < text + LINE_SIZE && batch.lines.at < batch.lines.end) {
			line = rest;
			continue;
		}
		line = text;
		delete_now();
		if (!rest && may_go_on())
			run_line(words, batch.lines.number);
	}
	delete_now();			/* a comment was behind it, and no other line */
	if (ENABLE_IP)
		record_relay_status(relay_end());
	return batch.lines.error < 0 ? warn_errno(batch.lines.error, file) : batch.status;
}
