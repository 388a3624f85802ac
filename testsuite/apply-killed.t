# SPDX-License-Identifier: 0BSD
# apply-killed.t: netns apply is killed where it matters, and then does something else than before.
# apply-change.t and apply.slow kill it at random; testsuite/faults, at each system call.
. "$TESTSUITE/lib.sh"
. "$TESTSUITE/apply.sh"

note_devices
needs_apply
apply -d
log=$T/log
ran()
{
	cat "$log"
	: >"$log"
}

# killed COMMAND...: that it is killed is what we want, not what the shell says about it
killed()
{
	("$@"; exit $?) >"$T/killed" 2>&1
	[ $? -gt 128 ] || cat "$T/killed"
}

# --- a program: only the state knows whether it has run
conf <<'END'
namespace a
	run -d 'echo undone >>$T/log' sh -c 'echo begin >>$T/log; test -e $T/go || kill -9 $PPID'
END
: >"$log"
check "killed while a program runs: the next apply runs it again" \
	"killed netns-apply $conf; touch $T/go; ran; apply; ran; apply -v; ran" "begin${NL}begin"
rm "$T/go"
apply -d
check "… or undoes it" "killed netns-apply $conf; ran >$T/ran; apply -d; ran" undone
conf <<'END'
namespace a
	run -d 'test -e $T/go || kill -9 $PPID' sh -c 'echo begin >>$T/log'
END
apply
check "killed while it is undone: it is run again" \
	"ran; killed netns-apply -d $conf; apply; ran; apply -v" "begin${NL}begin"
touch "$T/go"
apply -d
rm -f "$T/go"
: >"$log"
conf <<'END'
namespace a
	run sh -c 'test -e $T/go || kill -9 $PPID'
	link br0 type bridge
	run dev br0 sh -c 'echo begin >>$T/log'
END
touch "$T/go"
if apply 2>"$T/why"; then
	ran >"$T/ran"
	ip_in a link del br0
	sed -i '2s/go ||/go -a a = a ||/' "$conf"	# a new statement, which is run first
	rm "$T/go"
	check "killed after a device was made anew: what is run for it is run" \
		"killed netns-apply $conf; ran; touch $T/go; apply; ran; apply -v" begin
else
	skip "killed after a device was made anew" "$(cat "$T/why")"
fi
apply -d

# --- what is set goes with its device, not before
conf <<'END'
namespace a
	veth eth0 peer to-a
here
	set to-a txqueuelen 77
END
if apply 2>"$T/why" && [ -x "$HELPERS/deny" ] && [ "$WORLD" = root ]; then
	killed "$HELPERS/deny" umount2 netns-apply -d "$conf"
	sed -i '/set/d' "$conf"
	check "killed before a device was removed: it gets back what it had" \
		"apply; ip_in here link show dev to-a | grep -c ' qlen 1000'" 1
else
	skip "killed before a device was removed" "no veth, or root and the helper deny are needed"
fi
apply -d

# --- /etc/netns/NAME
conf <<'END'
namespace a
	nameserver 192.0.2.53
END
apply
touch "$ETC/a/resolv.conf.new"
check "killed while resolv.conf was written: its directory goes" "apply -d; test ! -e $ETC/a"
apply
echo '	search example.org' >>"$conf"
apply
sed -i '/nameserver/d' "$conf"
echo "	run sh -c 'kill -9 \$PPID'" >>"$conf"
check "killed after the first of its lines had gone: its directory goes, too" \
	"killed netns-apply $conf; apply -d; test ! -e $ETC/a"
done_testing
