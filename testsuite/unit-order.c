// SPDX-License-Identifier: 0BSD
/* unit-order.c: which statement is carried out when, how often, and what becomes of failures
 *
 * All of apply but order.c and carry.c is replaced: a statement is a word, and says itself what its
 * verb returns. What is done is written down.
 */
#include "../libnetns/apply/order.c"
#include "../libnetns/apply/carry.c"
#include "calls.h"
#include "journal.h"
#include "unit.h"

#include <sched.h>
#include <sys/stat.h>

struct item {
	struct statement *statement;
	char *name;
	int results[4];			/* of making it; the last one stays */
	unsigned makes;
	int undo, record, await;	/* results */
	bool in_doubt, is_leaving, may_go, is_present;
};

bool state_has_changed;
static struct item items[12];
static unsigned item_count;
static char memory[12][sizeof(struct statement) + 2 * sizeof(char *)] __attribute__((aligned(16)));
static struct item *here;
static int make(struct statement *statement), undo(struct statement *statement);
static const struct verb verb = { .make = make, .undo = undo };
static const struct verb device_verb = { .make = device_make, .undo = undo };
static const struct verb netns_verb = { .make = make, .undo = namespace_undo };
static const struct verb veth_verb = { .make = make, .undo = veth_undo };
static char messages[2048];
static int look_error, enter_error, state_errors[3];	/* of opening, reading and closing it */
static int file_error, lines_error, begin_error;
static long signal_after, slept;	/* so many calls; -1: never */

static struct item *item_of(const struct statement *statement)
{
	return &items[((const char *)statement - memory[0]) / sizeof memory[0]];
}

static const char *name_of(const struct statement *statement)
{
	return statement ? item_of(statement)->name : "nowhere";
}

/* The rest of apply */

bool is_looked_at(const struct statement *statement, enum phase phase)
{
	return !statement->is_done && statement->phase == phase;
}

int look_at(struct statement *netns, struct statement *first, enum phase phase)
{
	did("look-%s-%d ", name_of(netns), phase);
	for (; first; first = first->same_netns)
		if (is_looked_at(first, phase))
			first->is_there = item_of(first)->is_present;
	return look_error;
}

bool is_missing(int error)
{
	return error == -ENOENT || error == -ESTALE || error == -ENODEV;
}

int enter_namespace(struct statement *netns)
{
	if (apply.entered != netns)
		did("enter-%s ", name_of(netns));
	apply.entered = netns;
	return enter_error;
}

bool is_inside(enum phase phase)
{
	return phase != PHASE_NAMESPACE && phase != PHASE_RESOLVER;
}

bool device_is_leaving(const struct statement *set)
{
	return item_of(set)->is_leaving;
}

int run_look(struct statement *statement)
{
	return statement->record != 0;
}

bool namespace_may_go(struct statement *netns)
{
	did("may-%s-go ", name_of(netns));
	return item_of(netns)->may_go;
}

void namespaces_done(void)
{
	did("| ");
}

void state_forget(struct statement *statement)
{
	did("forget-%s ", name_of(statement));
	statement->record = 0;
}

int state_record(struct statement *statement)
{
	did("record-%s ", name_of(statement));
	if (item_of(statement)->record == 0)
		statement->record = 1;
	return item_of(statement)->record;
}

int veth_await(struct statement *statement)
{
	did("await-%s ", name_of(statement));
	return item_of(statement)->await;
}

void devices_are_unusable(struct statement *link)
{
	did("unusable-%s ", name_of(link));
}

char *statement_text(const struct statement *statement)
{
	return item_of(statement)->name;
}

void msg_add_place(unsigned line)
{
	msg_add(line ? "file, line: " : "file: ");
}

static int make(struct statement *statement)
{
	struct item *item = item_of(statement);
	unsigned at = item->makes < 3 ? item->makes++ : 3;

	did("make-%s ", name_of(statement));
	nl_is_in_doubt = item->in_doubt;
	return item->results[at];
}

static int undo(struct statement *statement)
{
	did("undo-%s ", name_of(statement));
	return item_of(statement)->undo;
}

int device_make(struct statement *statement)
{
	return make(statement);
}

int veth_undo(struct statement *statement)
{
	return undo(statement);
}

int namespace_undo(struct statement *statement)
{
	undo(statement);
	statement->is_gone = item_of(statement)->undo == 0;
	return item_of(statement)->undo;
}

int statements_begin(void)
{
	apply.here_netns = here->statement;
	return begin_error;
}

int read_statements(int fd, bool is_state)
{
	did("read-%d ", is_state ? -1 : fd);
	return lines_error;
}

int state_open(void)
{
	did("open ");
	return state_errors[0];
}

int state_read(void)
{
	did("state ");
	return state_errors[1];
}

int state_close(void)
{
	did("close ");
	return state_errors[2];
}

/* The kernel */

static long answer(long number, const long a[6])
{
	switch (number) {
	case SYS_write:
		if (a[0] == STDERR_FILENO)
			strncat(messages, (char *)a[1], a[2]);
		else
			did("[%.*s] ", (int)a[2], (char *)a[1]);
		return a[2];
	case SYS_ppoll_64:
		slept += ((int64_t *)a[2])[0] * 1000 + ((int64_t *)a[2])[1] / 1000000;
		return 0;
	case SYS_rt_sigtimedwait_64:
		return signal_after >= 0 && signal_after-- == 0 ? SIGTERM : -EAGAIN;
	case SYS_rt_sigprocmask:
		return did(a[0] == SIG_BLOCK ? "block " : "unblock ");
	case SYS_openat:
		if (strcmp((char *)a[1], "file") == 0)
			return file_error ? file_error : 33;
		return 34;
	case SYS_close:
		return a[0] == 33 ? did("closed ") : 0;
	}
	if (number == SYS_statx)
		((struct statx *)a[4])->stx_mode = S_IFREG | 0444;
	if (number == SYS_ioctl)
		return CLONE_NEWNET;	/* the type of what was opened */
	return number == SYS_faccessat || number == SYS_statx ? 0 : -ENOSYS;
}

static struct item *new_item(char *name)
{
	struct item *new = &items[item_count];

	new->name = name;
	new->statement = (void *)memory[item_count++];
	memset(new->statement, 0, sizeof memory[0]);
	new->statement->words[0] = new->statement->words[1] = name;
	new->statement->verb = &verb;
	return new;
}

static void append(struct statement **end, struct statement *new, size_t offset)
{
	while (*end)
		end = (struct statement **)((char *)*end + offset);
	*end = new;
}

/* A namespace, if NETNS is NULL */
static struct item *add(struct item *netns, enum list list, enum phase phase, char *name)
{
	struct item *new = new_item(name);
	struct statement *one = new->statement;

	one->phase = phase;
	one->is_wanted = list == WANTED;
	one->line = one->is_wanted;
	one->record = list == LEAVING;
	new->is_present = list == LEAVING;
	one->netns = netns ? netns->statement : NULL;
	append(&apply.first[list], one, offsetof(struct statement, next));
	append(&(netns ? netns : new)->statement->members[list], one,
	       offsetof(struct statement, same_netns));
	return new;
}

static struct item *add_netns(enum list list, char *name)
{
	struct item *new = add(NULL, list, PHASE_NAMESPACE, name);

	new->statement->verb = &netns_verb;
	append(&apply.namespaces, new->statement, offsetof(struct statement, next_netns));
	return new;
}

static void begin_case(void)
{
	memset(items, 0, sizeof items);
	item_count = 0;
	apply = (struct apply){ .status = EXIT_SUCCESS, .file = "file" };
	pass = (struct pass){ .failed = false };
	*calls = *messages = *nl_error_text = '\0';
	look_error = enter_error = file_error = lines_error = begin_error = 0;
	memset(state_errors, 0, sizeof state_errors);
	signal_after = -1;
	slept = 0;
	here = new_item("here");
	apply.namespaces = apply.here_netns = apply.entered = here->statement;
}

/* All that is wanted, in two namespaces */
static void check_phases(void)
{
	struct item *a, *b;

	begin_case();
	a = add_netns(WANTED, "a");
	b = add_netns(WANTED, "b");
	add(a, WANTED, PHASE_ADDRESS, "address");
	add(a, WANTED, PHASE_LINK, "link");
	add(b, WANTED, PHASE_LINK, "peer")->is_present = true;
	add(b, WANTED, PHASE_RUN, "program");
	make_all();
	CHECK_TEXT(calls, "look-a-0 record-a make-a look-b-0 record-b make-b | | | "
		   "look-a-3 enter-a record-link make-link look-b-3 enter-b | | | "
		   "look-a-6 enter-a record-address make-address | | | | | | "
		   "enter-b record-program make-program | ", "phase by phase, in all namespaces");
	CHECK(items[5].statement->is_done && !items[5].makes, "what is there is not made");
	CHECK(pass.has_changed && apply.status == EXIT_SUCCESS, "all is well");
	CHECK_TEXT(messages, "", "and there is nothing to say");
	CHECK(a->statement->is_there && a->statement->is_done, "it is known to be there");
	CHECK_INT(slept, 0, "nothing was waited for");
}

static void check_patience(void)
{
	struct item *one;

	begin_case();
	one = add(here, WANTED, PHASE_ROUTE, "one");
	memcpy(one->results, (int []){ -EPERM, -EPERM, -EPERM, -EPERM }, sizeof one->results);
	pass.is_patient = true;
	pass.patience = 50;
	make_phase(PHASE_ROUTE);
	CHECK_INT(slept, 60, "routes may take a while");
	CHECK(pass.patience <= 0 && strstr(messages, "one"), "but not for ever");
	begin_case();
	one = add(here, WANTED, PHASE_LINK, "one");
	memcpy(one->results, (int []){ -EEXIST, -EEXIST, 0 }, 3 * sizeof one->results[0]);
	pass.patience = 50;
	make_phase(PHASE_LINK);
	CHECK_INT(slept, 40, "a name may become free");
	CHECK(one->statement->is_there && !*messages, "it is made then");
	begin_case();
	one = add(here, WANTED, PHASE_LINK, "one");
	memcpy(one->results, (int []){ -EPERM, -EPERM, -EPERM }, 3 * sizeof one->results[0]);
	pass.patience = 50;
	make_phase(PHASE_LINK);
	CHECK_INT(slept, 0, "but what is not permitted will not be");
}

static void check_again(void)
{
	struct item *one;

	begin_case();
	one = add(here, WANTED, PHASE_ROUTE, "one");
	one->results[0] = -ENETUNREACH;
	add(here, WANTED, PHASE_ROUTE, "two");
	make_phase(PHASE_ROUTE);
	CHECK_TEXT(calls, "look-here-8 record-one make-one forget-one record-two make-two "
		   "look-here-8 record-one make-one ", "what needs a later one is tried again");
	CHECK_TEXT(messages, "", "and not reported");
	CHECK_INT(apply.status, EXIT_SUCCESS, "all is well");
	begin_case();
	one = add(here, WANTED, PHASE_ROUTE, "one");
	memcpy(one->results, (int []){ -EPERM, -EPERM, -EPERM, -EPERM }, sizeof one->results);
	make_phase(PHASE_ROUTE);
	CHECK_INT(one->makes, 2, "what depends on none is tried twice");
	CHECK(strstr(messages, "file, line: one: ") && strchr(messages, '\n')[1] == '\0',
	      "and reported once");
	CHECK_INT(apply.status, EXIT_FAILURE, "that is a failure");
	CHECK(one->statement->is_done && !one->statement->record, "it is done with");
	begin_case();
	one = add(here, WANTED, PHASE_RUN, "one");
	one->results[0] = -ECANCELED;
	make_phase(PHASE_RUN);
	CHECK_INT(one->makes, 1, "a program is not run again");
	CHECK_TEXT(messages, "", "it has reported that it fails");
	CHECK_INT(apply.status, EXIT_FAILURE, "that is a failure");
}

static void check_looks(void)
{
	struct item *a;

	begin_case();
	a = add_netns(WANTED, "a");
	add(a, WANTED, PHASE_LINK, "link");
	look_error = -EACCES;
	make_phase(PHASE_LINK);
	CHECK(!strstr(calls, "make") && strstr(messages, "a: link"), "it cannot be looked at");
	CHECK(strstr(calls, "unusable-link") != NULL, "then it cannot be used, either");
	begin_case();
	a = add_netns(WANTED, "a");
	add(a, WANTED, PHASE_LINK, "link");
	enter_error = -ENOENT;
	make_phase(PHASE_LINK);
	CHECK(!strstr(calls, "make") && !*messages && pass.failed, "its namespace is missing");
	begin_case();
	a = add_netns(WANTED, "a");
	add(a, WANTED, PHASE_LINK, "link");
	enter_error = -ENOENT;
	apply.options.only_print = apply.options.print = true;
	make_phase(PHASE_LINK);
	CHECK_TEXT(calls, "look-a-3 enter-a ", "with -n it would have been made");
	out_flush();
	CHECK(strstr(calls, "[  a\n+ link\n]") != NULL, "as is printed");
	begin_case();
	add(here, WANTED, PHASE_LINK, "link")->statement->error = -EEXIST;
	make_phase(PHASE_LINK);
	CHECK(!strstr(calls, "make") && strstr(messages, "exists"), "it is somebody else's");
}

/* What was seen with the devices is valid until something changes. */
static void check_repeated_looks(void)
{
	begin_case();
	add(here, WANTED, PHASE_SYSCTL, "key")->is_present = true;
	items[1].statement->is_there = true;
	make_phase(PHASE_SYSCTL);
	CHECK_TEXT(calls, "", "nothing has changed since it was seen");
	pass.has_changed = true;
	make_phase(PHASE_SYSCTL);
	CHECK_TEXT(calls, "look-here-2 ", "something has");
	begin_case();
	add(here, WANTED, PHASE_LINK, "link")->is_present = true;
	items[1].statement->is_there = true;
	make_phase(PHASE_LINK);
	CHECK_TEXT(calls, "look-here-3 ", "devices are always looked at");
}

static void check_records(void)
{
	struct item *one;

	begin_case();
	one = add(here, WANTED, PHASE_SET, "one");
	one->record = -ENOSPC;
	pass.reports = true;
	statement_make(one->statement);
	CHECK_TEXT(calls, "record-one forget-one ", "what cannot be recorded is not made");
	CHECK_INT(apply.status, EXIT_FAILURE, "that is a failure");
	begin_case();
	one = add(here, WANTED, PHASE_SET, "one");
	one->results[0] = -EPERM;
	one->in_doubt = true;
	statement_make(one->statement);
	CHECK_TEXT(calls, "record-one make-one ", "what may have been made is not forgotten");
	begin_case();
	one = add(here, WANTED, PHASE_SET, "one");
	one->statement->record = 7;
	state_has_changed = false;
	statement_make(one->statement);
	CHECK_TEXT(calls, "make-one ", "what was recorded is not recorded again");
	CHECK(state_has_changed, "but its place is another one");
	begin_case();
	one = add(here, WANTED, PHASE_SET, "one");
	one->statement->record = 7;
	one->results[0] = -EPERM;
	statement_make(one->statement);
	CHECK_TEXT(calls, "make-one ", "nor forgotten, as it was there");
	strcpy(nl_error_text, "old");
	state_has_changed = false;
	one = add(here, WANTED, PHASE_SET, "two");
	statement_make(one->statement);
	CHECK_TEXT(nl_error_text, "", "the cause of another failure is no cause");
	CHECK(!state_has_changed && pass.progress, "it is made");
}

static const char *fail(enum phase phase, int error, bool is_undo, const char *cause)
{
	begin_case();
	pass.reports = true;
	strcpy(nl_error_text, cause);
	statement_fail(add(here, WANTED, phase, "one")->statement, error, is_undo);
	return messages;
}

static void check_failures(void)
{
	CHECK(strstr(fail(PHASE_LINK, -ENOENT, false, ""), "one: no such network namespace"),
	      "no namespace for a device");
	CHECK(strstr(calls, "unusable-one"), "no device");
	CHECK(!strstr(fail(PHASE_SET, -ENOENT, false, ""), "no such network"), "another phase");
	CHECK_TEXT(calls, "", "no device is");
	CHECK(strstr(fail(PHASE_UP, -ENETDOWN, false, ""), "the device below it is down"), "down");
	CHECK(!strstr(fail(PHASE_SET, -ENETDOWN, false, ""), "below"), "another phase");
	CHECK(strstr(fail(PHASE_UP, -ENETDOWN, false, "why"), "one: why"), "the kernel's words");
	CHECK(strstr(fail(PHASE_LINK, -EPERM, true, ""), "cannot undo: one"), "undoing");
	CHECK_TEXT(calls, "", "makes nothing unusable");
	CHECK_TEXT(fail(PHASE_LINK, -ECANCELED, false, ""), "", "what was reported");
	begin_case();
	pass.reports = true;
	add(here, WANTED, PHASE_UP, "up")->statement->is_implied = true;
	statement_fail(items[1].statement, -ENODEV, false);
	CHECK_TEXT(messages, "", "what is implied is no news");
	CHECK_INT(apply.status, EXIT_FAILURE, "but a failure");
	statement_fail(items[1].statement, -EPERM, false);
	CHECK(strstr(messages, "up: "), "another cause is");
	begin_case();
	statement_fail(add(here, WANTED, PHASE_UP, "up")->statement, -EPERM, false);
	CHECK(pass.failed && !*messages && apply.status == EXIT_SUCCESS, "not yet reported");
	statement_fail(items[1].statement, -ECANCELED, false);
	CHECK(apply.status && items[1].statement->is_done, "what was reported is not tried again");
}

static void check_undo(void)
{
	struct item *one;

	begin_case();
	add(here, LEAVING, PHASE_ROUTE, "route");
	add(here, LEAVING, PHASE_LINK, "link");
	add(here, LEAVING, PHASE_RUN, "program");
	add(here, LEAVING, PHASE_EARLY_RUN, "early");
	one = add(here, LEAVING, PHASE_SET, "set");
	one->is_leaving = true;
	undo_all();
	CHECK_TEXT(calls, "undo-program forget-program look-here-8 undo-route forget-route "
		   "look-here-4 forget-set look-here-3 undo-link forget-link "
		   "undo-early forget-early | ", "in reverse");
	begin_case();
	one = add(here, LEAVING, PHASE_ROUTE, "old");
	one->statement->replacement = add(here, WANTED, PHASE_ROUTE, "new")->statement;
	undo_all();
	CHECK(strstr(calls, "undo-old"), "one that will be replaced");
	one->statement->is_done = false;
	one->statement->replacement->record = 1;
	undo_all();
	CHECK(strstr(strstr(calls, "| "), "undo-old"), "one that may have been");
	one->statement->is_done = false;
	one->statement->replacement->is_there = true;
	*calls = '\0';
	undo_all();
	CHECK(!strstr(calls, "undo-old") && strstr(calls, "forget-old"), "one that has been");
}

static void check_undo_failures(void)
{
	struct item *a, *one;

	begin_case();
	a = add_netns(LEAVING, "a");
	add(a, LEAVING, PHASE_ROUTE, "route");
	look_error = -ESTALE;
	undo_all();
	CHECK(!strstr(calls, "undo-route"), "in a namespace that is gone nothing is undone");
	begin_case();
	one = add(here, LEAVING, PHASE_ROUTE, "route");
	one->undo = -EPERM;
	undo_all();
	CHECK(strstr(messages, "cannot undo: route") && !strstr(calls, "forget"), "one that stays");
	begin_case();
	one = add(here, LEAVING, PHASE_ROUTE, "route");
	one->undo = -ENODEV;
	undo_all();
	CHECK(!*messages && strstr(calls, "forget-route"), "one that has gone with its device");
	begin_case();
	one = add(here, LEAVING, PHASE_ROUTE, "route");
	apply.options.only_print = true;
	undo_all();
	CHECK_TEXT(calls, "look-here-8 | ", "with -n nothing is");
}

static void check_namespaces(void)
{
	struct item *a, *veth;

	begin_case();
	a = add_netns(LEAVING, "a");
	a->may_go = true;
	add(a, LEAVING, PHASE_SYSCTL, "key");
	add(a, LEAVING, PHASE_SET, "set");
	add(a, LEAVING, PHASE_RESOLVER, "resolver");
	add(a, LEAVING, PHASE_EARLY_RUN, "early");
	veth = add(a, LEAVING, PHASE_LINK, "veth");
	veth->statement->verb = &veth_verb;
	undo_all();
	CHECK(a->statement->is_going && a->statement->is_gone, "a namespace goes");
	CHECK(!strstr(calls, "undo-key") && !strstr(calls, "undo-set"), "with what is in it");
	CHECK(strstr(calls, "undo-resolver") && strstr(calls, "undo-early"), "but not with files");
	CHECK(strstr(calls, "undo-veth look") || strstr(calls, "undo-veth enter") ||
	      strstr(calls, "undo-veth undo"), "a pair is not forgotten yet");
	CHECK(strstr(strstr(calls, "| "), "await-veth forget-veth"), "but when it has gone");
	CHECK(strstr(strstr(calls, "| "), "forget-a"), "as is the namespace");
}

static void check_namespaces_that_stay(void)
{
	struct item *a, *veth;

	begin_case();
	a = add_netns(LEAVING, "a");
	add(a, LEAVING, PHASE_SYSCTL, "key");
	add(a, LEAVING, PHASE_LINK, "link");
	undo_all();
	CHECK_TEXT(calls, "may-a-go | ", "one that may not go is left as it is");
	CHECK_INT(apply.status, EXIT_FAILURE, "that is a failure");
	begin_case();
	a = add_netns(LEAVING, "a");
	a->may_go = true;
	add(a, LEAVING, PHASE_SET, "set");
	add(a, LEAVING, PHASE_LINK, "device")->statement->verb = &device_verb;
	undo_all();
	CHECK(strstr(calls, "undo-set") && strstr(calls, "undo-device"), "a device comes home");
	begin_case();
	a = add_netns(LEAVING, "a");
	a->may_go = true;
	a->undo = -EBUSY;
	veth = add(a, LEAVING, PHASE_LINK, "veth");
	veth->statement->verb = &veth_verb;
	undo_all();
	CHECK(!strstr(calls, "forget") && !strstr(calls, "await"), "one that cannot be deleted");
	begin_case();
	a = add_netns(LEAVING, "a");
	a->may_go = true;
	veth = add(a, LEAVING, PHASE_LINK, "veth");
	veth->statement->verb = &veth_verb;
	veth->await = -EPERM;
	undo_all();
	CHECK(!strstr(calls, "forget-veth"), "a pair that stays is not forgotten");
}

static void check_end(void)
{
	begin_case();
	add(here, WANTED, PHASE_SYSCTL, "one");
	add(here, WANTED, PHASE_SYSCTL, "two");
	add(here, WANTED, PHASE_RUN, "three");
	signal_after = 4;
	make_all();
	CHECK(strstr(calls, "make-one") && !strstr(calls, "make-three"), "a signal ends it");
	CHECK(strstr(messages, "interrupted: the rest is left"), "which is reported");
	CHECK(strstr(messages, "rest") && !strstr(strstr(messages, "rest") + 1, "rest"), "once");
	CHECK_INT(apply.status, EXIT_FAILURE, "that is a failure");
	begin_case();
	add(here, LEAVING, PHASE_SYSCTL, "one");
	signal_after = 0;
	undo_all();
	CHECK(!strstr(calls, "undo"), "nor is anything undone");
}

static int file_with(const char *name, bool undoes)
{
	struct apply_options options = { .undo = undoes };

	*calls = *messages = '\0';
	return apply_file(name, &options);
}

static void check_files(void)
{
	begin_case();
	CHECK_INT(file_with("file", false), EXIT_SUCCESS, "an empty file");
	CHECK_TEXT(calls, "open read-33 closed state block | | | | | | | | | | | | | | close ",
		   "one after the other");
	CHECK_INT(file_with("-", false), EXIT_SUCCESS, "standard input");
	CHECK(strstr(calls, "open read-0 state") == calls, "is not closed");
	CHECK_INT(file_with("file", true), EXIT_SUCCESS, "undoing");
	CHECK(strstr(calls, "open state") == calls, "needs no file");
	file_error = -EACCES;
	CHECK_INT(file_with("file", false), EXIT_FAILURE, "a file that cannot be read");
	CHECK_TEXT(calls, "open ", "nothing is done");
	CHECK(strstr(messages, "file: "), "it says so");
	file_error = 0;
	lines_error = -EIO;
	CHECK_INT(file_with("file", false), EXIT_FAILURE, "nor its lines");
	CHECK_TEXT(calls, "open read-33 closed ", "nothing is done");
	lines_error = 0;
	for (unsigned i = 0; i < 2; i++) {
		state_errors[i] = -EIO;
		CHECK_INT(file_with("file", false), EXIT_FAILURE, i ? "no state" : "no directory");
		CHECK(!strstr(calls, "block"), "nothing is done");
		state_errors[i] = 0;
	}
	state_errors[2] = -EIO;
	CHECK_INT(file_with("file", false), EXIT_FAILURE, "a state that cannot be written");
	state_errors[2] = 0;
	begin_error = -ENOMEM;
	CHECK_INT(file_with("file", false), EXIT_FAILURE, "no memory");
	CHECK_TEXT(calls, "", "nothing is done");
	CHECK(strstr(messages, "file: "), "it says so");
	begin_error = 0;
	CHECK_INT(file_with("a/.b", false), EXIT_FAILURE, "a hidden file");
	CHECK(strstr(messages, "hidden"), "it says so");
	CHECK_INT(file_with("a/", false), EXIT_FAILURE, "no file");
	CHECK_INT(file_with("a/..", false), EXIT_FAILURE, "a directory");
	CHECK_TEXT(calls, "", "nothing is done");
}

int main(void)
{
	static char *none[] = { NULL };

	begin();
	environment = none;
	check_phases();
	check_again();
	check_patience();
	check_looks();
	check_repeated_looks();
	check_records();
	check_failures();
	check_undo();
	check_undo_failures();
	check_namespaces();
	check_namespaces_that_stay();
	check_end();
	check_files();
	return end();
}
