// SPDX-License-Identifier: 0BSD
/* lines.c: the lines of a file, and the words of a line, as iproute2 reads them in a batch */
#include "base/base.h"

/* Returns a negative number at the end. */
static int next_char(struct lines *lines)
{
	if (lines->at == lines->end) {
		if (lines->before_read)
			lines->before_read();
		lines->error = SYS(read, lines->fd, lines->text, sizeof lines->text);
		if (lines->error <= 0)
			return -1;
		lines->at = 0;
		lines->end = lines->error;
	}
	lines->position++;
	return (unsigned char)lines->text[lines->at++];
}

bool read_line(struct lines *lines, char line[LINE_SIZE])
{
	unsigned length = 0;
	int c, last = 0;
	bool comment = false;

	lines->number++;
	lines->problem = NULL;
	for (; (c = next_char(lines)) >= 0; last = c) {
		comment |= c == '#';
		if (c == '\n') {
			if (comment || length == 0 || line[length - 1] != '\\')
				break;
			lines->number++;
			length--;
		} else if (comment) {
			continue;
		} else if (c == '\0') {
			lines->problem = ": has a NUL";
		} else if (length < LINE_SIZE - 1) {
			line[length++] = c;
		} else {
			lines->problem = ": too long";
		}
	}
	line[length] = '\0';
	lines->is_cut = c < 0;
	if (c < 0 && last == '\n')
		lines->problem = ": has no end";
	return c >= 0 || (lines->error == 0 && length > 0);
}

static bool ends_word(unsigned char c)
{
	return c <= ' ';
}

char **split_line(char *line, char **words)
{
	char **word = words;

	for (; *line; *line++ = '\0') {
		unsigned char first = *line;

		if (ends_word(first))
			continue;
		if (first == '\'' || first == '"') {
			*word++ = ++line;
			line = str_chrnul(line, first);
			if (!*line)
				return NULL;
			continue;
		}
		*word++ = line;
		while (!ends_word(*line))
			line++;
		if (!*line)
			break;
	}
	*word = NULL;
	return words;
}
