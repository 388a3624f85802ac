// SPDX-License-Identifier: 0BSD
/* msg.c: warnings and errors. strerror(3) would cost 2.4 KB, printf(3) 16 KB. */
#include "netns.h"

#include <unistd.h>

const char *applet_name;

#define ERRORS(ERROR) \
	ERROR(EPERM, "Operation not permitted") \
	ERROR(ENOENT, "No such file or directory") \
	ERROR(ESRCH, "No such process") \
	ERROR(EIO, "Input/output error") \
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
	ERROR(EMFILE, "Too many open files") \
	ERROR(ENOSPC, "No space left on device") \
	ERROR(EROFS, "Read-only file system") \
	ERROR(ENAMETOOLONG, "File name too long") \
	ERROR(ENOSYS, "Function not implemented") \
	ERROR(ELOOP, "Too many levels of symbolic links") \
	ERROR(EOPNOTSUPP, "Operation not supported")

#define NUMBER(number, text) number,
#define TEXT(number, text) text "\0"

/* A line that is being put together. Its end is cut off if it gets too long. */
static char line[1024];
static char *end = line;

/* A word longer than this is a path nobody reads to its end; the cause comes behind it. */
enum { WORD_MAX = 400 };

static void add(const char *word)
{
	word = plain(word);
	for (unsigned left = WORD_MAX; *word && left && end < line + sizeof line - 5; left--)
		end = out_escape(end, *word++);
}

static void add_error(unsigned error)
{
	static const unsigned char numbers[] ALIGNED_AS(char) = { ERRORS(NUMBER) 0 };
	const char *text = _(ERRORS(TEXT));

	for (const unsigned char *known = numbers; ENABLE_FEATURE_ERRNO_TEXT && *known; known++) {
		if (*known == error) {
			add(text);
			return;
		}
		text = next_string(text);
	}
	add(_("error "));
	add(num_text(error));
}

static void add_cause(int error, bool in_kernel_words)
{
	add(": ");
	if (in_kernel_words && *nl_error_text)
		add(nl_error_text);
	else
		add_error(-error);
	if ((error == -EPERM || error == -EACCES) && SYS(geteuid) != 0)
		add(_(" (run as root, or inside 'unshare -Urm')"));
}

void say(const char *word)
{
	if (end == line) {
		add("netns");
		if (applet_name) {
			add("-");
			add(applet_name);
		}
		add(": ");
	}
	if (word)
		add(word);
}

int warn_words(const char *object, const char *problem, const char *more, int error)
{
	say(object);
	say(problem);
	say(more);
	if (error)
		add_cause((short)error, error <= IN_KERNEL_WORDS);
	*end++ = '\n';
	SYS(write, STDERR_FILENO, line, end - line);	/* there is nowhere to say that it failed */
	end = line;
	return FAILED;
}

NOINLINE int done_or_warn(const char *object, const char *problem, const char *more, int error)
{
	return error < 0 ? warn_words(object, problem, more, error) : DONE;
}
