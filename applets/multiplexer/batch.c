// SPDX-License-Identifier: 0BSD
/* batch.c: the commands of a file, one per line, as `ip -batch` takes them
 *
 * Theory of operation. The lines are run in this process, over one netlink socket, because starting
 * a process would take longer than what most lines do. So after each line we go back to where we
 * were: to the directory (a command that locks the run directory enters it) and to the network
 * namespace (a new one has to be entered to be named). Where going back is not permitted, in
 * `unshare -Urm`, every line gets a process of its own; so do commands that change their process.
 * Lines for another ip go to relay.c.
 *
 * Unmounting a name means waiting for RCU. So consecutive deletions that nothing forbids are
 * postponed and done by one command, in which the waits overlap. They are done before the next line
 * that is no deletion, and before more is read.
 */
#include "multiplexer/multiplexer.h"
#include "survey/survey.h"

#include <sched.h>
#include <unistd.h>

enum { BEFORE_NAMES = 2 };		/* "netns" and "delete" */

/* Too large for a small stack. */
struct room {
	char text[2 * LINE_SIZE];	/* deletions that are postponed, and the last line read */
	char raw[LINE_SIZE + 2];	/* the last one, before it was split */
	char *words[2 * WORDS_MAX];	/* the names to delete, and the words of the last one */
};

static struct {
	const char *file;
	int netns, directory;		/* to go back to, after each line */
	int status;
	struct lines lines;
	struct room *room;
} batch;

void batch_before_wait(void)
{
	batch.status |= out_finish(EXIT_SUCCESS);
	occupied_forget();		/* it may be wrong after the wait */
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

/* The other ip has reported the line, but does not know the name of the file; or it was killed. */
static void record_relay_status(int status)
{
	msg_origin.command = NULL;
	if (status != EXIT_SUCCESS)
		batch.status = warn("Command failed ", batch.file, ": a line for another ip");
}

/* Returns STATUS. If it fails, no other line is run, not even with -force. enter_netns() would
 * close the netlink socket, which can stay here. */
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

/* WORDS: "delete" and the names. As ip, run_abbreviated() would take only the first of them. */
static int run_deletions(char **words)
{
	return run_command("delete", words + 1, ANY_NUMBER);
}

static int run_words(char **words)
{
	int (*run)(char **) = words == batch.room->words ? run_deletions : run_abbreviated;
	bool in_child = batch.netns < 0;

	if (is_netns_object(*words)) {
		words++;
	} else if (ENABLE_IP && (called_as_ip || !find_applet(expand_abbreviation(*words)))) {
		if (!is_stand_in) {
			batch_before_wait();
			record_relay_status(relay_line(batch.room->raw, batch.lines.number));
			return EXIT_SUCCESS;
		}
		run = run_real_ip;
		in_child = true;
	}
	if (ENABLE_IP)
		record_relay_status(relay_end());
	if (!may_go_on())
		return EXIT_SUCCESS;		/* the failure was reported */
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

	msg_origin.command = NULL;
	flags = 0;
	if (words && (!*words || run_words(words) == EXIT_SUCCESS))
		return;
	msg_origin.command = NULL;
	msg_add("Command failed ");
	msg_add(batch.file);
	batch.status = warn(":", num_format(number, line), words ? NULL : batch.lines.problem);
}

static struct {
	char **names, **end;		/* after "netns" and "delete" */
	unsigned line;			/* the last one of them */
} deletions;

static bool may_be_deleted(const char *name)
{
	struct file_stat file;

	if (entry_stat(name, &file) < 0)
		return false;
	if (called_as_ip)
		return true;
	occupied_read();
	return !is_occupied(file.inode);
}

/* Postpones a deletion, if nothing forbids it, and returns what follows its name in the line; else
 * NULL. */
static char *postpone(char **words)
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

/* A stand-in keeps the name of its parent's file. */
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
	batch.lines.fd = STDIN_FILENO;
	batch.lines.before_read = batch_before_wait;
	batch.lines.error = str_equal(file, "-") ? 0 : open_path(file, O_RDONLY);
	if (batch.lines.error > 0)	/* as in iproute2, it is the standard input of commands */
		batch.lines.error = SYS(dup3, batch.lines.error, STDIN_FILENO, 0);
	batch.room = memory_map();
	if (!batch.room)
		batch.lines.error = -ENOMEM;
}

static void run_lines(struct room *room)
{
	char *line = room->text;

	room->words[0] = "netns";
	room->words[1] = "delete";
	deletions.names = deletions.end = room->words + BEFORE_NAMES;
	while (may_go_on() && read_line(&batch.lines, line)) {
		char **words = NULL, *rest = NULL;

		str_append(str_append(room->raw, line), " \n");	/* the blank: no continuation */
		if (!batch.lines.problem) {
			words = split_line(line, deletions.end + 1);
			if (!words)
				batch.lines.problem = ": a quote is not closed";
		}
		if (words)
			rest = postpone(words);
		if (rest && rest < room->text + LINE_SIZE && batch.lines.at < batch.lines.end) {
			line = rest;
			continue;
		}
		line = room->text;
		delete_now();
		if (!rest && may_go_on())
			run_line(words, batch.lines.number);
	}
	delete_now();			/* the last lines of the file may be comments */
}

int run_batch(const char *file)
{
	begin(file);
	if (batch.lines.error >= 0)
		run_lines(batch.room);
	if (ENABLE_IP)
		record_relay_status(relay_end());
	return batch.lines.error < 0 ? warn_errno(batch.lines.error, file) : batch.status;
}
