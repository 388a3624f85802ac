# SPDX-License-Identifier: 0BSD
# netns monitor: names and ids as they come and go
. "$TESTSUITE/lib.sh"

log=$T/log

# watch [FLAG...] [WORD]: start a monitor that writes into a pipe, wait until it watches; its pid is
# left in $monitor. What it prints ends up in $log.
watch()
{
	rm -f "$T/pipe"
	mkfifo "$T/pipe"
	: >"$log"
	cat "$T/pipe" >"$log" &
	reader=$!
	netns-monitor "$@" >"$T/pipe" 2>"$T/said" </dev/null &
	monitor=$!
	started="$started $monitor $reader"
	# it watches once it has told of something
	case " $* " in
	*" id "*)
		make probe
		n=0
		until [ -s "$log" ] || [ $n = 200 ]; do
			netns-set probe $((90000 + n))
			netns-delete probe
			make probe
			n=$((n + 1))
			pause
		done
		netns-delete probe
		eventually "[ \"\$(grep -c 'elete' $log)\" -ge \"\$(grep -vc 'elete' $log)\" ]"
		;;
	*)
		n=0
		until grep -q probe "$log" || [ $n = 200 ]; do
			n=$((n + 1))
			make probe$n
			pause
			netns-delete probe$n
		done
		eventually "grep -q 'elete.*probe$n' $log"
		;;
	esac
	quiet=$(wc -l <"$log")
}

# what was reported since the last look
told()
{
	sed "1,${quiet}d" "$log"
}

# look NAME EXPECTED: this was reported since the last look, or will be soon
look()
{
	expected=$2
	eventually "[ \"\$(told)\" = \"\$expected\" ]"
	check "$1" told "$expected"
	quiet=$(wc -l <"$log")
}

# end_watch: SIGTERM; the status is left in $ended
end_watch()
{
	kill "$monitor" 2>/dev/null
	wait "$monitor" 2>/dev/null
	ended=$?
	wait "$reader" 2>/dev/null
}

# --- names
watch name
make blue
look "add, at once, into a pipe" "add blue"
netns-delete blue
look "delete" "delete blue"
netns-add one two
check_soon "several names" "[ \"\$(told | sort | tr '\n' ' ')\" = 'add one add two ' ]"
quiet=$(wc -l <"$log")
netns-set one 17
netns-delete one
look "name: nothing of ids" "delete one"
: >"$RUN/bare"
make three
look "a bare file is no namespace" "add three"
mount --bind "$RUN/two" "$RUN/bare"
look "add once it can be used" "add bare"
umount "$RUN/bare"
rm "$RUN/bare"
look "delete of what others made" "delete bare"
ln -s "$RUN/two" "$RUN/link"
look "a symlink entry" "add link"
rm "$RUN/link"
look "a symlink entry goes" "delete link"
ln -s /nowhere "$RUN/dangling"
mkfifo "$RUN/fifo"
mkdir "$RUN/dir"
make four
look "stale and odd entries are no namespaces" "add four"
rm -f "$RUN/dangling" "$RUN/fifo"
rmdir "$RUN/dir"
netns-delete four
look "nor do they go" "delete four"
kill -STOP "$monitor"
: >"$RUN/short"
rm "$RUN/short"
kill -CONT "$monitor"
eventually "grep -q '^State:.S' /proc/$monitor/status"
pause
make five
look "nor is a file that was gone before it looked" "add five"
netns-delete five
look "and still it goes on" "delete five"
: >"$RUN/late"
make six
look "a file on which nothing is mounted yet" "add six"
kill -STOP "$monitor"
mount --bind "$RUN/six" "$RUN/late"
umount "$RUN/late"
rm "$RUN/late"
kill -CONT "$monitor"
look "what came and went before it looked" "add late${NL}delete late"
netns-delete six
look "goes on" "delete six"
odd=$(printf 'o\td')
: >"$RUN/$odd"
mount --bind "$RUN/two" "$RUN/$odd"
look "control bytes are octal" "add o\\011d"
umount "$RUN/$odd"
rm "$RUN/$odd"
look "control bytes are octal, delete" "delete o\\011d"
end_watch
check "SIGTERM ends it with 0" "echo $ended" 0
check "nothing was complained of" "cat $T/said" ""
clear

# each name works as soon as it is reported
watch name
(
	tail -n +$((quiet + 1)) -f "$log" 2>/dev/null | while read -r event name; do
		[ "$event" = add ] || continue
		if [ "$name" = last ]; then
			echo end >>"$T/early"
			break
		fi
		netns-exec $bare "$name" true || echo "$name was not ready" >>"$T/early"
	done
) &
i=0
while [ $i -lt 20 ]; do
	i=$((i + 1))
	netns-add "r$i" || echo "# no r$i"
done
check_soon "twenty adds are told of" "[ \"\$(told | grep -c '^add r')\" = 20 ]"
make last
eventually "told | grep -q last"
make end			# tail ends with its next line
check_soon "each could be used when it was told of" "[ \"\$(cat $T/early)\" = end ]" "cat $T/early"
check "each in its turn" "told | grep '^add r'" \
	"$(i=0; while [ $i -lt 20 ]; do i=$((i + 1)); echo "add r$i"; done)"
quiet=$(wc -l <"$log")

# --- the run directory goes and comes again
many=$(ls "$RUN" | wc -l)
clear
check_soon "all deletes are told of" "[ \"\$(told | grep -c '^delete ')\" = $many ]"
while umount "$RUN" 2>/dev/null; do :; done
rmdir "$RUN"
pause
make again
check_soon "survives removal and re-creation of the run directory" \
	"[ \"\$(told | tail -n 1)\" = 'add again' ]"
netns-delete again
check_soon "and sees what goes there" "[ \"\$(told | tail -n 1)\" = 'delete again' ]"
quiet=$(wc -l <"$log")
make under
look "before another mount" "add under"
umount -l "$RUN" 2>/dev/null
rm -rf "$RUN"
make other
check_soon "survives a run directory that is unmounted under it" "told | grep -qx 'add other'"
end_watch
check "and ends with 0" "echo $ended" 0
no_run_dir

# no run directory yet
: >"$log"
background netns-monitor name >"$log"
monitor=$pid
eventually "[ -e /proc/$monitor/fd ] && ls -l /proc/$monitor/fd | grep -q inotify"
check_true "waits while there is no run directory" "kill -0 $monitor"
make early
check_soon "and tells of the first name" "grep -qx 'add early' $log"
netns-delete early
check_soon "and its end" "grep -qx 'delete early' $log"
stop $monitor
no_run_dir
: >"$log"
background env NETNS_RUN_DIR="$T/no/such/run" netns-monitor name >"$log"
monitor=$pid
eventually "[ -e /proc/$monitor/fd ] && ls -l /proc/$monitor/fd | grep -q inotify"
NETNS_RUN_DIR=$T/no/such/run netns-add deep
check_soon "nor any of its parents" "grep -qx 'add deep' $log"
stop $monitor

# names that are there already are no events
clear
make old
watch name
check "what was there is no event" "grep -c 'add old' $log; :" 0
end_watch
clear

# --- ids
watch id
make blue
netns-set blue 7
look "an id" "nsid 7 (iproute2 netns name: blue)"
netns-delete blue
look "an id goes, with the name that it had" "Deleted nsid 7 (iproute2 netns name: blue)"
make green
netns-set green 7
look "an id that another one had" "nsid 7 (iproute2 netns name: green)"
netns-delete green
look "it goes, too" "Deleted nsid 7 (iproute2 netns name: green)"
make red
netns-set red auto
look "auto" "nsid 0 (iproute2 netns name: red)"
netns-add quiet
netns-delete quiet red
look "id: nothing of names" "Deleted nsid 0 (iproute2 netns name: red)"
nameless
: >"$RUN/tmp"
mount --bind "/proc/$pid/ns/net" "$RUN/tmp"
umount "$RUN/tmp"
netns-set "/proc/$pid/ns/net" 8
look "an id without a name: iproute2's trailing blank" "nsid 8 "
stop $pid
look "it goes" "Deleted nsid 8 "
end_watch
check "id: SIGTERM ends it with 0" "echo $ended" 0
clear

make old
netns-set old 12
nameless
netns-set "/proc/$pid/ns/net" 13
nameless=$pid
watch id
stop $nameless
look "an id from before, without a name, goes" "Deleted nsid 13 "
netns-delete old
check_soon "an id from before keeps its name to the end" \
	"told | grep -qx 'Deleted nsid 12 (iproute2 netns name: old)'"
end_watch
clear

# --- all
watch
make blue
look "all is the default: a name" "add blue"
netns-set blue 7
look "all is the default: an id" "nsid 7 (iproute2 netns name: blue)"
netns-delete blue
echo "Deleted nsid 7 (iproute2 netns name: blue)" >"$T/deleted"
check_soon "all is the default: both go" \
	"told | sort >$T/both; echo 'delete blue' | cat $T/deleted - | cmp - $T/both"
end_watch
watch all
make blue
look "all" "add blue"
end_watch
clear
: >"$log"
netns monitor name >"$log" 2>&1 &
monitor=$!
started="$started $monitor"
i=0
until grep -q '^add' "$log" || [ $i = 200 ]; do
	i=$((i + 1))
	make "g$i"
	pause
done
check_true "in ip grammar" "grep -q '^add g' $log"
stop $monitor
clear

# --- events that are lost: more than the kernel keeps, while the monitor does not look
queue=$(cat /proc/sys/fs/inotify/max_queued_events 2>/dev/null)
if [ "${queue:-999999}" -le 50000 ]; then
	make early kept
	watch name
	kill -STOP "$monitor"
	(
		cd "$RUN" && awk -v n="$queue" \
			'BEGIN { while (n-- > 0) print "dir" n; print "more" }' |
			xargs mkdir
	)
	make late
	netns-delete early
	kill -CONT "$monitor"
	check_soon "names: events were lost: it looks again" \
		"[ \"\$(told | sort | tr '\n' ';')\" = 'add late;delete early;' ]" \
		"told | head -n 9"
	check "names: that is said" "grep -c '^netns-monitor: events were lost' $T/said" 1
	quiet=$(wc -l <"$log")
	make next
	look "names: and goes on" "add next"
	end_watch
	check "names: its end is as ever" "echo $ended" 0
	(cd "$RUN" && echo dir* more | xargs rmdir)
else
	skip "names: events were lost" "this kernel keeps more than 50,000 events"
fi
clear
make early
netns-set early 7
watch id
kill -STOP "$monitor"
many=$(numbered 900)
# shellcheck disable=SC2086 # names
make $many
for n in $many; do
	echo "set $n $((1000 + ${n#n}))"
done | netns -b -
netns-delete early
eventually "! netns-list-id | grep -q 'nsid 7 '"
kill -CONT "$monitor"
check_soon "ids: events were lost: it looks again" \
	"[ \"\$(told | grep -c '^nsid 1[0-9]* (iproute2 netns name: n[0-9]*)\$')\" = 900 ]" \
	"told | tail -n 5; cat $T/said"
check_soon "ids: also at what is gone" \
	"told | grep -qx 'Deleted nsid 7 (iproute2 netns name: early)'"
check "ids: nothing else" "told | grep -c 'nsid 0 '" 0 1
check "ids: that is said" "grep -c '^netns-monitor: events were lost' $T/said" 1
end_watch
netns-delete -a
eventually "! netns-list-id | grep -q 'nsid 1'"	# their ids go some time later
clear

# --- JSON
watch -j
make blue
look "-j: add" '{"event":"add","name":"blue"}'
netns-set blue 7
look "-j: an id" '{"nsid":7,"name":"blue"}'
netns-delete blue
check_soon "-j: delete" "told | grep -qx '{\"event\":\"delete\",\"name\":\"blue\"}'"
check_soon "-j: an id goes" "told | grep -qx '{\"deleted\":true,\"nsid\":7,\"name\":\"blue\"}'"
quoted='q"u\o'
: >"$RUN/$quoted"
make two
mount --bind "$RUN/two" "$RUN/$quoted"
printf '%s\n' '{"event":"add","name":"q\"u\\o"}' >"$T/odd"
check_soon "-j: an odd name" "told | grep -qxF -f $T/odd"
check "-j: each line is valid JSON" "json_lines $log" ""
end_watch
clear

# --- timestamps
time='[0-2][0-9]:[0-5][0-9]:[0-6][0-9]'
day="[A-Z][a-z][a-z] [A-Z][a-z][a-z]  *[0-9][0-9]*"
date_long="Timestamp: $day $time 20[0-9][0-9] [0-9]* usec Z"
date_short="20[0-9][0-9]-[01][0-9]-[0-3][0-9]T$time\\.[0-9][0-9][0-9][0-9][0-9][0-9]Z"
watch -t name
make blue
check_soon "-t: a line before each" \
	"told | head -n 1 | grep -qx '$date_long' && told | sed -n 2p | grep -qx 'add blue'"
check_true "-t: it is today, in UTC" \
	"told | head -n 1 | grep \"\$(date -u '+^Timestamp: %a %b %e ..:..:.. %Y ')\""
end_watch
clear
watch -ts name
make blue
check_soon "-ts: in front of each" "told | grep -qx '\\[$date_short\\] add blue'"
check_true "-ts: it is today, in UTC" "told | grep \"^\\[\$(date -u +%Y-%m-%dT%H)\""
end_watch
clear
export TZ=ABC-9:30
watch -ts name
make blue
check_soon "-ts: UTC, whatever TZ says" "told | grep \"^\\[\$(date -u +%Y-%m-%dT%H)\""
end_watch
clear
TZ=UTC
watch -j -ts name
make blue
check_soon "-j -ts: a key" \
	"told | grep -qx '{\"timestamp\":\"$date_short\",\"event\":\"add\",\"name\":\"blue\"}'"
end_watch
check "-j -ts: valid JSON" "json_lines $log" ""
clear
watch -j -t id
make blue
netns-set blue 3
check_soon "-j -t: a key" \
	"told | grep -qx '{\"timestamp\":\"$date_short\",\"nsid\":3,\"name\":\"blue\"}'"
end_watch
clear
# -t as a global option
: >"$log"
netns -ts monitor name >"$log" 2>&1 &
monitor=$!
started="$started $monitor"
i=0
until grep -q 'add' "$log" || [ $i = 200 ]; do
	i=$((i + 1))
	make "g$i"
	pause
done
check_true "-ts in ip grammar" "grep -qx '\\[$date_short\\] add g.*' $log"
stop $monitor
clear

# --- ends
if helper signals; then
	make blue
	"$HELPERS/signals" netns-monitor >"$log" 2>&1 </dev/null &
	monitor=$!
	started="$started $monitor"
	eventually \
		"grep -q 'netns' /proc/$monitor/comm && ls -l /proc/$monitor/fd | grep -q inotify"
	eventually "grep -E '^Sig(Cgt|Blk):.*[1-9a-f]' /proc/$monitor/status"
	kill -INT $monitor
	wait $monitor
	check "SIGINT ends it with 0" "echo $?" 0
else
	skip "SIGINT ends it with 0" "the helper signals is not built"
fi
reader_gone()
{
	rm -f "$T/pipe"
	mkfifo "$T/pipe"
	head -n 1 <"$T/pipe" >/dev/null &
	background netns-monitor name >"$T/pipe" 2>/dev/null
	n=0
	while kill -0 $pid 2>/dev/null && ! grep -q '^State:.Z' /proc/$pid/status; do
		n=$((n + 1))
		[ $n -lt 300 ] || break
		make "x$n"
		pause
	done
	[ $n -lt 300 ]
}
check_true "it ends when nobody reads any more" reader_gone
stop $pid
clear
if [ -c /dev/full ]; then
	full()
	{
		netns-monitor name >/dev/full 2>"$T/said" &
		pid=$!
		n=0
		while kill -0 $pid 2>/dev/null && [ $n -lt 300 ]; do
			n=$((n + 1))
			make "x$n"
			pause
		done
		wait $pid
		echo "$? $(grep -c '^netns-monitor: ' "$T/said")"
	}
	check "output that cannot be written: 1" full "1 1"
	clear
else
	skip "output that cannot be written: 1" "no /dev/full"
fi

# --- usage
check_usage "an unknown word" "limit netns-monitor foo"
check_usage "an unknown word, in ip grammar" "limit netns monitor foo"
check_usage "two words" "limit netns-monitor name id"
check_usage "an unknown flag" "limit netns-monitor -Z"
echo text >"$T/file"
check_error "the run directory is a file" "NETNS_RUN_DIR=$T/file limit netns-monitor name" \
	"netns-monitor: *$T/file*"
check_error "the path of the run directory is too long" \
	"NETNS_RUN_DIR=$(printf '/%05000d' 0) limit netns-monitor name" \
	"netns-monitor: */0*: cannot watch: File name too long"
few="echo 1 >/proc/sys/user/max_inotify_watches"
if unshare -Urm sh -c "$few" 2>/dev/null; then
	check_error "too few watches" \
		"unshare -Urm sh -c '$few; exec timeout 20 netns-monitor name'" \
		"netns-monitor: $RUN: cannot watch: No space left on device"
else
	skip "too few watches" "this is needed: unshare -Urm; user.max_inotify_watches"
fi
check_true "-h prints the usage and succeeds" "netns-monitor -h | grep '^usage: netns-monitor '"
done_testing
