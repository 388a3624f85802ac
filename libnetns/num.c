// SPDX-License-Identifier: 0BSD
/* num.c: parse and format numbers */
#include "netns.h"

#include <limits.h>

static int parse(const char *text, unsigned base)
{
	unsigned long long value = 0;

	if (!*text)
		return -EINVAL;
	for (; *text; text++) {
		unsigned digit = *text - '0';

		if (digit > 9) {
			digit = (*text | 0x20) - 'a';
			digit = digit < 6 ? digit + 10 : base;
		}
		if (digit >= base)
			return -EINVAL;
		if (value <= INT_MAX)		/* else it is out of range already */
			value = value * base + digit;
	}
	return value > INT_MAX ? -ERANGE : (int)value;
}

int num_decimal(const char *text)
{
	return parse(text, 10);
}

int num_any_base(const char *text)
{
	if (*text != '0' || !text[1])
		return parse(text, 10);
	return (text[1] | 0x20) == 'x' ? parse(text + 2, 16) : parse(text + 1, 8);
}

const char *num_text(unsigned long value)
{
	static char text[NUM_SIZE];
	char *at = text + NUM_SIZE - 1;

	do
		*--at = '0' + value % 10;
	while (value /= 10);
	return at;
}
