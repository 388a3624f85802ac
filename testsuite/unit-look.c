// SPDX-License-Identifier: 0BSD
/* unit-look.c: what apply takes for being there, and which dumps it asks for
 *
 * What encodes statements, and what compares messages, is replaced: a message has a number, that of
 * the statement it is about, and a letter: m, it fulfils the statement; s, it is the same thing,
 * but not so; -, another thing.
 */
#include "apply/statement.h"
#include "netlink/netlink.h"

static int open_entry(const char *name), enter_fd(int fd), index_(const char *device);
static int encode(struct statement *one, struct nl_message *message, bool check);
static int dump_(unsigned type, unsigned family, nl_handler *handler, void *context);
static int id_of(int netns, int *id);
static bool is_unusable(const struct statement *netns, char *device);
static bool matches(const struct nlmsghdr *want, const struct nlmsghdr *have);
static bool is_same(const struct nlmsghdr *want, const struct nlmsghdr *have);
static const char *shown_value(const struct statement *set, const struct nlmsghdr *have);

#define entry_open open_entry
#define enter_netns enter_fd
#define link_index index_
#define device_is_unusable is_unusable
#define statement_encode encode
#define nl_dump dump_
#define nsid_get id_of
#define nl_matches matches
#define nl_is_same is_same
#define nl_hash(message) ((message)->nlmsg_seq)
#define set_value shown_value
#include "../libnetns/apply/look.c"
#include "calls.h"
#include "unit.h"

enum { BLUE_FD = 40, HERE_FD, MESSAGES = 8 };

static char calls[1024];
static int open_result, enter_result, id_result, encode_result, index_result;
static unsigned interrupted, open_files;
static bool has_parent, unusable;
static const char *value;
static struct {
	unsigned type, family, number;
	char letter;
	unsigned short state;		/* of a neighbour; flags, of an address */
} messages[MESSAGES];
static unsigned message_count;

static void did(const char *word, unsigned number)
{
	sprintf(calls + strlen(calls), "%s%u ", word, number);
}

static int open_entry(const char *name)
{
	(void)name;
	open_files += open_result >= 0;
	return open_result;
}

static int enter_fd(int fd)
{
	did("enter", fd - BLUE_FD);
	return enter_result;
}

static int index_(const char *device)
{
	(void)device;
	return index_result;
}

static bool is_unusable(const struct statement *netns, char *device)
{
	return netns && device && unusable;
}

static int encode(struct statement *one, struct nl_message *message, bool check)
{
	const unsigned parent = 7;

	if (check || encode_result)
		return check ? -EIO : encode_result;
	nl_begin(message, one->verb->message);
	message->header.nlmsg_seq = one->line;
	*(unsigned char *)NLMSG_DATA(&message->header) = one->count;
	if (has_parent)
		nl_add(message, IFLA_LINK, &parent, sizeof parent);
	return 0;
}

static int dump_(unsigned type, unsigned family, nl_handler *handler, void *context)
{
	did("dump", type);
	did("", family);
	if (interrupted) {
		interrupted--;
		return -EINTR;
	}
	for (unsigned i = 0; i < message_count; i++) {
		struct nl_message have;

		if (messages[i].type != type || messages[i].family != family)
			continue;
		nl_begin(&have, type);
		have.header.nlmsg_seq = messages[i].number;
		have.header.nlmsg_pid = messages[i].letter;
		if (type == RTM_NEWADDR) {
			struct ifaddrmsg *address = NLMSG_DATA(&have.header);

			address->ifa_family = family;
			address->ifa_flags = messages[i].state;
		}
		if (type == RTM_NEWNEIGH)
			((struct ndmsg *)NLMSG_DATA(&have.header))->ndm_state = messages[i].state;
		handler(&have.header, 0, context);
	}
	return 0;
}

static int id_of(int netns, int *id)
{
	did("id", netns - BLUE_FD);
	*id = 5;
	return id_result;
}

static bool matches(const struct nlmsghdr *want, const struct nlmsghdr *have)
{
	return want->nlmsg_seq == have->nlmsg_seq && have->nlmsg_pid == 'm';
}

static bool is_same(const struct nlmsghdr *want, const struct nlmsghdr *have)
{
	return want->nlmsg_seq == have->nlmsg_seq && have->nlmsg_pid == 's';
}

static const char *shown_value(const struct statement *set, const struct nlmsghdr *have)
{
	return set && have ? value : NULL;
}

static long answer(long number, const long a[6])
{
	long memory = memory_answer(number, a);

	if (memory)
		return memory;
	if (number == SYS_fcntl) {
		open_files++;
		return HERE_FD;
	}
	if (number == SYS_close)
		open_files--;
	return number == SYS_close ? 0 : -ENOSYS;
}

static struct verb verb;
static struct statement *here, *blue, *one, *two;

static void put(unsigned type, unsigned family, unsigned number, char letter, unsigned state)
{
	messages[message_count].type = type;
	messages[message_count].family = family;
	messages[message_count].number = number;
	messages[message_count].letter = letter;
	messages[message_count++].state = state;
}

static void reset(struct statement *statement, unsigned line)
{
	statement->line = line;
	statement->verb = &verb;
	statement->phase = PHASE_LINK;
	statement->was = NULL;
	statement->replacement = statement->other = NULL;
	statement->record = 0;
	statement->error = 0;
	statement->is_there = statement->is_other = statement->is_done = false;
	statement->count = 0;		/* the family */
	statement->same_netns = NULL;
}

static void new_case(void)
{
	*calls = '\0';
	open_result = BLUE_FD;
	enter_result = id_result = encode_result = index_result = 0;
	interrupted = message_count = open_files = 0;
	has_parent = unusable = false;
	value = "1500";
	verb = (struct verb){ .message = RTM_NEWLINK };
	reset(one, 1);
	reset(two, 2);
	one->same_netns = two;
	blue->has_secondaries = false;
	apply.entered = blue;
	apply.options.only_print = false;
}

static void check_enter(void)
{
	new_case();
	apply.entered = here;
	CHECK_INT(enter_namespace(here), 0, "we are there already");
	CHECK_TEXT(calls, "", "nothing is to be done");
	CHECK_INT(enter_namespace(blue), 0, "another namespace");
	CHECK_TEXT(calls, "enter0 ", "is entered");
	CHECK(apply.entered == blue && open_files == 0, "nothing stays open");
	CHECK_INT(enter_namespace(here), 0, "and the one before");
	CHECK_TEXT(calls, "enter0 enter1 ", "by its descriptor");
	enter_result = -EPERM;
	CHECK_INT(enter_namespace(blue), -EPERM, "it may not be entered");
	CHECK(!apply.entered, "then where we are is unknown");
	CHECK_INT(enter_namespace(NULL), 0, "which may be where we are");
	apply.entered = here;
	CHECK_INT(enter_namespace(NULL), -EBADF, "but nobody can go there");
	open_result = -ENOENT;
	CHECK_INT(enter_namespace(blue), -ENOENT, "it is missing");
	CHECK_INT(device_index(blue, "x"), -ENOENT, "then nor has it devices");
	new_case();
	index_result = 4;
	CHECK_INT(device_index(blue, "x"), 4, "a device");
	CHECK_INT(needed_device_index(blue, calls), 4, "that is needed");
	unusable = true;
	CHECK_INT(needed_device_index(blue, calls), -ECANCELED, "that could not be made");
	CHECK(is_missing(-ENOENT) && is_missing(-ESTALE) && is_missing(-ENODEV) &&
	      !is_missing(-EPERM) && !is_missing(0), "which errors mean that something is missing");
}

static void check_compare(void)
{
	new_case();
	put(RTM_NEWLINK, 0, 1, 'm', 0);
	CHECK_INT(look_at(blue, one, PHASE_LINK), 0, "two things");
	CHECK(one->is_there && !two->is_there, "one of them is there");
	CHECK_TEXT(calls, "dump16 0 ", "as one dump shows");
	new_case();
	put(RTM_NEWLINK, 0, 1, 's', 0);
	look_at(blue, one, PHASE_LINK);
	CHECK(one->is_other && one->error == -EEXIST, "one that is not as it is to be");
	CHECK(!one->is_there && !two->error, "is somebody else's");
	new_case();
	one->record = 1;
	put(RTM_NEWLINK, 0, 1, 's', 0);
	look_at(blue, one, PHASE_LINK);
	CHECK(one->is_other && !one->error, "unless we have made it");
	new_case();
	apply.options.only_print = true;
	put(RTM_NEWLINK, 0, 1, 's', 0);
	look_at(blue, one, PHASE_LINK);
	CHECK(one->is_other && !one->error, "or nothing is changed");
	new_case();
	put(RTM_NEWLINK, 0, 1, 's', 0);
	put(RTM_NEWLINK, 0, 1, 'm', 0);
	put(RTM_NEWLINK, 0, 1, 's', 0);
	look_at(blue, one, PHASE_LINK);
	CHECK(one->is_there && !one->error, "one of several is");
	new_case();
	put(RTM_NEWLINK, 0, 1, '-', 0);
	look_at(blue, one, PHASE_LINK);
	CHECK(!one->is_there && !one->is_other && !one->error, "another thing does not matter");
}

static void check_values(void)
{
	new_case();
	verb.keeps_value = true;
	put(RTM_NEWLINK, 0, 1, 's', 0);
	look_at(blue, one, PHASE_LINK);
	CHECK_TEXT(one->was, "1500", "the value to restore");
	CHECK(!one->is_there && !one->is_other && !one->error, "of what will be changed");
	value = "1600";
	look_at(blue, one, PHASE_LINK);
	CHECK_TEXT(one->was, "1500", "stays that");
	new_case();
	verb.keeps_value = true;
	value = NULL;
	put(RTM_NEWLINK, 0, 1, 's', 0);
	look_at(blue, one, PHASE_LINK);
	CHECK_INT(one->error, -EOPNOTSUPP, "one that cannot be restored is not changed");
}

static void check_kinds(void)
{
	new_case();
	verb.message = RTM_NEWADDR;
	one->phase = two->phase = PHASE_ADDRESS;
	one->count = AF_INET;
	two->count = AF_INET6;
	put(RTM_NEWADDR, AF_INET6, 2, 'm', IFA_F_SECONDARY);
	look_at(blue, one, PHASE_ADDRESS);
	CHECK_TEXT(calls, "dump20 2 dump20 10 ", "addresses, of both families");
	CHECK(two->is_there && !one->is_there, "one is there");
	CHECK(!blue->has_secondaries, "one of IPv6 goes with no other");
	put(RTM_NEWADDR, AF_INET, 9, 'm', IFA_F_PERMANENT);
	look_at(blue, one, PHASE_ADDRESS);
	CHECK(!blue->has_secondaries, "nor does the first one of IPv4");
	put(RTM_NEWADDR, AF_INET, 9, 'm', IFA_F_SECONDARY);
	look_at(blue, one, PHASE_ADDRESS);
	CHECK(blue->has_secondaries, "but the next ones");
	new_case();
	verb.message = RTM_NEWNEIGH;
	one->phase = PHASE_ROUTE;
	put(RTM_NEWNEIGH, 0, 1, 'm', NUD_REACHABLE);
	look_at(blue, one, PHASE_ROUTE);
	CHECK(!one->is_there, "a neighbour that the kernel may forget");
	put(RTM_NEWNEIGH, 0, 1, 'm', NUD_PERMANENT);
	look_at(blue, one, PHASE_ROUTE);
	CHECK(one->is_there, "one that it may not");
	new_case();
	interrupted = DUMPS_MAX - 1;
	CHECK_INT(look_at(blue, one, PHASE_LINK), 0, "dumps that are interrupted");
	interrupted = DUMPS_MAX;
	CHECK_INT(look_at(blue, one, PHASE_LINK), -EINTR, "too often");
}

static void check_parents(void)
{
	new_case();
	has_parent = true;
	one->other = here;
	two->other = blue;
	CHECK_INT(look_at(blue, one, PHASE_LINK), 0, "a parent in another namespace");
	CHECK_TEXT(calls, "id1 dump16 0 ", "its id is asked for");
	CHECK_INT(open_files, 0, "nothing stays open");
	id_result = -EPERM;
	look_at(blue, one, PHASE_LINK);
	CHECK_INT(one->error, -EPERM, "it is not known");
	CHECK_INT(two->error, 0, "others are");
	new_case();
	has_parent = true;
	open_result = -EMFILE;
	one->other = two;
	look_at(blue, one, PHASE_LINK);
	CHECK_INT(one->error, -EMFILE, "its namespace cannot be opened");
	new_case();
	one->other = here;
	look_at(blue, one, PHASE_LINK);
	CHECK_TEXT(calls, "dump16 0 ", "one without a parent needs no id");
}

static int look_result;

static int look_(struct statement *statement)
{
	did("look", statement->line);
	return look_result;
}

static int looked(int result)
{
	new_case();
	verb.message = 0;
	verb.look = look_;
	look_result = result;
	one->phase = two->phase = PHASE_SYSCTL;
	two->is_done = true;
	apply.entered = here;
	return look_at(blue, one, PHASE_SYSCTL);
}

static void check_looks(void)
{
	CHECK_INT(looked(1), 0, "what is looked at in another way");
	CHECK_TEXT(calls, "enter0 look1 ", "in its namespace; not what is done");
	CHECK(one->is_there && !one->error, "it is there");
	looked(0);
	CHECK(!one->is_there && !one->error, "it is not");
	looked(-ENOENT);
	CHECK(!one->is_there && !one->error, "it is missing");
	looked(-EACCES);
	CHECK(!one->is_there && one->error == -EACCES, "it is not known");
	new_case();
	encode_result = -ENODEV;
	CHECK_INT(look_at(blue, one, PHASE_LINK), 0, "a device that is missing");
	CHECK_INT(one->error, 0, "is no error");
	encode_result = -ECANCELED;
	look_at(blue, one, PHASE_LINK);
	CHECK_INT(one->error, -ECANCELED, "one that was not made is");
	new_case();
	one->replacement = two;
	one->same_netns = NULL;
	two->is_there = true;
	put(RTM_NEWLINK, 0, 2, 'm', 0);
	look_at(blue, one, PHASE_LINK);
	CHECK(!one->is_there && two->is_there, "what replaces it is there");
	new_case();
	one->replacement = two;
	one->same_netns = NULL;
	two->is_there = true;
	look_at(blue, one, PHASE_LINK);
	CHECK(!two->is_there, "or is not there any more");
	new_case();
	enter_result = -EPERM;
	apply.entered = here;
	CHECK_INT(look_at(blue, one, PHASE_LINK), -EPERM, "a namespace that cannot be entered");
}

static void check_room(void)
{
	new_case();
	one->same_netns = NULL;
	look_at(blue, one, PHASE_LINK);
	table->at = (char *)table + MEMORY_SIZE - sizeof(struct item) + 1;
	CHECK_INT(add(one, &(struct dumps){ { 0 } }), -ENOMEM, "no room for one more");
	table->at -= 1;
	CHECK_INT(add(one, &(struct dumps){ { 0 } }), 0, "room for one");
	CHECK(!is_inside(PHASE_NAMESPACE) && !is_inside(PHASE_RESOLVER) && is_inside(PHASE_LINK),
	      "what is made from outside");
	one->phase = PHASE_ROUTE;
	CHECK(is_looked_at(one, PHASE_LINK), "with the devices, all else is looked at");
	CHECK(!is_looked_at(one, PHASE_ADDRESS), "but not later");
	one->is_done = true;
	CHECK(!is_looked_at(one, PHASE_ROUTE), "and what is done not at all");
}

int main(void)
{
	char name[] = "blue";

	begin();
	if (statements_begin() < 0)
		return 1;
	here = apply.here_netns;
	blue = namespace_named(name);
	one = statement_new(blue, verb_named("link"), (char *[]){ "link", "a" }, 2);
	two = statement_new(blue, verb_named("link"), (char *[]){ "link", "b" }, 2);
	check_enter();
	check_compare();
	check_values();
	check_kinds();
	check_parents();
	check_looks();
	check_room();
	return end();
}
