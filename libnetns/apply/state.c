// SPDX-License-Identifier: 0BSD
/* state.c: what was carried out, and has to be undone when it leaves the file
 *
 * Theory of operation. The directory netns-apply, next to the run directory, has a file of the same
 * name for each file that was applied. It contains the statements that we have carried out, in the
 * same words; `was` is followed by the value to restore, and a namespace that `was there` is not
 * ours. The directory is locked, flock(2), as long as any apply is running.
 *
 * A statement is written before it is carried out, by one write(2) at the end of the file, so that
 * what we have made is known even if we are killed. If the statement fails, or is undone, one byte
 * makes its line a comment. At worst, the last statement in the state was never carried out: then
 * there is nothing to undo. Whether a program has run cannot be seen: its line begins with `?`
 * until it has. A line without an end was never begun. If a line is damaged, nothing is changed:
 * what it is about might never be found again. When all is done, what is left replaces the file.
 *
 * The files belong to us alone: root will use the names, values and commands in them.
 */
#include "apply/statement.h"

#include <sys/file.h>

#define DIRECTORY "../netns-apply"	/* from the run directory */

bool state_has_changed;

static struct {
	int directory, fd;
	const char *name;
	unsigned end;
	char *line;			/* room for one */
	struct statement *netns;	/* of the last line */
} state = { .directory = -EBADF, .fd = -EBADF };

static void warn_state(int error)
{
	const char *problem = NULL;

	if (error >= 0)
		return;
	if (error == -EACCES) {
		problem = ": others may write to it";
	} else if (error == -EBADMSG) {
		problem = " is damaged: correct it, or remove it with what it names";
		error = 0;
	}
	msg_add(run_dir());
	warn_errno(error, "/" DIRECTORY "/", state.name, problem);
}

static int check_private(int fd)
{
	struct file_stat stat;
	int error = fd < 0 ? fd : stat_at(fd, "", &stat);

	if (error == 0 && stat.uid == (unsigned)SYS(geteuid) && !(stat.mode & 077))
		return fd;
	close_fd(fd);
	return error < 0 ? error : -EACCES;
}

/* In the locked run directory. */
static int open_directory(void)
{
	int error = apply.options.only_print ? 0 : SYS(mkdirat, AT_FDCWD, DIRECTORY, 0700);

	if (error < 0 && error != -EEXIST)
		return error;
	return check_private(open_path(DIRECTORY, O_RDONLY | O_DIRECTORY | O_NOFOLLOW));
}

static int open_file(const char *name, unsigned flags)
{
	return check_private(SYS(openat, state.directory, name, flags | O_RDWR | O_NOFOLLOW |
				 O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600));
}

static bool may_be_missing(int error)
{
	return error == -ENOENT && apply.options.only_print;
}

int state_open(void)
{
	int error = rundir_lock(!apply.options.only_print);

	state.name = str_after_last(apply.file, '/');
	if (may_be_missing(error))
		return 0;
	if (error < 0) {
		warn_not_changed(error);
		return error;
	}
	state.directory = error = open_directory();
	rundir_unlock();
	if (SYS(fchdir, apply.directory) < 0)
		error = -ENOTDIR;
	if (may_be_missing(error))
		return 0;
	if (error >= 0)
		error = SYS(flock, state.directory, LOCK_EX);
	warn_state(error);
	return error;
}

int state_read(void)
{
	int error = state.fd = open_file(state.name, 0);

	if (error == -ENOENT || error == -EBADF)
		return 0;
	if (error >= 0)
		error = read_statements(state.fd, true);
	state.end = apply.record - 1;
	if (error == 0 && apply.status != EXIT_SUCCESS)
		error = -EBADMSG;
	if (error == 0 && !apply.options.only_print)
		error = SYS(ftruncate, state.fd, state.end);
	if (error == 0 && apply.first[LEAVING])
		error = others_read(state.directory, state.name);
	warn_state(error);
	return error;
}

/* Writes what is in state.line up to END. */
static int write_line(const char *end)
{
	unsigned size = end - state.line;
	int error = size > LINE_SIZE ? -E2BIG : SYS(lseek, state.fd, state.end, SEEK_SET);

	if (error >= 0)
		error = write_all(state.fd, state.line, size);
	if (error < 0)
		SYS(ftruncate, state.fd, state.end);
	else
		state.end += size;
	return error < 0 ? error : 0;
}

static int write_part(const struct statement *netns)
{
	char *at = str_append(state.line, statement_text(netns));

	return write_line(str_append(at, netns == apply.here_netns ? "\n" : " was there\n"));
}

int state_record(struct statement *statement)
{
	struct statement *netns = statement->netns ? statement->netns : statement;
	int error = 0;
	char *at;

	if (!state.line)
		state.line = room_for(3 * LINE_SIZE);
	if (!state.line)
		return -ENOMEM;
	if (state.fd < 0)
		state.fd = error = open_file(state.name, O_CREAT);
	if (error >= 0 && netns != state.netns && netns != statement)
		error = write_part(netns);
	if (error < 0)
		return error;
	statement->record = state.end + 1;
	at = str_append(state.line, statement->is_in_doubt ? "?" : "\t");
	at = str_append(at, statement_text(statement));
	if (statement->was)
		at = text_append_word(str_append(at, " was "), statement->was);
	error = write_line(str_append(at, " \n"));	/* a backslash must not come last */
	if (error < 0)
		statement->record = 0;
	state.netns = error < 0 ? NULL : netns;	/* if a part was begun, it is begun again */
	return error;
}

/* At worst, the statement is carried out, or undone, again. */
static void write_mark(const struct statement *statement, const char *mark)
{
	if (statement->record && (SYS(lseek, state.fd, statement->record - 1, SEEK_SET) < 0 ||
				  write_all(state.fd, mark, 1) < 0))
		state_has_changed = true;
}

void state_doubt(struct statement *statement, bool is_in_doubt)
{
	statement->is_in_doubt = is_in_doubt;
	write_mark(statement, is_in_doubt ? "?" : "\t");
}

void state_forget(struct statement *statement)
{
	if (!device_is_leaving(statement))	/* otherwise when the state is rewritten */
		write_mark(statement, "#");
	state_has_changed |= statement->record != 0;
	statement->record = 0;
}

/* The list of those that are LEAVING is in reverse order. */
static struct statement *reversed(struct statement *first)
{
	struct statement *previous = NULL;

	while (first) {
		struct statement *next = first->next;

		first->next = previous;
		previous = first;
		first = next;
	}
	return previous;
}

static int record_all(struct statement *first)
{
	int error = 0;

	for (; first && error == 0; first = first->next)
		if (first->record)
			error = state_record(first);
	return error;
}

static int rewrite(void)
{
	static const char new[] = ".new";	/* the directory is locked */
	int error;

	state.fd = error = open_file(new, O_CREAT | O_TRUNC);
	state.end = 0;
	state.netns = NULL;
	if (error >= 0)
		error = record_all(reversed(apply.first[LEAVING]));
	if (error == 0)
		error = record_all(apply.first[WANTED]);
	if (error == 0 && state.end == 0)
		error = SYS(unlinkat, state.directory, state.name, 0);
	if (error == 0 && state.end > 0)
		return SYS_RENAMEAT(state.directory, new, state.directory, state.name);
	SYS(unlinkat, state.directory, new, 0);
	return error;
}

int state_close(void)
{
	int error = 0;

	if (!apply.options.only_print && (state_has_changed || (state.fd >= 0 && state.end == 0)))
		error = rewrite();
	warn_state(error);
	return error;
}
