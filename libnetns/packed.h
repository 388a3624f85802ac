/* SPDX-License-Identifier: 0BSD */
/* packed.h: what is said to the user, packed, for that is a sixth of the program
 *
 * _("…") marks a text, as it does for gettext(3). scripts/pack.awk finds these texts in the sources
 * and writes texts.h, where each stands beside its packed form; the compiler compares literals, so
 * of _("…") there is only the packed form in the program. What prints it calls plain() for that:
 * warn() and its like, and out_text(). Nobody else can read it.
 */
#ifndef PACKED_H
#define PACKED_H

/* TEXT, until the next call, if it is a packed one; else itself. */
const char *plain(const char *text);

/* Of a command: what is behind its name, "[-f] NAME...", and what it does, in lines. That is
 * COMMAND_TEXTS: two strings for each, in the order of the commands. */
#define USAGE(text) command_text(text "\0")
#define HELP(text) command_text(TEXT_IF(ENABLE_FEATURE_HELP, text) "\0")

/* What the packer does not have yet. */
#ifndef PACKING
#include "texts.h"
#define command_text(text)

/* All of them lie together: by its address a packed text is known. */
#define PACKED __attribute__((section("packed_texts"), unused)) ALIGNED_AS(char)
#define DEFINE_TEXT(with, number, plain, packed) static const char text_##number[] PACKED = packed;
TEXTS(DEFINE_TEXT, )

#define IF_TEXT(text, number, plain, packed) \
	sizeof(text) == sizeof(plain) && !__builtin_strcmp(text, plain) ? text_##number :
#define _(text) (TEXTS(IF_TEXT, text) text)
#endif

#endif
