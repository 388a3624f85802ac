// SPDX-License-Identifier: 0BSD
/* string.c: strings. libc's functions are made for speed, and are larger. */
#include "base/base.h"

char *str_append(char *at, const char *text)
{
	while ((*at = *text++))
		at++;
	return at;
}

char *str_append_uint(char *at, unsigned value)
{
	char buffer[NUM_SIZE];

	return str_append(at, num_format(buffer, value));
}

char *str_chrnul(const char *text, char c)
{
	while (*text && *text != c)
		text++;
	return (char *)text;
}

char *str_after_last(const char *text, char c)
{
	const char *end;

	while (*(end = str_chrnul(text, c)))
		text = end + 1;
	return (char *)text;
}

char *str_next(const char *text)
{
	return str_chrnul(text, '\0') + 1;
}

size_t str_len(const char *text)
{
	return str_chrnul(text, '\0') - text;
}

const char *str_after_prefix(const char *prefix, const char *text)
{
	while (*prefix)
		if (*prefix++ != *text++)
			return NULL;
	return text;
}

bool str_equal(const char *one, const char *other)
{
	const char *rest = str_after_prefix(one, other);

	return rest && !*rest;
}

unsigned str_index(const char *text, const char *list)
{
	unsigned i = 0;

	for (; *list && !str_equal(list, text); list = str_next(list))
		i++;
	return i;
}

char *str_sep(char **text, char separator)
{
	char *part = *text, *end = str_chrnul(part, separator);

	if (*end)
		*end++ = '\0';
	*text = end;
	return part;
}

unsigned argv_len(char **argv)
{
	unsigned count = 0;

	while (argv[count])
		count++;
	return count;
}

char **argv_copy(char **to, char **argv)
{
	while ((*to = *argv++))
		to++;
	return to;
}
