/* SPDX-License-Identifier: 0BSD */
/* journal.h: what the code under test did, in words, for a unit test to compare */
#ifndef JOURNAL_H
#define JOURNAL_H

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static char calls[8192];

/* Appends to CALLS. Returns 0, for what stands in for a function. */
__attribute__((format(printf, 1, 2))) static inline int did(const char *format, ...)
{
	unsigned length = strlen(calls);
	va_list list;

	va_start(list, format);
	vsnprintf(calls + length, sizeof calls - length, format, list);
	va_end(list);
	return 0;
}

#endif
