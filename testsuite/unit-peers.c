// SPDX-License-Identifier: 0BSD
/* unit-peers.c: which devices belong together, in namespaces that need not exist; masters in map */
#include "../applets/netns-map.c"
#include "../libnetns/survey/peers.c"
#include "kernel.h"

#include <linux/net_namespace.h>

unsigned flags;

enum { NETNS = 3, ROOM = 16, FD = 100 };

/* The id of a namespace, as seen from whichever we are in; or -errno. */
static int id_of[NETNS];
static unsigned asked;		/* how often for an id */
static bool lacks_memory;

static struct netns netns[NETNS];
static struct device devices[ROOM];

static long give_id(const void *data, size_t size)
{
	long result = take_request(data, size);
	unsigned index = nl_attr_int(last_request, NLMSG_LENGTH(4), NETNSA_FD, -1) - FD;

	asked++;
	queued = received = 0;
	memset(queue, 0, sizeof *queue);
	if (id_of[index] < -1) {
		put_error(datagram(), 0, id_of[index], 0);
		return result;
	}
	put_message(datagram(), 0, RTM_NEWNSID, 0);
	put_bytes(queue, "\0\0\0\0", 4);
	put_attr(queue, NETNSA_NSID, &id_of[index], sizeof(int));
	return result;
}

static long answer(long number, const long a[6])
{
	long memory = memory_answer(number, a);

	if (memory)
		return lacks_memory ? -ENOMEM : memory;
	return number == SYS_sendto ? give_id((void *)a[1], a[2]) : netlink_answer(number, a);
}

/* No devices yet; the namespaces have the ids 10, 11 and 12. */
static void begin_devices(void)
{
	memset(devices, 0, sizeof devices);
	memset(netns, 0, sizeof netns);
	all_netns = netns;
	all_netns_end = netns + NETNS;
	devices[0] = (struct device){ .netns = &netns[1], .index = 7, .other = 2, .is_pair = true };
	all_devices = all_devices_end = devices + 1;
	for (unsigned i = 0; i < NETNS; i++) {
		netns[i].fd = FD + i;
		netns[i].inode = 1000 + i;
		id_of[i] = 10 + i;
	}
	asked = 0;
	buckets = NULL;		/* made again, of other devices */
	memset(&found, 0, sizeof found);
}

/* Devices of a namespace have to be added one after the other. */
static struct device *add_one(unsigned in, int index, int other, int nsid, bool is_pair)
{
	struct device *device = all_devices_end++;

	*device = (struct device){ .netns = &netns[in], .index = index, .other = other,
				   .other_nsid = nsid, .is_pair = is_pair };
	if (!netns[in].devices)
		netns[in].devices = device;
	return device;
}

static void check_pairs(void)
{
	struct device *one, *other, *stranger;

	begin_devices();
	one = add_one(0, 2, 7, 11, true);
	stranger = add_one(2, 7, 2, 99, true);
	netns[2].devices = stranger;
	other = add_one(1, 7, 2, 10, true);
	CHECK_INT(peers_find(&netns[0]), 0, "a pair");
	CHECK(one->peer == other && other->peer == one, "its ends are found");
	CHECK(!stranger->peer, "but not one with the same numbers elsewhere");
	CHECK_INT(asked, 2, "two ids were asked for");
	CHECK_INT(peers_find(&netns[1]), 0, "from the other end");
	CHECK_INT(asked, 2, "all is known already");
	CHECK_INT(peers_find(&netns[2]), 0, "the stranger");
	CHECK(!stranger->peer, "has no other end that is known");
}

/* Not the other end of 2, which is 7, though all of them are in one bucket. */
static void check_others(void)
{
	struct device *one;

	begin_devices();
	one = add_one(0, 2, 7, 11, true);
	add_one(1, 7, 2 + BUCKETS, 10, true);
	add_one(1, 7 + BUCKETS, 2, 10, true);
	add_one(1, 7, 2, 10, false);
	CHECK_INT(peers_find(&netns[0]), 0, "no end of a pair");
	CHECK(!one->peer && asked == 0, "another number, or no pair: it is none");
}

static void check_pairs_here(void)
{
	struct device *one, *other;

	begin_devices();
	one = add_one(0, 2, 3, NSID_NONE, true);
	other = add_one(0, 3, 2, NSID_NONE, true);
	add_one(1, 3, 2, NSID_NONE, true);
	CHECK_INT(peers_find(&netns[0]), 0, "a pair in one namespace");
	CHECK(one->peer == other && other->peer == one && asked == 0, "no id was asked for");
	begin_devices();
	one = add_one(0, 2, 2, NSID_NONE, true);	/* in a namespace that is ending */
	CHECK_INT(peers_find(&netns[0]), 0, "a peer of the same number in no namespace");
	CHECK(!one->peer, "is not the device itself");
}

static void check_below(void)
{
	struct device *stacked, *second, *below, *unknown, *same;

	begin_devices();
	stacked = add_one(0, 2, 5, 12, false);
	second = add_one(0, 3, 6, 12, false);
	add_one(1, 5, 0, NSID_NONE, false);
	add_one(2, 4, 0, NSID_NONE, false);
	below = add_one(2, 5, 0, NSID_NONE, false);
	CHECK_INT(peers_find(&netns[0]), 0, "stacked devices");
	CHECK(stacked->peer == below && !below->peer, "the one below it, elsewhere");
	CHECK(!second->peer, "one that is not in the list is not known");
	CHECK_INT(asked, 2, "the namespace that was found last is looked at first");

	begin_devices();
	unknown = add_one(0, 2, 5, 77, false);
	same = add_one(0, 3, 5, 77, false);
	add_one(0, 4, 0, NSID_NONE, false);
	add_one(2, 5, 0, NSID_NONE, false);
	CHECK_INT(peers_find(&netns[0]), 0, "on devices in a namespace that is not known");
	CHECK(!unknown->peer && !same->peer, "which are not known, either");
	CHECK_INT(asked, 2, "and not looked for twice");

	begin_devices();
	stacked = add_one(1, 2, 3, NSID_NONE, false);
	below = add_one(1, 3, 0, NSID_NONE, false);
	add_one(2, 3, 0, NSID_NONE, false);
	CHECK_INT(peers_find(&netns[1]), 0, "on one in the same namespace");
	CHECK(stacked->peer == below && asked == 0, "no id was asked for");
	CHECK_INT(peers_find(&netns[0]), 0, "a namespace without devices");
}

/* What an id means depends on the namespace. */
static void check_ids(void)
{
	struct device *one, *two, *three, *of_0, *of_1, *of_2;

	begin_devices();
	one = add_one(0, 2, 5, 12, false);
	two = add_one(0, 3, 5, 11, false);
	of_0 = add_one(0, 5, 0, NSID_NONE, false);
	three = add_one(1, 2, 5, 12, false);
	of_1 = add_one(1, 5, 0, NSID_NONE, false);
	of_2 = add_one(2, 5, 0, NSID_NONE, false);
	CHECK_INT(peers_find(&netns[0]), 0, "two ids in one namespace");
	CHECK(one->peer == of_2 && two->peer == of_1, "are two namespaces");
	id_of[0] = 12;
	id_of[2] = 10;
	CHECK_INT(peers_find(&netns[1]), 0, "the same id in another one");
	CHECK(three->peer == of_0, "is another namespace");
}

static void check_errors(void)
{
	begin_devices();
	add_one(0, 2, 5, 12, false);
	add_one(0, 3, 5, 12, false);
	id_of[1] = -EACCES;
	CHECK_INT(peers_find(&netns[0]), -EACCES, "an id that is refused is an error");
	CHECK_INT(asked, 1, "which ends the search");
	begin_devices();
	add_one(0, 2, 5, 12, true);
	add_one(2, 5, 2, 10, true);
	id_of[2] = -EACCES;
	add_one(1, 5, 2, 10, true);
	CHECK_INT(peers_find(&netns[0]), -EACCES, "so it is with a pair");
	CHECK(!all_devices->peer, "which is not looked for any more");
	begin_devices();
	add_one(0, 2, 5, 12, true);
	lacks_memory = true;
	CHECK_INT(peers_find(&netns[0]), -ENOMEM, "no memory");
	lacks_memory = false;
}

static void check_masters(void)
{
	struct device *port, *second, *bridge, *lost;

	begin_devices();
	port = add_one(0, 2, 0, NSID_NONE, false);
	second = add_one(0, 3, 0, NSID_NONE, false);
	bridge = add_one(0, 4, 0, NSID_NONE, false);
	lost = add_one(1, 2, 0, NSID_NONE, false);
	add_one(2, 4, 0, NSID_NONE, false);
	port->master = second->master = lost->master = 4;
	CHECK(!master_of(bridge), "a bridge is no port");
	CHECK(master_of(port) == bridge, "the bridge of a port");
	CHECK(master_of(second) == bridge, "that of another port");
	CHECK(!master_of(lost), "a bridge that went meanwhile, while another has its number");
	lost->master = 9;
	devices[ROOM - 1] = (struct device){ .netns = lost->netns, .index = 9 };
	CHECK(!master_of(lost), "nothing is looked for beyond the last device");
	CHECK(master_of(port) == bridge, "the first one again");
}

int main(void)
{
	begin();
	check_pairs();
	check_pairs_here();
	check_others();
	check_below();
	check_ids();
	check_errors();
	check_masters();
	return end();
}
