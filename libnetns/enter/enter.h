/* SPDX-License-Identifier: 0BSD */
/* enter.h: enter a network namespace, become a user, run a program */
#ifndef ENTER_H
#define ENTER_H

#include "names/names.h"

/* sysfs.c: /sys */

/* Mounts a /sys that belongs to our network namespace, in a mount namespace of our own; NAME is
 * shown as the source of the mount. If that is not permitted, it warns. EXIT_FAILURE, with the
 * message printed: the program must not be run. */
int enter_sys(const char *name);

/* views.c: the network namespace, and what /sys and /etc show of it */

const char *etc_dir(void);	/* $NETNS_ETC_DIR, or the configured one */
/* setns(2). The netlink socket is closed: the next request gets one in this namespace. */
int enter_netns(int fd);
/* Enters a new mount namespace, whose mounts are not seen outside, not even in a chroot.
 * unshare(2). Returns an exit status, with the message printed. */
int enter_private_mounts(void);
/* In such a mount namespace: mounts a /sys that belongs to our network namespace, and the files of
 * /etc/netns/NAME over those of /etc, unless NAME is "". IS_SEALED: whatever happens outside, names
 * are resolved as these files say; seal.c. EXIT_FAILURE, with the message printed, if the program
 * must not be run with what it would see. */
int enter_views(const char *name, bool is_sealed);
/* Unmounts what enter_views(NAME), called in a child, has mounted. SYS is /sys as it was before. */
void leave_views(const char *name, const struct file_stat *sys);

/* user.c: become another user, as passwd(5) and group(5) define them */

/* Becomes USER, "user" or "user:group" by name or number, with all groups of the user and, except
 * for root, no capabilities; sets HOME, SHELL, USER and LOGNAME if /etc/passwd has the user. Cuts
 * USER in two. EXIT_FAILURE, with the message printed: the program must not be run. */
int user_become(char *user);

/* move.c: network devices */

struct move {
	int netns;			/* a descriptor of where to */
	const char *netns_name;		/* for messages */
	const char *new_name;		/* of the device; NULL: as before */
};
/* Moves DEVICE, or if it is wireless its phy with all its devices; DEVICE may be a phy, too.
 * Reports which devices went along. Returns an exit status, with the message printed. */
int move_or_warn(const char *device, const struct move *move);

/* run.c: programs and processes */

/* As the shell's. EXIT_SIGNALED + N: ended by signal N. */
enum { EXIT_NOT_EXECUTABLE = 126, EXIT_NOT_FOUND = 127, EXIT_SIGNALED = 128 };

/* execve(2); a script without "#!" is run by /bin/sh, as execvp(3) does. Returns -errno.
 * COMMAND[-1] must be writable. */
int exec_file(const char *path, char **command);
/* Replaces this process by COMMAND, which is looked up in PATH. Returns only if that fails: an exit
 * status, with the message printed. COMMAND[-1] must be writable. */
int exec_program(char **command);
/* Calls VISIT with the path of NAME in each directory of LIST ("a:b"; NULL: PATH) until it returns
 * something other than -ENOENT, -ENOTDIR or -EACCES; returns that. NAME "": LIST has the paths. */
typedef int path_visitor(const char *path, char **command);
int path_search(const char *list, const char *name, path_visitor *visit, char **command);
/* fork(2), without what libc does for threads. */
pid_t fork_child(void);
/* Waits for CHILD; returns its exit status, or EXIT_SIGNALED + N. */
int wait_child(pid_t child);

#endif
