// SPDX-License-Identifier: 0BSD
/* unit-devices.c: addresses as text, and what a message says of a device */
#include "../libnetns/survey/devices.c"
#include "kernel.h"

#include <arpa/inet.h>

static long answer(long number, const long a[6])
{
	return netlink_answer(number, a);
}

/* Every third group is zero or has one digit, so that there are runs of zeros of each length. */
static void check_addresses(void)
{
	unsigned char bytes[16];
	char ours[64], theirs[64];
	unsigned wrong = 0, seed = 1;

	for (unsigned i = 0; i < 100000; i++) {
		for (unsigned j = 0; j < sizeof bytes; j++) {
			seed = seed * 1103515245 + 12345;
			bytes[j] = seed >> 28 < 8 ? 0 : seed >> 20 & (j % 2 ? 0xff : 0x1f);
		}
		bytes[0] = 0x20;	/* else libc writes some as IPv4 */
		ipv6_text(ours, bytes);
		wrong += strcmp(ours, inet_ntop(AF_INET6, bytes, theirs, sizeof theirs)) != 0;
		ipv4_text(ours, bytes);
		wrong += strcmp(ours, inet_ntop(AF_INET, bytes, theirs, sizeof theirs)) != 0;
	}
	CHECK_INT(wrong, 0, "200,000 addresses as libc writes them");
	memset(bytes, 0, sizeof bytes);
	ipv6_text(ours, bytes);
	CHECK_TEXT(ours, "::", "no address");
	bytes[15] = 0x10;
	ipv6_text(ours, bytes);
	CHECK_TEXT(ours, "::10", "16 is two digits");
}

static struct device room[3];

/* The device of a message of KIND, unless that is NULL, with these flags. */
static const struct device *device_with(const char *kind, unsigned device_flags)
{
	static struct netns netns;
	struct {
		struct nlattr header;
		char text[32];
	} info = { .header = { .nla_type = IFLA_INFO_KIND } };

	new_case();
	put_message(datagram(), 0, RTM_NEWLINK, 0);
	put_bytes(queue, &(struct ifinfomsg){ .ifi_index = 5, .ifi_flags = device_flags },
		  sizeof(struct ifinfomsg));
	put_attr(queue, IFLA_IFNAME, "eth0", 5);
	if (kind) {
		info.header.nla_len = NLA_HDRLEN + strlen(kind) + 1;
		strcpy(info.text, kind);
		put_attr(queue, IFLA_LINKINFO, &info, info.header.nla_len);
	}
	put_attr(queue, IFLA_LINK, &(int){ 7 }, sizeof(int));
	memset(room, 0, sizeof room);
	all_devices = all_devices_end = room;
	add_device((void *)queue->bytes, 0, &netns);
	CHECK_INT(all_devices_end - room, 1, kind ? kind : "no kind");
	return room;
}

static void check_kinds(void)
{
	const struct device *device = device_with("veth", IFF_UP | IFF_RUNNING);

	CHECK(device->is_pair && device->other == 7, "has a peer");
	CHECK(strcmp(device->name, "eth0") == 0 && strcmp(device->kind, "veth") == 0 &&
	      device->index == 5, "name, kind and number");
	CHECK_TEXT(device->state, "up", "up");
	CHECK_TEXT(device_with("veth", IFF_UP)->state, "no-carrier", "up, but not running");
	CHECK_TEXT(device_with("veth", IFF_RUNNING)->state, "down", "down");
	CHECK(device_with("vxcan", 0)->is_pair, "the last kind of pairs");
	CHECK(device_with("netkit", 0)->is_pair, "the one before");
	device = device_with("vxlan", 0);
	CHECK(!device->is_pair && device->other == 0, "a socket is below it, not a device");
	CHECK_INT(device_with("ppp", 0)->other, 0, "so it is with this kind");
	device = device_with("vlan", 0);
	CHECK(!device->is_pair && device->other == 7, "stands on another device");
	device = device_with(NULL, 0);
	CHECK(!device->is_pair && !*device->kind && device->other == 7, "so may one without");
	CHECK_TEXT(device_with("fifteen-bytes-x", 0)->kind, "fifteen-bytes-x", "the longest kind");
	CHECK_TEXT(device_with("sixteen-bytes-is", 0)->kind, "", "a longer one is not shown");
	CHECK(device->master == 0 && device->other_nsid == NSID_NONE, "no bridge, no namespace");
}

int main(void)
{
	begin();
	check_addresses();
	check_kinds();
	return end();
}
