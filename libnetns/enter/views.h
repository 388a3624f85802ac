/* SPDX-License-Identifier: 0BSD */
/* views.h: what views.c, sysfs.c and seal.c share */
#ifndef VIEWS_H
#define VIEWS_H

#include "enter/enter.h"

/* Opens the directory /etc/netns/NAME to read it. */
void files_open(const char *name, struct dir *files);
/* RESULT is an exit status, which is returned, or the -errno of reading that directory. Reports why
 * it cannot be read, and returns EXIT_FAILURE; that there is none is EXIT_SUCCESS. */
int files_warn(const char *name, int result);
/* Reports why the program must not be run: it would see the host's FILE of /etc. EXIT_FAILURE */
int warn_not_covered(const char *file, int error);

/* sysfs.c: OLD is the directory that was at PATH, "/etc/", before another was mounted over it.
 * Mounts everything that is mounted below OLD at the same place below PATH, except what the
 * directory EXCEPT, which may be -1, has as well. Returns the last -errno. */
int keep_mounts(int old, const char *path, int except);

/* seal.c: an overlay over /etc, and covers for the sockets of name services. An exit status, with
 * the message printed. */
int enter_sealed_etc(const char *name);

#endif
