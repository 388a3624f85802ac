// SPDX-License-Identifier: 0BSD
/* peers.c: which device is at the other end of a veth, and which one is below a stacked one
 *
 * Theory of operation. The kernel gives the index of the other device, and the id of its namespace.
 * It gives the id of a namespace that we have, but not the namespace of an id. So we ask for the id
 * of each namespace that might be the right one; asking does not assign an id.
 *
 * Each end of a pair has the index of the other one, by which it is found in a hash table of all
 * ends. There is seldom more than one candidate, and when both ends are found they leave the table.
 * A stacked device has nothing like that, but what is below it is often in the namespace that was
 * found last. So the work grows with the number of devices, not with its square.
 */
#include "survey/survey.h"

enum { BUCKETS = 1 << 16 };
static struct device **buckets;		/* of the ends of pairs, in the order of all_devices */

/* The last answer: FROM has ID for NETNS. */
static struct {
	const struct netns *from;
	int id;
	struct netns *netns;		/* NULL: no namespace that we know */
} found;

/* The same one for both ends. */
static struct device **bucket(const struct device *device)
{
	return &buckets[(unsigned)(device->index + device->other) % BUCKETS];
}

static int fill_buckets(void)
{
	buckets = memory_map();
	if (!buckets)
		return -ENOMEM;
	for (struct device *device = all_devices_end; device-- > all_devices; ) {
		device->next = *bucket(device);
		if (device->is_pair)
			*bucket(device) = device;
	}
	return 0;
}

static bool is_found(const struct device *device)
{
	return found.from == device->netns && found.id == device->other_nsid;
}

static void set_found(const struct device *device, struct netns *netns)
{
	found.from = device->netns;
	found.id = device->other_nsid;
	found.netns = netns;
}

/* Is the other end of DEVICE in NETNS? 1, 0, or -errno. */
static int leads_to(const struct device *device, struct netns *netns)
{
	int id, error;

	if (device->other_nsid == NSID_NONE || netns == device->netns)
		return device->other_nsid == NSID_NONE && netns == device->netns;
	if (is_found(device))
		return netns == found.netns;
	error = nsid_get(netns->fd, &id);
	if (id != device->other_nsid)		/* as it is after an error */
		return error;
	set_found(device, netns);
	return 1;
}

static int find_end(struct device *device)
{
	struct device **link = bucket(device), *end;
	int result = 0;

	/* cppcheck-suppress uninitvar // fill_buckets() has mapped them */
	while (result == 0 && (end = *link)) {
		if (end->peer) {
			*link = end->next;
			continue;
		}
		/* not itself: of a namespace that is ending, no id is given, but the index is */
		if (end != device && end->index == device->other && end->other == device->index)
			result = leads_to(device, end->netns);
		if (result > 0) {
			device->peer = end;
			end->peer = device;
		}
		link = &end->next;
	}
	return result;
}

/* Looks in the namespace that was found last before all others. */
static int find_below(struct device *device)
{
	struct netns *netns = found.netns, *next = all_netns;
	int result = 0;

	if (device->other_nsid == NSID_NONE)
		netns = device->netns;
	if (netns)
		result = leads_to(device, netns);
	while (result == 0 && next < all_netns_end) {
		netns = next++;
		result = leads_to(device, netns);
	}
	if (result == 0)
		set_found(device, NULL);
	if (result <= 0)
		return result;
	for (struct device *below = netns->devices; below && below->netns == netns; below++)
		if (below->index == device->other)
			device->peer = below;
	return 0;
}

int peers_find(struct netns *netns)
{
	int error = buckets ? 0 : fill_buckets();

	for (struct device *device = netns->devices;
	     device && device->netns == netns && error >= 0; device++)
		if (device->other && !device->peer)
			error = device->is_pair ? find_end(device) : find_below(device);
	return error < 0 ? error : 0;
}
