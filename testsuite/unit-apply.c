// SPDX-License-Identifier: 0BSD
/* unit-apply.c: addresses as text, what a statement asks the kernel for, is that there already? */
#include "apply/statement.h"
#include "unit.h"

#include <arpa/inet.h>
#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/if_tunnel.h>
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

int main(void)
{
	begin();
	test_addresses();
	test_ethernet();
	if (statements_begin() < 0)
		return 1;
	test_numbers();
	test_tunnels();
	test_parents();
	test_unusable();
	test_matches();
	test_marks();
	test_neighbours();
	test_old_kernels();
	return end();
}
