// SPDX-License-Identifier: 0BSD
/* escape.c: what a terminal must not get, and what is UTF-8 */
#include "output/output.h"

char *out_escape(char *at, unsigned char c)
{
	if (c < ' ' || c == 0x7f) {
		*at++ = '\\';
		*at++ = '0' + (c >> 6);
		*at++ = '0' + (c >> 3 & 7);
		c = '0' + (c & 7);
	}
	*at++ = c;
	return at;
}

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

	for (unsigned i = 1; i < length; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	if ((*text == 0xe0 && text[1] < 0xa0) || (*text == 0xed && text[1] > 0x9f) ||
	    (*text == 0xf0 && text[1] < 0x90) || (*text == 0xf4 && text[1] > 0x8f))
		return 0;
	return length;
}
