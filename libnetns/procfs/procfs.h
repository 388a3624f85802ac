/* SPDX-License-Identifier: 0BSD */
/* procfs.h: processes, threads and mounts, as /proc and statmount(2) show them; proc(5) */
#ifndef PROCFS_H
#define PROCFS_H

#include "output/output.h"

/* proc.c, walk.c: processes and the network namespaces of their threads */

enum { TASK_COMM_SIZE = 17 };

struct task;
typedef int task_visitor(struct task *task, void *context);

struct task {			/* a thread */
	char path[48];
	pid_t pid, tid;
	unsigned netns;		/* inode number of its network namespace; 0: we may not look */
	unsigned netdev;	/* in that case, that of its net/dev; 0: not even this */
	pid_t self;		/* our own number in this /proc */
	unsigned own_netns;	/* inode number of the namespace in which we began */
	char *end;		/* of its directory, in path */
	task_visitor *visitor;	/* what follows is for walk.c alone */
	void *context;
	unsigned own_netdev;	/* inode number of net/dev in that namespace */
	unsigned threads;	/* of the process: how many this pass has visited */
	bool is_seen;		/* one of them was visited */
};

/* Why /proc shows no namespaces, in words to append to a message; NULL if it does. */
const char *proc_missing(void);
/* Visits each process, by its leader, and then its other threads, until the visitor returns
 * non-zero; returns that. A thread that ends meanwhile is skipped: the visitor may return -ENOENT
 * or -ESRCH for it. A process that forks and exits is not missed: its child is visited, unless
 * process IDs wrap around meanwhile: proc_last_pid(). -EACCES: all that can be seen were visited,
 * but /proc hides others (hidepid). -ENODEV: no /proc. */
int proc_each(task_visitor *visitor, void *context);
/* The ID of the newest process. If it is lower than before, process IDs have wrapped around. */
int proc_last_pid(void);
bool proc_is_gone(int error);	/* does this error of /proc mean that the process has ended? */

/* The path of a FILE, "/comm" say, of TASK. Valid until the next call. */
const char *task_path(struct task *task, const char *file);
int task_open(struct task *task, const char *file, int flags);
/* Reads the name of its program; TEXT is "" if it has ended. */
int task_comm(struct task *task, char text[TASK_COMM_SIZE]);
/* Reads again which namespace it is in. */
int task_look(struct task *task);
/* Opens the namespace of any thread in DIRECTORY, "/proc/7/task". -ENOENT: all have ended. */
int threads_open_netns(const char *directory);
/* The inode number of net/dev in the namespace NETNS, for task_is_in(); 0 if it is unknown. Enters
 * NETNS to look, and may have to stay there: the caller must not depend on where it is. */
unsigned netns_netdev(int netns);
/* Is it in the namespace INODE? 1, 0, or -1 if that is unknown. NETDEV matters if task->netns
 * is 0. */
int task_is_in(const struct task *task, unsigned inode, unsigned netdev);

/* signal.c: signals to processes, whose IDs must be those of our PID namespace */

/* Does /proc number processes as system calls do? 0; -EXDEV: no, it is of another PID namespace; or
 * another -errno. */
int proc_must_be_ours(void);
/* Sends SIGNAL to the process of TASK if TASK is still in the namespace, as in task_is_in(), and
 * to no other process, even if the number is in use again (before Linux 5.3, almost none).
 * -ESRCH: it has ended. */
int task_signal(struct task *task, unsigned inode, unsigned netdev, int signal);

/* Processes that we may not look at. */
struct hidden {
	unsigned count;
	pid_t last;
};
void count_hidden(struct hidden *hidden, const struct task *task);	/* each process once */
void msg_add_processes(unsigned count);		/* "1 process", "3 processes" */
/* Reports, for OBJECT, a failed walk (ERROR) or the number of HIDDEN processes; an exit status. */
int proc_warn(const char *object, int error, unsigned hidden);

/* The inode number in a text like "net:[4026531840]"; 0 if it is no such text. */
unsigned netns_link_number(const char *text);
/* Reads that of the namespace to which the symbolic link PATH leads. */
int ns_link_read(const char *path, unsigned *inode);

/* mounts.c: what is mounted below a mount, and where others have mounted something */

/* Returns true if it has bound POINT somewhere with all that is mounted below it (MS_REC). Of the
 * latter, it is then called only for each sysfs and for what cannot be bound. */
typedef bool mount_visitor(const char *point);
/* Visits the mounts below the mount whose root FD is (unless VISIT is NULL), at any depth, each
 * after the one that it is mounted on; returns their number. -ENOSYS before Linux 6.8; -EINVAL if
 * FD is not the root of a mount. */
int mounts_below(int fd, mount_visitor *visit);
/* The same on every kernel; PATH, "/a/", is where FD is, for those that lack the system calls. */
int mounts_each(int fd, const char *path, mount_visitor *visit);
/* Opens (O_PATH) what TASK sees mounted at PATH, "a/b" below its root. PATH is changed for a
 * moment. No symbolic link is followed, whatever the owners of the directories have made of them,
 * and no file system keeps us waiting (openat2(2), Linux 5.12). -ELOOP, -ENOTDIR, -ENOENT:
 * something else is there. */
int task_open_below(struct task *task, char *path);
/* Opens the network namespace INODE that TASK sees mounted at POINT, "/a/b", and nothing else:
 * -ESTALE, or as task_open_below(). */
int task_open_mounted(struct task *task, char *point, unsigned inode);

/* Closes FILE, which was opened with O_PATH, and opens it to be used if it is the namespace INODE,
 * of any kind. -ESTALE: it is not. FILE may be -errno, which is returned. */
int open_if_netns(int file, unsigned inode);

/* mountinfo.c: where network namespaces are mounted, as a process sees it; what is stacked */

typedef int netns_mount_visitor(struct task *task, unsigned inode, char *point, void *context);
/* Visits those that TASK sees until VISIT returns non-zero; returns that. INODE is the inode number
 * of the namespace; POINT is as TASK sees it, and may be written to. -errno: they could not be
 * read. */
int netns_mounts_each(struct task *task, netns_mount_visitor *visit, void *context);

/* fds.c: the same for namespaces, of any kind, that TASK, if it is the first thread of a process,
 * has open; POINT is the number of the descriptor, "7". */
int task_fds_each(struct task *task, netns_mount_visitor *visit, void *context);
/* Opens such a namespace. -ESTALE: it is something else, or no network namespace. */
int task_open_fd(struct task *task, const char *number, unsigned inode);

/* mountinfo.c: cuts the first line off TEXT, which is in the format of mountinfo. Returns where
 * something is mounted; *ROOT is what of its file system. */
char *mountinfo_next(char **text, char **root);

/* Reads FILE, of less than MEMORY_SIZE bytes. The text lasts until the next call. NULL: *ERROR is
 * -errno. */
char *proc_read(const char *file, int *error);

/* How many mounts are stacked at PATH, which contains no symbolic link? */
unsigned mounts_at(const char *path);

#endif
