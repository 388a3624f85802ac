# SPDX-License-Identifier: 0BSD
# netns move: a device into a namespace
. "$TESTSUITE/lib.sh"

# in_netns NETNS DEVICE: is the device there?
in_netns()
{
	netns-exec -N "$1" cat /proc/self/net/dev | grep -q "^ *$2:"
}

here()
{
	grep -q "^ *$1:" /proc/self/net/dev
}

make a b
check_usage "no operand" "netns-move"
check_usage "no namespace" "netns-move v0"
check_usage "an operand too many" "netns-move v0 a b c"
check_usage "an unknown flag" "netns-move -Z v0 a"
check_usage "no name of a device" "netns-move a/b a"
check_usage "an empty one" "netns-move '' a"
check_usage "the new name is none" "netns-move lo a a/b"
check_usage "the new name is too long" "netns-move lo a sixteen-bytes-is"
check_error "no such device" "netns-move nope a" "netns-move: nope: No such device"
check_error "no such namespace" "netns-move lo nope" "netns-move: nope: no such network namespace"
check_error "a device that stays, explained" "netns-move lo a" \
	"netns-move: lo: bound to its namespace*"
check_true "-h" "netns-move -h | grep '^usage: netns-move '"
if ! netns-veth v0 a p0 2>"$T/why"; then
	excuse makes_veth "devices" "$(cat "$T/why")"
	done_testing
	exit
fi
netns-veth v1 a p1
check "move" "netns-move v0 b" ""
check_true "it is there, and not here" "in_netns b v0 && ! here v0"
check "with a new name" "netns-move v1 b eth0" ""
check_true "it is called so there" "in_netns b eth0 && ! in_netns b v1 && ! here v1"
check "and back, in ip grammar" "netns -n b move eth0 pid:\$\$ v1" ""
check_true "it is here again" "here v1 && ! in_netns b eth0"
check "to where it is" "netns-move v1 pid:\$\$" ""
check "which can give it another name" "netns-move v1 pid:\$\$ v9 && netns-move v9 pid:\$\$ v1" ""
if ip link property add dev v1 altname alt1 2>/dev/null; then
	check "by another of its names" "netns-move alt1 b" ""
	check_true "it is there, by its own" "in_netns b v1"
	netns -n b move v1 pid:$$
else
	skip "by another of its names" "an ip that makes altnames, and Linux 5.5, are needed"
fi
check_usage "a pattern is no name" "netns-move v1 b 'a%s'"
check_true "it is not moved then" "here v1"
netns-veth v0 a p2
check_error "the name is taken there" "netns-move v0 b" "netns-move: b: v0: File exists"
check_error "the new name is taken there" "netns-move v1 b v0" "netns-move: b: v0: File exists"
check_true "then it stays, called as before" "here v1 && ! in_netns b v1 && here v0"
check "a taken name is no obstacle to another one" "netns-move v0 b v7" ""
check_true "it is there" "in_netns b v7 && ! here v0"
check_error "what is not moved: no such device any more" "netns-move v0 b" \
	"netns-move: v0: No such device"
if [ "$WORLD" = root ] && helper as; then
	check_error "not permitted" "$HELPERS/as 65534 netns-move v1 a" \
		"netns-move: v1: *Operation not permitted*"
else
	skip "not permitted" "root and the helper as are needed"
fi
if new_device b br7 2>/dev/null; then
	check_true "a bridge stays, or moves where the kernel lets it" \
		"netns -n b move br7 a 2>\$T/said || grep -q 'br7: bound to its namespace' \$T/said"
fi
netns-veth v3 a p3
netns-veth v4 a p4
check "in a batch" "printf 'move v3 b w3\nmove v4 b\n' | netns -b -" ""
check_true "a new name is for one device" "in_netns b w3 && in_netns b v4"
done_testing
