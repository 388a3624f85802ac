# SPDX-License-Identifier: 0BSD
# netns pids: the processes with a thread in a namespace
. "$TESTSUITE/lib.sh"

make blue red
check "none" "netns-pids blue" ""
check_json "none, -j" "netns-pids -j blue" "[]"
check_json "none, -j -p" "netns -j -p pids blue" "[ ]"
check "none, -t" "netns-pids -t blue" ""
inside blue
p1=$pid
check "one" "netns-pids blue" "$p1"
check "one, in ip grammar" "netns pids blue" "$p1"
check "one, -t" "netns-pids -t blue" "$p1"
check "-t after the word in ip grammar" "netns pids -t blue" "$p1"
check_json "one, -j" "netns-pids -j blue" "[{\"pid\":$p1,\"comm\":\"sleep\"}]"
check_json "one, -j in ip grammar" "netns -j pids blue" "[{\"pid\":$p1,\"comm\":\"sleep\"}]"
check_json "one, -j -t" "netns-pids -j -t blue" "[{\"pid\":$p1,\"tid\":$p1,\"comm\":\"sleep\"}]"
check_json "one, -j -p" "netns -j -p pids blue" "[ {
        \"pid\": $p1,
        \"comm\": \"sleep\"
    } ]"
inside blue
p2=$pid
check "several, a line each" "netns-pids blue | sort -n" "$p1${NL}$p2"
check_json "several, -j" "netns-pids -j blue" \
	"[{\"pid\":$p1,\"comm\":\"sleep\"},{\"pid\":$p2,\"comm\":\"sleep\"}]"
inside red
p3=$pid
check "those of others are not among them" "netns-pids blue | sort -n; echo; netns-pids red" \
	"$p1${NL}$p2${NL}${NL}$p3"
: >"$RUN/also"
mount --bind "$RUN/blue" "$RUN/also"
check "by another name" "netns-pids also | sort -n" "$p1${NL}$p2"
check "by path" "netns-pids $RUN/blue | sort -n" "$p1${NL}$p2"
check "by inode number" "netns-pids $(netns_of $p1) | sort -n" "$p1${NL}$p2"
check "by pid:" "netns-pids pid:$p1 | sort -n" "$p1${NL}$p2"
stop $p1
check "one is gone" "netns-pids blue" "$p2"
check "the callers own namespace, too" "netns-exec red sh -c 'netns-pids red | grep -cx \$\$'" 1
stop $p2 $p3

# --- threads
if helper thread; then
	background "$HELPERS/thread" "$RUN/blue" >"$T/thread"
	eventually "[ -s $T/thread ]"
	read -r tp tid <"$T/thread"
	check "a process with only a thread there" "netns-pids blue" "$tp"
	check "-t: that thread" "netns-pids -t blue" "$tid"
	check_json "-t -j" "netns-pids -t -j blue" \
		"[{\"pid\":$tp,\"tid\":$tid,\"comm\":\"thread\"}]"
	check_json "-j: the process" "netns-pids -j blue" "[{\"pid\":$tp,\"comm\":\"thread\"}]"
	check_true "and where its first thread is" "netns-pids pid:$$ | grep -x $tp"
	check_false "-t: there it is not this thread" "netns-pids -t pid:$$ | grep -x $tid"
	stop $pid
	rm "$T/thread"
	background netns-exec $bare blue "$HELPERS/thread" "$RUN/blue" >"$T/thread"
	eventually "[ -s $T/thread ]"
	check "a process with two threads there: once" "netns-pids blue" "$pid"
	check "-t: both" "netns-pids -t blue | sort -n" "$(tr ' ' '\n' <"$T/thread")"
	stop $pid
	background "$HELPERS/thread" "$RUN/blue" leave >"$T/thread2"
	eventually "[ -s $T/thread2 ] && grep -q '^State:.Z' /proc/$pid/status"
	read -r tp tid <"$T/thread2"
	check "the first thread has ended" "netns-pids blue" "$tp"
	check "the first thread has ended, -t" "netns-pids -t blue" "$tid"
	stop $pid
else
	skip "a process with only a thread there" "the helper thread is not built"
fi

# --- odd names of processes
printf '#!/bin/sh\nread -r line\n' >"$T/a\"b\\c)d"
chmod +x "$T/a\"b\\c)d"
mkfifo "$T/block"
background sh -c "exec netns-exec $bare blue '$T/a\"b\\c)d' <>$T/block"
eventually "netns-pids blue | grep -q ."
eventually "netns-pids -j blue | grep -q 'a.*d\"'"
check_json "an odd name of a process" "netns-pids -j blue" \
	'[{"pid":'"$pid"',"comm":"a\"b\\c)d"}]'
stop $pid
nl=$(printf 'x\ny\377)')
cp "$T/a\"b\\c)d" "$T/$nl"
background sh -c "exec netns-exec $bare blue '$T/$nl' <>$T/block"
eventually "netns-pids blue | grep -q ."
eventually "netns-pids -j blue | grep -q '\"x'"
check_true "another odd name: valid JSON" "netns-pids -j blue | json_lines"
check "another odd name: one line" "netns-pids -j blue | wc -l | tr -d ' '" 1
check "another odd name: found in text" "netns-pids blue" "$pid"
stop $pid

# --- errors
check_error "no such namespace" "netns-pids nope" "netns-pids: nope: no such network namespace"
check_error "no such namespace, in ip grammar" "netns pids nope" \
	"netns-pids: nope: no such network namespace"
: >"$RUN/stale"
check_error "a stale one" "netns-pids stale" "netns-pids: stale: stale: *"
mkfifo "$RUN/fifo"
check_error "a fifo" "limit netns-pids fifo" "netns-pids: fifo: *"
check_usage "no operand" "netns-pids"
check_usage "no operand, in ip grammar" "netns pids"
check_usage "an operand too many" "netns-pids blue red"
check_usage "an unknown flag" "netns-pids -Z blue"
if [ "$WORLD" = root ] && helper as; then
	unreadable()
	{
		"$HELPERS/as" 65534 netns-pids blue 2>"$T/said"
		echo "status $?"
		wc -l <"$T/said" | tr -d ' '
		grep -c '^netns-pids: .*[0-9].*process' "$T/said"
	}
	inside blue
	p1=$pid
	background netns-exec $bare blue "$HELPERS/as" 65534 sleep 1000
	eventually "started_as $pid sleep"
	check "processes that may not be looked at: one warning with their number, exit 1" \
		unreadable \
		"$pid${NL}status 1${NL}1${NL}1"
	stop $pid $p1
	check "the threads of a process count once" "unshare -fpm --mount-proc sh -c '
		netns-exec $bare red \"$HELPERS/thread\" \"$RUN/blue\" >$T/thread3 &
		until [ -s $T/thread3 ]; do :; done
		\"$HELPERS/as\" 65534 netns-pids blue 2>&1 | sed \"s/.*more: //; s/ may.*//\"'" \
		"1 process"
else
	skip "processes that may not be looked at" "root and the helper as are needed"
fi
# A /proc made of files, with one process, which is in blue, and other things that /proc may
# contain.
proc_of_files()
{
	mkdir -p "$T/proc/1"
	for p in self 4711; do
		mkdir -p "$T/proc/$p/ns" "$T/proc/$p/net"
		: >"$T/proc/$p/net/dev"
		ln -s "net:[$(stat -c %i "$RUN/blue")]" "$T/proc/$p/ns/net"
	done
	for length in 50 60 100 255; do
		: >"$T/proc/$(printf "%0${length}d" 0 | tr 0 n)" \
			>"$T/proc/$(printf "%0${length}d" 4711)"
	done
	unshare -m sh -c "mount --bind $T/proc /proc; netns-pids blue"
}
check "names of any length in /proc" proc_of_files 4711
check_error "without /proc" "unshare -m sh -c 'mount -t tmpfs none /proc; netns-pids blue'" \
	"netns-pids: *proc*"
churn()
{
	background sh -c 'while :; do /bin/true; done'
	i=0
	while [ $i -lt 50 ]; do
		netns-pids blue || echo failed
		i=$((i + 1))
	done
	stop $pid
}
check "those that vanish meanwhile are nothing" churn ""
printed_twice()
{
	i=0
	while [ $i -lt 60 ]; do
		netns-pids -t blue | sort | uniq -d
		i=$((i + 1))
	done
}
if helper oddity; then
	background netns-exec $bare blue "$HELPERS/oddity" thread-churn
	eventually "netns-pids -t blue | grep -vqx $pid"
	check "-t: threads that come and go, each once" printed_twice ""
	stop $pid
else
	skip "-t: threads that come and go" "the helper oddity is not built"
fi
if [ -c /dev/full ]; then
	inside blue
	check_error "output that cannot be written" "netns-pids blue >/dev/full" "netns-pids: *"
	check_error "closed output" "netns-pids blue >&-" "netns-pids: *"
	stop $pid
else
	skip "output that cannot be written" "no /dev/full"
fi
check_true "-h prints the usage and succeeds" "netns-pids -h | grep '^usage: netns-pids '"
done_testing
