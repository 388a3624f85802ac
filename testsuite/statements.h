/* SPDX-License-Identifier: 0BSD */
/* statements.h: statements of netns-apply, from their text */
#ifndef STATEMENTS_H
#define STATEMENTS_H

#include "apply/statement.h"

/* A new one in NETNS, in no list. Its words are separated by one blank each. */
static inline struct statement *statement_of(struct statement *netns, const char *text)
{
	static char line[4 * LINE_SIZE];
	static char *words[WORDS_MAX];
	char *at = str_append(line, text) - str_len(text);
	unsigned count = 0;

	while (*at)
		words[count++] = str_sep(&at, ' ');
	words[count] = NULL;
	return statement_new(netns, verb_named(*words), words, count);
}

#endif
