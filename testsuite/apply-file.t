# SPDX-License-Identifier: 0BSD
# apply-file.t: netns apply: the syntax of its file, and every mistake in it: each is reported with
# its line, and nothing is changed
. "$TESTSUITE/lib.sh"
. "$TESTSUITE/apply.sh"

note_devices
needs_apply
apply -d

# --- what is a line, and a word
conf <<'END'
# a comment
   # another one

namespace a	# and one after a statement
	veth "eth0"   peer 'to-a'
	veth \
		eth1 peer \
		to-a1
	address 192.0.2.1/24   	dev eth0
END
check "comments, quotes, blanks, continued lines" "apply; devices_in a" "eth0${NL}eth1"
printf 'namespace a\n' >"$conf"
apply
printf 'namespace b' >"$conf"
check "the last line has no end" "apply; ls -A $RUN" b
: >"$conf"
check "an empty file" "apply; ls -A $RUN" ""
printf '# only a comment' >"$conf"
check "a comment only" "apply; ls -A $RUN" ""
printf 'namespace a\r\n\tveth eth0 peer x0\r\n' >"$conf"
check "a carriage return is a blank" "apply; ls -A $RUN; devices_in a" "a${NL}eth0"
awk 'BEGIN { print "namespace a"
	for (i = 0; i < 3000; i++)
		print "# a line that says nothing, but has a length"
	print "namespace b" }' >"$conf"
check "a long file" "apply; ls -A $RUN; : >$conf; apply" "a${NL}b"

conf <<'END'
namespace a
	veth eth0 peer name to-a0 netns here
	veth eth1 peer name to-a1
	veth eth2 peer name to-a2 netns here
	set dev eth0 mtu 1400
	set dev eth1 mtu 1401 arp off
	bridge br0 ports eth1 eth2 stp_state 1 mcast_snooping 0
	neighbour fe80::1 lladdr 02:00:00:00:00:07 dev eth0
	neighbour fe80::1 lladdr 02:00:00:00:00:08 dev eth1
END
check "words that ip has before a name" \
	"apply; devices_in a; devices_in here; ip_in a link |
		sed -n 's/.* \(eth[0-9]\)[@:].*\(mtu [0-9]*\).*/\1 \2/p' | sort" \
	"br0${NL}eth0${NL}eth1${NL}eth2${NL}to-a0${NL}to-a1${NL}to-a2${NL}eth0 mtu 1400
eth1 mtu 1401${NL}eth2 mtu 1500"
sed -i 's/peer name /peer /; s/set dev /set /' "$conf"
sed -i 's/bridge.*/bridge br0 stp_state 1 mcast_snooping 0 ports eth1 eth2/' "$conf"
check "they are superfluous, and a bridge may have its ports first" "apply -v" ""
apply -d

# --- mistakes
# wrong NAME LINE PATTERN STATEMENTS: a file with this part is refused, for its line LINE
wrong()
{
	printf 'namespace fine\n\tveth eth0 peer to-fine\nnamespace a\n%s\n' "$4" >"$conf"
	check_error "$1" "apply" "netns-apply: $conf:$2: $3"
	[ -z "$(ls -A "$RUN")" ] || not_ok "$1: nothing is touched" "$(apply -d -v)"
}
# each of these is refused, whatever word takes the place of one that is missing
each_missing()
{
	statement=$1 whole=
	# shellcheck disable=SC2086 # words
	set -- $1
	while [ $# -gt 1 ]; do
		whole=${whole:+$whole }$1
		shift
		case $whole in
		*" ports" | "link x type bridge" | "veth x peer y" | "device x") continue ;;
		"address 192.0.2.1/24 dev x" | "route default via 192.0.2.1") continue ;;
		"rule from 192.0.2.0/24" | "run x" | "search x" | "bridge x") continue ;;
		esac
		wrong "'$whole' is not all of it" 4 "*" "$whole"
	done
}
for s in 'namespace x' 'device x name y' 'veth x peer y netns z' 'link x type bridge' \
	'set x mtu 1400' 'address 192.0.2.1/24 dev x' 'down x' 'sysctl net.ipv4.ip_forward 1' \
	'nameserver 192.0.2.1' 'search x'; do
	each_missing "$s"
done
wrong "an unknown statement" 4 "*adress*" "	adress 192.0.2.1/24 dev x"
wrong "one of ip's" 4 "*neigh*" "	neigh add 192.0.2.1 dev x"
wrong "a word that it has not" 4 "frob: expected one of: link link-netns address mtu type" \
	"	link x frob"
wrong "a word of a kind that has none" 4 "local: expected nothing, as this kind has no words*" \
	"	link x type dummy local 192.0.2.1"
wrong "a word too many" 4 "*" "	device eth0 name eth1 surplus"
wrong "two names" 4 "*c*" "namespace b c"
wrong "a name that cannot be one" 4 "*a/b*" "namespace a/b"
wrong "a name that is a process" 4 "*" "namespace ../x"
wrong "here with a word" 4 "*now*" "here now"
printf 'veth eth0 peer x0\n' >"$conf"
check_error "a statement before the first part" "apply" "netns-apply: $conf:1: *"
wrong "a name of 16 characters" 4 "*sixteen-bytes-is*" "	veth sixteen-bytes-is peer x"
wrong "a peer of 16 characters" 4 "*sixteen-bytes-is*" "	veth x peer sixteen-bytes-is"
wrong "a name with a slash" 4 "*a/b*" "	device a/b"
wrong "no name" 4 "*" "	device ''"
wrong "a pattern" 4 "*a%d*" "	link a%d type bridge"
wrong "a dot" 4 "*" "	link . type bridge"
wrong "an address that is none" 4 "*192.0.2.256/24*" "	address 192.0.2.256/24 dev x"
wrong "one nexthop" 4 "*nexthop*via*" "	route default nexthop via 192.0.2.1 weight 2"
wrong "a length that is none" 4 "*192.0.2.1/33*" "	address 192.0.2.1/33 dev x"
wrong "a length that is none, of IPv6" 4 "*2001:db8::1/129*" "	address 2001:db8::1/129 dev x"
wrong "an address of IPv6 that is none" 4 "*2001:db8:::1/64*" "	address 2001:db8:::1/64 dev x"
wrong "nine groups" 4 "*1:2:3:4:5:6:7:8:9*" "	address 1:2:3:4:5:6:7:8:9/64 dev x"
wrong "three numbers" 4 "*192.0.2*" "	route default via 192.0.2"
wrong "a MAC address that is none" 4 "*02:00:00:00:00*" "	set x address 02:00:00:00:00"
wrong "a gateway of another family" 4 "*" "	route 192.0.2.0/24 via 2001:db8::1 via 192.0.2.1"
wrong "a tunnel over the other IP" 4 "*2001:db8::1: expected an address, of the same family*" \
	"	link x type gre local 2001:db8::1"
wrong "… over IPv6" 4 "*192.0.2.1: expected an address, of the same family*" \
	"	link x type ip6tnl local 192.0.2.1"
wrong "a tunnel from one IP to the other" 4 "*2001:db8::1: expected an address, of the same*" \
	"	link x type vxlan id 7 local 192.0.2.1 remote 2001:db8::1"
wrong "a key that is none" 4 "*secret: expected a number" "	link x type gre key secret"
wrong "a protocol of a vlan that has none" 4 "*802.3: expected a number or one of: *802.1ad" \
	"	link x link y type vlan id 7 protocol 802.3"
wrong "a number that is none" 4 "*fast*" "	set x mtu fast"
wrong "a number that is too large" 4 "*4294967296*" \
	"	route default via 192.0.2.1 metric 4294967296"
wrong "a negative one" 4 "*-1*" "	set x mtu -1"
wrong "neither on nor off" 4 "*maybe*" "	set x arp maybe"
wrong "up, which is neither on nor off" 4 "*yes: expected on or off" "	set x up yes"
wrong "… of a device that is mentioned before" 5 "*yes: expected on or off" \
	"	veth x peer y
	set x up yes"
wrong "a word of set without its value" 4 "*mtu: expected a value after it" "	set x arp off mtu"
wrong "a number that is too large for its place" 4 "*70000: expected a number up to 65535" \
	"	link x link y type vlan id 70000"
wrong "two name servers in one statement" 4 "*192.0.2.2: expected one address" \
	"	nameserver 192.0.2.1 192.0.2.2"
wrong "a namespace with a word" 4 "*surplus: expected namespace NAME*" "namespace b surplus"
wrong "an unknown word of set" 4 "*colour*" "	set x colour blue"
wrong "an unknown word of route" 4 "*through*" "	route default through 192.0.2.1"
wrong "an unknown word of address" 4 "*on*" "	address 192.0.2.1/24 on x"
wrong "an unknown word of rule" 4 "*who*" "	rule who 192.0.2.1/24 table 7"
wrong "an unknown word of a kind" 4 "*colour*" "	link x link y type vlan colour 7"
wrong "a kind without type" 4 "*" "	link x bridge"
wrong "a sysctl outside of net" 4 "*kernel.hostname*" "	sysctl kernel.hostname x"
wrong "a sysctl that leaves net" 4 "*net.*" "	sysctl net/../kernel/hostname x"
wrong "a sysctl that leaves net, with dots" 4 "*net.*" "	sysctl net....kernel.hostname x"
wrong "a sysctl that is too long" 4 "*net.*" "	sysctl net.ipv4.$(printf '%0300d' 0) 1"
wrong "a default route without a family" 4 "*default*" "	route default dev x"
wrong "a name server that is none" 4 "*dns.example.org*" "	nameserver dns.example.org"
wrong "an open quote" 4 "*" "	search 'example.org"
wrong "an unknown flag of run" 4 "*-x*" "	run -x true"
wrong "two default routes of IPv6 with one metric" 5 "*default*" \
	"	route default via 2001:db8::1
	route default via 2001:db8::2"
wrong "one route, written in two ways" 5 "*0.0.0.0/0: expected another metric*" \
	"	route default via 192.0.2.1
	route 0.0.0.0/0 via 192.0.2.2"
wrong "one route, of two types" 5 "*198.51.100.0/24: expected another metric*" \
	"	route unreachable 198.51.100.0/24
	route 198.51.100.0/24 via 192.0.2.2"
wrong "one name for two devices" 5 "*eth9*" "	veth eth9 peer x
	bridge eth9"
wrong "one name for two devices, one as a peer" 5 "*eth9*" "	veth eth9 peer x
	veth y peer eth9 netns a"
printf 'namespace a\n\tveth eth0 pear x\n\tveth eth0 par y\n' >"$conf"
check_error "each of two mistakes about one device" "apply" \
	"netns-apply: $conf:2: pear: *netns-apply: $conf:3: par: *"
wrong "two values for one thing" 5 "*x: expected the same as in line 4" "	set x mtu 1400
	set x mtu 1500"
wrong "two addresses of one neighbour" 5 "*192.0.2.7: expected another address than *" \
	"	neighbour 192.0.2.7 lladdr 02:00:00:00:00:07 dev x
	neighbour 192.0.2.7 dev x lladdr 02:00:00:00:00:08"
wrong "a port after the words of a bridge" 4 "*eth8: expected one of: *" \
	"	bridge br0 ports eth7 stp_state 1 eth8"
wrong "ip's set, without words" 4 "*x: expected a value after it" "	set dev x"
conf <<'END'
namespace a
	adress 192.0.2.1/24 dev x
	device sixteen-bytes-is
namespace fine
	veth eth0 peer to-fine

	sysctl kernel.hostname x
	address 192.0.2.1/24 \
		dev \
		sixteen-bytes-as
	route default dev eth0
END
check "all mistakes are reported, each with its line" \
	"echo \$(apply 2>&1 | grep -o 'net.conf:[0-9]*: ')" \
	"net.conf:2: net.conf:3: net.conf:7: net.conf:10: net.conf:11:"
check "nothing was made by any of these" "ls -A $RUN; devices_in here" ""
check_error "-n reports them, too" "apply -n" "netns-apply: $conf:2: *"
check "a mistake undoes nothing" "echo namespace a >$conf; apply; echo nonsense >>$conf
	! apply 2>/dev/null && ls -A $RUN" a
check "-d does not need a file without mistakes" "apply -d; ls -A $RUN" ""
rm "$conf"
conf <<'END'
namespace a
END
apply
rm "$conf"
check "-d does not need a file at all" "apply -d; ls -A $RUN" ""

# --- hostile files
awk 'BEGIN { printf "namespace "; for (i = 0; i < 100000; i++) printf "a"; print "" }' >"$conf"
check_error "a line of 100,000 bytes" "apply" "netns-apply: $conf:1: *"
printf 'namespace a\n\tsearch a\000b\n' >"$conf"
check_error "a NUL" "apply" "netns-apply: $conf:2: *"
printf 'namespace a\302\233b\177\n' >"$conf"
check "what a terminal would obey is not printed" \
	"apply 2>&1 | tr -d '\\040-\\176\\n' | wc -c | tr -d ' '" 0
head -c 4096 /dev/urandom >"$conf"
check_false "noise" "apply 2>/dev/null"
awk 'BEGIN { print "namespace a"; for (i = 0; i < 110000; i++) print "search s" i }' >"$conf"
check "more than there is room for" "apply 2>&1 | head -n 1 | grep -c ': too many statements$'" 1
check "nothing was made by that" "ls -A $RUN; devices_in here" ""
if [ "$WORLD" = root ] && helper as; then
	conf <<'END'
namespace a
END
	check_error "not permitted" "$HELPERS/as 65534 netns-apply $conf" "netns-apply: *"
	check "nothing was made" "ls -A $RUN" ""
else
	skip "not permitted" "root and the helper as are needed"
fi
done_testing
