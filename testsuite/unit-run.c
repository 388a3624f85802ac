// SPDX-License-Identifier: 0BSD
/* unit-run.c: which program is executed, and what is reported if none can be; children */
#include "enter/enter.h"
#include "rules.h"

#include <limits.h>
#include <signal.h>
#include <sys/wait.h>

static char tried[2 * PATH_MAX];	/* the paths, one after the other */
static int handlers;			/* how often what SIGCHLD does was set */
static int wait_status;

static long execute(const char *path, char **command)
{
	struct rule *rule;

	strcat(strcat(tried, path), strcmp(path, "/bin/sh") == 0 ? command[1] : "");
	strcat(tried, " ");
	for (unsigned i = rule_count; i-- > 0; ) {
		rule = &rules[i];
		if (rule->number == SYS_execve && (!rule->path || strstr(path, rule->path)))
			return rule->result;
	}
	return -ENOENT;
}

static long answer(long number, const long a[6])
{
	if (number == SYS_execve)
		return execute((const char *)a[0], (char **)a[1]);
	if (number == SYS_rt_sigaction)
		handlers += a[0] == SIGCHLD;
	if (number == SYS_wait4)
		*(int *)a[1] = wait_status;
	return answer_by_rule(number, a);
}

static int run(const char *path, const char *name)
{
	static char variable[2 * PATH_MAX];
	static char *variables[] = { variable, NULL };
	char word[64], *words[] = { NULL, word, NULL };

	strcpy(word, name);
	strcat(strcpy(variable, "PATH="), path);
	environment = variables;
	*tried = *message = '\0';
	return exec_program(words + 1);
}

static void check_search(void)
{
	static char longest[PATH_MAX + 64];

	new_rules();
	CHECK_INT(run("/a:/b", "x"), EXIT_NOT_FOUND, "a program that is nowhere");
	CHECK_TEXT(tried, "/a/x /b/x ", "each directory is tried");
	CHECK(strstr(message, "x: cannot execute: No such file") ||
	      strstr(message, "x: cannot execute: error 2"), "it says so");
	CHECK_INT(run(":/b:", "x"), EXIT_NOT_FOUND, "empty directories");
	CHECK_TEXT(tried, "x /b/x x ", "are the working directory");
	CHECK_INT(run("/a", "./x"), EXIT_NOT_FOUND, "a path");
	CHECK_TEXT(tried, "./x ", "is not looked for");
	on(SYS_execve, "./x", -ENOTDIR);
	CHECK_INT(run("/a", "./x"), EXIT_NOT_FOUND, "nor one that cannot be there");
	CHECK_INT(run("/a", ""), EXIT_NOT_FOUND, "no name");
	CHECK_TEXT(tried, "", "is not looked for, either");
	memset(longest, 'd', PATH_MAX);
	strcat(longest, ":/b");
	CHECK_INT(run(longest, "x"), EXIT_NOT_FOUND, "a directory whose path is too long");
	CHECK_TEXT(tried, "/b/x ", "is passed over");
	memset(longest, 'd', PATH_MAX);
	longest[PATH_MAX - 2] = '\0';
	run(longest, "x");
	CHECK_TEXT(tried, "", "by one byte");
	longest[PATH_MAX - 3] = '\0';
	*tried = '\0';
	CHECK_INT(path_search(longest, "x", exec_file, (char *[]){ longest }), -ENOENT,
		  "the longest path");
	CHECK_INT(strlen(tried), strlen(longest) + strlen("/x "), "is tried");
}

static void check_refusals(void)
{
	new_rules();
	on(SYS_execve, "/a/", -EACCES);
	on(SYS_faccessat, "/a/x", 0);
	CHECK_INT(run("/a:/b", "x"), EXIT_NOT_EXECUTABLE, "a program that may not be executed");
	CHECK_TEXT(tried, "/a/x /b/x ", "there might be another");
	on(SYS_faccessat, "/a/x", -EACCES);
	CHECK_INT(run("/a:/b", "x"), EXIT_NOT_FOUND, "a directory that may not be searched");
	on(SYS_execve, "/a/", -ENOTDIR);
	CHECK_INT(run("/a:/b", "x"), EXIT_NOT_FOUND, "a directory that is none");
	on(SYS_execve, "/a/", -ENOMEM);
	CHECK_INT(run("/a:/b", "x"), EXIT_NOT_EXECUTABLE, "another error");
	CHECK_TEXT(tried, "/a/x ", "is the end");
	on(SYS_execve, "/a/", -ENOEXEC);
	on(SYS_execve, "/bin/sh", -ENOMEM);
	CHECK_INT(run("/a:/b", "x"), EXIT_NOT_EXECUTABLE, "a script without #!");
	CHECK_TEXT(tried, "/a/x /bin/sh/a/x ", "is one of the shell");
}

static void check_children(void)
{
	new_rules();
	on(SYS_clone, NULL, 7);
	on(SYS_wait4, NULL, 7);
	on(SYS_rt_sigaction, NULL, 0);
	handlers = 0;
	run("/a", "x");
	CHECK_INT(handlers, 0, "without children signals are as they were");
	CHECK_INT(fork_child(), 7, "a child");
	CHECK_INT(handlers, 1, "whose end we get to know");
	run("/a", "x");
	CHECK_INT(handlers, 2, "programs get what was there before");
	wait_status = 3 << 8;
	CHECK_INT(wait_child(7), 3, "its exit status");
	wait_status = SIGKILL;
	CHECK_INT(wait_child(7), 128 + SIGKILL, "the signal that has ended it");
	on(SYS_wait4, NULL, -ECHILD);
	CHECK_INT(wait_child(7), EXIT_FAILURE, "it cannot be waited for");
	CHECK(strstr(message, "cannot wait for a process"), "it says so");
}

int main(void)
{
	begin();
	check_search();
	check_refusals();
	check_children();
	return end();
}
