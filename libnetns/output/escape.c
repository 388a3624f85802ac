// SPDX-License-Identifier: 0BSD
/* escape.c: UTF-8, and what a terminal must not get: control characters, bytes that are not text */
#include "output/output.h"

/* By the first byte of a UTF-8 character; 0 if none begins like this. RFC 3629 */
static unsigned length_by_first(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first < 0xc2)
		return 0;
	if (first < 0xe0)
		return 2;
	if (first < 0xf0)
		return 3;
	return first < 0xf5 ? 4 : 0;
}

unsigned utf8_length(const char *string)
{
	const unsigned char *text = (const void *)string;
	unsigned length = length_by_first(*text);

	if (!ENABLE_FEATURE_UTF8)
		return *text < 0x80;
	for (unsigned i = 1; i < length; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	if ((*text == 0xe0 && text[1] < 0xa0) || (*text == 0xed && text[1] > 0x9f) ||
	    (*text == 0xf0 && text[1] < 0x90) || (*text == 0xf4 && text[1] > 0x8f))
		return 0;
	return length;
}

bool is_control(const char *text)
{
	unsigned char c = *text;

	return c < ' ' || c == 0x7f || (c == 0xc2 && (unsigned char)text[1] < 0xa0);
}

static char *put_octal(char *at, unsigned char c)
{
	*at++ = '\\';
	*at++ = '0' + (c >> 6);
	*at++ = '0' + (c >> 3 & 7);
	*at++ = '0' + (c & 7);
	return at;
}

char *out_escape(char *at, const char **text)
{
	unsigned length = utf8_length(*text);
	bool is_plain = length > 0 && !is_control(*text);

	do {
		char c = *(*text)++;

		if (is_plain)
			*at++ = c;
		else
			at = put_octal(at, c);
	} while (length-- > 1);
	return at;
}
