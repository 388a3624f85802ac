// SPDX-License-Identifier: 0BSD
/* resolver.c: nameserver ADDRESS, search DOMAIN...: those of a namespace make up one file,
 * /etc/netns/NAME/resolv.conf, which is ours if it begins with our mark. The directory is ours if
 * the statement's value to restore is "none". */
#include "apply/statement.h"

enum { SIZE = 4096 };

static const char mark[] = "# made by netns-apply\n", none[] = "none";

int resolver_check(struct statement *statement)
{
	unsigned char bytes[IPV6_SIZE];
	char **words = statement->words;

	if (statement->netns == apply.here_netns)
		return mistake(statement->line, words[0], "to be in a part of a namespace", 0);
	if (str_equal(words[0], "nameserver") &&
	    (statement->count != 2 || !address_parse(words[1], bytes)))
		return mistake(statement->line, words[statement->count - 1], "one address", 0);
	return 0;
}

static bool is_in_file(const struct statement *one, bool only_recorded)
{
	return one->verb->make == resolver_make && (one->record || !only_recorded);
}

/* Writes the contents of the file to TEXT: all wanted statements, or only those of them that are in
 * the state. -EFBIG: there is no room for all of them. */
static int compose(const struct statement *netns, bool only_recorded, char text[SIZE])
{
	char *at = str_append(text, mark);

	for (struct statement *one = netns->members[WANTED]; one; one = one->same_netns) {
		if (!is_in_file(one, only_recorded))
			continue;
		for (unsigned i = 0; i < one->count; i++) {
			if (at - text + str_len(one->words[i]) + 2 > SIZE)
				return -EFBIG;
			at = str_append(str_append(at, one->words[i]),
					i < one->count - 1 ? " " : "\n");
		}
	}
	return 0;
}

static int open_directory(const struct statement *netns)
{
	int etc = open_path(etc_dir(), O_PATH | O_DIRECTORY);
	int fd = etc < 0 ? etc : open_at(etc, netns->words[1], O_RDONLY | O_DIRECTORY);

	close_fd(etc);
	return fd;
}

/* -EEXIST: it is somebody else's: a symbolic link, a file that is larger than ours, or without our
 * mark. */
static int read_now(const struct statement *netns, char now[SIZE])
{
	int directory = open_directory(netns);
	struct file_stat stat;
	int error = directory < 0 ? directory : lstat_at(directory, "resolv.conf", &stat);

	*now = '\0';
	if (error == 0)
		error = (stat.mode & S_IFMT) == S_IFREG && stat.size < SIZE ?
			file_read(directory, "resolv.conf", now, SIZE) : -EEXIST;
	close_fd(directory);
	return error == 0 && !str_after_prefix(mark, now) ? -EEXIST : error;
}

int resolver_look(struct statement *statement)
{
	char now[SIZE], text[SIZE];
	int error;

	if (!statement->is_wanted)
		return true;
	if (!statement->was) {
		error = open_directory(statement->netns);
		close_fd(error);
		if (error < 0 && error != -ENOENT)
			return error;
		statement->was = error < 0 ? none : "there";
	}
	error = read_now(statement->netns, now);
	if (error < 0)
		return error == -EEXIST ? 0 : error;
	compose(statement->netns, false, text);
	return statement->record && str_equal(now, text);
}

static int make_directory(const struct statement *netns)
{
	int etc, error = SYS(mkdirat, AT_FDCWD, etc_dir(), 0755);

	if (error < 0 && error != -EEXIST)
		return error;
	etc = open_path(etc_dir(), O_PATH | O_DIRECTORY);
	error = etc < 0 ? etc : SYS(mkdirat, etc, netns->words[1], 0755);
	close_fd(etc);
	return error == -EEXIST ? 0 : error;
}

static int write_new(int directory, const char *text)
{
	int fd = SYS(openat, directory, "resolv.conf.new", O_WRONLY | O_CREAT | O_TRUNC |
		     O_NOFOLLOW | O_CLOEXEC, 0644);
	int error = fd < 0 ? fd : write_all(fd, text, str_len(text));

	close_fd(fd);
	if (error == 0)
		error = SYS_RENAMEAT(directory, "resolv.conf.new", directory, "resolv.conf");
	return error;
}

/* -EEXIST as of read_now() */
static int replace(const struct statement *netns, const char *text)
{
	char now[SIZE];
	int error = read_now(netns, now), directory;

	if (error < 0 && error != -ENOENT)
		return error;
	directory = open_directory(netns);
	if (directory < 0)
		return directory;
	if (str_equal(text, mark)) {
		error = SYS(unlinkat, directory, "resolv.conf", 0);
		if (error == -ENOENT)
			error = 0;
	} else {
		error = write_new(directory, text);
	}
	close_fd(directory);
	return error;
}

static bool has_made_directory(const struct statement *statement)
{
	return statement->was && str_equal(statement->was, none);
}

/* If it is empty. */
static void remove_directory(const char *name)
{
	int etc = open_path(etc_dir(), O_PATH | O_DIRECTORY);

	SYS(unlinkat, etc, name, AT_REMOVEDIR);
	close_fd(etc);
}

int resolver_make(struct statement *statement)
{
	char text[SIZE];
	int error = compose(statement->netns, false, text);

	if (error == 0)
		error = make_directory(statement->netns);
	if (error == 0)
		error = replace(statement->netns, text);
	if (error < 0 && has_made_directory(statement))
		remove_directory(statement->netns->words[1]);
	if (error != -EEXIST)
		return error;
	statement_name(statement);
	msg_add(etc_dir());
	msg_add("/");
	warn(statement->netns->words[1], "/resolv.conf is somebody else's");
	return -ECANCELED;
}

/* The last of the statements has to remove the directory. */
static void pass_on(const struct statement *statement, enum list list)
{
	struct statement *one = statement->netns->members[list];

	for (; one; one = one->same_netns)
		if (is_in_file(one, true))
			one->was = statement->was;
}

int resolver_undo(struct statement *statement)
{
	char text[SIZE];
	int error;

	compose(statement->netns, true, text);
	error = replace(statement->netns, text);
	if (has_made_directory(statement)) {
		pass_on(statement, WANTED);
		pass_on(statement, LEAVING);
		remove_directory(statement->netns->words[1]);
	}
	return error == -ENOENT || error == -EEXIST ? 0 : error;
}
