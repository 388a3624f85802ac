// SPDX-License-Identifier: 0BSD
/* timestamp.c: the present time, in UTC, as `ip -t monitor` and `ip -ts monitor` print it */
#include "netns.h"

#include <time.h>

/* Numbers, and from DAY_NAME on the index of a name. To keep its zeros, a number has one more
 * digit, which is cut off. */
enum { MICROSECOND, SECOND, MINUTE, HOUR, YEAR, MONTH, DAY, DAY_NAME, MONTH_NAME, FIELDS };

/* DAYS since 1970-01-01. The year is taken to begin in March: then the leap day is its last, and
 * any five months have 153 days. Right until February 2100, for each fourth year leaps. */
static void set_date(unsigned fields[], int days)
{
	enum { FOUR_YEARS = 365 * 4 + 1, FIVE_MONTHS = 31 + 30 + 31 + 30 + 31 };
	unsigned quarters = (days + 671) * 4 + 3;	/* of days, since March 1968 */
	int fifths = quarters % FOUR_YEARS / 4 * 5 + 2;	/* since the last March */
	int month = fifths / FIVE_MONTHS;

	fields[MONTH_NAME] = 7 + month;
	fields[DAY] = 101 + fifths % FIVE_MONTHS / 5;
	month += 2;		/* since January */
	fields[MONTH] = 101 + month % 12;
	fields[YEAR] = 11968 + quarters / FOUR_YEARS + month / 12;
}

static void set_fields(unsigned fields[])
{
	unsigned long now[2];	/* of this word size, which the system call knows everywhere */
	unsigned second;
	int minute, hour, days, nanosecond;

	SYS(clock_gettime_long, CLOCK_REALTIME, now);
	nanosecond = now[1];
	fields[MICROSECOND] = 1000000 + nanosecond / 1000;
	second = now[0];
	fields[SECOND] = 100 + second % 60;
	minute = second / 60;
	fields[MINUTE] = 100 + minute % 60;
	hour = minute / 60;
	fields[HOUR] = 100 + hour % 24;
	days = hour / 24;
	fields[DAY_NAME] = days % 7;
	set_date(fields, days);
}

void timestamp(char text[TIMESTAMP_SIZE], bool is_short)
{
	static const char names[][4] ALIGNED_AS(char) = {
		"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed",
		"Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb",
	};
	static const char letters[] = "NSMHYODWB";	/* they stand for the fields, in order */
	const char *form = is_short ? "Y-O-DTH:M:S.N" : "W B D H:M:S Y N usec";
	unsigned fields[FIELDS];
	char *at = text;

	set_fields(fields);
	for (; *form; form++) {
		size_t field = find(letters, *form) - letters;

		if (field < FIELDS)
			at = append(at, field < DAY_NAME ? num_text(fields[field]) + 1 :
				    names[fields[field]]);
		else
			*at++ = *form;
	}
	*at = '\0';
	if (!is_short && text[8] == '0')	/* the day of the month */
		text[8] = ' ';
}
