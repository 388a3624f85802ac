// SPDX-License-Identifier: 0BSD
/* unit-namespace.c: namespaces that apply makes and deletes, devices that it moves, programs
 *
 * What the lower layers do is written down, a word for each call; their results are variables.
 */
#include "apply/statement.h"
#include "survey/survey.h"

static int lock_(bool makes), bind_(int fd, const char *name), unbind(const char *name);
static int self(void), open_(const struct statement *netns), index_(const char *device);
static int add(const char *name, unsigned inode), await(bool kills);
static int move_(const char *device, const struct move *move);
static unsigned inode_(int fd);
static void word(const char *text);
static bool are_gone(void), is_occupied_(unsigned inode);
static int enter(struct statement *netns), private_mounts(void);
static int views(const char *name, bool sealed);
static int execute(char **command), wait_(pid_t child);
static pid_t fork_(void);
static int indices[2];			/* of the device: in `here`; elsewhere */

#define rundir_lock lock_
#define rundir_unlock() word("unlock")
#define warn_not_changed(error) word("refused")
#define entry_bind bind_
#define entry_unbind unbind
#define netns_open_self self
#define netns_inode inode_
#define namespace_open open_
#define enter_namespace enter
#define occupied_read() word("read")
#define is_occupied is_occupied_
#define occupants_forget() word("forget")
#define occupants_add add
#define occupants_wait await
#define occupants_are_gone(list) are_gone()
#define occupants_warn(list, hint) word((hint) ? "occupied-k" : "occupied")
#define proc_warn(name, error, hidden) word("unseen")
#define move_or_warn move_
#define link_index index_
#define device_index(netns, name) (enter(netns), index_(name))
#define device_is_new(netns, name) word("new")
#define state_forget(one) (word("forget-"), word((one)->words[0]), (one)->record = 0)
#define state_doubt(one, doubt) ((one)->is_in_doubt = doubt, word((doubt) ? "doubt" : "sure"))
#define nl_close() word("nl-close")
#define enter_private_mounts private_mounts
#define enter_views views
#define exec_program execute
#define wait_child wait_
#define fork_child fork_
#define needed_device_index(netns, device) ((void)(device), indices[(netns) != apply.here_netns])
#define signals_block(block) word((block) ? "block" : "unblock")
#include "../libnetns/apply/namespace.c"
#include "../libnetns/apply/run.c"
#include "calls.h"
#include "statements.h"
#include "unit.h"

enum { NETNS_FD = 40, SELF_FD, INODE = 7 };

static char calls[512], message[512];
static int lock_error, bind_error, unbind_error, self_error, open_error, enter_error, add_error;
static int wait_error, move_result, view_result, mount_result, exit_status;
static long unshare_error, chdir_error;
static bool occupied, gone, moves_new_name;
static int fork_result;
static unsigned open_files;
static char *executed[8];

static void word(const char *text)
{
	strcat(strcat(calls, text), text[strlen(text) - 1] == '-' ? "" : " ");
}

static int lock_(bool makes)
{
	word(makes ? "lock" : "lock-only");
	return lock_error;
}

static int bind_(int fd, const char *name)
{
	word(fd == SELF_FD ? "bind-" : "bind-?-");
	word(name);
	return bind_error;
}

static int unbind(const char *name)
{
	word("unbind-");
	word(name);
	return unbind_error;
}

static int self(void)
{
	open_files += self_error == 0;
	return self_error ? self_error : SELF_FD;
}

static int open_(const struct statement *netns)
{
	(void)netns;
	open_files += open_error == 0;
	return open_error ? open_error : NETNS_FD;
}

static unsigned inode_(int fd)
{
	return fd == NETNS_FD ? INODE : 0;
}

static int enter(struct statement *netns)
{
	word("enter-");
	word(netns == apply.here_netns ? "here" : netns->words[1]);
	apply.entered = netns;
	return enter_error;
}

static int index_(const char *device)
{
	(void)device;
	return indices[apply.entered != apply.here_netns];
}

static int add(const char *name, unsigned inode)
{
	word(inode == INODE ? "add-" : "add-?-");
	word(name);
	return add_error;
}

static int await(bool kills)
{
	word(kills ? "kill" : "wait");
	return wait_error;
}

static bool are_gone(void)
{
	return gone;
}

static bool is_occupied_(unsigned inode)
{
	return inode == INODE && occupied;
}

static int move_(const char *device, const struct move *move)
{
	word("move-");
	word(device);
	moves_new_name = move->new_name;
	return move->netns == NETNS_FD ? move_result : EXIT_USAGE;
}

static int private_mounts(void)
{
	word("private");
	return mount_result;
}

static int views(const char *name, bool sealed)
{
	word(sealed ? "sealed-" : "views-");
	word(name);
	return view_result;
}

static int execute(char **command)
{
	word("exec-");
	word(*command);
	for (unsigned i = 0; i < 4; i++)
		if (!(executed[i] = command[i]))
			break;
	return EXIT_NOT_FOUND;
}

static pid_t fork_(void)
{
	word("fork");
	return fork_result;
}

static int wait_(pid_t child)
{
	return child == 9 ? exit_status : -ECHILD;
}

static long answer(long number, const long a[6])
{
	long memory = memory_answer(number, a);

	if (memory)
		return memory;
	switch (number) {
	case SYS_write:
		snprintf(message, sizeof message, "%.*s", (int)a[2], (const char *)a[1]);
		return a[2];
	case SYS_unshare:
		word(a[0] == CLONE_NEWNET ? "unshare" : "unshare-?");
		return unshare_error;
	case SYS_fchdir:
		word(a[0] == apply.directory ? "back" : "back-?");
		return chdir_error;
	case SYS_close:
		open_files--;
		return 0;
	case SYS_exit_group:
		word(a[0] == EXIT_NOT_FOUND ? "exit-127" : "exit");
		return 0;
	}
	return -ENOSYS;
}

static void new_case(void)
{
	lock_error = bind_error = unbind_error = self_error = open_error = enter_error = 0;
	add_error = wait_error = move_result = view_result = mount_result = exit_status = 0;
	unshare_error = chdir_error = fork_result = open_files = 0;
	occupied = gone = is_locked = false;
	indices[0] = -ENODEV;
	indices[1] = 3;
	*calls = *message = '\0';
	apply.status = EXIT_SUCCESS;
	apply.entered = apply.here_netns;
	apply.options.kill = apply.is_state = false;
	apply.directory = 50;
}

static struct statement *netns_named(const char *name)
{
	char copy[32];

	return namespace_named(strcpy(copy, name));
}

static void check_making(struct statement *a, struct statement *member)
{
	new_case();
	CHECK_INT(namespace_make(a), 0, "a namespace is made");
	CHECK_TEXT(calls, "lock forget-link unshare bind-a nl-close ",
		   "what was in it is made again");
	CHECK(!apply.entered, "where we are then has no name");
	CHECK_INT(open_files, 0, "nothing stays open");
	namespaces_done();
	CHECK(strstr(calls, "nl-close unlock back "), "we leave the run directory");
	namespaces_done();
	CHECK(strstr(calls, "unlock back ") + 12 == strchr(calls, '\0'), "once");
	new_case();
	namespace_make(a);
	namespace_make(a);
	CHECK(!strstr(strchr(calls, ' '), "lock "), "which is locked once for all");
	new_case();
	lock_error = -EROFS;
	CHECK_INT(namespace_make(a), -ECANCELED, "it cannot be locked");
	CHECK_TEXT(calls, "lock refused ", "nothing is done");
	namespaces_done();
	CHECK_TEXT(calls, "lock refused ", "nothing is unlocked");
	new_case();
	unshare_error = -ENOSPC;
	CHECK_INT(namespace_make(a), -ENOSPC, "none can be made");
	CHECK(!strstr(calls, "bind"), "it gets no name");
	new_case();
	self_error = -EMFILE;
	CHECK_INT(namespace_make(a), -EMFILE, "it cannot be opened");
	CHECK(!strstr(calls, "bind"), "it gets no name");
	new_case();
	bind_error = -EEXIST;
	CHECK_INT(namespace_make(a), -EEXIST, "the name is taken");
	CHECK(strstr(calls, "nl-close") && open_files == 0, "nothing stays open");
	new_case();
	chdir_error = -EACCES;
	go_back();
	CHECK(strstr(message, "cannot go back") && apply.status, "no way back");
	CHECK(member->record == 0, "it will be made again");
}

static void check_looking(struct statement *a)
{
	new_case();
	CHECK_INT(namespace_look(a), 1, "it is there");
	CHECK_INT(open_files, 0, "nothing stays open");
	open_error = -ENOENT;
	a->is_wanted = true;
	CHECK_INT(namespace_look(a), -ENOENT, "it is not");
	a->is_wanted = false;
	CHECK_INT(namespace_look(a), 1, "one that leaves may have a stale file");
}

static void check_leave(struct statement *a)
{
	new_case();
	CHECK(namespace_may_go(a), "one without processes may go");
	CHECK_TEXT(calls, "read ", "they are looked for");
	new_case();
	occupied = true;
	CHECK(!namespace_may_go(a), "one with processes may not");
	CHECK_TEXT(calls, ENABLE_FEATURE_ADVICE ? "read forget add-a wait occupied-k " :
		   "read forget add-a wait occupied ", "it says who they are");
	new_case();
	occupied = apply.options.kill = true;
	CHECK(!namespace_may_go(a), "one whose processes stay");
	CHECK_TEXT(calls, "read forget add-a kill occupied ", "after they were killed");
	new_case();
	occupied = gone = true;
	CHECK(namespace_may_go(a), "they go");
	new_case();
	occupied = gone = true;
	add_error = -ENOMEM;
	CHECK(!namespace_may_go(a), "no memory");
	CHECK_TEXT(calls, "read forget add-a unseen ", "it says so");
	new_case();
	occupied = gone = true;
	wait_error = -EACCES;
	CHECK(!namespace_may_go(a), "they cannot be seen");
	new_case();
	occupied = true;
	open_error = -ENOENT;
	CHECK(namespace_may_go(a), "one that has gone may go");
	new_case();
	open_error = -EACCES;
	CHECK(!namespace_may_go(a), "one that cannot be opened may not");
	CHECK_TEXT(calls, "read forget unseen ", "it says so");
}

static void check_users(struct statement *a)
{
	new_case();
	a->used_by = "other.conf";
	CHECK(!namespace_may_go(a) && strstr(message, "a: busy: undo what uses it first: other"),
	      "one that another file uses");
	CHECK_INT(open_files, 0, "nothing stays open");
	a->used_by = NULL;
}

static void check_deleting(struct statement *a)
{
	struct statement *device = statement_of(a, "device eth0");

	new_case();
	CHECK_INT(namespace_undo(a), 0, "a namespace is deleted");
	CHECK_TEXT(calls, "enter-here lock unbind-a ", "from outside");
	CHECK(a->is_gone, "it is gone");
	new_case();
	unbind_error = -ENOENT;
	CHECK(namespace_undo(a) == 0 && a->is_gone, "it is gone already");
	new_case();
	unbind_error = -EPERM;
	CHECK(namespace_undo(a) == -EPERM && !a->is_gone, "it may not be deleted");
	new_case();
	lock_error = -EROFS;
	CHECK(namespace_undo(a) == -ECANCELED && !a->is_gone, "nor locked");
	new_case();
	a->members[LEAVING] = device;
	device->record = 1;
	CHECK_INT(namespace_undo(a), -ECANCELED, "a device could not leave it");
	CHECK_TEXT(calls, "", "then it stays");
	device->record = 0;
	CHECK_INT(namespace_undo(a), 0, "it could");
	a->members[LEAVING] = NULL;
}

static void check_devices(struct statement *a)
{
	struct statement *same = statement_of(a, "device eth1"),
			 *other = statement_of(a, "device eth2 name eth3");

	new_case();
	indices[0] = 2;
	CHECK_INT(device_make(same), 0, "a device moves");
	CHECK_TEXT(calls, "new enter-here move-eth1 ", "from here");
	CHECK(!moves_new_name && open_files == 0, "under its name");
	CHECK_INT(device_make(other), 0, "under another name");
	CHECK(moves_new_name && strstr(calls, "move-eth2"), "which it gets there");
	move_result = EXIT_FAILURE;
	CHECK_INT(device_make(same), -ECANCELED, "it does not move");
	indices[0] = -ENODEV;
	CHECK_INT(device_make(same), -ENODEV, "it is not there");
	new_case();
	open_error = -ENOENT;
	CHECK_INT(device_make(same), -ENOENT, "nor is its namespace");
	CHECK_TEXT(calls, "new ", "nothing is done");
	new_case();
	enter_error = -EPERM;
	CHECK_INT(device_make(same), -EPERM, "we cannot enter");
	CHECK_INT(open_files, 0, "nothing stays open");
	new_case();
	CHECK_INT(device_undo(other), 0, "it comes home");
	CHECK_TEXT(calls, "enter-here enter-a move-eth3 ", "from there");
	indices[0] = 5;
	CHECK_INT(device_undo(other), -EEXIST, "its name is taken");
	indices[0] = -EPERM;
	CHECK_INT(device_undo(other), -EPERM, "nobody knows");
}

static int check_words(struct statement *netns, const char *text)
{
	struct statement *statement = statement_of(netns, text);

	*message = '\0';
	return statement->verb->check(statement);
}

static void check_mistakes(struct statement *a)
{
	new_case();
	CHECK_INT(check_words(a, "device d1"), 0, "a device");
	CHECK_INT(check_words(a, "device d1"), -EINVAL, "twice");
	CHECK_INT(check_words(a, "device d2 name d3"), 0, "with a new name");
	CHECK_INT(check_words(a, "device d4 name"), -EINVAL, "without");
	CHECK(strstr(message, "nothing, or name NEWNAME"), "it says so");
	CHECK_INT(check_words(a, "device d4 nome d5"), -EINVAL, "a wrong word");
	CHECK_INT(check_words(a, "device lo"), -EINVAL, "lo");
	CHECK_INT(check_words(a, "device d5 name lo"), -EINVAL, "as a new name");
	CHECK_INT(check_words(a, "device a/b"), -EINVAL, "no device");
	CHECK_INT(check_words(a, "run -p"), -EINVAL, "no program");
	CHECK_INT(check_words(a, "run -x true"), -EINVAL, "no such flag");
	CHECK(strstr(message, "-p, -d COMMAND, or a program"), "it says so");
	CHECK_INT(check_words(a, "run dev a/b true"), -EINVAL, "no device");
	CHECK_INT(check_words(a, "run dev"), 0, "a program that is called so");
	CHECK_INT(check_words(a, "run dev d1"), -EINVAL, "a device, and no program");
	CHECK_INT(check_words(a, "run -d"), -EINVAL, "no command");
}

static int run(struct statement *one, int result, int status)
{
	new_case();
	fork_result = result;
	exit_status = status;
	one->record = 1;
	return one->verb->make(one);
}

static void check_programs(struct statement *a)
{
	struct statement *one = statement_of(a, "run -p -d undo dev eth0 prog arg"),
			 *here = statement_of(apply.here_netns, "run true");

	new_case();
	CHECK_INT(run_check(one), 0, "a program");
	CHECK(one->phase == PHASE_EARLY_RUN && one->is_in_doubt, "that comes early");
	CHECK(device_raised(a, one->words[5]) && device_raised(a, one->words[5])->program == one,
	      "is known to its device");
	CHECK_INT(run_check(here), 0, "another one");
	CHECK_INT(here->phase, PHASE_RUN, "does not");
	CHECK_INT(run(one, 9, 0), 0, "it is run");
	CHECK_TEXT(calls, "doubt fork sure ", "and has ended");
	CHECK(run_look(one) == 1, "so it is not run again");
	CHECK_INT(run(one, 9, 3), -ECANCELED, "it fails");
	CHECK(strstr(message, "a: prog has ended with status 3"), "which is reported");
	CHECK_TEXT(calls, "doubt fork forget-run ", "and it is tried again");
	CHECK_INT(run_look(one), 0, "the next time");
	CHECK_INT(run(one, -EAGAIN, 0), -EAGAIN, "no process");
	new_case();
	one->record = 1;
	indices[1] = -ENODEV;
	CHECK_INT(run_make(one), -ENODEV, "no device");
	CHECK_TEXT(calls, "doubt forget-run ", "it is not run");
	run(one, 0, 0);
	CHECK(strstr(calls, "fork unblock private views-a exec-prog exit-127"), "in the child");
	CHECK(executed[1] && strcmp(executed[1], "arg") == 0 && !executed[2], "with its words");
	run(here, 0, 0);
	CHECK(strstr(calls, "fork unblock exec-true exit-127"), "in `here` nothing is mounted");
	new_case();
	mount_result = EXIT_FAILURE;
	run_here(a, one->words);
	CHECK_TEXT(calls, "fork unblock private exit ", "no mounts, no program");
	new_case();
	view_result = EXIT_FAILURE;
	run_here(a, one->words);
	CHECK_TEXT(calls, "fork unblock private views-a exit ", "nor without files");
}

static void check_undoing(struct statement *a)
{
	struct statement *one = statement_of(a, "run -d cmd prog"),
			 *none = statement_of(a, "run x");

	run_check(one);
	new_case();
	fork_result = 9;
	one->is_in_doubt = false;
	CHECK_INT(run_undo(one), 0, "it is undone");
	CHECK_TEXT(calls, "doubt fork ", "by a command");
	fork_result = 0;
	run_undo(one);
	CHECK(strstr(calls, "exec-/bin/sh") && strcmp(executed[1], "-c") == 0 &&
	      strcmp(executed[2], "cmd") == 0 && !executed[3], "of the shell");
	new_case();
	CHECK_INT(run_undo(none), 0, "one that has none");
	CHECK_TEXT(calls, "doubt ", "needs nothing");
	none->is_in_doubt = true;
	none->record = 1;
	CHECK_INT(run_look(none), 0, "one that may not have run to its end");
	none->is_in_doubt = false;
	CHECK_INT(run_look(none), 1, "one that has");
	none->record = 0;
	CHECK_INT(run_look(none), 0, "one that is not known");
}

int main(void)
{
	static char *none[] = { NULL };
	struct statement *a, *member;

	begin();
	environment = none;
	apply.file = "test.conf";
	if (statements_begin() < 0)
		return 1;
	a = netns_named("a");
	member = statement_of(a, "link v type dummy");
	a->members[WANTED] = member;
	member->record = 1;
	check_making(a, member);
	check_looking(a);
	check_leave(a);
	check_users(a);
	check_deleting(a);
	check_devices(a);
	check_mistakes(a);
	check_programs(a);
	check_undoing(a);
	return end();
}
