// SPDX-License-Identifier: 0BSD
/* user.c: become another user, as passwd(5) and group(5) define them
 *
 * The files are read directly, without name services, which a static program cannot use. They are
 * those that the namespace has in /etc. A number that is in no line is used as it is.
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

enum { FILE_SIZE = 5 << 19 };

struct tables {
	char *found[TABLES][FIELDS];		/* the lines of the user and the group */
	int groups[FILE_SIZE / sizeof(int)];	/* a line is longer than an int */
	char text[(TABLES + 2) * FILE_SIZE];	/* the files, then variables */
	char *environment[];			/* execve(2) takes far less than what is left */
};

static char *line[FIELDS];		/* the current one */

/* Splits TEXT into LINE. */
static void cut_fields(char *text)
{
	for (unsigned i = 0; i < FIELDS; i++)
		line[i] = str_sep(&text, ':');
}

/* The id of the group in LINE, if NAME is a member; otherwise, or if it is invalid, -errno. */
static int group_with(const char *name)
{
	char *members = line[MEMBERS];

	while (*members)
		if (str_equal(str_sep(&members, ','), name))
			return num_parse(line[ID]);
	return -EINVAL;
}

/* Sets the variables of the user, whose texts go to TEXT. */
static void set_environment(char *user[FIELDS], char *text, char **entry)
{
	static const char *const names = "HOME=\0SHELL=\0USER=\0LOGNAME=\0";
	static const unsigned char fields[] = { HOME, SHELL, NAME, NAME };
	const unsigned char *field = fields;

	argv_copy(entry, environment);
	environment = entry;
	for (const char *name = names; *name; name = str_next(name)) {
		for (entry = environment; *entry && !str_after_prefix(name, *entry); )
			entry++;
		*entry = text;
		text = str_append(str_append(text, name), user[*field++]) + 1;
	}
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
	return error == 0 ? EXIT_SUCCESS :
		warn_errno(error, user, ": cannot become this user (see /proc/self/setgroups)");
}

static const char paths[TABLES][sizeof "/etc/passwd"] = {
	"/etc/passwd", "/etc/group"
};

int user_become(char *user)
{
	struct tables *tables = memory_map();
	char **account, *text, *group = user, *name = str_sep(&group, ':');
	int uid, gid, error;
	size_t count = 0;

	if (!tables)
		return warn_errno(-ENOMEM, paths[PASSWD]);
	account = tables->found[PASSWD];
	text = tables->text;
	account[ID] = name;
	account[GROUP_ID] = tables->found[GROUP][ID] = group;
	for (int table = PASSWD; table < TABLES; table++, text++) {
		char **found = tables->found[table], *wanted = found[ID];

		error = file_read(AT_FDCWD, paths[table], text, FILE_SIZE);
		if (error < 0 && error != -ENOENT)
			return warn_errno(error, paths[table]);
		while (*text) {
			cut_fields(str_sep(&text, '\n'));
			if (!found[NAME] &&
			    (str_equal(line[NAME], wanted) || str_equal(line[ID], wanted)))
				memcpy(found, line, sizeof line);
			gid = table == GROUP && account[NAME] ? group_with(account[NAME]) : -EINVAL;
			if (gid == -ERANGE)		/* this group would be missing */
				return warn(line[NAME], ": no such user or group");
			if (gid >= 0)
				tables->groups[count++] = gid;
		}
	}
	uid = num_parse(account[ID]);
	gid = num_parse(*group ? tables->found[GROUP][ID] : account[GROUP_ID]);
	if (uid < 0 || gid < 0)
		return warn(uid >= 0 && *group ? group : name, ": no such user or group");
	tables->groups[count++] = gid;
	if (account[NAME])
		set_environment(account, text, tables->environment);
	return set_ids(name, uid, gid, tables->groups, count);
}
