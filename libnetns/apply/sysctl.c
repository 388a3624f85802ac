// SPDX-License-Identifier: 0BSD
/* sysctl.c: sysctl KEY VALUE..., in /proc/sys/net, which shows the namespace that we are in */
#include "apply/statement.h"

enum { PATH_SIZE = 256, VALUE_SIZE = 1024 };

static const char root[] = "/proc/sys/";

/* As in sysctl(8), "net.a/b.c" and "net/a.b/c" both mean net/a.b/c. False: the key is not in net,
 * or has a part that is empty or begins with a dot. */
static bool make_path(const char *key, char path[PATH_SIZE])
{
	char *at = str_append(path, root);
	const char *rest = str_after_prefix("net", key);
	bool swaps = rest && *rest == '.';

	if (!rest || str_len(key) >= PATH_SIZE - sizeof root || (!swaps && *rest != '/'))
		return false;
	for (; *key; key++) {
		*at = *key;
		if (swaps && (*key == '.' || *key == '/'))
			*at = '.' + '/' - *key;
		if (at[-1] == '/' && (*at == '/' || *at == '.'))
			return false;
		at++;
	}
	*at = '\0';
	return at[-1] != '/';
}

/* Is it of one device, "net/ipv4/conf/DEVICE/..."? These come after those of all devices. */
static bool is_of_device(const char *path)
{
	const char *rest = str_after_prefix("/proc/sys/net/ipv", path);
	const char *device = rest ? str_after_prefix("/conf/", rest + 1) : NULL;

	if (rest && !device)
		device = str_after_prefix("/neigh/", rest + 1);
	return device && !str_after_prefix("all/", device) && !str_after_prefix("default/", device);
}

int sysctl_check(struct statement *statement)
{
	char path[PATH_SIZE];

	if (!make_path(statement->words[1], path))
		return mistake(statement->words[1], "a key in net.");
	if (statement->count < 3)
		return mistake(statement->words[1], "a value");
	if (is_of_device(path))
		statement->phase = PHASE_DEVICE_SYSCTL;
	return 0;
}

static bool is_visible(char c)
{
	return (unsigned char)c > ' ';
}

/* The next part of a value, after blanks and leading zeros, in which the kernel's text may
 * differ. */
static const char *next_part(const char *text)
{
	while (*text && !is_visible(*text))
		text++;
	while (*text == '0' && is_visible(text[1]))
		text++;
	return text;
}

static bool same_value(const char *one, const char *other)
{
	for (;;) {
		one = next_part(one);
		other = next_part(other);
		if (!*one && !*other)
			return true;
		while (is_visible(*one) && *one == *other) {
			one++;
			other++;
		}
		if (is_visible(*one) || is_visible(*other))
			return false;
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

/* Some keys can only be written, and stable_secret of IPv6 reads as EIO until it has a value. */
static bool has_no_value(const char *path, int error)
{
	static const char secret[] = "/stable_secret";
	struct file_stat stat;

	if (error == -EIO)
		return str_equal(path + str_len(path) + 1 - sizeof secret, secret);
	return error == -EACCES && stat_path(path, &stat) == 0 && !(stat.mode & S_IRUSR);
}

int sysctl_look(struct statement *statement)
{
	char path[PATH_SIZE], now[VALUE_SIZE], value[LINE_SIZE];
	int error;

	make_path(statement->words[1], path);
	error = file_read(AT_FDCWD, path, now, sizeof now);
	if (error < 0)
		return has_no_value(path, error) ? 0 : error;
	*str_chrnul(now, '\n') = '\0';
	join_value(statement, value);
	if (same_value(now, value))
		return true;
	if (!statement->was)
		statement->was = room_for_text(now);
	return statement->was ? 0 : -ENOMEM;
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
		statement->phase = PHASE_LATE_SYSCTL;	/* the file may appear later */
		return -EAGAIN;
	}
	return error;
}

int sysctl_undo(struct statement *statement)
{
	return statement->was ? write_value(statement, statement->was) : 0;
}
