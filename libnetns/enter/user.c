// SPDX-License-Identifier: 0BSD
/* user.c: become another user, as passwd(5) and group(5) define them
 *
 * The files are read directly, without name services, which a static program cannot use. They are
 * those that the program sees in /etc. A number that no line contains is used as it is.
 *
 * When root becomes another user, the kernel drops its capabilities, except the inheritable ones; a
 * process that was never root keeps its own. capset(2) drops all of them, and the ambient ones too.
 * The bounding set stays, as it grants nothing: set-user-ID programs work for the user as they do
 * elsewhere. capabilities(7)
 */
#include "enter/enter.h"

#include <linux/capability.h>

enum { PASSWD, GROUP, TABLES };

/* The fields of their lines. */
enum { NAME, PASSWORD, ID, GROUP_ID, MEMBERS = GROUP_ID, COMMENT, HOME, SHELL, FIELDS };

/* What /etc/passwd and /etc/group may have; more is -EFBIG. */
enum { PASSWD_SIZE = 2 << 20, GROUP_SIZE = PASSWD_SIZE << GROUP };

struct tables {
	char *found[TABLES][FIELDS];		/* the lines of the user and the group */
	int groups[GROUP_SIZE / sizeof(int)];	/* a line is longer than an int */
	size_t count;
	char text[PASSWD_SIZE + GROUP_SIZE + 2 * PASSWD_SIZE];	/* the files, then variables */
};
_Static_assert(sizeof(struct tables) <= MEMORY_SIZE, "it is memory_map()ped");

static void split_fields(char *text, char *line[FIELDS])
{
	for (unsigned i = 0; i < FIELDS; i++)
		line[i] = str_sep(&text, ':');
}

/* The id of the group in LINE, if NAME is a member; otherwise, or if it is invalid, -errno. */
static int group_with(char *line[FIELDS], const char *name)
{
	char *members = line[MEMBERS];

	while (*members)
		if (str_equal(str_sep(&members, ','), name))
			return num_parse(line[ID]);
	return -EINVAL;
}

static const char paths[TABLES][sizeof "/etc/passwd"] = {
	"/etc/passwd", "/etc/group"
};

/* Reads a file to TEXT, and finds in it the user or group whose name or number the field ID of its
 * line FOUND has; in /etc/group, also all groups of the user. Returns the end of the text; NULL,
 * with the message printed, if it fails. */
static char *read_table(struct tables *tables, int table, char *text)
{
	char **found = tables->found[table], *wanted = found[ID], *line[FIELDS];
	const char *user = tables->found[PASSWD][NAME];
	int error = file_read(AT_FDCWD, paths[table], text, PASSWD_SIZE << table);

	if (error < 0 && error != -ENOENT) {
		warn_errno(error, paths[table]);
		return NULL;
	}
	while (*text) {
		int gid;

		split_fields(str_sep(&text, '\n'), line);
		if (!found[NAME] && (str_equal(line[NAME], wanted) || str_equal(line[ID], wanted)))
			memcpy(found, line, sizeof line);
		gid = table == GROUP && user ? group_with(line, user) : -EINVAL;
		if (gid == -ERANGE) {		/* this group would be missing */
			warn(line[NAME], ": no such user or group");
			return NULL;
		}
		if (gid >= 0)
			tables->groups[tables->count++] = gid;
	}
	return text + 1;
}

/* Sets the variables of the user, whose text is written to TEXT. There is room for all pointers:
 * the environment, with its pointers, has 6 MB at most. execve(2) */
static int set_environment(char *user[FIELDS], char *text)
{
	static const char *const names = "HOME=\0SHELL=\0USER=\0LOGNAME=\0";
	static const unsigned char fields[] = { HOME, SHELL, NAME, NAME };
	const unsigned char *field = fields;
	char **entry = memory_map();

	if (!entry)
		return -ENOMEM;
	argv_copy(entry, environment);
	environment = entry;
	for (const char *name = names; *name; name = str_next(name)) {
		for (entry = environment; *entry && !str_after_prefix(name, *entry); )
			entry++;
		*entry = text;
		text = str_append(str_append(text, name), user[*field++]) + 1;
	}
	return 0;
}

static int set_ids(const char *user, int uid, int gid, const int groups[], size_t count)
{
	static unsigned capabilities[7];	/* a version, and none at all */
	int error = SYS(setgroups_32, count, groups);

	capabilities[0] = _LINUX_CAPABILITY_VERSION_3;
	if (error == 0)
		error = SYS(setresgid_32, gid, gid, gid);
	if (error == 0)
		error = SYS(setresuid_32, uid, uid, uid);
	if (error == 0 && uid != 0)
		error = SYS(capset, capabilities, capabilities + 1);
	return warn_if_error(user, ": cannot become this user (see /proc/self/setgroups, uid_map)",
			     NULL, error);
}

int user_become(char *user)
{
	struct tables *tables = memory_map();
	char **account, *text, *group = user, *name = str_sep(&group, ':');
	int uid, gid, error;

	if (!tables)
		return warn_errno(-ENOMEM, paths[PASSWD]);
	text = tables->text;
	account = tables->found[PASSWD];
	account[ID] = name;
	account[GROUP_ID] = tables->found[GROUP][ID] = group;
	for (int table = PASSWD; text && table < TABLES; table++)
		text = read_table(tables, table, text);
	if (!text)
		return EXIT_FAILURE;
	uid = num_parse(account[ID]);
	gid = num_parse(*group ? tables->found[GROUP][ID] : account[GROUP_ID]);
	if (uid < 0 || gid < 0)
		return warn(uid >= 0 && *group ? group : name, ": no such user or group");
	tables->groups[tables->count++] = gid;
	error = account[NAME] ? set_environment(account, text) : 0;
	if (error < 0)
		return warn_errno(error, name, ": cannot set its variables");
	return set_ids(name, uid, gid, tables->groups, tables->count);
}
