// SPDX-License-Identifier: 0BSD
/* timestamp.c: the present time, in UTC, as `ip -t monitor` and `ip -ts monitor` print it */
#include "netns.h"

#include <time.h>

struct date {
	unsigned year, month, day;		/* 1 to 12, 1 to 31 */
};

/* DAYS since 1970-01-01. The year is taken to begin in March: then the leap day is its last. Right
 * until February 2100, for each fourth year leaps. */
static struct date date_of(unsigned days)
{
	enum { OF_30_DAYS = 1 << 1 | 1 << 3 | 1 << 6 | 1 << 8 };	/* counted from March */
	unsigned year = 1969, month = 0, length;

	for (days += 306; days >= (length = 365 + (year % 4 == 3)); year++)
		days -= length;
	for (; days >= (length = 31 - (OF_30_DAYS >> month & 1)); month++)
		days -= length;
	return (struct date){
		.year = year + (month >= 10),
		.month = month < 10 ? month + 3 : month - 9,
		.day = days + 1,
	};
}

static char *put(char *at, unsigned value, unsigned width)
{
	for (unsigned i = width; i-- > 0; value /= 10)
		at[i] = '0' + value % 10;
	return at + width;
}

void timestamp(char text[TIMESTAMP_SIZE], bool is_short)
{
	static const char names[] = "ThuFriSatSunMonTueWed" "JanFebMarAprMayJunJulAugSepOctNovDec";
	/* A capital is a field: W and B the names of day and month. */
	static const char fields[] = "YODHMSNWB", widths[] = { 4, 2, 2, 2, 2, 2, 6 };
	const char *form = is_short ? "Y-O-DTH:M:S.N" : "W B D H:M:S Y N usec";
	unsigned long now[2]; /* of this word size, which the system call knows everywhere */
	unsigned days, second;
	struct date date;
	char *at = text;

	SYS(clock_gettime_long, CLOCK_REALTIME, now);
	days = now[0] / 86400;
	second = now[0] % 86400;
	date = date_of(days);

	const unsigned values[] = { date.year, date.month, date.day, second / 3600,
				    second / 60 % 60, second % 60, now[1] / 1000,
				    days % 7, 6 + date.month };

	for (; *form; form++) {
		unsigned field = find(fields, *form) - fields;

		if (field < sizeof widths)
			at = put(at, values[field], widths[field]);
		else if (field < ARRAY_SIZE(values))
			at = memcpy(at, names + values[field] * 3, 3) + 3;
		else
			*at++ = *form;
	}
	*at = '\0';
	if (!is_short && text[8] == '0')	/* the day of the month */
		text[8] = ' ';
}
