// SPDX-License-Identifier: 0BSD
/* run.c: run [-p] [-d COMMAND] [dev DEVICE] PROGRAM [ARGUMENT...] */
#include "apply/statement.h"

struct run {
	char *undo, *device, **program;
	bool is_early;
};

static struct run read_words(struct statement *statement)
{
	struct run run = { .program = statement->words + 1 };

	for (; *run.program; run.program++) {
		char *word = *run.program;

		if (str_equal(word, "-p")) {
			run.is_early = true;
		} else if (run.program[1] && str_equal(word, "-d")) {
			run.undo = *++run.program;
		} else {
			if (run.program[1] && str_equal(word, "dev")) {
				run.device = run.program[1];
				run.program += 2;
			}
			break;
		}
	}
	return run;
}

int run_check(struct statement *statement)
{
	struct run run = read_words(statement);
	struct statement *up;

	if (*run.program && **run.program == '-')
		return mistake(*run.program, "-p, -d COMMAND, or a program");
	if (!*run.program)
		return mistake(statement->words[0], "a program");
	if (run.device && !link_name_is_valid(run.device))
		return mistake(run.device, "a device");
	if (run.device)
		device_mentioned(statement->netns, run.device);
	if (run.is_early)
		statement->phase = PHASE_EARLY_RUN;
	up = run.device ? device_raised(statement->netns, run.device) : NULL;
	if (up && !apply.is_state) {
		statement->program = up->program;
		up->program = statement;
	}
	statement->is_in_doubt = true;
	return 0;
}

/* Has it been run to its end, with neither its namespace nor its device made since? */
int run_look(struct statement *statement)
{
	return statement->record && !statement->is_in_doubt;
}

/* Runs COMMAND in the namespace that we are in, as `netns exec` does. Returns its exit status, or
 * -errno. */
static int run_here(const struct statement *netns, char **command)
{
	pid_t child = fork_child();
	int status = EXIT_SUCCESS;

	if (child < 0)
		return child;
	if (child > 0)
		return wait_child(child);
	signals_block(false);
	if (netns != apply.here_netns) {
		status = enter_private_mounts();
		if (status == EXIT_SUCCESS)
			status = enter_views(netns->words[1], false);
	}
	if (status == EXIT_SUCCESS)
		status = exec_program(command);
	SYS(exit_group, status);
	return status;
}

/* -ECANCELED: the program, which the message calls NAME, has failed. */
static int run_or_warn(struct statement *statement, const char *name, char **command)
{
	char number[NUM_SIZE];
	int status = run_here(statement->netns, command);

	if (status <= 0)
		return status;
	statement_name(statement);
	warn(name, " has ended with status ", num_format(number, status));
	return -ECANCELED;
}

int run_make(struct statement *statement)
{
	struct run run = read_words(statement);
	int error = run.device ? needed_device_index(statement->netns, run.device) : 0;

	state_doubt(statement, true);
	if (error >= 0)
		error = run_or_warn(statement, *run.program, run.program);
	if (error < 0)
		state_forget(statement);	/* it is tried again */
	else
		state_doubt(statement, false);
	return error;
}

int run_undo(struct statement *statement)
{
	static char shell[] = "/bin/sh", option[] = "-c";
	struct run run = read_words(statement);
	char *command[] = { NULL, shell, option, run.undo, NULL };

	state_doubt(statement, true);
	return run.undo ? run_or_warn(statement, run.undo, command + 1) : 0;
}
