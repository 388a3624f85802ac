# SPDX-License-Identifier: 0BSD
# netns veth: a pair of devices that connects two namespaces
. "$TESTSUITE/lib.sh"

make a b
devices_of a >"$T/in-each"

# devices [NETNS]: without those that each namespace has, one per line
devices()
{
	devices_of "${1:-pid:$$}" | grep -vxF -f "$T/in-each"
	return 0
}

check_usage "no operand" "netns-veth"
check_usage "no namespace" "netns-veth v0"
check_usage "an operand too many" "netns-veth v0 a v1 v2"
check_usage "an unknown flag" "netns-veth -Z v0 a"
check_usage "a name that is too long" "netns-veth sixteen-bytes-is a"
check_usage "a peer's, too" "netns-veth v0 a sixteen-bytes-is"
check_usage "an empty name" "netns-veth '' a"
check_usage "no name of a device" "netns-veth a/b a"
check_usage "with a blank" "netns-veth 'a b' a"
check_usage "with a carriage return" "netns-veth '$(printf 'a\rb')' a"
check_error "no such namespace" "netns-veth v0 nope" "netns-veth: nope: no such network namespace"
check "none of these made anything" "devices; devices a" ""
check_true "-h" "netns-veth -h | grep '^usage: netns-veth '"
if ! netns-veth v0 a 2>"$T/why"; then
	excuse makes_veth "veth pairs" "$(cat "$T/why")"
	done_testing
	exit
fi
check "a pair is made" "cat $T/why" ""
check "DEVICE here, PEER there, by default of the same name" "devices; devices a" "v0${NL}v0"
check "another name" "netns-veth v1 a w1; devices; devices a" "v0${NL}v1${NL}v0${NL}w1"
check "in ip grammar" "netns veth v2 b; devices b" v2
check "the namespace of a process" "netns-veth v3 pid:\$\$ w3; devices" \
	"v0${NL}v1${NL}v2${NL}v3${NL}w3"
check "fifteen bytes" "netns-veth fifteen-bytes-x a fifteen-bytes-y; devices a" \
	"fifteen-bytes-y${NL}v0${NL}w1"
check "from another namespace" "netns -n b veth far a near; devices b; devices a" \
	"far${NL}v2${NL}fifteen-bytes-y${NL}near${NL}v0${NL}w1"
before=$(devices; devices a; devices b)
check_error "the device exists here" "netns-veth v0 b new" "netns-veth: v0: File exists"
check_error "the peer exists there" "netns-veth new a w1" "netns-veth: a: w1: File exists"
check "failure left nothing behind" "devices; devices a; devices b" "$before"
if [ "$WORLD" = root ] && helper as; then
	check_error "not permitted" "$HELPERS/as 65534 netns-veth no a" \
		"netns-veth: no: *Operation not permitted*"
else
	skip "not permitted" "root and the helper as are needed"
fi
# --- the namespace that we are in is the one that is asked and told, however we came there
make c d
eventually "netns-set c 5"
check "-n: ids are those of here, devices those of there" \
	"netns -n nsid:5 veth far0 d && netns-list -q dev far0 | sort && devices | grep -c far0;
		:" "c${NL}d${NL}0"
if netns -b /dev/null 2>/dev/null; then
	check "after a map, in a batch" \
		"printf 'map\\nveth near0 d\\nlist-id\\n' | netns -b - | tail -n 1 &&
			netns-list -q dev near0 && devices | grep -x near0" \
		"nsid 5 (iproute2 netns name: c)${NL}d${NL}near0"
fi
check_soon "the pair goes with the namespace" "netns-delete -f a; ! devices | grep -qx v0"
done_testing
