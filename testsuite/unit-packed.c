// SPDX-License-Identifier: 0BSD
/* unit-packed.c: is each text still what it was before scripts/pack.awk packed it? */
#include "netns.h"
#include "unit.h"

struct pair_of_texts {
	const char *plain, *packed;
	size_t size;				/* of the plain one, which may be several strings */
};

#define ROW(with, number, plain, packed) { plain, text_##number, sizeof plain },
static const struct pair_of_texts texts[] = { TEXTS(ROW, ) };

static void check_text(unsigned number)
{
	const struct pair_of_texts *text = &texts[number];
	const char *packed = text->packed, *end = text->plain + text->size;
	char name[32];

	snprintf(name, sizeof name, "text %u", number);
	for (const char *string = text->plain; string < end; string += strlen(string) + 1) {
		CHECK_TEXT(plain(packed), string, name);
		packed = next_string(packed);
	}
}

static void check_others(void)
{
	static const char given[] = "na\200m\377e";

	CHECK(plain(given) == given, "what a user gave is left alone");
	CHECK_TEXT(plain(_("of no source")), "of no source", "and a text that is of no source");
	CHECK_TEXT(plain(_("File exists")), "File exists", "and one string of a list");
	CHECK(strlen(_("cannot wait for a process")) < 20, "packed, a text is shorter");
}

int main(void)
{
	begin();
	CHECK(ARRAY_SIZE(texts) > 30, "there are texts");
	for (unsigned i = 0; i < ARRAY_SIZE(texts); i++)
		check_text(i);
	check_others();
	return end();
}
