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
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_tunnel.h>
#include <linux/in.h>
#include <linux/neighbour.h>
#include <sys/socket.h>

enum { ACTION_AT = offsetof(struct fib_rule_hdr, action) };

#define RARE(...) TEXT_IF(ENABLE_FEATURE_APPLY_RARE, __VA_ARGS__)

/* W(name, group, how, at, names: or a bit, a byte, or where the length goes) */
#define WORDS(W) \
	W("", GROUP_LINK, DEVICE_NAME, IFLA_IFNAME, 0) \
	W("link", GROUP_LINK, DEVICE, IFLA_LINK, 0) \
	W("link-netns", GROUP_LINK, NAMESPACE, 0, 0) \
	W("address", GROUP_LINK, ETHERNET, IFLA_ADDRESS, 0) \
	W("mtu", GROUP_LINK, LATER, 0, 0) \
	W("type", GROUP_LINK, KIND, 0, GROUP_KIND) \
	W("", GROUP_VETH, DEVICE_NAME, IFLA_IFNAME, 0) \
	W("peer", GROUP_VETH, DEVICE, IFLA_LINK, 0) \
	W("netns", GROUP_VETH, NAMESPACE, 0, 0) \
	W("", GROUP_SET, DEVICE_NAME, IFLA_IFNAME, 0) \
	W("address", GROUP_SET, ETHERNET, IFLA_ADDRESS, 0) \
	W("mtu", GROUP_SET, U32, IFLA_MTU, 0) \
	W("txqueuelen", GROUP_SET, U32, IFLA_TXQLEN, 0) \
	W("master", GROUP_SET, DEVICE, IFLA_MASTER, 0) \
	W("arp", GROUP_SET, SWITCH_OFF, 7, 0)		/* the bits of IFF_NOARP, … */ \
	W("multicast", GROUP_SET, SWITCH, 12, 0) \
	W("promisc", GROUP_SET, SWITCH, 8, 0) \
	W("allmulticast", GROUP_SET, SWITCH, 9, 0) \
	W("up", GROUP_SET, SWITCH, 0, 0) \
	W("", GROUP_ADDRESS, PREFIX, IFA_LOCAL, 1) \
	W("dev", GROUP_ADDRESS, DEVICE | IN_HEADER, 4, 0) \
	RARE(W("broadcast", GROUP_ADDRESS, ADDRESS, IFA_BROADCAST, 0) \
	W("brd", GROUP_ADDRESS, ADDRESS, IFA_BROADCAST, 0) \
	W("scope", GROUP_ADDRESS, U8 | IN_HEADER, 3, GROUP_SCOPE) \
	W("peer", GROUP_ADDRESS, PREFIX, IFA_ADDRESS, 1) \
	W("nodad", GROUP_ADDRESS, FLAG, IFA_FLAGS, 1)		/* the bits of IFA_F_NODAD, … */ \
	W("home", GROUP_ADDRESS, FLAG, IFA_FLAGS, 4) \
	W("noprefixroute", GROUP_ADDRESS, FLAG, IFA_FLAGS, 9) \
	W("preferred_lft", GROUP_ADDRESS, LIFETIME, 0, 0) \
	W("valid_lft", GROUP_ADDRESS, LIFETIME, 1, 0)) \
	W("", GROUP_ROUTE, PREFIX, RTA_DST, 1) \
	W("via", GROUP_ROUTE, ADDRESS, RTA_GATEWAY, 0) \
	W("dev", GROUP_ROUTE, DEVICE, RTA_OIF, 0) \
	W("metric", GROUP_ROUTE, U32, RTA_PRIORITY, 0) \
	W("table", GROUP_ROUTE, U32, RTA_TABLE, GROUP_TABLE) \
	W("onlink", GROUP_ROUTE, FLAG | IN_HEADER, 8, 2)	/* the bit of RTNH_F_ONLINK */ \
	W("src", GROUP_ROUTE, ADDRESS, RTA_PREFSRC, 0) \
	W("scope", GROUP_ROUTE, U8 | IN_HEADER, 6, GROUP_SCOPE) \
	W("proto", GROUP_ROUTE, U8 | IN_HEADER, 5, GROUP_PROTO) \
	RARE(W("mtu", GROUP_ROUTE, METRIC, 0, 0) \
	W("advmss", GROUP_ROUTE, METRIC, 1, 0) \
	W("nexthop", GROUP_ROUTE, NEXTHOP, 0, 0) \
	W("nexthop", GROUP_NEXTHOP, NEXTHOP, 0, 0) \
	W("via", GROUP_NEXTHOP, ADDRESS, RTA_GATEWAY, 0) \
	W("dev", GROUP_NEXTHOP, DEVICE | IN_HEADER, 4, 0) \
	W("weight", GROUP_NEXTHOP, U8 | IN_HEADER, 3, 0) \
	W("", GROUP_NEIGHBOUR, ADDRESS, NDA_DST, 0) \
	W("lladdr", GROUP_NEIGHBOUR, ETHERNET, NDA_LLADDR, 0) \
	W("dev", GROUP_NEIGHBOUR, DEVICE | IN_HEADER, 4, 0) \
	W("", GROUP_FDB, ETHERNET, NDA_LLADDR, 0) \
	W("dst", GROUP_FDB, ADDRESS, NDA_DST, 0) \
	W("dev", GROUP_FDB, DEVICE | IN_HEADER, 4, 0)) \
	W("blackhole", GROUP_ROUTE_TYPE, RTN_BLACKHOLE, 0, 0) \
	W("unreachable", GROUP_ROUTE_TYPE, RTN_UNREACHABLE, 0, 0) \
	W("prohibit", GROUP_ROUTE_TYPE, RTN_PROHIBIT, 0, 0) \
	W("throw", GROUP_ROUTE_TYPE, RTN_THROW, 0, 0) \
	W("local", GROUP_ROUTE_TYPE, RTN_LOCAL, 0, 0) \
	W("link", GROUP_SCOPE, RT_SCOPE_LINK, 0, 0) \
	W("host", GROUP_SCOPE, RT_SCOPE_HOST, 0, 0) \
	W("global", GROUP_SCOPE, RT_SCOPE_UNIVERSE, 0, 0) \
	W("main", GROUP_TABLE, RT_TABLE_MAIN, 0, 0) \
	W("local", GROUP_TABLE, RT_TABLE_LOCAL, 0, 0) \
	W("default", GROUP_TABLE, RT_TABLE_DEFAULT, 0, 0) \
	W("kernel", GROUP_PROTO, RTPROT_KERNEL, 0, 0) \
	W("boot", GROUP_PROTO, RTPROT_BOOT, 0, 0) \
	W("static", GROUP_PROTO, RTPROT_STATIC, 0, 0) \
	W("dhcp", GROUP_PROTO, RTPROT_DHCP, 0, 0) \
	RARE(W("from", GROUP_RULE, PREFIX, FRA_SRC, 2) \
	W("to", GROUP_RULE, PREFIX, FRA_DST, 1) \
	W("iif", GROUP_RULE, NAME, FRA_IIFNAME, 0) \
	W("oif", GROUP_RULE, NAME, FRA_OIFNAME, 0) \
	W("priority", GROUP_RULE, U32, FRA_PRIORITY, 0) \
	W("pref", GROUP_RULE, U32, FRA_PRIORITY, 0) \
	W("table", GROUP_RULE, U32, FRA_TABLE, GROUP_TABLE) \
	W("lookup", GROUP_RULE, U32, FRA_TABLE, GROUP_TABLE) \
	W("fwmark", GROUP_RULE, PAIR, FRA_FWMARK, 4) \
	W("uidrange", GROUP_RULE, PAIR, FRA_UID_RANGE, 8) \
	W("l3mdev", GROUP_RULE, BYTE, FRA_L3MDEV, 1) \
	W("ipproto", GROUP_RULE, U8, FRA_IP_PROTO, GROUP_IP_PROTO) \
	W("tcp", GROUP_IP_PROTO, IPPROTO_TCP, 0, 0) \
	W("udp", GROUP_IP_PROTO, IPPROTO_UDP, 0, 0) \
	W("suppress_prefixlength", GROUP_RULE, U32, FRA_SUPPRESS_PREFIXLEN, 0) \
	W("not", GROUP_RULE, FLAG | IN_HEADER, 8, 1)	/* the bit of FIB_RULE_INVERT */ \
	W("blackhole", GROUP_RULE, BYTE | IN_HEADER, ACTION_AT, FR_ACT_BLACKHOLE) \
	W("unreachable", GROUP_RULE, BYTE | IN_HEADER, ACTION_AT, FR_ACT_UNREACHABLE) \
	W("prohibit", GROUP_RULE, BYTE | IN_HEADER, ACTION_AT, FR_ACT_PROHIBIT)) \
	W("vlan", GROUP_KIND, GROUP_VLAN, 0, 0) \
	W("id", GROUP_VLAN, U16, IFLA_VLAN_ID, 0) \
	RARE(W("protocol", GROUP_VLAN, BIG_U16, IFLA_VLAN_PROTOCOL, GROUP_VLAN_PROTOCOL) \
	W("proto", GROUP_VLAN, BIG_U16, IFLA_VLAN_PROTOCOL, GROUP_VLAN_PROTOCOL) \
	W("802.1q", GROUP_VLAN_PROTOCOL, ETH_P_8021Q & 255, ETH_P_8021Q >> 8, 0) \
	W("802.1Q", GROUP_VLAN_PROTOCOL, ETH_P_8021Q & 255, ETH_P_8021Q >> 8, 0) \
	W("802.1ad", GROUP_VLAN_PROTOCOL, ETH_P_8021AD & 255, ETH_P_8021AD >> 8, 0)) \
	W("macvlan", GROUP_KIND, GROUP_MACVLAN, 0, 0) \
	W("macvtap", GROUP_KIND, GROUP_MACVLAN, 0, 0) \
	W("mode", GROUP_MACVLAN, U32, IFLA_MACVLAN_MODE, GROUP_MACVLAN_MODE) \
	W("private", GROUP_MACVLAN_MODE, MACVLAN_MODE_PRIVATE, 0, 0) \
	W("vepa", GROUP_MACVLAN_MODE, MACVLAN_MODE_VEPA, 0, 0) \
	W("bridge", GROUP_MACVLAN_MODE, MACVLAN_MODE_BRIDGE, 0, 0) \
	W("passthru", GROUP_MACVLAN_MODE, MACVLAN_MODE_PASSTHRU, 0, 0) \
	W("ipvlan", GROUP_KIND, GROUP_IPVLAN, 0, 0) \
	W("mode", GROUP_IPVLAN, U16, IFLA_IPVLAN_MODE, GROUP_IPVLAN_MODE) \
	W("l2", GROUP_IPVLAN_MODE, IPVLAN_MODE_L2, 0, 0) \
	W("l3", GROUP_IPVLAN_MODE, IPVLAN_MODE_L3, 0, 0) \
	W("l3s", GROUP_IPVLAN_MODE, 2, 0, 0)		/* Linux 4.9 */ \
	W("bridge", GROUP_KIND, GROUP_BRIDGE, 0, 0) \
	W("stp_state", GROUP_BRIDGE, U32, IFLA_BR_STP_STATE, 0) \
	W("forward_delay", GROUP_BRIDGE, U32, IFLA_BR_FORWARD_DELAY, 0) \
	W("vlan_filtering", GROUP_BRIDGE, U8, IFLA_BR_VLAN_FILTERING, 0) \
	W("mcast_snooping", GROUP_BRIDGE, U8, IFLA_BR_MCAST_SNOOPING, 0) \
	RARE(W("mcast_querier", GROUP_BRIDGE, U8, IFLA_BR_MCAST_QUERIER, 0) \
	W("ageing_time", GROUP_BRIDGE, U32, IFLA_BR_AGEING_TIME, 0) \
	W("priority", GROUP_BRIDGE, U16, IFLA_BR_PRIORITY, 0) \
	W("group_fwd_mask", GROUP_BRIDGE, U16, IFLA_BR_GROUP_FWD_MASK, 0) \
	W("vlan_default_pvid", GROUP_BRIDGE, U16, IFLA_BR_VLAN_DEFAULT_PVID, 0) \
	W("vxlan", GROUP_KIND, GROUP_VXLAN, 0, 0) \
	W("id", GROUP_VXLAN, U32, IFLA_VXLAN_ID, 0) \
	W("local", GROUP_VXLAN, ADDRESS, IFLA_VXLAN_LOCAL, IFLA_VXLAN_LOCAL6) \
	W("remote", GROUP_VXLAN, ADDRESS, IFLA_VXLAN_GROUP, IFLA_VXLAN_GROUP6) \
	W("group", GROUP_VXLAN, ADDRESS, IFLA_VXLAN_GROUP, IFLA_VXLAN_GROUP6) \
	W("dstport", GROUP_VXLAN, BIG_U16, IFLA_VXLAN_PORT, 0) \
	W("nolearning", GROUP_VXLAN, BYTE, IFLA_VXLAN_LEARNING, 0) \
	W("ttl", GROUP_VXLAN, U8, IFLA_VXLAN_TTL, 0) \
	W("dev", GROUP_VXLAN, DEVICE, IFLA_VXLAN_LINK, 0) \
	W("ipip", GROUP_KIND, GROUP_IPTUN, AF_INET, 0) \
	W("sit", GROUP_KIND, GROUP_IPTUN, AF_INET, 0) \
	W("ip6tnl", GROUP_KIND, GROUP_IPTUN, AF_INET6, 0) \
	W("dev", GROUP_IPTUN, DEVICE, IFLA_IPTUN_LINK, 0) \
	W("local", GROUP_IPTUN, ADDRESS, IFLA_IPTUN_LOCAL, 0) \
	W("remote", GROUP_IPTUN, ADDRESS, IFLA_IPTUN_REMOTE, 0) \
	W("ttl", GROUP_IPTUN, U8, IFLA_IPTUN_TTL, 0) \
	W("encaplimit", GROUP_IPTUN, U8, IFLA_IPTUN_ENCAP_LIMIT, 0) \
	W("mode", GROUP_IPTUN, U8, IFLA_IPTUN_PROTO, GROUP_IPTUN_MODE) \
	W("any", GROUP_IPTUN_MODE, 0, 0, 0) \
	W("ipip", GROUP_IPTUN_MODE, IPPROTO_IPIP, 0, 0) \
	W("ip6ip", GROUP_IPTUN_MODE, IPPROTO_IPV6, 0, 0) \
	W("ipip6", GROUP_IPTUN_MODE, IPPROTO_IPIP, 0, 0) \
	W("ip6ip6", GROUP_IPTUN_MODE, IPPROTO_IPV6, 0, 0) \
	W("gre", GROUP_KIND, GROUP_GRE, AF_INET, 0) \
	W("gretap", GROUP_KIND, GROUP_GRE, AF_INET, 0) \
	W("ip6gre", GROUP_KIND, GROUP_GRE, AF_INET6, 0) \
	W("ip6gretap", GROUP_KIND, GROUP_GRE, AF_INET6, 0) \
	W("dev", GROUP_GRE, DEVICE, IFLA_GRE_LINK, 0) \
	W("local", GROUP_GRE, ADDRESS, IFLA_GRE_LOCAL, 0) \
	W("remote", GROUP_GRE, ADDRESS, IFLA_GRE_REMOTE, 0) \
	W("ttl", GROUP_GRE, U8, IFLA_GRE_TTL, 0) \
	W("encaplimit", GROUP_GRE, U8, IFLA_GRE_ENCAP_LIMIT, 0) \
	W("key", GROUP_GRE, KEY, IFLA_GRE_IKEY, IFLA_GRE_IFLAGS) \
	W("vti", GROUP_KIND, GROUP_VTI, AF_INET, 0) \
	W("vti6", GROUP_KIND, GROUP_VTI, AF_INET6, 0) \
	W("dev", GROUP_VTI, DEVICE, IFLA_VTI_LINK, 0) \
	W("local", GROUP_VTI, ADDRESS, IFLA_VTI_LOCAL, 0) \
	W("remote", GROUP_VTI, ADDRESS, IFLA_VTI_REMOTE, 0) \
	W("key", GROUP_VTI, KEY, IFLA_VTI_IKEY, 0) \
	W("geneve", GROUP_KIND, GROUP_GENEVE, 0, 0) \
	W("id", GROUP_GENEVE, U32, IFLA_GENEVE_ID, 0) \
	W("remote", GROUP_GENEVE, ADDRESS, IFLA_GENEVE_REMOTE, IFLA_GENEVE_REMOTE6) \
	W("dstport", GROUP_GENEVE, BIG_U16, IFLA_GENEVE_PORT, 0) \
	W("ttl", GROUP_GENEVE, U8, IFLA_GENEVE_TTL, 0) \
	W("xfrm", GROUP_KIND, GROUP_XFRM, 0, 0) \
	W("dev", GROUP_XFRM, DEVICE, IFLA_XFRM_LINK, 0) \
	W("if_id", GROUP_XFRM, U32, IFLA_XFRM_IF_ID, 0) \
	W("vrf", GROUP_KIND, GROUP_VRF, 0, 0) \
	W("table", GROUP_VRF, U32, IFLA_VRF_TABLE, 0) \
	W("bond", GROUP_KIND, GROUP_BOND, 0, 0) \
	W("mode", GROUP_BOND, U8, IFLA_BOND_MODE, GROUP_BOND_MODE) \
	W("miimon", GROUP_BOND, U32, IFLA_BOND_MIIMON, 0) \
	W("updelay", GROUP_BOND, U32, IFLA_BOND_UPDELAY, 0) \
	W("downdelay", GROUP_BOND, U32, IFLA_BOND_DOWNDELAY, 0) \
	W("lacp_rate", GROUP_BOND, U8, IFLA_BOND_AD_LACP_RATE, GROUP_BOND_RATE) \
	W("slow", GROUP_BOND_RATE, 0, 0, 0) \
	W("fast", GROUP_BOND_RATE, 1, 0, 0) \
	W("xmit_hash_policy", GROUP_BOND, U8, IFLA_BOND_XMIT_HASH_POLICY, GROUP_BOND_POLICY) \
	W("layer2", GROUP_BOND_POLICY, 0, 0, 0) \
	W("layer3+4", GROUP_BOND_POLICY, 1, 0, 0) \
	W("layer2+3", GROUP_BOND_POLICY, 2, 0, 0) \
	W("balance-rr", GROUP_BOND_MODE, 0, 0, 0) \
	W("active-backup", GROUP_BOND_MODE, 1, 0, 0) \
	W("balance-xor", GROUP_BOND_MODE, 2, 0, 0) \
	W("broadcast", GROUP_BOND_MODE, 3, 0, 0) \
	W("802.3ad", GROUP_BOND_MODE, 4, 0, 0) \
	W("balance-tlb", GROUP_BOND_MODE, 5, 0, 0) \
	W("balance-alb", GROUP_BOND_MODE, 6, 0, 0))

#define NAME_OF_WORD(name, ...) name "\0"
#define NUMBERS_OF_WORD(name, ...) { __VA_ARGS__ },
/* Apart from the numbers, because both compress better then. */
static const char names_of_words[] = WORDS(NAME_OF_WORD);
static const struct word words[] = {
	WORDS(NUMBERS_OF_WORD)
};

const struct word *word_find(unsigned group, const char *name)
{
	const char *at = names_of_words;

	for (const struct word *word = words; word < words + ARRAY_SIZE(words); word++) {
		if (word->group == group && str_equal(at, name))
			return word;
		at = str_next(at);
	}
	return NULL;
}

void msg_add_words(unsigned group)
{
	const char *at = names_of_words;

	for (const struct word *word = words; word < words + ARRAY_SIZE(words); word++) {
		if (word->group == group && *at) {
			msg_add(" ");
			msg_add(at);
		}
		at = str_next(at);
	}
}
