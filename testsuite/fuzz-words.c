// SPDX-License-Identifier: 0BSD
/* fuzz-words.c: what a user may write: numbers, and whole command lines of the program
 *
 * The input is words, up to a NUL each and an empty one in the end; what follows is what system
 * calls say, a byte each. When there is no more of it the program ends, so that it waits for
 * nothing.
 */
#include "survey/survey.h"
#include "enter/enter.h"
#include "calls.h"
#include "fuzz.h"

#include <limits.h>
#include <setjmp.h>
#include <sys/mman.h>

enum { WORDS = 8, WORD_SIZE = 300, ALWAYS = 1 };

int program_main(int argc, char **argv, char **environ_);	/* that of applets/main.c */

static jmp_buf the_end;

extern char __start_program_data[], __stop_program_data[];	/* see testsuite/fuzz */
extern char __start_program_bss[], __stop_program_bss[];

/* A program begins with its variables as they were linked; here another one has just ended. Between
 * them is what AddressSanitizer watches over: byte by byte it is not asked. */
__attribute__((no_sanitize("address"))) static void begin_program(void)
{
	static volatile char *saved __attribute__((section("saved")));
	size_t size = __stop_program_data - __start_program_data;

	if (!saved) {
		saved = malloc(size + 1);
		for (size_t i = 0; i < size; i++)
			saved[i] = __start_program_data[i];
	}
	for (size_t i = 0; i < size; i++)
		((volatile char *)__start_program_data)[i] = saved[i];
	for (volatile char *byte = __start_program_bss; byte < __stop_program_bss; byte++)
		*byte = 0;
}

/* No file, process or namespace is touched: a call is said to succeed or to fail, as the input has
 * it. What would be read is text. */
static long answer(long number, const long a[6])
{
	static const int errors[] = {
		EPERM, ENOENT, EEXIST, EINVAL, EACCES, ENOSYS, EBUSY, ENOMEM
	};
	unsigned byte;

	if (number == SYS_mmap)
		return (long)mmap((void *)a[0], a[1], a[2], a[3], a[4], a[5]);
	if (number == SYS_exit_group || (input_left == 0 && number != SYS_write))
		longjmp(the_end, ALWAYS);
	byte = take_byte();
	if (number == SYS_write)
		return byte < 250 ? a[2] : 1;
	if (byte & 1)
		return -errors[byte >> 1 & 7];
	if (number == SYS_read)
		return take_bytes((void *)a[1], (size_t)a[2] < byte ? (size_t)a[2] : byte);
	if (number == SYS_readlinkat)
		return snprintf((char *)a[2], a[3], "net:[40265318%02u]", byte) < a[3] ? 16 : a[3];
	return number == SYS_openat || number == SYS_socket ? 100 + byte : 0;
}

/* Against what strtoul(3) makes of it. */
static void check_number(const char *word)
{
	int number = num_parse(word);
	char *end, buffer[NUM_SIZE];
	unsigned long wanted = strtoul(word, &end, 10);
	bool digits = *word && strspn(word, "0123456789") == strlen(word);

	if (!digits)
		MUST(number == -EINVAL);
	else
		MUST(number == (errno != ERANGE && wanted <= INT_MAX ? (int)wanted : -ERANGE));
	if (number >= 0)
		MUST(strtoul(num_format(buffer, number), NULL, 10) == (unsigned long)number);
	errno = 0;
	wanted = strtoul(word, &end, 0);
	number = num_parse_any_base(word);
	if (number >= 0)
		MUST(!*end && wanted == (unsigned long)number);
	else if (number == -ERANGE)
		MUST(wanted > INT_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char words[WORDS][WORD_SIZE];
	char *none[4] = { NULL };		/* an empty environment, and auxiliary vector */
	char *argv[WORDS + 2] = { "sh", NULL };
	int argc = 0;

	begin_program();
	begin_input(data, size);
	while (argc < WORDS && input_left > 0 && *take_string(words[argc], WORD_SIZE)) {
		errno = 0;
		check_number(words[argc]);
		argv[1 + argc] = words[argc];
		argc++;
	}
	if (argc > 0 && setjmp(the_end) == 0)
		program_main(argc, argv + 1, none);
	return 0;
}
