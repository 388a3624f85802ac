// SPDX-License-Identifier: 0BSD
/* unit-num.c: numbers, read and written */
#include "survey/survey.h"
#include "enter/enter.h"
#include "unit.h"

#include <limits.h>
#include <stdlib.h>

struct reading {
	const char *text;
	int decimal, any_base;
};

static const struct reading readings[] = {
	/* text                   decimal   any base */
	{ "0",                    0,        0 },
	{ "9",                    9,        9 },
	{ "10",                   10,       10 },
	{ "2147483646",           INT_MAX - 1, INT_MAX - 1 },
	{ "2147483647",           INT_MAX,  INT_MAX },
	{ "2147483648",           -ERANGE,  -ERANGE },
	{ "2147483657",           -ERANGE,  -ERANGE },
	{ "4294967295",           -ERANGE,  -ERANGE },
	{ "4294967296",           -ERANGE,  -ERANGE },
	{ "4294967297",           -ERANGE,  -ERANGE },
	{ "9223372036854775808",  -ERANGE,  -ERANGE },
	{ "18446744073709551615", -ERANGE,  -ERANGE },
	{ "18446744073709551616", -ERANGE,  -ERANGE },
	{ "18446744073709551617", -ERANGE,  -ERANGE },
	{ "36893488147419103233", -ERANGE,  -ERANGE },
	{ "99999999999999999999999999999999999999", -ERANGE, -ERANGE },
	{ "",                     -EINVAL,  -EINVAL },
	{ "-",                    -EINVAL,  -EINVAL },
	{ "-1",                   -EINVAL,  -EINVAL },
	{ "-0",                   -EINVAL,  -EINVAL },
	{ "+1",                   -EINVAL,  -EINVAL },
	{ "--1",                  -EINVAL,  -EINVAL },
	{ " ",                    -EINVAL,  -EINVAL },
	{ " 1",                   -EINVAL,  -EINVAL },
	{ "1 ",                   -EINVAL,  -EINVAL },
	{ "\t1",                  -EINVAL,  -EINVAL },
	{ "1\n",                  -EINVAL,  -EINVAL },
	{ "1 2",                  -EINVAL,  -EINVAL },
	{ "1,2",                  -EINVAL,  -EINVAL },
	{ "1.0",                  -EINVAL,  -EINVAL },
	{ "1e3",                  -EINVAL,  -EINVAL },
	{ "12a",                  -EINVAL,  -EINVAL },
	{ "a",                    -EINVAL,  -EINVAL },
	{ "/",                    -EINVAL,  -EINVAL },	/* beside the digits in ASCII */
	{ ":",                    -EINVAL,  -EINVAL },
	{ "1/",                   -EINVAL,  -EINVAL },
	{ "1:",                   -EINVAL,  -EINVAL },
	{ "\x11",                 -EINVAL,  -EINVAL },
	{ "1\x80",                -EINVAL,  -EINVAL },
	{ "\xff",                 -EINVAL,  -EINVAL },
	{ "\xef\xbc\x91",         -EINVAL,  -EINVAL },	/* U+FF11 */
	{ "0x",                   -EINVAL,  -EINVAL },
	{ "0X",                   -EINVAL,  -EINVAL },
	{ "0x0",                  -EINVAL,  0 },
	{ "0x1f",                 -EINVAL,  31 },
	{ "0X1F",                 -EINVAL,  31 },
	{ "0xAbCdEf",             -EINVAL,  0xabcdef },
	{ "0x7fffffff",           -EINVAL,  INT_MAX },
	{ "0x00000000007fffffff", -EINVAL,  INT_MAX },
	{ "0x80000000",           -EINVAL,  -ERANGE },
	{ "0xffffffff",           -EINVAL,  -ERANGE },
	{ "0x100000000",          -EINVAL,  -ERANGE },
	{ "0x10000000000000000",  -EINVAL,  -ERANGE },
	{ "0xg",                  -EINVAL,  -EINVAL },
	{ "0x1g",                 -EINVAL,  -EINVAL },
	{ "0x@",                  -EINVAL,  -EINVAL },	/* beside the letters */
	{ "0x`",                  -EINVAL,  -EINVAL },
	{ "0xG",                  -EINVAL,  -EINVAL },
	{ "0x 1",                 -EINVAL,  -EINVAL },
	{ "0x-1",                 -EINVAL,  -EINVAL },
	{ "0x0x1",                -EINVAL,  -EINVAL },
	{ "x1",                   -EINVAL,  -EINVAL },
	{ "00",                   0,        0 },
	{ "07",                   7,        7 },
	{ "010",                  10,       8 },
	{ "0777",                 777,      511 },
	{ "08",                   8,        -EINVAL },
	{ "018",                  18,       -EINVAL },
	{ "019",                  19,       -EINVAL },
	{ "0-1",                  -EINVAL,  -EINVAL },
	{ "0 ",                   -EINVAL,  -EINVAL },
	{ "017777777777",         -ERANGE,  INT_MAX },
	{ "020000000000",         -ERANGE,  -ERANGE },
	{ "0000000000000000000000000000000000000000000000000000000000000001", 1, 1 },
};

static void check_readings(void)
{
	char name[160];

	for (unsigned i = 0; i < ARRAY_SIZE(readings); i++) {
		const struct reading *reading = &readings[i];

		snprintf(name, sizeof name, "num_parse of \"%s\", number %u", reading->text, i);
		for (char *c = name; *c; c++)
			if (*c < ' ' || *c > '~')
				*c = '?';
		CHECK_INT(num_parse(reading->text), reading->decimal, name);
		memcpy(name, "num_anybase", 11);
		CHECK_INT(num_parse_any_base(reading->text), reading->any_base, name);
	}
}

static void check_long_texts(void)
{
	static char text[100001];

	memset(text, '9', sizeof text - 1);
	CHECK_INT(num_parse(text), -ERANGE, "100,000 digits are too large a number");
	memset(text, '0', sizeof text - 1);
	CHECK_INT(num_parse(text), 0, "100,000 zeros are zero");
	text[sizeof text - 2] = 'z';
	CHECK(num_parse(text) < 0, "100,000 characters, the last no digit");
}

static void check_every_byte(void)
{
	unsigned decimal = 0, octal = 0, hexadecimal = 0;

	for (int c = 1; c < 256; c++) {
		char text[] = { '0', c, '\0' }, hex[] = { '0', 'x', c, '\0' };

		decimal += num_parse(text) >= 0;
		octal += num_parse_any_base(text) >= 0;
		hexadecimal += num_parse_any_base(hex) >= 0;
	}
	CHECK_INT(decimal, 10, "ten bytes are decimal digits");
	CHECK_INT(octal, 8, "eight bytes are octal digits");
	CHECK_INT(hexadecimal, 22, "22 bytes are hexadecimal digits");
}

static void check_writing(void)
{
	static const unsigned values[] = {
		0, 1, 9, 10, 11, 99, 100, 65535, 65536, INT_MAX, (unsigned)INT_MAX + 1,
		UINT_MAX - 1, UINT_MAX,
	};

	for (unsigned i = 0; i < ARRAY_SIZE(values); i++) {
		char buffer[NUM_SIZE], wanted[32], name[64];
		const char *text = num_format(buffer, values[i]);

		snprintf(wanted, sizeof wanted, "%u", values[i]);
		snprintf(name, sizeof name, "num_format of %u", values[i]);
		CHECK_TEXT(text, wanted, name);
		CHECK(strlen(text) < NUM_SIZE, "it has room in the buffer");
	}
}

int main(void)
{
	begin();
	check_readings();
	check_long_texts();
	check_every_byte();
	check_writing();
	return end();
}
