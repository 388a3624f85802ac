# SPDX-License-Identifier: 0BSD
# shellcheck shell=sh
# What every *.t reads first: checks that print TAP, and helpers. For any POSIX shell.
# Runs inside the world that testsuite/world makes: T, RUN, ETC and WORLD come from there.

NL='
'
TAB=$(printf '\t')
tests=0
started=

cleanup()
{
	[ -n "$started" ] && kill -9 $started 2>/dev/null
	return 0
}
trap cleanup EXIT
trap 'exit 1' HUP INT TERM

# the last line of every test file
done_testing()
{
	echo "1..$tests"
}

ok()
{
	tests=$((tests + 1))
	echo "ok $tests - $1"
}

# not_ok NAME [DIAGNOSTIC...]
not_ok()
{
	tests=$((tests + 1))
	echo "not ok $tests - $1"
	shift
	for line; do
		printf '%s\n' "$line" | cut -c1-400 | sed 's/^/#   /'
	done
	return 0
}

skip()
{
	tests=$((tests + 1))
	echo "ok $tests - $1 # SKIP $2"
}

# excuse COMMAND NAME REASON: the test NAME cannot be made, for this REASON. That is right if it is
# the machine's fault, and COMMAND, which does without the program under test, fails, too.
excuse()
{
	if "$1" >/dev/null 2>&1; then
		not_ok "$2" "$1: this machine can do it" "$3"
	else
		skip "$2" "$3"
	fi
}

# Can namespaces get names here?
binds_netns()
{
	: >"$T/probe"
	unshare -n mount --bind /proc/self/ns/net "$T/probe" && umount "$T/probe"
}

# Does this kernel make pairs of devices?
makes_veth()
{
	unshare -n ip link add probe type veth || unshare -n busybox ip link add probe type veth
}

# What new_device tries
makes_device()
{
	unshare -n ip link set lo name probe || unshare -n busybox ip link set lo name probe
}

# Does it list, as listns(2), Linux 6.19, all namespaces there are? Only to root.
lists_namespaces()
{
	version=$(uname -r)
	minor=${version#*.} minor=${minor%%[!0-9]*}
	[ "$WORLD" = root ] && [ $((${version%%.*} * 1000 + minor)) -ge 6019 ]
}

# BusyBox's shell may prefer its own applet ip to the one in PATH.
shell_has_ip=
if [ "$(PATH=/ && command -v ip)" = ip ]; then
	shell_has_ip=1
	ip()
	{
		"$(which ip)" "$@"
	}
fi

# Runs a command; leaves what it wrote in $out (to the byte) and $err, its status in $status, and in
# $missing what the shell said of a command that does not exist: then the result, right or wrong,
# means nothing, and the checks below fail.
run()
{
	out=$(
		(eval "$1") 2>"$T/stderr" </dev/null
		echo "=$?"
	)
	status=${out##*=}
	out=${out%=*}
	err='' missing=''
	if [ -s "$T/stderr" ]; then
		err=$(cat "$T/stderr")
		case $err$NL in
		*" not found$NL"*) missing=$err ;;
		esac
	fi
}

# printed TEXT: was TEXT, as whole lines, all of the output?
printed()
{
	if [ -z "$1" ]; then
		[ -z "$out" ]
	else
		[ "$out" = "$1$NL" ]
	fi
}

# check NAME COMMAND EXPECTED [STATUS]: COMMAND prints exactly the lines EXPECTED and ends with
# STATUS (default 0). With status 0 it must not write to standard error either.
check()
{
	run "$2"
	if [ "$missing" ]; then
		not_ok "$1" "command: $2" "$missing"
	elif ! printed "$3" || [ "$status" != "${4:-0}" ]; then
		not_ok "$1" "command: $2" "expected (status ${4:-0}): $3" \
			"got (status $status): $out" \
			"stderr: $err"
	elif [ "$status" = 0 ] && [ -n "$err" ]; then
		not_ok "$1" "command: $2" "noise on stderr: $err"
	else
		ok "$1"
	fi
}

# messages of the ip front end -> those of the applets
like_applets()
{
	sed '1{/^Cannot /{$!d}}' | sed 's/^ip netns \([a-z-]*: \)/netns-\1/; s/^ip: /netns: /
		s/^Cannot create namespace file ".*\/\(.*\)": /netns-add: \1: /
		s/^Invalid netns name /netns-add: invalid name /
		s/^Cannot remove namespace file ".*\/\(.*\)": .*/netns-delete: \1: no such/
		s/^Cannot open network namespace "\(.*\)": .*/netns-any: \1: no such/'
}

# check_error NAME COMMAND PATTERN [STATUS]: COMMAND fails with STATUS (default 1), prints nothing
# on standard output, and on standard error what matches PATTERN (as in `case`) and begins like a
# message of ours. The real ip has words and statuses of its own: there any failure will do.
check_error()
{
	run "$2"
	if [ "$missing" ]; then
		not_ok "$1" "command: $2" "$missing"
		return
	fi
	if [ "$HOST" = 1 ]; then
		if [ "$status" = 0 ] || [ -n "$out" ]; then
			not_ok "$1" "command: $2" "expected a failure" "got (status $status): $out"
		else
			ok "$1"
		fi
		return
	fi
	[ "$FRONT" = 1 ] && err=$(echo "$err" | like_applets)
	# shellcheck disable=SC2254 # a pattern is wanted
	case $err in
	netns*:* | ip:* | "ip netns "*:* | "Cannot "* | "Invalid "*)
		case $err in
		$3) match=1 ;;
		*) match= ;;
		esac
		;;
	*) match= ;;
	esac
	if [ "$status" != "${4:-1}" ] || [ -z "$match" ] || [ -n "$out" ]; then
		not_ok "$1" "command: $2" "expected (status ${4:-1}): $3" \
			"got (status $status): $err" \
			"stdout: $out"
	else
		ok "$1"
	fi
}

# check_usage NAME COMMAND: wrong usage, reported on standard error, status 2
check_usage()
{
	check_error "$1" "$2" '*' 2
}

# check_true NAME COMMAND: COMMAND ends with 0, whatever it prints
check_true()
{
	run "$2"
	if [ "$status" = 0 ] && [ -z "$missing" ]; then
		ok "$1"
	else
		not_ok "$1" "command: $2" "status $status" "stdout: $out" "stderr: $err"
	fi
}

# check_false NAME COMMAND: COMMAND ends with another status, which is not that of a command that
# does not exist, could not be executed or was killed
check_false()
{
	run "$2"
	if [ "$status" -gt 0 ] && [ "$status" -lt 126 ] && [ -z "$missing" ]; then
		ok "$1"
	else
		not_ok "$1" "command: $2" "status $status" "stdout: $out" "stderr: $err"
	fi
}

# check_json NAME COMMAND EXPECTED: as check, and what is printed must be one JSON value
check_json()
{
	run "$2"
	[ "$missing" ] && err=$missing
	why=$(printf '%s' "$out" | awk -f "$TESTSUITE/json.awk")
	if [ -n "$why" ]; then
		not_ok "$1" "command: $2" "not JSON: $why" "got: $out" "stderr: $err"
	elif ! printed "$3" || [ "$status" != 0 ] || [ -n "$err" ]; then
		not_ok "$1" "command: $2" "expected: $3" "got (status $status): $out" "stderr: $err"
	else
		ok "$1"
	fi
}

# json_lines [FILE]: is every line a JSON value? Prints the reason when not.
json_lines()
{
	awk -v lines=1 -f "$TESTSUITE/json.awk" "$@"
}

pause()
{
	sleep 0.02 2>/dev/null || sleep 1
}

# eventually COMMAND: wait until COMMAND succeeds; 1 when it has not within some 10 seconds, or
# contains a command that does not exist, which is left in $missing. With the real ip most of what
# we wait for never comes.
patience=400
[ "$HOST" = 1 ] && patience=60
eventually()
{
	tries=0
	until (eval "$1") >/dev/null 2>"$T/stderr"; do
		tries=$((tries + 1))
		[ $tries -lt $patience ] || return 1
		pause
	done
	missing=
	[ ! -s "$T/stderr" ] || missing=$(grep ' not found$' "$T/stderr")
	[ -z "$missing" ] || echo "# $missing"
	[ -z "$missing" ]
}

# check_soon NAME COMMAND [DIAGNOSTIC COMMAND]: COMMAND succeeds within some seconds
check_soon()
{
	if eventually "$2"; then
		ok "$1"
	else
		not_ok "$1" "this did not come true: $2" "$missing" "$(eval "${3:-:}" 2>&1)"
	fi
}

have()
{
	command -v "$1" >/dev/null 2>&1
}

# limit COMMAND [ARG...]: end COMMAND when it hangs
limit()
{
	timeout 20 "$@"
}

# helper NAME: is that C helper there?
helper()
{
	[ -x "$HELPERS/$1" ]
}

# background COMMAND [ARG...]: start it, remember to end it; its pid is left in $pid
background()
{
	"$@" </dev/null &
	pid=$!
	started="$started $pid"
}

# stop PID...: end what background started, and reap it
stop()
{
	for p; do
		kill -9 "$p" 2>/dev/null
		wait "$p" 2>/dev/null
		rest=
		for s in $started; do
			[ "$s" = "$p" ] || rest="$rest $s"
		done
		started=$rest
	done
	return 0
}

# at_once COMMAND NAME...: COMMAND NAME for all names at the same time; prints how many succeed
at_once()
{
	command=$1 wins=0 pids=
	shift
	for name; do
		"$command" "$name" 2>>"$T/at-once" &
		pids="$pids $!"
	done
	for p in $pids; do
		wait "$p" && wins=$((wins + 1))
	done
	echo $wins
}

# numbered N: the names n1 to nN, on one line
numbered()
{
	awk -v n="$1" 'BEGIN { while (i < n) printf "n%d ", ++i }'
}

# make_with_ids NAME...: namespaces with the ids 1001, 1002, …
make_with_ids()
{
	make "$@"
	id=1000
	for name; do
		id=$((id + 1))
		netns-set "$name" $id || echo "# $name: no id"
	done
}

# same A B: one file, or one namespace
same()
{
	[ "$1" -ef "$2" ]
}

netns_of()
{
	readlink "/proc/${1:-self}/ns/net"
}

# Network namespace alone, where the program under test can do that.
bare=-N
[ "$HOST" = 1 ] && bare=

# inside NAME [COMMAND...]: start COMMAND (default: a long sleep) in namespace NAME, wait until it
# is there; its pid is left in $pid
inside()
{
	inside_name=$1
	shift
	[ $# -gt 0 ] || set -- sleep 1000
	background netns-exec $bare "$inside_name" "$@" >/dev/null 2>&1
	eventually "same /proc/$pid/ns/net '$RUN/$inside_name' && started_as $pid '$1'" ||
		echo "# cannot start $* in $inside_name"
}

# has PID become the command WORD?
started_as()
{
	case $(tr '\000' ' ' <"/proc/$1/cmdline") in
	*netns-exec*) return 1 ;;
	*"$2"*) return 0 ;;
	*) return 1 ;;
	esac
}

# a process in a namespace of its own that has no name; its pid is left in $pid
nameless()
{
	background unshare -n sleep 1000 >/dev/null 2>&1
	eventually "[ -e /proc/$pid/ns/net ] && ! same /proc/$pid/ns/net /proc/self/ns/net &&
		grep -q '^sleep' /proc/$pid/cmdline"
}

# as_mounted PATH: how /proc/self/mountinfo writes it
as_mounted()
{
	printf '%s/%s\n' "$(readlink -f "${1%/*}")" "${1##*/}" |
		sed 's/\\/\\134/g; s/ /\\040/g; s/'"$TAB"'/\\011/g'
}

# mounts PATH: how many mounts are on PATH?
mounts()
{
	P=$(as_mounted "$1") awk '$5 == ENVIRON["P"] { n++ } END { print n + 0 }' \
		/proc/self/mountinfo
}

# live NAME: is the entry NAME a namespace's bind mount?
live()
{
	P=$(as_mounted "$RUN/$1") awk '$5 == ENVIRON["P"] && / - nsfs / { n++ } END { exit !n }' \
		/proc/self/mountinfo
}

# gone NAME: no file and no mount of that name
gone()
{
	! [ -e "$RUN/$1" ] && ! [ -L "$RUN/$1" ] && [ "$(mounts "$RUN/$1")" = 0 ]
}

# make NAME...: namespaces for a test to work on
make()
{
	for m; do
		netns add "$m" || echo "# cannot make namespace $m"
	done
}

# listed NAME: the line of NAME alone, which our list prints when it is asked
listed()
{
	netns-list | grep -E "^$1( |\$)"
}

# clear: an empty run directory for the next group of tests
clear()
{
	for e in "$RUN"/* "$RUN"/.[!.]* "$RUN"/..?*; do
		while umount "$e" 2>/dev/null; do :; done
		[ -e "$e" ] || [ -L "$e" ] || continue
		if [ -d "$e" ] && ! [ -L "$e" ]; then
			rmdir "$e"
		else
			rm -f "$e"
		fi
	done
	rm -rf "$ETC"
}

# no_run_dir: clear, and take the run directory itself away
no_run_dir()
{
	clear
	while umount "$RUN" 2>/dev/null; do :; done
	rm -rf "$RUN"
}

# a pid that no process has
dead_pid()
{
	sh -c 'echo $$'
}

# devices_of NETNS: the names of its devices, one per line. A new namespace has more than lo where
# sit, ip6_tunnel and the like are built into the kernel.
devices_of()
{
	netns-exec $bare "$1" cat /proc/self/net/dev | sed -n 's/^ *\([^ ]*\):.*/\1/p' | sort
}

# new_device NAMESPACE NAME: a network device there; fails where this kernel or system makes none
new_device()
{
	for cmd in "ip link add $2 type bridge" "busybox ip link add $2 type bridge" \
		"brctl addbr $2" "busybox brctl addbr $2" \
		"ip link set lo name $2" "busybox ip link set lo name $2"; do
		netns-exec $bare "$1" $cmd >/dev/null 2>&1 && return
	done
	return 1
}
