// SPDX-License-Identifier: 0BSD
/* fuzz-out.c: what is printed as JSON is JSON, and UTF-8, whatever the strings are
 *
 * The input is a format in one byte, then what to print: a byte and, if that is a string, its text
 * up to a NUL.
 */
#include "survey/survey.h"
#include "enter/enter.h"
#include "calls.h"
#include "fuzz.h"

enum { DEEPEST = 20 };

static char printed[1 << 20];
static size_t printed_size;

/* A write, of one byte or three less than was wanted. */
static long answer(long number, const long a[6])
{
	size_t size = a[2];

	MUST(number == SYS_write && size > 0 && printed_size + size < sizeof printed);
	if (size > 3)
		size -= 3;
	else
		size = 1;
	memcpy(printed + printed_size, (const void *)a[1], size);
	printed_size += size;
	return size;
}

/* A reader of JSON: each function returns what follows the value; NULL: there is none. */

static const char *read_value(const char *at);

static const char *blanks(const char *at)
{
	return at ? at + strspn(at, " \n") : NULL;
}

static const char *read_utf8(const char *at)
{
	static const struct { unsigned char from, to, second_from, second_to, length; } rows[] = {
		{ 0x20, 0x7e, 0, 0, 1 },          { 0xc2, 0xc2, 0xa0, 0xbf, 2 },
		{ 0xc3, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },    { 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 },    { 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 },    { 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};
	const unsigned char *c = (const void *)at;

	for (unsigned i = 0; i < ARRAY_SIZE(rows); i++) {
		if (*c < rows[i].from || *c > rows[i].to)
			continue;
		if (rows[i].length > 1 && (c[1] < rows[i].second_from || c[1] > rows[i].second_to))
			return NULL;
		for (unsigned k = 2; k < rows[i].length; k++)
			if ((c[k] & 0xc0) != 0x80)
				return NULL;
		return at + rows[i].length;
	}
	return NULL;
}

static const char *read_string(const char *at)
{
	if (!at || *at++ != '"')
		return NULL;
	while (at && *at != '"') {
		if (*at != '\\')
			at = read_utf8(at);
		else if (at[1] == 'u')
			at = strspn(at + 2, "0123456789abcdef") >= 4 ? at + 6 : NULL;
		else
			at = at[1] == '"' || at[1] == '\\' ? at + 2 : NULL;
	}
	return at ? at + 1 : NULL;
}

static const char *read_list(const char *at, char end)
{
	at = blanks(at + 1);
	if (*at == end)
		return at + 1;
	for (;; at++) {
		if (end == '}') {
			at = read_string(blanks(at));
			if (!at || *at++ != ':')
				return NULL;
		}
		at = blanks(read_value(at));
		if (!at || *at != ',')
			return at && *at == end ? at + 1 : NULL;
	}
}

static const char *read_value(const char *at)
{
	at = blanks(at);
	if (!at)
		return NULL;
	if (*at == '{' || *at == '[')
		return read_list(at, *at + 2);
	if (*at == '"')
		return read_string(at);
	if (strncmp(at, "true", 4) == 0)
		return at + 4;
	return strspn(at, "0123456789") ? at + strspn(at, "0123456789") : NULL;
}

/* An array of objects, which may hold arrays of objects and so on, closed in the end. */
static void print_something(void)
{
	unsigned depth = 1;
	char text[300];

	out_array(NULL);
	while (input_left > 0) {
		unsigned what = take_byte() % 8;

		if (depth % 2) {		/* in an array */
			if (what > 0 || depth == 1)
				out_object(), depth++;
			else
				out_array_end(), depth--;
		} else if (what == 0) {
			out_record_end(), depth--;
		} else if (what == 1 && depth < DEEPEST) {
			out_array("list"), depth++;
		} else if (what == 2) {
			out_true("true", "yes");
		} else if (what == 3) {
			out_number("number", "<", take_byte() << take_byte() % 24, ">");
		} else {
			out_string("string", "<", take_string(text, sizeof text), ">");
		}
	}
	for (; depth > 0; depth--)
		depth % 2 ? out_array_end() : out_record_end();
}


int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *end;

	if (size > 20000)
		return 0;
	begin_input(data, size);
	printed_size = 0;
	out_format = take_byte() % 3;
	print_something();
	MUST(out_flush() == 0);
	printed[printed_size] = '\0';
	MUST(strlen(printed) == printed_size);
	if (out_format == OUT_TEXT) {
		for (end = printed; *end; end++)
			MUST(((unsigned char)*end >= ' ' && *end != 0x7f) || *end == '\n');
		for (end = printed; *end; )
			MUST((end = *end == '\n' ? end + 1 : read_utf8(end)));
		return 0;
	}
	end = read_value(printed);
	MUST(end && strcmp(end, "\n") == 0);
	return 0;
}
