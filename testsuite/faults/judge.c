// SPDX-License-Identifier: 0BSD
/* judge.c: did the program tell the truth about what became of the fault, and clean up?
 *
 * States and outputs are sets of lines. After a failure each line must be one of before the command
 * or one of after it, undisturbed; and what both have must be there. So several names may be half
 * of them made, but no name half.
 */
#include "faults.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How often the line at LINE is in TEXT. */
static int occurrences(const char *text, const char *line)
{
	size_t size = strcspn(line, "\n");
	int found = 0;

	for (; *text; text += strcspn(text, "\n") + (text[strcspn(text, "\n")] == '\n'))
		found += strcspn(text, "\n") == size && memcmp(text, line, size) == 0;
	return found;
}

static const char *next(const char *line)
{
	line += strcspn(line, "\n");
	return *line ? line + 1 : line;
}

static bool same_lines(const char *one, const char *other)
{
	for (const char *line = one; *line; line = next(line))
		if (occurrences(one, line) != occurrences(other, line))
			return false;
	return strlen(one) == strlen(other);
}

/* What a kill may leave, or a file that cannot be removed, for the next add to go on from. */
static bool is_unfinished(const char *line)
{
	const char *rest = strstr(line, " mode 100000 size 0\n");
	char mount[512];

	snprintf(mount, sizeof mount, "mount %s tmpfs\n", getenv("RUN"));
	return (memcmp(line, "entry ", 6) == 0 && rest && rest < next(line)) ||
	       memcmp(line, mount, strlen(mount)) == 0;
}

/* The first line of STATE that should not be there, or of the others that is missing; or NULL. */
static const char *stray(const char *state, const char *before, const char *after,
			 bool lenient)
{
	const char *line;

	for (line = state; *line; line = next(line)) {
		int found = occurrences(state, line), was = occurrences(before, line),
		    will = occurrences(after, line);

		if (found > (was > will ? was : will) && !(lenient && is_unfinished(line)))
			return line;
	}
	for (line = before; *line; line = next(line)) {
		int found = occurrences(state, line), was = occurrences(before, line),
		    will = occurrences(after, line);

		if (found < (was < will ? was : will))
			return line;
	}
	return NULL;
}

static bool is_message(const char *err)
{
	const char *ours = getenv("HOST") && *getenv("HOST") == '1' ? "" : "netns";

	if (!*err || err[strlen(err) - 1] != '\n')
		return false;
	for (; *err; err = next(err))
		if (strncmp(err, ours, strlen(ours)) != 0)
			return false;
	return true;
}

/* The shell's statuses for signals, of which there are 64; programs end with 255, too. */
static bool by_signal(int status)
{
	return status > 128 && status <= 128 + 64;
}

static bool is_as(const struct outcome *outcome, const char *state, const struct trial *undisturbed)
{
	return outcome->status == undisturbed->run.status &&
	       same_lines(outcome->out, undisturbed->run.out) &&
	       same_lines(state, undisturbed->after) &&
	       (outcome->status == 0 || by_signal(outcome->status) || is_message(outcome->err));
}

static enum verdict judge_run(const struct trial *trial, const struct trial *undisturbed,
			      const char **reason)
{
	const struct outcome *run = &trial->run;
	bool killed = trial->fault.choice == KILL &&
		      (!trial->fault.in_child || trial->scenario->children_are_commands);

	if (killed && run->status == 128 + 9)
		return HONEST;
	if (trial->fault.saying && run->status > 0)
		return HONEST;			/* there is nowhere to say that it cannot be said */
	if (is_as(run, trial->after, undisturbed))
		return HARMLESS;
	if (by_signal(run->status) && undisturbed->run.status != run->status &&
	    !trial->fault.in_child) {
		*reason = "it was ended by a signal";
		return SILENT;
	}
	if (run->status == 0 && trial->scenario->may_warn && is_message(run->err))
		return HONEST;
	*reason = run->status == 0 ? "exit status 0, but output or state are other ones" :
				     "no message, or none of ours";
	return run->status > 0 && is_message(run->err) ? HONEST : SILENT;
}

/* Has a tracer that was killed taken along what it had stopped? */
static bool took_along(const struct trial *trial)
{
	return trial->scenario->may_take_along && trial->fault.choice == KILL &&
	       trial->fault.lent && trial->run.status > 0 && is_message(trial->run.err) &&
	       strstr(trial->before, "process sleep") && !strstr(trial->after, "process sleep");
}

enum verdict judge(const struct trial *trial, const struct trial *undisturbed, const char **reason)
{
	enum verdict verdict;
	bool nothing_done = same_lines(trial->after, trial->before);

	*reason = "it hung";
	if (trial->run.status < 0)
		return WEDGED;
	if (took_along(trial))
		return HONEST;
	verdict = judge_run(trial, undisturbed, reason);
	if (verdict == SILENT)
		return verdict;
	*reason = stray(trial->after, trial->before, undisturbed->after,
			trial->fault.choice == KILL || trial->fault.removing);
	if (*reason && !trial->scenario->in_parts)
		return LEFTOVER;
	*reason = "the same command does not come to the same end then";
	if (!same_lines(trial->finally, undisturbed->after) ||
	    (nothing_done && !is_as(&trial->again, trial->finally, undisturbed)))
		return WEDGED;
	return verdict;
}
