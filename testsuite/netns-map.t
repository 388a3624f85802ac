# SPDX-License-Identifier: 0BSD
# netns map: all namespaces, their devices, and which of them are linked
. "$TESTSUITE/lib.sh"

here=$(netns_of)
map()
{
	netns-map "$@" 2>/dev/null
}

# part LABEL [FLAG...]: the lines of this namespace
part()
{
	label=$1
	shift
	map "$@" | L=$label awk '
		/^[^|`]/ { found = index($0, ENVIRON["L"]) == 1 }
		found { print }'
}

# device LABEL NAME: its line, without branch and IPv6 addresses
device()
{
	part "$1" | sed 's/^[|`]- //; s| [0-9a-f:]*:[0-9a-f:]*/[0-9]*||g' | grep "^$2 "
}

# edges: of the drawing, by the names of their ends
edges()
{
	netns-map -d | awk '$1 ~ /^[0-9]+$/ && $2 ~ /label/ {
			split($0, part, "\"")
			name[$1] = part[2]
		}
		$2 == "->" { print name[$1] " - " name[$3] " " $4 }'
}

# ip_does COMMAND...: with iproute2's or BusyBox's ip, whichever can
ip_does()
{
	ip "$@" >/dev/null 2>&1 || busybox ip "$@" >/dev/null 2>&1
}

# new_veth ONE OTHER: BusyBox's ip, which is the one of its shell, calls the other end veth0
new_veth()
{
	ip_does link add "$1" type veth peer name "$2" || return
	ip_does link show "$2" || ip_does link set veth0 name "$2"
}

check_true "the present namespace is there" "map | grep -F '$here (processes: '"
make blue
netns-add -u green
check "a named one" "map | grep -x blue" blue
check "lo is down" "device blue lo" "lo down"
check "lo is up, with its address" "device green lo" "lo up 127.0.0.1/8"
check "the last device of each, and no other, has the last branch" "map | awk '
	/^[^|\`]/ { if (n++ && last != 1) print; last = 0 }
	/^\`/ { last++ }
	END { print last }'" 1
check "one alone" "netns-map blue" "$(part blue)"
check "several, once each" "netns-map blue green $RUN/blue | grep -v '^.- '" \
	"$(map | grep -x -e blue -e green)"
check "by its inode number" "netns-map net:[$(stat -L -c %i "$RUN/blue")]" "$(part blue)"
check_error "one that is missing" "netns-map nope" "netns-map: nope: no such network namespace"
check "one that is missing: the others are shown" "netns-map nope blue 2>/dev/null" \
	"$(part blue)" 1
check "which is this one" "netns-exec -N blue netns-map | grep -F ' (current)'" "blue (current)"
check "which is that of process 1" "map | grep -c ' (init)\$'" 1
check "that of process 1 has a name" \
	"ln -s /proc/1/ns/net $RUN/first; map | grep '^first'; rm $RUN/first" \
	"first (current) (init)"
check_true "-h prints the usage and succeeds" "netns-map -h | grep '^usage: netns-map '"
check "-j: it is JSON" "map -j | awk -f $TESTSUITE/json.awk" ""
check "-j -p: it is JSON" "map -j -p | awk -f $TESTSUITE/json.awk" ""
check "-j: names, ids, states" \
	"netns-set green 5; map -j green | cut -d '[' -f 2,3" \
	"{\"name\":\"green\",\"inode\":$(stat -L -c %i "$RUN/green"),\"id\":5,\"devices\":$(:
		)[{\"ifindex\":1,\"ifname\":\"lo\",\"state\":\"up\",\"addr_info\":"
check "-j: which is this one, and that of process 1" \
	"netns-exec -N blue netns-map -j 2>/dev/null |
		grep -o '\"\(name\|current\|init\)\":\(\"blue\"\|true\)'" \
	"\"name\":\"blue\"$NL\"current\":true$NL\"init\":true"
ping_lo='ping -c 2 -i 0.2 127.0.0.1 || busybox ping -c 2 127.0.0.1'
if netns-exec -N green sh -c "$ping_lo" >/dev/null 2>&1; then
	check_true "-s: counters" "netns-map -s green |
		grep 'lo up .* (rx: bytes 3.., packets 4; tx: bytes 3.., packets 4)'"
	check_true "-s -j: counters" "netns-map -s -j green | grep -E \
		'\"rx_bytes\":3..,\"rx_packets\":4,\"tx_bytes\":3..,\"tx_packets\":4'"
	check_true "-s -d: counters" "netns-map -s -d green | grep -F 'packets 4)'"
else
	skip "-s: counters" "no ping here"
fi
check "without -s: none" "netns-map green | grep -c packets" 0 1
check "-j in ip grammar" "netns -j map | awk -f $TESTSUITE/json.awk" ""
check_true "-j: addresses" "map -j | grep -F '{\"local\":\"127.0.0.1\",\"prefixlen\":8}'"

# --- the locale
branch=$(printf '\342\224\224\342\224\200 ')
check "plain letters by default" \
	"env -u LC_ALL -u LC_CTYPE -u LANG netns-map 2>/dev/null | grep -c '^.- lo' |
		grep -v '^0\$' | sed 's/.*/some/'" some
for locale in LC_ALL=C.UTF-8 LC_CTYPE=de_DE.utf8 LANG=en_US.UTF-8@euro; do
	check "lines with $locale" \
		"env -u LC_ALL $locale netns-map 2>/dev/null | grep -qF '${branch}' && echo lines" \
		lines
done
check "LC_ALL goes before LANG" \
	"LC_ALL=C LANG=C.UTF-8 netns-map 2>/dev/null | grep -cF '${branch}'" 0 1
check "an empty LC_ALL does not count" \
	"LC_ALL= LANG=C.UTF-8 netns-map 2>/dev/null | grep -qF '${branch}' && echo lines" lines
check "other encodings" "LC_ALL=ja_JP.ujis netns-map 2>/dev/null | grep -cF '${branch}'" 0 1
check "an encoding that is no more than a dot" \
	"LC_ALL=C. netns-map 2>/dev/null | grep -cF '${branch}'" 0 1

# --- links
if new_veth one other; then
	background netns-exec -N blue sleep 1000
	mover=$pid
	eventually "same /proc/$mover/ns/net $RUN/blue"
	check "a pair in one namespace" "device '$here' one" "one down <-> other"
	check "ids before: none is given" \
		"netns-list -q | sort; map >/dev/null; netns-list | sort" \
		"blue${NL}green${NL}blue${NL}green (id: 5)"
	ip_does link set other netns "$mover"
	ids=$(netns-list-id 2>/dev/null; netns-exec -N blue netns-list-id)
	check "a pair in two: here" "device '$here' one" "one down <-> other in blue"
	check "a pair in two: there" "device blue other" "other down <-> one in $here"
	check "-d: its two ends" "edges" "other - one [dir=none]"
	check "the ids are what they were" "netns-list-id; netns-exec -N blue netns-list-id" "$ids"
	check "from another namespace: the same" \
		"netns-exec -N green netns-map 2>/dev/null | grep -F ' in '" \
		"$(map | grep -F ' in ')"
	check_true "-j: the other end" \
		"map -j | grep -F '\"link\":\"other\",\"link_netns\":\"blue\"'"
	check_true "-j: and back" "map -j | grep -F '\"link\":\"one\",\"link_netns\":\"$here\"'"
	check "-j: its kind" "netns-map -j blue | grep -o '\"kind\":\"[a-z]*\"'" '"kind":"veth"'
	if ip_does link add bridge type bridge && ip_does link set one master bridge; then
		check "a port, and its bridge" "device '$here' one" \
			"one down <-> other in blue, port of bridge"
		check "-d: a port, and its bridge" "edges | sort" \
			"one - bridge [style=dashed]${NL}other - one [dir=none]"
		check_true "-j: the same" \
			"map -j | grep '\"ifname\":\"one\".*\"master\":\"bridge\"'"
		check "-d: an edge to it" "map -d | grep -c 'style=dashed'" 1
		check "-d: of others, only what they have in common" \
			"netns-map -d blue | grep -c -e '->' -e subgraph" 1
		new_veth left right && ip_does link add bridge2 type bridge &&
			ip_does link set left master bridge2
		check "a port of another bridge" "device '$here' left" \
			"left down <-> right, port of bridge2"
		ip_does link delete left
		ip_does link delete bridge2
		ip_does link set one nomaster
	else
		skip "a port, and its bridge" "iproute2 is needed"
	fi
	ip_does link delete bridge
	ip_does link set one up
	check "up, but the other end is not" "device '$here' one" "one no-carrier <-> other in blue"
	netns-exec -N blue sh -c 'ip link set other up || busybox ip link set other up' >/dev/null \
		2>&1
	check_soon "both are up" "[ \"\$(device blue other)\" = 'other up <-> one in $here' ]" \
		"device blue other"
	netns-exec -N blue sh -c \
		'ip addr add 192.0.2.1/24 dev other || busybox ip addr add 192.0.2.1/24 dev other' \
		>/dev/null 2>&1
	check "an address" "device blue other" "other up 192.0.2.1/24 <-> one in $here"
	if netns-exec -N blue ip -6 addr add 2001:db8:0:0:1:0:0:1/64 dev other nodad >/dev/null \
		2>&1; then
		for a in 2001:db8::1/128 ::ffff/128 fd00:0:0:1::/64 1:2:3:4:5:6:7:8/48 \
			1:0:3:4:5:6:7:8/48; do
			netns-exec -N blue ip -6 addr add "$a" dev other nodad >/dev/null 2>&1
			check "IPv6 as iproute2 writes it: $a" \
				"part blue | grep -o ' $a ' | tr -d ' '" "$a"
		done
		check "IPv6: the first of two runs of zeros" \
			"part blue | grep -oF 2001:db8::1:0:0:1/64" 2001:db8::1:0:0:1/64
	else
		skip "IPv6" "iproute2 with IPv6 is needed"
	fi
	stop "$mover"

	# no name, as container engines have it
	nameless
	container=$pid
	if new_veth two eth0 && ip_does link set eth0 netns "$container"; then
		is=$(netns_of "$container")
		check "a namespace without a name" "device '$is' eth0" "eth0 down <-> two in $here"
		check "and its other end" "device '$here' two" "two down <-> eth0 in $is"
		ln -s "/proc/$container/ns/net" "$RUN/docker"
		check "a name that is a symbolic link" "device '$here' two" \
			"two down <-> eth0 in docker"
		check "it is listed once" \
			"map | grep -cF -e '$is' -e docker | sed 's/^3\$/3 times with both ends/'" 2
		rm "$RUN/docker"
		exec 7<"/proc/$container/ns/net"
		stop "$container"
		if netns-list -a 2>/dev/null | grep -F "$is" | grep -q 'processes: 0, pid:'; then
			check "held by an open file alone" "device '$here' two" \
				"two down <-> eth0 in $is"
		fi
		exec 7<&-
	else
		stop "$container"
	fi
	background unshare -n python3 -c '
import socket, time
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
print("ready", flush=True)
time.sleep(1000)' >"$T/python"
	container=$pid
	ip_does link delete two
	below()
	{
		in_it="netns-exec -N pid:$container"
		$in_it ip link add name over link eth0 type macvlan && $in_it netns-move over green
	}
	if have python3 && eventually "grep -q ready $T/python" &&
		new_veth two eth0 && ip_does link set eth0 netns "$container" &&
		{ below >/dev/null 2>&1 || :; } &&
		netns-attach "/proc/$$/ns/net" "$container" 2>/dev/null; then
		check_true "in a namespace that cannot be found" \
			"device '$here' two | grep -x 'two down -> if[0-9]* in nsid:[0-9]*'"
		check_true "-j: the same" \
			"map -j |
				grep '\"ifname\":\"two\".*\"link_index\":[0-9]*,\"link_netnsid\":'"
		check_true "-d: no edge to it" "map -d"
		if netns-exec -N green ip link show over >/dev/null 2>&1; then
			check_true "a macvlan on a device there" \
				"device green over | grep -x 'over down -> if[0-9]* in nsid:[0-9]*'"
			netns-exec -N green ip link delete over
		else
			skip "a macvlan on a device there" "this kernel or ip makes none"
		fi
	else
		skip "in a namespace that cannot be found" "python3 and netns-attach are needed"
	fi
	stop "$container"

	for kind in macvlan "vlan id 5" "ipvlan mode l2"; do
		on=${kind%% *}
		if ip_does link add name "$on" link one type $kind && netns-move "$on" green; then
			check "a $on stands on a device elsewhere" "device green $on" \
				"$on down -> one in $here"
			check "$on: that device does not tell" "device '$here' one" \
				"one up <-> other in blue"
			check_true "$on: -j has that device" \
				"map -j | grep -F '\"ifname\":\"$on\"' |
					grep -F '\"link\":\"one\",\"link_netns\":\"$here\"'"
			check "$on: -d: an arrow" "map -d | grep -c '[0-9] -> [0-9]*\$'" 1
			check "$on: both ends elsewhere" \
				"netns-exec -N green netns-move $on blue && device blue $on" \
				"$on down -> one in $here"
			check "$on: at home again" \
				"netns-exec -N blue netns-move $on /proc/$$/ns/net &&
					device '$here' $on" "$on down -> one"
			ip_does link delete "$on"
		else
			ip_does link delete "$on"
			skip "$on" "this kernel or ip makes none"
		fi
	done
	if ip_does tunnel add tunnel mode gre local 192.0.2.1 remote 192.0.2.9 dev one &&
		netns-move tunnel green; then
		check "a tunnel stands on a device elsewhere" "device green tunnel" \
			"tunnel down -> one in $here"
	else
		skip "a tunnel" "this kernel or ip makes none"
	fi
	ip_does link delete tunnel
	netns-exec -N green ip link delete tunnel >/dev/null 2>&1
	for kind in "vxlan id 5 dstport 4789" "geneve id 5 remote 192.0.2.9"; do
		on=${kind%% *}
		if ip_does link add name "$on" type $kind && netns-move "$on" green; then
			check "a $on stands on no device, whatever is said of it elsewhere" \
				"device green $on" "$on down"
		else
			skip "$on" "this kernel or ip makes none"
		fi
		ip_does link delete "$on"
		netns-exec -N green ip link delete "$on" >/dev/null 2>&1
	done
	check "-d: a pair has one edge" "map -d | grep -c -- '-> .*dir=none'" 1
	check "-d: a box for each namespace" "map -d | grep -c subgraph" \
		"$(map | grep -c '^[^|\`]')"
	make k1 k2 k3 k4
	for k in "1 2" "1 3" "1 4" "2 3" "2 4" "3 4"; do
		netns-exec -N "k${k% *}" netns-veth "to${k#* }" "k${k#* }" "to${k% *}"
	done
	check "each of four is linked with each other one" \
		"map k1 k2 k3 k4 | grep -c 'to\([1-4]\) down <-> to[1-4] in k\1\$'" 12
else
	skip "links" "neither iproute2 nor BusyBox makes a veth here"
fi

# --- many namespaces
# requests N LAYOUT: how many requests map sends where there are N namespaces; and prints how many
# devices it finds at the other end
requests()
{
	clear
	eventually "! netns-map | grep -q ' in '"	# the kernel removes devices some time later
	i=0
	while [ $i -lt "$1" ]; do
		i=$((i + 1))
		echo "add n$i"
	done | netns -b -
	case $2 in
	star) seq "$1" | sed 's/.*/veth d& n& eth0/' | netns -b - ;;
	ring)
		seq "$1" | awk -v n="$1" \
			'{ print "exec -N n" $1, "netns veth next n" $1 % n + 1, "prev" }' |
			netns -b -
		;;
	below)
		ip_does link add wire type dummy || ip_does link add name wire type bridge
		for i in $(seq "$1"); do
			ip_does link add name "m$i" link wire type macvlan && echo "move m$i n$i"
		done | netns -b -
		;;
	esac
	strace -qq -f -c -e trace=sendto -o "$T/calls" netns-map >"$T/map"
	awk '$NF == "sendto" { print $4 }' "$T/calls"
	grep -c ' in ' "$T/map"
}
if have strace && strace -o /dev/null true 2>/dev/null &&
	[ "$(requests 1 star | tail -n 1)" = 2 ]; then
	for layout in none:0 star:2 ring:2 below:1; do
		kind=${layout%:*} ends=${layout#*:}
		few=$(requests 8 $kind)
		many=$(requests 24 $kind)
		if [ $kind = below ] && [ "${few##*$NL}" = 0 ]; then
			skip "$layout: requests" "this kernel or ip makes no macvlan"
			continue
		fi
		check "$kind: with three times the namespaces there are three times the requests" \
			"[ ${many%%$NL*} -le $((${few%%$NL*} * 3)) ] ||
				echo ${few%%$NL*} ${many%%$NL*}" ""
		check "$kind: each other end is found" "echo ${few##*$NL} ${many##*$NL}" \
			"$((8 * ends)) $((24 * ends))"
		ip_does link delete wire
	done
	netns-add -u lo1
	netns-veth two0 lo1 two1
	check "before Linux 4.20 the addresses of all devices come: each device has its own" \
		"strace -qq -o /dev/null -e trace=setsockopt \
			-e inject=setsockopt:error=ENOPROTOOPT netns-map |
			grep -A 2 '^lo1'" "$(map | grep -A 2 '^lo1')"
else
	skip "requests" "no strace, or no veth"
fi
clear

# --- Graphviz
make 'quo"te' 'back\slash' '<b>&amp;' "$(printf 'not utf\3778')" 'end\'
ip_does link add 'q"\' type bridge || ip_does link add 'q"\' type dummy
map -d >"$T/map.dot"
check "-d: quotes are escaped" "grep -F quo $T/map.dot" '		label="quo\"te"'
check "-d: backslashes are, too" "grep -F slash $T/map.dot" '		label="back\\slash"'
check "-d goes before -j" "netns-map -d -j 2>/dev/null | head -n 1" "digraph netns {"
check "-d before the word is iproute2's, without effect" "netns -d map 2>/dev/null | head -n 3" \
	"$(map | head -n 3)"
if have dot; then
	check "-d: dot reads it, and says nothing" \
		"dot -Tplain $T/map.dot 2>$T/dot.err | sed -n '1s/ .*//p';
			grep -vi fontconfig $T/dot.err" graph 1
else
	skip "-d: dot reads it" "no Graphviz here"
fi
clear

# --- errors
if [ -c /dev/full ]; then
	check_error "output that cannot be written" "netns-map >/dev/full" "netns-map: *"
else
	skip "output that cannot be written" "no /dev/full"
fi
check_error "without /proc" "unshare -m sh -c 'mount -t tmpfs none /proc; netns-map' >/dev/null" \
	"netns-map: *is /proc mounted?*"
make blue
check_error "too few descriptors: what is missing is not called covered" \
	"(ulimit -n 5; netns-map; netns-map) >/dev/null" "netns-map: *: Too many open files"
check_false "… by any message" "(ulimit -n 5; netns-map) 2>&1 | grep covered"
clear
if [ "$WORLD" = root ] && helper as; then
	make blue
	check_error "a namespace that may not be entered" "$HELPERS/as 65534 netns-map >/dev/null" \
		"netns-map: *blue: cannot list devices: Operation not permitted*"
	check "the others are shown all the same" \
		"$HELPERS/as 65534 netns-map 2>/dev/null | grep -x blue" blue
	clear
else
	skip "a namespace that may not be entered" "root and the helper as are needed"
fi
done_testing
