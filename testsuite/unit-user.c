// SPDX-License-Identifier: 0BSD
/* unit-user.c: become a user of passwd(5) and group(5), whatever these files contain */
#include "enter/enter.h"
#include "calls.h"
#include "unit.h"

#include <fcntl.h>

enum { PASSWD = 10, GROUP, NO_CALL = -1 };

static const char *passwd, *group;	/* their contents; NULL: no such file */
static const char *rest;		/* of the file that is read */
static long read_error;
static int maps, fail_at;		/* memory: how often, and which time there is none */
static long failing, failure;		/* a call, and its error */
static char message[256], became[256], *end_of_became;

static long open_one(const char *path)
{
	bool is_passwd = strcmp(path, "/etc/passwd") == 0;

	rest = is_passwd ? passwd : group;
	return !rest ? -ENOENT : is_passwd ? PASSWD : GROUP;
}

static long read_some(char *to, size_t room)
{
	size_t size = strlen(rest) < room ? strlen(rest) : room;

	if (read_error)
		return read_error;
	memcpy(to, rest, size);
	rest += size;
	return size;
}

static void did(const char *what, long one, long other, long last)
{
	end_of_became += sprintf(end_of_became, "%s %ld %ld %ld; ", what, one, other, last);
}

static long set_groups(unsigned count, const int groups[])
{
	end_of_became += sprintf(end_of_became, "groups");
	for (unsigned i = 0; i < count; i++)
		end_of_became += sprintf(end_of_became, " %d", groups[i]);
	end_of_became += sprintf(end_of_became, "; ");
	return 0;
}

static long drop_all(const unsigned sets[6])
{
	for (unsigned i = 0; i < 6; i++)
		CHECK_INT(sets[i], 0, "none is kept");
	end_of_became += sprintf(end_of_became, "no capabilities; ");
	return 0;
}

static long answer(long number, const long a[6])
{
	long memory = memory_answer(number, a);

	if (memory)
		return ++maps == fail_at ? -ENOMEM : memory;
	if (number == failing)
		return failure;
	switch (number) {
	case SYS_openat:
		return open_one((const char *)a[1]);
	case SYS_close:
		return 0;
	case SYS_read:
		return read_some((char *)a[1], a[2]);
	case SYS_setgroups_32:
		return set_groups(a[0], (const int *)a[1]);
	case SYS_setresgid_32:
		did("gid", a[0], a[1], a[2]);
		return 0;
	case SYS_setresuid_32:
		did("uid", a[0], a[1], a[2]);
		return 0;
	case SYS_capset:
		return drop_all((const unsigned *)a[1]);
	case SYS_write:
		snprintf(message, sizeof message, "%.*s", (int)a[2], (const char *)a[1]);
		return a[2];
	}
	return -ENOSYS;
}

static int become(const char *who)
{
	char user[64];

	strcpy(user, who);
	maps = 0;
	*message = '\0';
	*(end_of_became = became) = '\0';
	return user_become(user);
}

static void check_users(void)
{
	CHECK_INT(become("ann"), EXIT_SUCCESS, "a user by name");
	CHECK_TEXT(became, "groups 0 50 60 100; gid 100 100 100; uid 1001 1001 1001; "
		   "no capabilities; ", "her groups and numbers");
	CHECK_TEXT(env_get("HOME", ""), "/home/ann", "HOME");
	CHECK_TEXT(env_get("SHELL", ""), "/bin/ash", "SHELL");
	CHECK_TEXT(env_get("USER", ""), "ann", "USER");
	CHECK_TEXT(env_get("LOGNAME", ""), "ann", "LOGNAME");
	CHECK_TEXT(env_get("KEPT", ""), "yes", "other variables stay");
	CHECK_INT(become("1001"), EXIT_SUCCESS, "by number");
	CHECK(strstr(became, "groups 0 50 60 100; gid 100 "), "it is the same");
	CHECK_INT(become("ann:wheel"), EXIT_SUCCESS, "with another group");
	CHECK(strstr(became, "groups 0 50 60 10; gid 10 10 10; uid 1001 "), "which is hers then");
	CHECK_INT(become("ann:77"), EXIT_SUCCESS, "with a number that no group has");
	CHECK(strstr(became, "groups 0 50 60 77; gid 77 "), "which is used as it is");
	CHECK_INT(become("5000:5001"), EXIT_SUCCESS, "numbers that nobody has");
	CHECK_TEXT(became, "groups 5001; gid 5001 5001 5001; uid 5000 5000 5000; "
		   "no capabilities; ", "are used as they are");
	CHECK_INT(become("root"), EXIT_SUCCESS, "root");
	CHECK_TEXT(became, "groups 0; gid 0 0 0; uid 0 0 0; ", "keeps its capabilities");
}

static void check_strangers(void)
{
	CHECK_INT(become("eve"), EXIT_FAILURE, "no such user");
	CHECK_TEXT(message, "netns: eve: no such user or group\n", "who");
	CHECK_INT(become("ann:nope"), EXIT_FAILURE, "no such group");
	CHECK_TEXT(message, "netns: nope: no such user or group\n", "which");
	CHECK_INT(become("root:nope"), EXIT_FAILURE, "not even for root");
	CHECK_TEXT(message, "netns: nope: no such user or group\n", "which");
	CHECK_INT(become("bent"), EXIT_FAILURE, "one whose group's number is none");
	CHECK_TEXT(message, "netns: bent: no such user or group\n", "who");
	CHECK_INT(become("eve:nope"), EXIT_FAILURE, "neither");
	CHECK_TEXT(message, "netns: eve: no such user or group\n", "the user is named");
	CHECK_INT(become("5000"), EXIT_FAILURE, "a number without a group");
	CHECK_INT(become("odd"), EXIT_FAILURE, "one whose number is none");
	CHECK_INT(become("large"), EXIT_FAILURE, "a member of a group with too large a number");
	CHECK_TEXT(message, "netns: huge: no such user or group\n", "which would be missing");
	CHECK_TEXT(became, "", "nothing was done");
}

static void check_errors(void)
{
	static const long calls[] = {
		SYS_setgroups_32, SYS_setresgid_32, SYS_setresuid_32, SYS_capset,
	};

	fail_at = 1;
	CHECK_INT(become("ann"), EXIT_FAILURE, "no memory for the files");
	CHECK(strstr(message, "/etc/passwd: Out of memory") ||
	      strstr(message, "/etc/passwd: error 12"), "it says so");
	fail_at = 2;
	CHECK_INT(become("ann"), EXIT_FAILURE, "no memory for the variables");
	CHECK(strstr(message, "ann: cannot set its variables: Out of memory") ||
	      strstr(message, "ann: cannot set its variables: error 12"), "it says so");
	CHECK_TEXT(became, "", "nothing was done");
	fail_at = 0;
	for (unsigned i = 0; i < ARRAY_SIZE(calls); i++) {
		failing = calls[i];
		failure = -EPERM;
		CHECK_INT(become("ann"), EXIT_FAILURE, "what may not be set");
		CHECK(strstr(message, "ann: cannot become this user"), "it says so");
	}
	failing = NO_CALL;
	read_error = -EIO;
	CHECK_INT(become("ann"), EXIT_FAILURE, "a file that cannot be read");
	CHECK(strstr(message, "/etc/passwd: "), "which one");
	read_error = 0;
	passwd = group = NULL;
	CHECK_INT(become("7:8"), EXIT_SUCCESS, "no such files, but numbers");
	CHECK(strstr(became, "groups 8; gid 8 8 8; uid 7 7 7; "), "which are used as they are");
	CHECK_INT(become("ann"), EXIT_FAILURE, "and no names");
}

int main(void)
{
	static char kept[] = "KEPT=yes", home[] = "HOME=/root";
	static char *variables[] = { home, kept, NULL };

	begin();
	environment = variables;
	failing = NO_CALL;
	passwd = "root:x:0:0:root:/root:/bin/sh\n"
		 "ann:x:1001:100:Ann:/home/ann:/bin/ash\n"
		 "ann:x:1:1:second:/:/bin/no\n"
		 "odd:x:many:100::/:/bin/sh\n"
		 "bent:x:1003:many::/:/bin/sh\n"
		 "large:x:1002:100::/:/bin/sh";
	group = "root:x:0:ann\nwheel:x:10:\nusers:x:50:ann\nbad:x:y:ann\naudio:x:60:bob,ann\n"
		"video:x:70:annabel\nhuge:x:4294967296:large\n";
	check_users();
	check_strangers();
	check_errors();
	return end();
}
