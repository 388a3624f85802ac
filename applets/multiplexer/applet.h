/* SPDX-License-Identifier: 0BSD */
/* applet.h: what an applet is, and what the multiplexer gives it */
#ifndef APPLET_H
#define APPLET_H

#include "output/output.h"

#include <limits.h>

enum { ANY_NUMBER = INT_MAX };

struct applet {
	const char *usage;	/* what follows its name */
	const char *help;	/* what it does, in lines; HELP("…") */
	const char *opts;	/* its flags */
	int (*main)(int argc, char **argv);	/* ARGV: operands only; returns an exit status */
	int argmin, argmax;	/* number of operands */
	bool needs_own_process;	/* after it, the process cannot run another command */
};

/* The flags of a command that prints: for its usage, and for OPTS. */
#define JSON_USAGE "" TEXT_IF(ENABLE_FEATURE_JSON, "[-j] [-p] ")
#define JSON_OPTS "" TEXT_IF(ENABLE_FEATURE_JSON, "j!p!")

#define HELP(text) (ENABLE_FEATURE_HELP ? text : "")

/* Flags are written as for getopt(3): "aj"; "p:" takes a value. "a!" is also a global option of
 * iproute2's. */
#define FLAG(letter) (1u << ((letter) & 31))

extern unsigned flags;		/* those given: FLAG('a') and so on */
extern char *flag_value;	/* the value of the flag that takes one */
extern bool ip_grammar;		/* called as iproute2 is: "netns list" or "ip netns list" */

int usage(void);		/* prints how the applet is called; returns EXIT_USAGE */

#endif
