/* SPDX-License-Identifier: 0BSD */
/* apply.h: make what there is agree with a file; netns.conf(5) */
#ifndef APPLY_H
#define APPLY_H

#include "output/output.h"

struct apply_options {
	bool undo;		/* as if the file were empty */
	bool kill;		/* the processes in namespaces that are to be deleted */
	bool only_print;	/* what would be done */
	bool print;		/* what is done */
};
/* Carries FILE out, "-" for standard input. Returns an exit status, with messages printed. The
 * process is in any namespace and directory afterwards. */
int apply_file(const char *file, const struct apply_options *options);

#endif
