// SPDX-License-Identifier: 0BSD
/* timestamp.c: the present time, in UTC, as `ip -t monitor` and `ip -ts monitor` print it */
#include "base/base.h"

/* First numbers, then, from DAY_NAME on, indexes into names[]. A number has a 1 in front, so that
 * its leading zeros are formatted; the 1 is cut off. */
enum { MICROSECOND, SECOND, MINUTE, HOUR, YEAR, MONTH, DAY, DAY_NAME, MONTH_NAME, FIELDS };

/* DAYS are since 1970-01-01. Counted from March, a year ends with its leap day, and any five months
 * have 153 days. Wrong after February 2100, which is no leap year. */
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
	unsigned microsecond, second = clock_seconds(&microsecond);
	int minute, hour, days;

	fields[MICROSECOND] = 1000000 + microsecond;
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
	static const char names[][4] = {
		"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed",
		"Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb",
	};
	static const char letters[] = "NSMHYODWB";	/* one for each field, in order */
	const char *form = is_short ? "Y-O-DTH:M:S.NZ" : "W B D H:M:S Y N usec Z";
	char number[NUM_SIZE], *at = text;
	unsigned fields[FIELDS];

	set_fields(fields);
	for (; *form; form++) {
		size_t field = str_chrnul(letters, *form) - letters;

		if (field < DAY_NAME)
			at = str_append(at, num_format(number, fields[field]) + 1);
		else if (field < FIELDS)
			at = str_append(at, names[fields[field]]);
		else
			*at++ = *form;
	}
	*at = '\0';
	if (!is_short && text[8] == '0')	/* the day of the month */
		text[8] = ' ';
}
