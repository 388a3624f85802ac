// SPDX-License-Identifier: 0BSD
/* multiplex.h: what the parts of the multiplexer have in common. Applets do not include it. */
#ifndef MULTIPLEX_H
#define MULTIPLEX_H

#include "netns.h"

/* The words for commands: iproute2's, in the order in which it compares them, then the names of
 * those configured, and a last, empty one. */
extern const char all_words[];
#define LIST_WORDS "list\0show\0lst\0"		/* the first ones: they mean the same */
extern const char *const command_names;		/* those configured, "add\0…" */

const struct applet *find_applet(const char *name);	/* without "netns-"; NULL: there is none */
/* Runs the command with the words behind its name; returns the exit status. netns-exec writes to
 * the place in front of WORDS, too. */
int run_command(const char *name, char **words);
unsigned count_words(char **words);

/* grammar.c: iproute2's global options and abbreviations. WORDS begin behind the program's name. */
int run_ip_grammar(char **words);
/* Runs `COMMAND ARGUMENT...`, abbreviated or not, with the global options that were given. */
int run_abbreviated(char **words);
/* Sets the flags that a command has in common with the global options: those marked by '!'. */
void inherit_options(const char *opts);
const char *full_word(const char *word);	/* the command that it means, else itself */
bool is_netns_object(const char *word);		/* "netns", "netn" or "net" */
int enter_or_warn(const char *netns);		/* returns an exit status */

extern unsigned given;			/* global options, a FLAG() for each */
/* The global options that another ip is to be given, too. */
extern char **passed_on;
extern unsigned passed_on_count;

/* batch.c: runs the lines of FILE; "-" is standard input. */
int run_batch(const char *file);

/* lines.c: the lines of a batch, and their words */

enum { LINE_SIZE = 8192, WORDS_MAX = LINE_SIZE / 2 + 1 };

struct lines {
	unsigned number;		/* of the last one that was read */
	unsigned at, end;		/* of what is left of text */
	int fd;
	int error;			/* of open(2), read(2); 0: the end was reached */
	bool broken;			/* the last one has no end */
	char text[4096];
};

/* Reads a line and those that continue it: each ends with a backslash. "#" begins a comment, within
 * quotes, too. Returns whether there was one. */
bool read_line(struct lines *lines, char line[LINE_SIZE]);
/* Returns WORDS. A word that begins with a quote reaches to the next one, and has neither of them;
 * NULL: there is none. */
char **split_line(char *line, char **words);
void lines_wait(void);				/* batch.c: before more is waited for */

/* relay.c: lines of a batch for another ip; each ends with a newline. */
int relay_line(const char *line, unsigned number);	/* not DONE: it has ended with that */
int relay_end(void);				/* waits for it to end, if there is one */
extern bool one_by_one;				/* are we who does that for an ip that cannot? */

/* ip.c: `ip OBJECT ARGUMENT...` is done by another ip. */
int run_real_ip(char **words);
int run_attach(char **words);			/* `ip netns attach NAME PID` */

/* install.c: --install */
int install_commands(char **words);

int not_understood(const char *word);		/* says so; returns USAGE */
int print_version(void);
int print_help(void);

#endif
