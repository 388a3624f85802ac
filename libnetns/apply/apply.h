/* SPDX-License-Identifier: 0BSD */
/* apply.h: make what there is agree with a file; netns.conf(5) */
#ifndef APPLY_H
#define APPLY_H

#include "output/output.h"

struct apply_options {
	bool undo;		/* as if the file were empty */
	bool kill;		/* the processes in namespaces that are to be deleted */
	bool print;		/* what is done */
	bool only_print;	/* nothing is done but that */
};
/* Applies FILE, "-" for standard input. Returns an exit status, with the messages printed.
 * Afterwards the process may be in another network namespace and directory. */
int apply_file(const char *file, const struct apply_options *options);

#endif
