# SPDX-License-Identifier: 0BSD
# netns add: create network namespaces, or give a name to one
. "$TESTSUITE/lib.sh"

# --- the usual
check "add prints nothing" "netns-add blue" ""
check_true "the entry is a namespace's bind mount" "live blue"
check_false "it is a new namespace" "same $RUN/blue /proc/self/ns/net"
check "a command runs in it" "netns-exec $bare blue readlink /proc/self/ns/net" \
	"net:[$(stat -L -c %i "$RUN/blue")]"
check "ip grammar" "netns add red" ""
check_true "ip grammar made it" "live red"
check "ours is still the namespace we were in" "netns_of" "$(netns_of $$)"
check_true "nothing else is in the run directory" \
	"[ \"\$(ls -A $RUN | sort | tr '\n' ' ')\" = 'blue red ' ]"
check "several names" "netns-add one two three" ""
check_true "all of them are there" "live one && live two && live three"
check_false "each has a namespace of its own" \
	"same $RUN/one $RUN/two || same $RUN/two $RUN/three || same $RUN/one $RUN/three"
check "a name after --" "netns-add -- -dash" ""
check_true "-- ended the flags" "live -dash"
check_true "loopback is down in a new namespace" \
	"[ \"\$(netns-exec blue cat /sys/class/net/lo/flags)\" = 0x8 ]"
clear

# --- the name exists
make blue
id=$(stat -L -c %i "$RUN/blue")
check "the umask of the caller does not matter" "umask 077; NETNS_RUN_DIR=$T/masked/run netns-add a
	umask; stat -c %a $T/masked $T/masked/run; NETNS_RUN_DIR=$T/masked/run netns-delete a" \
	"0077${NL}755${NL}755"
check_error "an existing name fails" "netns-add blue" "netns-add: blue: File exists*"
check "the old one is untouched" "stat -L -c %i $RUN/blue; mounts $RUN/blue" "$id${NL}1"
check_error "an existing name fails in ip grammar, message of the applet" "netns add blue" \
	"netns-add: blue: File exists*"
check_error "one of several exists: the worst status counts" "netns-add red blue green" \
	"netns-add: blue: File exists*"
check_true "one of several exists: the others were made" "live red && live green"
check "-e: an existing live namespace is fine" "netns-add -e blue" ""
check "-e: it is untouched" "stat -L -c %i $RUN/blue; mounts $RUN/blue" "$id${NL}1"
check "-e: a missing one is made" "netns-add -e blue fresh && live fresh" ""
ln -s "$RUN/blue" "$RUN/link"
check "-e: a symlink to a live namespace is fine" "netns-add -e link" ""
check_error "a symlink is an existing name" "netns-add link" "netns-add: link: File exists*"
ln -s /nowhere "$RUN/dangling"
check_error "a dangling symlink is an existing name" "netns-add dangling" \
	"netns-add: dangling: *"
check_error "a dangling symlink: what it is" "netns-add dangling" \
	"netns-add: dangling: File exists, but no namespace is mounted on it; *-delete dangling"
check_error "-e: a dangling symlink is no live namespace" "netns-add -e dangling" \
	"netns-add: dangling: *"
check_true "the dangling symlink is untouched, its target not made" \
	"[ -L $RUN/dangling ] && ! [ -e /nowhere ]"
clear

# --- leftovers
make other
: >"$RUN/left"
chmod 0 "$RUN/left"
check "a leftover of a crashed add is taken over" "netns-add left && live left" ""
: >"$RUN/left2"
chmod 0 "$RUN/left2"
check "-e takes a leftover over too" "netns-add -e left2 && live left2" ""
echo data >"$RUN/data"
chmod 0 "$RUN/data"
check_error "a file that holds something is none" "netns-add data" "netns-add: data: File exists*"
chmod 644 "$RUN/data"
check "and keeps it" "cat $RUN/data" data
rm "$RUN/data"
echo data >"$RUN/file"
check_error "a file with something in it is not taken over" "netns-add file" \
	"netns-add: file: *"
check_error "-e: a file is no live namespace" "netns-add -e file" "netns-add: file: *"
check "the file is as it was" "cat $RUN/file" data
mkdir "$RUN/dir"
check_error "a directory is not taken over" "netns-add dir" "netns-add: dir: *"
mkfifo "$RUN/fifo"
chmod 0 "$RUN/fifo"
check_error "a fifo is not taken over, and nothing hangs" "limit netns-add fifo" \
	"netns-add: fifo: *"
check_error "-e: a fifo is no live namespace, and nothing hangs" "limit netns-add -e fifo" \
	"netns-add: fifo: *"
check_true "directory and fifo are still there" "[ -d $RUN/dir ] && [ -p $RUN/fifo ]"
clear

# --- names
long=$(printf '%0255d' 7)
check "255 bytes are a name" "netns-add $long && live $long" ""
refuse()
{
	check_error "$1 is an invalid name" "netns-add $2" "netns-add: invalid name *" 2
}
refuse "the empty word" "''"
refuse "a single dot" .
refuse "two dots" ..
refuse "one with a slash" a/b
refuse "an absolute path" /run/x
refuse "one that climbs out" ../x
refuse "one of 256 bytes" "0$long"
refuse "one with a newline" '"$(printf "a\nb")"'
refuse "one with a tab" '"$(printf "a\tb")"'
refuse "one with an escape" '"$(printf "a\033b")"'
refuse "one with a DEL" '"$(printf "a\177b")"'
check_error "an invalid name in ip grammar" "netns add a/b" "netns-add: invalid name *a/b*" 2
check_error "the message quotes the name" "netns-add a/b" 'netns-add: invalid name "a/b"*' 2
check_error "a control byte is not written raw to the terminal" 'netns-add "$(printf "a\033b")"' \
	'netns-add: invalid name "a\\033b"*' 2
check_error "-p: invalid name" "netns-add -p $$ a/b" 'netns-add: invalid name "a/b"*' 2
check_error "an invalid name among others" "netns-add a/b good" 'netns-add: invalid name "a/b"*' 2
no_run_dir
check_error "an invalid name alone makes no run directory" "netns-add .." "*" 2
check_false "nothing was touched" "[ -e $RUN ]"
utf8=$(printf 'gr\303\274n \342\202\254')
check "UTF-8 and blanks are fine" "netns-add '$utf8' && live '$utf8' && (cd $RUN && echo *)" "$utf8"
high=$(printf 'x\377\200')
check "so is what is not UTF-8" "netns-add '$high' && live '$high'" ""
check "digits are a name" "netns-add 4711 && live 4711" ""
check "init is a name" "netns-add init && live init" ""
check "a dotfile is a name" "netns-add .hidden && live .hidden" ""
clear

# --- usage
check_usage "no name" "netns-add"
check_usage "no name in ip grammar" "netns add"
check_usage "an unknown flag" "netns-add -Z blue"
check_usage "a flag that is no letter" "netns-add -: blue"
check_usage "-p without a name" "netns-add -p $$"
check_usage "-p with two names" "netns-add -p $$ a b"
check_error "-p with what is no namespace" "netns-add -p abc a" \
	"netns-add: abc: no such network namespace"
check_error "-p with a PID and more" "netns-add -p 12x a" \
	"netns-add: 12x: no such network namespace"
check_error "-p with an empty word" "netns-add -p '' a" 'netns-add: invalid name ""'
check_usage "-p 0" "netns-add -p 0 a"
check_usage "-p with a PID out of range" "netns-add -p 2147483648 a"
check_usage "-p with a huge number" "netns-add -p 99999999999999999999 a"
check_error "-p with a negative number" "netns-add -p -1 a" \
	"netns-add: -1: no such network namespace"
check "none of these made anything" "ls -A $RUN" ""

# --- -u
check "-u prints nothing" "netns-add -u up" ""
check_true "-u raised lo" "[ \"\$(netns-exec up cat /sys/class/net/lo/flags)\" = 0x9 ]"
check "-u with several names" "netns-add -u up2 up3" ""
check_true "-u raised lo in each" \
	"for n in up2 up3; do [ \"\$(netns-exec \$n cat /sys/class/net/lo/flags)\" = 0x9 ] ||
		exit 1; done"
check "-eu together" "netns-add -eu up up4 && live up4" ""
check "flags after the word in ip grammar" \
	"netns add -u up5 && netns-exec up5 cat /sys/class/net/lo/flags" 0x9
check "-e -u raises lo in one that exists" "netns-add plain && netns-add -e -u plain &&
	netns-exec plain cat /sys/class/net/lo/flags" 0x9
clear

# --- -p
nameless
check "-p names the namespace of a process" "netns-add -p $pid named" ""
check_true "-p: it is that one" "live named && same $RUN/named /proc/$pid/ns/net"
check_error "-p: existing name" "netns-add -p $pid named" "netns-add: named: File exists*"
check "-p in ip grammar" "netns add -p $pid named2 && same $RUN/named2 /proc/$pid/ns/net" ""
check "-p with the PID joined" "netns-add -p$pid named3 && same $RUN/named3 /proc/$pid/ns/net" ""
for form in "pid:$pid" "/proc/$pid/ns/net" named "$(netns_of $pid)"; do
	check "-p with $form" "netns-add -p '$form' form && same $RUN/form /proc/$pid/ns/net &&
		netns-delete form" ""
done
check "-p with a relative path" "cd /proc/$pid/ns && netns-add -p ./net form &&
	same $RUN/form /proc/$pid/ns/net && netns-delete form" ""
check "-e -p: fine when the name is there" "netns-add -e -p $pid named" ""
stop $pid
check_true "-p: the name keeps the namespace" "netns-exec $bare named true"
dead=$(dead_pid)
check_error "-p with a PID that is not there" "netns-add -p $dead dead" "netns-add: *$dead*"
check_true "-p: nothing was left behind" "gone dead"
check "-p with our own" "netns-add -p $$ self && same $RUN/self /proc/self/ns/net" ""
clear

# --- the run directory
deep=$T/deep/er/run
check "the run directory is created with its parents" \
	"NETNS_RUN_DIR=$deep netns-add blue && [ -e $deep/blue ]" ""
check "NETNS_RUN_DIR: and nothing elsewhere" "ls -A $RUN" ""
check_true "it is a shared mount" "grep ' $deep .* shared:' /proc/self/mountinfo"
check "it is mounted once" "mounts $deep" 1
NETNS_RUN_DIR=$deep netns-add red
check "it is still mounted once after another add" "mounts $deep" 1
check "each entry is mounted once" "mounts $deep/blue; mounts $deep/red" "1${NL}1"
check "a trailing slash does no harm" \
	"NETNS_RUN_DIR=$deep/ netns-add green && [ -e $deep/green ] && mounts $deep" 1
mkdir "$T/shared"
mount -t tmpfs none "$T/shared"
mount --make-shared "$T/shared"
group()
{
	sed -n "s:.* $1 [^-]*shared\:\([0-9]*\).*:\1:p" /proc/self/mountinfo
}
check "below a shared mount" "NETNS_RUN_DIR=$T/shared/run netns-add blue" ""
check "below a shared mount: no mount is doubled" \
	"mounts $T/shared/run; mounts $T/shared/run/blue" "1${NL}1"
check_true "below a shared mount: a peer group of its own" \
	"[ -n \"\$(group $T/shared/run)\" ] &&
		[ \"\$(group $T/shared/run)\" != \"\$(group $T/shared)\" ]"
umount "$T/shared/run/blue" "$T/shared/run" "$T/shared"
mkdir "$T/own"
mount -t tmpfs none "$T/own"
check "a run directory that is a private mount is used as it is" \
	"NETNS_RUN_DIR=$T/own netns-add blue && mounts $T/own" 1
check_true "and made shared" "grep ' $T/own .* shared:' /proc/self/mountinfo"
umount "$T/own/blue" "$T/own"
if have unshare; then
	make first
	background unshare -m --propagation slave sleep 1000
	eventually "! same /proc/$pid/ns/mnt /proc/self/ns/mnt"
	make second
	check_true "an entry reaches mount namespaces that follow ours" \
		"grep ' $RUN/second ' /proc/$pid/mountinfo"
	netns-delete second
	check_false "so does its end" "grep ' $RUN/second ' /proc/$pid/mountinfo"
	stop $pid
	clear
else
	skip "an entry reaches mount namespaces that follow ours" "no unshare"
fi
if [ "$NETNS_DEFAULT_RUN_DIR" != no ]; then
	check "the default run directory" \
		"unset NETNS_RUN_DIR; netns-add blue && ls /var/run/netns && netns-delete blue" blue
fi

# --- the lock
mkdir "$T/lock"
check "the lock is a file beside the run directory, which only its owner can open" \
	"NETNS_RUN_DIR=$T/lock/run netns-add blue; ls $T/lock; stat -c %a $T/lock/netns.lock" \
	"netns.lock${NL}run${NL}600"
locked()
{
	# FILE COMMAND...: with a lock on FILE
	file=$1
	shift
	rm -f "$T/locked"
	background sh -c "exec 9<$file; flock 9; : >$T/locked; exec sleep 1000" >/dev/null 2>&1
	eventually "[ -e $T/locked ]"
	limit "$@"
	status=$?
	stop $pid
	return $status
}
if have flock; then
	check "a lock on the directory, which anybody can hold, stops nobody" \
		"locked $RUN netns-add red && locked $RUN netns-delete red && gone red" ""
	check_false "the lock on the file does, while it is held" \
		"locked $T/netns.lock timeout 2 netns-add red || live red"
	rm "$T/netns.lock"
	: >"$T/target"
	chmod 600 "$T/target"
	ln -s target "$T/netns.lock"
	check "a symbolic link is not used as the lock" \
		"locked $T/target netns-add red && netns-delete red" ""
	rm "$T/netns.lock"
	: >"$T/netns.lock"
	chmod 644 "$T/netns.lock"
	check "nor a file that others can open" \
		"locked $T/netns.lock netns-add red && netns-delete red" ""
	rm "$T/netns.lock"
	mkfifo -m 644 "$T/netns.lock"
	check "nor a fifo that others can open" "limit netns-add red && netns-delete red" ""
	rm "$T/netns.lock"
else
	skip "the lock" "no flock"
fi

# --- the name is seen
if [ "$WORLD" = root ] && [ "$(mounts "$RUN")" = 1 ]; then
	make blue
	unseen="netns-add: red: visible in this mount namespace only (not to process 1)"
	check "a name that is made inside exec: add says who will not see it" \
		"netns-exec blue netns-add red 2>&1; netns-delete red" "$unseen"
	check "in a unit of systemd" \
		"INVOCATION_ID=1 unshare -m netns-add red 2>&1; netns-delete red" "$unseen"
	check "exec -N: it is seen" "netns-exec -N blue netns-add red 2>&1; netns-delete red" ""
	clear
fi

# --- the directory belongs to somebody else
if unshare -Urm true 2>/dev/null && [ "$WORLD" = root ] && \
	setpriv --reuid 65534 --clear-groups true 2>/dev/null; then
	make red
	check_error "unshare -Urm: which directory, and how to take another one" \
		"setpriv --reuid 65534 --clear-groups unshare -Urm netns-add blue" \
		"netns-add: blue: $RUN is not ours (to use another directory: NETNS_RUN_DIR): *"
	clear
fi

# --- nothing stays behind
mkdir -p "$T/ro"
mount -t tmpfs -o ro none "$T/ro"
check_error "the run directory is read-only" "NETNS_RUN_DIR=$T/ro netns-add blue" \
	"netns-add: *$T/ro*: Read-only file system*"
check "read-only: nothing was left behind" "ls -A $T/ro" ""
check_error "the run directory cannot be made" "NETNS_RUN_DIR=$T/ro/run netns-add blue" \
	"netns-add: *$T/ro*Read-only file system*"
check "no mount was left behind" "mounts $T/ro/run" 0
umount "$T/ro"
echo text >"$T/file"
check_error "the run directory is a file" "NETNS_RUN_DIR=$T/file netns-add blue" \
	"netns-add: *$T/file*: Not a directory*"
check_error "a parent of the run directory is a file" "NETNS_RUN_DIR=$T/file/run netns-add blue" \
	"netns-add: *$T/file*: *"
check "the file is as it was" "cat $T/file; mounts $T/file" "text${NL}0"
check_error "a run directory with an overlong path" \
	"NETNS_RUN_DIR=/$(printf '%05000d' 0) netns-add blue" \
	"netns-add: *"

if [ "$WORLD" = root ] && helper as; then
	mkdir -p "$T/theirs"
	chown 65534 "$T/theirs"
	check_error "without CAP_SYS_ADMIN" \
		"NETNS_RUN_DIR=$T/theirs $HELPERS/as 65534 netns-add blue" \
		"netns-add: *run as root*unshare -Urm*"
	check "without CAP_SYS_ADMIN: nothing was left behind" "ls -A $T/theirs; mounts $T/theirs" 0
	check_error "without CAP_SYS_ADMIN, in a run directory that is there" \
		"$HELPERS/as 65534 netns-add blue" "netns-add: *"
	check_true "and nothing was left behind" "gone blue"
else
	skip "without CAP_SYS_ADMIN" "root and the helper as are needed"
fi

if unshare -Urm true 2>/dev/null; then
	# the namespace that we come from is not ours there: no way back into it
	rootless="unshare -Urm sh -c"
	check "works where the way back is not permitted" \
		"$rootless 'mkdir $T/rl; mount -t tmpfs none $T/rl &&
			export NETNS_RUN_DIR=$T/rl/run &&
			netns-add blue red && netns-exec $bare blue true &&
			netns-exec $bare red true &&
			netns-list | sort && netns-delete blue red && ls -A $T/rl/run'" \
			"blue${NL}red"
	check_error "the limit of namespaces is named" \
		"$rootless 'mount -t tmpfs none $T/rl; echo 0 >/proc/sys/user/max_net_namespaces;
			NETNS_RUN_DIR=$T/rl/run netns-add blue'" \
		"netns-add: blue: *limit user.max_net_namespaces reached*"
	check "at the limit nothing is left behind" \
		"$rootless 'mount -t tmpfs none $T/rl; echo 0 >/proc/sys/user/max_net_namespaces
			NETNS_RUN_DIR=$T/rl/run netns-add blue red 2>/dev/null; echo \$?;
			ls -A $T/rl/run
			grep -c \"$T/rl.* nsfs \" /proc/self/mountinfo'; :" "1${NL}0"
	check "below the limit each is made" \
		"$rootless 'mount -t tmpfs none $T/rl; echo 1 >/proc/sys/user/max_net_namespaces
			export NETNS_RUN_DIR=$T/rl/run; netns-add one two 2>/dev/null; echo \$?;
			netns-list'" \
		"1${NL}one"
else
	skip "works where the way back is not permitted" "no user namespaces in this one"
	skip "the limit of namespaces is named" "no user namespaces in this one"
fi

# Without /proc, either it works, or the message says why not and nothing stays behind.
without_proc()
{
	unshare -m sh -c "mount -t tmpfs none /proc; NETNS_RUN_DIR=$T/noproc netns-add blue" \
		2>"$T/said"
	case $? in
	0) unshare -m sh -c "NETNS_RUN_DIR=$T/noproc netns-list" ;;
	1) grep -q '^netns-add: .*proc' "$T/said" && ls -A "$T/noproc" ;;
	*) return 1 ;;
	esac
}
mkdir "$T/noproc"
mount -t tmpfs none "$T/noproc"
mount --make-rshared "$T/noproc"
check_true "without /proc it works, or says so" without_proc
check_true "without /proc no half-made entry is left" \
	"[ -z \"\$(ls -A $T/noproc)\" ] || grep ' $T/noproc/blue .* nsfs ' /proc/self/mountinfo"
umount "$T/noproc/blue" 2>/dev/null
umount "$T/noproc" 2>/dev/null

# --- several at once
check "two adds of one name: one of them wins" "clear; at_once netns-add blue blue" 1
check_true "and the name is good" "live blue && [ \"\$(mounts $RUN/blue)\" = 1 ]"
check "twenty adds of one name: one of them wins" \
	"clear; at_once netns-add b b b b b b b b b b b b b b b b b b b b" 1
check "adds of many names: all are made" \
	"clear; at_once netns-add a b c d e f g h i j k l m n o p" 16
check_true "all of them are good" \
	"for n in a b c d e f g h i j k l m n o p; do live \$n || exit 1; done"
clear
fresh=$T/fresh/run
check "first adds at once, no run directory yet: all are made" \
	"NETNS_RUN_DIR=$fresh at_once netns-add a b c d e f g h" 8
check "the run directory is mounted once" "mounts $fresh" 1
check "no entry is doubled or lost" \
	"for n in a b c d e f g h; do mounts $fresh/\$n; done | sort | uniq -c | tr -d ' '" 81
storm()
{
	background sh -c "while :; do netns-add y; netns-delete y; done" >/dev/null 2>&1
	i=0
	while [ $i -lt 30 ]; do
		netns-add x && live x && netns-delete x || echo lost
		i=$((i + 1))
	done
	stop $pid
}
check "adds and deletes at once lose nothing" storm ""

clear
if have flock; then
	make first
	background sh -c 'exec 9<"$T/netns.lock" && flock 9 && exec sleep 1000'
	eventually "! flock -n $T/netns.lock true"
	netns-add late &
	adder=$!
	started="$started $adder"
	sleep 1
	check_false "while another holds the lock nothing is made" "[ -e $RUN/late ]"
	stop $pid
	check_soon "and then it is" "live late"
	wait $adder
	clear
else
	skip "while another holds the lock nothing is made" "no flock"
fi

# --- a mount that cannot be bound
mkdir "$T/unbindable"
mount -t tmpfs none "$T/unbindable"
mount --make-unbindable "$T/unbindable"
check_error "on an unbindable mount" "NETNS_RUN_DIR=$T/unbindable/netns netns-add blue" \
	"netns-add: $T/unbindable/netns (is its mount unbindable? *): Invalid argument"
umount "$T/unbindable"

# --- help
check_true "-h prints the usage and succeeds" "netns-add -h | grep '^usage: netns-add '"
check_true "--help too" "netns-add --help | grep '^usage: netns-add '"
clear
done_testing
