# SPDX-License-Identifier: 0BSD
# apply-kinds.t: netns apply: devices of each kind that netns.conf(5) has, beside what iproute2
# makes from the same words: made, there already, changed, used, gone
. "$TESTSUITE/lib.sh"
. "$TESTSUITE/apply.sh"

note_devices
needs_apply
apply -d
case $(ip_in here -V 2>/dev/null) in
*iproute2*) ;;
*)
	skip "kinds" "iproute2 is needed"
	done_testing
	exit
	;;
esac
base='namespace a
	veth eth0 peer x0
	veth eth1 peer x1'

netns-add ref
in_ns ref netns-veth eth0 ref x2
in_ns ref netns-veth eth1 ref x3
for d in eth0 eth1 x2 x3; do
	ip_in ref link set "$d" up
done

# reference WORDS: iproute2 makes the device k0 from them, in the namespace ref
reference()
{
	# shellcheck disable=SC2086 # words
	ip_in ref link add k0 $1 2>"$T/why" && ip_in ref link set k0 up
}

# details NAMESPACE: all that the kernel says of k0, but for what it chose and what time changes
details()
{
	ip_in "$1" -d -o link show dev k0 | tr '\\' ' ' | sed -E '
		s/^[0-9]*: //; s/@[a-z0-9]*:/:/; s/<[^>]*>//; s/ state [A-Z]*//
		s/ ([0-9a-f]{2}:){5}[0-9a-f]{2}/ MAC/g; s/ [0-9a-f]+\.[0-9a-f:]+/ ID/g
		s/ permaddr [^ ]*//
		s/[a-z_]*timer +[0-9.]*//g; s/ link-netns(id)? [^ ]*//g; s/ +/ /g'
}

# like_iproute2: k0 in a is what it is in ref
like_iproute2()
{
	details ref >"$T/ref"
	details a | diff "$T/ref" -
}

# kind WORDS [OTHER-WORDS]: the device k0
kind()
{
	made=
	for words; do
		if reference "$words"; then
			made=1
			becomes "$words" "$base
	link k0 $words" like_iproute2 ""
			check "$words: it is up" "is_up a k0" ""
			ip_in ref link delete k0
		else
			skip "$words" "$(tail -n 1 "$T/why")"
		fi
	done
	[ "$made" ] && becomes "$1: gone" "$base" "devices_in a" "eth0${NL}eth1"
}

kind "link eth0 type vlan id 5" "link eth0 type vlan id 4094" "link eth1 mtu 1400 type vlan id 4094"
kind "link eth0 type vlan id 7 protocol 802.1ad" "link eth0 type vlan proto 802.1q id 7"
kind "link eth0 type macvlan" "link eth0 address 02:00:00:00:00:05 type macvlan mode bridge" \
	"link eth0 type macvlan mode vepa" "link eth0 type macvlan mode private" \
	"link eth1 type macvlan mode passthru"
kind "link eth0 type macvtap mode bridge"
kind "link eth0 type ipvlan" "link eth0 type ipvlan mode l2" "link eth0 type ipvlan mode l3s"
kind "type bridge" "type bridge stp_state 1" "type bridge vlan_filtering 1" \
	"type bridge mcast_snooping 0" "type bridge forward_delay 500" \
	"type bridge ageing_time 6000 priority 4096 group_fwd_mask 8" \
	"type bridge mcast_querier 1" "type bridge vlan_filtering 1 vlan_default_pvid 7"
kind "type vxlan id 7 dstport 4789" "type vxlan id 7 nolearning dstport 4789" \
	"type vxlan id 8 local 192.0.2.1 remote 192.0.2.2 dstport 4789 dev eth0" \
	"type vxlan id 8 group 239.1.1.1 dstport 4789 dev eth0" \
	"type vxlan id 8 local 2001:db8::1 remote 2001:db8::2 dstport 8472"
kind "type vxlan id 7 ttl 5 dstport 4789"
kind "type ipip remote 192.0.2.2" "type ipip local 192.0.2.1 remote 192.0.2.2 ttl 64 mode ipip" \
	"type ipip local 192.0.2.1 remote 192.0.2.2 dev eth0"
kind "type sit remote 192.0.2.2" "type sit local 192.0.2.1 remote 192.0.2.2 ttl 64 mode ip6ip"
kind "type gre remote 192.0.2.2" "type gre local 192.0.2.1 remote 192.0.2.2 ttl 255 key 42" \
	"type gre local 192.0.2.1 remote 192.0.2.2 key 43 dev eth0"
kind "type gretap remote 192.0.2.2" \
	"mtu 1400 address 02:00:00:00:00:07 type gretap local 192.0.2.1 remote 239.1.1.1 key 42"
kind "type ip6tnl remote 2001:db8::2" \
	"type ip6tnl local 2001:db8::1 remote 2001:db8::2 mode ipip6" \
	"type ip6tnl local 2001:db8::1 remote 2001:db8::2 mode ip6ip6 ttl 9 encaplimit 7 dev eth0"
kind "type ip6gre local 2001:db8::1 remote 2001:db8::2" \
	"type ip6gre local 2001:db8::1 remote 2001:db8::2 ttl 9 key 42"
kind "type ip6gretap local 2001:db8::1 remote 2001:db8::2 key 42"
kind "type vti local 192.0.2.1 remote 192.0.2.2 key 42"
kind "type vti6 local 2001:db8::1 remote 2001:db8::2 key 42 dev eth0"
kind "type geneve id 7 remote 192.0.2.2" "type geneve id 8 remote 2001:db8::2 dstport 6082 ttl 9"
kind "type xfrm dev eth0 if_id 42" "type xfrm if_id 43"
kind "type vrf table 7" "type vrf table 800"
kind "type bond" "type bond mode active-backup" "type bond mode 802.3ad" \
	"type bond mode balance-alb" "type bond miimon 100 mode active-backup" \
	"type bond mode 802.3ad miimon 100 lacp_rate fast xmit_hash_policy layer3+4" \
	"type bond mode balance-xor miimon 50 updelay 100 downdelay 200 xmit_hash_policy layer2+3"
kind "type dummy" "address 02:00:00:00:00:06 mtu 1300 type dummy"
kind "type ifb"
kind "type wireguard" "mtu 1280 type wireguard"
kind "type nlmon"
apply -d

# there KIND: the kernel has it
there()
{
	if reference "type $1"; then
		ip_in ref link delete k0
		return
	fi
	skip "$1: what is done with it" "$(tail -n 1 "$T/why")"
	return 1
}
port_of()
{
	ip_in a link show dev "$1" | sed -n 's/.* master \([^ ]*\) .*/\1/p'
}

mtu_of()
{
	ip_in a link show dev "$1" | sed -n 's/.* mtu \([0-9]*\).*/\1/p'
}
if reference "link eth0 type macvlan"; then
	ip_in ref link delete k0
	becomes "an mtu that the parent gets later" "$base
	link k0 link eth0 mtu 9000 type macvlan
	set eth0 mtu 9000" "mtu_of eth0; mtu_of k0" "9000${NL}9000"
	becomes "both are smaller again" "$base
	link k0 link eth0 mtu 1400 type macvlan
	set eth0 mtu 1400" "mtu_of eth0; mtu_of k0" "1400${NL}1400"
	becomes "a device takes over the mtu that its parent is made with" "$base
	link k0 link br0 type macvlan
	link br0 mtu 9000 type bridge" "mtu_of br0; mtu_of k0" "9000${NL}9000"
	becomes "without it" "$base" "mtu_of eth0; devices_in a" "1500${NL}eth0${NL}eth1"
fi
if there "bond"; then
	becomes "a bond has ports" "$base
	link bond0 type bond mode active-backup
	set eth0 master bond0
	set eth1 master bond0
	address 192.0.2.2/24 dev bond0" "port_of eth0; port_of eth1; addresses_of a bond0" \
		"bond0${NL}bond0${NL}192.0.2.2/24"
	becomes "one port less" "$base
	link bond0 type bond mode active-backup
	set eth1 master bond0
	address 192.0.2.2/24 dev bond0" "port_of eth0; port_of eth1; is_up a eth0 && echo up" \
		"bond0${NL}up"
	check "map: a port of it" "netns-map a | grep -c 'port of bond0'" 1
	becomes "without the bond" "$base" "devices_in a; is_up a eth1 && echo up" \
		"eth0${NL}eth1${NL}up"
fi
if there "vrf table 7"; then
	becomes "a VRF has a device, whose routes are in its table" "$base
	link red type vrf table 7
	set eth0 master red
	address 192.0.2.2/24 dev eth0
	route default via 192.0.2.1 table 7" "port_of eth0; routes_of a table 7 | grep default" \
		"red${NL}default via 192.0.2.1 dev eth0"
	becomes "without the VRF" "$base
	address 192.0.2.2/24 dev eth0" "devices_in a; addresses_of a eth0; port_of eth0" \
		"eth0${NL}eth1${NL}192.0.2.2/24"
fi
if there "dummy"; then
	becomes "addresses of a dummy" "$base
	link loop type dummy
	address 192.0.2.9/32 dev loop
	address 2001:db8::9/128 dev loop nodad" "addresses_of a loop" \
		"192.0.2.9/32${NL}2001:db8::9/128"
	becomes "without it" "$base" "devices_in a" "eth0${NL}eth1"
fi
if there "gre remote 192.0.2.9"; then
	tunnel="$base
	address 192.0.2.2/24 dev eth0
	link gre1 type gre local 192.0.2.2 remote 192.0.2.9 key 42
	address 203.0.113.1/32 peer 203.0.113.2 dev gre1"
	becomes "a tunnel" "$tunnel
	route 198.51.100.0/24 dev gre1" "routes_of a | grep -c 'dev gre1'" 2
	becomes "its words are changed, and its address is given again" \
		"$(echo "$tunnel" | sed 's/remote 192.0.2.9/ttl 9 remote 192.0.2.8/')" \
		"addresses_of a gre1; ip_in a -d link show gre1 | grep -c '192.0.2.8 .*ttl 9 '" \
		"203.0.113.1${NL}1"
	becomes "one whose packets leave from here" "namespace a
	link gre1 link-netns here type gre local 192.0.2.2 remote 192.0.2.9" \
		"devices_in a; devices_in here" "gre1"
	becomes "without it" "$base" "devices_in a" "eth0${NL}eth1"
fi
if there "wireguard"; then
	becomes "a tunnel whose packets go another way: made here, used there" "$base
	link wg0 link-netns here type wireguard
	address 192.0.2.2/32 dev wg0
	route 0.0.0.0/0 dev wg0" "devices_in a; routes_of a; devices_in here" \
		"eth0${NL}eth1${NL}wg0${NL}default dev wg0 scope link${NL}x0${NL}x1"
	becomes "without it" "$base" "devices_in a" "eth0${NL}eth1"
fi

# --- a parent in another namespace
apply -d
netns-delete ref
wire wan
ip_in here link set wan up
for words in "vlan id 5" "macvlan mode bridge" "ipvlan mode l2"; do
	kind=${words%% *}
	if ! ip_in here link add k0 link wan type $words 2>"$T/why"; then
		skip "$kind: its parent is here" "$(tail -n 1 "$T/why")"
		continue
	fi
	ip_in here link delete k0
	becomes "$kind: its parent is here" "namespace a
	link k0 link wan link-netns here type $words
	address 192.0.2.2/24 dev k0" "devices_in a; addresses_of a k0; is_up a k0 && echo up
		devices_in here" "k0${NL}192.0.2.2/24${NL}up${NL}wan"
	check "$kind: map names its parent" "netns-map a | grep -c 'k0 .*wan'" 1
	check "$kind: goes, the parent stays" "apply -d; ls -A $RUN; devices_in here" \
		"wires${NL}wan"
done
done_testing
