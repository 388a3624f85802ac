# SPDX-License-Identifier: 0BSD
# netns apply: each statement: made, there already, changed, gone. The syntax of the file, and every
# mistake in it, is in apply-file.t; undoing, and what must not be disturbed, in apply-change.t.
. "$TESTSUITE/lib.sh"
. "$TESTSUITE/apply.sh"

check_usage "an unknown flag" "netns-apply -Z"
check_usage "two files" "netns-apply a b"
check_true "-h" "netns-apply -h | grep '^usage: netns-apply '"
check_true "-V is no -v" "netns-apply -V | grep '^netns '"
check_error "no such file" "netns-apply $T/nope" "netns-apply: $T/nope: No such file or directory"
check_error "a directory" "netns-apply $T" "netns-apply: $T: *"
check "none of these made anything" "ls -A $RUN 2>/dev/null; :" ""
note_devices
as_it_was
printf 'namespace a\n' >"$conf"
check "a file is applied" "apply" ""
if ! netns-veth v0 a 2>"$T/why"; then
	excuse makes_veth "what needs a pair" "$(cat "$T/why")"
	done_testing
	exit
fi
check_true "a namespace is made, and its lo is up" "live a && is_up a lo"
check "the devices of lib.sh's make are not ours" "devices_in a" v0
check "again: nothing" "apply" ""
netns-delete a
eventually "! devices_in here | grep -q ."
printf 'namespace one\n' >"$T/one.conf"
printf 'namespace two\n' >"$T/two.conf"
printf 'apply %s\napply %s\n' "$T/one.conf" "$T/two.conf" >"$T/lines"
check "two files, by a batch" "limit netns -b $T/lines; netns-apply -d $T/one.conf
	netns-exec two true && netns-apply -d $T/two.conf" ""
check_true "when it was deleted by hand, it is made again" \
	"apply && live a && ! devices_in a | grep ."
down "-d: it goes"

# --- where the file comes from
echo 'namespace a' >/etc/netns.conf
check_true "without a FILE: /etc/netns.conf" "limit netns-apply && live a"
check "without a FILE: -d" "limit netns-apply -d; ls -A $RUN" ""
rm /etc/netns.conf
check_error "without a FILE, and there is none" "limit netns-apply" \
	"netns-apply: /etc/netns.conf: *"
check_true "-: standard input" "echo 'namespace a' | limit netns-apply - && live a"
check "-: and away" "limit netns-apply - </dev/null; ls -A $RUN" ""
echo 'namespace a' >"$conf"
check_true "in ip grammar" "netns apply $conf && live a && netns apply -d $conf && gone a"

# --- namespace
make mine
as_it_was
becomes "one that is there is used" "namespace mine
namespace b" "ls -A $RUN" "b${NL}mine"
becomes "one left the file" "namespace mine" "ls -A $RUN" mine
becomes "the last one, too, but it was there before" "" "ls -A $RUN" mine
down "-d: and stays"
ln -s "/proc/$$/ns/net" "$RUN/self"
becomes "a link to where we are" "namespace self" "ls -A $RUN" "mine${NL}self"
rm "$RUN/self"
becomes "a part comes twice" "namespace b
	veth eth0 peer x0
namespace c
namespace b
	address 192.0.2.1/24 dev eth0" "ls -A $RUN; addresses_of b eth0" \
	"b${NL}c${NL}mine${NL}192.0.2.1/24"
down "all of it goes"

# --- device
wire wire0 wire1
as_it_was
becomes "device" "namespace a
	device wire0" "devices_in a; devices_in here" "wire0${NL}wire1"
check_true "it is up" "is_up a wire0"
becomes "by another name" "namespace a
	device wire0 name eth0" "devices_in a; devices_in here" "eth0${NL}wire1"
becomes "in another namespace" "namespace b
	device wire0 name eth0" "devices_in b; devices_in here; ls -A $RUN" \
	"eth0${NL}wire1${NL}b${NL}mine${NL}wires"
becomes "it comes home" "namespace b" "devices_in b; devices_in here" "wire0${NL}wire1"
check_false "it is down then" "is_up here wire0"
ip_in here address add 192.0.2.9/24 dev wire0
becomes "one with addresses" "namespace a
	device wire0
	address 192.0.2.1/24 dev wire0" "addresses_of a wire0" "192.0.2.1/24"
becomes "it comes home without them" "" "devices_in here; addresses_of here wire0" "wire0${NL}wire1"
netns-add a
netns-move wire0 a
becomes "one that is there already" "namespace a
	device wire0
	address 192.0.2.1/24 dev wire0" "devices_in a; addresses_of a wire0" \
	"wire0${NL}192.0.2.1/24"
becomes "is not ours: it stays, without what is ours" "" "devices_in a; addresses_of a wire0" wire0
netns -n a move wire0 pid:$$
netns-delete a
conf <<'END'
namespace a
	device usb0
	address 192.0.2.1/24 dev usb0
	veth eth0 peer x0
END
check_error "one that is not there yet: not repeated for its address" "apply" \
	"netns-apply: *net.conf:2: a: device usb0: No such device"
check_true "the rest is made" "devices_in a | grep -qx eth0"
netns-veth usb0 wires
check "when it comes, apply again" "apply; devices_in a; addresses_of a usb0" \
	"eth0${NL}usb0${NL}192.0.2.1/24"
netns -n wires -force -b - <<'END' >/dev/null 2>&1
link delete usb0
END
ip_in wires link delete usb0
check_error "it was pulled out" "apply" "netns-apply: *net.conf:2: *usb0*"
down "which is no mistake when it goes"

# --- veth
as_it_was
becomes "veth" "namespace a
	veth eth0 peer to-a" "devices_in a; devices_in here" "eth0${NL}to-a${NL}wire0${NL}wire1"
check_true "both ends are up" "is_up a eth0 && is_up here to-a"
index=$(ip_in here link show dev to-a | sed -n '1s/:.*//p')
check "they are still the same ones" \
	"apply; ip_in here link show dev to-a | sed -n '1s/:.*//p'" "$index"
becomes "the peer has another name" "namespace a
	veth eth0 peer to-b" "devices_in a; devices_in here" "eth0${NL}to-b${NL}wire0${NL}wire1"
becomes "the peer is in another namespace" "namespace a
	veth eth0 peer eth0 netns b
namespace b" "devices_in a; devices_in b; devices_in here" "eth0${NL}eth0${NL}wire0${NL}wire1"
becomes "in one that has no part, but is there" "namespace a
	veth eth0 peer eth1 netns mine" "devices_in a; devices_in mine" "eth0${NL}eth1"
becomes "both ends in one namespace" "namespace a
	veth eth0 peer eth1 netns a" "devices_in a" "eth0${NL}eth1"
becomes "both ends here" "here
	veth x0 peer x1" "devices_in here" "wire0${NL}wire1${NL}x0${NL}x1"
becomes "netns here" "namespace a
	veth eth0 peer x1 netns here" "devices_in a; devices_in here" \
	"eth0${NL}wire0${NL}wire1${NL}x1"
down "the pair goes"
ip_in here link add x1 type bridge 2>/dev/null
printf 'namespace a\n\tveth eth0 peer x1\n\taddress 192.0.2.1/24 dev eth0\n' >"$conf"
check_error "the peer's name is that of something else" "apply" \
	"netns-apply: *net.conf:2: a: veth eth0 peer x1: File exists"
check "which is not touched" "devices_in here; devices_in a" "wire0${NL}wire1${NL}x1"
apply -d
ip_in here link delete x1
printf 'namespace a\n\tveth eth0 peer x1 netns nope\n\tset eth0 mtu 1400\n' >"$conf"
check_error "the peer's namespace is missing" "apply" \
	"netns-apply: *net.conf:2: a: veth eth0 peer x1 netns nope: no such network namespace"
apply -d

# --- bridge
becomes "bridge" "namespace a
	bridge br0" "devices_in a; is_up a br0 && echo up" "br0${NL}up"
ports_of()
{
	for port in $(devices_in "$1"); do
		ip_in "$1" link show dev "$port" | sed -n "s/.*master $2 .*/$port/p"
	done
}
pairs='	veth p0 peer x0
	veth p1 peer x1
	veth p2 peer x2'
becomes "its ports" "namespace a
	bridge br0 ports p0 p1
$pairs" "ports_of a br0" "p0${NL}p1"
ip_in a link set p2 master br0
becomes "a port left the file; one that others added stays" "namespace a
$pairs
	bridge br0 ports p1" "ports_of a br0" "p1${NL}p2"
becomes "the bridge is another one" "namespace a
$pairs
	bridge br1 ports p1" "ports_of a br1; devices_in a" "p1${NL}br1${NL}p0${NL}p1${NL}p2"
becomes "a port with an address keeps it" "namespace a
$pairs
	bridge br1
	address 192.0.2.1/24 dev p1" "ports_of a br1; addresses_of a p1" 192.0.2.1/24
becomes "bridges are links, too" "namespace a
	link br1 type bridge stp_state 1
	veth p0 peer x0
	set p0 master br1" "ports_of a br1" p0
down "bridges go"
done_testing
