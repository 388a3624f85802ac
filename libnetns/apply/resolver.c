// SPDX-License-Identifier: 0BSD
/* resolver.c: nameserver ADDRESS, search DOMAIN...: those of a namespace make up one file,
 * /etc/netns/NAME/resolv.conf, which is ours if it begins with our mark. The value to restore says
 * what was there before: the directory; not that, but /etc/netns; or neither. */
#include "apply/statement.h"

enum { SIZE = 4096 };

static const char mark[] = "# made by netns-apply\n";
static const char there[] = "there", none[] = "none", neither[] = "neither";

int resolver_check(struct statement *statement)
{
	unsigned char bytes[IPV6_SIZE];
	char **words = statement->words;

	if (str_equal(words[0], "nameserver") &&
	    (statement->count != 2 || !address_parse(words[1], bytes)))
		return mistake(words[statement->count - 1], "one address");
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
		const char *line = statement_text(one);

		if (!is_in_file(one, only_recorded))
			continue;
		if (at - text + str_len(line) + 2 > SIZE)
			return -EFBIG;
		at = str_append(str_append(at, line), "\n");
	}
	return 0;
}

static int change_directory(const char *directory, bool makes)
{
	int error = makes ? SYS(mkdirat, AT_FDCWD, directory, 0755) : 0;

	return error < 0 && error != -EEXIST ? error : SYS(chdir, directory);
}

/* Goes to the directory of NETNS, which is made if it is missing and MAKES. go_back() follows, even
 * if this fails. */
static int go_to(const struct statement *netns, bool makes)
{
	int error = change_directory(etc_dir(), makes);

	return error < 0 ? error : change_directory(netns->words[1], makes);
}

/* Reads the file in the working directory. -EEXIST: it is somebody else's: a symbolic link, a file
 * that is larger than ours, or without our mark. */
static int read_now(char now[SIZE])
{
	struct file_stat stat;
	int error = lstat_at(AT_FDCWD, "resolv.conf", &stat);

	*now = '\0';
	if (error == 0)
		error = (stat.mode & S_IFMT) == S_IFREG && stat.size < SIZE ?
			file_read(AT_FDCWD, "resolv.conf", now, SIZE) : -EEXIST;
	return error == 0 && !str_after_prefix(mark, now) ? -EEXIST : error;
}

int resolver_look(struct statement *statement)
{
	char now[SIZE], text[SIZE];
	const char *was;
	int error;

	if (!statement->is_wanted)
		return true;
	error = change_directory(etc_dir(), false);
	was = error < 0 ? neither : none;
	if (error == 0)
		error = change_directory(statement->netns->words[1], false);
	if (error == 0)
		was = there;
	if (!statement->was && (error == 0 || error == -ENOENT))
		statement->was = was;
	if (error == 0)
		error = read_now(now);
	go_back();
	if (error < 0)
		return error == -EEXIST ? 0 : error;
	compose(statement->netns, false, text);
	return statement->record && str_equal(now, text);
}

/* Whoever owns the directory may have put a FIFO there, or a link to another file. */
static int write_new(const char *text)
{
	int fd, error;

	SYS(unlinkat, AT_FDCWD, "resolv.conf.new", 0);
	fd = SYS(openat, AT_FDCWD, "resolv.conf.new", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
		 0644);
	error = fd < 0 ? fd : write_all(fd, text, str_len(text));
	close_fd(fd);
	if (error == 0)
		error = SYS_RENAMEAT(AT_FDCWD, "resolv.conf.new", AT_FDCWD, "resolv.conf");
	return error;
}

static bool has_made_directory(const struct statement *statement)
{
	return statement->was && !str_equal(statement->was, there);
}

static bool has_made_both(const struct statement *statement)
{
	return statement->was && str_equal(statement->was, neither);
}

/* Writes TEXT to the file; if that is nothing but our mark, removes it. The directories that we
 * have made go, too, if they are empty then. -EEXIST as of read_now() */
static int replace(const struct statement *statement, const char *text)
{
	char now[SIZE];
	int error = go_to(statement->netns, statement->is_wanted);

	if (error == 0) {
		error = read_now(now);
		if (error == 0 || error == -ENOENT) {
			error = str_equal(text, mark) ?
				SYS(unlinkat, AT_FDCWD, "resolv.conf", 0) : write_new(text);
			SYS(unlinkat, AT_FDCWD, "resolv.conf.new", 0);	/* of a failure */
		}
	}
	go_back();
	if (has_made_directory(statement) && change_directory(etc_dir(), false) == 0) {
		SYS(unlinkat, AT_FDCWD, statement->netns->words[1], AT_REMOVEDIR);
		go_back();
	}
	if (has_made_both(statement))
		SYS(unlinkat, AT_FDCWD, etc_dir(), AT_REMOVEDIR);
	return error;
}

int resolver_make(struct statement *statement)
{
	char text[SIZE];
	int error = compose(statement->netns, false, text);

	if (error == 0)
		error = replace(statement, text);
	if (error != -EEXIST)
		return error;
	statement_name(statement);
	msg_add(etc_dir());
	msg_add("/");
	warn(statement->netns->words[1], "/resolv.conf is somebody else's");
	return -ECANCELED;
}

/* The last of the statements has to remove the directory, and that of all namespaces /etc/netns. */
static void pass_on(const struct statement *statement, enum list list)
{
	for (struct statement *one = apply.first[list]; one; one = one->next)
		if (is_in_file(one, true) && one != statement && !has_made_both(one) &&
		    (one->netns == statement->netns ||
		     (has_made_both(statement) && has_made_directory(one)))) {
			one->was = statement->was;
			state_record(one);
		}
}

int resolver_undo(struct statement *statement)
{
	char text[SIZE];
	int error;

	compose(statement->netns, true, text);
	error = replace(statement, text);
	if (has_made_directory(statement)) {
		pass_on(statement, WANTED);
		pass_on(statement, LEAVING);
	}
	return error == -ENOENT || error == -EEXIST ? 0 : error;
}
