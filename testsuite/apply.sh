# SPDX-License-Identifier: 0BSD
# shellcheck shell=sh
# What the tests of netns-apply share: a file to apply, and what it made of the network.

conf=$T/net.conf
only_map=
# where apply keeps what it made
STATE=${RUN%/*}/netns-apply

# needs_apply: where namespaces cannot be made as a file says, all is skipped
needs_apply()
{
	echo 'namespace a' >"$conf"
	apply 2>"$T/why" && return
	excuse binds_netns "apply" "$(cat "$T/why")"
	done_testing
	exit
}

# conf: standard input becomes the file
conf()
{
	cat >"$conf"
}

# apply [FLAG...]: it is applied
apply()
{
	limit netns-apply "$@" "$conf"
}

# in_ns NAME COMMAND...: in the namespace NAME; "here" is the one that we are in
in_ns()
{
	ns=$1
	shift
	case $ns in
	here) "$@" ;;
	*) netns-exec $bare "$ns" "$@" ;;
	esac
}

# ip_in NAME WORD...: what the ip of this system says there
ip_in()
{
	ns=$1
	shift
	if [ "$shell_has_ip" ]; then
		in_ns "$ns" "$(which ip)" "$@"
	else
		in_ns "$ns" ip "$@"
	fi
}

# devices_in NAME: without those that each namespace has, one a line
devices_in()
{
	in_ns "$1" cat /proc/self/net/dev | sed -n 's/^ *\([^ ]*\):.*/\1/p' |
		grep -vxF -f "$T/in-each" | LC_ALL=C sort
	return 0
}

# Each namespace has these: lo, which is up here as on every machine, and what is built into the
# kernel.
note_devices()
{
	ip_in here link set lo up 2>/dev/null
	netns-add in-each
	devices_of in-each >"$T/in-each"
	netns-delete in-each
}

# addresses_of NAME DEVICE: without those that the kernel gives
addresses_of()
{
	ip_in "$1" -o address show dev "$2" | sed -n 's/.* inet6\{0,1\} \([^ ]*\) .*/\1/p' |
		grep -v '^fe80:' | LC_ALL=C sort
	return 0
}

# routes_of NAME [WORD...]: IPv4, without who made them, what only the moment says, and the blanks
# that BusyBox has more
routes_of()
{
	ns=$1
	shift
	ip_in "$ns" route show "$@" |
		sed 's/ linkdown//; s/ dead//; s/ proto [a-z]*//; s/   */ /g; s/ *$//' | LC_ALL=C sort
}

# is_up NAME DEVICE
is_up()
{
	ip_in "$1" link show dev "$2" | grep -q '[<,]UP[,>]'
}

# look NAME: what there is in it, one thing a line. What the kernel chose, what counts, and what only
# the moment says is left out. iproute2's ip shows all of a family in one process.
if [ "$shell_has_ip" ] || ! ip -V >/dev/null 2>&1; then
	ip=ip
	[ "$shell_has_ip" ] && ip=$(which ip)
	cat >"$T/look" <<END
echo @4; $ip -o link; $ip -o address; $ip -4 route show table all; $ip -4 rule
$ip neigh show nud permanent
echo @6; $ip -6 route show table all; $ip -6 rule
END
else
	printf '%s\n' address 'route show table all' rule 'neighbour show nud permanent' >"$T/of-6"
	(echo link && cat "$T/of-6") >"$T/of-4"
	cat >"$T/look" <<END
echo @4; ip -4 -d -o -batch $T/of-4
echo @6; ip -6 -d -o -batch $T/of-6
echo @fdb; bridge fdb show
END
fi
cat >>"$T/look" <<'END'
echo @sysctl; cd /proc/sys/net
grep "" ipv4/ip_forward ipv4/conf/*/rp_filter ipv4/conf/*/forwarding ipv4/conf/*/proxy_arp \
	ipv6/conf/*/forwarding ipv6/conf/*/accept_ra
END
look()
{
	in_ns "$1" sh "$T/look" 2>/dev/null | awk '
	/^@/ { section = substr($0, 2); next }
	{ sub(/^[0-9]+: /, ""); $0 = section " " $0 }
	/fe80:|ff00::|^6 .*(table local|anycast)/ { next }
	/^fdb/ && !/ dst / { next }
	$3 ~ /^<.*>$/ {			# a device
		gsub(/[\\]/, " ")
		sub(/@if[0-9]+:/, "@other:", $2)
		line = $1 " " $2
		if ($3 ~ /[<,]UP[,>]/)
			line = line " up"
		if ($3 ~ /NOARP/)
			line = line " noarp"
		if ($3 !~ /MULTICAST/)
			line = line " nomulticast"
		for (i = 4; i <= NF; i++) {
			if ($i ~ /^(mtu|qlen|master|vlan_filtering|stp_state|mode|remote|local|dstport)$/ ||
				$i ~ /^(id|table)$/)
				line = line " " $i " " $(i + 1)
			if ($i == "link/ether" && $(i + 1) ~ /^02:00:00/)
				line = line " " $(i + 1)
			if ($i ~ /^(veth|bridge|macvlan|ipvlan|vlan|vxlan|vrf|bond|dummy|ifb|wireguard)$/)
				line = line " " $i
		}
		print line
		next
	}
	{
		sub(/ *valid_lft.*/, "")
		sub(/ error.*/, "")
		gsub(/[\\]| (linkdown|dead|pref medium|tentative|dadfailed)/, "")
		gsub(/ +/, " ")
		sub(/ $/, "")
		print
	}'
}

# picture: all that a file can change, here and in every namespace that has a name; of many of them
# only what map shows
picture()
{
	if [ "$only_map" ]; then
		netns-map 2>/dev/null | sed 's/ fe80:[^ ]*//g; s/ (.*//'
		return
	fi
	for name in here $(ls -A "$RUN" 2>/dev/null | grep -vx wires); do
		echo "namespace $name"
		look "$name" 2>/dev/null | LC_ALL=C sort
	done
	for f in "$ETC"/*/resolv.conf; do
		[ -e "$f" ] && sed "s|^|$f: |" "$f"
	done
	return 0
}

# wire NAME...: devices that nobody made for a file, as hardware is: each has its other end in the
# namespace "wires"
wire()
{
	[ -e "$RUN/wires" ] || netns-add wires
	for w; do
		netns-veth "$w" wires "$w"
	done
}

# becomes NAME FILE COMMAND EXPECTED: FILE is applied without a word; then COMMAND prints EXPECTED,
# and when it is applied again nothing is said and nothing changes
becomes()
{
	printf '%s\n' "$2" >"$conf"
	check "$1" "apply && { $3
		}" "$4"
	check "$1: again" "apply && { $3
		}" "$4"
}

# settles NAME COMMAND PICTURE: after COMMAND it soon looks like that; the kernel takes its time to
# remove devices
settles()
{
	run "$2"
	said=$out$err
	tries=0
	while picture >"$T/now" && ! cmp -s "$3" "$T/now" && [ $tries -lt 30 ]; do
		tries=$((tries + 1))
		pause
	done
	if [ "$status" = 0 ] && [ -z "$said" ] && cmp -s "$3" "$T/now"; then
		ok "$1"
		return
	fi
	not_ok "$1" "command: $2" "status $status" "$said" "$(diff "$3" "$T/now")"
	return 1
}

# many N: the file of N namespaces, each with a pair, two addresses and a route
many()
{
	awk -v n="$1" 'BEGIN {
		for (i = 1; i <= n; i++) {
			net = int(i / 250) "." i % 250
			print "namespace n" i "\n\tveth eth0 peer to-" i
			print "\taddress 10." net ".2/24 dev eth0"
			printf "\taddress 2001:db8:%x::2/64 dev eth0 nodad\n", i
			print "\troute default via 10." net ".1"
		}
	}'
}

# down NAME: what was made for the file goes, and everything is as it was
down()
{
	check "$1" "apply -d; ls -A \$RUN; devices_in here" "$(cat "$T/as-it-was")"
}
as_it_was()
{
	(ls -A "$RUN" && devices_in here) >"$T/as-it-was"
}
