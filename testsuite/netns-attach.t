# SPDX-License-Identifier: 0BSD
# netns attach: move a running process into a namespace, every thread of it or none
. "$TESTSUITE/lib.sh"

if ! [ -x "$(command -v netns-attach)" ] || ! netns --list | grep -q attach; then
	skip "netns-attach" "this machine, or this configuration, has no netns-attach"
	done_testing
	exit
fi

# where PID: the namespaces of its live threads, by name, each once
where()
{
	ls -l "/proc/$1"/task/*/ns/net 2>/dev/null | sed -n "/ -> /{s/.*-> net:.//; s/]\$//
		s/^$blue\$/blue/; s/^$red\$/red/; s/^$here\$/here/; p;}" | sort -u | tr '\n' ' ' |
		sed 's/ $//'
	echo
}

# untouched PID: here, not stopped, not traced
untouched()
{
	[ "$(where "$1")" = here ] && grep -q '^State:.[SDRZ]' "/proc/$1/status" &&
		grep -q '^TracerPid:.0$' "/proc/$1/status"
}

# started HELPER ARG...: start it and wait until it is ready; its pid is left in $pid, and that of
# the process under test in $about
started()
{
	h=$1
	shift
	: >"$T/ready"
	background "$HELPERS/$h" "$@" >"$T/ready" 2>&1
	eventually "grep -q ready $T/ready" || echo "# $h $* does not begin: $(cat "$T/ready")"
	about=$(sed -n 's/^ready //p' "$T/ready")
	: "${about:=$pid}"
}

# moves N PID...: move each back and forth; prints what went wrong
moves()
{
	n=$1
	shift
	while [ "$n" -gt 0 ]; do
		to=blue
		[ $((n % 2)) = 0 ] && to=red
		for p; do
			netns-attach $to "$p" 2>"$T/moving" || cat "$T/moving"
			w=$(where "$p")
			[ "$w" = $to ] || echo "$p is in $w instead of $to"
		done
		n=$((n - 1))
	done
}

# ended PID FILE: end a target, wait for its report in FILE, and print that without the counts
ended()
{
	kill "$1"
	eventually "kill -USR1 $1; grep -q ^ok '$2'" || echo "does not end"
	sed -n \
		's/^ok [1-9][0-9]*/ok/; s/signals [1-9][0-9]*/signals/;
			s/interrupted [1-9][0-9]*/interrupted/; /^ok/p' "$2"
	stop "$1"
}

netns add -u blue red
blue=$(stat -L -c %i "$RUN/blue")
red=$(stat -L -c %i "$RUN/red")
here=$(stat -L -c %i /proc/self/ns/net)

# --- the rule
background sleep 1000
p=$pid
check "it is elsewhere: it moves" "netns-attach blue $p" ""
check "and is there" "where $p" blue
check "it is there already: nothing to do" "netns-attach blue $p" ""
check "by path, back" "netns-attach $RUN/red $p; where $p" red
check "in ip grammar" "netns attach blue $p; where $p" blue
check "no descriptor is left open in it" "ls -l /proc/$p/fd | sed -n '/pidfd/p; /net:/p'" ""
check "by pid:" "netns-attach pid:$$ $p; where $p" here
check_error "no such namespace" "netns-attach nope $p" \
	"netns-attach: nope: no such network namespace (to name the one of PID: netns-add -p *)"
check_error "no such namespace, in ip grammar" "netns attach nope $p" "*netns-add -p PID NETNS)"
check_false "that does not name anything" "[ -e $RUN/nope ]"
check_error "no namespace at all" "netns-attach /dev/null $p" \
	"netns-attach: /dev/null: not a network namespace"
check_true "none of that has moved it" "untouched $p"
stop $p
check "a shell moves itself" "sh -c 'netns attach blue \$\$ && where=\$(readlink /proc/self/ns/net)
	[ \"\$where\" = \"net:[\$(stat -L -c %i $RUN/blue)]\" ] && echo there'" there
if have busybox; then
	check "another shell moves itself" \
		"busybox ash -c 'netns attach blue \$\$ && netns identify \$\$'" blue
	check "what it starts is there" "busybox ash -c 'netns attach red \$\$ && netns identify'" \
		red
else
	skip "another shell moves itself" "no busybox"
	skip "what it starts is there" "no busybox"
fi
check "a shell that misspells the name stays" \
	"sh -c 'netns attach bleu \$\$ 2>$T/said && echo gone; readlink /proc/self/ns/net'" \
	"$(netns_of)"

# --- wrong usage, and what is no process that can be moved
check_usage "no operand" "netns-attach"
check_usage "no PID" "netns-attach blue"
check_usage "an operand too many" "netns-attach blue $$ $$"
check_usage "no number" "netns-attach blue shell"
check_usage "zero" "netns-attach blue 0"
check_usage "a negative number" "netns-attach blue -- -1"
check_usage "an unknown flag" "netns-attach -Z blue $$"
gone=$(dead_pid)
check_error "no such process" "netns-attach blue $gone" "netns-attach: $gone: no such process"
check_error "too little memory: that is the cause" "sh -c 'ulimit -v 12000
	exec netns-attach blue $$'" "netns-attach: $$: cannot be looked at: Out of memory"
check_error "process 1" "netns-attach blue 1" "netns-attach: 1: is init"
check_error "itself" "sh -c 'exec netns-attach blue \$\$'" "netns-attach: *: is this command itself"
check_error "without /proc" "unshare -m sh -c 'mount -t tmpfs none /proc; netns-attach blue 55'" \
	"*proc*"
check_true "-h prints the usage" "netns-attach -h | grep '^usage: netns-attach NETNS PID'"

if ! helper target || ! helper oddity; then
	skip "threads, waits and signals" "the helpers target and oddity are not built"
	done_testing
	exit
fi

# refused NAME KIND PATTERN: an odd process of this KIND is refused with a message like PATTERN, and
# is not touched
refused()
{
	started oddity "$2"
	check_error "$1" "netns-attach blue $about" "netns-attach: $about: $3"
	case $2 in
	zombie) ;;
	*) check_true "$1: not touched" "untouched $about" ;;
	esac
	stop "$about" "$pid"
}

refused "no CAP_SYS_ADMIN" powerless "has no CAP_SYS_ADMIN; start it again with netns-exec"
refused "one of eight threads without it" fourth-powerless "has no CAP_SYS_ADMIN; *"
refused "a zombie" zombie "is a zombie"
refused "a process in another PID namespace" pidns "is in another PID namespace"
refused "the fourth of eight threads fails: all go back" fourth-full \
	"cannot be moved: Too many open files"

started oddity vfork
check_error "one that waits in vfork" "netns-attach blue $pid" "netns-attach: $pid: does not stop *"
check "it is where it was" "where $pid" here
# its child goes with it
for t in $(cat "/proc/$pid/task/$pid/children" 2>/dev/null); do
	kill -9 "$t"
done
stop $pid

started target nanosleep 3
tid=$(ls "/proc/$pid/task" | tail -n 1)
check_error "a thread's number" "netns-attach blue $tid" \
	"netns-attach: $tid: is a thread, not a process"
if have strace; then
	stop_target=$pid
	background strace -q -f -o /dev/null -p $pid 2>/dev/null
	tracer=$pid
	eventually "grep -q '^TracerPid:.$tracer' /proc/$stop_target/status"
	check_error "a process that is traced" "netns-attach blue $stop_target" \
		"netns-attach: $stop_target: is being traced"
	check "it is where it was" "where $stop_target" here
	kill $tracer
	eventually "grep -q '^TracerPid:.0' /proc/$stop_target/status"
	stop $tracer
	pid=$stop_target
else
	skip "a process that is traced" "no strace"
	skip "it is where it was" "no strace"
fi
stop $pid

# freeze PID: in a cgroup of its own, of version 1 or 2
freeze()
{
	for group in /sys/fs/cgroup/freezer /sys/fs/cgroup; do
		group=$group/netns-$$
		mkdir "$group" 2>/dev/null || continue
		echo "$1" >"$group/cgroup.procs" && { echo FROZEN >"$group/freezer.state" ||
			echo 1 >"$group/cgroup.freeze"; } && return
		rmdir "$group"
	done 2>/dev/null
	return 1
}
started target poll 3
if freeze $pid; then
	run "netns-attach blue $pid"
	{ echo THAWED >"$group/freezer.state" || echo 0 >"$group/cgroup.freeze"; } 2>/dev/null
	case $status-$err in
	0-) check "a frozen process moves" "where $pid" blue ;;
	*"$pid: does not stop "*) check "a frozen process is left" "where $pid" here ;;
	*) not_ok "a frozen process" "status $status: $err" ;;
	esac
	check "thawed, it goes on" "ended $pid $T/ready | sed 's/ok 0/ok/'" "ok interrupted 0 bad 0"
	eventually "rmdir $group"
else
	skip "a frozen process" "no cgroup that we may freeze"
	skip "thawed, it goes on" "the same"
	stop $pid
fi

if helper thread; then
	background "$HELPERS/thread" "$RUN/blue" >"$T/two"
	eventually "[ -s $T/two ]"
	check_error "one whose threads are in two namespaces" "netns-attach red $pid" \
		"netns-attach: *: is in several network namespaces"
	stop $pid
else
	skip "one whose threads are in two namespaces" "no helper thread"
fi

# a kernel thread: seen from the world only where that has no PID namespace of its own
kernel=
for t in /proc/[0-9]*/task; do
	[ "$(awk '{ print $2 }' "${t%/task}/stat" 2>/dev/null)" = "(kthreadd)" ] &&
		kernel=${t%/task}
done
if [ -n "$kernel" ]; then
	check_error "a kernel thread" "netns-attach blue ${kernel#/proc/}" "netns-attach: *"
else
	skip "a kernel thread" "none is seen here"
fi

# --- what is not easy, but goes
goes()
{
	started oddity "$2"
	run "netns-attach blue $pid"
	# shellcheck disable=SC2254 # a pattern is wanted
	case $status-$err in
	0-$3) check "$1" "where $pid" blue ;;
	*) not_ok "$1" "status $status: $err" ;;
	esac
	check_true "$1: it lives" "kill -0 $pid"
	stop $pid
}

goes "its first thread has ended" leader-ended ''
goes "open sockets are counted" sockets "netns-attach: *: moved; sockets left behind: 3"
started oddity seccomp
run "netns-attach blue $pid"
if [ "$status" = 0 ]; then
	check "under seccomp: it moves, and its filter does not see it" "where $pid" blue
else
	check "under seccomp: refused" "echo '${err#*: *: }'" \
		"may not be traced (kernel.yama.ptrace_scope, seccomp?): ${err##*: }"
	check_true "under seccomp: not touched" "untouched $pid"
fi
check_true "under seccomp: it lives" "kill -0 $pid"
stop $pid

timeout 1 "$HELPERS/oddity" dispatch >/dev/null
if [ $? = 3 ]; then
	skip "system calls that user space handles" \
		"no PR_SET_SYSCALL_USER_DISPATCH (Linux 5.11, x86)"
else
	started oddity dispatch
	check_error "system calls that user space handles: refused" "netns-attach blue $pid" \
		"netns-attach: $pid: cannot be moved: Operation not supported"
	check "it is where it was" "where $pid" here
	check_true "it lives, and no signal came to it" "kill -0 $pid && untouched $pid"
	stop $pid
fi
started target poll 3
kill -STOP $pid
eventually "grep -q '^State:.T' /proc/$pid/status"
check "a stopped process moves" "netns-attach blue $pid; where $pid" blue
check_true "and is still stopped" "grep '^State:.T' /proc/$pid/status"
kill -CONT $pid
check "and goes on" "ended $pid $T/ready | sed 's/ok 0/ok/'" "ok interrupted 0 bad 0"

# --- waits go on undisturbed: one thread in each kind of wait, all moved to and fro
all=
for m in nanosleep poll ppoll select futex wait4 read accept pause sigsuspend read-signal calls \
	spin epoll_wait; do
	background netns-exec -N blue "$HELPERS/target" $m >"$T/$m"
	eventually "grep -q ready $T/$m"
	all="$all $m:$pid"
done
pids=$(echo "$all" | tr ' ' '\n' | sed 's/.*://')
check "14 kinds of waits: every move succeeds" "moves 3 $(echo $pids)" ""
for m in $all; do
	p=${m#*:} m=${m%:*}
	case $m in
	epoll_wait) check "$m ends early, as after SIGCONT, or is right" \
		"ended $p $T/$m | sed 's/interrupted 0/interrupted/'" "ok interrupted bad 0" ;;
	*) check "$m goes on" "ended $p $T/$m" "ok interrupted 0 bad 0" ;;
	esac
done

# The wait continues for the time that is left. If it began again, it would take three seconds from
# the last move.
waited()
{
	: >"$T/waited"
	background "$HELPERS/wait" "$1" >"$T/waited"
	eventually "grep -q ready $T/waited"
	begun=$(cut -d ' ' -f 1 /proc/uptime) moved=$begun
	while [ -e "/proc/$pid/ns/net" ] && awk -v b="$begun" '{ exit $1 - b > 2.2 }' \
		/proc/uptime; do
		netns-attach blue $pid 2>"$T/short" && netns-attach red $pid 2>"$T/short" ||
			[ ! -e "/proc/$pid/ns/net" ] || cat "$T/short"
		moved=$(cut -d ' ' -f 1 /proc/uptime)
		pause
	done
	wait $pid
	sed 1d "$T/waited"
	awk -v m="$moved" '$1 - m > 2.9 { print "begins anew" }' /proc/uptime
}
for m in nanosleep poll futex; do
	check "$m for 3 seconds, moved again and again, takes 3 seconds" "waited $m" "done"
done

# --- many threads
background "$HELPERS/target" nanosleep 50 >"$T/fifty"
eventually "grep -q ready $T/fifty"
check "50 threads: to and fro" "moves 2 $pid" ""
check "50 threads: all went on" "ended $pid $T/fifty" "ok interrupted 0 bad 0"
background "$HELPERS/target" futex 500 >"$T/many"
eventually "grep -q ready $T/many"
check "500 threads" "moves 2 $pid" ""
check "500 threads: all went on" "ended $pid $T/many" "ok interrupted 0 bad 0"

# --- signals that come meanwhile
for m in calls spin read; do
	background env RT=1 "$HELPERS/target" $m 2 >"$T/signals"
	eventually "grep -q ready $T/signals"
	check "numbered signals during $m: moves" "moves 2 $pid" ""
	check "numbered signals during $m: none lost, all in order" \
		"ended $pid $T/signals | sed 's/ok 0/ok/'" \
		"ok interrupted 0 bad 0 signals lost 0"
done

# --- a restartable sequence is aborted: one that is left without that spins for ever
: >"$T/sequence"
background "$HELPERS/sequence" >"$T/sequence"
eventually "grep -q . $T/sequence"
if grep -q ready "$T/sequence"; then
	check "in a restartable sequence" "moves 3 $pid" ""
	kill $pid
	check_soon "and it is aborted" "grep -q ok $T/sequence"
else
	skip "in a restartable sequence" "this machine has none, or no test of it"
	skip "and it is aborted" "the same"
fi
stop $pid

# --- threads, forks and programs that come and go
for k in thread-churn fork-churn exec-churn; do
	started oddity $k
	check "$k: every move succeeds" "moves 3 $pid" ""
	check_true "$k: it lives" "kill -0 $pid"
	stop $pid
done

# One of its threads executes the program again and again, and takes over the ID of the leader.
started oddity thread-execs
check "a thread executes programs: no wait is for ever, no message is false" \
	"for _ in 1 2 3; do timeout -s KILL 30 netns-attach blue $pid
	timeout -s KILL 30 netns-attach red $pid; done" ""
check_true "a thread executes programs: it lives" "kill -0 $pid"
stop $pid

# The one that comes first was not stopped, perhaps, and all that were moved end.
threads_execute()
{
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do
		for n in blue red; do
			timeout -s KILL 30 netns-attach $n $pid
			eventually "same /proc/$pid/ns/net $RUN/$n" || echo "not in $n"
		done
	done
}
export EXECS=8
started oddity thread-execs
unset EXECS
check "eight threads execute programs: it is there when the move has succeeded" threads_execute ""
stop $pid

# --- a seccomp filter is suspended only while the process makes our calls
started oddity filtered
if grep '^seccomp: ' "$T/ready" >"$T/why"; then
	skip "what a filter forbids" "$(cat "$T/why")"	# this kernel has none
else
	run "for _ in 1 2 3 4 5; do netns-attach blue $pid && netns-attach red $pid || exit; done"
	kill $pid
	if [ "$status" = 0 ]; then
		check_soon "what a filter forbids does not succeed during a move" \
			"grep -q '^escaped 0\$' $T/ready" "cat $T/ready"
	else
		check "what a filter forbids: refused" "echo '${err#*: *: }'" \
			"may not be traced (kernel.yama.ptrace_scope, seccomp?): ${err##*: }"
	fi
fi
stop $pid

# --- names that look like something else in /proc/PID/stat
mkfifo "$T/never"
number=0
for name in 'a) S 1\n2 2' 'a\nb' '\n' 'x) y (z' ') ) R 2 2'; do
	number=$((number + 1))
	# shellcheck disable=SC2016 # the other shell expands it
	background sh -c 'printf "$1" >/proc/$$/comm; echo >"$2"; read -r _ <"$3"' sh "$name" \
		"$T/named" "$T/never"
	eventually "[ -e $T/named ]"
	check "a process with a strange name ($number)" "netns-attach blue $pid; where $pid" blue
	stop $pid
	rm -f "$T/named"
done

# --- data in the place of the vdso
timeout 1 "$HELPERS/oddity" covered-vdso >/dev/null
if [ $? = 3 ]; then
	skip "what covers the vdso is not executed" "this machine has no vdso that can be covered"
	skip "what covers the vdso: not touched" "the same"
else
	refused "what covers the vdso is not executed" covered-vdso \
		"has no vdso, or another word size"
fi

# --- a killed netns-attach: its child finishes the move
if helper killer; then
	started target nanosleep
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		"$HELPERS/killer" 2000 netns-attach blue $pid
		"$HELPERS/killer" 2000 netns-attach red $pid
	done >/dev/null 2>&1
	sleep 1
	check "killed in the middle of a move, the process lives" \
		"ended $pid $T/ready | sed 's/ok 0/ok/'" "ok interrupted 0 bad 0"
else
	skip "killed in the middle of a move, the process lives" "the helper killer is not built"
fi

# Either it was moved, or the message says that it has ended.
short_lives()
{
	i=0
	while [ $i -lt 10 ]; do
		background sh -c ":"
		netns-attach blue $pid 2>"$T/short" ||
			grep -qE 'is a zombie|has ended|no such process' "$T/short" || cat \
				"$T/short"
		wait $pid || echo "ended with $?"
		i=$((i + 1))
	done
}
check "processes that end meanwhile" short_lives ""
killed()
{
	i=0
	while [ $i -lt 4 ]; do
		background "$HELPERS/target" futex 50 >"$T/killed"
		victim=$pid
		eventually "grep -q ready $T/killed"
		netns-attach blue $victim 2>"$T/short" &
		kill -9 $victim
		wait $! || grep -qE 'is a zombie|has ended|no such process|cannot be moved' \
			"$T/short" || cat "$T/short"
		stop $victim
		i=$((i + 1))
	done
}
check "processes that are killed meanwhile" "killed 2>/dev/null" ""

# --- a /proc that we may only read
background sleep 60
read_only='mount --bind /proc /proc; mount -o remount,bind,ro /proc'
check_error "a read-only /proc" "unshare -m sh -c '$read_only; netns-attach blue $pid'" \
	"netns-attach: $pid: cannot be moved: /proc is read-only"
check_true "… it goes on where it was" "same /proc/self/ns/net /proc/$pid/ns/net &&
	grep -q '^State:.S' /proc/$pid/status"
stop $pid

# --- other programs
if have python3; then
	cat >"$T/program.py" <<'END'
import threading, time, subprocess, sys
bad = []
end = threading.Event()
def sleep():
    while not end.is_set():
        start = time.monotonic()
        time.sleep(0.05)
        if time.monotonic() - start < 0.049: bad.append('sleep')
def start():
    while not end.is_set():
        if subprocess.run(['echo', 'hi'], stdout=subprocess.PIPE).stdout != b'hi\n':
            bad.append('run')
threads = [threading.Thread(target=f) for f in (sleep, sleep, sleep, start)]
for t in threads: t.start()
print('ready', flush=True)
sys.stdin.readline()
end.set()
for t in threads: t.join()
print('ok' if not bad else bad, flush=True)
END
	mkfifo "$T/go"
	background sh -c "exec python3 $T/program.py <>$T/go >$T/python 2>&1"
	eventually "grep -q ready $T/python"
	check "python with threads and children" "moves 3 $pid" ""
	echo >"$T/go"
	check_soon "and it ends well" "grep -qx ok $T/python" "cat $T/python"
else
	skip "python with threads and children" "no python3"
	skip "and it ends well" "no python3"
fi

if have gcc && gcc -m32 -nostdlib -static -no-pie -o "$T/i386" "$TESTSUITE/i386.s" 2>/dev/null &&
	[ "$(uname -m)" = x86_64 ] && sh -c "$T/i386 >$T/said 2>&1 & kill -0 \$! && wait \$!" \
		2>/dev/null; then
	background "$T/i386" >"$T/i386.out"
	eventually "grep -q ready $T/i386.out"
	check "a 32-bit program" "moves 5 $pid" ""
	check_soon "a 32-bit program: all its sleeps were right" "grep -q fine $T/i386.out"
else
	skip "a 32-bit program" "this kernel runs none, or gcc makes none"
fi
if [ "$(uname -m)" = x86_64 ] && have as && have ld &&
	as --32 -o "$T/mixed.o" "$TESTSUITE/mixed-width.s" 2>/dev/null &&
	ld -m elf_i386 -o "$T/mixed" "$T/mixed.o" 2>/dev/null &&
	sh -c "$T/mixed >$T/said 2>&1 & sleep 0.1; kill \$!" 2>/dev/null; then
	background "$T/mixed" >"$T/mixed.out"
	eventually "grep -q ready $T/mixed.out"
	run "netns-attach blue $pid"
	case $status-$err in
	0-) check "code of two widths" "where $pid" blue ;;
	*) check_true "code of two widths: refused" "untouched $pid" ;;
	esac
	check_soon "code of two widths: its registers were right" "grep -q fine $T/mixed.out"
	stop $pid
else
	skip "code of two widths" "this kernel runs none, or nothing here makes such a program"
	skip "code of two widths: its registers were right" "the same"
fi
done_testing
