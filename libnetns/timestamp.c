// SPDX-License-Identifier: 0BSD
/* timestamp.c: the present time as `ip -t monitor` and `ip -ts monitor` print it, in UTC */
#include "netns.h"

#include <string.h>
#include <time.h>

struct date {
	unsigned year, month, day;	/* month and day count from 0 */
};

static bool is_leap(unsigned year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static unsigned month_days(unsigned year, unsigned month)
{
	return month == 1 ? 28 + is_leap(year) : 30 + ((month + (month > 6)) % 2 == 0);
}

/* DAYS since 1 January 1970 */
static struct date date_of(unsigned long days)
{
	struct date date = { .year = 1970, .month = 0 };

	for (; days >= 365u + is_leap(date.year); date.year++)
		days -= 365 + is_leap(date.year);
	for (; days >= month_days(date.year, date.month); date.month++)
		days -= month_days(date.year, date.month);
	date.day = days;
	return date;
}

/* Appends VALUE with WIDTH digits, the missing ones being FILL, and then AFTER. */
static char *append(char *at, unsigned long value, unsigned width, char fill, const char *after)
{
	char number[NUM_SIZE];
	const char *text = num_text(number, value);

	for (size_t length = strlen(text); length < width; length++)
		*at++ = fill;
	return stpcpy(stpcpy(at, text), after);
}

static char *append_time(char *at, unsigned long second, const char *after)
{
	at = append(at, second / 3600, 2, '0', ":");
	at = append(at, second / 60 % 60, 2, '0', ":");
	return append(at, second % 60, 2, '0', after);
}

void timestamp_short(char text[TIMESTAMP_SIZE])
{
	struct timespec now;
	struct date date;

	clock_gettime(CLOCK_REALTIME, &now);
	date = date_of(now.tv_sec / 86400);
	text = append(text, date.year, 4, '0', "-");
	text = append(text, date.month + 1, 2, '0', "-");
	text = append(text, date.day + 1, 2, '0', "T");
	text = append_time(text, now.tv_sec % 86400, ".");
	append(text, now.tv_nsec / 1000, 6, '0', "");
}

void timestamp_long(char text[TIMESTAMP_SIZE])
{
	static const char weekdays[] = "ThuFriSatSunMonTueWed";		/* 1 January 1970 was one */
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	struct timespec now;
	struct date date;

	clock_gettime(CLOCK_REALTIME, &now);
	date = date_of(now.tv_sec / 86400);
	text = mempcpy(text, weekdays + now.tv_sec / 86400 % 7 * 3, 3);
	*text++ = ' ';
	text = mempcpy(text, months + date.month * 3, 3);
	*text++ = ' ';
	text = append(text, date.day + 1, 2, ' ', " ");
	text = append_time(text, now.tv_sec % 86400, " ");
	text = append(text, date.year, 4, '0', " ");
	append(text, now.tv_nsec / 1000, 6, '0', " usec");
}
