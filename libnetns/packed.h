/* SPDX-License-Identifier: 0BSD */
/* packed.h: what is said to the user, packed, for that is an eighth of the program
 *
 * _("…") marks a text, as it does for gettext(3). scripts/pack.awk finds these texts in the sources
 * and writes texts.h, where each stands beside its packed form; the compiler compares literals, so
 * of _("…") there is only the packed form in the program. out_text(), say(), warn() and its like
 * call plain() for what they are given; to everybody else a packed text must not go.
 */
#ifndef PACKED_H
#define PACKED_H

/* TEXT, until the next call, if it is a packed one; else itself. */
const char *plain(const char *text);

/* Of a command: what is behind its name, "[-f] NAME...", and what it does, in lines. That is
 * COMMAND_TEXTS: two strings for each, in the order of the commands. */
#define USAGE(text) command_text(text "\0")
#define HELP(text) command_text(TEXT_IF(ENABLE_FEATURE_HELP, text) "\0")

/* While the packer reads the sources, its texts.h is not there. */
#ifndef PACKING
#include "texts.h"
#define command_text(text)

/* All of them lie together: by its address a packed text is known. */
#define PACKED __attribute__((section("packed_texts"), unused)) ALIGNED_AS(char)
#define DEFINE_TEXT(with, number, plain, packed) static const char text_##number[] PACKED = packed;
TEXTS(DEFINE_TEXT, )

#define IF_TEXT(text, number, plain, packed) \
	sizeof(text) == sizeof(plain) && !__builtin_memcmp(text, plain, sizeof(plain)) \
		? text_##number :
#define _(text) (TEXTS(IF_TEXT, text) text)
#endif

#endif
