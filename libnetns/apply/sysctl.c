// SPDX-License-Identifier: 0BSD
/* sysctl.c: sysctl KEY VALUE..., in /proc/sys/net, which is that of the namespace where we are */
#include "apply/statement.h"

enum { PATH_SIZE = 256, VALUE_SIZE = 1024 };

/* As sysctl(8) has it: the first of '.' and '/' separates, the other is part of a name. */
static bool make_path(const char *key, char path[PATH_SIZE])
{
	char *at = str_append(path, "/proc/sys/"), *begin = at;
	bool swaps;

	if (str_len(key) >= PATH_SIZE - sizeof "/proc/sys/")
		return false;
	swaps = str_chrnul(key, '.') < str_chrnul(key, '/');
	for (; *key; key++) {
		*at = *key;
		if (swaps && *key == '.')
			*at = '/';
		else if (swaps && *key == '/')
			*at = '.';
		if (*at == '/' && at[-1] == '/')
			return false;
		at++;
	}
	*at = '\0';
	for (const char *c = begin; *c; c = str_chrnul(c, '/'))
		if (*c == '/' && *++c == '.' && c[1] == '.')
			return false;
	return str_after_prefix("net/", begin) && at[-1] != '/';
}

/* Those of one device come after those of all: "net/ipv4/conf/DEVICE/...". */
static bool is_of_device(char path[PATH_SIZE])
{
	static const char families[] = "/proc/sys/net/ipv4/\0/proc/sys/net/ipv6/\0";
	static const char kinds[] = "conf/\0neigh/\0";

	for (const char *family = families; *family; family = str_next(family))
		for (const char *kind = kinds; *kind; kind = str_next(kind)) {
			const char *rest = str_after_prefix(family, path);

			rest = rest ? str_after_prefix(kind, rest) : NULL;
			if (rest)
				return !str_after_prefix("all/", rest) &&
				       !str_after_prefix("default/", rest);
		}
	return false;
}

int sysctl_check(struct statement *statement)
{
	char path[PATH_SIZE];

	if (!make_path(statement->words[1], path))
		return mistake(statement->line, statement->words[1], "a key in net.", 0);
	if (statement->count < 3)
		return mistake(statement->line, statement->words[1], "a value", 0);
	if (is_of_device(path))
		statement->phase = PHASE_DEVICE_SYSCTL;
	return 0;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* 1,500 may be shown as 01500, and one blank as a tab. */
static bool same_value(const char *one, const char *other)
{
	bool begins = true;

	for (;;) {
		while (is_blank(*one) && (begins || is_blank(one[1]) || !one[1]))
			one++;
		while (is_blank(*other) && (begins || is_blank(other[1]) || !other[1]))
			other++;
		if (begins) {
			while (*one == '0' && one[1] && !is_blank(one[1]))
				one++;
			while (*other == '0' && other[1] && !is_blank(other[1]))
				other++;
		}
		if (*one != *other && !(is_blank(*one) && is_blank(*other)))
			return false;
		if (!*one)
			return true;
		begins = is_blank(*one);
		one++;
		other++;
	}
}

static void join_value(const struct statement *statement, char value[LINE_SIZE])
{
	for (unsigned i = 2; i < statement->count; i++) {
		if (i > 2)
			value = str_append(value, " ");
		value = str_append(value, statement->words[i]);
	}
}

bool sysctl_look(struct statement *statement)
{
	char path[PATH_SIZE], now[VALUE_SIZE], *end, value[LINE_SIZE];

	make_path(statement->words[1], path);
	if (file_read(AT_FDCWD, path, now, sizeof now) < 0)
		return false;
	end = str_chrnul(now, '\0');
	if (end > now && end[-1] == '\n')
		end[-1] = '\0';
	join_value(statement, value);
	if (same_value(now, value))
		return true;
	if (!statement->was)
		statement->was = room_for_text(now);
	return false;
}

static int write_value(const struct statement *statement, const char *value)
{
	char path[PATH_SIZE];
	int fd, error;

	make_path(statement->words[1], path);
	fd = open_path(path, O_WRONLY);
	error = fd < 0 ? fd : write_all(fd, value, str_len(value));
	close_fd(fd);
	return error;
}

int sysctl_make(struct statement *statement)
{
	char value[LINE_SIZE];
	int error;

	join_value(statement, value);
	error = write_value(statement, value);
	if (error == -ENOENT && statement->phase != PHASE_LATE_SYSCTL) {
		statement->phase = PHASE_LATE_SYSCTL;	/* what makes the file may come */
		return -EAGAIN;
	}
	return error;
}

int sysctl_undo(struct statement *statement)
{
	return statement->was ? write_value(statement, statement->was) : 0;
}
