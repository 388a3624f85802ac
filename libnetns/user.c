// SPDX-License-Identifier: 0BSD
/* user.c: become another user, as passwd(5) and group(5) know him
 *
 * The files are read as they are: no name service, which a static program has no part in. They are
 * those of /etc as it is by then, that of the namespace. A number that no line has is taken as it
 * stands.
 *
 * When a process changes its user id from root to another the kernel takes its capabilities away,
 * but not the inheritable ones, and not from a process that was never root: capset(2) does for all
 * of them, and for the ambient ones with them. The bounding set is left, for it gives nothing away:
 * a set-user-ID program works for the user as it does elsewhere. capabilities(7)
 */
#include "netns.h"

#include <linux/capability.h>

enum { PASSWD, GROUP, TABLES };

/* The fields of their lines. */
enum { NAME, PASSWORD, ID, GROUP_ID, MEMBERS = GROUP_ID, COMMENT, HOME, SHELL, FIELDS };

enum { FILE_SIZE = 5 << 19 };

struct tables {
	char *found[TABLES][FIELDS];			/* his line, and that of the group */
	int groups[FILE_SIZE / sizeof(int)];	/* a line has more bytes than an int */
	char text[(TABLES + 2) * FILE_SIZE];	/* files; variables: his name twice */
	char *environment[];			/* execve(2) takes far less than what is left */
};

static char *line[FIELDS];		/* the one that is being read */

/* Makes TEXT the LINE. */
static void cut_fields(char *text)
{
	for (unsigned i = 0; i < FIELDS; i++)
		line[i] = cut(&text, ':');
}

/* The id of the group that LINE is about, if NAME is a member; else, or if it is none, -errno. */
static int group_with(const char *name)
{
	char *members = line[MEMBERS];

	while (*members)
		if (equal(cut(&members, ','), name))
			return num_decimal(line[ID]);
	return -EINVAL;
}

/* Replaces, or adds, his variables, whose texts are to be at TEXT. */
static void set_environment(char *user[FIELDS], char *text, char **entry)
{
	static const char *const names = "HOME=\0SHELL=\0USER=\0LOGNAME=\0";
	static const unsigned char fields[] = { HOME, SHELL, NAME, NAME };
	const unsigned char *field = fields;

	copy_words(entry, environment);
	environment = entry;
	for (const char *name = names; *name; name = next_string(name)) {
		for (entry = environment; *entry && !behind(name, *entry); )
			entry++;
		*entry = text;
		text = append(append(text, name), user[*field++]) + 1;
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
	return error == 0 ? DONE :
		warn_errno(error, user, _(": cannot become this user (see /proc/self/setgroups)"));
}

static const char paths[TABLES][sizeof "/etc/passwd"] ALIGNED_AS(char) = {
	"/etc/passwd", "/etc/group"
};

int user_become(char *user)
{
	struct tables *tables = memory_new();
	char **him, *text, *group = user, *name = cut(&group, ':');
	int uid, gid, error;
	size_t count = 0;

	if (!tables)
		return warn_errno(-ENOMEM, paths[PASSWD]);
	him = tables->found[PASSWD];
	text = tables->text;
	him[ID] = name;
	him[GROUP_ID] = tables->found[GROUP][ID] = group;
	for (int table = PASSWD; table < TABLES; table++, text++) {
		char **found = tables->found[table], *wanted = found[ID];

		error = file_read(AT_FDCWD, paths[table], text, FILE_SIZE);
		if (error < 0 && error != -ENOENT)
			return warn_errno(error, paths[table]);
		while (*text) {
			cut_fields(cut(&text, '\n'));
			if (!found[NAME] && (equal(line[NAME], wanted) || equal(line[ID], wanted)))
				memcpy(found, line, sizeof line);
			gid = table == GROUP && him[NAME] ? group_with(him[NAME]) : -EINVAL;
			if (gid == -ERANGE)		/* he would go without one of his */
				return warn(line[NAME], _(": no such user or group"));
			if (gid >= 0)
				tables->groups[count++] = gid;
		}
	}
	uid = num_decimal(him[ID]);
	gid = num_decimal(*group ? tables->found[GROUP][ID] : him[GROUP_ID]);
	if (uid < 0 || gid < 0)
		return warn(uid >= 0 && *group ? group : name, _(": no such user or group"));
	tables->groups[count++] = gid;
	if (him[NAME])
		set_environment(him, text, tables->environment);
	return set_ids(name, uid, gid, tables->groups, count);
}
