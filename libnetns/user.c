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
static const char files[TABLES][sizeof "/etc/passwd"] = { "/etc/passwd", "/etc/group" };

/* The fields of their lines. */
enum { NAME, PASSWORD, ID, GROUP_ID, MEMBERS = GROUP_ID, COMMENT, HOME, SHELL, FIELDS };

enum { FILE_SIZE = 3 << 20 };

struct tables {
	char files[TABLES][FILE_SIZE];
	int groups[FILE_SIZE / sizeof(int)];	/* a line has more bytes than an int */
	char variables[FILE_SIZE];
	char *environment[];			/* execve(2) takes far less than what is left */
};

/* Splits LINE into its fields; returns the next one. */
static char *split(char *line, char *fields[FIELDS])
{
	char *end = find(line, '\n'), *next = *end ? end + 1 : end;

	*end = '\0';
	for (unsigned i = 0; i < FIELDS; i++) {
		fields[i] = line;
		line = find(line, ':');
		if (*line)
			*line++ = '\0';
	}
	return next;
}

static bool is_member(const char *members, const char *name)
{
	const char *rest;

	do {
		rest = behind(name, members);
		if (rest && rest > members && (!*rest || *rest == ','))
			return true;
		members = find(members, ',');
	} while (*members++);
	return false;
}

/* Replaces or adds the variable NAME, which ends with "="; returns what is behind it in TEXT. */
static char *set_variable(const char *name, const char *value, char *text)
{
	char **entry = environment;

	while (*entry && !behind(name, *entry))
		entry++;
	*entry = text;
	return append(append(text, name), value) + 1;
}

static void set_environment(char *user[FIELDS], struct tables *tables)
{
	char *text = tables->variables;

	for (unsigned i = 0; environment[i]; i++)
		tables->environment[i] = environment[i];
	environment = tables->environment;
	text = set_variable("HOME=", user[HOME], text);
	text = set_variable("SHELL=", user[SHELL], text);
	text = set_variable("USER=", user[NAME], text);
	set_variable("LOGNAME=", user[NAME], text);
}

static int set_ids(const char *user, int uid, int gid, const int groups[], unsigned count)
{
	static const unsigned capabilities[7] = { _LINUX_CAPABILITY_VERSION_3 };
	int error = SYS(setgroups_32, count, groups);

	if (error < 0)
		return warn_errno(error, user, ": cannot set groups (see /proc/self/setgroups)");
	error = SYS(setresgid_32, gid, gid, gid);
	if (error == 0)
		error = SYS(setresuid_32, uid, uid, uid);
	if (error == 0 && uid != 0)
		error = SYS(capset, capabilities, capabilities + 1);
	if (error < 0)
		warn_errno(error, user, ": cannot become this user (see /proc/self/uid_map)");
	return error;
}

int user_become(char *user)
{
	struct tables *tables = memory_new();
	char *found[TABLES][FIELDS] = { { NULL } }, *line[FIELDS];
	char *wanted[] = { user, find(user, ':') }, *text;
	int uid, gid, count = 0, error;

	found[PASSWD][GROUP_ID] = wanted[GROUP];
	if (*wanted[GROUP])
		*wanted[GROUP]++ = '\0';
	for (int table = PASSWD; table < TABLES; table++) {
		found[table][ID] = wanted[table];
		error = tables ? file_read(AT_FDCWD, files[table], tables->files[table], FILE_SIZE)
			       : -ENOMEM;
		if (error < 0 && error != -ENOENT)
			return warn_errno(error, files[table]);
		for (text = tables->files[table]; *text; ) {
			text = split(text, line);
			if (!found[table][NAME] &&
			    (equal(line[NAME], wanted[table]) || equal(line[ID], wanted[table])))
				memcpy(found[table], line, sizeof line);
			if (table == GROUP && found[PASSWD][NAME] &&
			    is_member(line[MEMBERS], found[PASSWD][NAME]))
				tables->groups[count++] = num_decimal(line[ID]);
		}
	}
	uid = num_decimal(found[PASSWD][ID]);
	gid = num_decimal(*wanted[GROUP] ? found[GROUP][ID] : found[PASSWD][GROUP_ID]);
	if (uid < 0 || gid < 0)
		return warn(wanted[uid >= 0 && *wanted[GROUP]], ": no such user or group");
	tables->groups[count++] = gid;
	if (found[PASSWD][NAME])
		set_environment(found[PASSWD], tables);
	return set_ids(user, uid, gid, tables->groups, count);
}
