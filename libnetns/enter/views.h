/* SPDX-License-Identifier: 0BSD */
/* views.h: what the makers of /sys and /etc share */
#ifndef VIEWS_H
#define VIEWS_H

#include "enter/enter.h"

const char *etc_dir(void);		/* "/etc/netns" */
/* Opens /etc/netns/NAME to read it. */
void files_open(const char *name, struct dir *files);
/* Reports, unless RESULT is an exit status, why that cannot be read; returns an exit status. */
int files_warn(const char *name, int result);
/* Reports why the program must not be run: it would see the FILE of /etc. EXIT_FAILURE */
int warn_not_covered(const char *file, int error);

/* sysfs.c: puts over the same place below PATH, "/etc/", what was mounted below it when OLD was
 * there, but not what has a namesake in the directory EXCEPT, which may be -1. -errno: the last
 * failure. */
int keep_mounts(int old, const char *path, int except);

/* seal.c: the same as enter_sys() does for /sys, for /etc and the sockets of name services */
int enter_sealed_etc(const char *name);

#endif
