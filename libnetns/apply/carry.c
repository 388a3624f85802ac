// SPDX-License-Identifier: 0BSD
/* carry.c: carry out one statement, or undo it; record it; report it */
#include "apply/statement.h"

#include <signal.h>

struct pass pass = { .patience = 500 };

enum { TERM_AND_INT = 1 << (SIGTERM - 1) | 1 << (SIGINT - 1) };

static const long end_signals[_NSIG / 8 / sizeof(long)] = { TERM_AND_INT };

/* It does not end with the terminal, which may be a connection through the network that it changes,
 * nor with the reader of what it prints, nor at a limit (RLIMIT_FSIZE): then writing fails. */
static const long blocked_signals[_NSIG / 8 / sizeof(long)] = {
	TERM_AND_INT | 1 << (SIGHUP - 1) | 1 << (SIGPIPE - 1) | 1 << (SIGXFSZ - 1)
};

void signals_block(bool block)
{
	SYS(rt_sigprocmask, block ? SIG_BLOCK : SIG_UNBLOCK, blocked_signals, NULL,
	    sizeof blocked_signals);
}

bool is_ended(void)
{
	if (!pass.is_ended && wait_signal(end_signals, 0) > 0) {
		pass.is_ended = true;
		apply.status = warn(apply.file, ": interrupted: the rest is left as it is");
	}
	return pass.is_ended;
}

void statement_name(const struct statement *statement)
{
	msg_add_place(statement->is_wanted ? statement->line : 0);
	if (statement->netns && statement->netns != apply.here_netns) {
		msg_add(statement->netns->words[1]);
		msg_add(": ");
	}
}

static void print(const struct statement *statement, bool is_undo)
{
	static const struct statement *last;
	const struct statement *netns = statement->netns ? statement->netns : statement;

	if (!apply.options.print)
		return;
	if (!OUT_IS_JSON && netns != last && netns != statement)
		out_string("", "  ", statement_text(netns), "\n");
	last = netns;
	out_object();
	out_string("action", "", is_undo ? "-" : "+", " ");
	if (OUT_IS_JSON && netns != apply.here_netns)
		out_string("netns", "", netns->words[1], "");
	out_string("statement", "", statement_text(statement), "");
	out_record_end();
	if (apply.options.only_print || out_finish(EXIT_SUCCESS) == EXIT_SUCCESS)
		return;				/* done now: a program may print something next */
	apply.options.print = false;
	apply.status = EXIT_FAILURE;
}

void statement_fail(struct statement *statement, int error, bool is_undo)
{
	const char *cause = nl_error_text;

	pass.failed = true;
	if (error == -EEXIST)		/* maybe it goes with its namespace in a moment */
		pass.is_patient = true;
	if (!pass.reports && error != -ECANCELED)
		return;
	statement->is_done = true;
	apply.status = EXIT_FAILURE;
	if (statement->phase == PHASE_LINK && !is_undo)
		devices_are_unusable(statement);
	if (error == -ECANCELED || (statement->is_implied && error == -ENODEV))
		return;
	if (!*cause && error == -ENOENT && statement->phase == PHASE_LINK)
		cause = "no such network namespace";
	if (!*cause && error == -ENETDOWN && statement->phase == PHASE_UP)
		cause = "the device below it is down";
	statement_name(statement);
	warn_cause(is_undo ? "cannot undo: " : "", statement_text(statement), NULL, cause, error);
}

void statement_make(struct statement *statement)
{
	bool was_recorded = statement->record;
	int error = 0;

	if (statement->is_there) {
		statement->is_done = true;
		return;
	}
	if (!apply.options.only_print) {
		*nl_error_text = '\0';
		nl_is_in_doubt = false;
		pass.has_changed = true;
		if (!was_recorded)
			error = state_record(statement);
		if (error == 0)
			error = statement->verb->make(statement);
		if (error < 0) {
			if (!was_recorded && !nl_is_in_doubt)
				state_forget(statement);
			statement_fail(statement, error, false);
			return;
		}
		state_has_changed |= was_recorded;
	}
	statement->is_done = statement->is_there = pass.progress = true;
	print(statement, false);
}

/* Is it forgotten together with its namespace? */
static bool goes_with_namespace(const struct statement *statement)
{
	return statement->verb->undo == namespace_undo ||
	       (statement->verb->undo == veth_undo && statement->netns->is_going);
}

void statement_undo(struct statement *statement, bool is_gone)
{
	int error = 0;

	statement->is_done = pass.has_changed = true;
	if (!is_gone && statement->is_there) {
		*nl_error_text = '\0';
		if (!apply.options.only_print)
			error = statement->verb->undo(statement);
		if (is_missing(error))
			error = 0;		/* it went with something else */
		if (error == 0 && !statement->is_implied)
			print(statement, true);
	}
	if (error < 0)
		statement_fail(statement, error, true);
	else if (!apply.options.only_print && !goes_with_namespace(statement))
		state_forget(statement);
}
