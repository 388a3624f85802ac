# SPDX-License-Identifier: 0BSD
# netns delete: take a name away; refuse while that would strand processes
. "$TESTSUITE/lib.sh"

# --- the usual
make blue red one two three four
check "delete prints nothing" "netns-delete blue" ""
check_true "file and mount are gone" "gone blue"
check "ip grammar" "netns delete red" ""
check_true "ip grammar did it" "gone red"
check "several names" "netns-delete one two three" ""
check_true "all of them are gone, the others not" "gone one && gone two && gone three && live four"
check_error "a name that is not there" "netns-delete nope" "netns-delete: nope: *"
check_error "a name that is not there, in ip grammar, message of the applet" "netns delete nope" \
	"netns-delete: nope: *"
make one two
check_error "one of several is not there: the worst status counts" "netns-delete one nope two" \
	"netns-delete: nope: *"
check_true "one of several is not there: the others were deleted" "gone one && gone two"
check_error "the run directory is not there" "NETNS_RUN_DIR=$T/none netns-delete x" \
	"netns-delete: *"
check_false "and it was not made" "[ -e $T/none ]"
netns-add -- -x
check "a name after --" "netns-delete -- -x && gone -x" ""
check "a name can be made again" \
	"netns-add blue && netns-delete blue && netns-add blue && live blue" ""
clear

# --- -f
check "-f: a missing name is no error" "netns-delete -f nope" ""
check "-f: after the word in ip grammar" "netns delete -f nope" ""
make one two
check "-f: others are deleted" "netns-delete -f one nope two; ls -A $RUN" ""
check "-f: the run directory is missing" "NETNS_RUN_DIR=$T/none netns-delete -f nope" ""
clear

# --- -a
make one two three
check "-a: all" "netns-delete -a" ""
check "-a: nothing is left" "ls -A $RUN" ""
# workers share the names by their last bytes: each name must have a worker
last_bytes=$(awk 'BEGIN { for (c = 33; c < 256; c++) if (c != 47 &&
		c != 127) printf "x\\%03o ", c }')
for b in $last_bytes; do
	make "$(printf "$b")"
done
check "-a: names that end with any byte" \
	"ls -A $RUN | wc -l | tr -d ' '; netns-delete -a; ls -A $RUN" 221
check "-a: there is none" "netns-delete -a" ""
check "-a: the run directory is missing" "NETNS_RUN_DIR=$T/none netns-delete -a" ""
make one two
check "-all in ip grammar" "netns -all delete; ls -A $RUN" ""
make one two
check "--all in ip grammar" "netns --all delete; ls -A $RUN" ""
make one
check "-a in ip grammar" "netns -a delete; ls -A $RUN" ""
make one
check "-a after the word in ip grammar" "netns delete -a; ls -A $RUN" ""
check_usage "-a with a name" "netns-delete -a one"
check_usage "no name" "netns-delete"
check_usage "no name in ip grammar" "netns delete"
check_usage "an unknown flag" "netns-delete -Z one"
# leave_stale: what is left of namespaces that are gone
leave_stale()
{
	: >"$RUN/stale"
	chmod 0 "$RUN/stale"
	ln -s "/proc/$(dead_pid)/ns/net" "$RUN/dangling"
}
leave_stale
make one
ln -s one "$RUN/alias"
ln -s "$RUN/one" "$RUN/link"
ln -s gone "$RUN/alias-of-gone"
ln -s "$RUN/gone" "$RUN/link-to-gone"
check "-a takes stale entries and links to others too" "netns-delete -a; ls -A $RUN" ""
make one
echo thesis >"$RUN/thesis"
: >"$RUN/empty"
mkdir "$RUN/dir"
mkfifo "$RUN/fifo"
ln -s "$RUN/../elsewhere" "$RUN/away"
ln -s /proc/self/fd "$RUN/fd"		# as in /dev
ln -s /proc/self/fd/77 "$RUN/closed"
ln -s thesis "$RUN/alias"		# as in /boot
check_error "-a leaves what is no namespace, and names it" "netns-delete -a" \
	"*netns-delete: thesis: not a network namespace, but a file with contents*"
for left in "empty: not a network namespace, but an empty file" \
	"dir: not a network namespace, but a directory" \
	"fifo: not a network namespace, but a special file" \
	"fd: not a network namespace, but a symbolic link" \
	"closed: not a network namespace, but a symbolic link" \
	"alias: not a network namespace, but a symbolic link" \
	"away: not a network namespace, but a symbolic link"; do
	check_error "-a: $left" "limit netns-delete -a" "*netns-delete: $left*"
done
check_true "-a: the namespace is gone, the rest is there" "gone one && [ -d $RUN/dir ] &&
	[ -p $RUN/fifo ] && [ -L $RUN/away ] && [ -e $RUN/empty ] && grep -qx thesis $RUN/thesis"
check_error "-a -f: is no different" "netns-delete -af" "*thesis: not a network namespace*"
check_error "by name: a file with contents" "netns-delete thesis" \
	"netns-delete: thesis: not a network namespace, but a file with contents"
check_error "by name, -f: a file with contents" "netns-delete -f thesis" \
	"netns-delete: thesis: not a network namespace, but a file with contents"
check_error "by name: a fifo" "limit netns-delete fifo" \
	"netns-delete: fifo: not a network namespace, but a special file"
make blue
mount --bind "$RUN/blue" "$RUN/thesis"
check_error "by name: a namespace over a file with contents" "netns-delete thesis" \
	"netns-delete: thesis: not a network namespace, but a file with contents"
check "the mount is gone, the contents are there" "mounts $RUN/thesis; cat $RUN/thesis" \
	"0${NL}thesis"
clear
for n in 4 5 6 7 8; do
	netns-add -e blue
	check_false "-a with $n descriptors: what cannot be opened is not called something else" \
		"(ulimit -n $n && netns-delete -a) 2>&1 | grep 'not a network namespace'"
done
clear

# --- the directory is the same in every command
mkdir "$T/work"
relative="cd $T/work; export NETNS_RUN_DIR=names;"
check "relative: -a" "$relative netns-add a b && netns-delete -a; ls names" ""
check "relative: -e, and by name" \
	"$relative netns-add a && netns-add -e a b && netns-delete a b; ls names" ""
check "relative: in a batch" \
	"$relative printf '%s\n' 'add a' 'add -e a' 'exec a true' 'delete a' | netns -b -
	ls names" ""
check "relative, with dots" "cd $T/work/names; NETNS_RUN_DIR=../names netns-add c && ls" c
check "relative, with dots: -a" "cd $T/work/names; NETNS_RUN_DIR=../names netns-delete -a; ls" ""
umount "$T/work/names"
rm -r "$T/work"
check_false "a working directory that is gone" \
	"mkdir $T/gone; cd $T/gone; rmdir $T/gone; NETNS_RUN_DIR=names netns-add a"

# --- busy
if [ "$FRONT" = 1 ]; then
	skip "busy namespaces" "ip deletes them: see ip.t"
	done_testing
	exit
fi
make blue
inside blue
p1=$pid
check_error "refuses while a process remains, and names the ways out" "netns-delete blue" \
	"netns-delete: blue: busy: 1 process: $p1 (-k kills, -f deletes all the same)"
check_true "busy: the name is kept" "live blue && same $RUN/blue /proc/$p1/ns/net"
inside blue
p2=$pid
inside blue
p3=$pid
check_error "names the processes" "netns-delete blue" \
	"netns-delete: blue: busy: 3 processes: $p1 $p2 $p3*"
check_error "busy: in ip grammar" "netns delete blue" "netns-delete: blue: busy: 3 processes: *"
for i in 4 5 6 7 8 9; do
	[ $i = 9 ] && eight="$p1 $p2 $p3"
	inside blue
	p3="$p3 $pid"
done
check_error "names eight of them" "netns-delete blue" \
	"netns-delete: blue: busy: 9 processes: $eight ... (*"
check_true "busy: the processes live on" "kill -0 $p1 $p2 $p3"
make free
check_error "busy: the others are deleted" "netns-delete blue free" "netns-delete: blue: busy: *"
check_true "busy: that other one is gone" "gone free && live blue"
make free
check_error "busy: -a deletes the others" "netns-delete -a" "netns-delete: blue: busy: *"
check_true "busy: -a deleted them" "gone free && live blue"
check "-f: all the same" "netns-delete -f blue && gone blue" ""
check_true "-f: the processes live on" "kill -0 $p1 $p2 $p3"
stop $p1 $p2 $p3
clear

make blue
check_error "the shell that calls is in it" \
	"netns-exec $bare blue sh -c 'netns-delete blue; exit \$?'" \
	"netns-delete: blue: busy: 1 process*"
check_true "the shell that calls is in it: kept" "live blue"
check "netns-pids | xargs kill; netns-delete" "
	i=0
	while [ \$i -lt 5 ]; do
		inside blue; inside blue
		netns-pids blue |
		xargs sh -c 'kill "\$@"' kill && netns-delete blue && netns-add blue || echo failed
		i=\$((i + 1))
	done" ""
clear

make blue
background sh -c "netns-exec $bare blue sh -c 'exit 0' & exec sleep 1000" >/dev/null 2>&1
zombie_of()
{
	for s in /proc/[0-9]*/stat; do
		awk -v parent="$1" '$3 == "Z" && $4 == parent { found = 1 } END { exit !found }' \
			"$s" && return
	done 2>/dev/null
	return 1
}
eventually "zombie_of $pid"
check "a zombie does not count" "netns-delete blue && gone blue" ""
stop $pid
clear

# Always another process: each forks and ends. It is the last one of /proc, whose end the kernel
# notices before we have looked at that process.
if helper hop; then
	make blue
	netns-exec $bare blue "$HELPERS/hop" 3000 0 "$T/hopped"
	i=0 empty=0
	while [ $i -lt 200 ] && ! [ -e "$T/hopped" ]; do
		i=$((i + 1))
		[ -n "$(netns-pids blue)" ] || [ -e "$T/hopped" ] || empty=$((empty + 1))
	done
	check "a process that forks and ends as fast as it can: pids sees it" "echo $empty" 0
	eventually "[ -e $T/hopped ]"
	rm "$T/hopped"
	# What reads this ends when none is left that has it open.
	mkfifo "$T/open"
	background sh -c "cat '$T/open' && : >'$T/none'"
	netns-exec $bare blue "$HELPERS/hop" 60000 0 "$T/hopped" >"$T/open"
	netns-exec $bare blue "$HELPERS/hop" 60000 2000 "$T/hopped" >"$T/open"
	i=0 empty=0
	while [ $i -lt 20 ]; do
		i=$((i + 1))
		[ -n "$(netns-pids blue)" ] || empty=$((empty + 1))
	done
	check "processes that fork and end: pids sees them" "echo $empty" 0
	check_error "processes that fork and end: delete refuses" "netns-delete blue" \
		"netns-delete: blue: busy: *"
	check "processes that fork and end: -k ends them" "netns-delete -k blue && gone blue" ""
	check_soon "and none was left" "[ -e $T/none ]"
	check_false "nor did they end by themselves" "[ -e $T/hopped ]"
	clear
else
	skip "processes that fork and end" "the helper hop is not built"
fi

if helper thread; then
	for how in '' leave; do
		what="a thread of a process that is elsewhere"
		[ "$how" ] && what="the last thread of a process whose first is gone"
		make blue
		background "$HELPERS/thread" "$RUN/blue" $how >"$T/thread"
		eventually "[ -s $T/thread ]"
		if [ "$how" ]; then
			eventually "grep -q '^State:.Z' /proc/$pid/status"
		fi
		check_error "busy: $what" "netns-delete blue" \
			"netns-delete: blue: busy: 1 process*$pid*"
		check_true "busy: kept for $what" "live blue"
		check "-k ends $what" "netns-delete -k blue && gone blue" ""
		check_soon "ended: $what" \
			"! [ -e /proc/$pid/ns/net ] || ! kill -0 $pid ||
				grep '^State:.Z' /proc/$pid/status"
		stop $pid
		clear
	done
else
	skip "a thread alone keeps a namespace" "the helper thread is not built"
fi

# --- -k
live_process()
{
	[ -e "/proc/$1/stat" ] && ! grep -q '^State:.Z' "/proc/$1/status"
}

# took FROM BELOW COMMAND...: if it did not take FROM to BELOW tenths of a second, prints how many
took()
{
	from=$1 below=$2 begun=$(now)
	shift 2
	"$@" || echo failed
	elapsed=$(($(now) - begun))
	[ $elapsed -ge "$from" ] && [ $elapsed -lt "$below" ] || echo "$elapsed"
}

# on_term NAME ACTION: a process in NAME, $pid, for which ACTION is the trap of SIGTERM
on_term()
{
	rm -f "$T/trapped"
	inside $1 sh -c "trap '$2' TERM; : >$T/trapped; while :; do sleep 0.1; done"
	eventually "[ -e $T/trapped ]"
}

# now: tenths of a second
now()
{
	awk '{ printf "%d\n", $1 * 10 }' /proc/uptime
}

make blue
inside blue
p1=$pid
inside blue
p2=$pid
check "-k: ends them and deletes" "netns-delete -k blue && gone blue" ""
check_soon "-k: they are no more" "! live_process $p1 && ! live_process $p2"
check_false "-k: did wait for them" "live_process $p1 || live_process $p2"
stop $p1 $p2
make blue
on_term blue "echo TERM >$T/told; exit"
check "-k: TERM comes first" "netns-delete -k blue && cat $T/told" TERM
stop $pid
make blue
on_term blue ''
check "-k: KILL comes where TERM does not help" "netns-delete -k blue && gone blue" ""
check_false "-k: the stubborn one is no more" "live_process $pid"
stop $pid

# a process that does not end at once on TERM: it needs another second, or ignores it
make blue
on_term blue "sleep 1; echo done >$T/told; exit"
slow=$pid
check "-k: who needs a second after TERM has it" \
	"netns-delete -k blue; cat $T/told; gone blue" "done"
stop $slow
make blue
on_term blue ''
stubborn=$pid
check "-k: who does not heed it is killed after 1.5 seconds, and not before" \
	"took 14 100 netns-delete -k blue; gone blue; live_process $stubborn && echo lives; :" ""
stop $stubborn
make blue
inside blue
check "-k: nobody waits for 1.5 seconds when TERM was enough" "took 0 13 netns-delete -k blue" ""
stop $pid
make blue red
inside red
check "-k: leaves the processes of others alone" \
	"netns-delete -k blue && kill -0 $pid && live red" ""
check "-k: a free one" "netns-add free && netns-delete -k free && gone free" ""
check_error "-k: a name that is not there" "netns-delete -k nope" "netns-delete: nope: *"
check "-fk: a name that is not there" "netns-delete -fk nope" ""
check "-ak: all" "netns-add one && netns-delete -ak && gone red && gone one" ""
check_soon "-ak: ended it" "! live_process $pid"
stop $pid
make a b c d
stubborn=
for n in a b c d; do
	on_term $n ''
	stubborn="$stubborn $pid"
done
# one after the other they would take four times as long as one, 8 seconds with -k
begun=$(now)
netns-delete a 2>/dev/null
one=$(($(now) - begun))
check "-a: one grace period for all that are busy" "took 2 $((3 * one + 5)) \
	sh -c '! netns-delete -a 2>$T/said'; grep -c busy: $T/said" 4
check "-ak: one grace period for all" "took 14 70 netns-delete -ak; ls $RUN" ""
stop $stubborn
make blue
ln -s "$RUN/blue" "$RUN/link"
inside blue
check "-k: not through a symlink entry" "netns-delete -k link && kill -0 $pid && live blue" ""
stop $pid
clear

# Process IDs in another namespace's /proc are not ours.
foreign_proc()
{
	# "$1": the process in blue, as /proc numbers it; below, another one gets that number,
	# at once where the kernel can be told the last one (CONFIG_CHECKPOINT_RESTORE)
	unshare -pf sh -c "
		echo $(($1 - 1)) 2>/dev/null >/proc/sys/kernel/ns_last_pid
		while :; do
			sleep 1000 &
			[ \$! -lt $1 ] || break
			kill -9 \$!
			wait \$! 2>/dev/null
		done
		netns-delete -k blue
		echo \$?
		kill -0 \$! && echo lives
		kill -9 \$!" 2>&1
}
if [ "$WORLD" = root ] && unshare -pf true 2>/dev/null; then
	make blue
	inside blue
	check "-k below the PID namespace of /proc: refuses, and kills nobody" "foreign_proc $pid" \
		"netns-delete: blue: /proc is of another PID namespace${NL}1${NL}lives"
	check_true "nor the right one" "kill -0 $pid && live blue"
	check "busy is said there all the same" "unshare -pf netns-delete blue 2>&1; :" \
		"netns-delete: blue: busy: 1 process: $pid (-k kills, -f deletes all the same)"
	stop $pid
	clear
else
	skip "-k below the PID namespace of /proc" "root and unshare -p are needed"
fi

# --- what cannot be seen
if [ "$WORLD" = root ] && setpriv --regid 65534 --clear-groups true 2>/dev/null &&
	mount -o remount,hidepid=2 /proc 2>/dev/null; then
	make blue
	inside blue setpriv --reuid 65534 --clear-groups sleep 1000
	hidden="setpriv --regid 65534 --clear-groups"
	hidden="$hidden --bounding-set -sys_ptrace --inh-caps -sys_ptrace"
	for what in 2 1; do
		mount -o remount,hidepid=$what /proc
		check_error "hidepid=$what: identify does not say that it does not exist" \
			"setpriv --reuid 65534 --regid 65534 --clear-groups netns-identify 1" \
			"netns-identify: 1: Operation not permitted*"
		check_error "hidepid=$what: pids does not say none" "$hidden netns-pids blue" \
			"netns-pids: blue: *see all processes*"
		for k in '' -k; do
			check_error "hidepid=$what: delete $k refuses" \
				"$hidden netns-delete $k blue" \
				"netns-delete: blue: *see all processes*"
		done
	done
	check_true "hidepid: the name is kept" "live blue && kill -0 $pid"
	mount -o remount,hidepid=0 /proc
	check "root without CAP_SYS_PTRACE sees who is in it" "$hidden netns-pids blue" "$pid"
	check_error "root without CAP_SYS_PTRACE does not delete it" "$hidden netns-delete blue" \
		"netns-delete: blue: busy: 1 process: $pid *"
	stop $pid
	clear
else
	skip "hidepid" "root, setpriv and hidepid are needed"
fi

# --- what is not the last name
make blue
inside blue
ln -s "$RUN/blue" "$RUN/link"
check_error "a symbolic link is not another name" "netns-delete blue" "netns-delete: blue: busy: *"
check_true "so it is kept" "live blue"
rm "$RUN/link"
stop $pid
clear
make blue
: >"$RUN/also"
mount --bind "$RUN/blue" "$RUN/also"
inside blue
check "one of two names goes without the check" "netns-delete blue && gone blue && live also" ""
check_error "the last one does not" "netns-delete also" "netns-delete: also: busy: *"
: >"$RUN/blue"
mount --bind "$RUN/also" "$RUN/blue"
check_error "both names at once: refused" "netns-delete blue also" \
	"netns-delete: blue: busy: *netns-delete: also: busy: *"
check "both are kept" "ls $RUN" "also${NL}blue"
check "both names at once, with -k" "netns-delete -k blue also; ls $RUN" ""
stop $pid
clear
if [ -e /proc/1/ns/net ] && same /proc/1/ns/net /proc/self/ns/net; then
	: >"$RUN/host"
	mount --bind /proc/1/ns/net "$RUN/host"
	check "a name of the init process' namespace goes without the check" \
		"netns-delete host && gone host" ""
else
	skip "a name of the init process' namespace goes without the check" \
		"cannot look at process 1"
fi

# --- symlinks
make blue
inside blue
ln -s "$RUN/blue" "$RUN/link"
ln -s "/proc/$pid/ns/net" "$RUN/proc"
check "a symlink entry goes without the check" "netns-delete link" ""
check_true "and nothing is unmounted through it" "gone link && live blue"
check "a symlink into /proc" "netns-delete proc && gone proc && live blue" ""
ln -s /nowhere "$RUN/dangling"
check "a dangling symlink" "netns-delete dangling && gone dangling" ""
echo data >"$T/elsewhere"
ln -s "$T/elsewhere" "$RUN/link"
check "a symlink to a file: the file stays" "netns-delete link && gone link && cat $T/elsewhere" \
	data
: >"$T/mounted"
mount --bind "$RUN/blue" "$T/mounted"
ln -s "$T/mounted" "$RUN/link"
check "a symlink to a mount elsewhere: the mount stays" \
	"netns-delete link && gone link && mounts $T/mounted" 1
umount "$T/mounted"
stop $pid
clear

# --- stale, stacked, odd entries
make blue
: >"$RUN/stale"
check "a stale entry" "netns-delete stale && gone stale && live blue" ""
: >"$RUN/stale"
chmod 0 "$RUN/stale"
check "a stale entry of mode 0" "netns-delete stale && gone stale" ""
: >"$RUN/stack"
for i in 1 2 3; do
	mount --bind "$RUN/blue" "$RUN/stack"
done
check "stacked mounts are all taken off" "netns-delete stack && gone stack && live blue" ""
odd=$(printf 'a\tb\nc')
: >"$RUN/$odd"
check "an odd name of others" 'netns-delete "$odd" && gone "$odd"' ""
: >"$RUN/$odd"
make other
mount --bind "$RUN/other" "$RUN/$odd" && umount "$RUN/other" && rm "$RUN/other"
check "an odd name of others, mounted" 'netns-delete "$odd"; ls -A "$RUN"' blue
mkdir "$RUN/dir"
check_error "a directory is not deleted" "netns-delete dir" "netns-delete: dir: *"
check_true "and is still there" "[ -d $RUN/dir ]"
rmdir "$RUN/dir"
mkfifo "$RUN/fifo"
check_true "a fifo hangs nothing, and the status is the truth" \
	"limit netns-delete fifo; s=\$?; { [ \$s = 0 ] && gone fifo; } || { [ \$s = 1 ] &&
		[ -p $RUN/fifo ]; }"
clear

# --- stale here, but not elsewhere
if unshare -m --propagation slave true 2>/dev/null; then
	make blue
	background unshare -m --propagation slave sh -c "netns-add there; exec sleep 1000"
	eventually "[ -e $RUN/there ] && grep -q '^sleep' /proc/$pid/cmdline"
	elsewhere="there: mounted in another mount namespace, that of process $pid"
	check_error "an entry that is live in another mount namespace" "netns-delete there" \
		"netns-delete: $elsewhere (-f deletes all the same)"
	check_error "the same with -a" "netns-delete -a" "netns-delete: $elsewhere *"
	check_true "the others were deleted" "gone blue && [ -e $RUN/there ]"
	check_error "add does not take it over" "netns-add there" \
		"netns-add: there: File exists, mounted in another mount namespace, *process $pid"
	check_true "it is still live there" "grep -q ' $RUN/there .* nsfs ' /proc/$pid/mountinfo"
	check "-f: deletes it all the same" "netns-delete -f there && gone there" ""
	stop $pid
	background unshare -m --propagation slave sh -c "NETNS_RUN_DIR=$T/other netns-add there
		exec sleep 1000" 2>/dev/null
	eventually "[ -e $T/other/there ] && grep -q '^sleep' /proc/$pid/cmdline"
	: >"$RUN/there"
	check "one of that name in another directory does not matter" \
		"netns-delete there && gone there" ""
	stop $pid
	background unshare -m --propagation slave sh -c 'mkdir -p "$T/cover/way"
		: >"$T/cover/way/there"
		unshare -n mount --bind /proc/self/ns/net "$T/cover/way/there"
		mount -t tmpfs none "$T/cover" && ln -s "$RUN" "$T/cover/way"
		exec sleep 1000' 2>/dev/null
	eventually "grep -q '^sleep' /proc/$pid/cmdline"
	: >"$RUN/there"
	check "nor one whose path leads here by a symbolic link" \
		"grep -c $T/cover/way/there /proc/$pid/mountinfo
		netns-delete there && gone there" 1
	stop $pid
	clear
else
	skip "stale here, but not elsewhere" "no unshare --propagation"
fi
user="setpriv --reuid 65534 --regid 65534 --clear-groups env NETNS_RUN_DIR=$T/home/netns"
if [ "$WORLD" = root ] && $user unshare -Urm true 2>/dev/null; then
	chmod 711 "$T"
	mkdir "$T/home"
	chown 65534 "$T/home"
	background $user unshare -Urm sh -c "netns-add mine; exec sleep 1000"
	eventually "[ -e $T/home/netns/mine ] && grep -q '^sleep' /proc/$pid/cmdline"
	check_error "a user's name in a user namespace of his own" "$user netns-delete mine" \
		"netns-delete: mine: mounted in another mount namespace, that of process $pid *"
	check "root asks no user namespace of others" \
		"NETNS_RUN_DIR=$T/home/netns netns-delete mine; ls $T/home/netns" ""
	stop $pid
else
	skip "a user's name in a user namespace of his own" "root and user namespaces are needed"
fi

# --- what is no name
make blue
echo data >"$T/outside"
for bad in ../outside a/b "$T/outside" . .. ''; do
	check_true "\"$bad\" is no name" "netns-delete '$bad'; [ \$? -gt 0 ]"
done
check_true "and nothing was touched" "[ -e $T/outside ] && live blue"
check_true "-f: nor with -f" "netns-delete -f ../outside; [ -e $T/outside ] && live blue"
check_true "a PID is no name" "netns-delete $$; [ \$? = 1 ]"
clear

for odd in ..x ... .x; do
	netns-add "$odd"
	check "\"$odd\" is a name" "netns-list && netns-delete $odd && gone $odd" "$odd"
	netns-add "$odd"
	check "-a: \"$odd\", too" "netns-delete -a && ls -A $RUN" ""
done

# --- it cannot be
echo text >"$T/file"
check_error "the run directory is a file" "NETNS_RUN_DIR=$T/file netns-delete blue" \
	"netns-delete: *"
check_error "-f: the run directory is a file" "NETNS_RUN_DIR=$T/file netns-delete -f blue" \
	"netns-delete: *"
check_error "-a: the run directory is a file" "NETNS_RUN_DIR=$T/file netns-delete -a" \
	"netns-delete: *$T/file*Not a directory*"
make blue
: >"$RUN/stale"
mount -o remount,bind,ro "$RUN"
check_error "the run directory is read-only" "netns-delete stale" \
	"netns-delete: $RUN: Read-only file system"
check_error "-f: the run directory is read-only" "netns-delete -f stale" \
	"netns-delete: $RUN: Read-only file system"
check_error "a namespace: the run directory is read-only" "netns-delete blue" \
	"netns-delete: $RUN: Read-only file system"
check_true "it is not unmounted" "live blue"
mount -o remount,bind,rw "$RUN"
clear
if [ "$WORLD" = root ] && helper as; then
	make blue
	check_error "without CAP_SYS_ADMIN" "$HELPERS/as 65534 netns-delete blue" \
		"netns-delete: *blue*"
	check_error "without CAP_SYS_ADMIN, -f" "$HELPERS/as 65534 netns-delete -f blue" \
		"netns-delete: *blue*"
	check_true "without CAP_SYS_ADMIN the name is kept" "live blue"
	clear
else
	skip "without CAP_SYS_ADMIN" "root and the helper as are needed"
fi
if [ "$WORLD" = root ] && helper deny; then
	make blue
	inside blue
	check_error "a process at which we may not look may be in it" \
		"$HELPERS/deny ptrace netns-delete blue" \
		"netns-delete: blue: busy: 1 process: $pid *"
	check_true "so it is kept" "live blue"
	make free
	check "and one without any process goes all the same" \
		"$HELPERS/deny ptrace netns-delete free && gone free" ""
	stop $pid
	clear
	make a b c d
	check_error "a worker that is killed is an error" "$HELPERS/deny umount2 netns-delete -a" \
		"netns-delete: interrupted: some may be left*"
	check_true "for some are left" "live a && live b && live c && live d"
	clear
else
	skip "a process at which we may not look" "root and the helper deny are needed"
	skip "a worker that is killed" "root and the helper deny are needed"
fi
make blue
no_proc="unshare -m --propagation unchanged sh -c 'mount -t tmpfs none /proc; netns-delete"
if unshare -m --propagation unchanged true 2>/dev/null; then
	inside blue
	check_error "without /proc nobody knows whether it is busy" "$no_proc blue'" \
		"netns-delete: *proc*"
	check_true "without /proc the name is kept" "live blue"
	check "without /proc, -f" "$no_proc -f blue'" ""
	check_true "-f: gone without /proc" "gone blue"
	stop $pid
else
	skip "without /proc nobody knows whether it is busy" "no unshare --propagation"
fi
clear

# --- without a run directory nothing is deleted, wherever we are
no_run_dir
: >"$T/blue"
check_error "no run directory: no such name" "cd $T && netns-delete blue" \
	"netns-delete: blue: no such network namespace*"
check "no run directory: -f is content" "cd $T && netns-delete -f blue" ""
check_true "no run directory: a file of that name in the working directory is still there" \
	"[ -f $T/blue ]"
rm "$T/blue"

# --- several at once
make blue
check "five deletes of one name: one of them wins" "at_once netns-delete blue blue blue blue blue" 1
check_true "and it is gone" "gone blue"
make a b c d e f
check "deletes of many names: all succeed" "at_once netns-delete a b c d e f; ls -A $RUN" 6
many=$(numbered 150)
# shellcheck disable=SC2086 # names
check "many in one call" "netns-add $many && netns-delete $many; ls -A $RUN" ""

check_true "-h prints the usage and succeeds" "netns-delete -h | grep '^usage: netns-delete '"
done_testing
