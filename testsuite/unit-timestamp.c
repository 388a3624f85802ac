// SPDX-License-Identifier: 0BSD
/* unit-timestamp.c: every day from 1970 to February 2100, beside what libc makes of it */
#include "base/base.h"
#include "calls.h"
#include "unit.h"

#include <time.h>

enum { DAY = 86400, DAYS = 47540 };	/* the last one is 2100-02-28 */

static int64_t now[2];

static long answer(long number, const long a[6])
{
	if (number != SYS_clock_gettime_64 || a[0] != CLOCK_REALTIME)
		return -ENOSYS;
	memcpy((void *)a[1], now, sizeof now);
	return 0;
}

/* The same from libc, with so many microseconds. */
static void expect(char text[64], bool is_short, unsigned microseconds)
{
	time_t time = now[0];
	struct tm tm;
	size_t length;

	gmtime_r(&time, &tm);
	length = strftime(text, 64, is_short ? "%Y-%m-%dT%H:%M:%S" : "%a %b %e %H:%M:%S %Y", &tm);
	snprintf(text + length, 64 - length, is_short ? ".%06uZ" : " %06u usec Z", microseconds);
}

static void check_days(bool is_short, const char *name)
{
	char text[TIMESTAMP_SIZE], expected[64];
	bool good = true;

	for (unsigned day = 0; day < DAYS && good; day++) {
		now[0] = day * (unsigned long)DAY + day % DAY;
		now[1] = day * 1000ul;
		timestamp(text, is_short);
		expect(expected, is_short, day);
		good = strcmp(text, expected) == 0;
	}
	CHECK_TEXT(text, expected, name);
}

/* Seconds and nanoseconds since 1970, and how they are printed. */
static const struct example {
	long second, nanosecond;
	const char *as_long, *as_short;
} examples[] = {
	{ 0, 0, "Thu Jan  1 00:00:00 1970 000000 usec Z", "1970-01-01T00:00:00.000000Z" },
	{ 1767225599, 999999999, "Wed Dec 31 23:59:59 2025 999999 usec Z",
	  "2025-12-31T23:59:59.999999Z" },
	{ 1767225600, 7999, "Thu Jan  1 00:00:00 2026 000007 usec Z",
	  "2026-01-01T00:00:00.000007Z" },
	{ 1770629445, 1000, "Mon Feb  9 09:30:45 2026 000001 usec Z",
	  "2026-02-09T09:30:45.000001Z" },
	{ 1709209845, 0, "Thu Feb 29 12:30:45 2024 000000 usec Z", "2024-02-29T12:30:45.000000Z" },
	{ 1772323200, 0, "Sun Mar  1 00:00:00 2026 000000 usec Z", "2026-03-01T00:00:00.000000Z" },
	{ 1791590400, 0, "Sat Oct 10 00:00:00 2026 000000 usec Z", "2026-10-10T00:00:00.000000Z" },
};

static void check_example(const struct example *example)
{
	char text[TIMESTAMP_SIZE];

	now[0] = example->second;
	now[1] = example->nanosecond;
	timestamp(text, false);
	CHECK_TEXT(text, example->as_long, example->as_long);
	timestamp(text, true);
	CHECK_TEXT(text, example->as_short, example->as_short);
}

int main(void)
{
	begin();
	for (unsigned i = 0; i < ARRAY_SIZE(examples); i++)
		check_example(&examples[i]);
	check_days(false, "each day, long");
	check_days(true, "each day, short");
	return end();
}
