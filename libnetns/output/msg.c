// SPDX-License-Identifier: 0BSD
/* msg.c: warnings and errors. strerror(3) would cost 2.4 KB, printf(3) 16 KB. */
#include "output/output.h"

#include <unistd.h>

struct msg_origin msg_origin = { "netns", "-", NULL };

#define ERRORS(ERROR) \
	ERROR(EPERM, "Operation not permitted") \
	ERROR(ENOENT, "No such file or directory") \
	ERROR(ESRCH, "No such process") \
	ERROR(EIO, "Input/output error") \
	ERROR(E2BIG, "Argument list too long") \
	ERROR(EBADF, "Bad file descriptor") \
	ERROR(EAGAIN, "Resource temporarily unavailable") \
	ERROR(ENOMEM, "Out of memory") \
	ERROR(EACCES, "Permission denied") \
	ERROR(EBUSY, "Device or resource busy") \
	ERROR(EEXIST, "File exists") \
	ERROR(ENODEV, "No such device") \
	ERROR(ENOTDIR, "Not a directory") \
	ERROR(EISDIR, "Is a directory") \
	ERROR(EINVAL, "Invalid argument") \
	ERROR(EFBIG, "File too large") \
	ERROR(EMFILE, "Too many open files") \
	ERROR(ENOSPC, "No space left on device") \
	ERROR(EROFS, "Read-only file system") \
	ERROR(ENAMETOOLONG, "File name too long") \
	ERROR(ENOSYS, "Function not implemented") \
	ERROR(ELOOP, "Too many levels of symbolic links") \
	ERROR(EOPNOTSUPP, "Operation not supported")

#define NUMBER(number, text) number,
#define TEXT(number, text) text "\0"

/* The message so far. What does not fit is cut off. */
static char line[1024];
static char *end = line;

/* Longer words are cut off, so that there is room for the cause, which comes last. */
enum { WORD_MAX = 400 };

static void add(const char *word)
{
	for (unsigned left = WORD_MAX; *word && left && end < line + sizeof line - 5; left--)
		end = out_escape(end, *word++);
}

static void add_error(unsigned error)
{
	static const unsigned char numbers[] = { ERRORS(NUMBER) 0 };
	const char *text = ERRORS(TEXT);
	char number[NUM_SIZE];

	for (const unsigned char *known = numbers; ENABLE_FEATURE_ERRNO_TEXT && *known; known++) {
		if (*known == error) {
			add(text);
			return;
		}
		text = str_next(text);
	}
	add("error ");
	add(num_format(number, error));
}

static void add_cause(int error)
{
	add(": ");
	add_error(-error);
	if ((error == -EPERM || error == -EACCES) && SYS(geteuid) != 0)
		add(" (run as root, or inside 'unshare -Urm')");
}

void msg_add(const char *word)
{
	if (end == line) {
		add(msg_origin.program);
		if (msg_origin.command) {
			add(msg_origin.separator);
			add(msg_origin.command);
		}
		add(": ");
	}
	if (word)
		add(word);
}

int warn_words(const char *one, const char *two, const char *three, int error)
{
	msg_add(one);
	msg_add(two);
	msg_add(three);
	if (error)
		add_cause(error);
	*end++ = '\n';
	SYS(write, STDERR_FILENO, line, end - line);	/* nowhere to report a failure */
	end = line;
	return EXIT_FAILURE;
}

int warn_if_error(const char *one, const char *two, const char *three, int error)
{
	return error < 0 ? warn_words(one, two, three, error) : EXIT_SUCCESS;
}
