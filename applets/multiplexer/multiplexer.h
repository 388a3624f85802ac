/* SPDX-License-Identifier: 0BSD */
/* multiplexer.h: what the parts of the multiplexer share. Applets do not include it. */
#ifndef MULTIPLEXER_H
#define MULTIPLEXER_H

#include "enter/enter.h"
#include "multiplexer/applet.h"

/* command.c: the commands, and how one is run */

/* The words for commands: iproute2's, in the order in which it compares them, then the names of
 * those in this program, then an empty one. */
extern const char all_words[];
#define LIST_WORDS "list\0show\0lst\0"		/* the first words: they mean the same */
extern const char *const command_names;		/* those in this program: "add\0…" */

const struct applet *find_applet(const char *name);	/* without "netns-"; NULL: there is none */
/* Runs the command NAME with the flags and operands in WORDS; operands after the first MOST are
 * ignored. Returns the exit status. WORDS[-1] must be writable. */
int run_command(const char *name, char **words, unsigned most);

/* help.c: what is printed about commands; an exit status */

int print_version(void);
int print_help(void);				/* `netns --help` */
int print_ip_help(void);			/* `ip netns help` */
int print_command_help(const char *name);
int list_commands(const char *prefix);		/* each on a line, after PREFIX */
int not_understood(const char *word);
int unknown_command(const char *word);		/* suggests the one that may have been meant */

/* grammar.c: iproute2's global options and abbreviations */

int run_ip_grammar(char **words);	/* WORDS follow the name of the program */
/* Runs `COMMAND ARGUMENT...`, where COMMAND may be abbreviated, under the global options. */
int run_abbreviated(char **words);
/* The FLAG()s of the global options that OPTS has in common with iproute2, marked by '!'. */
unsigned inherited_flags(const char *opts);
const char *expand_abbreviation(const char *word);	/* the command it means, or WORD */
bool is_netns_object(const char *word);		/* "netns", "netn" or "net" */
int enter_or_warn(const char *netns);		/* returns an exit status */

extern unsigned global_options;		/* those given: FLAG('j') and so on */
extern char **forwarded_options;	/* those that another ip gets too */
extern unsigned forwarded_options_count;
/* Removes from the OPTIONS in front of WORDS those that BusyBox's ip lacks; an exit status. */
int keep_options_of_busybox(char **options, char **words);

/* batch.c: runs the lines of FILE, or of standard input ("-") */

int run_batch(const char *file);
void batch_before_wait(void);		/* before it waits for more lines */

/* relay.c: the lines of a batch that are for another ip */

int relay_line(const char *line, unsigned number);	/* LINE ends with a newline */
int relay_end(void);			/* waits for that ip to end, if there is one */
extern bool is_stand_in;		/* this process runs such lines itself */

/* standin.c: what BusyBox's ip cannot do */

enum stand_in {
	STAND_IN_DONE,		/* *STATUS is the exit status */
	STAND_IN_FORWARD	/* the other ip has to do WORDS, which may have been changed */
};
enum stand_in stand_in(char **words, bool is_alone, int *status);	/* IS_ALONE: no other ip */

/* ip.c: `ip OBJECT ARGUMENT...` is done by another ip */

int run_real_ip(char **words);
int run_attach(char **words);		/* `ip netns attach NAME PID` */

/* install.c: --install */

int install_commands(char **words);

#endif
