# SPDX-License-Identifier: 0BSD
# netns list: the names, with their ids
. "$TESTSUITE/lib.sh"

check "the run directory is missing" "netns-list" ""
check_json "the run directory is missing, -j" "netns-list -j" "[]"
check_false "and it was not made" "[ -e $RUN ]"
make blue
netns-delete blue
check "no name" "netns-list" ""
check "no name, in ip grammar" "netns list" ""
check "no name, netns alone" "netns" ""
check_json "no name, -j" "netns-list -j" "[]"
check_json "no name, -j in ip grammar" "netns -j list" "[]"
check_json "no name, -j -p" "netns -j -p list" "[ ]"

make blue
check "one" "netns-list" blue
check "one, in ip grammar" "netns list" blue
check "one, netns alone" "netns" blue
check_json "one, -j" "netns-list -j" '[{"name":"blue"}]'
check_json "one, -j -p" "netns-list -j -p" "[ {
        \"name\": \"blue\"
    } ]"
netns-set blue 5
check "with an id" "netns-list" "blue (id: 5)"
check "with an id, in ip grammar" "netns list" "blue (id: 5)"
check "with an id, show" "netns show" "blue (id: 5)"
check "with an id, lst" "netns lst" "blue (id: 5)"
check_json "with an id, -j" "netns-list -j" '[{"name":"blue","id":5}]'
check_json "with an id, netns -j alone" "netns -j" '[{"name":"blue","id":5}]'
check_json "with an id, pretty" "netns -j -p list" "[ {
        \"name\": \"blue\",
        \"id\": 5
    } ]"
make red green
netns-set green 0
check "several" "netns-list | sort" "blue (id: 5)${NL}green (id: 0)${NL}red"
check_json "several, pretty: one after the other" \
	"netns -j -p list | sed 's/blue\\|red\\|green/X/; /id/d; s/X\",/X\"/'" "[ {
        \"name\": \"X\"
    },{
        \"name\": \"X\"
    },{
        \"name\": \"X\"
    } ]"
check "-q: names only" "netns-list -q | sort" "blue${NL}green${NL}red"
check "-q after the word in ip grammar" "netns list -q | sort" "blue${NL}green${NL}red"
check "nothing else is in the run directory" "ls -A $RUN | sort" "$(netns-list -q | sort)"
check "ids are those of this namespace" "netns-exec blue netns-list | sort" "blue${NL}green${NL}red"
check "ids are those of the namespace of -n" "netns -n blue set red 9; netns -n blue list | sort" \
	"blue${NL}green${NL}red (id: 9)"

# --- names
check "names: only those" "netns-list blue" "blue (id: 5)"
check "names: several" "netns-list blue red | sort" "blue (id: 5)${NL}red"
check "names: -q" "netns-list -q blue" "blue"
check_json "names: -j" "netns-list -j green" '[{"name":"green","id":0}]'
check_error "names: one is missing" "netns-list nope" "netns-list: nope: *"
check "names: the others are listed all the same" "netns-list blue nope 2>/dev/null" \
	"blue (id: 5)" 1
check "names: they are no paths" "netns-list $RUN/blue 2>/dev/null" "" 1
check_true "names: not through dots" "netns-list ../netns/blue; [ \$? -gt 0 ]"
check "ip grammar ignores other arguments" "netns list foo bar | sort" \
	"blue (id: 5)${NL}green (id: 0)${NL}red"
check "ip grammar ignores a name" "netns list blue | wc -l | tr -d ' '" 3
check "ip grammar ignores an argument of show" "netns show foo | wc -l | tr -d ' '" 3

# --- dev
check "dev: lo is in all" "netns-list -q dev lo | sort" "blue${NL}green${NL}red"
check "dev: in none" "netns-list dev nosuch" ""
check_json "dev: in none, -j" "netns-list -j dev nosuch" "[]"
if new_device red veryown; then
	check "dev: only those that have it" "netns-list dev veryown" red
	check "dev: in ip grammar" "netns list dev veryown" red
	check "dev: -q" "netns-list -q dev veryown" red
	check_json "dev: -j" "netns-list -j dev veryown" '[{"name":"red"}]'
	check "dev: only of the names given" "netns-list dev veryown blue green" ""
	check "dev: a name given has it" "netns-list dev veryown blue red" red
	ln -s "$RUN/red" "$RUN/link"
	: >"$RUN/stale"
	mkfifo "$RUN/fifo"
	check "dev: a symlink entry too, odd ones not" "limit netns-list dev veryown | sort" \
		"link${NL}red"
	netns-delete link stale
	rm -f "$RUN/fifo"
	new_device blue veryown
	check "dev: several have it, with their ids" "netns-list dev veryown | sort" \
		"blue (id: 5)${NL}red"
	check "dev: ours does not change" "netns-list dev veryown >/dev/null; netns_of" \
		"$(netns_of)"
else
	excuse makes_device "dev: only those that have it" "no way to make a device here"
fi
check_true "dev without a name does not succeed" "netns-list dev; [ \$? -gt 0 ]"
check "dev may be a namespace's name" "netns-add dev && netns-list -q dev && netns-delete dev" dev
check "dev with an overlong name" "netns-list dev $(printf '%040d' 0) 2>/dev/null; [ \$? -le 2 ]" ""
clear

# --- stale and odd entries
make blue
: >"$RUN/stale"
check "a stale entry, without noise" "netns-list | sort" "blue${NL}stale (stale)"
check "a stale entry, in ip grammar" "netns list | sort" "blue${NL}stale (stale)"
check_json "a stale entry, -j" "netns-list -j stale" '[{"name":"stale","stale":true}]'
check "a stale entry, -q" "netns-list -q | sort" "blue${NL}stale"
netns-set blue 7
check "a stale entry, while others have ids" "netns-list | sort" "blue (id: 7)${NL}stale (stale)"
ln -s /nowhere "$RUN/dangling"
check "a dangling symlink is stale" "netns-list dangling" "dangling (stale)"
ln -s "$RUN/blue" "$RUN/link"
check "a symlink entry" "netns-list link" "link (id: 7)"
netns-delete link dangling stale
nameless
ln -s "/proc/$pid/ns/net" "$RUN/docker"
check "a symlink into /proc" "netns-list | sort" "blue (id: 7)${NL}docker"
netns-set docker 3
check "a symlink into /proc, with an id" "netns-list | sort" "blue (id: 7)${NL}docker (id: 3)"
stop $pid
check "a symlink into /proc whose process is gone" "netns-list docker" "docker (stale)"
netns-delete docker
mkdir "$RUN/dir"
mkfifo "$RUN/fifo"
check_true "a directory and a fifo: the others are listed, nothing hangs" \
	"limit netns-list | grep '^blue (id: 7)$'"
check "a directory and a fifo: no noise" "limit netns-list >/dev/null" ""
check "a fifo, by name" "limit netns-list fifo" "fifo (stale)"
clear
make blue
odd=$(printf 'o\td\nd\033\177')
: >"$RUN/$odd"
check "control bytes are octal" "netns-list -q | sort" "blue${NL}o\\011d\\012d\\033\\177"
check_true "control bytes in JSON are valid" 'netns-list -j | json_lines'
plain_json()
{
	netns-list -j "$odd" | sed \
		's/u001B/u001b/; s/\\u0009/\\t/; s/\\u000[aA]/\\n/;
			s/\\u007[fF]/'"$(printf '\177')/"
}
check "control bytes in JSON are escaped" plain_json \
	"[{\"name\":\"o\\td\\nd\\u001b$(printf '\177')\",\"stale\":true}]"
rm "$RUN/$odd"
quoted='q"u\o'
: >"$RUN/$quoted"
check "quotes and backslashes are plain in text" 'netns-list -q "$quoted"' "$quoted"
check_json "quotes and backslashes are escaped in JSON" 'netns-list -j "$quoted"' \
	'[{"name":"q\"u\\o","stale":true}]'
rm "$RUN/$quoted"
bytes=$(printf 'x\377y\303\274z\355\240\200')
: >"$RUN/$bytes"
check "what is not UTF-8 is escaped in text" 'netns-list -q "$bytes"' \
	"x\\377y$(printf '\303\274')z\\355\\240\\200"
check_true "what is not UTF-8 makes valid JSON" 'netns-list -j "$bytes" | json_lines'
plain_json()
{
	netns-list -j "$bytes" | sed 's/\\ufffd/'"$bad/g; s/\\($bad\\)*$bad/?/g"
}
bad=$(printf '\357\277\275')
check "what is not UTF-8 is replaced in JSON" plain_json \
	"[{\"name\":\"x?y$(printf '\303\274')z?\",\"stale\":true}]"
rm "$RUN/$bytes"
c1=$(printf 'a\302\2332Jb\302\240')	# CSI in one character, and a blank that is none
: >"$RUN/$c1"
check "C1 control characters are escaped in text" 'netns-list -q "$c1"' \
	"a\\302\\2332Jb$(printf '\302\240')"
check "C1 control characters are escaped in JSON" 'netns-list -j "$c1"' \
	"[{\"name\":\"a\\u009b2Jb$(printf '\302\240')\",\"stale\":true}]"
rm "$RUN/$c1"
long=$(printf '%0255d' 0)
netns-add "$long"
check "a name of 255 bytes" "netns-list -q $long" "$long"
check_json "a name of 255 bytes, -j" "netns-list -j $long" "[{\"name\":\"$long\"}]"
clear
make .dot ..x ... .x
check "dots in front make no difference" "netns-list | sort" "...${NL}..x${NL}.dot${NL}.x"
clear

# --- many
many=$(numbered 200)
make_with_ids $many
check "200 names" "netns-list -q | sort -u | wc -l | tr -d ' '" 200
check "200 names, each with its own id" "netns-list | sort" \
	"$(i=0; for n in $many; do i=$((i + 1)); echo "$n (id: $((1000 + i)))"; done | sort)"
check "the same where few files may be open" "ulimit -n 12; netns-list | sort" \
	"$(netns-list | sort)"
check_true "200 names are valid JSON" "[ -z \"\$(netns-list -j | awk -f $TESTSUITE/json.awk)\" ]"
check "one by name among 200" "netns-list n123" "n123 (id: 1123)"
check "dev among 200" "netns-list dev lo | sort" "$(netns-list | sort)"
netns-delete -a

# --- errors
echo text >"$T/file"
check_error "the run directory is a file" "NETNS_RUN_DIR=$T/file netns-list" \
	"netns-list: *$T/file*Not a directory*"
check_error "the run directory is a file, in ip grammar" "NETNS_RUN_DIR=$T/file netns list" \
	"netns-list: *$T/file*Not a directory*"
check_usage "an unknown flag" "netns-list -Z"
check_error "… is named" "netns-list -q -Z" "netns-list: -Z: unknown*; usage: netns-list *" 2
make blue
if [ "$WORLD" = root ] && helper as; then
	check "an ordinary user may list" "$HELPERS/as 65534 netns-list" blue
	netns-set blue 4
	check "an ordinary user sees ids" "$HELPERS/as 65534 netns-list" "blue (id: 4)"
	chmod 0 "$RUN"
	check_error "the run directory cannot be read" "$HELPERS/as 65534 netns-list" \
		"netns-list: *$RUN*Permission denied*"
	chmod 755 "$RUN"
else
	skip "an ordinary user may list" "root and the helper as are needed"
fi
check_true "without /proc it lists" \
	"unshare -m sh -c 'mount -t tmpfs none /proc; netns-list' | grep '^blue'"
clear

# --- -a: those without a name
nameless
sleeper=$pid sleeper_is=$(netns_of $pid)
make blue
check "-a: the names come first" "netns-list -a 2>/dev/null | head -n 1" blue
check "-a: one of a process" "netns-list -a 2>/dev/null | grep -F '$sleeper_is'" \
	"$sleeper_is (processes: 1, pid: $sleeper sleep)"
check_true "-a: that of the caller" \
	"netns-list -a 2>/dev/null | grep -F \"\$(netns_of) (processes: \""
check "-a: a named one is not listed twice" \
	"netns-list -a 2>/dev/null | grep -cF \"net:[\$(stat -L -c %i $RUN/blue)]\"" 0 1
check "-a: nor with a process in it" \
	"netns-exec -N blue netns-list -a 2>/dev/null |
		grep -cF \"net:[\$(stat -L -c %i $RUN/blue)]\"" 0 1
check "-a after the word in ip grammar" "netns list -a 2>/dev/null | grep -cF '$sleeper_is'" 1
check "-a before the word: iproute2 lists the names" "netns -a list" blue
check "-a -q: one column" "netns-list -aq 2>/dev/null | grep -F -e blue -e '$sleeper_is'" \
	"blue${NL}$sleeper_is"
check "-a NAME: no others" "netns-list -a blue 2>/dev/null" blue
check "-a dev" "netns-list -a dev lo 2>/dev/null | grep -cF -e blue -e '$sleeper_is'" 2
check "-a dev: in none" "netns-list -a dev nosuch0 2>/dev/null" ""
netns-set "pid:$sleeper" 7
check "-a: with an id" "netns-list -a 2>/dev/null | grep -F '$sleeper_is'" \
	"$sleeper_is (id: 7) (processes: 1, pid: $sleeper sleep)"
inode=${sleeper_is#net:?} inode=${inode%?}
check "-a -j: its keys" \
	"netns-list -a -j 2>/dev/null | tr '{' '\n' | grep -F '$inode' | sed 's/},*\\(]\\)*\$//'" \
	"\"inode\":$inode,\"id\":7,\"processes\":1,\"pid\":$sleeper,\"comm\":\"sleep\""
check "-a -j: it is JSON" "netns-list -a -j 2>/dev/null | awk -f $TESTSUITE/json.awk" ""
stop "$sleeper"
check_soon "-a: it is gone with its process" "! netns-list -a 2>/dev/null | grep -qF '$sleeper_is'"

if helper thread; then
	nameless
	background "$HELPERS/thread" "/proc/$pid/ns/net" >"$T/thread"
	threads=$pid
	eventually "[ -s $T/thread ]"
	set -- $started
	check "-a: a process is counted where a thread of it is" \
		"netns-list -a 2>/dev/null | grep -F \"$(netns_of "${1:-x}")\" | cut -d , -f 1" \
		"$(netns_of "${1:-x}") (processes: 2"
	stop "$threads" "$1"
else
	skip "-a: threads" "no helper thread"
fi

if helper oddity; then
	: >"$T/eight"
	background unshare -n "$HELPERS/oddity" fourth-powerless >"$T/eight"
	eventually "grep -q ready $T/eight"
	check "-a: a process with threads is one process" \
		"netns-list -a 2>/dev/null | grep -F \"$(netns_of $pid)\" | cut -d , -f 1" \
		"$(netns_of $pid) (processes: 1"
	stop $pid
else
	skip "-a: a process with threads is one process" "no helper oddity"
fi

# While a process gives its memory back, an ordinary user may not see what it has open any more.
complaints()
{
	i=0
	while [ $i -lt 60 ]; do
		netns-list -a 2>&1 >/dev/null | grep -v 'not be looked at'
		i=$((i + 1))
	done
}
background sh -c 'while :; do dd if=/dev/zero of=/dev/null bs=64M count=1 2>/dev/null; done'
check "-a: processes that are ending" complaints ""
stop $pid

# Only mounted: elsewhere, and in a mount namespace that is not ours, as container engines do it
mkdir "$T/else where"
: >"$T/else where/one"
unshare -n mount --bind /proc/self/ns/net "$T/else where/one"
mounted=$(stat -L -c %i "$T/else where/one")
check "-a: one that is mounted elsewhere" \
	"netns-list -a 2>/dev/null | grep -F '$mounted' | sed 's/pid: [0-9]* [^,]*/pid: P/'" \
	"net:[$mounted] (processes: 0, pid: P, mount: $T/else where/one)"
check "-a dev: in that one, too" "netns-list -a dev lo 2>/dev/null | grep -cF '$mounted'" 1
check "-a: in a batch the limit of open files is as before" \
	"ulimit -n 200; printf 'list -aq\\nexec -N blue sh -c \"ulimit -Hn; ulimit -n\"\\n' |
		netns -force -b - 2>/dev/null | grep -cx 200" 2
check "-a: each of the two in a batch looks again" \
	"printf 'list -a\\n%.0s' 1 2 | netns -force -b - 2>/dev/null | grep -cF '$mounted'" 2
umount "$T/else where/one"
check "-a: it is gone with its mount" "netns-list -a 2>/dev/null | grep -cF '$mounted'" 0 1
# covered by another one, which must not be taken for it
: >"$T/else where/one"
unshare -n mount --bind /proc/self/ns/net "$T/else where/one"
covered=$(stat -L -c %i "$T/else where/one")
unshare -n mount --bind /proc/self/ns/net "$T/else where/one"
covering=$(stat -L -c %i "$T/else where/one")
netns-set "$T/else where/one" 31
check "-a: one that is covered has not the id of what covers it" \
	"netns-list -a 2>/dev/null | grep -F '$covered' | sed 's/pid: [0-9]* [^,]*/pid: P/'" \
	"net:[$covered] (processes: 0, pid: P, mount: $T/else where/one)"
check "-a: what covers it" "netns-list -a 2>/dev/null | grep -cF '$covering] (id: 31)'" 1
check "-a dev: not in what is covered, for that cannot be known" \
	"netns-list -aq dev lo 2>/dev/null | grep -F -e '$covered' -e '$covering'" "net:[$covering]"
umount "$T/else where/one"
umount "$T/else where/one"
background unshare -m sh -c "mount -t tmpfs none '$T/else where'; : >'$T/else where/two'
	unshare -n mount --bind /proc/self/ns/net '$T/else where/two'
	stat -L -c %i '$T/else where/two' >$T/inode; exec sleep 1000"
holder=$pid
eventually "[ -s $T/inode ] && grep -q sleep /proc/$holder/comm"
mounted=$(cat "$T/inode")
check "-a: one that is mounted in another mount namespace" \
	"netns-list -a 2>/dev/null | grep -F '$mounted'" \
	"net:[$mounted] (processes: 0, pid: $holder sleep, mount: $T/else where/two)"
check "-a: that path, from the root of this process, is a NETNS" \
	"netns-exec -N '/proc/$holder/root$T/else where/two' readlink /proc/self/ns/net" \
	"net:[$mounted]"
check "-a: its id" \
	"netns-set '/proc/$holder/root$T/else where/two' 9; netns-list -a 2>/dev/null |
		grep -cF '$mounted] (id: 9)'" 1
stop "$holder"
# The user of another mount namespace changes the path to a mount: nothing outside is opened. The
# writer of a fifo waits until somebody opens it, and so shows it.
mkdir -m 700 "$T/closed"
mkfifo "$T/closed/ns"
# with_inode: the beginning of the line of the namespace, if nothing is in it
with_inode()
{
	limit "$@" | grep -cF "net:[$(cat "$T/inode")] (processes: 0, pid: $holder sleep, mount: "
}
# trap_at COMMAND: a process that sees a namespace mounted at $T/pub/a/b/ns, and then runs COMMAND
trap_at()
{
	mkdir -p "$T/pub/a/b"
	: >"$T/pub/a/b/ns"
	rm -f "$T/inode"
	background unshare -m sh -c "cd $T/pub; unshare -n mount --bind /proc/self/ns/net a/b/ns
		stat -L -c %i a/b/ns >$T/number; $1; mv $T/number $T/inode; cd /; exec sleep 1000"
	holder=$pid
	eventually "[ -s $T/inode ] && grep -q sleep /proc/$holder/comm"
	background sh -c "echo opened >$T/closed/ns; echo opened >$T/opened"
	writer=$pid
	eventually "grep -q '^State:.S' /proc/$writer/status"
}
# end_trap
end_trap()
{
	stop "$holder" "$writer"
	rm -rf "$T/pub" "$T/opened"
}
for way in "mount -t tmpfs none a; ln -s $T/closed a/b" "mount --bind $T/closed a/b" \
	"mount --bind $T/closed/ns a/b/ns" "mount --bind /dev/zero a/b/ns" \
	"mount -t tmpfs none a; mkdir a/b; ln -s $T/closed/ns a/b/ns" \
	"mount -t tmpfs none a; : >a/b" "mount -t tmpfs none a"; do
	trap_at "$way"
	check "-a: it is there, however its path leads elsewhere: $way" \
		"with_inode netns-list -a" 1
	check "-a: and nothing there is opened" "cat $T/opened 2>/dev/null" "" 1
	end_trap
done
if have strace && strace -o /dev/null true 2>/dev/null; then
	# without openat2(2), as before Linux 5.6
	before_openat2()
	{
		strace -qq -o /dev/null -e trace=openat2 -e inject=openat2:error=ENOSYS \
			netns-list -a
	}
	trap_at "mount -t tmpfs none a; ln -s $T/closed a/b"
	check "-a: without openat2: it is there" \
		"before_openat2 | grep -cF 'net:[$(cat "$T/inode")] (processes: 0'" 1
	check "-a: without openat2: and nothing there is opened" "cat $T/opened 2>/dev/null" "" 1
	end_trap
	trap_at :
	netns-set "/proc/$holder/root$T/pub/a/b/ns" 31
	check "-a: without openat2: the namespace itself is opened" \
		"before_openat2 | grep -cF 'net:[$(cat "$T/inode")] (id: 31)'" 1
	end_trap
else
	skip "-a: without openat2" "no strace"
fi
rm -rf "$T/closed"
make narrow
for stack in 32 48; do
	check "-a: with a stack of $stack KB" \
		"list=\$(command -v netns-list); ulimit -s $stack
		env -i NETNS_RUN_DIR=$RUN \$list -a | grep -x narrow" narrow
done
netns-delete narrow
nameless
ln -s "/proc/$pid/ns/net" "$RUN/link"
check "-a: a name that is a symbolic link is one" \
	"netns-list -a 2>/dev/null | grep -cF '$(netns_of $pid)'" 0 1
check "-a: and is listed as such" "netns-list -a 2>/dev/null | grep -x link" link
stop "$pid"
clear
if [ "$WORLD" = root ] && helper as; then
	nameless
	check "-a: what may not be looked at is counted" \
		"$HELPERS/as 65534 netns-list -a 2>&1 >/dev/null |
			grep -c 'there may be more: .* process'" 1
	check "-a: and then the status is 1" "$HELPERS/as 65534 netns-list -a >/dev/null 2>&1" "" 1
	stop "$pid"
	if helper deny; then
		# hidden: how many processes may not be looked at, in $count
		hidden()
		{
			run "$HELPERS/deny ptrace netns-list -a"
			count=${err##*more: }
			count=${count%% process*}
		}
		# counts_once COMMAND: does $count grow by the one process, $pid, that COMMAND
		# starts? Others may end meanwhile: try again.
		counts_once()
		{
			hidden
			before=$count
			"$@"
			hidden
			stop "$pid"
			[ $((count - before)) = 1 ]
		}
		make blue
		check_soon "-a: a hidden process is counted once" "counts_once nameless"
		check_soon "-a: one in a namespace with a name, too" "counts_once inside blue"
		clear
	else
		skip "-a: a hidden process is counted once" "no helper deny"
	fi
else
	skip "-a: what may not be looked at" "root and the helper as are needed"
fi
check_error "-a: without /proc" "unshare -m sh -c 'mount -t tmpfs none /proc; netns-list -a'" \
	"netns-list: *is /proc mounted?*"
make blue
if [ -c /dev/full ]; then
	check_error "output that cannot be written" "netns-list >/dev/full" "netns-list: *"
	check_error "output that cannot be written, -j" "netns-list -j >/dev/full" "netns-list: *"
	check_error "output that cannot be written, netns alone" "netns >/dev/full" "netns-list: *"
else
	skip "output that cannot be written" "no /dev/full"
fi
check_error "closed output" "netns-list >&-" "netns-list: *"
check_true "-h prints the usage and succeeds" "netns-list -h | grep '^usage: netns-list '"
clear
make blue
ln -s loop "$RUN/loop"
check "a link that leads in a circle is stale" "netns-list | sort" "blue${NL}loop (stale)"
rm "$RUN/loop"
ln -s "$TESTSUITE/lib.sh/x" "$RUN/through"
check "a link that leads through a file is stale" "netns-list | sort" "blue${NL}through (stale)"
rm "$RUN/through"
if [ "$WORLD" = root ] && helper as; then
	netns-set blue 4
	nameless
	ln -s "/proc/$pid/ns/net" "$RUN/closed"
	: >"$RUN/left"
	chmod 0 "$RUN/left"
	check "where a link may not be followed, and what an add has left, for an ordinary user" \
		"$HELPERS/as 65534 netns-list | sort" "blue (id: 4)${NL}closed${NL}left (stale)"
	rm "$RUN/left"
	check "the same for the ids" "$HELPERS/as 65534 netns-list-id nsid 4" \
		"nsid 4 (iproute2 netns name: blue)"
	check "and for what we are in" "$HELPERS/as 65534 netns-identify; echo end" "${NL}end"
	check_error "to enter it is refused for what it is" \
		"$HELPERS/as 65534 netns-exec -N closed true" \
		"netns-exec: closed: Permission denied*" 125
	stop $pid
else
	skip "where a link may not be followed, for an ordinary user" \
		"root and the helper as are needed"
fi
# --- held by an open file alone
finds_open_files()
{
	"$HELPERS/configured" FEATURE_OPEN_FILES
}
clear
make held
exec 7<"$RUN/held"
inode=$(stat -L -c %i "$RUN/held")
netns-delete held
if netns-list -a 2>/dev/null | grep -qF "net:[$inode]"; then
	by=", pid: $$ [^ ,]+, fd: 7" by_json=",\"pid\":$$,\"comm\":\"[^\"]+\",\"fd\":7"
	if lists_namespaces; then	# whoever has it open: the kernel does not say
		by= by_json=
	fi
	check_true "-a: held by an open file: which process has it open" "netns-list -a |
		grep -xE 'net:.$inode. \(processes: 0$by\)'"
	check_true "-a -j: the same" "netns-list -a -j |
		grep -E '\"inode\":$inode,\"processes\":0$by_json}'"
	check "it can be entered" "netns-exec net:[$inode] readlink /proc/self/ns/net" \
		"net:[$inode]"
	check "and named" "netns-add -p net:[$inode] found; netns-exec -N found \
		readlink /proc/self/ns/net; netns-delete found" "net:[$inode]"
	exec 7<&- 8<"/proc/self/ns/mnt"
	check "another kind of namespace is none" \
		"netns-list -a | grep -c \$(stat -L -c %i /proc/self/ns/mnt)" 0 1
	exec 8<&-
	check_soon "closed: it is gone" "! netns-list -a | grep -F 'net:[$inode]'"
else
	excuse finds_open_files "-a: held by an open file" "built without it"
	exec 7<&-
fi
done_testing
