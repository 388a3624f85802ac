// SPDX-License-Identifier: 0BSD
/* num.c: parse and format numbers */
#include "base/base.h"

#include <limits.h>

static int parse(const char *text, unsigned base)
{
	unsigned long long value = 0;

	do {				/* an empty text has no digit */
		unsigned digit = *text - '0';

		if (digit > 9) {
			digit = (*text | 0x20) - 'a' + 10;
			if (digit < 10)			/* "@" */
				digit = base;
		}
		if (digit >= base)
			return -EINVAL;
		if (value <= INT_MAX)		/* else it is out of range already */
			value = value * base + digit;
	} while (*++text);
	return value > INT_MAX ? -ERANGE : (int)value;
}

int num_parse(const char *text)
{
	return parse(text, 10);
}

int num_parse_any_base(const char *text)
{
	unsigned base = 10;

	if (*text == '0') {
		base = 8;
		if ((text[1] | 0x20) == 'x') {
			base = 16;
			text += 2;
		}
	}
	return parse(text, base);
}

char *num_format(char buffer[NUM_SIZE], unsigned value)
{
	char *at = buffer + NUM_SIZE - 1;

	*at = '\0';
	do
		*--at = '0' + value % 10;
	while (value /= 10);
	return at;
}
