# SPDX-License-Identifier: 0BSD
# NETNS, in all its forms: what names an existing namespace
. "$TESTSUITE/lib.sh"

# where NETNS: the inode of the namespace that NETNS names
where()
{
	netns-exec $bare "$1" readlink /proc/self/ns/net
}
inode()
{
	echo "net:[$(stat -L -c %i "$1")]"
}

make blue red
inside red
in_red=$pid
blue=$(inode "$RUN/blue")
red=$(inode "$RUN/red")

# --- the forms
check "an entry" "where blue" "$blue"
check "an absolute path" "where $RUN/blue" "$blue"
check "a relative path" "cd $RUN && where ./blue" "$blue"
check "a path with dots" "where $RUN/../netns/red" "$red"
check "a path into /proc" "where /proc/$in_red/ns/net" "$red"
check "our own, by path" "where /proc/self/ns/net" "$(netns_of)"
check_error "digits are a name, and no process" "where $in_red" \
	"netns-exec: $in_red: no such network namespace; for a process: pid:$in_red" 125
check "pid:N" "where pid:$in_red" "$red"
netns-set blue 0
netns-set red 7
check "nsid:N" "where nsid:7" "$red"
check "nsid:0" "where nsid:0" "$blue"
check "nsid:, hexadecimal" "where nsid:0x7" "$red"
if [ -e /proc/1/ns/net ] && readlink /proc/1/ns/net >/dev/null 2>&1; then
	check "init" "where init" "$(readlink /proc/1/ns/net)"
	check "init, from elsewhere" \
		"netns-exec $bare blue netns-exec $bare init readlink /proc/self/ns/net" \
		"$(readlink /proc/1/ns/net)"
else
	skip "init" "process 1 may not be looked at"
fi
check "a name that looks like a file here" "cd $T && : >blue && where blue" "$blue"

# --- an entry comes first
make init "$in_red" 4242
check "an entry called init comes before process 1" "where init" "$(inode "$RUN/init")"
check "an entry of digits comes before a PID" "where $in_red" "$(inode "$RUN/$in_red")"
check "pid:N is that process all the same" "where pid:$in_red" "$red"
check "an entry of digits that are no process" "where 4242" "$(inode "$RUN/4242")"
for n in init "$in_red" 4242; do
	netns-delete "$n"
done
make "b l u e" "$(printf 'gr\303\274n')" net:x '*'
netns-add -- -dash
check "a name with a dash, after --" "netns-exec $bare -- -dash readlink /proc/self/ns/net" \
	"$(inode "$RUN/-dash")"
check "a name with blanks" "where 'b l u e'" "$(inode "$RUN/b l u e")"
check "a name in UTF-8" "where $(printf 'gr\303\274n')" "$(inode "$RUN/$(printf 'gr\303\274n')")"
check "a name with a colon" "where net:x" "$(inode "$RUN/net:x")"
check "a name of a star" "where '*'" "$(inode "$RUN/*")"
for n in -dash "b l u e" "$(printf 'gr\303\274n')" net:x '*'; do
	netns-delete -- "$n"
done

# --- the same everywhere
forms="red $RUN/red pid:$in_red nsid:7 $red"
check "pids: an entry, a path, pid:, nsid:, net:" \
	"for n in $forms; do netns-pids \$n; done | uniq -c | tr -s ' '" " 5 $in_red"
check "-n: an entry, a path, pid:, nsid:, net:" \
	"for n in $forms; do netns -n \$n identify; done | uniq -c | tr -s ' '" " 5 red"
nameless
check "set: by pid:" "netns-set pid:$pid 21 && netns-list-id nsid 21" "nsid 21 "
nameless_is=$(netns_of $pid)
check "nsid: one without a name but with a process" "where nsid:21" "$nameless_is"
check "net: one without a name but with a process" "where $nameless_is" "$nameless_is"
check "set: by path" \
	"netns-set /proc/$pid/ns/net 22 2>&1 | grep -c 'Peer netns already has a nsid assigned'" 1
stop $pid

# --- symlink entries
ln -s "/proc/$in_red/ns/net" "$RUN/docker"
check "a symlink to /proc/PID/ns/net" "where docker" "$red"
check "a symlink: pids" "netns-pids docker" "$in_red"
check "a symlink: identify" "netns-identify $in_red | sort" "docker${NL}red"
check "a symlink: list" "listed docker" "docker (id: 7)"
ln -s red "$RUN/other"
check "a symlink to an entry" "where other" "$red"
netns-delete docker other
check_true "a symlink: delete leaves what it points to" "live red"
ln -s "/proc/$(dead_pid)/ns/net" "$RUN/gone"
check_error "a symlink to a process that is gone" "netns-exec $bare gone true" \
	"netns-exec: gone: stale: *" 125
rm "$RUN/gone"

# --- stale and odd entries
stale="stale: no namespace is mounted here (deleted, or mounted in another mount namespace)"
: >"$RUN/old"
check_error "a stale entry: exec" "netns-exec old true" "netns-exec: old: $stale" 125
check_error "a stale entry: pids" "netns-pids old" "netns-pids: old: $stale"
check_error "a stale entry: set" "netns-set old 3" "netns-set: old: $stale"
check_error "a stale entry: -n" "netns -n old list" "netns: old: $stale"
netns-delete old
echo text >"$RUN/text"
check_error "a file with something in it" "netns-exec text true" \
	"netns-exec: text: not a network namespace, but a file with contents" 125
rm "$RUN/text"
mkfifo "$RUN/fifo"
check_error "a fifo: exec" "limit netns-exec fifo true" "netns-exec: fifo: *" 125
check_error "a fifo: pids" "limit netns-pids fifo" "netns-pids: fifo: *"
check_error "a fifo: set" "limit netns-set fifo 3" "netns-set: fifo: *"
check_error "a fifo: -n" "limit netns -n fifo list" "netns: fifo: *"
check_error "a fifo, by path" "limit netns-exec $RUN/fifo true" "netns-exec: $RUN/fifo: *" 125
check_true "a fifo hangs no list" \
	"limit netns-list >/dev/null && limit netns-list-id >/dev/null &&
		limit netns-identify >/dev/null"
check "a fifo hangs no add" "limit netns-add more && netns-delete more" ""
# who waits for somebody to read it would go on
ln -s fifo "$RUN/to-fifo"
background sh -c ': >"$RUN/fifo"; : >"$T/opened"'
netns-add live
for c in "list" "list -q" "list dev lo" "list -a" "exec -N to-fifo true" "exec -a true" \
	"pids fifo" "set fifo 3" "identify $$" "map" "delete -f fifo-less" \
	"add -p $RUN/to-fifo x" "add -e fifo"; do
	limit netns-$c >/dev/null 2>&1
done
check "a fifo, and a link to it: nothing opens it" "pause; ls $T/opened 2>/dev/null; :" ""
stop $pid
netns-delete live
rm "$RUN/fifo" "$RUN/to-fifo"
mkdir "$RUN/dir"
check_error "a directory" "netns-exec dir true" \
	"netns-exec: dir: not a network namespace, but a directory" 125
rmdir "$RUN/dir"
ln -s /dev/null "$RUN/null"
check_error "a device" "netns-exec null true" "netns-exec: null: *" 125
rm "$RUN/null"
ln -s "/proc/self/ns/mnt" "$RUN/mnt"
check_error "a namespace of another type" "netns-exec mnt true" "netns-exec: mnt: *" 125
check_true "is not listed as usable" "netns-list mnt 2>/dev/null | grep -qx 'mnt (stale)'"
rm "$RUN/mnt"
odd=$(printf 'o\td\033d')
: >"$RUN/$odd"
mount --bind "$RUN/blue" "$RUN/$odd"
check "an odd name of others" 'where "$odd"' "$blue"
check "an odd name of others: pids" 'netns-pids "$odd"' ""
check "an odd name of others: list" 'netns-list "$odd"' 'o\011d\033d (id: 0)'
check "an odd name of others: delete" 'netns-delete "$odd" && gone "$odd"' ""

# --- what names nothing
check_error "no such entry" "netns-exec nope true" "netns-exec: nope: no such network namespace" 125
check_error "no such path" "netns-exec /no/such true" "netns-exec: /no/such: *" 125
check_error "a file by path" "netns-exec /etc/hosts true" "netns-exec: /etc/hosts: *" 125
check_error "a directory by path" "netns-exec / true" "netns-exec: /: *" 125
check_error "a namespace of another type by path" "netns-exec /proc/self/ns/uts true" \
	"netns-exec: /proc/self/ns/uts: *" 125
dead=$(dead_pid)
check_error "digits that name nothing" "netns-exec $dead true" \
	"netns-exec: $dead: no such network namespace; for a process: pid:$dead" 125
check_error "net: of none" "netns-exec net:[1] true" \
	"netns-exec: net:?1?: no such network namespace" 125
check_error "net: with an empty number" "netns-exec net:[] true" "netns-exec: net:??: *" 125
check_error "pid: of none" "netns-exec pid:$dead true" "netns-exec: pid:$dead: *" 125
check_error "pid: 0" "netns-exec pid:0 true" "netns-exec: pid:0: *" 125
check_error "PID 0" "netns-exec 0 true" "netns-exec: 0: *" 125
check_error "pid: without a number" "netns-exec pid: true" "netns-exec: pid:: *" 125
check_error "pid: with a number and more" "netns-exec pid:1x true" "netns-exec: pid:1x: *" 125
check_error "a PID out of range" "netns-exec 4294967297 true" "netns-exec: 4294967297: *" 125
check_error "pid: out of range" "netns-exec pid:4294967297 true" "netns-exec: pid:4294967297: *" 125
check_error "nsid: of none" "netns-exec nsid:99 true" "netns-exec: nsid:99: *" 125
check_error "nsid: without a number" "netns-exec nsid: true" "netns-exec: nsid:: *" 125
check_error "nsid: negative" "netns-exec nsid:-1 true" "netns-exec: nsid:-1: *" 125
check_error "nsid: with a number and more" "netns-exec nsid:7x true" "netns-exec: nsid:7x: *" 125
check_error "an empty word" "netns-exec '' true" "netns-exec: *" 125
check_error "a dot" "netns-exec . true" "netns-exec: .: *" 125
check_error "two dots" "netns-exec .. true" "netns-exec: ..: *" 125
check_error "a name too long" "netns-exec $(printf '%0300d' 0) true" "netns-exec: 000*: *" 125
check_error "a path too long" "netns-exec /$(printf '%05000d' 0) true" "netns-exec: /000*: *" 125
check_error "part of a name" "netns-exec blu true" "netns-exec: blu: *" 125
check_error "other case" "netns-exec BLUE true" "netns-exec: BLUE: *" 125
check_error "a name with control bytes is told in octal" 'netns-exec "$(printf "a\033b")" true' \
	'netns-exec: a\\033b: *' 125
check_error "the run directory is missing" "NETNS_RUN_DIR=$T/none netns-exec blue true" \
	"netns-exec: blue: *" 125
stop $in_red
if [ "$WORLD" = root ] && helper as; then
	inside blue
	check_error "a process that may not be looked at" "$HELPERS/as 65534 netns-pids pid:$pid" \
		"netns-pids: pid:$pid: *Permission denied*"
	for w in nsid:99 'net:[99]'; do
		word=$w
		check_error "$w, which could be the namespace of such a process" \
			'"$HELPERS/as" 65534 netns-pids "$word"' \
			"netns-pids: *99*: Permission denied*"
	done
	stop $pid
else
	skip "a process that may not be looked at" "root and the helper as are needed"
	skip "nsid:99, which could be the namespace of such a process" "the same"
fi
clear

# --- an entry that is being made
# A killed add leaves a plain file. In each add there is such a file for a moment.
make blue
: >"$RUN/new"
chmod 0 "$RUN/new"
late_mount()
{
	# the lock of add, on the directory, then the mount
	background sh -c "exec 9<$RUN; flock 9; : >$T/locked; sleep 0.3
		mount --bind $RUN/blue $RUN/new" >/dev/null 2>&1
	eventually "[ -e $T/locked ]"
	"$@"
	wait $pid
	umount "$RUN/new"
	rm "$T/locked"
}
if have flock; then
	check "a name that is being made: list waits for it" "late_mount netns-list new" "new"
	check "a name that is being made: exec waits for it" \
		"late_mount netns-exec $bare new readlink /proc/self/ns/net" "$(inode "$RUN/blue")"
	background sh -c "exec 9<$RUN; flock 9; : >$T/locked; exec sleep 1000" >/dev/null 2>&1
	eventually "[ -e $T/locked ]"
	check "a lock that is held for ever keeps nobody" "limit netns-list new" "new (stale)"
	stop $pid
else
	skip "a name that is being made" "no flock"
fi
clear

# --- a run directory that is covered
make blue
mount --bind "$RUN" "$RUN"
check_error "mounts are stacked on the run directory: the way out" "netns-exec blue true" \
	"netns-exec: blue: stale: *; mounts are stacked on the directory: umount $RUN" 125
umount "$RUN"
check "and that was it" "where blue" "$(inode "$RUN/blue")"
: >"$RUN/left"
check_error "no mounts are stacked: not a word of it" "netns-exec left true" \
	"netns-exec: left: stale: *in another mount namespace)" 125
rm "$RUN/left"
clear

# --- a mount that is not in our mount namespace
if unshare -m true 2>/dev/null; then
	background unshare -m sh -c "NETNS_RUN_DIR=$T/hidden netns-add secret && exec sleep 1000"
	eventually "[ -e $T/hidden/secret ]  && grep -q '^sleep' /proc/$pid/cmdline"
	check "mounted in another mount namespace only: stale here" \
		"NETNS_RUN_DIR=$T/hidden netns-list" "secret (stale)"
	there=$(stat -L -c %i "/proc/$pid/root/$T/hidden/secret")
	check "net: one that is mounted elsewhere only" "where 'net:[$there]'" "net:[$there]"
	stop $pid
else
	skip "mounted in another mount namespace only: stale here" "no unshare -m"
fi
done_testing
