// SPDX-License-Identifier: 0BSD
/* fuzz-batch.c: the reader of batch files
 *
 * The input is a file. It is read in pieces of several sizes: the same commands have to come of it.
 */
#include "multiplexer/multiplexer.h"
#include "survey/survey.h"
#include "calls.h"
#include "fuzz.h"

static int stat_in_fuzz(const char *name, struct file_stat *stat);
static int occupied_in_fuzz(void);
static bool is_occupied_in_fuzz(unsigned inode);
static void *memory_in_fuzz(void);

#define entry_stat stat_in_fuzz
#define occupied_read occupied_in_fuzz
#define is_occupied is_occupied_in_fuzz
#define memory_map memory_in_fuzz
#define enter_netns(fd) ((fd) < 0 ? -EPERM : 0)
#define netns_open_self() 1000
#include "../libnetns/base/lines.c"
#include "../applets/multiplexer/batch.c"

bool is_stand_in;
unsigned global_options, flags;

static size_t piece;
static uint64_t sum, commands, before_last_word;
static const struct applet some;

static int occupied_in_fuzz(void)
{
	return 0;
}

static bool is_occupied_in_fuzz(unsigned inode)
{
	return inode == 'b';
}

static void *memory_in_fuzz(void)
{
	static struct room room;

	return &room;
}

static int stat_in_fuzz(const char *name, struct file_stat *stat)
{
	stat->inode = *name;
	return *name == '?' ? -ENOENT : 0;
}

static void note(const char *word)
{
	MUST(strlen(word) < LINE_SIZE);
	do
		sum = (sum ^ (unsigned char)*word) * 0x100000001b3;
	while (*word++);
	before_last_word++;
}

const char *expand_abbreviation(const char *word)
{
	return strncmp(word, "del", 3) == 0 ? "delete" : word;
}

const struct applet *find_applet(const char *word)
{
	return *word ? &some : NULL;
}

bool is_netns_object(const char *word)
{
	return word && strcmp(word, "netns") == 0;
}

/* Deletions are one command or several, as they were read. */
int run_abbreviated(char **words)
{
	bool deletes = *words && str_equal(expand_abbreviation(*words), "delete") && words[1];

	for (unsigned i = deletes; words[i]; i++) {
		if (deletes)
			note("delete");
		note(words[i]);
	}
	commands++;
	MUST(before_last_word < 1 << 20);
	return !deletes && *words && **words == '!' ? EXIT_FAILURE : EXIT_SUCCESS;
}

int run_command(const char *name, char **words, unsigned most)
{
	MUST(str_equal(name, "delete") && *words && most > 0);
	for (; *words; words++) {
		note(name);
		note(*words);
	}
	commands++;
	return EXIT_SUCCESS;
}

int run_real_ip(char **words)
{
	return run_abbreviated(words);
}

int relay_line(const char *line, unsigned number)
{
	MUST(strlen(line) <= LINE_SIZE + 1 && number > 0);
	note(line);
	return EXIT_SUCCESS;
}

int relay_end(void)
{
	return EXIT_SUCCESS;
}

int out_finish(int status)
{
	return status;
}

static long answer(long number, const long a[6])
{
	size_t size = a[2];

	if (number == SYS_read)
		return take_bytes((char *)a[1], size < piece ? size : piece);
	return number == SYS_openat ? 1001 : number == SYS_write ? a[2] : 0;
}

static uint64_t read_in_pieces(const uint8_t *data, size_t size, size_t of, int *status)
{
	begin_input(data, size);
	piece = of;
	sum = commands = before_last_word = 0;
	memset(&batch, 0, sizeof batch);
	*status = run_batch("lines");
	return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t pieces[] = { 1, 7, 4095 };
	uint64_t whole;
	int status, other;

	global_options = size & 1 ? FLAG('f') : 0;
	msg_origin.is_ip = size & 2;
	whole = read_in_pieces(data, size, 1 << 20, &status);
	for (unsigned i = 0; i < ARRAY_SIZE(pieces); i++) {
		MUST(read_in_pieces(data, size, pieces[i], &other) == whole);
		MUST(status == other);
	}
	return 0;
}
