// SPDX-License-Identifier: 0BSD
/* unit-sysctl.c: keys and values of netns-apply, and files of /proc/sys that fail */
#include "../libnetns/apply/sysctl.c"
#include "rules.h"
#include "statements.h"

#include <sys/stat.h>

static char written[256];
static unsigned mode;			/* of the file */

static long answer(long number, const long a[6])
{
	long memory = memory_answer(number, a);

	if (memory)
		return memory;
	if (number == SYS_statx) {
		memset((void *)a[4], 0, sizeof(struct statx));
		((struct statx *)a[4])->stx_mode = S_IFREG | mode;
		return mode ? 0 : -ENOENT;
	}
	if (number == SYS_write && a[0] != STDERR_FILENO && !rule_for(SYS_write, NULL)) {
		snprintf(written, sizeof written, "%.*s", (int)a[2], (const char *)a[1]);
		return a[2];
	}
	if (number == SYS_read && rule_for(SYS_read, NULL)->calls % 2) {
		rule_for(SYS_read, NULL)->calls++;
		return 0;		/* its end */
	}
	return answer_by_rule(number, a);
}

static const char *path_of(const char *key)
{
	static char path[PATH_SIZE];

	return make_path(key, path) ? path : "none";
}

static void check_keys(void)
{
	char longest[PATH_SIZE + 8];

	CHECK_TEXT(path_of("net.ipv4.ip_forward"), "/proc/sys/net/ipv4/ip_forward", "dots");
	CHECK_TEXT(path_of("net/ipv4/ip_forward"), "/proc/sys/net/ipv4/ip_forward", "slashes");
	CHECK_TEXT(path_of("net.ipv4.conf.a/5.mtu"), "/proc/sys/net/ipv4/conf/a.5/mtu",
		   "a dot in a name, between dots");
	CHECK_TEXT(path_of("net/ipv4/conf/a.5/mtu"), "/proc/sys/net/ipv4/conf/a.5/mtu",
		   "a dot in a name, between slashes");
	CHECK_TEXT(path_of("kernel.hostname"), "none", "another directory");
	CHECK_TEXT(path_of("network.x"), "none", "one with such a beginning");
	CHECK_TEXT(path_of("net"), "none", "no key");
	CHECK_TEXT(path_of("net."), "none", "an empty one");
	CHECK_TEXT(path_of("net.a..b"), "none", "an empty part");
	CHECK_TEXT(path_of("net/../kernel/x"), "none", "the way up");
	CHECK_TEXT(path_of("net/.x"), "none", "a hidden file");
	CHECK_TEXT(path_of("net.a."), "none", "an empty part at the end");
	CHECK_TEXT(path_of("net./kernel"), "none", "a part that begins with a dot");
	memset(longest, 'a', sizeof longest);
	memcpy(longest, "net.", 4);
	longest[PATH_SIZE - sizeof root] = '\0';
	CHECK_TEXT(path_of(longest), "none", "a key that is too long");
	longest[PATH_SIZE - sizeof root - 1] = '\0';
	CHECK_INT(strlen(path_of(longest)), PATH_SIZE - 2, "the longest");
}

static bool of_device(const char *rest)
{
	char path[128];

	snprintf(path, sizeof path, "/proc/sys/net/%s", rest);
	return is_of_device(path);
}

static void check_devices(void)
{
	CHECK(of_device("ipv4/conf/eth0/forwarding"), "of a device");
	CHECK(of_device("ipv6/conf/eth0/forwarding"), "in IPv6");
	CHECK(of_device("ipv4/neigh/eth0/gc_interval"), "its neighbours");
	CHECK(!of_device("ipv4/conf/all/forwarding"), "of all devices");
	CHECK(!of_device("ipv4/conf/default/forwarding"), "of those to come");
	CHECK(!of_device("ipv6/neigh/default/gc_interval"), "their neighbours");
	CHECK(!of_device("ipv4/ip_forward") && !of_device("core/somaxconn"), "of none");
	CHECK(of_device("ipv4/conf/all1/forwarding"), "of a device with such a name");
}

static void check_values(void)
{
	CHECK(same_value("1", "1") && !same_value("1", "2"), "numbers");
	CHECK(same_value("4096\t131072\t6291456", "4096 131072 6291456"), "blanks");
	CHECK(same_value("1 ", " 1") && same_value("", " "), "at the ends");
	CHECK(!same_value("1", "1 2") && !same_value("1 2", "1"), "one is missing");
	CHECK(!same_value("1", "") && !same_value("", "1"), "all are");
	CHECK(same_value("0000000f", "f") && !same_value("0", ""), "leading zeros");
	CHECK(same_value("00", "0") && !same_value("10", "1"), "the last one stays");
	CHECK(!same_value("12", "1 2") && !same_value("ab", "a"), "parts");
}

static struct statement *setting(const char *text)
{
	return statement_of(apply.here_netns, text);
}

static void check_statements(void)
{
	struct statement *one = setting("sysctl net.ipv4.ip_forward 1"),
			 *device = setting("sysctl net.ipv4.conf.eth0.forwarding 1");

	new_rules();
	CHECK_INT(sysctl_check(one), 0, "a statement");
	CHECK_INT(one->phase, PHASE_SYSCTL, "that comes early");
	CHECK_INT(sysctl_check(device), 0, "one of a device");
	CHECK_INT(device->phase, PHASE_DEVICE_SYSCTL, "comes after that");
	CHECK_INT(sysctl_check(setting("sysctl kernel.x 1")), -EINVAL, "a key elsewhere");
	CHECK(strstr(message, "a key in net."), "it says so");
	CHECK_INT(sysctl_check(setting("sysctl net.x")), -EINVAL, "no value");
	CHECK(strstr(message, "a value"), "it says so");
}

static int look(struct statement *one, const char *text)
{
	new_rules();
	on(SYS_openat, NULL, 5);
	on_text(SYS_read, NULL, text);
	return sysctl_look(one);
}

static int look_with(const char *key, long number, long error)
{
	char text[128];

	new_rules();
	on(SYS_openat, NULL, 5);
	on(number, NULL, error);
	snprintf(text, sizeof text, "sysctl %s 1", key);
	return sysctl_look(setting(text));
}

static void check_looks(void)
{
	struct statement *one = setting("sysctl net.x 1 2");

	CHECK_INT(look(one, "1\t2\nmore\n"), 1, "it has that value");
	CHECK(!one->was, "nothing is to be restored");
	CHECK_INT(look(one, "3 4\n"), 0, "it has another one");
	CHECK_TEXT(one->was, "3 4", "to be restored");
	CHECK_INT(look(one, "5\n"), 0, "and then yet another one");
	CHECK_TEXT(one->was, "3 4", "the first one stays that");
	CHECK_INT(open_files, 0, "nothing stays open");
	mode = 0200;
	CHECK_INT(look_with("net.x", SYS_openat, -EACCES), 0, "one that can only be written");
	mode = 0600;
	CHECK_INT(look_with("net.x", SYS_openat, -EACCES), -EACCES, "one that we may not read");
	mode = 0;
	CHECK_INT(look_with("net.x", SYS_openat, -EACCES), -EACCES, "nobody knows which");
	CHECK_INT(look_with("net.ipv6.conf.x.stable_secret", SYS_read, -EIO), 0, "a secret");
	CHECK_INT(look_with("net.ipv6.conf.x.stable_secrets", SYS_read, -EIO), -EIO, "no secret");
	CHECK_INT(look_with("net.x", SYS_openat, -ENOENT), -ENOENT, "one that is missing");
}

static void check_changes(void)
{
	struct statement *one = setting("sysctl net.x 1 2 3");

	new_rules();
	on(SYS_openat, NULL, 5);
	CHECK_INT(sysctl_make(one), 0, "it is set");
	CHECK_TEXT(written, "1 2 3", "to its words");
	CHECK_INT(open_files, 0, "nothing stays open");
	*written = '\0';
	CHECK_INT(sysctl_undo(one), 0, "one that had this value");
	CHECK_TEXT(written, "", "keeps it");
	one->was = "7";
	CHECK_INT(sysctl_undo(one), 0, "one that had another");
	CHECK_TEXT(written, "7", "gets that back");
	on(SYS_write, NULL, -EINVAL);
	CHECK_INT(sysctl_make(one), -EINVAL, "a value that the kernel refuses");
	CHECK_INT(open_files, 0, "nothing stays open");
	on(SYS_openat, NULL, -ENOENT);
	CHECK_INT(sysctl_make(one), -EAGAIN, "a file that is not there yet");
	CHECK_INT(one->phase, PHASE_LATE_SYSCTL, "it is tried later");
	CHECK_INT(sysctl_make(one), -ENOENT, "it is not there then, either");
	on(SYS_openat, NULL, -EACCES);
	one->phase = PHASE_SYSCTL;
	CHECK_INT(sysctl_make(one), -EACCES, "another error");
	CHECK_INT(one->phase, PHASE_SYSCTL, "does not change that");
}

static void check_memory(void)
{
	struct statement *one = setting("sysctl net.x 1 2");

	while (room_for(8))
		;
	CHECK_INT(look(one, "3 4\n"), -ENOMEM, "no memory for the value to restore");
}

int main(void)
{
	static char *none[] = { NULL };

	begin();
	environment = none;
	apply.file = "test.conf";
	if (statements_begin() < 0)
		return 1;
	check_keys();
	check_devices();
	check_values();
	check_statements();
	check_looks();
	check_changes();
	check_memory();
	return end();
}
