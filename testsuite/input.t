# SPDX-License-Identifier: 0BSD
# input.t: hostile input: in every operand of every command, and from a system that
# lacks this or that
. "$TESTSUITE/lib.sh"

tab()
{
	printf 'a\tb'
}
long=$(printf '%0300d' 7)
longer=$(printf '%05000d' 7)
make blue
nameless
someone=$pid

# shown WORD: for the name of a test
shown()
{
	case $1 in
	*[![:print:]]*) printf %.20s "$1" | tr -c '[:print:]' '?' ;;
	*) printf %.20s "$1" ;;
	esac
}

# bad STATUS PATTERN COMMAND WORD...: `COMMAND WORD` fails like that for each of the words
bad()
{
	bad_status=$1 bad_pattern=$2 bad_command=$3
	shift 3
	for w; do
		word=$w
		check_error "$bad_command '$(shown "$w")'" "$bad_command \"\$word\"" \
			"$bad_pattern" "$bad_status"
	done
}

### names
newline=$(printf 'a\nb')
set -- '' . .. / a/b /run/x ../x "$newline" "$(tab)" "$(printf '\033[31m')" "$(printf 'x\177')" \
	"$long" "$longer"
bad 2 'netns-add: invalid name *' "netns-add" "$@"
bad 2 'netns-add: invalid name *' "netns-add -e" "$@"
bad 2 'netns-add: invalid name *' "netns-add -p $someone" "$@"
bad 2 'netns-add: invalid name *' "netns add" "$@"
bad 2 'netns-delete: invalid name *' "netns-delete" '' . .. / a/b /run/x ../x
bad 1 'netns-delete: *: no such network namespace*' "netns-delete" nothing 4711 "$newline" "pid:$$"
bad 1 'netns-delete: *' "netns-delete" "$long" "$longer"
bad 1 'netns-list: *: no such network namespace*' "netns-list" '' . .. / a/b nothing "$long" \
	"$longer"
check "none of these made or deleted anything" "ls -A $RUN" blue

### namespaces that must exist: exec, pids, set
for c in "netns-exec NETNS true" "netns-pids NETNS" "netns-set NETNS 5"; do
	status=1
	case $c in *exec*) status=125 ;; esac
	before=${c%% NETNS*} after=${c#*NETNS}
	for w in '' . .. / /dev/null /dev/full /nowhere "$RUN" "$T/fifo" nothing 0 -0 00 -1 +1 1x \
		0x1 1e1 \
		' 1' '1 ' 2147483647 2147483648 4294967296 4294967297 99999999999999999999 \
		pid: pid:0 pid:-1 pid:x pid:1x pid:2147483648 pid:4294967297 \
		nsid: nsid:-1 nsid:x nsid:7 nsid:2147483648 nsid:4294967296 \
		"$newline" "$long" "$longer"; do
		[ -p "$T/fifo" ] || mkfifo "$T/fifo"
		word=$w
		case $w in
		-*) flag_end='--' ;;
		*) flag_end= ;;
		esac
		check_error "$before '$(shown "$w")'" \
			"limit $before $flag_end \"\$word\" $after" "netns-*: *" $status
	done
done
check "no id was given by that" "netns-list" blue

### process ids
set -- '' 0 -1 +1 x 1x 0x1 ' 1' '1 ' 2147483648 4294967297 99999999999999999999
for w; do
	[ "$w" = 0 ] || bad 2 'netns-identify: *' "netns-identify --" "$w"
done
for w; do
	word=$w status=1		# what is no number could be a namespace
	case $w in
	0 | 2147483648 | 4294967297 | 9999*) status=2 ;;
	esac
	check_error "netns-add -p '$w'" 'netns-add -p "$word" x' "netns-add: *" $status
done
bad 1 'netns-identify: 2147483647: no such process*' "netns-identify" 2147483647
bad 1 'netns-add: *2147483647*' "netns-add -p 2147483647" x
check_true "leading zeros are no octal number" \
	"netns-add -p 000$someone x && same $RUN/x /proc/$someone/ns/net &&
	netns-delete -f x"

### ids
set -- '' -1 +1 x 7x 08 0x 0xg 1e1 ' 7' '7 ' 2147483648 4294967296 4294967303 0x80000000 \
	99999999999999999999 99999999999999999999999999999999999999999
bad 2 'netns-set: *: not an id*' "netns-set blue" "$@"
bad 2 'netns-list-id: *' "netns-list-id nsid" "$@"
bad 2 'netns-list-id: *' "netns-list-id target-nsid" "$@"
check_usage "list-id: no number" "netns-list-id nsid"
check_usage "list-id: no such word" "netns-list-id id 7"
check_usage "set: auto and more" "netns-set blue auto 7"
check_usage "set: an abbreviation of auto" "netns-set blue aut"
check "no id was given by that" "netns-list" blue
check "2147483647 is an id" "netns-set blue 2147483647; netns-list" "blue (id: 2147483647)"
check_error "another id for one that has an id" "netns-set blue 3" "netns-set: blue: *"

### devices
bad 2 'netns-list: invalid name *' "netns-list dev" '' . .. a/b 'a b' a:b "$(tab)" \
	1234567890123456 "$long" "$longer"
check "a device name of 15 bytes" "netns-list dev 123456789012345" ""

### words
bad 2 'netns-monitor: *' "netns-monitor" '' al names ids 1 "$long"
bad 2 'netns: *: not understood*' "netns" '' x addd listt "$longer"
bad 2 'netns: *' "netns" - --x -x -n --netns -f
check_error "-n and what is none" "netns -n nothing list" \
	"netns: nothing: no such network namespace*"
check_error "a thousand bytes in a message leave the cause" "netns-exec $longer true" \
	"*File name too long*" 125

### very many arguments
thousands()
{
	i=0 words=
	while [ $i -lt 1000 ]; do
		i=$((i + 1))
		words="$words $1"
	done
	i=0
	while [ $i -lt 100 ]; do
		i=$((i + 1))
		printf '%s\n' "$words"
	done
}
thousands x >"$T/many"
many()
{
	xargs -s 1500000 -n 100001 "$@" <"$T/many"
}
if [ "$(many sh -c 'echo $#' sh)" = 100000 ]; then
	check "exec passes 100,000 arguments on" "many netns-exec $bare blue sh -c 'echo \$#' sh" \
		100000
	check "list of 100,000 names that are not there: one message each" \
		"many netns-list 2>&1 | sort -u" "netns-list: x: no such network namespace"
	check "delete -f of 100,000" "many netns-delete -f" ""
	check "identify: 100,000 is too many" "many netns-identify 2>&1 | cut -c1-22" \
		"netns-identify: usage:"
	check "100,000 words of ip grammar are ignored" "many netns list blue" \
		"blue (id: 2147483647)"
else
	skip "100,000 arguments" "this system passes no such list on"
fi

### standard files
for c in "netns-list" "netns-list -j" "netns-list-id" "netns-identify $someone" "netns-pids blue" \
	"netns -V" \
	"netns --help" "netns-add -h" "netns --list"; do
	case $c in *pids*) inside blue; sleeper=$pid ;; esac
	check_error "$c >/dev/full" "$c >/dev/full" \
		"netns*: standard output: No space left on device*"
	check_error "$c with standard output closed" "$c >&-" \
		"netns*: standard output: Bad file descriptor*"
	check_true "$c with standard input and error closed" "$c <&- 2>&-"
done
stop "$sleeper"
check "messages to /dev/full: the status is what it was" "netns-add blue 2>/dev/full; echo \$?" 1
check "messages to what is closed: the status is what it was" "netns-add blue 2>&-; echo \$?" 1
check "all of them closed: it is made" "netns-add all-closed <&- >&- 2>&- && live all-closed" ""
check "all of them closed: what is run has them closed, or has nothing of ours" \
	"netns-exec $bare blue sh -c 'ls /proc/self/fd | wc -l >$T/fds' <&- >&- 2>&-;
		test \$(cat $T/fds) -le 5" ""
check_true "all of them closed: a failure is a failure" "netns-add blue <&- >&- 2>&-; [ \$? = 1 ]"
check "a command finds no descriptor of ours open" \
	"netns-exec $bare blue ls /proc/self/fd | tr '\\n' ' '; echo" \
	"$(ls /proc/self/fd </dev/null | tr '\n' ' ')"

### descriptors
make red green
eventually "netns-set red 9"
for n in 3 4 5 6 8 12; do
	for c in "netns-list" "netns-list dev lo" "netns-list-id" "netns-identify $someone" \
		"netns-pids blue" \
		"netns-exec blue true" "netns-exec $bare blue true" "netns-exec -a true" \
		"netns-set green auto" \
		"netns-add limited" "netns-delete limited"; do
		[ "$c" = "netns-delete limited" ] && netns-add -e limited
		wanted=$($c 2>/dev/null)
		wanted_status=$?
		case $c in
		"netns-add limited") netns-delete limited; wanted_status=0 ;;
		"netns-delete limited") netns-add limited; wanted_status=0 ;;
		"netns-set green auto") wanted_status=0 ;;
		esac
		run "(ulimit -n $n && $c)"
		case $status in
		0)
			[ "$wanted_status" = 0 ] && [ "${out%"$NL"}" = "$wanted" ] && why= ||
				why="not what it prints otherwise"
			;;
		1 | 125)
			case $err in
			netns*:*) why= ;;
			*) why="no message" ;;
			esac
			;;
		*) why="status $status" ;;
		esac
		if [ -z "$why" ]; then
			ok "$n descriptors: $c"
		else
			not_ok "$n descriptors: $c" "$why" "status $status: $out" "stderr: $err"
		fi
		gone limited || live limited || not_ok "$n descriptors: $c: half there"
	done
done
# shellcheck disable=SC2046 # words
make $(numbered 20)
for n in 12 14 16; do
	check "$n descriptors: a batch leaves one for what looks for a device" \
		"echo 'list dev lo' | (ulimit -n $n && netns -b - 2>&1) | grep -cv open" \
		"$(netns list | wc -l | tr -d ' ')"
done
clear

### a system without this or that: what each command needs, and what it says when that is not there
make blue red
eventually "netns-set red 9"
inside blue
within=$pid
if netns-veth v0 red 2>/dev/null; then
	devices=1
fi
printf 'list\nadd new\n' >"$T/lines"
# without THING COMMAND...: where THING is not there
without()
{
	case $1 in
	# something to keep below /sys
	/proc) change='mount -t tmpfs none /sys/fs; mount -t tmpfs none /proc' ;;
	/sys) change='umount -l /sys 2>/dev/null; mount -t tmpfs -o ro none /sys' ;;
	writing) change='mount -o remount,bind,ro "$RUN"' ;;
	esac
	shift
	unshare -m --propagation unchanged sh -c "$change"' || exit 99; exec "$0" "$@"' "$@"
}

# all that a command could have changed
world()
{
	ls -l -A "$RUN"
	for n in blue red; do
		netns-exec -N $n cat /proc/self/net/dev | cut -d : -f 1
		live $n || echo "$n is no namespace"
	done
	netns-list
	cat /proc/self/net/dev | cut -d : -f 1
	netns_of "$within"
	netns_of "$someone"
}

# STATUS MESSAGE COMMAND, for each thing that is not there: 0 and -: as if nothing lacked; >:
# all that can
# be told is told, and then that there may be more
lacking()
{
	thing=$1
	if ! without "$thing" true 2>/dev/null; then
		skip "without $thing" "it cannot be taken away here"
		return
	fi
	while IFS='|' read -r wanted pattern command; do
		case $command in
		*v0*) [ -n "$devices" ] || continue ;;
		*attach*) netns --list | grep -q attach || continue ;;
		esac
		before=$(world)
		run "without $thing timeout 20 $command"
		why=
		[ "$status" = "$wanted" ] || why="status $status"
		# shellcheck disable=SC2254 # a pattern is wanted
		case $err in
		$pattern) ;;
		*) why="$why, another message" ;;
		esac
		[ "$wanted" = 0 ] || [ "$(world)" = "$before" ] ||
			why="$why, not as it was: $(world)"
		if [ -z "$why" ]; then
			ok "without $thing: $command"
		else
			not_ok "without $thing: $command" "$why" "wanted: $wanted $pattern" \
				"got: $out" "stderr: $err"
		fi
	done
}
nameless
someone=$pid
proc='(is /proc mounted?)'
lacking /proc <<EOF
1|netns-add: new: cannot create $proc*|netns-add new
1|netns-add: new: cannot create $proc*|netns-add -e -u new
0||netns-add -e blue
1|netns-add: $someone: * $proc|netns-add -p $someone new
1|netns-delete: * $proc*|netns-delete red
1|netns-delete: * $proc*|netns-delete -k blue
1|netns-delete: * $proc*|netns-delete -a
1|netns-identify: * $proc|netns-identify
1|netns-identify: $within: * $proc|netns-identify $within
0||netns-list
0||netns-list -q blue
0||netns-list dev lo
1|netns-list: * $proc*|netns-list -a
0||netns-list-id
0||netns-list-id nsid 9
0|netns-exec: /sys: * $proc*|netns-exec blue true
0||netns-exec -N blue true
0||netns-exec -a -N true
125|netns-exec: pid:$within: * $proc|netns-exec pid:$within true
1|netns-pids: blue: * $proc*|netns-pids blue
1|netns-pids: blue: * $proc*|netns-pids -t blue
1|netns-monitor: $RUN: cannot watch $proc*|netns-monitor
1|netns-monitor: $RUN: cannot watch $proc*|netns-monitor name
1|netns-map: * $proc*|netns-map
1|netns-set: pid:$within: * $proc|netns-set pid:$within 8
1|netns-move: pid:$within: * $proc|netns-move v0 pid:$within
1|netns-veth: pid:$within: * $proc|netns-veth v1 pid:$within
1|netns-attach: $someone: * $proc|netns-attach blue $someone
1|netns-add: new: cannot create $proc*Command failed $T/lines:2|netns -b $T/lines
0||netns -n blue list
EOF
lacking /sys <<EOF
0||netns-list
0||netns-list dev lo
0||netns-list -a
0||netns-list-id
0||netns-identify $within
0||netns-exec -N blue true
0|*|netns-exec blue true
0|*|netns-exec -a true
0||netns-pids blue
0||netns-map
0||netns -n blue list
0||netns-add new
0||netns-delete new
EOF
ro='Read-only file system'
lacking writing <<EOF
1|netns-add: $RUN: $ro|netns-add new
1|netns-add: $RUN: $ro|netns-add -e -u new
1|netns-add: $RUN: $ro|netns-add -p $someone new
1|netns-delete: $RUN: $ro|netns-delete red
1|netns-delete: $RUN: $ro|netns-delete -f red nothing
1|netns-delete: $RUN: $ro|netns-delete -k blue
1|netns-delete: $RUN: $ro|netns-delete -a
0||netns-identify $within
0||netns-list
0||netns-list dev lo
0||netns-list -a
0||netns-list-id
0||netns-exec blue true
0||netns-exec -a -N true
0||netns-pids blue
0||netns-map
1|netns-add: $RUN: $ro*Command failed $T/lines:2|netns -b $T/lines
0||netns -n blue list
0||netns-set blue 4
0||netns-move v0 red v5
0||netns-veth v0 blue v6
0||netns-attach blue $someone
EOF
kill -0 "$within" || not_ok "a process was ended"
done_testing
