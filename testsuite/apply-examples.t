# SPDX-License-Identifier: 0BSD
# apply-examples.t: netns apply: the files of examples/, those of netns.conf(5), and public set-ups
# written as such files (apply/setups): applied, applied again, edited, taken away
. "$TESTSUITE/lib.sh"
. "$TESTSUITE/apply.sh"

top=$(cd "$TESTSUITE/.." && pwd)
note_devices
needs_apply
apply -d

# Stubs of programs that the files run. They record their arguments.
for program in arp bird birdc bridge dhcpclient hostapd iptables killall nft pkill poff pppd wg; do
	printf '#!/bin/sh\necho %s "$@" >>%s/programs\n' "$program" "$T" >"$T/bin/$program"
	chmod +x "$T/bin/$program"
done
# These go into the background, and leave a file with their pid, at the word after -p
cat >"$T/bin/radvd" <<'END'
#!/bin/sh
file=/run/httpd.pid
while [ $# -gt 0 ]; do
	case $1 in */*.pid) file=$1 ;; esac
	shift
done
sleep 1000 >/dev/null 2>&1 &
echo $! >"$file"
END
chmod +x "$T/bin/radvd"
ln -s radvd "$T/bin/udhcpc"
ln -s radvd "$T/bin/httpd"

# kind_is_there KIND: does this kernel have it?
kind_is_there()
{
	case $1 in
	vlan) new="link kind0 name kind1 type vlan id 5" ;;
	macvlan) new="link kind0 name kind1 type macvlan" ;;
	ipvlan) new="link kind0 name kind1 type ipvlan" ;;
	vxlan) new="kind1 type vxlan id 5 dstport 4789" ;;
	vrf) new="kind1 type vrf table 5" ;;
	*) new="kind1 type $1" ;;
	esac
	unshare -n sh -c "$ip link add kind0 type bridge && $ip link add $new" 2>/dev/null
}
ip=ip
[ "$shell_has_ip" ] && ip=$(which ip)
have ip || ip="busybox ip"

# missing_kinds FILE: those that it needs and this kernel does not have
missing_kinds()
{
	for kind in $(sed -n 's/^	link .* type \([a-z]*\).*/\1/p' "$1" | sort -u); do
		kind_is_there "$kind" || printf ' %s' "$kind"
	done
}

# works NAME FILE [EDIT FACT EXPECTED]: what FILE says is made, once; edited by the sed command EDIT
# it is changed so that FACT prints EXPECTED; then it goes
works()
{
	cp "$2" "$conf"
	lacking=$(missing_kinds "$conf")
	check_true "$1: it is understood" "apply -n | grep -q '^+'"
	if [ "$lacking" ]; then
		skip "$1" "this kernel has no$lacking"
		return
	fi
	picture >"$T/whole"
	check "$1" "apply" ""
	picture >"$T/made"
	settles "$1: again" "apply -v" "$T/made"
	check_true "$1: it is all there" "all_there"
	if [ "$3" ]; then
		sed -i "$3" "$conf"
		check "$1: edited" "apply; $4" "$5"
		cp "$2" "$conf"
		settles "$1: and back" "apply" "$T/made"
	fi
	settles "$1: taken away" "apply -d" "$T/whole"
}

# all_there: each namespace, device and address that the file names
all_there()
{
	awk '$1 == "namespace" { part = $2 } $1 == "here" { part = $1 }
		$1 == "namespace" { print part }
		$1 ~ /^(veth|bridge|link)$/ { print part, $2 }
		$1 == "device" { print part, $3 == "name" ? $4 : $2 }
		$1 == "address" {
			for (i = 3; i < NF; i++)
				if ($i == "dev")
					print part, $(i + 1), $2
		}' "$conf" | LC_ALL=C sort -u >"$T/expected"
	for part in here $(ls -A "$RUN"); do
		echo "$part"
		devices_in "$part" | sed "s|^|$part |"
		ip_in "$part" -o address | awk -v part="$part" '{ print part, $2, $4 }'
	done | LC_ALL=C sort >"$T/there"
	[ -s "$T/expected" ] && ! LC_ALL=C comm -23 "$T/expected" "$T/there" | grep .
}
has()
{
	devices_in "$1" | grep -qxF "$2"
}

### examples/

if [ -r "$top/examples/guest.conf" ]; then
	wire lan4 wan0 eth0 lan1 lan2 tun0
	works "guest.conf" "$top/examples/guest.conf" \
		's/ports lan4/& wlan0/; /lan4$/a device eth0 name wlan0' \
		'has guest wlan0 && echo so' so
	works "vpn.conf" "$top/examples/vpn.conf" 's/mtu 1400/mtu 1380/' \
		'ip_in vpn link show tun0 | grep -o "mtu 1380"' "mtu 1380"
	works "router.conf" "$top/examples/router.conf" \
		's/192.0.2.2.24/192.0.2.3\/24/' 'addresses_of router wan0' \
		"192.0.2.3/24${NL}2001:db8:1::2/64"
	works "containers.conf" "$top/examples/containers.conf" '/^namespace database/,$d' \
		"ls -A $RUN" "mail${NL}web${NL}wires"
	sh "$top/examples/lab" 100 >"$T/lab.conf"
	only_map=1
	works "lab" "$T/lab.conf" '/^namespace n100$/,$d' "ls -A $RUN | grep -c '^n[0-9]'" 99
	only_map=
else
	skip "examples" "an ordinary user gets a copy of the tests alone"
fi
no_wires()
{
	clear
	eventually "! devices_in here | grep -q ."
}
no_wires

### public set-ups

for file in "$TESTSUITE"/apply/setups/*.conf; do
	# shellcheck disable=SC2046 # words
	wire $(sed -n 's/^# devices: //p' "$file")
	works "${file##*/}" "$file"
	no_wires
done

### netns.conf(5)

if [ -r "$top/applets/netns.conf.5" ]; then
	mkdir "$T/blocks"
	(cd "$top" && awk -v name=netns.conf.5 -v into="$T/blocks" -f testsuite/docs.awk \
		applets/netns.conf.5) | cut -f 1 >"$T/list"
	check_true "netns.conf(5) has examples" "[ \$(wc -l <$T/list) -ge 6 ]"
	wire lan4 eth0
	while read -r file; do
		works "netns.conf(5): $(head -n 1 "$file")" "$file"
	done <"$T/list"
else
	skip "netns.conf(5)" "an ordinary user gets a copy of the tests alone"
fi
done_testing
