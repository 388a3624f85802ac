// SPDX-License-Identifier: 0BSD
/* timestamp.c: the present time, in UTC, as `ip -t monitor` and `ip -ts monitor` print it */
#include "netns.h"

#include <time.h>

static char *digits(char *at, unsigned value, unsigned count, char after)
{
	at[count] = after;
	for (unsigned i = count; i-- > 0; value /= 10)
		at[i] = '0' + value % 10;
	return at + count + 1;
}

struct date {
	unsigned year, month, day;		/* 1 to 12, 1 to 31 */
};

/* DAYS since 1970-01-01. The year is taken to begin in March: then the leap day is its last, and
 * the months' lengths follow a rule. Right until February 2100, for each fourth year leaps. */
static struct date date_of(unsigned days)
{
	unsigned since_march = days + 306 + 365, year = (4 * since_march + 3) / 1461;
	unsigned day = since_march - year * 1461 / 4, month = (5 * day + 2) / 153;

	return (struct date){
		.year = 1968 + year + (month >= 10),
		.month = month < 10 ? month + 3 : month - 9,
		.day = day - (153 * month + 2) / 5 + 1,
	};
}

void timestamp(char text[TIMESTAMP_SIZE], bool is_short)
{
	static const char names[] = "ThuFriSatSunMonTueWed" "JanFebMarAprMayJunJulAugSepOctNovDec";
	unsigned long now[2]; /* of this word size, which the system call knows everywhere */
	unsigned days, second;
	struct date date;

	SYS(clock_gettime_long, CLOCK_REALTIME, now);
	days = now[0] / 86400;
	second = now[0] % 86400;
	date = date_of(days);
	if (is_short) {
		text = digits(text, date.year, 4, '-');
		text = digits(text, date.month, 2, '-');
		text = digits(text, date.day, 2, 'T');
	} else {
		memcpy(text, names + days % 7 * 3, 3);
		memcpy(text + 4, names + (6 + date.month) * 3, 3);
		text[3] = text[7] = ' ';
		digits(text + 8, date.day, 2, ' ');
		if (text[8] == '0')
			text[8] = ' ';
		text += 11;
	}
	text = digits(text, second / 3600, 2, ':');
	text = digits(text, second / 60 % 60, 2, ':');
	text = digits(text, second % 60, 2, is_short ? '.' : ' ');
	if (!is_short)
		text = digits(text, date.year, 4, ' ');
	text = digits(text, now[1] / 1000, 6, '\0');
	if (!is_short)
		append(text - 1, " usec");
}
