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
	ERROR(ENFILE, "Too many open files in system") \
	ERROR(EMFILE, "Too many open files") \
	ERROR(ENOSPC, "No space left on device") \
	ERROR(EROFS, "Read-only file system") \
	ERROR(EPIPE, "Broken pipe") \
	ERROR(ERANGE, "Number out of range") \
	ERROR(ENAMETOOLONG, "File name too long") \
	ERROR(ENOSYS, "Function not implemented") \
	ERROR(ELOOP, "Too many levels of symbolic links") \
	ERROR(EOPNOTSUPP, "Operation not supported") \
	ERROR(ENOBUFS, "No buffer space available") \
	ERROR(ETIMEDOUT, "Timed out")

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

struct line {
	size_t length;
	char text[1024];
};

static void add(struct line *line, const char *word)
{
	char *at = line->text + line->length;

	while (*word && at < line->text + sizeof line->text - 5)
		at = out_escape(at, *word++);
	line->length = at - line->text;
}

static void add_words(struct line *line, const char *word, va_list words)
{
	line->length = 0;
	add(line, "netns");
	if (applet_name) {
		add(line, "-");
		add(line, applet_name);
	}
	add(line, ": ");
	for (; word; word = va_arg(words, const char *))
		add(line, word);
}

static int print(struct line *line)
{
	line->text[line->length++] = '\n';
	/* Standard error is the last place to complain to. */
	return write(STDERR_FILENO, line->text, line->length) < 0 ? FAILED : FAILED;
}

int warn_words(const char *word, ...)
{
	struct line line;
	va_list words;

	va_start(words, word);
	add_words(&line, word, words);
	va_end(words);
	return print(&line);
}

int warn_errno_words(int error, const char *word, ...)
{
	struct line line;
	va_list words;

	if (error < 0)
		error = -error;
	va_start(words, word);
	add_words(&line, word, words);
	va_end(words);
	add(&line, ": ");
	add(&line, error_text(error));
	if ((error == EPERM || error == EACCES) && geteuid() != 0)
		add(&line, " (run as root, or inside 'unshare -Urm')");
	return print(&line);
}
