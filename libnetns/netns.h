// SPDX-License-Identifier: 0BSD
/* netns.h: what libnetns offers to the applets
 *
 * Conventions. A function returns 0, a count or a file descriptor when it succeeds and -errno when
 * it does not, and prints nothing, except where its line says otherwise. The caller owns, and
 * closes, a descriptor it was given; every one of them is close-on-exec. "Name" is an entry of
 * the run directory, "NETNS" whatever a user may write to mean an existing network namespace.
 */
#ifndef NETNS_H
#define NETNS_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#define _FILE_OFFSET_BITS 64

#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/types.h>

#include "config.h"
#include "syscall.h"

/* The compiler puts these in line, to save bytes; measured, that costs some. */
#define NOINLINE __attribute__((noinline))
/* Of an array that is a constant: x86-64 aligns one of 16 bytes to 16, which here is only room. */
#define ALIGNED_AS(type) __attribute__((aligned(_Alignof(type))))

#define ARRAY_SIZE(array) (sizeof(array) / sizeof *(array))
/* TEXT if SYMBOL, ENABLE_…, is 1, and nothing if it is 0: to be part of a string. */
#define TEXT_IF(symbol, text) TEXT_IF_VALUE(symbol, text)
#define TEXT_IF_VALUE(value, text) TEXT_IF_##value(text)
#define TEXT_IF_0(text)
#define TEXT_IF_1(text) text

#include "packed.h"

/* What every applet is, and how applets/main.c has it called */

enum { DONE = 0, FAILED = 1, USAGE = 2 };		/* exit statuses */
enum { ANY_NUMBER = -1 };

struct __attribute__((packed)) applet {	/* packed: the strings lie next to each other */
	int (*main)(int argc, char **argv);	/* argv: operands only; returns the exit status */
	signed char argmin, argmax;		/* number of operands */
	bool takes_process;			/* it leaves its process in no state for another */
	char opts[];				/* flags */
};

/* Flags are as in getopt(3), "aj"; "p:" has a value, "a!" is a global option of iproute2 too. */
#define FLAG(letter) (1u << ((letter) & 31))

extern unsigned flags;			/* FLAG('a') and so on, of those given */
extern char *flag_value;			/* that of the flag which has one */
extern bool ip_grammar;			/* called as iproute2 is: "netns list" */
extern bool called_as_ip;		/* even that: "ip netns list" */

int usage(void);			/* says how the applet is called; returns USAGE */
/* Writes out what was printed; FAILED, with the message, if that cannot be done, else STATUS. */
int finish_output(int status);

/* num.c: numbers without stdio and strtol */

enum { NUM_SIZE = 3 * sizeof(int) + 1 };

/* A decimal number of digits only, 0 to INT_MAX; else -EINVAL or -ERANGE. */
int num_decimal(const char *text);
/* The same, but 0x… is hexadecimal and 0… octal, as iproute2 reads ids. */
int num_any_base(const char *text);
/* VALUE in decimal, until the next call. */
const char *num_text(unsigned value);

/* start.c */

extern char **environment;
/* The value of the environment variable NAME, or OTHERWISE if it is not set, or empty. */
const char *env_value(const char *name, const char *otherwise);

/* text.c: strings */

char *append(char *at, const char *text);	/* copies TEXT to AT; returns where its NUL is */
char *append_number(char *at, unsigned value);
char *find(const char *text, char c);		/* the first C in TEXT, or its NUL */
char *next_string(const char *text);		/* what begins behind its NUL */
size_t length(const char *text);
const char *behind(const char *start, const char *text);	/* NULL: TEXT does not begin so */
bool equal(const char *one, const char *other);
/* Which string of LIST, behind which is an empty one, TEXT is; their number: it is none of them. */
unsigned which(const char *text, const char *list);
/* Cuts off, and returns, what is before the first SEPARATOR, or all of it. */
char *cut(char **text, char separator);
char **copy_words(char **to, char **words);	/* returns where the NULL behind them is */

/* sys.c: system calls that are made in more than one place; others are SYS(call, …) */

int open_at(int dirfd, const char *path, int mode);	/* openat(2), close-on-exec */
int open_path(const char *path, int mode);
void close_fd(int fd);			/* if it is one: not a negative error */
struct status {
	uint64_t inode, device, size;
	unsigned mode, links;
};
/* Of DIRFD itself if PATH is "". Linux 4.11 */
int status_of(int dirfd, const char *path, struct status *status);
int status_of_path(const char *path, struct status *status);
/* Of a symbolic link itself, if it is one. */
int status_of_link(int dirfd, const char *path, struct status *status);
bool is_same_file(const struct status *one, const struct status *other);
/* Do both, as in status_of(), lead to the same file? */
bool leads_to_same(int one_at, const char *one, int other_at, const char *other);
void pause_for(unsigned milliseconds);	/* less than 1,000 */
int mount_on(const char *source, const char *target, const char *type, unsigned mount_flags);
int mount_fd(const char *target, int fd, unsigned mount_flags);	/* MS_BIND and these */
int set_propagation(const char *target, unsigned type);		/* MS_SHARED, … */
/* "/proc/self/fd/FD", for calls that take no descriptor */
enum { FD_PATH_SIZE = sizeof "/proc/self/fd/" + NUM_SIZE };
char *fd_path(char path[FD_PATH_SIZE], int fd);

/* file.c: memory from the kernel, and whole files in it */

enum { MEMORY_SIZE = 16 << 20 };
/* That many zero bytes, which cost nothing until they are written to, for as long as the process
 * runs; NULL: there are none. */
void *memory_new(void);
/* Reads a text file of less than ROOM bytes, and ends it with NUL. TEXT is NULL: -ENOMEM. */
int file_read(int dirfd, const char *path, char *text, unsigned room);

/* msg.c: one line per message on standard error, in one write */

extern const char *applet_name;		/* "add": messages begin with "netns-add: " */

/* Prints up to three words, ": " and what -errno ERROR means, unless that is 0. Returns FAILED. */
int warn_words(const char *object, const char *problem, const char *more, int error);
#define warn_errno(error, ...) WARN_WORDS(error, __VA_ARGS__, NULL, NULL, )
#define WARN_WORDS(error, object, problem, more, ...) warn_words(object, problem, more, error)
#define warn(...) warn_errno(0, __VA_ARGS__)
void say(const char *word);		/* one more word, in front of those */
/* The same, if ERROR is negative; else it returns DONE. */
int done_or_warn(const char *object, const char *problem, const char *more, int error);
/* The same in the kernel's own words, if it had any for the last error of nl_request(). */
enum { IN_KERNEL_WORDS = -65536 };
#define warn_netlink(error, ...) warn_errno((error) + IN_KERNEL_WORDS, __VA_ARGS__)

/* out.c: one writer for text and JSON on standard output */

#define OUT_IS_JSON (ENABLE_FEATURE_JSON && flags & FLAG('j'))

void out_text(const char *text);	/* in text output only, as it stands */
void out_line_end(void);		/* a line of text ends */
void out_array(const char *key);	/* KEY is NULL outside an object */
void out_array_end(void);
void out_object(void);
void out_object_end(void);		/* and in text a line */
void out_part_end(void);		/* the end of an object with which no line ends */
/* One member: "KEY":VALUE in JSON, BEFORE VALUE AFTER in text. The three are literals, of which the
 * functions get one: without FEATURE_JSON no key is left in the program. */
#define out_string(key, before, value, after) \
	out_string_member(OUT_FRAME(key, before, after), value)
#define out_number(key, before, value, after) \
	out_number_member(OUT_FRAME(key, before, after), value)
#define out_true(key, text) out_true_member(OUT_FRAME(key, text, ""))
#define OUT_FRAME(key, before, after) \
	(ENABLE_FEATURE_JSON ? before "\0" after "\0" key : before "\0" after)
void out_string_member(const char *frame, const char *value);
void out_number_member(const char *frame, unsigned value);
void out_true_member(const char *frame);
void out_quoted(const char *text);	/* as JSON and Graphviz write strings, in any format */
/* An id in iproute2's words, with what it is seen as from here; NAME is "": it has none. */
void out_nsid(int id, int here, const char *name);
/* What could not be written, now or before: -errno, once. */
int out_flush(void);
/* Puts C at AT, a control byte as \ooo; returns the place behind it. AT has room for four. */
char *out_escape(char *at, unsigned char c);

/* timestamp.c: the present time, in UTC */

enum { TIMESTAMP_SIZE = 48 };

/* "2026-11-24T04:08:33.842502" or "Tue Nov 24 04:08:33 2026 842502 usec" */
void timestamp(char text[TIMESTAMP_SIZE], bool is_short);

/* dir.c: read a directory without malloc */

struct entry;
struct dir {
	int fd;
	const char *at, *end;
	unsigned char type;		/* of the last entry, as in readdir(3) */
	int result;			/* what is not 0, -errno or else, ends the walk */
	char buffer[4096] __attribute__((aligned(8)));
};

enum { DIR_DIRECTORY = 4, DIR_LINK = 10 };	/* DT_DIR, DT_LNK: a symbolic link */

void dir_open(int at, const char *path, struct dir *dir);
/* The next entry without "." and ".."; NULL: there is a result, or all were read. It stays valid
 * while dir_buffered(). */
const char *dir_next(struct dir *dir);
const struct entry *dir_buffered(struct dir *dir);	/* the next one, if it is there already */
int dir_close(struct dir *dir);			/* returns the result */
bool is_dots(const char *name);		/* is it "." or ".."? */

/* mounts.c: what is mounted below a mount */

/* Visits the mounts right below the mount whose root FD is, unless VISIT is NULL, and counts those
 * at any depth. -ENOSYS before Linux 6.8, -EINVAL if FD is not the root of a mount. */
typedef void mount_visitor(const char *point);
int mounts_below(int fd, mount_visitor *visit);
/* The same where the kernel cannot (-ENOSYS, -EINVAL), too: there right below PATH, "/a/". */
int mounts_each(int fd, const char *path, mount_visitor *visit);

/* proc.c: processes and the namespaces of their threads */

struct task;
typedef int task_visitor(struct task *task, void *context);

struct task {
	char path[48];
	pid_t pid, tid;
	unsigned netns;		/* inode number of its network namespace; 0: we may not look */
	unsigned public;	/* then, and only then, that of its net/dev; 0: not even this */
	char *end;		/* of the directory of this task in path */
	task_visitor *visitor;	/* the rest is for proc.c alone */
	void *context;
	unsigned own_netns, own_public;	/* of the namespace that we were in at the beginning */
};

enum { TASK_COMM_SIZE = 17 };

/* Why namespaces cannot be seen in /proc, to be appended to a message; NULL: they can. */
const char *proc_missing(void);
/* Visits every process, and after it those of its threads that are not its leader, until the
 * visitor returns non-zero, and returns that. One that ends meanwhile, for which a visitor may have
 * -ENOENT or -ESRCH, is passed over. */
int proc_each(task_visitor *visitor, void *context);
/* Processes that we may not look at, of which threads come one after the other. */
struct hidden {
	unsigned count;
	pid_t last;
};
void note_hidden(struct hidden *hidden, const struct task *task);
/* Says, of OBJECT, that this ended with an ERROR or had to pass over so many; an exit status. */
int proc_warn(const char *object, int error, unsigned hidden);
/* Is TASK in the namespace with this inode number? 1, 0, or -1: there is no way to tell. */
int task_is_in(struct task *task, int netns, unsigned inode);
unsigned inode_of(int dirfd, const char *path);	/* 0: there is no such file */
unsigned netns_number(const char *text);	/* of "net:[4026531840]"; 0: it is not such */
/* The number in such a link in /proc, or -errno, which is more than any of them. */
unsigned netns_of(const char *path);
bool is_gone(int error);		/* is that -errno what /proc answers for one that ended? */
/* The path of a FILE like "/comm" of it. */
const char *task_path(struct task *task, const char *file);
int task_open(struct task *task, const char *file, int mode);
/* TEXT is "" if it is gone. */
int task_comm(struct task *task, char text[TASK_COMM_SIZE]);

/* inhabited.c: in which network namespaces are processes, other than this one? */

int inhabited_read(void);			/* looks once, for all of them */
extern bool inhabited_is_known;			/* set it to false to have it look again */
bool inhabited_any(void);
bool is_inhabited(unsigned netns);		/* by inode number; that of PID 1 never counts */

/* nl.c: one rtnetlink socket, one receive loop; netlink(7), rtnetlink(7) */

struct nlmsghdr;
struct nlattr;

/* Called with every message that answers request number INDEX, the first being 0. */
typedef void nl_handler(const struct nlmsghdr *reply, unsigned index, void *context);

/* Sends COUNT requests, numbers them, and waits until the kernel has answered each. One that asks
 * for no NLM_F_ACK is answered by one message, a dump by several. Returns the first error of the
 * kernel; -EINTR: the dump was inconsistent, ask again. */
int nl_request(void *requests, unsigned count, nl_handler *handler, void *context);
void nl_close(void);	/* the next request is one in the namespace that we are in by then */
/* What the kernel said about the last error; "": nothing. NLMSGERR_ATTR_MSG, Linux 4.12 */
extern char nl_error_text[128];
extern bool nl_is_strict;	/* dumps heed all attributes (4.20) */
/* A socket of its own that is a member of GROUPS: bit 0 is the one with the number 1. */
int nl_open(unsigned groups);
/* Waits for one datagram of such a socket. -ENOBUFS: some were lost. */
int nl_events(int fd, nl_handler *handler);
/* Of the attributes that begin AT so many bytes of a whole message, the one of TYPE, or NULL. */
const struct nlattr *nl_attr(const struct nlmsghdr *message, unsigned at, unsigned type);
/* Its value as a 32-bit number; FALLBACK if it is missing or shorter. */
int nl_attr_int(const struct nlmsghdr *message, unsigned at, unsigned type, int fallback);

/* nsid.c: ids of namespaces, as this one sees them. RTM_GETNSID, RTM_NEWNSID: Linux 4.0 */

enum {
	NSID_NONE = -1,		/* NETNSA_NSID_NOT_ASSIGNED; as a target: this namespace */
	NSID_ABSENT = -2,	/* nothing is said about it */
	NSIDS_AT_ONCE = 128,	/* their answers fit into a socket's default receive buffer */
};

/* An entry of the run directory. */
struct name {
	const char *name;
	int fd;			/* of the namespace; -ENOENT: not wanted, or gone; -ESTALE … */
	int id;			/* NSID_NONE: it has none, or was not wanted */
	bool is_link;		/* a symbolic link */
};

/* Fills in the ids of at most NSIDS_AT_ONCE open names, which are NSID_NONE to begin with. */
int nsid_of(struct name names[], unsigned count);
int netns_id(int netns, int *id);		/* NSID_NONE: it has none */
int nsid_set(int netns, int id);		/* NSID_NONE: the kernel chooses one */
/* What the kernel says of ID, as seen here, in the namespace with the id TARGET (4.20). */
int nsid_query(int id, int target, nl_handler *handler, void *context);
/* All ids of TARGET, ascending. HANDLER must not use the netlink socket. */
int nsid_dump(int target, nl_handler *handler, void *context);
/* The one that an answer, or a message of the group RTNLGRP_NSID, tells of; and the one by which we
 * know the same namespace, NSID_ABSENT: the question was not about another's ids. */
int nsid_read(const struct nlmsghdr *message);
int nsid_here(const struct nlmsghdr *message);

/* names.c: the entries of the run directory, with their ids */

enum { NAMES_OPEN = 1, NAMES_IDS = 2, NAMES_STALE = 4 };	/* the last one: is it -ESTALE? */

/* Visits every entry until VISIT returns non-zero, and returns that. Otherwise -errno if the ids
 * or the directory could not be read to the end, or an entry not be opened. No run directory: no
 * entries. */
typedef int name_visitor(const struct name *name, void *context);
int names_each(unsigned wanted, name_visitor *visit, void *context);
/* Visits the names of NETNS likewise. */
int names_of(int netns, name_visitor *visit, void *context);

/* map.c: numbers and names, as many as there are */

struct map_entry {
	int number;
	char name[256];
};

struct map {			/* its memory goes with the process */
	struct map_entry *first, *end;		/* both NULL to begin with */
};

int map_add(struct map *map, int number, const char *name);	/* -ENOMEM */
void map_remove(struct map *map, struct map_entry *entry);	/* moves those behind it */
/* The first one there is, or NULL. */
struct map_entry *map_find_number(const struct map *map, int number);
struct map_entry *map_find_name(const struct map *map, const char *name);
int map_ids(struct map *map);		/* the ids of all names, with the names */

/* name.c: from what the user writes to a namespace */

const char *run_dir(void);			/* $NETNS_RUN_DIR, else the configured one */
int warn_run_dir(int error, const char *problem);	/* if it is one: as done_or_warn() */
const char *etc_dir(void);			/* $NETNS_ETC_DIR, else the configured one */
bool name_is_entry(const char *name);		/* could there be one? Not "a/b" or ".." */
bool name_is_valid(const char *name);		/* may it be created? */
int warn_invalid_name(const char *name);	/* returns USAGE */
/* Opens an entry. -ENOENT: no such entry; -ESTALE: there is one, but no namespace behind it. */
int name_open(int run, const char *name);
int entry_open(const char *name);
int entry_status(const char *name, struct status *status);	/* of the entry, or link, itself */
/* Opens what NETNS means: name, path, PID, pid:N, nsid:N, init. -EINVAL: no network namespace. */
int netns_open(const char *netns);
int netns_open_pid(const char *pid);		/* NULL: ourselves. -ESRCH, -EINVAL, -ERANGE */
int warn_no_netns(const char *name);		/* there is none of that name; returns FAILED */
/* Says why NETNS could not be opened, with the hint if there is none; returns FAILED. */
int netns_warn(int error, const char *netns);
extern const char *netns_hint;
int netns_open_or_warn(const char *netns);	/* does both */
unsigned netns_inode(int netns);		/* as in struct task; 0: it cannot be told */

/* nsfs.c: namespaces by the unique ids that the kernel gives them. listns(2), Linux 6.19 */

/* Puts the ids of those network namespaces that we may see at IDS; how many: 0 before 6.19. */
int unique_ids(uint64_t *ids, unsigned room);
int netns_open_unique(uint64_t id);

/* census.c: all network namespaces, those with a name and those that are in use without one */

struct netns {
	unsigned inode;
	int fd;			/* of it, open until census_close(), or -errno */
	int id;			/* as seen from this namespace, or NSID_NONE */
	bool is_named;
	const char *label;	/* its name in the run directory, else "net:[4026531840]" */
	unsigned processes;	/* how many have a thread in it */
	pid_t pid, counted;	/* one of them, or one that sees it mounted */
	char comm[TASK_COMM_SIZE];	/* of that */
	const char *mount;	/* where, if no process is in it and it has no name */
};

extern struct netns *all_netns, *all_netns_end;

/* Fills in the census, and begins all_links; FAILED: it is incomplete, with the message printed. */
int census_take(void);
void census_close(void);		/* lets go of them: in a batch they must not go on */
/* The first members of its object, the first words of its line. */
void out_netns(const struct netns *netns);

/* rundir.c: the run directory and its lock */

enum { RUN_DIR_SIZE = 4096 };		/* of a path that is not too long for it */
int rundir_make(void);			/* with its parents; it may exist already */
/* Goes into the run directory (chdir(2)) and locks it against other changes; CREATE makes it, and
 * makes it a shared mount. The descriptor is the lock: closing it unlocks. */
int rundir_lock(bool create);

/* bind.c: give a namespace a name, take it back. All want the lock to be held. */

/* Does nothing lie over its file, or symbolic link, whose STATUS it is then? Else that of what
 * does. */
int is_uncovered(const char *name, struct status *status);
bool name_is_free(const char *name);		/* may wait a moment */
int bind_name(int netns, const char *name);	/* -EEXIST: the name is taken */
int unbind_name(const char *name);		/* -ENOENT: there is none */

/* watch.c: follow the names in the run directory */

typedef void watch_teller(const char *name, bool added);

enum {
	WATCH_NAMES,		/* when it has something to tell, call watch_events() */
	WATCH_MOUNTS,		/* and before that watch_mounts() */
	WATCH_FDS
};

extern struct pollfd watch_fds[WATCH_FDS + 2];	/* to wait for; two of the caller's with them */
extern int watch_error;			/* why something may be missing; 0: nothing is */

/* From then on, TELL is called with each name that appears, once it can be used, or vanishes. */
int watch_open(watch_teller *tell);
bool watch_events(void);		/* some were lost, and it looked again */
void watch_mounts(void);
/* Takes note of what is an error: not 0 or more, and not -ENOENT. */
void watch_note(int error);

/* enter.c: go into a namespace */

/* setns(2). The netlink socket is closed: the next request is one in that namespace. */
int enter_netns(int fd);
/* A mount namespace of our own, which no mount leaves. unshare(2) */
int enter_private_mounts(void);
/* There, a /sys that belongs to the network namespace which we are in and, over the files of /etc,
 * those of /etc/netns/NAME; NAME is "": none. FAILED, with the message printed, if the
 * program must not be started with what it would see. */
int enter_views(const char *name);
/* Takes the views of another process away again; SYS is the status of /sys without them. */
void leave_views(const char *name, const struct status *sys);

/* user.c: become another user, as passwd(5) and group(5) know him */

/* Becomes USER, "USER" or "USER:GROUP" in names or numbers, which is changed, with his groups and
 * without any capability unless he is root, and sets HOME, SHELL, USER and LOGNAME if he is known.
 * FAILED, with the message printed: the program must end. */
int user_become(char *user);

/* link.c: network devices of the namespace that we are in; netdevice(7) */

enum { LINK_NAME_SIZE = 16 };			/* IFNAMSIZ */
bool link_name_is_valid(const char *device);	/* could a device be called so? */
/* For DEVICE NETNS [DEVICE]: opens NETNS. A negative exit status: it said what is wrong. */
int link_open_or_warn(int argc, char **argv);
int link_up(const char *device);	/* >= 0; it clears the other flags, which lo has none of */
int link_index(const char *device);	/* > 0; -ENODEV: there is none */
/* Moves the device with INDEX, and calls it NAME there unless that is NULL. RTM_SETLINK */
int link_move(int index, int netns, const char *name);
/* Makes two virtual ones that are joined: DEVICE here and PEER there. veth(4) */
int link_add_veth(const char *device, int netns, const char *peer);

/* process.c: move a running process into another network namespace, all threads of it or none */

enum thread_state {
	THREAD_ENDED,
	THREAD_THERE,		/* in the wanted namespace; or there is a problem */
	THREAD_OURS,		/* elsewhere, and traced by us */
	THREAD_ELSEWHERE,	/* and can be traced by us */
};

struct process {
	const char *problem;	/* why it is not moved, or NULL */
	int error;		/* its -errno, or 0 */
	unsigned wanted, old;	/* inode numbers of namespaces; old is 0: it is there */
	enum thread_state state;	/* of the thread that was looked at last, and */
	unsigned options;	/* how to trace it */
	pid_t thread;		/* the one that was to join last, or 0 */
};

/* Moves it into NETNS, or finds a problem and leaves it where it was. */
void process_move(struct process *process, int netns);

/* thread.c: what /proc tells of the threads of one process */

int threads_enter(pid_t pid);		/* into their directory, which all of this wants to be in */
/* The path of a FILE like "/status" of one, until the next call; opens it. */
const char *thread_path(pid_t tid, const char *file);
int thread_open(pid_t tid, const char *file, int mode);
/* The inode number of its network namespace; 0: it has ended. */
enum { NETNS_HIDDEN = 1 };		/* we may not look */
unsigned thread_netns(pid_t tid);
void process_not_read(struct process *process, int error);	/* a problem, unless it has ended */
enum thread_state thread_look(struct process *process, pid_t tid);

/* stops.c: threads that we trace */

enum { STOP_SYSCALL = 0x85, STOP_EVENT = 0x100 };	/* else: the number of a signal */

void trace_begin(void);		/* from now on no signal ends us, but SIGKILL */
/* Waits until it stops, with an interrupt after each tick. -ESRCH: it has ended, or is not traced;
 * -ETIMEDOUT: it has not stopped for PATIENCE ticks, two seconds. */
enum { PATIENCE = 20 };
int trace_wait_for(pid_t tid);
int trace(int request, pid_t tid, long data);	/* ptrace(2) */
/* Has it stop where it handles signals, after SIGNAL was delivered; 0: none, TRACE_RUNS: it is not
 * stopped now. Returns STOP_EVENT or more, or as trace_wait_for(). */
enum { TRACE_RUNS = -1 };
int trace_park(pid_t tid, int signal);

/* memory.c: the memory of a process that we trace */

/* From now on it is that of this one, whose register set has SIZE bytes. Returns where a system
 * call instruction is; 0: nowhere. */
unsigned long memory_open(pid_t tid, int size);
/* CALL is SYS_preadv or SYS_pwritev. Returns how many bytes there were, or -errno. */
int memory_access(int call, unsigned long address, void *bytes, unsigned size);

/* inject.c: system calls that a stopped thread makes for us */

/* Has a thread join the network namespace that we are in. It stays stopped. -ENOEXEC: it has no
 * system call instruction that we know. */
int inject_join(pid_t tid);

/* links.c: network devices of several namespaces, and their addresses */

struct device {
	struct netns *netns;		/* NULL behind the last one */
	int index;
	int other;		/* index of the one that it is paired with or stacked on, or 0 */
	int other_nsid;		/* id of the namespace which that is in; NSID_NONE: this one */
	struct netns *other_netns;	/* NULL: it is another, and not known yet */
	const char *state;
	char name[24];			/* 16, and then to divide by the size is to shift */
};

enum { LINKS_MAX = MEMORY_SIZE / 4 / sizeof(struct device) - 1 };

extern struct device *all_links, *all_links_end;

int links_read(struct netns *netns);	/* adds those of the present namespace, which that is */
int out_addresses(struct device *link);	/* in its namespace */

/* run.c: programs */

/* Exit statuses, as the shell's. */
enum { NOT_EXECUTABLE = 126, NOT_FOUND = 127, RUN_SIGNALED = 128 };

/* Replaces this process by the program at PATH: execve(2), and a script without "#!" by the shell,
 * as sh(1) and execvp(3) do it. Returns -errno. COMMAND[-1] is lent to it. */
int run_file(const char *path, char **command);
/* Makes an ATTEMPT with NAME in each directory of LIST (NULL: of PATH), until it returns something
 * other than -ENOENT, -ENOTDIR or -EACCES; returns that. An empty NAME: LIST is one of paths. */
typedef int run_attempt(const char *path, char **command);
int run_search(const char *list, const char *name, run_attempt *attempt, char **command);
/* Replaces this process by the program COMMAND, which is looked up in PATH. If that fails, prints
 * why and returns the exit status. COMMAND[-1] is lent to it. */
int run_program(char **command);
/* fork(2) without what a libc adds for threads. */
pid_t run_fork(void);
/* Waits for a child of ours; its exit status, RUN_SIGNALED + N for signal N. */
int run_wait(pid_t child);

#endif
