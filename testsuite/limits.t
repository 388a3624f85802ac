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
