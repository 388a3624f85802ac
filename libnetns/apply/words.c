// SPDX-License-Identifier: 0BSD
/* words.c: the words of statements
 *
 * One table has all of them: those of each verb, those of each kind of device, and names for
 * numbers. It says how to read the value that follows a word, and where in the message this goes:
 * to an attribute, or to an offset in the header. The first value of most statements, which follows
 * no word, has a row with an empty name.
 */
#include "apply/statement.h"
#include "apply/words.h"

#include <linux/fib_rules.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>

enum { ACTION_AT = offsetof(struct fib_rule_hdr, action) };

#define RARE(...) TEXT_IF(ENABLE_FEATURE_APPLY_RARE, __VA_ARGS__)

static const struct word words[] = {
	/* name, group, how, at, names (or a bit, or where the length goes) */
	{ "", GROUP_LINK, DEVICE_NAME, IFLA_IFNAME, 0 },
	{ "link", GROUP_LINK, DEVICE, IFLA_LINK, 0 },
	{ "link-netns", GROUP_LINK, NAMESPACE, 0, 0 },
	{ "address", GROUP_LINK, ETHERNET, IFLA_ADDRESS, 0 },
	{ "mtu", GROUP_LINK, U32, IFLA_MTU, 0 },
	{ "type", GROUP_LINK, KIND, 0, GROUP_KIND },
	{ "", GROUP_VETH, DEVICE_NAME, IFLA_IFNAME, 0 },
	{ "peer", GROUP_VETH, DEVICE, IFLA_LINK, 0 },
	{ "netns", GROUP_VETH, NAMESPACE, 0, 0 },
	{ "", GROUP_SET, DEVICE_NAME, IFLA_IFNAME, 0 },
	{ "address", GROUP_SET, ETHERNET, IFLA_ADDRESS, 0 },
	{ "mtu", GROUP_SET, U32, IFLA_MTU, 0 },
	{ "txqueuelen", GROUP_SET, U32, IFLA_TXQLEN, 0 },
	{ "master", GROUP_SET, DEVICE, IFLA_MASTER, 0 },
	{ "arp", GROUP_SET, SWITCH_OFF, 7, 0 },		/* the bits of IFF_NOARP, … */
	{ "multicast", GROUP_SET, SWITCH, 12, 0 },
	{ "promisc", GROUP_SET, SWITCH, 8, 0 },
	{ "allmulticast", GROUP_SET, SWITCH, 9, 0 },
	{ "up", GROUP_SET, SWITCH, 0, 0 },
	{ "", GROUP_ADDRESS, PREFIX, IFA_LOCAL, 1 },
	{ "dev", GROUP_ADDRESS, DEVICE | IN_HEADER, 4, 0 },
	RARE({ "broadcast", GROUP_ADDRESS, ADDRESS, IFA_BROADCAST, 0 },
	{ "scope", GROUP_ADDRESS, U8 | IN_HEADER, 3, GROUP_SCOPE },
	{ "nodad", GROUP_ADDRESS, FLAG, IFA_FLAGS, IFA_F_NODAD },
	{ "home", GROUP_ADDRESS, FLAG, IFA_FLAGS, IFA_F_HOMEADDRESS },
	{ "preferred_lft", GROUP_ADDRESS, LIFETIME, 0, 0 },
	{ "valid_lft", GROUP_ADDRESS, LIFETIME, 1, 0 },)
	{ "", GROUP_ROUTE, PREFIX, RTA_DST, 1 },
	{ "via", GROUP_ROUTE, ADDRESS, RTA_GATEWAY, 0 },
	{ "dev", GROUP_ROUTE, DEVICE, RTA_OIF, 0 },
	{ "metric", GROUP_ROUTE, U32, RTA_PRIORITY, 0 },
	{ "table", GROUP_ROUTE, U32, RTA_TABLE, GROUP_TABLE },
	{ "onlink", GROUP_ROUTE, FLAG | IN_HEADER, 8, RTNH_F_ONLINK },
	{ "src", GROUP_ROUTE, ADDRESS, RTA_PREFSRC, 0 },
	{ "scope", GROUP_ROUTE, U8 | IN_HEADER, 6, GROUP_SCOPE },
	{ "proto", GROUP_ROUTE, U8 | IN_HEADER, 5, GROUP_PROTO },
	RARE({ "nexthop", GROUP_ROUTE, NEXTHOP, 0, 0 },
	{ "nexthop", GROUP_NEXTHOP, NEXTHOP, 0, 0 },
	{ "via", GROUP_NEXTHOP, ADDRESS, RTA_GATEWAY, 0 },
	{ "dev", GROUP_NEXTHOP, DEVICE | IN_HEADER, 4, 0 },
	{ "weight", GROUP_NEXTHOP, U8 | IN_HEADER, 3, 0 },)
	{ "blackhole", GROUP_ROUTE_TYPE, RTN_BLACKHOLE, 0, 0 },
	{ "unreachable", GROUP_ROUTE_TYPE, RTN_UNREACHABLE, 0, 0 },
	{ "prohibit", GROUP_ROUTE_TYPE, RTN_PROHIBIT, 0, 0 },
	{ "local", GROUP_ROUTE_TYPE, RTN_LOCAL, 0, 0 },
	{ "link", GROUP_SCOPE, RT_SCOPE_LINK, 0, 0 },
	{ "host", GROUP_SCOPE, RT_SCOPE_HOST, 0, 0 },
	{ "global", GROUP_SCOPE, RT_SCOPE_UNIVERSE, 0, 0 },
	{ "main", GROUP_TABLE, RT_TABLE_MAIN, 0, 0 },
	{ "local", GROUP_TABLE, RT_TABLE_LOCAL, 0, 0 },
	{ "default", GROUP_TABLE, RT_TABLE_DEFAULT, 0, 0 },
	{ "kernel", GROUP_PROTO, RTPROT_KERNEL, 0, 0 },
	{ "boot", GROUP_PROTO, RTPROT_BOOT, 0, 0 },
	{ "static", GROUP_PROTO, RTPROT_STATIC, 0, 0 },
	{ "dhcp", GROUP_PROTO, RTPROT_DHCP, 0, 0 },
	RARE({ "from", GROUP_RULE, PREFIX, FRA_SRC, 2 },
	{ "to", GROUP_RULE, PREFIX, FRA_DST, 1 },
	{ "iif", GROUP_RULE, NAME, FRA_IIFNAME, 0 },
	{ "oif", GROUP_RULE, NAME, FRA_OIFNAME, 0 },
	{ "priority", GROUP_RULE, U32, FRA_PRIORITY, 0 },
	{ "table", GROUP_RULE, U32, FRA_TABLE, GROUP_TABLE },
	{ "lookup", GROUP_RULE, U32, FRA_TABLE, GROUP_TABLE },
	{ "fwmark", GROUP_RULE, U32, FRA_FWMARK, 0 },
	{ "ipproto", GROUP_RULE, U8, FRA_IP_PROTO, GROUP_IP_PROTO },
	{ "tcp", GROUP_IP_PROTO, IPPROTO_TCP, 0, 0 },
	{ "udp", GROUP_IP_PROTO, IPPROTO_UDP, 0, 0 },
	{ "suppress_prefixlength", GROUP_RULE, U32, FRA_SUPPRESS_PREFIXLEN, 0 },
	{ "not", GROUP_RULE, FLAG | IN_HEADER, 8, FIB_RULE_INVERT },
	{ "blackhole", GROUP_RULE, BYTE, ACTION_AT, FR_ACT_BLACKHOLE },
	{ "unreachable", GROUP_RULE, BYTE, ACTION_AT, FR_ACT_UNREACHABLE },
	{ "prohibit", GROUP_RULE, BYTE, ACTION_AT, FR_ACT_PROHIBIT },)
	{ "vlan", GROUP_KIND, GROUP_VLAN, 0, 0 },
	{ "id", GROUP_VLAN, U16, IFLA_VLAN_ID, 0 },
	{ "macvlan", GROUP_KIND, GROUP_MACVLAN, 0, 0 },
	{ "macvtap", GROUP_KIND, GROUP_MACVLAN, 0, 0 },
	{ "mode", GROUP_MACVLAN, U32, IFLA_MACVLAN_MODE, GROUP_MACVLAN_MODE },
	{ "private", GROUP_MACVLAN_MODE, MACVLAN_MODE_PRIVATE, 0, 0 },
	{ "vepa", GROUP_MACVLAN_MODE, MACVLAN_MODE_VEPA, 0, 0 },
	{ "bridge", GROUP_MACVLAN_MODE, MACVLAN_MODE_BRIDGE, 0, 0 },
	{ "passthru", GROUP_MACVLAN_MODE, MACVLAN_MODE_PASSTHRU, 0, 0 },
	{ "ipvlan", GROUP_KIND, GROUP_IPVLAN, 0, 0 },
	{ "mode", GROUP_IPVLAN, U16, IFLA_IPVLAN_MODE, GROUP_IPVLAN_MODE },
	{ "l2", GROUP_IPVLAN_MODE, IPVLAN_MODE_L2, 0, 0 },
	{ "l3", GROUP_IPVLAN_MODE, IPVLAN_MODE_L3, 0, 0 },
	{ "l3s", GROUP_IPVLAN_MODE, 2, 0, 0 },		/* Linux 4.9 */
	{ "bridge", GROUP_KIND, GROUP_BRIDGE, 0, 0 },
	{ "stp_state", GROUP_BRIDGE, U32, IFLA_BR_STP_STATE, 0 },
	{ "vlan_filtering", GROUP_BRIDGE, U8, IFLA_BR_VLAN_FILTERING, 0 },
	RARE({ "vxlan", GROUP_KIND, GROUP_VXLAN, 0, 0 },
	{ "id", GROUP_VXLAN, U32, IFLA_VXLAN_ID, 0 },
	{ "local", GROUP_VXLAN, ADDRESS, IFLA_VXLAN_LOCAL, IFLA_VXLAN_LOCAL6 },
	{ "remote", GROUP_VXLAN, ADDRESS, IFLA_VXLAN_GROUP, IFLA_VXLAN_GROUP6 },
	{ "dstport", GROUP_VXLAN, BIG_U16, IFLA_VXLAN_PORT, 0 },
	{ "dev", GROUP_VXLAN, DEVICE, IFLA_VXLAN_LINK, 0 },
	{ "vrf", GROUP_KIND, GROUP_VRF, 0, 0 },
	{ "table", GROUP_VRF, U32, IFLA_VRF_TABLE, 0 },
	{ "bond", GROUP_KIND, GROUP_BOND, 0, 0 },
	{ "mode", GROUP_BOND, U8, IFLA_BOND_MODE, GROUP_BOND_MODE },
	{ "balance-rr", GROUP_BOND_MODE, 0, 0, 0 },
	{ "active-backup", GROUP_BOND_MODE, 1, 0, 0 },
	{ "balance-xor", GROUP_BOND_MODE, 2, 0, 0 },
	{ "broadcast", GROUP_BOND_MODE, 3, 0, 0 },
	{ "802.3ad", GROUP_BOND_MODE, 4, 0, 0 },
	{ "balance-tlb", GROUP_BOND_MODE, 5, 0, 0 },
	{ "balance-alb", GROUP_BOND_MODE, 6, 0, 0 },)
};

const struct word *word_find(unsigned group, const char *name)
{
	for (const struct word *word = words; word < words + ARRAY_SIZE(words); word++)
		if (word->group == group && str_equal(word->name, name))
			return word;
	return NULL;
}

void msg_add_words(unsigned group)
{
	for (const struct word *word = words; word < words + ARRAY_SIZE(words); word++) {
		if (word->group != group || !*word->name)
			continue;
		msg_add(" ");
		msg_add(word->name);
	}
}
