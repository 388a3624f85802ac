// SPDX-License-Identifier: 0BSD
/* out.c: one writer for text and JSON, laid out as iproute2 does it
 *
 * Everything is kept in one buffer until it is full or out_flush() is called. The first error of a
 * write is kept too, so that a command whose output was lost (/dev/full, a closed descriptor) does
 * not succeed.
 */
#include "output/output.h"

#include <unistd.h>

static char buffer[2048], *end = buffer;	/* END is where the next byte goes */
static int write_error;

enum out_format out_format;
static unsigned depth;			/* of open arrays and objects */
static bool comma;			/* the next element follows another */

static void write_buffer(void)
{
	if (write_error == 0)
		write_error = write_all(STDOUT_FILENO, buffer, end - buffer);
	end = buffer;
}

int out_flush(void)
{
	int error;

	write_buffer();
	error = write_error;
	write_error = 0;
	return error;
}

int out_finish(int status)
{
	int error = out_flush();

	return error < 0 ? warn_errno(error, "standard output") : status;
}

static void put(int c)
{
	if (end == buffer + sizeof buffer)
		write_buffer();
	*end++ = c;
}

/* Returns what follows the NUL of TEXT. */
static const char *puts_raw(const char *text)
{
	while (*text)
		put(*text++);
	return text + 1;
}

static void put_escaped(const char *text)
{
	while (*text) {
		if (end > buffer + sizeof buffer - ESCAPED_SIZE)
			write_buffer();
		end = out_escape(end, &text);
	}
}

void out_quoted(const char *text)
{
	put('"');
	while (*text) {
		unsigned length = utf8_length(text);

		if (length == 0) {
			puts_raw("\xef\xbf\xbd");	/* U+FFFD replacement character */
			text++;
		} else if (is_control(text)) {
			unsigned char last = text[length - 1];	/* U+0080 to U+009F: its number */

			puts_raw("\\u00");
			put('0' + (last >> 4));
			put("0123456789abcdef"[last & 15]);
			text += length;
		} else {
			if (*text == '"' || *text == '\\')
				put('\\');
			while (length--)
				put(*text++);
		}
	}
	put('"');
}

static void line_break(void)
{
	if (out_format != OUT_PRETTY_JSON)
		return;
	put('\n');
	for (unsigned i = 0; i < depth; i++)
		puts_raw("    ");
}

static void put_pretty_blank(void)
{
	if (out_format == OUT_PRETTY_JSON)
		put(' ');
}

static void begin_element(const char *key)
{
	if (comma)
		put(',');
	comma = true;
	if (!key || !*key)
		return;
	line_break();
	out_quoted(key);
	put(':');
	put_pretty_blank();
}

void out_text(const char *text)
{
	if (!OUT_IS_JSON)
		puts_raw(text);
}

void out_line_end(void)
{
	if (!OUT_IS_JSON)
		put('\n');
}

static void open_bracket(const char *key, int bracket)
{
	if (!OUT_IS_JSON)
		return;
	begin_element(key);
	put(bracket);
	depth++;
	comma = false;
	if (bracket == '[')
		put_pretty_blank();
}

/* After the last one, the line of output ends. */
static void close_bracket(int bracket)
{
	if (!OUT_IS_JSON)
		return;
	depth--;
	if (bracket == '}')
		line_break();
	else if (comma)
		put_pretty_blank();
	put(bracket);
	comma = depth > 0;
	if (depth == 0)
		put('\n');
}

void out_array(const char *key)
{
	open_bracket(key, '[');
}

void out_array_end(void)
{
	close_bracket(']');
}

void out_object(void)
{
	open_bracket(NULL, '{');
}

void out_object_end(void)
{
	close_bracket('}');
}

void out_record_end(void)
{
	out_line_end();
	out_object_end();
}

/* FRAME has the parts for text and, last, the key for JSON. */
static void put_member(const char *frame, const char *value, bool quoted)
{
	if (OUT_IS_JSON) {
		begin_element(str_next(str_next(frame)));
		if (quoted)
			out_quoted(value);
		else
			puts_raw(value);
		return;
	}
	frame = puts_raw(frame);
	put_escaped(value);
	puts_raw(frame);
}

void out_string_member(const char *frame, const char *value)
{
	put_member(frame, value, true);
}

void out_number_member(const char *frame, unsigned value)
{
	char number[NUM_SIZE];

	put_member(frame, num_format(number, value), false);
}

void out_counter_member(const char *frame, uint64_t value)
{
	char number[sizeof "18446744073709551615"], *at = number + sizeof number - 1;

	*at = '\0';
	do
		*--at = '0' + value % 10;
	while (value /= 10);
	put_member(frame, at, false);
}

void out_true_member(const char *frame)
{
	put_member(frame, OUT_IS_JSON ? "true" : "", false);
}
