// SPDX-License-Identifier: 0BSD
/* main.c: every system call of every command fails, and every command is killed at each of them
 *
 * faults TABLE: runs what the table says, inside a world that testsuite/world made, and prints TAP
 * and the sums. JOBS of them at a time; EVERY=N takes each Nth call only; VERBOSE=1 prints
 * each run.
 * faults probe: prints what a program that was started in a namespace sees.
 *
 * The table has one scenario a line, its columns between bars:
 * NAME | SETUP (for the shell) | COMMAND (not for the shell; @word is what $T/word holds,
 *      which after "inside NAME" is the PID of a process there)
 *      | STEPS (for the shell, between semicolons, each when the command waits) | FLAGS
 */
#define _GNU_SOURCE
#include "faults.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { SCENARIOS = 256 };

static struct scenario scenarios[SCENARIOS];
static unsigned scenario_count;

/* What the workers share. */
static struct {
	unsigned next;				/* task */
	int first_call;				/* that is made to fail */
	unsigned counts[SCENARIOS][2][VERDICTS];	/* of errors, of kills */
	bool broken[SCENARIOS];
} *results;

static char *column(char **rest)
{
	char *text = strsep(rest, "|"), *end;

	if (!text)
		return "";
	text += strspn(text, " \t");
	end = text + strlen(text);
	while (end > text && strchr(" \t\n", end[-1]))
		*--end = '\0';
	return text;
}

static bool host(void)
{
	return getenv("HOST") && strcmp(getenv("HOST"), "1") == 0;
}

static bool read_table(const char *path)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size;

	while (file && getline(&line, &size, file) > 0 && scenario_count < SCENARIOS) {
		struct scenario *scenario = &scenarios[scenario_count];
		char *rest = line, *flags;

		if (*line == '#' || *line == '\n')
			continue;
		scenario->name = column(&rest);
		scenario->setup = column(&rest);
		scenario->command = column(&rest);
		scenario->steps = column(&rest);
		flags = column(&rest);
		scenario->may_warn = strchr(flags, 'w');
		scenario->children_are_commands = strchr(flags, 'c');
		scenario->in_parts = strchr(flags, 'p');
		scenario->rename_lo = strchr(flags, 'l');
		scenario->may_take_along = strchr(flags, 'n');
		scenario->is_old_kernel = strchr(flags, 'o');
		scenario->may_be_denied = strchr(flags, 'a');
		scenario->in_chroot = strchr(flags, 'r');
		if (!host() || strchr(flags, 'h'))
			scenario_count++;
		line = NULL;
	}
	return scenario_count > 0;
}

static struct trial *new_trial(void)
{
	return mmap(NULL, sizeof(struct trial), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		    -1, 0);
}

static bool run_trial(struct trial *trial, const struct scenario *scenario, int at, int choice)
{
	memset(trial, 0, sizeof *trial);
	trial->scenario = scenario;
	trial->fault = (struct fault){ .at = at, .choice = choice };
	return try_in_world(trial);
}

/* A program of many libraries makes a hundred calls, or more, before it begins with what it is to
 * do: they are passed over, as many as there are before `ip -V` writes. */
static void find_first_call(void)
{
	static const struct scenario version = { .setup = "", .command = "netns -V", .steps = "" };
	enum { WRITES_AND_ENDS = 2 };
	struct trial *trial = new_trial();

	results->first_call = 1;
	if (host() && run_trial(trial, &version, 0, NO_FAULT))
		results->first_call = trial->fault.calls - WRITES_AND_ENDS;
	munmap(trial, sizeof *trial);
}

static void report(const struct trial *trial, enum verdict verdict, const char *reason,
		   const struct trial *undisturbed)
{
	static const char *const words[] = { "harmless", "honest", "SILENT", "LEFTOVER", "WEDGED" };
	const struct fault *fault = &trial->fault;
	char what[64], text[8 * TEXT];

	snprintf(what, sizeof what, fault->choice == KILL ? "killed" : "error %d (%s)",
		 fault->error, strerror(fault->error));
	snprintf(text, sizeof text, "# %s: call %d, %s: %s: %s, status %d: %s%s", words[verdict],
		 fault->at, call_name(fault->call), what, trial->scenario->name, trial->run.status,
		 trial->run.err, *trial->run.err ? "" : "\n");
	if (verdict > HONEST)
		snprintf(text + strlen(text), sizeof text - strlen(text),
			 "#   %.*s\n#   output: %s\n#   state:\n%s"
			 "#   the same command then: status %d: %s%s\n%s#   undisturbed:\n%s%s",
			 (int)strcspn(reason, "\n"), reason,
			 trial->run.out, trial->after, trial->again.status, trial->again.out,
			 trial->again.err, trial->finally, undisturbed->run.out,
			 undisturbed->after);
	if (verdict > HONEST || getenv("VERBOSE"))
		fputs(text, stdout);
	fflush(stdout);
}

/* All trials of one scenario, with errors or with kills. */
static void run_task(unsigned number, bool kills, int every)
{
	const struct scenario *scenario = &scenarios[number];
	struct trial *undisturbed = new_trial(), *trial = new_trial();
	const char *reason = "";
	int choice = kills ? KILL : 0;

	if (!run_trial(undisturbed, scenario, 0, NO_FAULT) || undisturbed->run.status < 0) {
		printf("# %s: no world, or it hangs undisturbed\n", scenario->name);
		results->broken[number] = true;
	}
	if (getenv("VERBOSE"))
		printf("# %s: status %d: %s%s#   before:\n%s#   after:\n%s", scenario->name,
		       undisturbed->run.status, undisturbed->run.out, undisturbed->run.err,
		       undisturbed->before, undisturbed->after);
	for (int at = results->first_call;
	     !results->broken[number]; ) {
		if (!run_trial(trial, scenario, at, choice)) {
			printf("# %s: call %d: no world\n", scenario->name, at);
			results->broken[number] = true;
		} else if (trial->fault.done) {
			enum verdict verdict = judge(trial, undisturbed, &reason);

			report(trial, verdict, reason, undisturbed);
			__atomic_add_fetch(&results->counts[number][kills][verdict], 1,
					   __ATOMIC_SEQ_CST);
		} else if (trial->fault.calls < at) {
			break;
		}
		if (kills || !trial->fault.done || choice == 2)
			at += every, choice = kills ? KILL : 0;
		else
			choice++;
		if (at > undisturbed->fault.third_pause && at < undisturbed->fault.last_pause)
			at = undisturbed->fault.last_pause;
	}
	munmap(undisturbed, sizeof *undisturbed);
	munmap(trial, sizeof *trial);
}

static void work(void)
{
	const char *every = getenv("EVERY");
	unsigned task;

	while ((task = __atomic_fetch_add(&results->next, 1, __ATOMIC_SEQ_CST)) <
	       2 * scenario_count)
		run_task(task / 2, task % 2, every && atoi(every) > 0 ? atoi(every) : 1);
}

static void print_sums(const char *of, bool kills, unsigned sums[VERDICTS])
{
	unsigned all = 0;

	for (unsigned i = 0; i < scenario_count; i++)
		for (int v = 0; v < VERDICTS; v++)
			sums[v] += results->counts[i][kills][v];
	for (int v = 0; v < VERDICTS; v++)
		all += sums[v];
	printf("# %-8s %8u %8u %8u %8u %10u %8u\n", of, all, sums[HONEST], sums[HARMLESS],
	       sums[SILENT], sums[LEFTOVER], sums[WEDGED]);
}

static int print_results(void)
{
	unsigned errors[VERDICTS] = { 0 }, kills[VERDICTS] = { 0 }, failed = 0;

	for (unsigned i = 0; i < scenario_count; i++) {
		unsigned (*counts)[VERDICTS] = results->counts[i];
		unsigned bad = 0, good = 0;

		for (int v = 0; v < VERDICTS; v++)
			*(v > HONEST ? &bad : &good) += counts[0][v] + counts[1][v];
		bad += results->broken[i] || good == 0;
		failed += bad > 0;
		printf("%sok %u - %s: %u faults\n", bad ? "not " : "", i + 1, scenarios[i].name,
		       good + bad);
	}
	printf("# %-8s %8s %8s %8s %8s %10s %8s\n", "", "injected", "honest", "harmless", "silent",
	       "leftovers", "wedged");
	print_sums("errors", false, errors);
	print_sums("kills", true, kills);
	printf("1..%u\n", scenario_count);
	return failed > 0;
}

int main(int argc, char **argv)
{
	int jobs = getenv("JOBS") ? atoi(getenv("JOBS")) : 2;

	if (argc == 2 && strcmp(argv[1], "probe") == 0)
		return probe();
	if (argc != 2 || !read_table(argv[1])) {
		fprintf(stderr, "usage: faults TABLE\n");
		return 2;
	}
	results = mmap(NULL, sizeof *results, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
		       -1, 0);
	find_first_call();
	for (int i = 0; i < jobs; i++)
		if (fork() == 0) {
			work();
			_exit(0);
		}
	while (wait(NULL) > 0)
		;
	return print_results();
}
