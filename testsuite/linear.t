# SPDX-License-Identifier: 0BSD
# linear.t: how the number of system calls grows with the number of names; time varies too much

. "$TESTSUITE/lib.sh"

if ! have strace || ! strace -o /dev/null true 2>/dev/null; then
	skip "how system calls grow" "no strace"
	done_testing
	exit
fi

few=5 many=20

# names N: so many names, n1, n2, …; with ids, new ones: the kernel frees old ones later
id=100
names()
{
	clear
	i=0
	while [ $i -lt "$1" ]; do
		i=$((i + 1)) id=$((id + 1))
		echo "add n$i"
		echo "set n$i $id"
	done | netns -b -
	id=$((id + $1))
}

# busy_names N: so many names, a process in each
busy_names()
{
	names "$1"
	i=0
	while [ $i -lt "$1" ]; do
		i=$((i + 1))
		inside n$i
	done
}

# calls COMMAND: how many system calls it makes, its children included
calls()
{
	strace -f -qq -o "$T/trace" -e signal=none "$@" >/dev/null 2>&1 </dev/null
	grep -c -v -e resumed -e '+++' "$T/trace"
}

# monitor_start: how many monitor makes before it waits for the first time
monitor_start()
{
	: >"$T/trace"
	background strace -qq -o "$T/trace" -e signal=none \
		sh -c 'echo $$ >"$T/monitor"; exec netns-monitor name' >/dev/null 2>&1
	eventually "tail -n 1 $T/trace | grep -q 'events=POLLPRI.*NULL'"
	grep -c . "$T/trace"
	kill "$(cat "$T/monitor")"
	wait $pid
}

# grows NAME FACTOR MADE COMMAND: with four times as many names COMMAND makes at most FACTOR times
# as many calls, and 12 more; MADE makes the names
grows()
{
	grows_name=$1 factor=$2 made=$3
	shift 3
	$made $few
	at_few=$("$@")
	stop $started
	$made $many
	at_many=$("$@")
	stop $started
	if [ "$at_few" -gt 0 ] && [ "$at_many" -le $((at_few * factor + 12)) ]; then
		ok "$grows_name"
	else
		not_ok "$grows_name" "$few names: $at_few calls" "$many names: $at_many calls"
	fi
}

for c in "add new" "exec -N n1 true" "exec n1 true" "pids n1" "set n1 7" "delete n1"; do
	grows "$c: the same number of calls, however many names there are" 1 names calls netns-$c
done
for c in list "list -q" "list -a" list-id identify map "exec -N -a true" "exec -a true" \
	"delete -a" "delete -fa"; do
	grows "$c: grows with the names, not with their square" 5 names calls netns-$c
done
for c in "list -a" "pids n1" "delete n1" "delete -a" "delete -k -a"; do
	grows "$c: all of them busy" 6 busy_names calls netns-$c
done

grows "monitor's start: grows with the names, not with their square" 5 names monitor_start
clear

# exec_below N: the calls of exec where N mounts are below another below /sys
exec_below()
{
	mount -t tmpfs none /sys/kernel || return
	i=0
	while [ $i -lt "$1" ]; do
		i=$((i + 1))
		mkdir /sys/kernel/$i && mount -t tmpfs none /sys/kernel/$i
	done
	calls netns-exec n1 true
	umount -l /sys/kernel
}
names 1
at_few=$(exec_below $few)
at_many=$(exec_below $many)
if grep -q -e statmount -e syscall_0x1c9 "$T/trace"; then
	check_true "exec: one call for each mount that comes with another below /sys" \
		"[ $at_few -gt 0 ] && [ $at_many -le $((at_few + many - few)) ]"
else
	skip "exec: one call for each mount below /sys" "no listmount(2), Linux 6.8"
fi
clear

done_testing
