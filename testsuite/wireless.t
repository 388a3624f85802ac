# SPDX-License-Identifier: 0BSD
# Wireless devices move with their phy. Only devices of mac80211_hwsim are used: those of the
# machines of check-vm whose kernel has it. (This world has no process namespace of its own: process
# 1 is that of the machine, whose namespace has these devices.)
. "$TESTSUITE/lib.sh"

radios=$(for radio in /sys/class/mac80211_hwsim/*/net/*; do
	[ -e "$radio" ] && echo "${radio##*/}"
done)
if [ "$WORLD" != root ] || ! netns-exec -N pid:1 true || [ -z "$radios" ]; then
	skip "wireless devices" "root and devices of mac80211_hwsim are needed"
	done_testing
	exit
fi
wlan=$(echo "$radios" | head -n 1)
host=$wlan phy=$(cat "/sys/class/net/$wlan/phy80211/name")
at_host()
{
	netns-exec -N pid:1 "$@"
}
devices_of()
{
	netns-exec -N "$1" cat /proc/self/net/dev | sed -n 's/^ *\([a-z][^:]*\):.*/\1/p' |
		grep -v '^lo$' | sort | xargs
}
cleanup_wlan()
{
	for netns in a b; do
		netns -n $netns move "$phy" pid:1 2>/dev/null
	done
	cleanup
}
trap cleanup_wlan EXIT

make a b
before=$(devices_of pid:1)
check "a device that is down moves" "at_host netns-move $wlan a" ""
check "it is there" "devices_of a" "$wlan"
check_true "and not here" "! devices_of pid:1 | grep -w $wlan"
check "to another one, with a new name" "netns -n a move $wlan b wifi0" ""
check "it is called so there" "devices_of b" "wifi0"
check "to where it is" "netns -n b move wifi0 b" ""
check "which can give it another name" "netns -n b move wifi0 b $wlan && devices_of b" "$wlan"
check_true "by the phy" "netns -n b move $phy a"
check "it is there" "devices_of a" "$wlan"
check_error "a phy keeps its name" "netns -n a move $phy b phyX" \
	"netns-move: $phy: a phy keeps its name"
check_error "it is where it was" "at_host netns-move $phy b" "netns-move: $phy: No such device"
check "home, although it is up" "netns -n a exec -N a true; netns -n a move $wlan pid:1" ""
check "all as before" "devices_of pid:1" "$before"

### more than one device

at_host "$HELPERS/wlan" add "$wlan" wl-two || not_ok "a second device on the phy"
check "all that go along are named" "at_host netns-move $wlan a 2>&1; devices_of a" \
	"netns-move: $wlan: moved together with wl-two${NL}wl-two $wlan"
check_true "by the phy, too" "netns -n a move $phy b 2>&1 | grep ': moved together with .*wl-two'"
check "they are there" "devices_of b" "wl-two $wlan"
netns-veth v0 a wl-two
check_error "the name of the other one is taken" "netns -n b move $wlan a" \
	"netns-move: a: wl-two: File exists"
check "nothing is moved" "devices_of b" "wl-two $wlan"
netns -n a exec -N a ip link del wl-two
if netns -n b exec -N b "$HELPERS/wlan" altname wl-two an-alternative-name-that-is-long; then
	netns-veth v0 a v1
	netns-exec -N a "$HELPERS/wlan" altname v1 an-alternative-name-that-is-long
	check_error "an alternative name of the other one is taken" "netns -n b move $wlan a" \
		"netns-move: a: an-alternative-name-that-is-long: File exists"
	check "nothing is moved either" "devices_of b" "wl-two $wlan"
	check_error "and nothing at the second try" "netns -n b move wl-two a" \
		"netns-move: a: an-alternative-name-that-is-long: File exists"
	netns-exec -N a ip link del v1
	check_true "when it is free, they move" "netns -n b move $wlan a"
	check "both" "devices_of a" "wl-two $wlan"
else
	skip "alternative names" "Linux 5.5 is needed"
fi
netns-veth v0 b v1
check_error "the new name is taken" "netns -n a move $wlan b v1" "netns-move: b: v1: File exists"
check "still there" "devices_of a" "wl-two $wlan"
check_true "back with a new name" "netns -n a move $wlan pid:1 wl-new"
check_true "it has it" "devices_of pid:1 | grep -w wl-new"

### a namespace that ends gives its phys back

at_host netns-move wl-new a "$wlan" 2>/dev/null
check "a namespace goes" "netns-delete a" ""
check_soon "its phy comes back" "devices_of pid:1 | grep -w $wlan"
check_error "what is no wireless device stays" "at_host netns-move lo b" \
	"netns-move: lo: bound to its namespace*"
done_testing
