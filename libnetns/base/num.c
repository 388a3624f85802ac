// SPDX-License-Identifier: 0BSD
/* num.c: parse and format numbers */
#include "base/base.h"

#include <limits.h>

static int parse(const char *text, unsigned base, uint32_t max, uint32_t *result)
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
		if (value <= max)		/* else it is out of range already */
			value = value * base + digit;
	} while (*++text);
	*result = value;
	return value > max ? -ERANGE : 0;
}

static int parse_any_base(const char *text, uint32_t max, uint32_t *result)
{
	unsigned base = 10;

	if (*text == '0') {
		base = 8;
		if ((text[1] | 0x20) == 'x') {
			base = 16;
			text += 2;
		}
	}
	return parse(text, base, max, result);
}

int num_parse(const char *text)
{
	uint32_t value;
	int error = parse(text, 10, INT_MAX, &value);

	return error < 0 ? error : (int)value;
}

int num_parse_any_base(const char *text)
{
	uint32_t value;
	int error = parse_any_base(text, INT_MAX, &value);

	return error < 0 ? error : (int)value;
}

int num_parse_u32(const char *text, uint32_t *value)
{
	return parse_any_base(text, UINT32_MAX, value);
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
