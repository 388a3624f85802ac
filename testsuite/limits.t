# SPDX-License-Identifier: 0BSD
# limits.t: a small stack, an odd umask, and kernels that have only 32-bit, or only 64-bit, times

. "$TESTSUITE/lib.sh"

# --- a stack of 32 KB is enough for every command
# arguments_of COMMAND: arguments with which it does something
arguments_of()
{
	case $1 in
	add) echo new ;;
	attach) echo blue $waiting ;;
	exec) echo -a true ;;
	help | identify | list | list-id | map) ;;
	monitor) echo name ;;
	move) echo v$size red "moved$size" ;;
	set) echo blue 5 ;;
	veth) echo w$size blue ;;
	*) echo blue ;;
	esac
}
# with_stack KB COMMAND: it must end by itself or by timeout's signal, not by a signal of its own
with_stack()
{
	status=0
	(
		ulimit -s "$1"
		# shellcheck disable=SC2046 # words
		exec timeout 1 netns "$2" $(arguments_of "$2") >"$T/out" 2>&1
	) || status=$?
	[ $status = 124 ] || [ $status -lt 125 ] || { cat "$T/out"; false; }
}
commands=$(netns --list | sed 's/^netns-//')
if [ "$HOST" = 1 ] || [ "$FRONT" = 1 ]; then
	skip "a small stack" "for netns COMMAND"
elif ! (ulimit -s 32 && true) 2>/dev/null; then
	skip "a small stack" "ulimit -s is needed"
else
	background sleep 1000
	waiting=$pid
	for size in 32 48; do
		netns-add -e blue red
		netns-veth v$size blue
		for command in $commands; do
			netns-add -e blue
			check_true "$command, with a stack of $size KB" "with_stack $size $command"
		done
		clear
	done
	stop $waiting
fi

# --- 12 descriptors are enough, however many namespaces there are
names=$(numbered 20)
few()
{
	command="ulimit -n 12; exec \"\$@\""
	sh -c "$command" sh "$@"
}
# shellcheck disable=SC2086 # names
if [ "$HOST" = 1 ] || ! (ulimit -n 12) 2>/dev/null; then
	skip "few descriptors" "ulimit -n is needed"
else
	check "few descriptors: add" "few netns-add -u $names && few netns-add -eu $names" ""
	check "few descriptors: exec -a" "few netns-exec -a echo x | grep -cx x" 20
	check "few descriptors: exec -a -N" "few netns-exec -a -N echo x | grep -cx x" 20
	background netns-exec -N n7 sleep 1000
	check_soon "few descriptors: pids" "few netns-pids n7" $pid
	check "few descriptors: identify" "few netns-identify $pid" n7
	stop $pid
	private="netns-exec n1 env NETNS_RUN_DIR=$T/private"
	check "few descriptors: add what only some will see" \
		"few $private netns-add $names 2>&1 | grep -c 'only (not to process 1)'" 20
	check "few descriptors: delete" "few netns-delete $names && netns-list" ""
	# Whatever a line of a batch opens is closed, also when it fails.
	make n1 n2
	netns-set n1 7
	netns-veth few n1
	while read -r line; do
		yes "$line" | head -n 15
	done >lines <<-END
		list n1
		list -a n1
		list dev lo
		list-id nsid 7
		identify $$
		pids n1
		pids -t n1
		set n1 8
		set nope 8
		add n1
		add -u -e n1
		add a/b
		delete nope
		delete /
		move few n1 lo
		move nope n2
		veth few n1
		veth few n1 lo
	END
	for i in 1 2 3 4 5 6 7 8 9 10; do
		printf '%s\n' 'add new' "veth v$i n1" "move v$i new" 'delete new'
	done >>lines
	in_lines()
	{
		netns -force -b lines >out 2>err
		sed 's/processes: [0-9]*/processes/' out err
	}
	in_lines >as-usual
	if [ "$FRONT" = 1 ]; then
		skip "few descriptors: a batch" "its lines are those of netns"
	else
		check "few descriptors: a batch" \
			"(ulimit -n 20; in_lines) >few; diff few as-usual" ""
	fi
	yes 'link show' | head -n 15 >lines
	if helper deny && "$HELPERS/deny" clone true 2>/dev/null && [ "$FRONT" != 1 ]; then
		check "few descriptors: a batch that starts no other ip" \
			"few \"$HELPERS/deny\" clone netns -force -b lines 2>&1 |
				grep -c 'other ip: Resource temporarily unavailable'" 15
	else
		skip "few descriptors: a batch that starts no other ip" "no helper deny, or seccomp"
	fi
	netns-delete n1 n2
fi

# --- 32-bit machines: a kernel that has only one kind of times
for lacks in old new; do
	if ! helper time32 || ! "$HELPERS/time32" $lacks true 2>/dev/null; then
		skip "no system calls with $lacks times" "a 32-bit machine is needed, and seccomp"
		continue
	fi
	make blue
	background "$HELPERS/time32" $lacks netns -ts monitor name >"$T/log"
	monitor=$pid
	eventually "ls -l /proc/$monitor/fd | grep -q inotify"
	before=$(date +%Y-%m-%dT%H:%M)
	make red
	check_soon "no system calls with $lacks times: monitor waits" "grep -q red $T/log"
	after=$(date +%Y-%m-%dT%H:%M)
	check_true "and knows the time" "grep -q -e '^.$before' -e '^.$after' $T/log"
	stop $monitor
	background netns-exec -N blue sleep 1000
	eventually "netns-pids blue | grep -qx $pid"
	check_error "a process that stays" "$HELPERS/time32 $lacks netns-delete blue" "*busy: *"
	stop $pid
	clear
done
done_testing
