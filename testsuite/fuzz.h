// SPDX-License-Identifier: 0BSD
/* fuzz.h: what the fuzzers share: the input, a piece at a time. See testsuite/fuzz. */
#ifndef FUZZ_H
#define FUZZ_H

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const uint8_t *input;
static size_t input_left;

static inline void begin_input(const uint8_t *data, size_t size)
{
	input = data;
	input_left = size;
}

/* 0 when there is nothing left */
static inline unsigned take_byte(void)
{
	if (input_left == 0)
		return 0;
	input_left--;
	return *input++;
}

/* Copies at most SIZE bytes of the input to BUFFER; returns how many. */
static inline size_t take_bytes(void *buffer, size_t size)
{
	if (size > input_left)
		size = input_left;
	memcpy(buffer, input, size);
	input += size;
	input_left -= size;
	return size;
}

/* A string of at most SIZE - 1 bytes: what is left up to the next NUL */
static inline char *take_string(char *buffer, size_t size)
{
	size_t used = 0;

	while (used < size - 1 && input_left > 0 && (buffer[used] = take_byte()))
		used++;
	buffer[used] = '\0';
	return buffer;
}

/* Records like those of getdents64(2), as many as there is room for and one of which begins before
 * PIECE bytes: names of at most NAME_SIZE - 1 bytes up to a NUL each. An empty one ends them. */
static inline size_t take_records(char *buffer, size_t size, size_t piece, size_t name_size)
{
	size_t used = 0;
	char name[256];

	while (used + 24 + sizeof name <= size && (used == 0 || used < piece) &&
	       *take_string(name, name_size)) {
		unsigned short record = (19 + strlen(name) + 1 + 7) & ~7;

		memset(buffer + used, 0, 19);
		memcpy(buffer + used + 16, &record, sizeof record);
		buffer[used + 18] = 10;		/* DT_LNK */
		strcpy(buffer + used + 19, name);
		used += record;
	}
	return used;
}

/* What must hold whatever the input is; a failure is a finding. */
#define MUST(condition) do { \
	if (!(condition)) { \
		fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
		abort(); \
	} \
} while (0)

#endif
