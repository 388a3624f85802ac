/* SPDX-License-Identifier: 0BSD */
/* output.h: messages on standard error; text or JSON on standard output */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "base/base.h"

enum { EXIT_USAGE = 2 };		/* besides EXIT_SUCCESS and EXIT_FAILURE */

/* msg.c: one line a message, in one write */

/* Messages begin with PROGRAM, or with PROGRAM, SEPARATOR and COMMAND: "netns-add: …". */
extern struct msg_origin {
	const char *program, *separator, *command;	/* COMMAND may be NULL */
	bool is_ip;				/* "ip netns list": we stand in for iproute2's */
} msg_origin;
#define called_as_ip (ENABLE_IP && msg_origin.is_ip)

/* Prints up to three words, one after the other; returns EXIT_FAILURE. */
#define warn(...) warn_errno(0, __VA_ARGS__)
/* The same, then ": " and the meaning of the -errno ERROR, and if rights are missing, what to
 * do. */
#define warn_errno(error, ...) WARN_WORDS(error, __VA_ARGS__, NULL, NULL, )
#define WARN_WORDS(error, one, two, three, ...) warn_words(one, two, three, error)
int warn_words(const char *one, const char *two, const char *three, int error);
/* The same, with CAUSE as the meaning of ERROR, unless CAUSE is "". */
int warn_cause(const char *one, const char *two, const char *three, const char *cause, int error);
/* The same if ERROR is negative; otherwise it prints nothing and returns EXIT_SUCCESS. */
int warn_if_error(const char *one, const char *two, const char *three, int error);
/* Begins the next message, with its prefix, if that has not been done; then adds WORD, unless it is
 * NULL. The words of warn() follow. */
void msg_add(const char *word);
/* If we were called as ip: begins the next message with WORDS, those of iproute2 that scripts look
 * for, in place of the prefix, and returns true. */
bool msg_begin_as_ip(const char *words);

/* out.c: what a command prints; nothing is written before out_flush(), or before the buffer is
 * full */

enum out_format { OUT_TEXT, OUT_JSON, OUT_PRETTY_JSON };
extern enum out_format out_format;
#define OUT_IS_JSON (ENABLE_FEATURE_JSON && out_format != OUT_TEXT)

void out_text(const char *text);	/* in text only, as it is */
void out_line_end(void);		/* in text only */
void out_array(const char *key);	/* KEY is NULL outside an object */
void out_array_end(void);
void out_object(void);
void out_object_end(void);
void out_record_end(void);		/* the end of an object, and in text of a line */
/* One member: "KEY":VALUE in JSON; BEFORE VALUE AFTER in text. KEY, BEFORE and AFTER are literals,
 * which the functions get in one: without FEATURE_JSON the program contains no key. */
#define out_string(key, before, value, after) \
	out_string_member(OUT_FRAME(key, before, after), value)
#define out_number(key, before, value, after) \
	out_number_member(OUT_FRAME(key, before, after), value)
#define out_counter(key, before, value, after) \
	out_counter_member(OUT_FRAME(key, before, after), value)
#define out_true(key, text) out_true_member(OUT_FRAME(key, text, ""))
#define OUT_FRAME(key, before, after) \
	(ENABLE_FEATURE_JSON ? before "\0" after "\0" key : before "\0" after)
void out_string_member(const char *frame, const char *value);
void out_number_member(const char *frame, unsigned value);
void out_counter_member(const char *frame, uint64_t value);	/* a number of 64 bits */
void out_true_member(const char *frame);
void out_quoted(const char *text);	/* as JSON and Graphviz quote strings, in any format */
/* Returns, once, the -errno of a write that failed since the last call. */
int out_flush(void);
/* out_flush(); returns STATUS, or EXIT_FAILURE with a message if something was not written. */
int out_finish(int status);

/* escape.c: names that others have chosen must not control the terminal */

enum { ESCAPED_SIZE = sizeof "\\302\\237" };	/* room for the longest */
/* Writes the first character of *TEXT at AT and advances *TEXT. A control character, or a byte that
 * is not UTF-8, becomes \ooo; everything else stays as it is. Returns the end, without a NUL. */
char *out_escape(char *at, const char **text);
/* The length of the UTF-8 character at TEXT, RFC 3629; 0 if there is none. */
unsigned utf8_length(const char *text);
/* Is the UTF-8 character at TEXT a control character: C0, DEL or C1 (U+0080 to U+009F)? */
bool is_control(const char *text);

#endif
