# SPDX-License-Identifier: 0BSD
# apply-change.t: netns apply after its file was edited: it makes only the difference, touches
# nothing that others made, and loses no packet of others. What it remembers; -d -k -n -v -j; two at
# once; interrupted.
. "$TESTSUITE/lib.sh"
. "$TESTSUITE/apply.sh"

note_devices
conf <<'END'
namespace a
	veth eth0 peer to-a
	address 192.0.2.2/24 dev eth0
here
	address 192.0.2.1/24 dev to-a
END
if ! apply 2>"$T/why"; then
	excuse makes_veth "apply" "$(cat "$T/why")"
	done_testing
	exit
fi

# --- what it remembers
state=$STATE/net.conf
check "the state: in a file that only its owner reads" "stat -c %a $STATE $state" "700${NL}600"
check_true "it is statements" "grep -qx '	*veth eth0 peer to-a *' $state"
check "apply again: the same" "cp $state $T/state; apply; cmp $state $T/state" ""
awk 'BEGIN { while (i++ < 999) print "left" }' >"$STATE/.new"
chmod 600 "$STATE/.new"
sed -i 's/192.0.2.2/192.0.2.9/' "$conf"
check "what a killed apply left is written over" "apply; ls -A $STATE; grep -c left $state" \
	"net.conf${NL}0" 1
sed -i 's/192.0.2.9/192.0.2.2/' "$conf"
apply
cp "$conf" "$T/other.conf"
sed -i 's/namespace a/namespace b/; s/to-a/to-b/; s/192/198/' "$T/other.conf"
check "another file has a state of its own" \
	"limit netns-apply $T/other.conf; echo \$(ls -A $STATE; ls -A $RUN)" \
	"net.conf other.conf a b"
check "one goes, the other stays" "apply -d; ls -A $RUN; ls -A $STATE" "b${NL}other.conf"
check "and goes" "limit netns-apply -d $T/other.conf; ls -A $RUN; ls -A $STATE 2>/dev/null; :" ""
printf 'namespace a\n\tlink br0 type bridge\n' >"$T/other.conf"
apply
limit netns-apply "$T/other.conf"
check_error "a namespace in which another file has something" "apply -d" \
	"netns-apply: a: busy: undo what uses it first: other.conf"
check "… stays, with all that is in it" "devices_in a" "br0${NL}eth0"
check "… until that was undone" "limit netns-apply -d $T/other.conf && apply -d; ls -A $RUN" ""
check "-d of what was never applied" "apply -d" ""

# --- -n, -v, -j
made='^\+ (namespace a|veth eth0 peer to-a|address)'
check "-n: what would be done" "apply -n | grep -cE '$made'" 4
check "-n: nothing is" "ls -A $RUN; devices_in here" ""
check "-v: what is done" "apply -v | grep -cE '$made'" 4
check "-v, -n: again, nothing" "apply -v; apply -n" ""
sed -i 's/192.0.2.2/192.0.2.3/' "$conf"
check "-n: only the difference" "apply -n" \
	"  namespace a${NL}- address 192.0.2.2/24 dev eth0${NL}+ address 192.0.2.3/24 dev eth0"
check "-n: nothing was done" "addresses_of a eth0" 192.0.2.2/24
check_true "-j -n: it is JSON" "apply -j -n >$T/json && [ -s $T/json ] && [ -z \"\$(awk -f \
	$TESTSUITE/json.awk $T/json)\" ]"
check "-j -v" \
	"apply -j -v >$T/json; awk -f $TESTSUITE/json.awk $T/json; grep -c 192.0.2.3 $T/json" 1
check "-j, and nothing to do: JSON all the same" "apply -j -v" "[]"
check "-n -d: what would go" "apply -n -d | grep -cE '^- ?(namespace a|.*veth eth0 peer to-a)'" 2
check "-n -d: nothing went" "ls -A $RUN" a

# --- no change, no request for one
if have strace && strace -o /dev/null true 2>/dev/null; then
	strace -f -qq -e trace=sendto,sendmsg,unshare -o "$T/calls" netns-apply "$conf"
	check "again: nothing is asked for that would change anything" \
		"grep -vE '0x300|NLM_F_DUMP|=0x5a' $T/calls" "" 1
	check_true "it did look" "[ \$(grep -cE '0x300|NLM_F_DUMP' $T/calls) -ge 3 ]"
	check "nor is any file written" "strace -f -qq -e trace=openat,rename,renameat,unlinkat \
		-o $T/calls netns-apply $conf
		grep -E 'O_WRONLY|O_RDWR\\|O_CREAT.*net.conf|rename|unlink' $T/calls |
			grep -v lock" "" 1
	apply -d
	# calls N: how many the second apply of so many namespaces makes
	calls()
	{
		many "$1" >"$T/many.conf"
		limit netns-apply "$T/many.conf"
		strace -f -qq -c -o "$T/calls" netns-apply "$T/many.conf"
		awk '$NF == "total" { print $4 }' "$T/calls"
		limit netns-apply -d "$T/many.conf"
	}
	few=$(calls 5) more=$(calls 20)
	check "four times the namespaces: four times the work at most" \
		"[ $more -le $((few * 4)) ] || echo $few $more" ""
	apply
else
	skip "no change: requests" "no strace"
	skip "many namespaces" "no strace"
	skip "no change: it did look" "no strace"
	skip "no change: files" "no strace"
fi

# --- beside what runs
# lost: which packets of that ping got no answer, up to the last one
lost()
{
	sed -n 's/.*seq=\([0-9]*\).*/\1/p' "$T/pings" |
		awk 'NR > 1 && $1 != last + 1 { print last + 1 } { last = $1 }'
}
inside a
runner=$pid
netns-exec -N a sh -c 'busybox ping -i 0.02 192.0.2.1 2>/dev/null || ping -i 0.02 192.0.2.1' \
	>"$T/pings" 2>&1 &
pinger=$!
started="$started $pinger"
if eventually "[ \$(grep -c ' bytes from' $T/pings) -gt 5 ]"; then
	for i in 1 2 3 4 5 6 7 8 9 10; do
		printf 'namespace n%s\n\tveth eth0 peer to-n%s\n' $i $i
		printf '\taddress 198.51.100.2/24 dev eth0\n\troute default via 198.51.100.1\n'
	done >"$T/more"
	cat "$conf" "$T/more" >"$T/whole" && cp "$conf" "$T/small"
	cp "$T/whole" "$conf" && check "ten more parts" "apply" ""
	cp "$T/small" "$conf" && check "and away" "apply; ls -A $RUN" "a"
	cat >>"$conf" <<-END
		namespace a
			address 203.0.113.1/24 dev eth0
			route 198.51.100.0/24 via 192.0.2.1
	END
	check "its own part gets more" "apply" ""
	cp "$T/small" "$conf" && check "and less" "apply" ""
	answers=$(grep -c ' bytes from' "$T/pings")
	check_soon "a ping in there goes on" \
		"[ \$(grep -c ' bytes from' $T/pings) -gt $((answers + 3)) ]"
	check "and has lost no packet" "lost" ""
else
	skip "a ping" "$(tail -n 1 "$T/pings")"
fi
stop $pinger
printf '# nothing\n' >"$conf"
check_error "a namespace with a process in it is not deleted" "apply" \
	"netns-apply: *a: busy*$runner*"
check_error "-d -k, where /proc shows other processes" "unshare -pf netns-apply -d -k $conf" \
	"netns-apply: a: /proc is of another PID namespace*"
check_true "it is there, and so is its process" "live a && kill -0 $runner"
check "-n says that it would" "apply -n | grep -x -- '- namespace a'" "- namespace a"
check "-k ends them" "apply -k; ls -A $RUN" ""
check_soon "the process has ended" "! kill -0 $runner"
stop $runner

# --- what others made stays
conf <<'END'
namespace a
	veth eth0 peer to-a
	bridge br0
	address 192.0.2.2/24 dev eth0
END
apply
netns-veth more a theirs
ip_in a address add 203.0.113.9/24 dev eth0
ip_in a link set theirs up
ip_in a route add 198.51.100.0/24 via 192.0.2.9
picture >"$T/before"
settles "apply leaves it alone" "apply" "$T/before"
echo '	address 192.0.2.3/24 dev eth0' >>"$conf"
apply
sed -i '$d' "$conf"
settles "and after an edit, and back" "apply" "$T/before"
check "-d takes the namespace that it made, with all that is in it" "apply -d; ls -A $RUN" ""
eventually "! devices_in here | grep -q ."
netns-add -u a
netns-veth more a theirs
ip_in a address add 203.0.113.9/24 dev theirs
picture >"$T/before"
settles "where the namespace is not ours, only what is ours goes" "apply; apply -d" "$T/before"
clear
eventually "! devices_in here | grep -q ."

# --- two at once, and interrupted
conf <<'END'
namespace a
	veth eth0 peer to-a
	run sh -c 'echo in >>$T/log; sleep 0.3; echo out >>$T/log'
namespace b
	veth eth0 peer to-b
	run sh -c 'echo in >>$T/log; sleep 0.3; echo out >>$T/log'
END
: >"$T/log"
background netns-apply "$conf"
first=$pid
eventually "[ -s $T/log ]"
check "two at once: the second waits for the first, and has nothing to do" \
	"apply -v; echo \$(cat $T/log)" "in out in out"
wait $first
check "the first one's status" "echo $?" 0
apply -d
: >"$T/log"
background netns-apply "$conf"
first=$pid
eventually "[ -s $T/log ]"
kill -TERM $first
wait $first
status=$?
check_true "SIGTERM: it does not end with 0" "[ $status != 0 ]"
check "SIGTERM: after the statement that it is at" "echo \$(cat $T/log)" "in out"
check "the next one does the rest" "apply; echo \$(cat $T/log)" "in out in out"
apply -d
: >"$T/log"
background netns-apply "$conf"
first=$pid
eventually "[ -s $T/log ]"
kill -HUP $first
wait $first
check "SIGHUP: all is done" "echo $?; echo \$(cat $T/log)" "0${NL}in out in out"
apply -d
: >"$T/log"
(netns-apply -v "$conf" 2>"$T/said"; echo $? >"$T/status") | :
check "the reader is gone: all is done, status 1, one message" \
	"echo \$(cat $T/status $T/log); wc -l <$T/said" "1 in out in out${NL}1"
check "the same, the device is full" \
	"netns-apply -d -v $conf 2>&1 >/dev/full; echo \$?; ls -A $RUN" \
	"netns-apply: standard output: No space left on device${NL}1"
down_now()
{
	apply -d
	ls -A "$RUN"
	devices_in here
}
check "and undoes all" "down_now" ""
check "a limit for files: no signal ends it, and nothing is there that it would forget" \
	"said=\$( (ulimit -f 0 && netns-apply $conf) 2>&1); echo \$?; ls -A $RUN; devices_in here
		[ \"\$said\" ] || echo no message" 1
if have setsid; then
	for after in 0.002 0.005 0.01 0.015 0.02 0.03; do
		sed -i '/run/d' "$conf"
		background netns-apply "$conf"
		sleep $after
		kill -9 $pid 2>/dev/null
		wait $pid 2>/dev/null
		check "killed after $after s: the next apply" "apply; devices_in a; devices_in b;
			devices_in here" "eth0${NL}eth0${NL}to-a${NL}to-b"
		check "killed after $after s: nothing was forgotten" "down_now" ""
	done
fi

# --- a namespace that somebody has just deleted: for a moment, its pair is still there
apply -d
cp "$conf" "$T/saved"
conf <<'END'
namespace a
	veth eth0 peer to-a
here
	veth to-b peer eth1 netns a
END
apply
for n in 1 2 3 4; do
	netns-delete a
	apply || echo "$n"
done >"$T/failed" 2>&1
check "deleted by hand, and applied at once" "cat $T/failed; devices_in a; devices_in here" \
	"eth0${NL}eth1${NL}to-a${NL}to-b"
apply -d
netns-add x
netns-veth to-a x eth0
check_error "a name that stays taken" "apply" "netns-apply: $conf:2: a: *File exists"
check "the rest is made, and what was there is left" "devices_in a; devices_in x" "eth1${NL}eth0"
apply -d
netns-delete x
eventually '! devices_in here | grep -q to-'
cp "$T/saved" "$conf"
apply

# --- a device of ours that somebody changed by hand
cp "$conf" "$T/saved"
conf <<'END'
here
	link br0 address 02:00:00:00:00:01 type bridge
END
apply
ip_in here link set br0 address 02:00:00:00:00:02
check_error "a device of ours, changed by hand: that is reported" "apply" \
	"netns-apply: *br0*File exists"
check "-d takes it away all the same" "apply -d; devices_in here" ""
apply
ip_in here link set br0 address 02:00:00:00:00:02
check "without an apply between, too" "apply -d; devices_in here" ""
apply
cp "$STATE/net.conf" "$T/state"
sed -i 's/:01 /:03 /' "$conf"
apply
cat "$T/state" >>"$STATE/net.conf"
check "changed, but the state still has both: nothing goes for that" \
	"apply -n; apply -v; grep -c link $STATE/net.conf; devices_in here" "1${NL}br0"
cat "$T/state" >>"$STATE/net.conf"
check "-d: one device, and no error" "apply -d; devices_in here" ""
conf <<'END'
here
	bridge br0 stp_state 1
END
apply
sed -i 's/ stp.*//' "$conf"
check "a word has left its line: it is made anew, and is ours" \
	"apply -v | grep -c ' link br0'; apply -v; apply -d; devices_in here" 2
conf <<'END'
here
	bridge br0
END
apply
ip_in here link add p0 type veth peer p1
ip_in here link set p0 master br0
ip_in here link set p0 nomaster
echo '	set br0 address 02:00:00:00:00:01' >>"$conf"
apply
sed -i '$d' "$conf"
check "a bridge that had no address any more keeps the one that was set" \
	"apply; apply -v; apply -d; ip_in here link del p0; devices_in here" ""
cp "$T/saved" "$conf"

# --- a state that somebody else wrote
rm -rf "$STATE"
mkdir "$T/elsewhere"
ln -s "$T/elsewhere" "$STATE"
check_error "the state directory is a symbolic link" "apply" "netns-apply: *netns-apply*"
check "nothing was written there" "ls -A $T/elsewhere; ls -A $RUN" ""
rm "$STATE"
mkdir -m 777 "$STATE"
check_error "anybody may write to it" "apply" "netns-apply: *netns-apply*"
check "nothing was made" "ls -A $RUN" ""
rm -rf "$STATE"
mkdir -m 700 "$STATE"
echo "keep" >"$T/target"
ln -s "$T/target" "$STATE/net.conf"
check_error "the state is a symbolic link" "apply" "netns-apply: *net.conf*"
check "what it leads to is not touched" "cat $T/target; ls -A $RUN" keep
rm "$STATE/net.conf"
mkfifo "$STATE/net.conf"
check_error "a fifo" "apply" "netns-apply: *net.conf*"
rm "$STATE/net.conf"
head -c 2000 /dev/urandom >"$STATE/net.conf"
check_error "noise" "apply" "netns-apply: *net.conf*"
check "nothing was made" "ls -A $RUN" ""
rm "$STATE/net.conf"
echo : >"$STATE"/net.conf
rm "$STATE/net.conf"
check "without any of that" "apply; ls -A $RUN; apply -d" "a${NL}b"

# --- 16 descriptors are enough, however many namespaces there are
few="sh -c 'ulimit -n 16; exec netns-apply \"\$@\"' sh"
i=0
while [ $((i += 1)) -le 9 ]; do
	cat <<END
namespace n$i
	veth eth0 peer to-$i
	bridge br0
	set eth0 mtu 1400
	address 192.0.2.$i/24 dev eth0
	sysctl net.ipv4.ip_forward 1
	route 198.51.100.0/24 via 192.0.2.99
	nameserver 192.0.2.$i
	run true
END
done >"$conf"
check "few descriptors" "$few $conf; ls $RUN | wc -l | tr -d ' '" 9
sed -i 's/1400/1300/; s/eth0/eth1/; s/192.0.2/203.0.113/; s/bridge.*/search x/; s/ 1$/ 0/' "$conf"
check "few descriptors: something changed" "$few $conf; addresses_of n9 eth1" 203.0.113.9/24
check "few descriptors: -d" "$few -d $conf; ls -A $RUN" ""

# --- pairs change their places: an index alone does not say in which namespace the peer is
parts="namespace c${NL}namespace d"
becomes "two pairs" "namespace a
	veth eth0 peer eth0 netns c
	address 192.0.2.1/30 dev eth0
namespace b
	veth eth0 peer eth0 netns d
$parts" "netns-map c | grep -o 'eth0 in .'" "eth0 in a"
becomes "each with the other's peer" "namespace a
	veth eth0 peer eth0 netns d
	address 192.0.2.1/30 dev eth0
namespace b
	veth eth0 peer eth0 netns c
$parts" "netns-map c | grep -o 'eth0 in .'" "eth0 in b"
apply -d

# --- the state is somebody else's
if [ "$WORLD" = root ] && helper as; then
	echo namespace a >"$STATE/net.conf"
	chown 65534 "$STATE/net.conf"
	make a
	check_error "a state that is not ours" "apply" "netns-apply: *net.conf*"
	check "deletes nothing" "ls -A $RUN" a
	rm "$STATE/net.conf"
	clear
else
	skip "a state that is not ours" "root and the helper as are needed"
fi
# --- a device below, in another namespace
conf <<'END'
namespace a
	link vx0 link-netns here type vxlan id 10 dev lower0 remote 192.0.2.2 dstport 4789
here
	veth lower0 peer lower1
END
if reason=$(unshare -n ip link add type vxlan id 10 dstport 4789 2>&1); then
	check "the device below a tunnel may be in another namespace" \
		"apply; apply -v; devices_in a" vx0
else
	skip "a tunnel from another namespace" "$reason"
fi
apply -d

done_testing
