// SPDX-License-Identifier: 0BSD
/* text.c: strings. Those of a libc are written for speed, in more bytes. */
#include "netns.h"

char *append(char *at, const char *text)
{
	while ((*at = *text++))
		at++;
	return at;
}

char *append_number(char *at, unsigned value)
{
	return append(at, num_text(value));
}

char *find(const char *text, char c)
{
	while (*text && *text != c)
		text++;
	return (char *)text;
}

char *next_string(const char *text)
{
	return find(text, '\0') + 1;
}

NOINLINE size_t length(const char *text)
{
	return find(text, '\0') - text;
}

const char *behind(const char *start, const char *text)
{
	while (*start)
		if (*start++ != *text++)
			return NULL;
	return text;
}

bool equal(const char *one, const char *other)
{
	const char *rest = behind(one, other);

	return rest && !*rest;
}

unsigned which(const char *text, const char *list)
{
	unsigned i = 0;

	for (; *list && !equal(list, text); list = next_string(list))
		i++;
	return i;
}

char *cut(char **text, char separator)
{
	char *part = *text, *end = find(part, separator);

	if (*end)
		*end++ = '\0';
	*text = end;
	return part;
}

char **copy_words(char **to, char **words)
{
	while ((*to = *words++))
		to++;
	return to;
}
