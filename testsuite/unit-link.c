// SPDX-License-Identifier: 0BSD
/* unit-link.c: the requests of apply, one after the other, and what follows when one fails
 *
 * Each request is written down: its type, a letter for each of its flags, and the device or the
 * address that it is about.
 */
#include "apply/words.h"

static int request_(void *message, unsigned count, nl_handler *handler, void *context);
static int enter(struct statement *netns), open_(const struct statement *netns);
static int index_(struct statement *netns, const char *device);
static int add_pair(const struct veth_end *one, const struct veth_end *other, int netns);
static int name_(int index, char *name), look(struct statement *sysctl);
static void did(const char *word, const char *what);

#define nl_request request_
#define enter_namespace enter
#define namespace_open open_
#define device_index index_
#define needed_device_index index_
#define device_is_new(netns, device) did("new-", device)
#define link_add_veth add_pair
#define link_name name_
#define state_record(one) (did("record-", statement_text(one)), (one)->record = 1, record_error)
#define statement_fail(one, error, is_undo) did((is_undo) ? "fail" : "fail?", "")
#define sleep_ms(milliseconds) (slept += (milliseconds))
#define sysctl_look look
#define sysctl_make(one) (did("promote", ""), 0)
static int record_error;
static unsigned slept;
#include "../libnetns/apply/link.c"
#include "../libnetns/apply/address.c"
#include "../libnetns/apply/present.c"
#include "calls.h"
#include "statements.h"
#include "unit.h"

#include <arpa/inet.h>

enum { A_FD = 40, HERE_FD };

static char calls[1024], message_text[512];
static int errors[4], device_error, open_error, enter_error, pair_error, look_result;
static int looks_until_gone;
static unsigned requests, open_files;
static const char *master;
static uint16_t last_type;

static void did(const char *word, const char *what)
{
	strcat(strcat(strcat(calls, word), what), " ");
}

static int request_(void *bytes, unsigned count, nl_handler *handler, void *context)
{
	const struct nlmsghdr *header = bytes;
	const struct nlattr *name = nl_attr_of(header, IFLA_IFNAME);
	bool is_link = header->nlmsg_type <= RTM_SETLINK;
	const struct nlattr *address = nl_attr_of(header, IFA_LOCAL);
	const struct ifinfomsg *link = NLMSG_DATA(header);
	char text[INET_ADDRSTRLEN] = "";

	if (header->nlmsg_type / 4 == RTM_NEWADDR / 4)
		inet_ntop(AF_INET, address + 1, text, sizeof text);
	last_type = header->nlmsg_type;
	sprintf(calls + strlen(calls), "%u%s%s%s%s%s%s:%s%s ", header->nlmsg_type,
		header->nlmsg_flags & NLM_F_REQUEST ? "" : "?",
		header->nlmsg_flags & NLM_F_ACK ? "" : "-",
		header->nlmsg_flags & NLM_F_CREATE ? "c" : "",
		header->nlmsg_flags & NLM_F_EXCL ? "x" : "",
		header->nlmsg_flags & NLM_F_APPEND ? "a" : "",
		header->nlmsg_flags & NLM_F_REPLACE ? "r" : "",
		is_link && name ? (const char *)(name + 1) : text,
		is_link && link->ifi_change & IFF_UP && !(link->ifi_flags & IFF_UP) ? "-down" : "");
	if (is_link && nl_attr_of(header, IFLA_NET_NS_FD))
		did("there", "");
	return count == 1 && !handler && !context && requests < 4 ? errors[requests++] : 0;
}

static int enter(struct statement *netns)
{
	if (apply.entered != netns)
		did("enter-", netns == apply.here_netns ? "here" : netns->words[1]);
	apply.entered = netns;
	return enter_error;
}

static int open_(const struct statement *netns)
{
	open_files += open_error == 0;
	return open_error ? open_error : netns == apply.here_netns ? HERE_FD : A_FD;
}

static int index_(struct statement *netns, const char *device)
{
	(void)device;
	enter(netns);
	if (looks_until_gone-- == 0)
		return -ENODEV;
	return 7;
}

static int add_pair(const struct veth_end *one, const struct veth_end *other, int netns)
{
	did("pair-", one->name);
	did(netns == A_FD ? "there-" : "?-", other->name);
	return pair_error;
}

static int name_(int index, char *name)
{
	if (index != 7)
		return -ENODEV;
	strcpy(name, master);
	return 0;
}

static int look(struct statement *sysctl)
{
	did("look-", sysctl->words[1]);
	return look_result;
}

static long answer(long number, const long a[6])
{
	long memory = memory_answer(number, a);

	if (memory)
		return memory;
	if (number == SYS_write) {
		snprintf(message_text, sizeof message_text, "%.*s", (int)a[2], (char *)a[1]);
		return a[2];
	}
	if (number == SYS_close)
		open_files--;
	if (number == SYS_socket)
		open_files++;
	if (number == SYS_ioctl)	/* the index of a device */
		((struct ifreq *)a[2])->ifr_ifindex = 7;
	if (number == SYS_ioctl)
		return device_error;
	return number == SYS_close || number == SYS_socket ? 0 : -ENOSYS;
}

static struct statement *a;

static void new_case(void)
{
	*calls = *message_text = '\0';
	memset(errors, 0, sizeof errors);
	device_error = open_error = enter_error = pair_error = look_result = record_error = 0;
	requests = open_files = slept = 0;
	looks_until_gone = -1;
	apply.entered = a;
	apply.status = EXIT_SUCCESS;
}

static const char *make(const char *text)
{
	struct statement *one = statement_of(a, text);

	new_case();
	one->verb->make(one);
	return calls;
}

static const char *undo(const char *text)
{
	struct statement *one = statement_of(a, text);

	new_case();
	one->verb->undo(one);
	return calls;
}

static void check_requests(void)
{
	CHECK_TEXT(make("link b type bridge"), "new-b 16cx:b ", "a device is made");
	CHECK_TEXT(undo("link b type bridge"), "17:b ", "and deleted");
	CHECK_TEXT(make("route 192.0.2.0/24 dev x"), "24cx: ", "a route");
	CHECK_TEXT(undo("route 192.0.2.0/24 dev x"), "25: ", "is deleted");
	CHECK_TEXT(make("address 192.0.2.1/24 dev x"), "20cx:192.0.2.1 ", "an address");
	CHECK_TEXT(undo("address 192.0.2.1/24 dev x"), "21:192.0.2.1 ", "is deleted");
	if (ENABLE_FEATURE_APPLY_RARE) {
		CHECK_TEXT(make("neighbour 192.0.2.1 lladdr 02:00:00:00:00:01 dev x"), "28cr: ",
			   "a neighbour replaces one that the kernel may forget");
		CHECK_TEXT(make("fdb 00:00:00:00:00:00 dst 192.0.2.1 dev x"), "28ca: ",
			   "one of many does not");
	}
}

static void check_parents(void)
{
	struct statement *one = statement_of(a, "link v link lan type vlan id 5");

	new_case();
	one->other = apply.here_netns;
	CHECK_INT(link_make(one), 0, "a device whose parent is elsewhere");
	CHECK_TEXT(calls, "enter-here new-v 16cx:v there ", "is made there");
	CHECK_INT(open_files, 0, "nothing stays open");
	new_case();
	one->other = apply.here_netns;
	open_error = -ENOENT;
	CHECK_INT(link_make(one), -ENOENT, "without a namespace");
	CHECK(!strstr(calls, "16"), "it is not made");
	new_case();
	enter_error = -EPERM;
	CHECK_INT(link_make(one), -EPERM, "nor if we cannot go there");
	CHECK(!strstr(calls, "16") && open_files == 0, "nothing stays open");
	new_case();
	one->other = a;
	CHECK_INT(link_make(one), 0, "a parent in the same namespace");
	CHECK_TEXT(calls, "new-v 16cx:v ", "is nothing special");
	new_case();
	enter_error = -EPERM;
	apply.entered = apply.here_netns;
	one = statement_of(a, "set x mtu 1400");
	CHECK_INT(one->verb->make(one), -EPERM, "we cannot enter");
	CHECK(!strstr(calls, "16:"), "then nothing is changed");
}

static void check_missing_devices(void)
{
	struct statement *route = statement_of(a, "route 192.0.2.0/24 dev x"),
			 *link = statement_of(a, "link v link x type vlan id 5");

	new_case();
	device_error = -ENODEV;
	CHECK_INT(message_make(route), -ENODEV, "a route by way of no device");
	CHECK_INT(message_undo(route), -ENODEV, "is not there");
	CHECK_TEXT(calls, "", "nobody is asked for it");
	link->other = apply.entered = apply.here_netns;
	link->is_wanted = true;
	CHECK_INT(link_make(link), -ENODEV, "a device without its parent");
	CHECK_TEXT(calls, "new-v ", "cannot be made");
}

static void check_pairs(void)
{
	struct statement *pair = statement_of(apply.here_netns, "veth e0 netns a peer e1");

	new_case();
	pair->other = a;
	CHECK_INT(veth_make(pair), 0, "a pair");
	CHECK_TEXT(calls, "new-e0 new-e1 pair-e0 there-e1 ", "is made");
	CHECK_INT(open_files, 0, "nothing stays open");
	pair_error = -EEXIST;
	CHECK_INT(veth_make(pair), -EEXIST, "it cannot be made");
	new_case();
	open_error = -ENOENT;
	CHECK_INT(veth_make(pair), -ENOENT, "no namespace");
	CHECK(!strstr(calls, "pair"), "no pair");
	new_case();
	pair->netns->is_going = true;
	CHECK_INT(veth_undo(pair), 0, "its namespace goes");
	CHECK_TEXT(calls, "", "and the pair with it");
	pair->netns->is_going = false;
	new_case();
	looks_until_gone = 3;
	pair->is_there = true;
	CHECK_INT(veth_await(pair), 0, "which takes a moment");
	CHECK_INT(slept, 30, "that is waited for");
	CHECK_TEXT(calls, "", "nothing is deleted");
	new_case();
	errors[0] = -EPERM;
	record_error = -ENOSPC;
	CHECK_INT(veth_await(pair), -ENOSPC, "it stays, and that cannot be written");
	CHECK_TEXT(calls, "17:e1-down fail record-link e1 type veth ", "as a device");
	CHECK_INT(slept, 10000, "after ten seconds");
	CHECK_TEXT(apply.first[LEAVING]->words[1], "e1", "that is to be deleted");
}

/* It is not lowered then, because it would lose its routes. */
static void check_others(struct statement *up, struct statement *mtu)
{
	new_case();
	errors[0] = -EBUSY;
	up->record = 0;
	CHECK_INT(set_make(mtu), -EBUSY, "one that we have not raised");
	CHECK_TEXT(calls, "16:x ", "stays up");
	up->record = 1;
	up->words[3] = (char []){ "off" };
	new_case();
	errors[0] = -EBUSY;
	CHECK_INT(set_make(mtu), -EBUSY, "one that we have lowered");
	CHECK_TEXT(calls, "16:x ", "is down already");
}

static void check_sets(void)
{
	struct statement *up, *mtu, *port;
	char device[] = "x";

	device_mentioned(a, device);
	up = device_raised(a, device);
	up->record = 1;
	mtu = statement_of(a, "set x mtu 1400");
	port = statement_of(a, "set x master br0");
	new_case();
	errors[0] = -EBUSY;
	CHECK_INT(set_make(mtu), 0, "a device that has to be down");
	CHECK_TEXT(calls, "16:x 16:x-down 16:x ", "is lowered");
	new_case();
	errors[0] = -EPERM;
	CHECK_INT(set_make(mtu), -EPERM, "another error");
	CHECK_TEXT(calls, "16:x ", "is the end");
	new_case();
	errors[0] = -EPERM;
	CHECK_INT(set_make(port), 0, "a port of a bond");
	CHECK_TEXT(calls, "16:x 16:x-down 16:x ", "is lowered, too");
	new_case();
	errors[0] = -EBUSY;
	CHECK_INT(set_make(port), -EBUSY, "another error");
	new_case();
	errors[0] = errors[1] = -EBUSY;
	CHECK_INT(set_make(mtu), -EBUSY, "it cannot be lowered");
	CHECK_TEXT(calls, "16:x 16:x-down ", "that is the end");
	check_others(up, mtu);
}

static void check_restoring(void)
{
	struct statement *mtu = statement_of(a, "set y mtu 1400");

	new_case();
	CHECK_INT(set_undo(mtu), 0, "one that was so before");
	CHECK_TEXT(calls, "", "stays so");
	mtu->was = "1500";
	CHECK_INT(set_undo(mtu), 0, "one that was not");
	CHECK_TEXT(calls, "16:y ", "is as before");
	CHECK_TEXT(mtu->words[3], "1400", "what we want stays what it is");
	new_case();
	errors[0] = -EADDRNOTAVAIL;
	CHECK_INT(set_undo(mtu), 0, "a bridge had no address");
	new_case();
	errors[0] = -EPERM;
	CHECK_INT(set_undo(mtu), -EPERM, "another error");
}

static const char *shown(const char *text, unsigned type, const void *bytes, unsigned size,
			 unsigned flags)
{
	struct nl_message have;

	nl_begin(&have, RTM_NEWLINK);
	((struct ifinfomsg *)NLMSG_DATA(&have.header))->ifi_flags = flags;
	if (size)
		nl_add(&have, type, bytes, size);
	return set_value(statement_of(a, text), &have.header);
}

static void check_values(void)
{
	const unsigned char address[] = { 0x02, 0xab, 0, 0, 0, 0x1f };
	static const char *const odd_names[] = { "a b", "a#b", "'a", "a\"", "a\n" };
	const unsigned mtu = 1500, index = 7;

	master = "br0";
	CHECK_TEXT(shown("set x mtu 1", IFLA_MTU, &mtu, 4, 0), "1500", "a number");
	CHECK_TEXT(shown("set x address 02:00:00:00:00:01", IFLA_ADDRESS, address, 6, 0),
		   "02:ab:00:00:00:1f", "an address");
	CHECK(!shown("set x address 02:00:00:00:00:01", IFLA_ADDRESS, address, 4, 0),
	      "one of another kind");
	CHECK(!shown("set x address 02:00:00:00:00:01", 0, NULL, 0, 0), "none");
	CHECK_TEXT(shown("set x up on", 0, NULL, 0, IFF_UP), "on", "up");
	CHECK_TEXT(shown("set x up on", 0, NULL, 0, ~IFF_UP), "off", "down");
	CHECK_TEXT(shown("set x arp on", 0, NULL, 0, IFF_NOARP), "off", "without ARP");
	CHECK_TEXT(shown("set x arp on", 0, NULL, 0, ~IFF_NOARP), "on", "with it");
	CHECK_TEXT(shown("set x master b", IFLA_MASTER, &index, 4, 0), "br0", "a port");
	CHECK_TEXT(shown("set x master b", IFLA_MASTER, &mtu, 4, 0), "none", "of what has gone");
	CHECK_TEXT(shown("set x master b", 0, NULL, 0, 0), "none", "no port");
	for (unsigned i = 0; i < ARRAY_SIZE(odd_names); i++) {
		master = odd_names[i];
		CHECK(!shown("set x master b", IFLA_MASTER, &index, 4, 0), "a name, and no word");
	}
}

static void check_secondaries(void)
{
	struct statement *one = statement_of(a, "address 192.0.2.1/24 dev x");
#define LOOK "look-net/ipv4/conf/all/promote_secondaries "
#define RECORD "record-sysctl net/ipv4/conf/all/promote_secondaries 1 "

	new_case();
	a->has_secondaries = true;
	CHECK_INT(address_undo(one), 0, "others depend on an address");
	CHECK_TEXT(calls, LOOK RECORD "promote 21:192.0.2.1 ", "they are promoted");
	new_case();
	look_result = 1;
	CHECK_INT(address_undo(one), 0, "as they are anyway");
	CHECK_TEXT(calls, LOOK "21:192.0.2.1 ", "nothing else is done");
	new_case();
	look_result = -EACCES;
	CHECK_INT(address_undo(one), -EACCES, "which is not known");
	CHECK_TEXT(calls, LOOK, "then it stays");
	new_case();
	record_error = -ENOSPC;
	CHECK_INT(address_undo(one), -ENOSPC, "it cannot be undone later");
	CHECK_TEXT(calls, LOOK RECORD, "then it is not done");
	a->has_secondaries = false;
}

static void check_refusals(struct statement *first, struct statement *next)
{
	next->record = 1;
	next->error = -EACCES;
	new_case();
	CHECK_INT(address_make(first), -EACCES, "one of which nobody knows");
	CHECK_TEXT(calls, "", "then nothing is done");
	next->error = 0;
	new_case();
	errors[0] = -EPERM;
	CHECK_INT(address_make(first), -EPERM, "one that stays");
	CHECK_TEXT(calls, "21:192.0.2.2 ", "is the end");
}

static void check_order(void)
{
	struct statement *first = statement_of(a, "address 192.0.2.1/24 dev x"),
			 *next = statement_of(a, "address 192.0.2.2/24 dev x"),
			 *other = statement_of(a, "address 192.0.3.2/24 dev x"),
			 *longer = statement_of(a, "address 192.0.2.3/25 dev x");

	first->same_netns = next;
	next->same_netns = other;
	other->same_netns = longer;
	next->record = other->record = longer->record = 1;
	next->is_there = other->is_there = longer->is_there = next->is_done = true;
	new_case();
	CHECK_INT(address_make(first), 0, "the first address of a network");
	CHECK_TEXT(calls, "21:192.0.2.2 20cx:192.0.2.1 ", "comes before the next ones");
	CHECK(!next->is_there && !next->is_done, "which are made again");
	CHECK(other->is_there && longer->is_there, "others stay");
	new_case();
	address_make(first);
	CHECK_TEXT(calls, "20cx:192.0.2.1 ", "those that are not there need not go");
	next->is_there = true;
	next->record = 0;
	new_case();
	address_make(first);
	CHECK_TEXT(calls, "20cx:192.0.2.1 ", "and those of others do not");
	check_refusals(first, next);
	next->is_there = false;
	new_case();
	first->is_other = true;
	CHECK_INT(address_make(first), 0, "one that is there in another way");
	CHECK_TEXT(calls, "21:192.0.2.1 20cx:192.0.2.1 ", "goes first");
}

static void check_memory(void)
{
	struct statement *pair = statement_of(apply.here_netns, "veth e0 netns a peer e1");

	new_case();
	pair->other = a;
	pair->is_there = true;
	errors[0] = -EPERM;
	while (room_for(8))
		;
	CHECK_INT(veth_await(pair), -ENOMEM, "a peer that stays, and no memory to say so");
}

int main(void)
{
	static char *none[] = { NULL };
	char name[] = "a";

	begin();
	environment = none;
	apply.file = "test.conf";
	if (statements_begin() < 0)
		return 1;
	a = namespace_named(name);
	apply.end = &apply.first[WANTED];
	check_requests();
	check_parents();
	check_missing_devices();
	check_pairs();
	check_sets();
	check_restoring();
	check_values();
	check_secondaries();
	check_order();
	check_memory();
	return end();
}
