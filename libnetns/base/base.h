/* SPDX-License-Identifier: 0BSD */
/* base.h: system calls, strings, numbers, files and directories, without libc's stdio and malloc
 *
 * Conventions of the whole library. A function returns 0, a count or a file descriptor when it
 * succeeds and -errno when it fails, and prints nothing, unless its comment says otherwise. A
 * descriptor that is returned belongs to the caller, who closes it. All are close-on-exec.
 */
#ifndef BASE_H
#define BASE_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#define _FILE_OFFSET_BITS 64

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/stat.h>
#include <poll.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "config.h"
#include "base/syscall.h"

#define ARRAY_SIZE(array) (sizeof(array) / sizeof *(array))

/* TEXT if SYMBOL, an ENABLE_… macro, is 1; nothing if it is 0. For parts of string literals. */
#define TEXT_IF(symbol, ...) TEXT_IF_VALUE(symbol, __VA_ARGS__)
#define TEXT_IF_VALUE(value, ...) TEXT_IF_##value(__VA_ARGS__)
#define TEXT_IF_0(...)
#define TEXT_IF_1(...) __VA_ARGS__

/* start.c: the environment */

extern char **environment;
/* The value of the variable NAME; FALLBACK if it is unset or empty. */
const char *env_get(const char *name, const char *fallback);

/* num.c: numbers */

enum { NUM_SIZE = 3 * sizeof(int) + 1 };	/* room for the decimal digits of an int */

/* A decimal number, 0 to INT_MAX, of digits only; -EINVAL or -ERANGE for anything else. */
int num_parse(const char *text);
/* The same, but 0x… is hexadecimal and 0… octal: iproute2 reads ids like this. */
int num_parse_any_base(const char *text);
/* The same, up to 4294967295: 0, and the number in *VALUE, or -errno. */
int num_parse_u32(const char *text, uint32_t *value);
/* Writes VALUE in decimal into BUFFER; returns where it begins. */
char *num_format(char buffer[NUM_SIZE], unsigned value);

/* address.c: IPv4, IPv6 and Ethernet addresses as text */

enum { IPV4_SIZE = 4, IPV6_SIZE = 16, ETHERNET_SIZE = 6 };
/* Returns the size of the address; 0 if TEXT is none. */
unsigned address_parse(const char *text, unsigned char bytes[IPV6_SIZE]);
bool ethernet_parse(const char *text, unsigned char bytes[ETHERNET_SIZE]);

/* string.c: strings, and lists of strings: "one\0two\0" */

size_t str_len(const char *text);
bool str_equal(const char *one, const char *other);
/* Like strchrnul(3): the first C in TEXT, or the NUL at its end. */
char *str_chrnul(const char *text, char c);
/* What follows PREFIX in TEXT; NULL if TEXT does not begin with PREFIX. */
const char *str_after_prefix(const char *prefix, const char *text);
/* What follows the last C in TEXT; all of TEXT if it has none. */
char *str_after_last(const char *text, char c);
/* Like strsep(3) with one separator: cuts off and returns what precedes it. */
char *str_sep(char **text, char separator);
/* Like stpcpy(3): copies TEXT to AT and returns the end of the copy, its NUL. */
char *str_append(char *at, const char *text);
char *str_append_uint(char *at, unsigned value);
/* The string that follows TEXT in a list. */
char *str_next(const char *text);
/* The position of TEXT in LIST, which ends with an empty string; the length of LIST if it is not
 * there. */
unsigned str_index(const char *text, const char *list);
unsigned argv_len(char **argv);
/* Copies ARGV and its NULL to TO; returns where the NULL is. */
char **argv_copy(char **to, char **argv);

/* sys.c: system calls that are made in several places; others are SYS(call, …) where they are */

int open_at(int dirfd, const char *path, int flags);	/* openat(2) with O_CLOEXEC */
int open_path(const char *path, int flags);
void close_fd(int fd);			/* does nothing to a negative one, an error */

struct file_stat {
	uint64_t inode, device, size;
	unsigned mode, links, uid, gid;
};
/* statx(2), Linux 4.11. PATH is "": DIRFD itself. */
int stat_at(int dirfd, const char *path, struct file_stat *stat);
int stat_path(const char *path, struct file_stat *stat);
int lstat_at(int dirfd, const char *path, struct file_stat *stat);	/* of a symlink itself */
/* Like stat_at(), but with what the kernel has cached: a file system such as FUSE may never answer.
 * AT_STATX_DONT_SYNC */
int stat_cached(int dirfd, const char *path, struct file_stat *stat);
bool same_file(const struct file_stat *one, const struct file_stat *other);
/* Do both paths, as in stat_at(), lead to one file? */
bool same_target(int one_dirfd, const char *one, int other_dirfd, const char *other);
/* The inode number, as in stat_at(); 0 on any error. */
unsigned inode_at(int dirfd, const char *path);

/* readlink(2), ended with NUL. What does not fit is cut off. */
int read_link(const char *path, char *target, unsigned size);

int mount_at(const char *source, const char *target, const char *type, unsigned flags);
int bind_mount_fd(const char *target, int fd, unsigned flags);	/* MS_BIND and these */
int set_propagation(const char *target, unsigned type);		/* MS_SHARED, … */

/* "/proc/self/fd/FD", for system calls that take no descriptor. */
enum { PROC_FD_PATH_SIZE = sizeof "/proc/self/fd/" + NUM_SIZE };
char *proc_fd_path(char path[PROC_FD_PATH_SIZE], int fd);

/* file.c: memory, and whole files in it */

/* SIZE bytes of zeroed memory, which costs nothing until it is written to and is never given back.
 * NULL if there is none. mmap(2) */
void *memory_map_size(unsigned size);
enum { MEMORY_SIZE = 16 << 20 };
void *memory_map(void);			/* MEMORY_SIZE bytes */
/* Reads a file and ends it with NUL; does not wait for a FIFO. -EFBIG if it has more than SIZE - 2
 * bytes; -ENOMEM if BUFFER is NULL. */
int file_read(int dirfd, const char *path, char *buffer, unsigned size);
/* Writes all SIZE bytes, as often as that takes; returns 0 or the -errno of what stopped it. */
int write_all(int fd, const char *bytes, size_t size);

/* dir.c: directories, without malloc */

struct dir_entry;
struct dir {
	int fd;
	const char *at, *end;		/* of what has been read */
	unsigned char type;		/* DT_… of the last entry, as in readdir(3) */
	int result;			/* anything but 0 ends the walk */
	int skipped;			/* -ENAMETOOLONG if a name was longer than NAME_MAX */
	long last, next;		/* where in /proc: other file systems have longer ones */
	bool reads_one;			/* asks the kernel for one entry at a time */
	char buffer[4096] __attribute__((aligned(8)));
};

/* An error becomes the result, and dir_next() returns NULL. */
void dir_open(int dirfd, const char *path, struct dir *dir);
/* The next name except "." and ".."; NULL at the end, or once there is a result. It stays valid as
 * long as dir_buffered() returns an entry. */
const char *dir_next(struct dir *dir);
/* Makes the entry with this NAME, which is still valid, the next one again. */
void dir_back_to(struct dir *dir, const char *name);
/* Makes the last entry of /proc the next one again, and looks for the end anew. lseek(2) */
void dir_back_to_last(struct dir *dir);
const struct dir_entry *dir_buffered(struct dir *dir);	/* the next one, if it has been read */
int dir_close(struct dir *dir);		/* returns the result, or if it is 0, dir->skipped */
bool is_file_name(const char *name);	/* could a directory have such an entry? Not "a/b", ".." */

/* lines.c: files of lines of words, as iproute2 reads its batch files */

enum { LINE_SIZE = 8192, WORDS_MAX = LINE_SIZE / 2 + 1 };

struct lines {
	unsigned number;		/* of the last line read */
	unsigned position;		/* in the file, of what follows it */
	unsigned at, end;		/* of the part of text that is left */
	int fd;
	int error;			/* -errno of open(2) or read(2); 0 at the end of the file */
	const char *problem;		/* why the last line cannot be used, or NULL */
	bool is_cut;			/* the file ended within it */
	void (*before_read)(void);	/* called before each read(2); may be NULL */
	char text[4096];
};

/* Reads a line, and those that continue it after a backslash; "#" begins a comment, even within
 * quotes. Returns false at the end. */
bool read_line(struct lines *lines, char line[LINE_SIZE]);
/* Splits LINE into WORDS, and returns them; NULL if a quote is not closed. */
char **split_line(char *line, char **words);

/* time.c: clocks, and waiting with a limit, on old and new kernels alike */

unsigned clock_seconds(unsigned *microseconds);	/* since 1970, in UTC; right until 2106 */
/* A clock that nobody sets. It wraps around after 49 days: only differences mean something. */
unsigned monotonic_ms(void);
void sleep_ms(unsigned milliseconds);	/* a signal ends it earlier */
/* poll(2): how many of FDS are ready, 0 after MILLISECONDS, which may be WITHOUT_LIMIT. */
int poll_fds(struct pollfd fds[], unsigned count, int milliseconds);
enum { WITHOUT_LIMIT = -1 };
/* sigtimedwait(2): takes one of the SIGNALS, which are blocked; -EAGAIN after MILLISECONDS. SIGNALS
 * is the kernel's set, of _NSIG / 8 bytes. */
int wait_signal(const long signals[], unsigned milliseconds);

/* timestamp.c: the present time in UTC */

enum { TIMESTAMP_SIZE = 48 };
/* "2026-11-24T04:08:33.842502Z" or "Tue Nov 24 04:08:33 2026 842502 usec Z" */
void timestamp(char text[TIMESTAMP_SIZE], bool is_short);

#endif
