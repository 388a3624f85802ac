# SPDX-License-Identifier: 0BSD
# apply-settings.t: netns apply: what devices and namespaces have: addresses, routes, rules, name
# servers, sysctls, what `set` changes, and programs that are run
. "$TESTSUITE/lib.sh"
. "$TESTSUITE/apply.sh"

note_devices
as_it_was
conf <<'END'
namespace a
	veth eth0 peer to-a
END
if ! apply 2>"$T/why"; then
	excuse makes_veth "apply" "$(cat "$T/why")"
	done_testing
	exit
fi
if ! ip_in a -o address >/dev/null 2>&1; then
	skip "addresses" "an ip is needed to look at them"
	done_testing
	exit
fi
pair='namespace a
	veth eth0 peer to-a'

# --- address
becomes "address" "$pair
	address 192.0.2.1/24 dev eth0" "addresses_of a eth0" 192.0.2.1/24
becomes "a second one, and one of IPv6" "$pair
	address 192.0.2.1/24 dev eth0
	address 192.0.2.2/24 dev eth0
	address 2001:db8::1/64 dev eth0" "addresses_of a eth0" \
	"192.0.2.1/24${NL}192.0.2.2/24${NL}2001:db8::1/64"
becomes "the first one goes, which takes its secondaries with it" "$pair
	address 192.0.2.2/24 dev eth0
	address 2001:db8::1/64 dev eth0" "addresses_of a eth0" "192.0.2.2/24${NL}2001:db8::1/64"
becomes "another length" "$pair
	address 192.0.2.2/25 dev eth0
	address 2001:db8::1/48 dev eth0" "addresses_of a eth0" "192.0.2.2/25${NL}2001:db8::1/48"
ip_in a address add 192.0.2.200/24 dev eth0
becomes "one that others added stays" "$pair
	address 192.0.2.3/25 dev eth0" "addresses_of a eth0" "192.0.2.200/24${NL}192.0.2.3/25"
ip_in a address add 198.51.100.1/24 dev eth0
becomes "one that is there already" "$pair
	address 198.51.100.1/24 dev eth0" "addresses_of a eth0" "192.0.2.200/24${NL}198.51.100.1/24"
becomes "was not ours, and stays" "$pair" "addresses_of a eth0" "192.0.2.200/24${NL}198.51.100.1/24"
ip_in a address del 198.51.100.1/24 dev eth0
ip_in a address del 192.0.2.200/24 dev eth0
line_of()
{
	echo $(ip_in a -o address show dev eth0 | grep " $1" | grep -oE 'brd [^ ]*|scope [a-z]*')
}
becomes "the broadcast address" "$pair
	address 192.0.2.1/24 broadcast + dev eth0" "line_of 192" "brd 192.0.2.255 scope global"
becomes "is changed" "$pair
	address 192.0.2.1/24 brd 192.0.2.127 dev eth0" "line_of 192" \
	"brd 192.0.2.127 scope global"
becomes "the scope" "$pair
	address 192.0.2.1/24 scope link dev eth0" "line_of 192" "scope link"
becomes "is changed" "$pair
	address 192.0.2.1/24 dev eth0" "line_of 192" "scope global"
loopback()
{
	ip_in "$1" -o address show dev lo | grep -oE '127[^ ]* .*scope [a-z]*'
}
becomes "a loopback address comes after the kernel's, and has its scope" "$pair
	address 127.0.0.53/8 dev lo" "loopback a" \
	"127.0.0.1/8 scope host${NL}127.0.0.53/8 scope host"
becomes "it goes" "$pair" "loopback a" "127.0.0.1/8 scope host"
becomes "an address without a length is one of its own" "$pair
	address 192.0.2.1 dev eth0" "addresses_of a eth0" "192.0.2.1/32"
peers()
{
	ip_in a -o address show dev eth0 | grep -o 'inet .*/.* scope' | LC_ALL=C sort
}
# routes to peers, and by way of them: BusyBox's ip does not show peers of IPv6
peers6()
{
	ip_in a -6 route | sed -nE 's/^((default via )?2001:db8:1::.) .*/\1/p' | LC_ALL=C sort
}
becomes "a peer" "$pair
	address 198.51.100.2 peer 198.51.100.9 dev eth0" "peers; routes_of a" \
	"inet 198.51.100.2 peer 198.51.100.9/32 scope
198.51.100.9 dev eth0 scope link src 198.51.100.2"
ip_in a address add 198.51.100.2 peer 198.51.100.1/32 dev eth0
theirs="inet 198.51.100.2 peer 198.51.100.1/32 scope"
becomes "no peer; that of others is another address, and stays" "$pair
	address 198.51.100.2/32 dev eth0" "peers" "$theirs${NL}inet 198.51.100.2/32 scope"
ip_in a address add 198.51.100.3 peer 198.51.100.9/32 dev eth0
becomes "the same address or the same peer as others" "$pair
	address 198.51.100.2 peer 198.51.100.9/32 dev eth0" "peers" \
	"$theirs
inet 198.51.100.2 peer 198.51.100.9/32 scope
inet 198.51.100.3 peer 198.51.100.9/32 scope"
ip_in a address del 198.51.100.3 peer 198.51.100.9/32 dev eth0
ip_in a address del 198.51.100.2 peer 198.51.100.1/32 dev eth0
becomes "another peer; two of one address; a network of peers" "$pair
	address 198.51.100.2 peer 198.51.100.8/32 dev eth0
	address 198.51.100.2 peer 203.0.113.0/30 dev eth0" "peers; routes_of a" \
	"inet 198.51.100.2 peer 198.51.100.8/32 scope
inet 198.51.100.2 peer 203.0.113.0/30 scope
198.51.100.8 dev eth0 scope link src 198.51.100.2
203.0.113.0/30 dev eth0 scope link src 198.51.100.2"
becomes "the same address without a peer" "$pair
	address 198.51.100.2/32 dev eth0" "peers; routes_of a" "inet 198.51.100.2/32 scope"
becomes "a peer of IPv6, and at once a route by way of it" "$pair
	address 2001:db8::2 peer 2001:db8:1::9 dev eth0
	route ::/0 via 2001:db8:1::9" "addresses_of a eth0 | cut -d / -f 1; peers6" \
	"2001:db8::2${NL}2001:db8:1::9${NL}default via 2001:db8:1::9"
becomes "the same of a new device" "namespace p
	veth eth0 peer to-p
	address 2001:db8::2 peer 2001:db8:1::9 dev eth0 nodad
	route ::/0 via 2001:db8:1::9" "ip_in p -6 route | grep -c 'via 2001:db8:1::9'" 1
becomes "another one" "$pair
	address 2001:db8::2 peer 2001:db8:1::8/128 dev eth0 nodad" \
	"eventually 'peers6 | grep -q .' && peers6" 2001:db8:1::8
becomes "none" "$pair
	address 2001:db8::2/128 dev eth0 nodad" "addresses_of a eth0; peers6" 2001:db8::2/128
becomes "noprefixroute" "$pair
	address 192.0.2.1/24 dev eth0 noprefixroute" "addresses_of a eth0; routes_of a" 192.0.2.1/24
becomes "without it" "$pair
	address 192.0.2.1/24 dev eth0" "routes_of a" \
	"192.0.2.0/24 dev eth0 scope link src 192.0.2.1"
becomes "with it again" "$pair
	address 192.0.2.1/24 dev eth0 noprefixroute" "routes_of a" ""
becomes "addresses go" "$pair" "addresses_of a eth0" ""

# --- up, down, set
becomes "down" "$pair
	down eth0" "is_up a eth0 || echo down" down
becomes "and up again" "$pair" "is_up a eth0 && echo up" up
ip_in a link set eth0 down
check "one that others took down is brought up" "apply; is_up a eth0 && echo up" up
of_link()
{
	echo $(ip_in a link show dev eth0 |
		grep -oE 'mtu [0-9]*|qlen [0-9]*|02:00:[0-9a-f:]*|NOARP|[<,]MULTICAST' | tr -d '<,')
}
mac=$(cat_mac() { ip_in a link show dev eth0 | sed -n 's/.*ether \([^ ]*\) .*/\1/p'; }; cat_mac)
becomes "set" "$pair
	set eth0 address 02:00:00:00:00:07 mtu 1400 arp off multicast off txqueuelen 50" "of_link" \
	"NOARP mtu 1400 qlen 50 02:00:00:00:00:07"
becomes "set, less" "$pair
	set eth0 mtu 1401" "of_link" "MULTICAST mtu 1401 qlen 1000"
check "the old address is back" "ip_in a link show dev eth0 | grep -c 'ether $mac '" 1
becomes "set, in two lines" "$pair
	set eth0 mtu 1402
	set eth0 txqueuelen 7" "of_link" "MULTICAST mtu 1402 qlen 7"
ip_in a link set eth0 mtu 1280
check "changed by others, and set again" "apply; of_link" "MULTICAST mtu 1402 qlen 7"
becomes "set no more" "$pair" "of_link" "MULTICAST mtu 1500 qlen 1000"
becomes "a smaller mtu does not lose IPv6" "$pair
	address 2001:db8::1/64 dev eth0 nodad
	route 2001:db8:1::/48 via 2001:db8::2
	set eth0 mtu 1280" "addresses_of a eth0; ip_in a -6 route | grep -o 2001:db8:1::/48" \
	"2001:db8::1/64${NL}2001:db8:1::/48"
becomes "nor do down and up" "$pair
	address 2001:db8::1/64 dev eth0 nodad
	address 192.0.2.1/24 dev eth0
	route 2001:db8:1::/48 via 2001:db8::2
	route 198.51.100.0/24 via 192.0.2.2
	set eth0 address 02:00:00:00:00:08" \
	"addresses_of a eth0; ip_in a -6 route | grep -o 2001:db8:1::/48
		routes_of a | grep -o '^198.*2'" \
	"192.0.2.1/24${NL}2001:db8::1/64${NL}2001:db8:1::/48${NL}198.51.100.0/24 via 192.0.2.2"

# --- route
net="$pair
	address 192.0.2.1/24 dev eth0
	address 2001:db8::1/64 dev eth0 nodad"
kernel="192.0.2.0/24 dev eth0 scope link src 192.0.2.1"
becomes "route" "$net
	route default via 192.0.2.2" "routes_of a" "$kernel${NL}default via 192.0.2.2 dev eth0"
becomes "another gateway" "$net
	route default via 192.0.2.3" "routes_of a" "$kernel${NL}default via 192.0.2.3 dev eth0"
becomes "a metric" "$net
	route default via 192.0.2.3 metric 5" "routes_of a" \
	"$kernel${NL}default via 192.0.2.3 dev eth0 metric 5"
becomes "two metrics, and one without a gateway" "$net
	route 198.51.100.0/24 via 203.0.113.1
	route default via 192.0.2.3 metric 5
	route default via 192.0.2.4 metric 6
	route 203.0.113.0/24 dev eth0" "routes_of a" "$kernel
198.51.100.0/24 via 203.0.113.1 dev eth0
203.0.113.0/24 dev eth0 scope link
default via 192.0.2.3 dev eth0 metric 5
default via 192.0.2.4 dev eth0 metric 6"
becomes "onlink, src, proto, scope" "$net
	route 198.51.100.0/24 via 203.0.113.1 dev eth0 onlink src 192.0.2.1 proto static
	route 203.0.113.0/24 dev eth0 scope host" "routes_of a" "$kernel
198.51.100.0/24 via 203.0.113.1 dev eth0 src 192.0.2.1 onlink
203.0.113.0/24 dev eth0 scope host"
becomes "a local one is in the table local" "$net
	route local 198.51.100.0/24 dev lo" "routes_of a table local | grep 198.51" \
	"local 198.51.100.0/24 dev lo scope host"
becomes "in a table" "$net
	route default via 192.0.2.2 table 7" "routes_of a; routes_of a table 7" \
	"$kernel${NL}default via 192.0.2.2 dev eth0"
ip_in a route add 203.0.113.0/24 via 192.0.2.9
becomes "one that others added stays" "$net" "routes_of a; routes_of a table 7 2>/dev/null" \
	"$kernel${NL}203.0.113.0/24 via 192.0.2.9 dev eth0"
ip_in a route del 203.0.113.0/24
becomes "IPv6" "$net
	route ::/0 via 2001:db8::2 metric 50
	route 2001:db8:7::/48 dev eth0" \
	"ip_in a -6 route | grep -oE '^(default via [^ ]*|2001:db8:7::/48)' | sort" \
	"2001:db8:7::/48${NL}default via 2001:db8::2"
becomes "0.0.0.0/0" "$net
	route 0.0.0.0/0 dev eth0" "routes_of a" "$kernel${NL}default dev eth0 scope link"
if ip_in a route show 2>/dev/null | grep -q 'proto kernel'; then
	becomes "several gateways" "$net
	route default nexthop via 192.0.2.2 weight 2 nexthop via 192.0.2.3" "routes_of a" \
	"	nexthop via 192.0.2.2 dev eth0 weight 2
	nexthop via 192.0.2.3 dev eth0 weight 1
$kernel
default"
	becomes "other weights" "$net
	route default nexthop via 192.0.2.2 weight 3 nexthop via 192.0.2.3" \
	"routes_of a | grep weight" "	nexthop via 192.0.2.2 dev eth0 weight 3
	nexthop via 192.0.2.3 dev eth0 weight 1"
else
	skip "several gateways" "BusyBox's ip does not show them"
fi
ways()
{
	{
		ip_in a route show
		ip_in a -6 route show
	} | sed -nE 's/ dev eth0 proto static( metric 1024)?/ /; s/ pref .*//; s/ *$//; s/  / /
		/ via /p'
}
if ip_in a -V 2>/dev/null | grep -q iproute2; then
	becomes "a route's mtu, the largest segments, both" "$net
	route default via 192.0.2.2 mtu 1400
	route 203.0.113.0/24 via 192.0.2.2 advmss 1300
	route ::/0 via 2001:db8::2 advmss 1200 mtu 1280" "ways" \
		"default via 192.0.2.2 mtu 1400
203.0.113.0/24 via 192.0.2.2 advmss 1300
default via 2001:db8::2 mtu 1280 advmss 1200"
	becomes "others" "$net
	route default via 192.0.2.2 mtu 1300
	route 203.0.113.0/24 via 192.0.2.2 mtu 1300
	route ::/0 via 2001:db8::2 mtu 1280" "ways" \
		"default via 192.0.2.2 mtu 1300
203.0.113.0/24 via 192.0.2.2 mtu 1300
default via 2001:db8::2 mtu 1280"
	becomes "none" "$net
	route default via 192.0.2.2
	route 203.0.113.0/24 via 192.0.2.2
	route ::/0 via 2001:db8::2" "ways" \
		"default via 192.0.2.2
203.0.113.0/24 via 192.0.2.2
default via 2001:db8::2"
else
	skip "mtu and advmss" "BusyBox's ip does not show them"
fi
becomes "routes go" "$net" "routes_of a" "$kernel"

# --- rule
rules()
{
	ip_in a rule | grep -vE '^(0|32766|32767):' | tr '\t' ' ' | sed 's/ *$//'
	ip_in a -6 rule | grep -vE '^(0|32766|32767):' | tr '\t' ' ' | sed 's/ *$//'
	return 0
}
becomes "rule" "$net
	rule from 192.0.2.0/24 iif eth0 priority 100 table 7" "rules" \
	"100: from 192.0.2.0/24 iif eth0 lookup 7"
becomes "another table" "$net
	rule from 192.0.2.0/24 iif eth0 priority 100 table 8" "rules" \
	"100: from 192.0.2.0/24 iif eth0 lookup 8"
becomes "without a priority: there is one of it" "$net
	rule from 192.0.2.0/24 table 7" "rules" "32765: from 192.0.2.0/24 lookup 7"
ip_in a rule add from 198.51.100.0/24 table 9 priority 50
becomes "IPv6, marks; one that others added stays" "$net
	rule from 2001:db8::/64 table 7 priority 100
	rule fwmark 5 to 198.51.100.0/24 table 7 priority 101" "rules | LC_ALL=C sort" \
	"100: from 2001:db8::/64 lookup 7
101: from all to 198.51.100.0/24 fwmark 0x5 lookup 7
50: from 198.51.100.0/24 lookup 9"
becomes "a mark with a mask" "$net
	rule fwmark 0x100/0x3f00 table 7 priority 101" "rules" \
	"50: from 198.51.100.0/24 lookup 9${NL}101: from all fwmark 0x100/0x3f00 lookup 7"
printf 'namespace a\n\trule fwmark 0/7 table 7 priority 101\n' >"$T/other.conf"
netns-apply "$T/other.conf"
becomes "no mark; what others have with one is another rule" "$net
	rule table 7 priority 101" "rules" "50: from 198.51.100.0/24 lookup 9
101: from all fwmark 0/0x7 lookup 7
101: from all lookup 7"
netns-apply -d "$T/other.conf"
becomes "another mask, another mark" "$net
	rule fwmark 0x100/0x1f00 table 7 priority 101
	rule fwmark 0x200/0x3f00 table 7 priority 102" "rules" \
	"50: from 198.51.100.0/24 lookup 9
101: from all fwmark 0x100/0x1f00 lookup 7
102: from all fwmark 0x200/0x3f00 lookup 7"
becomes "without a mask" "$net
	rule fwmark 0x100 table 7 priority 101" "rules" \
	"50: from 198.51.100.0/24 lookup 9${NL}101: from all fwmark 0x100 lookup 7"
becomes "rules go" "$net" "rules" "50: from 198.51.100.0/24 lookup 9"

# --- neighbour, fdb
neighbours()
{
	ip_in a neigh show | sed -nE 's/^(.* lladdr [^ ]* *[A-Z]*).*/\1/p'
	ip_in a -6 neigh show | sed -nE 's/^([^f].* lladdr [^ ]* *[A-Z]*).*/\1/p'
} 2>/dev/null
becomes "neighbour" "$net
	neighbour 192.0.2.2 lladdr 02:00:00:00:00:02 dev eth0
	neighbour 2001:db8::2 dev eth0 lladdr 02:00:00:00:00:03" "neighbours | LC_ALL=C sort -u" \
	"192.0.2.2 dev eth0 lladdr 02:00:00:00:00:02 PERMANENT
2001:db8::2 dev eth0 lladdr 02:00:00:00:00:03 PERMANENT"
becomes "another one of the same address" "$net
	neighbour 192.0.2.2 lladdr 02:00:00:00:00:04 dev eth0" "neighbours | sort -u" \
	"192.0.2.2 dev eth0 lladdr 02:00:00:00:00:04 PERMANENT"
ip_in a link set eth0 down
check "lost with the device, it comes again" "apply; neighbours | sort -u" \
	"192.0.2.2 dev eth0 lladdr 02:00:00:00:00:04 PERMANENT"
becomes "neighbours go" "$net" "neighbours" ""
if ip_in a neigh replace 192.0.2.2 lladdr 02:00:00:00:00:05 dev eth0 nud stale 2>/dev/null; then
	becomes "what the kernel may forget is made permanent" "$net
	neighbour 192.0.2.2 lladdr 02:00:00:00:00:05 dev eth0" "neighbours | sort -u" \
		"192.0.2.2 dev eth0 lladdr 02:00:00:00:00:05 PERMANENT"
	becomes "it goes" "$net" "neighbours" ""
	ip_in a neigh replace 192.0.2.2 lladdr 02:00:00:00:00:05 dev eth0 nud permanent
	printf '%s\n\tneighbour 192.0.2.2 lladdr 02:00:00:00:00:06 dev eth0\n' "$net" >"$conf"
	check_error "what others made permanent is left as it is" "apply" \
		"netns-apply: *: a: neighbour 192.0.2.2 *: File exists*"
	check "that is still there" "neighbours | sort -u" \
		"192.0.2.2 dev eth0 lladdr 02:00:00:00:00:05 PERMANENT"
	becomes "the same as others made" "$net
	neighbour 192.0.2.2 lladdr 02:00:00:00:00:05 dev eth0" "neighbours | sort -u" \
		"192.0.2.2 dev eth0 lladdr 02:00:00:00:00:05 PERMANENT"
	becomes "it is theirs, and stays" "$net" "neighbours | sort -u" \
		"192.0.2.2 dev eth0 lladdr 02:00:00:00:00:05 PERMANENT"
	ip_in a neigh del 192.0.2.2 dev eth0
else
	skip "neighbours of others" "this ip cannot add them"
fi
bridge=$(PATH=/usr/sbin:/sbin:$PATH command -v bridge)
tunnel='	link vx0 type vxlan id 7 dstport 4789'
forwarding()
{
	in_ns a "$bridge" fdb show dev vx0 | sed 's/ self.*//; s/ via.*//' | LC_ALL=C sort
}
printf '%s\n' "$net" "$tunnel" >"$conf"
if [ -x "$bridge" ] && apply 2>/dev/null; then
	becomes "fdb: where an address is, and whom to flood" "$net
$tunnel
	fdb 02:00:00:00:00:02 dst 192.0.2.2 dev vx0
	fdb 02:00:00:00:00:03 dst 192.0.2.2 dev vx0
	fdb 00:00:00:00:00:00 dst 192.0.2.2 dev vx0
	fdb 00:00:00:00:00:00 dst 192.0.2.3 dev vx0" "forwarding" \
		"00:00:00:00:00:00 dst 192.0.2.2
00:00:00:00:00:00 dst 192.0.2.3
02:00:00:00:00:02 dst 192.0.2.2
02:00:00:00:00:03 dst 192.0.2.2"
	becomes "another place, others to flood" "$net
$tunnel
	fdb 02:00:00:00:00:02 dst 192.0.2.4 dev vx0
	fdb 02:00:00:00:00:03 dst 192.0.2.2 dev vx0
	fdb 00:00:00:00:00:00 dst 192.0.2.3 dev vx0
	fdb 00:00:00:00:00:00 dst 192.0.2.4 dev vx0" "forwarding" \
		"00:00:00:00:00:00 dst 192.0.2.3
00:00:00:00:00:00 dst 192.0.2.4
02:00:00:00:00:02 dst 192.0.2.4
02:00:00:00:00:03 dst 192.0.2.2"
	in_ns a "$bridge" fdb append 00:00:00:00:00:00 dst 192.0.2.9 dev vx0
	becomes "they go, but not what others added" "$net
$tunnel" "forwarding" "00:00:00:00:00:00 dst 192.0.2.9"
	in_ns a "$bridge" fdb add 02:00:00:00:00:02 dst 192.0.2.2 dev vx0 dynamic
	becomes "what was learned is replaced; beside others who are flooded" "$net
$tunnel
	fdb 02:00:00:00:00:02 dst 192.0.2.4 dev vx0
	fdb 00:00:00:00:00:00 dst 192.0.2.4 dev vx0" "forwarding" \
		"00:00:00:00:00:00 dst 192.0.2.4
00:00:00:00:00:00 dst 192.0.2.9
02:00:00:00:00:02 dst 192.0.2.4"
	becomes "they go" "$net
$tunnel" "forwarding" "00:00:00:00:00:00 dst 192.0.2.9"
	in_ns a "$bridge" fdb add 02:00:00:00:00:02 dst 192.0.2.2 dev vx0
	printf '%s\n' "$net" "$tunnel" "	fdb 02:00:00:00:00:02 dst 192.0.2.4 dev vx0" \
		>"$conf"
	check_error "what others added is left as it is" "apply" \
		"netns-apply: *: a: fdb 02:00:00:00:00:02 *: File exists*"
	check "that is still there" "forwarding | grep :02" "02:00:00:00:00:02 dst 192.0.2.2"
else
	skip "fdb" "there is no bridge(8), or no vxlan"
fi
printf '%s\n\tneighbour 192.0.2.2 %s\n\tneighbour 192.0.2.2 %s\n' "$net" "dev eth0" \
	"lladdr 02:00:00:00:00:02" >"$conf"
check_error "neighbour: words are missing" "apply" "netns-apply: *lladdr ADDRESS*dev DEVICE*"
printf '%s\n\tfdb 02:00:00:00:00:02 dev eth0\n\tfdb 192.0.2.2 dev eth0\n' "$net" >"$conf"
check_error "fdb: words are missing" "apply" "netns-apply: *dst ADDRESS*Ethernet*"

# --- sysctl
value()
{
	in_ns "$1" cat "/proc/sys/net/$2"
}
becomes "sysctl" "$pair
	sysctl net.ipv4.ip_forward 1" \
	"value a ipv4/ip_forward; value here ipv4/ip_forward" "1${NL}0"
becomes "of a device" "$pair
	sysctl net.ipv4.conf.eth0.rp_filter 2" \
	"value a ipv4/ip_forward; value a ipv4/conf/eth0/rp_filter" "0${NL}2"
becomes "general ones come first, whatever the order" "$pair
	sysctl net.ipv4.conf.eth0.forwarding 0
	sysctl net.ipv4.ip_forward 1" \
	"value a ipv4/ip_forward; value a ipv4/conf/eth0/forwarding" "1${NL}0"
becomes "values with blanks; 00 is 0" "$pair
	sysctl net.ipv4.ip_local_port_range 2000 3000
	sysctl net.ipv4.ip_forward 00" \
	"value a ipv4/ip_local_port_range | tr '\\t' ' '; value a ipv4/ip_forward" "2000 3000${NL}0"
becomes "values whose first digits differ" "$pair
	sysctl net.ipv4.ip_local_port_range 7000 9000" \
	"value a ipv4/ip_local_port_range | tr '\\t' ' '" "7000 9000"
becomes "one here" "here
	sysctl net.ipv4.conf.lo.rp_filter 2
namespace a" "value here ipv4/conf/lo/rp_filter" 2
becomes "gets its old value back" "namespace a" "value here ipv4/conf/lo/rp_filter" 0
printf 'namespace a\n\tsysctl net.ipv4.nonsense 1\n\tveth eth0 peer to-a\n' >"$conf"
check_error "one that is not there" "apply" "netns-apply: *net.conf:2: *nonsense*"
check_true "the rest is done" "devices_in a | grep -qx eth0"

# --- nameserver, search
becomes "nameserver" "namespace a
	nameserver 192.0.2.53
	nameserver 2001:db8::53
	search example.org example.net" "grep -v '^#' $ETC/a/resolv.conf" \
	"nameserver 192.0.2.53${NL}nameserver 2001:db8::53${NL}search example.org example.net"
check "programs see it" "netns-exec a grep -v '^#' /etc/resolv.conf | head -n 1" \
	"nameserver 192.0.2.53"
becomes "another one" "namespace a
	nameserver 192.0.2.54" "grep -v '^#' $ETC/a/resolv.conf" "nameserver 192.0.2.54"
becomes "it goes, and its directory with it" "namespace a" "ls -A $ETC 2>/dev/null; :" ""
if rmdir "$ETC" 2>/dev/null || [ ! -e "$ETC" ]; then
	servers='namespace a
	nameserver 192.0.2.53
namespace b
	nameserver 192.0.2.53'
	becomes "that of all namespaces is made" "$servers" "ls -A $ETC" "a${NL}b"
	becomes "it stays as long as there is one" "namespace b
	nameserver 192.0.2.53
	search example.org" "ls -A $ETC" b
	becomes "with the last one it goes" "namespace b" "test ! -e $ETC" ""
	mkdir "$ETC"
	becomes "one that was there" "$servers" "ls -A $ETC" "a${NL}b"
	check_true "stays" "apply -d && test -d $ETC"
else
	skip "the directory of all namespaces" "$ETC cannot be removed here"
fi
mkdir -p "$ETC/a"
echo 'nameserver 192.0.2.99' >"$ETC/a/resolv.conf"
printf 'namespace a\n\tnameserver 192.0.2.53\n' >"$conf"
check_error "a file of the user's is left alone, which is said" "apply" \
	"netns-apply: *net.conf:2: *resolv.conf*"
check "it is as it was" "cat $ETC/a/resolv.conf" "nameserver 192.0.2.99"
check "-d leaves it, too" "apply -d; cat $ETC/a/resolv.conf" "nameserver 192.0.2.99"
rm -r "$ETC/a"

# --- run
ran()
{
	[ -s "$T/ran" ] && echo $(cat "$T/ran")
	: >"$T/ran"
}
: >"$T/ran"
conf <<END
namespace a
	run sh -c 'echo one \$(ls /sys/class/net 2>/dev/null | grep -c eth0) >>$T/ran'
	run -p sh -c 'echo before \$(grep -c eth0 /proc/net/dev) >>$T/ran'
	veth eth0 peer to-a
	run -d 'echo undone >>$T/ran' \
		sh -c 'echo three \$(grep -c eth0 /proc/self/net/dev) >>$T/ran'
here
	run sh -c 'echo four >>$T/ran'
END
sed -i 's/\$(ls .*grep -c eth0) //' "$conf"
check "run: -p before there are devices, the others last, in their order" "apply; ran" \
	"before 0 one three 1 four"
check "run: not again" "apply; ran" ""
sed -i 's/echo four/echo five/' "$conf"
check "run: a new one" "apply; ran" "five"
apply -d 2>/dev/null
: >"$T/ran"
check "run: again where the namespace is new" "apply; ran" "before 0 one three 1 five"
sed -i '/undone/d' "$conf"
check "run: -d is what undoes it" "apply; ran" "undone"
echo "	run -d 'cat $T/none 2>/dev/null' true" >>"$conf"
apply
sed -i '/none/d' "$conf"
check_error "run: one that cannot be undone is named by its command" "apply" \
	"netns-apply: $conf: cat $T/none 2>/dev/null has ended with status 1"
rm -rf "$STATE"
netns-delete a
cat >"$conf" <<'END'
namespace a
	run echo "" "'a" '"b' 'c"d' "e f" g'h i"j
END
check "words with quotes" "apply" " 'a \"b c\"d e f g'h i\"j"
check "words with quotes: they are remembered as they were" "apply; apply -d" ""
conf <<END
namespace a
	veth eth0 peer to-a
	run dev eth0 sh -c 'echo made >>$T/ran'
	bridge br0
	run dev br0 sh -c 'echo bridged >>$T/ran'
	device wan name lan0
	run dev lan0 sh -c 'echo moved >>$T/ran'
END
wire wan
check "run dev: when it is new" "apply; ran" "made bridged moved"
check "run dev: not again" "apply; ran" ""
ip_in a link delete eth0
check "run dev: when the device was made anew" "apply; ran" "made"
ip_in a link delete br0
check "run dev: when a bridge was" "apply; ran" "bridged"
netns-exec $bare a netns-move lan0 init wan
check "run dev: when it has come again" "apply; ran" "moved"
netns-exec $bare a netns-move lan0 init wan
conf <<END
namespace a
	run dev nosuch0 sh -c 'echo without >>$T/ran'
	veth eth0 peer to-a netns nosuch
	run dev eth0 sh -c 'echo without >>$T/ran'
END
check_error "run dev: not without it" "apply" \
	"*net.conf:3: a: veth *nosuch*net.conf:2: a: run dev nosuch0 *: No such device"
check "run dev: that is not run, and reported once" \
	"apply 2>&1 | grep -c 'run dev'; ran" 1
apply -d
netns-delete wires
eventually "! devices_in here | grep -q wan"
printf 'namespace a\n\trun sh -c "echo try >>%s; exit 3"\n\trun sh -c "echo next >>%s"\n' \
	"$T/ran" "$T/ran" >"$conf"
check_error "run: one that fails" "apply" "netns-apply: *net.conf:2: *sh*3*"
check "run: is tried again, and those after it are run" "apply 2>/dev/null; ran" "try next try"
printf 'namespace a\n\trun nonsense-program\n' >"$conf"
check_error "run: no such program" "apply" "netns-apply: *net.conf:2: *nonsense-program*"
apply -d 2>/dev/null
printf 'namespace a\n\tnameserver 192.0.2.53\n\trun pwd\n' >"$conf"
check "run: in the directory that we began in" "mkdir -p $ETC/a; cd $T && apply" "$T"
printf "namespace a\n\trun sh -c 'sleep 1000 >/dev/null 2>&1 & echo \$! >%s'\n" "$T/pid" >"$conf"
check "run: what goes into the background is not waited for" "apply; echo done" done
check "run: nor does it hold the lock" "apply; echo done" done
kill "$(cat "$T/pid")"
down "all of it goes"
done_testing
