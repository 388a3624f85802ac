// SPDX-License-Identifier: 0BSD
/* msg.c: warnings and errors. strerror(3) would cost 2.4 KB, printf(3) 16 KB. */
#include "output/output.h"

#include <linux/capability.h>
#include <unistd.h>

struct msg_origin msg_origin = { .program = "netns", .separator = "-" };

#define COMMON_ERRORS(ERROR) \
	ERROR(EPERM, "Operation not permitted") \
	ERROR(ENOENT, "No such file or directory") \
	ERROR(ENOMEM, "Out of memory") \
	ERROR(EACCES, "Permission denied") \
	ERROR(EBUSY, "Device or resource busy") \
	ERROR(EEXIST, "File exists") \
	ERROR(ENOTDIR, "Not a directory") \
	ERROR(EINVAL, "Invalid argument") \
	ERROR(EMFILE, "Too many open files") \
	ERROR(ENOSPC, "No space left on device") \
	ERROR(EROFS, "Read-only file system")
#define RARE_ERRORS(ERROR) TEXT_IF(ENABLE_FEATURE_ADVICE, \
	ERROR(ENODEV, "No such device") \
	ERROR(ENAMETOOLONG, "File name too long") \
	ERROR(ENOSYS, "Function not implemented") \
	ERROR(ELOOP, "Too many levels of symbolic links") \
	ERROR(EOPNOTSUPP, "Operation not supported") \
	ERROR(ESRCH, "No such process") \
	ERROR(EIO, "Input/output error") \
	ERROR(E2BIG, "Argument list too long") \
	ERROR(ENOEXEC, "Exec format error") \
	ERROR(EBADF, "Bad file descriptor") \
	ERROR(EAGAIN, "Resource temporarily unavailable") \
	ERROR(EXDEV, "Invalid cross-device link") \
	ERROR(EISDIR, "Is a directory") \
	ERROR(ENFILE, "Too many open files in system") \
	ERROR(ETXTBSY, "Text file busy") \
	ERROR(ENOTCONN, "Transport endpoint is not connected") \
	ERROR(ESTALE, "Stale file handle") \
	ERROR(EFBIG, "File too large") \
	ERROR(EPIPE, "Broken pipe") \
	TEXT_IF(ENABLE_NETNS_APPLY, \
	ERROR(ENETDOWN, "Network is down") \
	ERROR(ENETUNREACH, "Network is unreachable") \
	ERROR(EHOSTUNREACH, "No route to host")) \
	ERROR(ENOBUFS, "No buffer space available") \
	ERROR(EDQUOT, "Disk quota exceeded"))
#define ERRORS(ERROR) COMMON_ERRORS(ERROR) RARE_ERRORS(ERROR)

#define NUMBER(number, text) number,
#define TEXT(number, text) text "\0"

/* The message so far. What does not fit is cut off. */
static char line[1024];
static char *end = line;

/* Longer words are cut off, so that there is room for the cause, which comes last. */
enum { WORD_MAX = 400 };

static void add(const char *word)
{
	const char *begin = word;

	while (*word && word - begin < WORD_MAX && end < line + sizeof line - ESCAPED_SIZE)
		end = out_escape(end, &word);
}

/* NULL if there is none for ERROR. */
static const char *error_text(int error)
{
	static const unsigned short numbers[] = { ERRORS(NUMBER) 0 };
	const char *text = ERRORS(TEXT);

	for (const unsigned short *known = numbers; ENABLE_FEATURE_ERRNO_TEXT && *known; known++) {
		if (*known == error)
			return text;
		text = str_next(text);
	}
	return NULL;
}

static void add_error(int error)
{
	const char *text = error_text(error);
	char number[NUM_SIZE];

	if (!text) {
		add("error ");
		text = num_format(number, error);
	}
	add(text);
}

static bool is_capable(unsigned capability)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];

	return SYS(capget, &header, sets) < 0 || sets[0].effective & 1u << capability;
}

static const char *way_out(int error)
{
	if (!ENABLE_FEATURE_ADVICE || (error != -EPERM && error != -EACCES))
		return "";
	if (SYS(geteuid) != 0)
		return " (run as root, or inside 'unshare -Urm')";
	return is_capable(CAP_SYS_ADMIN) ? "" : " (CAP_SYS_ADMIN is missing)";
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

bool msg_begin_as_ip(const char *words)
{
	if (!called_as_ip)
		return false;
	add(words);
	return true;
}

int warn_cause(const char *one, const char *two, const char *three, const char *cause, int error)
{
	msg_add(one);
	msg_add(two);
	msg_add(three);
	if (error) {
		add(": ");
		if (*cause)
			add(cause);
		else
			add_error(-error);
		add(way_out(error));
	}
	*end++ = '\n';
	write_all(STDERR_FILENO, line, end - line);	/* nowhere to report a failure */
	end = line;
	return EXIT_FAILURE;
}

int warn_words(const char *one, const char *two, const char *three, int error)
{
	return warn_cause(one, two, three, "", error);
}

int warn_if_error(const char *one, const char *two, const char *three, int error)
{
	return error < 0 ? warn_words(one, two, three, error) : EXIT_SUCCESS;
}
