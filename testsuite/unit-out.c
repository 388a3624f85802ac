// SPDX-License-Identifier: 0BSD
/* unit-out.c: what is printed, byte for byte, and what becomes of a write that fails */
#include "survey/survey.h"
#include "enter/enter.h"
#include "calls.h"
#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { FULL = 0 };
static size_t write_at_most = FULL;	/* every other write is interrupted, if this is set */
static unsigned writes;

static unsigned user = 1000, capabilities;	/* the effective ones */
static bool knows_capabilities = true;

static long answer(long number, const long a[6])
{
	size_t size = a[2];
	ssize_t written;

	if (number == SYS_geteuid)
		return user;
	if (number == SYS_capget && knows_capabilities) {
		((unsigned *)a[1])[0] = capabilities;
		return 0;
	}
	if (number != SYS_write)
		return -ENOSYS;
	writes++;
	if (write_at_most != FULL && a[0] == STDOUT_FILENO) {
		if (writes % 2)
			return -EINTR;
		size = size < write_at_most ? size : write_at_most;
	}
	written = write(a[0], (const void *)a[1], size);
	return written < 0 ? -errno : written;
}

static char printed[65536];
static int flush_error;

static void redirect(int fd)
{
	dup2(fd, STDOUT_FILENO);
	close(fd);
}

/* What PRINT prints in this format. */
static const char *output_of(enum out_format format, void (*print)(void))
{
	int file = memfd_create("output", 0);
	ssize_t size;

	redirect(dup(file));
	out_format = format;
	writes = 0;
	print();
	flush_error = out_flush();
	size = pread(file, printed, sizeof printed - 1, 0);
	printed[size > 0 ? size : 0] = '\0';
	close(file);
	redirect(dup(tap));
	return printed;
}

static const char *string_value = "";

static void print_string(void)
{
	out_string("key", "<", string_value, ">");
}

static void print_in_object(void)
{
	out_array(NULL);
	out_object();
	out_string("name", "", string_value, "");
	out_record_end();
	out_array_end();
}

static void check_text(const char *value, const char *wanted, const char *name)
{
	string_value = value;
	CHECK_TEXT(output_of(OUT_TEXT, print_string), wanted, name);
}

/* VALUE as a JSON string; several replacement characters in a row count as one. */
static void check_json(const char *value, const char *wanted, const char *name)
{
	static const char replacement[] = "\xef\xbf\xbd";
	char framed[512], *at;

	string_value = value;
	output_of(OUT_JSON, print_in_object);
	while ((at = strstr(printed, "\xef\xbf\xbd\xef\xbf\xbd")))
		memmove(at, at + strlen(replacement), strlen(at + strlen(replacement)) + 1);
	snprintf(framed, sizeof framed, "[{\"name\":\"%s\"}]\n", wanted);
	CHECK_TEXT(printed, framed, name);
}

static void check_text_escapes(void)
{
	char every[256];

	for (unsigned c = 0; c < 255; c++)
		every[c] = c + 1;
	every[255] = '\0';
	check_text("", "<>", "text: empty");
	check_text("blue", "<blue>", "text: plain");
	check_text("a b\"c'\\", "<a b\"c'\\>", "text: blanks, quotes and backslashes stay");
	check_text("\a\n\t\r\x1b[31m", "<\\007\\012\\011\\015\\033[31m>", "text: control bytes");
	check_text("\x01\x1f\x7f~", "<\\001\\037\\177~>", "text: the first, the last, DEL");
	check_text("gr\xc3\xbcn", "<gr\xc3\xbcn>", "text: UTF-8 stays");
	check_text("\xc2\x80\xc2\x9b\xc2\x9f\xc2\xa0",
		   "<\\302\\200\\302\\233\\302\\237\xc2\xa0>", "text: C1 control characters");
	check_text("\x9b\xff\x80", "<\\233\\377\\200>", "text: what is not UTF-8");
	check_text("\xe2\x82\xac\xe2\x82" "a", "<\xe2\x82\xac\\342\\202a>",
		   "text: a character, and half of it");
	check_text("%s%n", "<%s%n>", "text: per cent is nothing special");
	string_value = every;
	output_of(OUT_TEXT, print_string);
	CHECK_INT(strlen(printed), 2 + 255 + 3 * (32 + 128),
		  "text: all bytes there are, all but ASCII escaped");
}

static void check_json_escapes(void)
{
	check_json("", "", "JSON: empty");
	check_json("blue", "blue", "JSON: plain");
	check_json("a\"b\\c/d'", "a\\\"b\\\\c/d'", "JSON: quotes and backslashes");
	check_json("\x01\x0f\x10\x1f", "\\u0001\\u000f\\u0010\\u001f", "JSON: control bytes");
	check_json("\x1b[0m", "\\u001b[0m", "JSON: escape");
	check_json(" ~", " ~", "JSON: blank and tilde");
	check_json("\x7f", "\\u007f", "JSON: DEL");
	check_json("\xc2\x80\xc2\x9b\xc2\x9f", "\\u0080\\u009b\\u009f",
		   "JSON: C1 control characters");
	check_json("\xc2\xa0 \xdf\xbf", "\xc2\xa0 \xdf\xbf", "JSON: U+00A0, U+07FF");
	check_json("\xe0\xa0\x80 \xef\xbf\xbf", "\xe0\xa0\x80 \xef\xbf\xbf",
		   "JSON: U+0800, U+FFFF");
	check_json("\xed\x9f\xbf \xee\x80\x80", "\xed\x9f\xbf \xee\x80\x80",
		   "JSON: U+D7FF, U+E000");
	check_json("\xf0\x90\x80\x80", "\xf0\x90\x80\x80", "JSON: U+10000");
	check_json("\xf4\x8f\xbf\xbf", "\xf4\x8f\xbf\xbf", "JSON: U+10FFFF");
}

struct invalid {
	const char *bytes, *name;
};

static const struct invalid invalids[] = {
	{ "\x80",             "the first continuation byte alone" },
	{ "\xbf",             "the last continuation byte alone" },
	{ "\xc2",             "two bytes, the second missing" },
	{ "\xe2\x82",         "three bytes, the third missing" },
	{ "\xe2",             "three bytes, two missing" },
	{ "\xf0\x9f\x98",     "four bytes, the fourth missing" },
	{ "\xf0\x9f",         "four bytes, two missing" },
	{ "\xf0",             "four bytes, three missing" },
	{ "\xc0\x80",         "NUL in two bytes" },
	{ "\xc1\xbf",         "U+007F in two bytes" },
	{ "\xe0\x80\x80",     "NUL in three bytes" },
	{ "\xe0\x9f\xbf",     "U+07FF in three bytes" },
	{ "\xf0\x80\x80\x80", "NUL in four bytes" },
	{ "\xf0\x8f\xbf\xbf", "U+FFFF in four bytes" },
	{ "\xed\xa0\x80",     "the first surrogate" },
	{ "\xed\xbf\xbf",     "the last surrogate" },
	{ "\xf4\x90\x80\x80", "U+110000" },
	{ "\xf5\x80\x80\x80", "U+140000" },
	{ "\xf8\x88\x80\x80\x80", "five bytes" },
	{ "\xfc\x84\x80\x80\x80\x80", "six bytes" },
	{ "\xfe",             "FE" },
	{ "\xff",             "FF" },
};

static void check_invalid_utf8(void)
{
	char value[32], wanted[32], name[96];

	for (unsigned i = 0; i < ARRAY_SIZE(invalids); i++) {
		snprintf(name, sizeof name, "JSON, not UTF-8: %s", invalids[i].name);
		check_json(invalids[i].bytes, "\xef\xbf\xbd", name);
		/* nothing of what is around it may be swallowed */
		snprintf(value, sizeof value, "a%s\"", invalids[i].bytes);
		snprintf(wanted, sizeof wanted, "a\xef\xbf\xbd\\\"");
		snprintf(name, sizeof name, "JSON, between others: %s", invalids[i].name);
		check_json(value, wanted, name);
	}
	check_json("\xe2\x82\xc3\xbc", "\xef\xbf\xbd\xc3\xbc",
		   "JSON: a good character ends a broken one");
}

/* What a message says, for whom the tests stand in for the kernel: not for root. */
static const char *message_of(void (*say)(void))
{
	int file = memfd_create("message", 0), saved = dup(STDERR_FILENO);
	ssize_t size;

	dup2(file, STDERR_FILENO);
	say();
	dup2(saved, STDERR_FILENO);
	close(saved);
	size = pread(file, printed, sizeof printed - 1, 0);
	printed[size > 0 ? size : 0] = '\0';
	close(file);
	return printed;
}

static void say_kernels_words(void)
{
	warn_cause("v0", ": cannot move", NULL, "No rights", -EPERM);
}

static void say_our_words(void)
{
	warn_cause("v0", ": cannot move", NULL, "", -EPERM);
}

static void say_denied(void)
{
	warn_errno(-EACCES, "v0");
}

static void say_full(void)
{
	warn_errno(-ENOSPC, "v0");
}

static void say_other_errors(void)
{
	warn_errno(-EFBIG, "a");
	warn_errno(-EDQUOT, "b");
	warn_errno(-EPIPE, "c");
	warn_errno(-4000, "d");
}

static void say_odd_words(void)
{
	warn("a\xc2\x9b" "b\xff\n", "\xc3\xbc");
}

static void say_much(void)
{
	static char word[4096];

	for (unsigned i = 0; i < sizeof word - 1; i += 2)
		memcpy(word + i, "\xc2\x80", 2);
	for (unsigned i = 0; i < 4; i++)
		msg_add(word);
	warn_errno(-EIO, word, word, word);
}

static void check_messages(void)
{
	CHECK_TEXT(message_of(say_our_words),
		   "netns: v0: cannot move: Operation not permitted "
		   "(run as root, or inside 'unshare -Urm')\n", "what helps against EPERM");
	CHECK_TEXT(message_of(say_kernels_words),
		   "netns: v0: cannot move: No rights (run as root, or inside 'unshare -Urm')\n",
		   "that is said after the words of the kernel, too");
	CHECK_TEXT(message_of(say_denied), "netns: v0: Permission denied "
		   "(run as root, or inside 'unshare -Urm')\n", "and what helps against EACCES");
	CHECK_TEXT(message_of(say_full), "netns: v0: No space left on device\n",
		   "but not against other errors");
	user = 0;
	CHECK_TEXT(message_of(say_denied), "netns: v0: Permission denied "
		   "(CAP_SYS_ADMIN is missing)\n", "what root lacks");
	capabilities = 1 << 21;
	CHECK_TEXT(message_of(say_denied), "netns: v0: Permission denied\n", "root lacks nothing");
	knows_capabilities = false;
	CHECK_TEXT(message_of(say_denied), "netns: v0: Permission denied\n",
		   "what root lacks is not known");
	user = 1000;
	CHECK_TEXT(message_of(say_other_errors),
		   "netns: a: File too large\nnetns: b: Disk quota exceeded\n"
		   "netns: c: Broken pipe\nnetns: d: error 4000\n",
		   "rare errors, and an unknown one");
	CHECK_TEXT(message_of(say_odd_words), "netns: a\\302\\233b\\377\\012\xc3\xbc\n",
		   "a message is escaped, too");
	CHECK(strlen(message_of(say_much)) < 1024 && strchr(printed, '\n'),
	      "a message that is too long for its line");
}

static void print_names(void)
{
	out_array(NULL);
	out_object();
	out_string("name", "", "b", "");
	out_record_end();
	out_object();
	out_string("name", "", "a", "");
	out_number("id", " (id: ", 5, ")");
	out_true("stale", " (stale)");
	out_record_end();
	out_array_end();
}

static void print_nothing(void)
{
	out_array(NULL);
	out_array_end();
}

static void print_number_list(void)
{
	out_array(NULL);
	out_number("", "", 812, "\n");
	out_number("", "", 0, "\n");
	out_number("", "", 4294967295u, "\n");
	out_array_end();
}

static void print_nested(void)
{
	out_array(NULL);
	out_object();
	out_string("name", "", "b", "\n");
	out_array("pids");
	out_number("", "", 1, "\n");
	out_array_end();
	out_array("none");
	out_array_end();
	out_object_end();
	out_array_end();
}

static void print_objects(void)
{
	for (int i = 0; i < 2; i++) {
		out_object();
		out_number("id", "", i, "");
		out_record_end();
	}
}

static void check_layout(void)
{
	CHECK_TEXT(output_of(OUT_JSON, print_names),
		   "[{\"name\":\"b\"},{\"name\":\"a\",\"id\":5,\"stale\":true}]\n",
		   "JSON: objects");
	CHECK_TEXT(output_of(OUT_PRETTY_JSON, print_names),
		   "[ {\n"
		   "        \"name\": \"b\"\n"
		   "    },{\n"
		   "        \"name\": \"a\",\n"
		   "        \"id\": 5,\n"
		   "        \"stale\": true\n"
		   "    } ]\n", "pretty: objects, laid out as by iproute2");
	CHECK_TEXT(output_of(OUT_JSON, print_nothing), "[]\n", "JSON: nothing");
	CHECK_TEXT(output_of(OUT_PRETTY_JSON, print_nothing), "[ ]\n", "pretty: nothing");
	CHECK_TEXT(output_of(OUT_JSON, print_number_list), "[812,0,4294967295]\n", "JSON: numbers");
	CHECK_TEXT(output_of(OUT_PRETTY_JSON, print_number_list), "[ 812,0,4294967295 ]\n",
		   "pretty: numbers, laid out as by iproute2");
	CHECK_TEXT(output_of(OUT_JSON, print_nested),
		   "[{\"name\":\"b\",\"pids\":[1],\"none\":[]}]\n", "JSON: an array in an object");
	CHECK_TEXT(output_of(OUT_PRETTY_JSON, print_nested),
		   "[ {\n"
		   "        \"name\": \"b\",\n"
		   "        \"pids\": [ 1 ],\n"
		   "        \"none\": [ ]\n"
		   "    } ]\n", "pretty: an array in an object");
	CHECK_TEXT(output_of(OUT_JSON, print_objects), "{\"id\":0}\n{\"id\":1}\n",
		   "JSON: a line for each object");
	CHECK_TEXT(output_of(OUT_JSON, print_names),
		   "[{\"name\":\"b\"},{\"name\":\"a\",\"id\":5,\"stale\":true}]\n",
		   "JSON: as ever, after all the others");
}

static void check_text_layout(void)
{
	CHECK_TEXT(output_of(OUT_TEXT, print_names), "b\na (id: 5) (stale)\n", "text: lines");
	CHECK_TEXT(output_of(OUT_TEXT, print_nothing), "", "text: nothing");
	CHECK_TEXT(output_of(OUT_TEXT, print_number_list), "812\n0\n4294967295\n", "text: numbers");
}

static char long_value[5001];

static void print_long(void)
{
	string_value = long_value;
	print_string();
}

static void print_pieces(void)
{
	for (unsigned i = 0; i < 5000; i++)
		out_number("n", "", i, ",");
}

static bool pieces_are_complete(const char *text)
{
	char *end;

	for (unsigned long i = 0; i < 5000; i++, text = end + 1)
		if (strtoul(text, &end, 10) != i || *end != ',')
			return false;
	return *text == '\0';
}

static bool long_is_complete(const char *text)
{
	return strlen(text) == 5002 && *text == '<' && strcmp(text + 5001, ">") == 0 &&
	       memcmp(text + 1, long_value, 5000) == 0;
}

static void check_long_output(void)
{
	for (unsigned i = 0; i < sizeof long_value - 1; i++)
		long_value[i] = 'a' + i % 26;
	CHECK(long_is_complete(output_of(OUT_TEXT, print_long)), "5,000 characters at once");
	CHECK_INT(flush_error, 0, "they are written");
	CHECK(pieces_are_complete(output_of(OUT_TEXT, print_pieces)), "5,000 numbers");
	write_at_most = 7;
	CHECK(long_is_complete(output_of(OUT_TEXT, print_long)), "written in pieces, interrupted");
	CHECK_INT(flush_error, 0, "that is no error");
	CHECK(pieces_are_complete(output_of(OUT_TEXT, print_pieces)), "so the 5,000 numbers");
	write_at_most = FULL;
	memset(long_value, '\n', sizeof long_value - 1);
	CHECK_INT(strlen(output_of(OUT_TEXT, print_long)), 2 + 4 * 5000, "5,000 escapes");
}

/* Prints, with standard output being FD, and flushes. */
static int error_with(int fd, void (*print)(void))
{
	int error;

	if (fd < 0)
		close(STDOUT_FILENO);
	else
		redirect(fd);
	out_format = OUT_TEXT;
	print();
	error = out_flush();
	redirect(dup(tap));
	return error;
}

static void print_short(void)
{
	out_text("short\n");
}

static void print_none(void)
{
}

static void check_errors(void)
{
	int ends[2];

	CHECK_INT(error_with(-1, print_none), 0, "nothing to a closed descriptor: no error");
	CHECK_INT(error_with(-1, print_short), -EBADF, "a line to a closed descriptor");
	CHECK_INT(error_with(-1, print_pieces), -EBADF, "much to a closed descriptor");
	CHECK_INT(error_with(dup(tap), print_none), 0, "an error is told once");
	CHECK_INT(error_with(open("/dev/null", O_RDONLY), print_short), -EBADF,
		  "a read-only descriptor");
	if (pipe(ends) == 0) {
		close(ends[0]);
		CHECK_INT(error_with(ends[1], print_short), -EPIPE, "a pipe that nobody reads");
	}
	if (access("/dev/full", W_OK) != 0) {
		skip("a full device", "no /dev/full");
		return;
	}
	CHECK_INT(error_with(open("/dev/full", O_WRONLY), print_short), -ENOSPC,
		  "a line to a full device");
	CHECK_INT(error_with(open("/dev/full", O_WRONLY), print_pieces), -ENOSPC,
		  "much to a full device");
	string_value = "after";
	CHECK_TEXT(output_of(OUT_TEXT, print_string), "<after>", "then all goes on as before");
	CHECK_INT(flush_error, 0, "without an error");
}

static void print_more_than_fits(void)
{
	for (int i = 0; i < 100; i++)
		out_text("0123456789012345678901234567890123456789");
	redirect(open("/dev/null", O_WRONLY));
}

static void check_error_of_earlier_write(void)
{
	if (access("/dev/full", W_OK) == 0)
		CHECK_INT(error_with(open("/dev/full", O_WRONLY), print_more_than_fits), -ENOSPC,
			  "what could not be written before counts, too");
}

int main(void)
{
	begin();
	signal(SIGPIPE, SIG_IGN);
	check_text_escapes();
	check_text_layout();
	if (ENABLE_FEATURE_JSON) {
		check_json_escapes();
		check_invalid_utf8();
	check_messages();
		check_layout();
	}
	check_long_output();
	check_errors();
	check_error_of_earlier_write();
	return end();
}
