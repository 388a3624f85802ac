// SPDX-License-Identifier: 0BSD
/* num.c: parse and format numbers */
#include "netns.h"

#include <limits.h>

static int digit(char c, unsigned base)
{
	unsigned value = c - '0';

	if (value > 9)
		value = (c | 0x20) - 'a' < 0 ? base : (unsigned)(c | 0x20) - 'a' + 10;
	return value < base ? (int)value : -EINVAL;
}

static int parse(const char *text, unsigned base)
{
	unsigned long long value = 0;
	bool overflow = false;

	if (!*text)
		return -EINVAL;
	for (; *text; text++) {
		int next = digit(*text, base);

		if (next < 0)
			return -EINVAL;
		value = value * base + next;
		overflow |= value > INT_MAX;
		value &= INT_MAX;
	}
	return overflow ? -ERANGE : (int)value;
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

char *num_text(char buffer[NUM_SIZE], unsigned long value)
{
	char *at = buffer + NUM_SIZE;

	*--at = '\0';
	do
		*--at = '0' + value % 10;
	while (value /= 10);
	return at;
}
