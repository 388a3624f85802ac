// SPDX-License-Identifier: 0BSD
/* unit.h: what the unit tests share: checks that print TAP, wherever standard output leads to */
#ifndef UNIT_H
#define UNIT_H

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int tap = STDOUT_FILENO;
static unsigned checks;

/* Whatever hangs ends here, and the plan is missing. */
static inline void begin(void)
{
	alarm(120);
	tap = dup(STDOUT_FILENO);
}

static inline int end(void)
{
	dprintf(tap, "1..%u\n", checks);
	return 0;
}

static inline void check_line(bool good, const char *name)
{
	dprintf(tap, "%sok %u - %s\n", good ? "" : "not ", ++checks, name);
}

static inline void skip(const char *name, const char *reason)
{
	dprintf(tap, "ok %u - %s # SKIP %s\n", ++checks, name, reason);
}

#define CHECK(condition, name) do { \
	bool good_ = (condition); \
	check_line(good_, name); \
	if (!good_) \
		dprintf(tap, "#   line %d: %s\n", __LINE__, #condition); \
} while (0)

#define CHECK_INT(got, wanted, name) do { \
	long long got_ = (got), wanted_ = (wanted); \
	check_line(got_ == wanted_, name); \
	if (got_ != wanted_) \
		dprintf(tap, "#   line %d: %s: %lld, not %lld\n", __LINE__, #got, got_, wanted_); \
} while (0)

#define CHECK_TEXT(got, wanted, name) do { \
	const char *got_ = (got), *wanted_ = (wanted); \
	bool good_ = got_ && strcmp(got_, wanted_) == 0; \
	check_line(good_, name); \
	if (!good_) \
		dprintf(tap, "#   line %d: got \"%s\", not \"%s\"\n", __LINE__, \
			got_ ? got_ : "(NULL)", wanted_); \
} while (0)

#endif
