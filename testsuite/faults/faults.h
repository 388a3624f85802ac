/* SPDX-License-Identifier: 0BSD */
/* faults.h: what the files of the fault injector share */
#ifndef FAULTS_H
#define FAULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/syscall.h>

#ifdef SYS_mmap2		/* the only one on arm */
#define CALL_MMAP SYS_mmap2
#else
#define CALL_MMAP SYS_mmap
#endif

enum { TEXT = 1 << 14, WORDS = 64 };

/* A line of the table; main.c says what its columns mean. */
struct scenario {
	char *name, *setup, *command, *steps;
	bool may_warn;		/* what a warning tells of may differ, with exit status 0 */
	bool children_are_commands;	/* so that it ends as they do */
	bool may_take_along;	/* a child of it that is killed, what it has stopped */
	bool is_old_kernel;	/* which lacks the calls of old_kernel_lacks() */
	bool may_be_denied;	/* EACCES is the answer where it need not look */
	bool in_chroot;		/* in $T/tree */
	bool in_parts;		/* it may be half done; the same command does the rest then */
	bool rename_lo;		/* the loopback device of namespace NAME is called lo-NAME */
};

enum { KILL = -1, NO_FAULT = -2 };

/* What is done to the call that is number AT of those the program makes, counted from 1. */
struct fault {
	int at;
	int choice;		/* which of the errors chosen for that call; KILL; NO_FAULT */
	int call, error;	/* filled in: what it was */
	bool done;		/* filled in: there was such a call, with that choice */
	bool removing, saying;	/* filled in: it was to remove a file, to write a message */
	bool lent;		/* filled in: registers of another process had been written */
	bool in_child;		/* filled in: it was not the first process that made it */
	int calls;		/* filled in: how many there were */
	int pauses, third_pause, last_pause;	/* filled in: how many; numbers of calls */
};

struct outcome {
	int status;		/* as the shell gives it; below 0: it hung */
	char out[TEXT], err[TEXT];
};

/* One run in a world of its own, in memory that the judge shares. */
struct trial {
	const struct scenario *scenario;
	struct fault fault;
	struct outcome run, again;	/* with the fault, and once more without */
	char before[TEXT], after[TEXT], finally[TEXT];	/* the states of the world */
	bool complete;
};

/* inject.c */
const char *call_name(int call);
/* Runs the command under supervision, and its steps one by one as it comes to wait. */
void supervise(const struct scenario *scenario, struct fault *fault, struct outcome *outcome);

/* world.c */
/* Runs a trial in a fresh world; false if that could not be made. */
bool try_in_world(struct trial *trial);
int probe(void);		/* prints what a program sees of the namespace that it is in */

/* state.c */
/* Describes files, mounts, processes, namespaces and ids, sorted lines. Namespaces are named after
 * what had them when it was FIRST called. */
void describe(char *text, bool first);

/* judge.c */
enum verdict { HARMLESS, HONEST, SILENT, LEFTOVER, WEDGED, VERDICTS };
/* REASON is set for the last three. */
enum verdict judge(const struct trial *trial, const struct trial *undisturbed, const char **reason);

#endif
