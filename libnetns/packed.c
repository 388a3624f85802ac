// SPDX-License-Identifier: 0BSD
/* packed.c: unpack what scripts/pack.awk has packed */
#include "netns.h"

enum { NEW_CHARACTERS = 128 };		/* those from here on stand for pairs of others */

static char *unpack(char *at, unsigned char c)
{
	static const char pairs[] PACKED = TEXT_PAIRS;	/* so that there is such a section */
	const char *pair;

	if (c < NEW_CHARACTERS) {
		*at = c;
		return at + 1;
	}
	pair = &pairs[(c - NEW_CHARACTERS) * 2];
	at = unpack(at, pair[0]);
	return unpack(at, pair[1]);
}

/* by the linker: the bounds of the section */
extern const char __start_packed_texts[], __stop_packed_texts[];

const char *plain(const char *text)
{
	static char unpacked[LONGEST_TEXT + 1];
	char *at = unpacked;

	if (text < __start_packed_texts || text >= __stop_packed_texts)
		return text;
	while (*text)
		at = unpack(at, *text++);
	*at = '\0';
	return unpacked;
}
