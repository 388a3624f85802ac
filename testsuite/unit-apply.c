// SPDX-License-Identifier: 0BSD
/* unit-apply.c: addresses as text, what a statement asks the kernel for, is that there already? */
#include "apply/statement.h"
#include "unit.h"

#include <arpa/inet.h>
#include <endian.h>
#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/if_tunnel.h>
#include <linux/neighbour.h>
#include <sys/socket.h>

static bool reads_like_libc(const char *text)
{
	unsigned char ours[IPV6_SIZE] = { 0 }, theirs[IPV6_SIZE] = { 0 };
	unsigned size = address_parse(text, ours);
	unsigned wanted = inet_pton(AF_INET, text, theirs) == 1 ? IPV4_SIZE : 0;

	if (wanted == 0)
		wanted = inet_pton(AF_INET6, text, theirs) == 1 ? IPV6_SIZE : 0;
	return size == wanted && memcmp(ours, theirs, size) == 0;
}

static void test_addresses(void)
{
	static const char *const texts[] = {
		"0.0.0.0", "192.0.2.1", "255.255.255.255", "256.0.0.1", "1.2.3", "1.2.3.4.5",
		"1..2.3", "", ".", "a.b.c.d", "1.2.3.4 ", "::", "::1", "1::", "2001:db8::1", ":",
		":1", "1:", ":::", "1:::2", "1::2::3", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7",
		"1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8", "12345::", "g::",
		"::ffff:192.0.2.1", "1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:7:192.0.2.1",
		"::192.0.2.256", "fe80::1%eth0", "FE80::ABCD",
	};
	static const char letters[] = "0123456789af::..g";
	char text[24];
	unsigned wrong = 0, seed = 1;

	for (unsigned i = 0; i < ARRAY_SIZE(texts); i++)
		CHECK(reads_like_libc(texts[i]), texts[i]);
	for (unsigned i = 0; i < 200000; i++) {
		unsigned length = (seed >> 8) % (sizeof text - 1);

		for (unsigned j = 0; j < length; j++) {
			seed = seed * 1103515245 + 12345;
			text[j] = letters[(seed >> 16) % (sizeof letters - 1)];
		}
		text[length] = '\0';
		seed = seed * 1103515245 + 12345;
		wrong += !reads_like_libc(text);
	}
	CHECK_INT(wrong, 0, "200,000 texts as libc reads them");
}

static void test_ethernet(void)
{
	unsigned char bytes[ETHERNET_SIZE];

	CHECK(ethernet_parse("02:00:5e:0:aB:ff", bytes) && bytes[0] == 2 && bytes[4] == 0xab,
	      "an Ethernet address");
	CHECK(!ethernet_parse("02:00:5e:00:ab", bytes), "one that is too short");
	CHECK(!ethernet_parse("02:00:5e:00:ab:cd:ef", bytes), "one that is too long");
	CHECK(!ethernet_parse("02:00:5e:00:ab:1cd", bytes), "one with three digits");
}

static struct nl_message message;
static bool are_there = true;		/* the devices */

/* The message for a statement of these words; its result. */
static int encode(const char *text)
{
	static char line[256];
	char *words[32], *at = strcpy(line, text), **word = words;
	struct statement *wanted;

	while (*at)
		*word++ = str_sep(&at, ' ');
	*word = NULL;
	wanted = statement_new(apply.here_netns, verb_named(*words), words, word - words);
	wanted->is_wanted = true;
	return statement_encode(wanted, &message, !are_there);
}

static char *append_hex(char *at, const unsigned char *bytes, unsigned size)
{
	for (unsigned i = 0; i < size; i++)
		at += sprintf(at, "%02x", bytes[i]);
	return at;
}

/* The last message, in words: the header after its first byte, the family, then each attribute. */
static const char *bytes_of_message(void)
{
	static const unsigned sizes[] = {	/* of the headers of links, addresses, routes, … */
		sizeof(struct ifinfomsg), sizeof(struct ifaddrmsg), sizeof(struct rtmsg),
		sizeof(struct ndmsg), sizeof(struct fib_rule_hdr),
	};
	static char text[2048];
	unsigned size = sizes[(message.header.nlmsg_type - RTM_NEWLINK) / 4];
	unsigned char *bytes = NLMSG_DATA(&message.header);
	unsigned end = message.header.nlmsg_len - NLMSG_HDRLEN;
	char *at = append_hex(text + sprintf(text, "%u ", *bytes), bytes + 1, size - 1);

	for (unsigned from = size; from < end; ) {
		const struct nlattr *attr = (void *)(bytes + from);

		at += sprintf(at, " %u:", attr->nla_type);
		at = append_hex(at, (void *)(attr + 1), attr->nla_len - NLA_HDRLEN);
		from += NLA_ALIGN(attr->nla_len);
	}
	return text;
}

/* Is DEVICE to be set up because a statement of these words mentions it? */
static bool raises(char *device, const char *text)
{
	char *words[32], line[256], *at = strcpy(line, text), **word = words;

	while (*at)
		*word++ = str_sep(&at, ' ');
	*word = NULL;
	CHECK_INT(statement_encode(statement_new(apply.here_netns, verb_named(*words), words,
						 word - words), &message, true), 0, text);
	return device_raised(apply.here_netns, device) != NULL;
}

static void test_parents(void)
{
	char a[] = "a", wan[] = "wan", lan[] = "lan", peer[] = "peer";

	CHECK(raises(wan, "link v0 link wan type vlan id 5"), "the device below it is set up, too");
	CHECK(!raises(lan, "link v1 link lan link-netns a type vlan id 5") &&
	      !device_raised(namespace_named(a), lan), "but not one in another namespace");
	CHECK(raises(peer, "veth pair peer peer"), "both ends of a pair are");
}

/* Of a pair that could not be made neither end can be used. */
static void test_unusable(void)
{
	char one[] = "one", two[] = "two", three[] = "three";
	char *words[] = { "veth", one, "peer", two, NULL };
	struct statement *veth = statement_new(apply.here_netns, verb_named("veth"), words, 4);

	veth->other = apply.here_netns;
	devices_are_unusable(veth);
	CHECK(device_is_unusable(apply.here_netns, one), "a device that could not be made");
	CHECK(device_is_unusable(apply.here_netns, two), "nor could its peer");
	CHECK(!device_is_unusable(apply.here_netns, three), "others can be used");
}

static const struct nlattr *data_of(unsigned type)
{
	enum { AT = NLMSG_LENGTH(sizeof(struct ifinfomsg)) };
	const struct nlmsghdr *header = &message.header;
	const struct nlattr *info = nl_attr(header, AT, IFLA_LINKINFO), *data;
	unsigned at = (char *)(info + 1) - (char *)header;

	data = nl_find(header, at, at + info->nla_len - NLA_HDRLEN, IFLA_INFO_DATA);
	at = (char *)(data + 1) - (char *)header;
	return nl_find(header, at, at + data->nla_len - NLA_HDRLEN, type);
}

static void test_numbers(void)
{
	CHECK_INT(encode("link v type vlan id 4094"), 0, "a vlan");
	CHECK_INT(data_of(IFLA_VLAN_ID)->nla_len, NLA_HDRLEN + 2, "its number has two bytes");
	CHECK_INT(*(uint16_t *)(data_of(IFLA_VLAN_ID) + 1), 4094, "it is in our order");
	CHECK_INT(encode("link v type vlan id 65536"), -EINVAL, "a number too large");
	CHECK_INT(encode("link v type vxlan id 16777215 dstport 4789"), 0, "a vxlan");
	CHECK_INT(*(uint32_t *)(data_of(IFLA_VXLAN_ID) + 1), 16777215, "its number has four");
	CHECK_INT(*(uint16_t *)(data_of(IFLA_VXLAN_PORT) + 1), htons(4789),
		  "a port is in the order of the network");
	CHECK_INT(encode("link v type bridge vlan_filtering 1"), 0, "a bridge");
	CHECK_INT(data_of(IFLA_BR_VLAN_FILTERING)->nla_len, NLA_HDRLEN + 1, "a number of a byte");
	CHECK_INT(encode("link v type bridge vlan_filtering 256"), -EINVAL, "more than a byte");
	CHECK_INT(encode("link v type bond miimon 100"), 0, "a bond");
	CHECK_INT(*(uint32_t *)(data_of(IFLA_BOND_MIIMON) + 1), 100, "how often it looks");
	CHECK_INT(encode("link v type vxlan id 7 nolearning dstport 4789"), 0, "a vxlan");
	CHECK_INT(data_of(IFLA_VXLAN_LEARNING)->nla_len, NLA_HDRLEN + 1, "a byte");
	CHECK_INT(*(char *)(data_of(IFLA_VXLAN_LEARNING) + 1), 0, "that is zero");
	CHECK_INT(encode("link v type vlan id 7 protocol 802.1ad"), 0, "a vlan in another");
	CHECK_INT(*(uint16_t *)(data_of(IFLA_VLAN_PROTOCOL) + 1), htons(0x88a8), "two bytes");
}

static unsigned byte_of(unsigned type)
{
	const struct nlattr *attr = data_of(type);

	return attr && attr->nla_len == NLA_HDRLEN + 1 ? *(unsigned char *)(attr + 1) : 256;
}

static void test_tunnels(void)
{
	const struct ifinfomsg *link = NLMSG_DATA(&message.header);

	CHECK_INT(encode("link g type gre local 192.0.2.1 key 42"), 0, "a tunnel");
	CHECK_INT(link->ifi_family, AF_UNSPEC, "the device has no family");
	CHECK_INT(*(uint32_t *)(data_of(IFLA_GRE_IKEY) + 1), htonl(42), "the key of what arrives");
	CHECK_INT(*(uint32_t *)(data_of(IFLA_GRE_OKEY) + 1), htonl(42), "of what leaves");
	CHECK_INT(*(uint16_t *)(data_of(IFLA_GRE_IFLAGS) + 1), GRE_KEY, "it is used");
	CHECK_INT(*(uint16_t *)(data_of(IFLA_GRE_OFLAGS) + 1), GRE_KEY, "both ways");
	CHECK_INT(byte_of(IFLA_GRE_TTL), 0, "the ttl is that of the packet inside");
	CHECK(!data_of(IFLA_GRE_ENCAP_LIMIT), "only IPv6 has such a limit");
	CHECK_INT(encode("link g type ip6gre remote 2001:db8::1"), 0, "a tunnel over IPv6");
	CHECK_INT(byte_of(IFLA_GRE_TTL), 64, "its ttl");
	CHECK_INT(byte_of(IFLA_GRE_ENCAP_LIMIT), 4, "the limit that ip(8) gives");
	CHECK_INT(encode("link g type ip6tnl ttl 9 encaplimit 7 mode ipip6"), 0, "with all words");
	CHECK_INT(byte_of(IFLA_IPTUN_TTL), 9, "its ttl is what was said");
	CHECK_INT(byte_of(IFLA_IPTUN_ENCAP_LIMIT), 7, "so is its limit");
	CHECK_INT(byte_of(IFLA_IPTUN_PROTO), IPPROTO_IPIP, "and what is inside");
	CHECK_INT(encode("link g type sit remote 192.0.2.1"), 0, "a tunnel");
	CHECK_INT(byte_of(IFLA_IPTUN_PROTO), 0, "anything may be inside");
	CHECK_INT(encode("link g type vxlan id 7 remote 2001:db8::1"), 0, "no such tunnel");
	CHECK(!data_of(IFLA_VXLAN_TTL), "the kernel chooses its ttl");
	CHECK_INT(encode("link g type vti key 42"), 0, "a tunnel");
	CHECK_INT(data_of(IFLA_VTI_IKEY)->nla_len, NLA_HDRLEN + 4, "its key");
	CHECK(!data_of(IFLA_VTI_LINK), "it has no flags");
}

/* Is what ONE asks for what OTHER shows? */
static bool matches(const char *one, const char *other)
{
	static struct nl_message want;

	if (encode(one) < 0)
		return false;
	memcpy(&want, &message, message.header.nlmsg_len);
	if (encode(other) < 0 || !nl_matches(&want.header, &message.header))
		return false;
	CHECK_INT(nl_hash(&want.header), nl_hash(&message.header), "the same hash");
	return true;
}

static void test_matches(void)
{
#define ROUTE "route 192.0.2.0/24 via 198.51.100.1"
	CHECK(matches(ROUTE, ROUTE), "the same route");
	CHECK(matches(ROUTE, ROUTE " proto dhcp"), "whoever made it");
	CHECK(!matches(ROUTE " proto dhcp", ROUTE " proto boot"), "unless it is said");
	CHECK(!matches(ROUTE, ROUTE " metric 7"), "another metric is another route");
	CHECK(!matches(ROUTE " metric 7", ROUTE), "so is none");
	CHECK(!matches(ROUTE, ROUTE " table 7"), "and another table");
	CHECK(!matches("route 192.0.2.0/24 scope global", ROUTE), "and one with a gateway");
	CHECK(matches(ROUTE, ROUTE " mtu 1400"), "whatever its mtu is");
	CHECK(!matches(ROUTE " mtu 1400", ROUTE " advmss 1400"), "unless it is said");
	CHECK(!matches(ROUTE " mtu 1400", ROUTE " mtu 1401"), "then it is that one");
	CHECK(!matches(ROUTE, "route blackhole 192.0.2.0/24"), "another type");
	CHECK(!matches("route blackhole 192.0.2.0/24", "route prohibit 192.0.2.0/24"),
	      "another type that forwards nothing");
#define HOPS "route default nexthop via 192.0.2.1 weight 2 nexthop via 192.0.2.2"
	CHECK(matches(HOPS, HOPS), "two gateways");
	CHECK(!matches(HOPS, HOPS " nexthop via 192.0.2.3"), "one too many");
	CHECK(!matches(HOPS " nexthop via 192.0.2.3", HOPS), "one is missing");
	CHECK(!matches(HOPS, "route default nexthop via 192.0.2.1 weight 3 "
			     "nexthop via 192.0.2.2"), "another weight");
	CHECK(!matches(HOPS, "route default nexthop via 192.0.2.1 weight 2 "
			     "nexthop via 192.0.2.3"), "another gateway");
#define RULE "rule from 192.0.2.0/24 table 7"
	CHECK(matches(RULE, RULE " priority 100"), "a rule, wherever it is");
	CHECK(!matches(RULE, RULE " iif eth0"), "but none for less");
	CHECK(!matches(RULE " iif eth0", RULE), "nor for more");
	CHECK(!matches(RULE, "rule from 192.0.2.0/24 table 8"), "nor to another table");
	CHECK(!matches(RULE, "rule from 192.0.2.0/24 prohibit"), "nor with another action");
	CHECK(matches("set x arp off", "set x arp off"), "a flag");
	CHECK(!matches("set x arp off", "set x arp on"), "its other value");
	CHECK(!matches("set x mtu 1400", "set x mtu 1500"), "another value");
	CHECK(matches("set x master none", "set x mtu 1500"), "none is what is not shown");
	CHECK(!matches("link x type bridge", "link x type dummy"), "another kind");
	CHECK(matches("link x type bridge", "link x type bridge stp_state 1"), "more than asked");
	CHECK(!matches("link x type bridge stp_state 1", "link x type bridge"), "less than that");
}

static void test_marks(void)
{
	CHECK(matches("rule fwmark 5 table 7", "rule fwmark 5/0xffffffff table 7"),
	      "a mark is all bits of it");
	CHECK(!matches("rule fwmark 5 table 7", "rule fwmark 5/7 table 7"), "not some of them");
	CHECK(!matches("rule fwmark 5/7 table 7", "rule fwmark 5/15 table 7"), "another mask");
	CHECK(!matches("rule table 7", "rule fwmark 0/7 table 7"), "nor no mark");
	CHECK_INT(encode("rule fwmark 5/ table 7"), -EINVAL, "a mask without a number");
	CHECK(matches("rule uidrange 7 table 7", "rule uidrange 7-7 table 7"), "one user");
	CHECK(!matches("rule uidrange 7 table 7", "rule uidrange 7-8 table 7"), "two of them");
	CHECK(!matches("rule table 7", "rule uidrange 7 table 7"), "all of them");
	CHECK_INT(encode("rule uidrange 7- table 7"), -EINVAL, "a range without an end");
	CHECK_INT(encode("rule uidrange -7 table 7"), -EINVAL, "nor without a beginning");
	CHECK_INT(encode("rule l3mdev"), 0, "the table of a VRF");
	CHECK(!nl_attr_of(&message.header, FRA_TABLE), "it is not a table of ours");
}

static void test_neighbours(void)
{
	struct ndmsg *neighbour = NLMSG_DATA(&message.header);

	are_there = false;
	CHECK(matches("neighbour 192.0.2.1 lladdr 02:00:00:00:00:01 dev lo",
		      "neighbour 192.0.2.1 lladdr 02:00:00:00:00:01 dev lo"), "a neighbour");
	CHECK_INT(neighbour->ndm_family, AF_INET, "its family");
	CHECK_INT(neighbour->ndm_state, NUD_PERMANENT, "it stays");
	CHECK(!matches("neighbour 192.0.2.1 lladdr 02:00:00:00:00:01 dev lo",
		       "neighbour 192.0.2.1 lladdr 02:00:00:00:00:02 dev lo"), "another one");
	CHECK(!nl_is_one_of_many(&message.header), "it is the only one");
	CHECK_INT(encode("fdb 00:00:00:00:00:00 dst 192.0.2.1 dev lo"), 0, "whom to flood");
	CHECK_INT(neighbour->ndm_family, AF_BRIDGE, "that is not one of IPv4");
	CHECK(nl_is_one_of_many(&message.header), "there may be others");
	CHECK_INT(encode("fdb 01:00:5e:00:00:01 dst 192.0.2.1 dev lo"), 0, "a group");
	CHECK(nl_is_one_of_many(&message.header), "also of that");
	CHECK_INT(encode("fdb 02:00:00:00:00:01 dst 2001:db8::1 dev lo"), 0, "one address");
	CHECK(!nl_is_one_of_many(&message.header), "not of that");
	are_there = true;
}

/* A limited lifetime becomes shorter. */
static void test_lifetimes(void)
{
#define ADDRESS "address 192.0.2.1/24 dev lo valid_lft "
	are_there = false;
	CHECK(matches(ADDRESS "forever", ADDRESS "forever"), "an address without end");
	CHECK(!matches(ADDRESS "forever", ADDRESS "120"), "one that ends");
	CHECK(matches(ADDRESS "120", ADDRESS "120"), "it has just been made");
	CHECK(matches(ADDRESS "120", ADDRESS "1"), "it has been there for a while");
	CHECK(!matches(ADDRESS "120", ADDRESS "121"), "it lasts longer");
	CHECK(!matches(ADDRESS "120", ADDRESS "forever"), "it has no end");
	are_there = true;
}

static void test_old_kernels(void)
{
	static struct nl_message have;
	struct ifinfomsg *link = NLMSG_DATA(&have.header);
	const uint32_t seven = 7, eight = 8;

	nl_begin(&message, RTM_NEWLINK);
	nl_add(&message, IFLA_IFNAME, "x", 2);
	nl_begin(&have, RTM_NEWLINK);
	nl_add(&have, IFLA_IFNAME, "x", 2);
	link->ifi_index = 7;
	nl_add(&message, IFLA_LINK, &seven, sizeof seven);
	CHECK(nl_matches(&message.header, &have.header), "IFLA_LINK is left out: our own index");
	nl_begin(&message, RTM_NEWLINK);
	nl_add(&message, IFLA_IFNAME, "x", 2);
	nl_add(&message, IFLA_LINK, &eight, sizeof eight);
	CHECK(!nl_matches(&message.header, &have.header), "IFLA_LINK is left out: another one");
	nl_add(&have, IFLA_LINK, &eight, sizeof eight);
	CHECK(nl_matches(&message.header, &have.header), "the same index in the same namespace");
	nl_add(&have, IFLA_LINK_NETNSID, &seven, sizeof seven);
	CHECK(!nl_matches(&message.header, &have.header), "the same index in another namespace");
	nl_add(&message, IFLA_LINK_NETNSID, &seven, sizeof seven);
	CHECK(nl_matches(&message.header, &have.header), "in the same other namespace");
}

/* Statements, and what the kernel gets: bytes_of_message(). All devices have the index 1. */
static const char *const encoded[][2] = {
	{ "link v link lo type vlan id 5",
	  "0 000000000000000000000000000000 3:7600 5:01000000 "
	  "32786:09000100766c616e000000000c0002800600010005000000" },
	{ "link v address 02:00:00:00:00:01 mtu 1400 type dummy",
	  "0 000000000000000000000000000000 3:7600 1:020000000001 "
	  "32786:0a00010064756d6d7900000004000280" },
	{ "link m link lo type macvlan mode private",
	  "0 000000000000000000000000000000 3:6d00 5:01000000 "
	  "32786:0c0001006d6163766c616e000c0002800800010001000000" },
	{ "link m link lo type macvtap mode vepa",
	  "0 000000000000000000000000000000 3:6d00 5:01000000 "
	  "32786:0c0001006d616376746170000c0002800800010002000000" },
	{ "link m link lo type macvlan mode bridge",
	  "0 000000000000000000000000000000 3:6d00 5:01000000 "
	  "32786:0c0001006d6163766c616e000c0002800800010004000000" },
	{ "link m link lo type macvlan mode passthru",
	  "0 000000000000000000000000000000 3:6d00 5:01000000 "
	  "32786:0c0001006d6163766c616e000c0002800800010008000000" },
	{ "link i link lo type ipvlan mode l2",
	  "0 000000000000000000000000000000 3:6900 5:01000000 "
	  "32786:0b0001006970766c616e00000c0002800600010000000000" },
	{ "link i link lo type ipvlan mode l3",
	  "0 000000000000000000000000000000 3:6900 5:01000000 "
	  "32786:0b0001006970766c616e00000c0002800600010001000000" },
	{ "link i link lo type ipvlan mode l3s",
	  "0 000000000000000000000000000000 3:6900 5:01000000 "
	  "32786:0b0001006970766c616e00000c0002800600010002000000" },
	{ "link b type bridge stp_state 1 forward_delay 1500 vlan_filtering 1 mcast_snooping 0",
	  "0 000000000000000000000000000000 3:6200 "
	  "32786:0b000100627269646765000024000280080005000100000008000100dc050000050007000100000"
	  "00500170000000000" },
	{ "link x type vxlan id 7 local 192.0.2.1 remote 192.0.2.2 dstport 4789 nolearning dev lo",
	  "0 000000000000000000000000000000 3:7800 "
	  "32786:0a00010076786c616e00000034000280080001000700000008000400c000020108000200c000020"
	  "206000f0012b5000005000700000000000800030001000000" },
	{ "link x type vxlan id 7 local 2001:db8::1 group ff05::100 dstport 1",
	  "0 000000000000000000000000000000 3:7800 "
	  "32786:0a00010076786c616e0000003c00028008000100070000001400110020010db8000000000000000"
	  "00000000114001000ff05000000000000000000000000010006000f0000010000" },
	{ "link f type vrf table 10",
	  "0 000000000000000000000000000000 3:6600 "
	  "32786:08000100767266000c000280080001000a000000" },
	{ "link o type bond mode balance-rr miimon 100",
	  "0 000000000000000000000000000000 3:6f00 "
	  "32786:09000100626f6e64000000001400028005000100000000000800030064000000" },
	{ "link o type bond mode active-backup",
	  "0 000000000000000000000000000000 3:6f00 "
	  "32786:09000100626f6e64000000000c0002800500010001000000" },
	{ "link o type bond mode balance-xor",
	  "0 000000000000000000000000000000 3:6f00 "
	  "32786:09000100626f6e64000000000c0002800500010002000000" },
	{ "link o type bond mode broadcast",
	  "0 000000000000000000000000000000 3:6f00 "
	  "32786:09000100626f6e64000000000c0002800500010003000000" },
	{ "link o type bond mode 802.3ad",
	  "0 000000000000000000000000000000 3:6f00 "
	  "32786:09000100626f6e64000000000c0002800500010004000000" },
	{ "link o type bond mode balance-tlb",
	  "0 000000000000000000000000000000 3:6f00 "
	  "32786:09000100626f6e64000000000c0002800500010005000000" },
	{ "link o type bond mode balance-alb",
	  "0 000000000000000000000000000000 3:6f00 "
	  "32786:09000100626f6e64000000000c0002800500010006000000" },
	{ "veth e0 peer e1",
	  "0 000000000000000000000000000000 3:653000 5:01000000 "
	  "32786:09000100766574680000000004000280" },
	{ "set x address 02:00:00:00:00:01",
	  "0 000000000000000000000000000000 3:7800 1:020000000001" },
	{ "set x mtu 1400",
	  "0 000000000000000000000000000000 3:7800 4:78050000" },
	{ "set x txqueuelen 50",
	  "0 000000000000000000000000000000 3:7800 13:32000000" },
	{ "set x master lo",
	  "0 000000000000000000000000000000 3:7800 10:01000000" },
	{ "set x master none",
	  "0 000000000000000000000000000000 3:7800 10:00000000" },
	{ "set x arp off",
	  "0 000000000000008000000080000000 3:7800" },
	{ "set x arp on",
	  "0 000000000000000000000080000000 3:7800" },
	{ "set x multicast on",
	  "0 000000000000000010000000100000 3:7800" },
	{ "set x promisc on",
	  "0 000000000000000001000000010000 3:7800" },
	{ "set x allmulticast on",
	  "0 000000000000000002000000020000 3:7800" },
	{ "set x allmulticast off",
	  "0 000000000000000000000000020000 3:7800" },
	{ "set x up on",
	  "0 000000000000000100000001000000 3:7800" },
	{ "set x up off",
	  "0 000000000000000000000001000000 3:7800" },
	{ "address 192.0.2.1/24 dev lo",
	  "2 18000001000000 2:c0000201 1:c0000201" },
	{ "address 127.0.0.2/8 dev lo",
	  "2 0800fe01000000 2:7f000002 1:7f000002" },
	{ "address 127.0.0.2/8 dev lo scope link",
	  "2 0800fd01000000 2:7f000002 1:7f000002" },
	{ "address 192.0.2.1/24 dev lo broadcast 192.0.2.255",
	  "2 18000001000000 2:c0000201 4:c00002ff 1:c0000201" },
	{ "address 192.0.2.1/25 dev lo brd +",
	  "2 19000001000000 2:c0000201 4:c000027f 1:c0000201" },
	{ "address 192.0.2.1/0 dev lo brd +",
	  "2 00000001000000 2:c0000201 4:ffffffff 1:c0000201" },
	{ "address 192.0.2.1/31 dev lo scope link",
	  "2 1f00fd01000000 2:c0000201 1:c0000201" },
	{ "address 192.0.2.1 peer 192.0.2.2/30 dev lo",
	  "2 1e000001000000 2:c0000201 1:c0000202" },
	{ "address 2001:db8::1/64 dev lo nodad",
	  "10 40000001000000 1:20010db8000000000000000000000001 8:02000000" },
	{ "address 2001:db8::1/64 dev lo home noprefixroute",
	  "10 40000001000000 1:20010db8000000000000000000000001 8:10020000" },
	{ "address 2001:db8::1 peer 2001:db8::2/127 dev lo",
	  "10 7f000001000000 2:20010db8000000000000000000000001 "
	  "1:20010db8000000000000000000000002" },
	{ "address 192.0.2.1/24 dev lo preferred_lft 60 valid_lft forever",
	  "2 18000001000000 2:c0000201 6:3c000000ffffffff0000000000000000 1:c0000201" },
	{ "address 192.0.2.1/24 dev lo valid_lft 120",
	  "2 18000001000000 2:c0000201 6:ffffffff780000000000000000000000 1:c0000201" },
	{ "route 192.0.2.0/24 via 198.51.100.1",
	  "2 1800000000000100000000 1:c0000200 5:c6336401 15:fe000000" },
	{ "route 192.0.2.0/24 dev lo",
	  "2 1800000000fd0100000000 1:c0000200 4:01000000 15:fe000000" },
	{ "route 192.0.2.0/24 dev lo scope host",
	  "2 1800000000fe0100000000 1:c0000200 4:01000000 15:fe000000" },
	{ "route 192.0.2.0/24 dev lo scope global src 198.51.100.1",
	  "2 1800000000000100000000 1:c0000200 4:01000000 7:c6336401 15:fe000000" },
	{ "route 192.0.2.0/24 via 198.51.100.1 dev lo onlink metric 7 table 300",
	  "2 1800000000000104000000 1:c0000200 5:c6336401 4:01000000 6:07000000 15:2c010000" },
	{ "route default via 198.51.100.1 table main proto static",
	  "2 0000000004000100000000 5:c6336401 15:fe000000" },
	{ "route default via 2001:db8::1 table default proto boot",
	  "10 0000000003000100000000 5:20010db8000000000000000000000001 15:fd000000 6:00040000" },
	{ "route 2001:db8:1::7/48 via 2001:db8::1",
	  "10 3000000000000100000000 1:20010db8000100000000000000000000 "
	  "5:20010db8000000000000000000000001 15:fe000000 6:00040000" },
	{ "route ::/0 via 2001:db8::1 metric 5",
	  "10 0000000000000100000000 5:20010db8000000000000000000000001 6:05000000 15:fe000000" },
	{ "route 0.0.0.0/0 dev lo",
	  "2 0000000000fd0100000000 4:01000000 15:fe000000" },
	{ "route local 192.0.2.1 dev lo",
	  "2 2000000000fe0200000000 1:c0000201 4:01000000 15:ff000000" },
	{ "route local 2001:db8::7 dev lo proto kernel",
	  "10 8000000002000200000000 1:20010db8000000000000000000000007 4:01000000 15:ff000000 "
	  "6:00040000" },
	{ "route blackhole 192.0.2.0/24",
	  "2 1800000000000600000000 1:c0000200 15:fe000000" },
	{ "route unreachable 2001:db8::/32",
	  "10 2000000000000700000000 1:20010db8000000000000000000000000 15:fe000000 6:00040000" },
	{ "route prohibit 192.0.2.0/24 table local proto dhcp",
	  "2 1800000010000800000000 1:c0000200 15:ff000000" },
	{ "route 192.0.2.0/24 via 198.51.100.1 mtu 1400 advmss 1360",
	  "2 1800000000000100000000 1:c0000200 5:c6336401 "
	  "32776:08000200780500000800080050050000 15:fe000000" },
	{ "route default nexthop via 192.0.2.1 weight 2 nexthop via 192.0.2.2 dev lo weight 1",
	  "2 0000000000000100000000 "
	  "32777:100000010000000008000500c0000201100000000100000008000500c0000202 15:fe000000" },
	{ "neighbour 192.0.2.1 lladdr 02:00:00:00:00:01 dev lo",
	  "2 0000000100000080000000 1:c0000201 2:020000000001" },
	{ "neighbour 2001:db8::1 lladdr 02:00:00:00:00:01 dev lo",
	  "10 0000000100000080000000 1:20010db8000000000000000000000001 2:020000000001" },
	{ "fdb 02:00:00:00:00:01 dst 192.0.2.1 dev lo",
	  "7 0000000100000080000200 2:020000000001 1:c0000201" },
	{ "rule from 192.0.2.0/24 to 198.51.100.0/25 table 7 priority 100",
	  "2 1918000000000100000000 2:c0000200 1:c6336400 15:07000000 6:64000000" },
	{ "rule from all lookup main pref 5",
	  "2 0000000000000100000000 15:fe000000 6:05000000" },
	{ "rule to 2001:db8::/32 iif lo oif eth0",
	  "10 2000000000000100000000 1:20010db8000000000000000000000000 3:6c6f00 17:6574683000 "
	  "15:fe000000" },
	{ "rule fwmark 5/7 table default",
	  "2 0000000000000100000000 10:05000000 16:07000000 15:fd000000" },
	{ "rule ipproto tcp table 7",
	  "2 0000000000000100000000 22:06 15:07000000" },
	{ "rule ipproto udp suppress_prefixlength 0 table main",
	  "2 0000000000000100000000 22:11 14:00000000 15:fe000000" },
	{ "rule not from 192.0.2.1 blackhole",
	  "2 0020000000000602000000 2:c0000201" },
	{ "rule from 192.0.2.1 unreachable",
	  "2 0020000000000700000000 2:c0000201" },
	{ "rule from 192.0.2.1 prohibit",
	  "2 0020000000000800000000 2:c0000201" },
};

static void test_bytes(void)
{
	if (BYTE_ORDER == BIG_ENDIAN) {
		skip("messages", "the table is for little-endian machines");
		return;
	}
	are_there = false;
	for (unsigned i = 0; i < ARRAY_SIZE(encoded); i++) {
		int error = encode(encoded[i][0]);

		CHECK_TEXT(error < 0 ? "" : bytes_of_message(), encoded[i][1], encoded[i][0]);
	}
	are_there = true;
}

int main(void)
{
	begin();
	test_addresses();
	test_ethernet();
	if (statements_begin() < 0)
		return 1;
	test_numbers();
	test_tunnels();
	test_bytes();
	test_parents();
	test_unusable();
	test_matches();
	test_marks();
	test_neighbours();
	test_lifetimes();
	test_old_kernels();
	return end();
}
