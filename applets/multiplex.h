// SPDX-License-Identifier: 0BSD
/* multiplex.h: what the parts of the multiplexer have in common. Applets do not include it. */
#ifndef MULTIPLEX_H
#define MULTIPLEX_H

#include "netns.h"

struct command {
	const char *name;		/* without "netns-" */
	const struct applet *applet;
};

extern const struct command commands[];		/* those configured, the last has no name */

const struct command *find_command(const char *name);
/* Runs the command with the words behind its name; returns the exit status. */
int run_command(const struct command *command, char **words);

/* grammar.c: iproute2's global options and abbreviations. WORDS begin behind the program's name. */
int run_ip_grammar(char **words);

/* install.c: --list, --list-full, --install */
int list_commands(const char *directory);
int install_commands(char **words);

int print_version(void);
int print_help(void);

#endif
