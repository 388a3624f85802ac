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
	enum { MARCH = 2, OF_30_DAYS = 1 << 3 | 1 << 5 | 1 << 8 | 1 << 10 };
	unsigned year = 1969, month = MARCH, length;

	for (days += 306; days >= (length = 365 + (year % 4 == 3)); year++)
		days -= length;
	for (; days >= (length = 31 - (OF_30_DAYS >> month & 1)); month++)
		days -= length;
	return (struct date){
		.year = year + month / 12,
		.month = month % 12 + 1,
		.day = days + 1,
	};
}

void timestamp(char text[TIMESTAMP_SIZE], bool is_short)
{
	static const char names[][4] ALIGNED_AS(char) = {
		"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed",
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
	};
	/* A capital is a field: W and B the names of day and month. */
	enum { NUMBERS = sizeof "YODHMSN" - 1 };
	static const char fields[] = "YODHMSN" "WB";
	const char *form = is_short ? "Y-O-DTH:M:S.N" : "W B D H:M:S Y N usec";
	unsigned long now[2]; /* of this word size, which the system call knows everywhere */
	unsigned days, second;
	struct date date;
	char *at = text;

	SYS(clock_gettime_long, CLOCK_REALTIME, now);
	days = now[0] / 86400;
	second = now[0] % 86400;
	date = date_of(days);

	/* To keep its zeros, a number has one more digit, which is cut off. */
	const unsigned values[] = { 10000 + date.year, 100 + date.month, 100 + date.day,
				    100 + second / 3600, 100 + second / 60 % 60,
				    100 + second % 60, 1000000 + now[1] / 1000,
				    days % 7, 6 + date.month };

	for (; *form; form++) {
		unsigned field = find(fields, *form) - fields;

		if (field == ARRAY_SIZE(values))
			*at++ = *form;
		else
			at = append(at, field < NUMBERS ? num_text(values[field]) + 1 :
				    names[values[field]]);
	}
	*at = '\0';
	if (!is_short && text[8] == '0')	/* the day of the month */
		text[8] = ' ';
}
