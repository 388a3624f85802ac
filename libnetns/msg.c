// SPDX-License-Identifier: 0BSD
/* msg.c: warnings and errors. strerror(3) would cost 2.4 KB, printf(3) 16 KB. */
#include "netns.h"

#include <stdarg.h>
#include <string.h>
#include <unistd.h>

const char *applet_name;

#define ERRORS(ERROR) \
	ERROR(EPERM, "Operation not permitted") \
	ERROR(ENOENT, "No such file or directory") \
	ERROR(ESRCH, "No such process") \
	ERROR(EIO, "Input/output error") \
	ERROR(EBADF, "Bad file descriptor") \
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
	ERROR(EOPNOTSUPP, "Operation not supported")

#define NUMBER(number, text) number,
#define TEXT(number, text) text "\0"

static const char *error_text(unsigned error)
{
	static char unknown[6 + NUM_SIZE];
	char number[NUM_SIZE];

	if (ENABLE_FEATURE_ERRNO_TEXT) {
		static const unsigned char numbers[] = { ERRORS(NUMBER) };
		const char *text = ERRORS(TEXT);

		for (unsigned i = 0; i < sizeof numbers; i++, text += strlen(text) + 1)
			if (numbers[i] == error)
				return text;
	}
	return strcat(strcpy(unknown, "error "), num_text(number, error));
}

/* A line that is being put together. Its end is cut off if it gets too long. */
static char line[1024];
static unsigned length;

/* A word longer than this is a path nobody reads to its end; the cause comes behind it. */
enum { WORD_MAX = 400 };

static void add(const char *word)
{
	unsigned left = WORD_MAX;

	for (; *word && left > 0 && length < sizeof line - 5; word++, left--)
		length = out_escape(line + length, *word) - line;
}

static void add_error(int error)
{
	if (error < 0)
		error = -error;
	add(": ");
	add(error_text(error));
	if ((error == EPERM || error == EACCES) && geteuid() != 0)
		add(" (run as root, or inside 'unshare -Urm')");
}

int warn_words(int error, const char *word, ...)
{
	va_list words;

	length = 0;
	add(applet_name ? "netns-" : "netns");
	if (applet_name)
		add(applet_name);
	add(": ");
	va_start(words, word);
	for (; word; word = va_arg(words, const char *))
		add(word);
	va_end(words);
	if (error)
		add_error(error);
	line[length++] = '\n';
	/* There is nowhere to say that standard error cannot be written. */
	return write(STDERR_FILENO, line, length) < 0 ? FAILED : FAILED;
}
