# SPDX-License-Identifier: 0BSD
# netns apply: what might crash it, or destroy what belongs to somebody else
. "$TESTSUITE/lib.sh"

conf=$T/hostile.conf
file=$ETC/red/resolv.conf

apply()
{
	cat >"$conf"
	netns-apply "$@" "$conf"
}

undo()
{
	netns-apply -d "$conf"
}

# resolv.conf: ours begins with our mark

resolver="namespace red${NL}nameserver 192.0.2.53"
mkdir -p "$ETC/red"
while [ $((i += 1)) -le 300 ]; do
	echo "# a comment of mine, number $i"
done >"$file"
cp "$file" "$T/large"
check_error "a resolv.conf larger than ours is somebody else's" \
	"echo '$resolver' | apply" "*/red/resolv.conf is somebody else's"
check_true "… and stays as it was" "undo && cmp $file $T/large"
rm "$file"
ln -s "$T/later" "$file"
check_error "so is a symbolic link that leads nowhere" \
	"echo '$resolver' | apply" "*/red/resolv.conf is somebody else's"
check "… and stays" "undo && readlink $file" "$T/later"
rm "$file"
mkfifo "$file"
check_error "a FIFO is not waited for" \
	"echo '$resolver' | timeout 20 netns-apply -" "*/red/resolv.conf is somebody else's"
check_true "… nor taken away" "netns-apply -d - && test -p $file"
rm "$file"
mkfifo "$file.new"
check "nor a FIFO with the name of what becomes the file" \
	"echo '$resolver' | timeout -s KILL 20 netns-apply -; echo \$?; tail -n 1 $file
		netns-apply -d -" \
	"0${NL}nameserver 192.0.2.53"
echo precious >"$T/precious"
ln "$T/precious" "$file.new"
check "nor is another file that has this name written to" \
	"echo '$resolver' | apply; undo; cat $T/precious" precious
rm -r "$ETC/red"
many=$(echo namespace red
	while [ $((j += 1)) -le 200 ]; do
		echo "search domain-number-$j.example.org"
	done)
check_error "no part of a file that would be too large" \
	"echo '$many' | apply" "*File too large*"
check_true "… is written" "test ! -e $file"
undo
echo "$resolver" | apply
netns-delete red
check_true "of a namespace that was deleted by hand it goes" "undo; test ! -e $ETC/red"
mkdir -p "$ETC/red"
check_true "an empty directory of somebody else stays" \
	"echo '$resolver' | apply; undo; test -d $ETC/red"
rmdir "$ETC/red"
two="$resolver${NL}search example.org"
check "one that we made goes with the last line, whichever that is" \
	"echo '$two' | apply; printf 'namespace red\nsearch example.org\n' | apply; cat $file; undo
		test ! -e $ETC/red" "# made by netns-apply${NL}search example.org"

# numbers

if ip link add hostile0 type veth peer name hostile1 2>/dev/null; then
	ip link set hostile0 up
	ip link set hostile1 up
	ip address add 192.0.2.1/24 dev hostile0
	ip route add 198.51.100.0/24 via 192.0.2.7
	check_error "a mistake in an mtu" \
		"printf 'here\nset hostile0 mtu 4000000000\n' | apply" "*mtu 4000000000: *"
	check_true "… does not lower the device" "ip route | grep '^198.51.100.0/24 '"
	undo
	check_error "seconds of more than 32 bits" \
		"printf 'here\naddress 192.0.2.9/24 dev hostile0 valid_lft 4294967296\n' | apply" \
		"*:2: 4294967296: expected seconds, or forever"

	# again NAME STATEMENT: a second apply finds it as the kernel shows it
	again()
	{
		printf 'here\n%s\n' "$2" >"$conf"
		netns-apply "$conf"
		check "there already: $1" "sleep $3; netns-apply -v $conf" ""
		undo
	}
	lft='valid_lft 1000 preferred_lft 500'
	again "a lifetime that becomes shorter" "address 192.0.2.9/24 dev hostile0 $lft
		address 2001:db8::9/64 dev hostile0 $lft" 2
	again "table 0" "route default via 192.0.2.7 table 0" 0
	six='address 2001:db8::5/64 dev hostile0'
	again "metric 0 of IPv6" "$six${NL}route default via 2001:db8::1 metric 0" 0
	again "a destination with host bits" "$six${NL}route 2001:db8:7::9/49 via 2001:db8::1" 0

	# Its name has the hash of 192.0.2.1.
	check "a device is not taken for a destination" \
		"printf 'here\nveth dm18078 peer hostile2\nroute 192.0.2.3 dev hostile0\n' |
			apply" ""
	undo
	mac=$(ip link show hostile0 | sed -n 's/.*ether \([^ ]*\).*/\1/p')
	if ip link add hostile2 link hostile0 type macvlan mode bridge 2>/dev/null; then
		ip link del hostile2
		check_error "the address of the device below it" "printf 'here
			link hostile2 link hostile0 address $mac type macvlan mode bridge\n' |
			apply" "*: set hostile2 up on: *[0-9a-z]"
		check_true "… is not called a device that is down" "! echo '$err' | grep below"
		undo
	else
		skip "the address of the device below it" "no macvlan here"
	fi
	ip link del hostile0
else
	skip "numbers" "no veth here"
fi

# addresses, devices and routes of others

# theirs NAME STATEMENT COMMAND PATTERN: after COMMAND the statement is refused, and undone, and
# what matches PATTERN is as it was
theirs()
{
	netns-add red
	netns-veth to-red red eth0
	ip_in red link set eth0 up
	eval "$3"
	look red | grep "$4" >"$T/before"
	check_error "theirs: $1" "printf 'namespace red\n%s\n' '$2' | apply" \
		"*:2: red: $2: File exists"
	check "theirs: $1: it stays" "look red | grep '$4' | cmp - $T/before; undo
		look red | grep '$4' | cmp - $T/before" ""
	netns-delete red
	eventually "! devices_in here | grep -q ."
}
. "$TESTSUITE/apply.sh"
note_devices
conf=$T/hostile.conf
apply()
{
	cat >"$conf"
	netns-apply "$@" "$conf"
}
if netns-add red && netns-veth to-red red eth0; then
	netns-delete red
	eventually "! devices_in here | grep -q ."
	theirs "an address with another broadcast address" \
		"address 192.0.2.1/24 dev eth0 broadcast 192.0.2.255" \
		"ip_in red address add 192.0.2.1/24 broadcast 192.0.2.127 dev eth0" "address eth0"
	theirs "an address of another scope" "address 192.0.2.1/24 dev eth0 scope link" \
		"ip_in red address add 192.0.2.1/24 dev eth0" "address eth0"
	theirs "a bridge with another address" "link br0 address 02:00:00:00:00:09 type bridge" \
		"ip_in red link add br0 type bridge" "link br0"
	theirs "a device of that name" "veth eth0 peer to-other" : "link eth0"
	printf 'namespace red\n\tveth eth0 peer to-red\n\taddress 192.0.2.1/24 dev eth0\n' >"$conf"
	netns-apply "$conf"
	ip_in red address add 192.0.2.9/24 dev eth0
	sed -i '$d' "$conf"
	check "their address in the network of ours outlives ours" \
		"netns-apply $conf; addresses_of red eth0; in_ns red cat \
			/proc/sys/net/ipv4/conf/all/promote_secondaries" "192.0.2.9/24${NL}0"
	check_true "… and nothing is left to do" "! grep -q sysctl $STATE/hostile.conf"
	undo
	printf 'namespace red\n\tveth eth0 peer to-red\n\taddress 192.0.2.7/24 dev eth0\n' >"$conf"
	netns-apply "$conf"
	sed -i '/7/i\	address 192.0.2.5/24 dev eth0' "$conf"
	check "the first address of the file is the primary one, though it came later" \
		"netns-apply $conf
		ip_in red -o address show dev eth0 | sed -n 's/.*inet \([^/]*\).*/\1/p'
		netns-apply -v $conf" "192.0.2.5${NL}192.0.2.7"
	sed -i '/\.5/d' "$conf"
	echo '	address 198.51.100.1/24 dev eth0' >>"$conf"
	netns-apply "$conf"
	ip_in red address del 192.0.2.7/24 dev eth0
	check "an address of another network stays when the first one is made" \
		"netns-apply -v $conf" "  namespace red${NL}+ address 192.0.2.7/24 dev eth0"
	sed -i '$d' "$conf"
	netns-apply "$conf"
	ip_in red route add 198.51.100.0/24 via 192.0.2.1
	echo '	set eth0 mtu 4000000000' >>"$conf"
	check_error "a mistake in the mtu of a device that we have raised" "netns-apply $conf" \
		"*mtu 4000000000: *"
	check_true "… does not lower it: a route of others stays" \
		"routes_of red | grep '^198.51.100.0/24 '"
	undo
else
	excuse makes_veth "theirs" "no veth here"
fi

# what is remembered of a namespace that is gone

printf 'namespace red\n\tveth eth0 peer to-red\n' >"$conf"
if netns-apply "$conf" 2>/dev/null; then
	netns-delete red
	eventually "! devices_in here | grep -q ."
	ip link add to-red type bridge
	check_error "a device has its name when it is made again" "netns-apply $conf" \
		"*: veth eth0 peer to-red: File exists"
	check_false "… it is not remembered as ours" "grep veth $STATE/hostile.conf"
	check "… and stays" "undo; devices_in here" to-red
	ip link del to-red
else
	excuse makes_veth "a namespace that is gone" "no veth here"
fi
echo 'namespace red' >"$conf"
netns-apply "$conf"
echo 'sysctl net/ipv4/ip_forward 1' >"$conf"
check_error "no namespace first, whatever is remembered" "netns-apply $conf" \
	"*: expected namespace NAME, or here, first"
undo
rm "$conf"

# a state that is damaged

printf 'namespace red\n\tveth eth0 peer to-red\n' >"$conf"
if netns-apply "$conf" 2>/dev/null; then
	sed -i 's/eth0/eth0 nonsense/' "$STATE/hostile.conf"
	cp "$STATE/hostile.conf" "$T/damaged"
	: >"$conf"
	check_error "a line of the state that cannot be read" "netns-apply $conf" \
		"*state of $conf:2: nonsense: */hostile.conf is damaged: correct it*"
	check_error "… -d" "undo" "*is damaged*"
	check_true "… nothing is forgotten" "cmp $T/damaged $STATE/hostile.conf && test -e $RUN/red"
	sed -i 's/ nonsense//' "$STATE/hostile.conf"
	check "… and once corrected, it is found again" "undo; ls -A $RUN" ""
else
	excuse makes_veth "a damaged state" "no veth here"
fi

# what the state cannot hold

pad=$(printf %08182d 0)
printf 'namespace red\nrun true %s\n' "$pad" >"$conf"
check_error "a line for which the state has no room" "netns-apply $conf" "*:2: red: run true 000*"
check "… is not carried out, and spoils nothing" "undo; ls -A $RUN; ls -A $STATE" ""
netns-add red
if netns-veth to-red red eth0 && ip_in red link add "'b#" type bridge; then
	ip_in red link set eth0 master "'b#"
	printf 'namespace red\n\tbridge br0 ports eth0\n' >"$conf"
	check_error "a name that is not a word" "netns-apply $conf" \
		"*: set eth0 master br0: Operation not supported"
	check "… cannot be restored: the device stays where it is" \
		"undo; ip_in red link show dev eth0 | grep -c \"master 'b#\"; devices_in red" \
		"1${NL}'b#${NL}eth0"
else
	skip "a name that is not a word" "no veth, or no bridge, here"
fi
netns-delete red
eventually "! devices_in here | grep -q ."

# names

long=$T/$(printf %0255d 0)
echo namespace red >"$long"
check "the longest name of a file" "netns-apply $long && netns-apply -d $long" ""
done_testing
