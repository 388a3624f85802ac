# SPDX-License-Identifier: 0BSD
# netns exec -S: names are resolved as /etc/netns/NAME says, whatever happens outside
. "$TESTSUITE/lib.sh"

if ! netns-exec --help 2>&1 | grep -q -- '\[-S\]'; then
	skip "exec -S" "the program was built without it"
	done_testing
	exit
fi
make blue red
mkdir -p "$ETC/blue"
echo 'nameserver 198.51.100.7' >"$ETC/blue/resolv.conf"
if ! netns-exec -S blue true 2>"$T/said"; then
	if unshare -m sh -c "cd $T && mkdir l u w && mount -t overlay -o \
		lowerdir=l,upperdir=u,workdir=w none l"; then
		not_ok "exec -S" "$(cat "$T/said")"
	else
		skip "exec -S" "no overlay here: $(cat "$T/said")"
	fi
	done_testing
	exit
fi
ours='nameserver 198.51.100.7'
hosts='nameserver 192.0.2.1'

# asks COMMANDS: what a program that has read /etc/resolv.conf finds there again after COMMANDS were
# run outside
asks()
{
	rm -f "$T/began" "$T/go" "$T/answer"
	background netns-exec -S blue sh -c "cat /etc/resolv.conf >$T/began; until [ -e $T/go ]; do
		sleep 0.02; done; cat /etc/resolv.conf >$T/answer 2>&1; echo end >>$T/answer"
	asker=$pid
	eventually "[ -s $T/began ]"
	(eval "$1")
	: >"$T/go"
	eventually "grep -qx end $T/answer"
	cat "$T/began" "$T/answer"
	stop "$asker" 2>/dev/null
}
restore()
{
	rm -rf /etc/resolv.conf
	echo "$hosts" >/etc/resolv.conf
}
all_ours="$ours$NL$ours${NL}end"

check "a file of /etc/netns/NAME is there" "netns-exec -S blue cat /etc/resolv.conf" "$ours"
check "in ip grammar" "netns exec -S blue cat /etc/resolv.conf" "$ours"
check "ours is as it was" "cat /etc/resolv.conf" "$hosts"
check "other files are as they were" "netns-exec -S blue cat /etc/hosts" "127.0.0.1 localhost"
check "the command's status" "netns-exec -S blue sh -c 'exit 7'" "" 7

# --- whatever happens outside
check "a new resolv.conf is renamed over the old one" \
	"asks 'echo leak >/etc/new; mv /etc/new /etc/resolv.conf'" "$all_ours"
restore
check "it is removed and made again" \
	"asks 'rm /etc/resolv.conf; echo leak >/etc/resolv.conf'" "$all_ours"
restore
check "it is removed" "asks 'rm /etc/resolv.conf'" "$all_ours"
restore
check "it is written to" "asks 'echo leak >/etc/resolv.conf'" "$all_ours"
restore
mkdir "$T/run"
echo leak >"$T/run/one"
echo leak >"$T/run/other"
ln -sf "$T/run/one" /etc/resolv.conf
check "it is a symbolic link" "netns-exec -S blue cat /etc/resolv.conf" "$ours"
check "a link is swapped" \
	"asks 'ln -s $T/run/other /etc/new; mv /etc/new /etc/resolv.conf'" "$all_ours"
check "a link's target is replaced" \
	"asks 'echo leak >$T/run/new; mv $T/run/new $T/run/other'" "$all_ours"
check "a link becomes a file" "asks 'rm /etc/resolv.conf; echo leak >/etc/resolv.conf'" "$all_ours"
rm /etc/resolv.conf
ln -s resolv.conf /etc/resolv.conf
check "a link to itself" "netns-exec -S blue cat /etc/resolv.conf" "$ours"
rm /etc/resolv.conf
check "there is none: no warning" "netns-exec -S blue cat /etc/resolv.conf" "$ours"
check "and it is made only later" "asks 'echo leak >/etc/resolv.conf'" "$all_ours"
rm /etc/resolv.conf
mkdir /etc/resolv.conf
check "a directory in its place" "netns-exec -S blue true 2>&1 | grep -c /etc/resolv.conf:" 1
restore
echo leak >"$T/run/mounted"
check "one that is mounted over, as in a container" "unshare -m sh -c '
	mount --bind $T/run/mounted /etc/resolv.conf
	netns-exec -S blue cat /etc/resolv.conf'" "$ours"
check "it is mounted over later" "asks 'mount --bind $T/run/mounted /etc/resolv.conf'" "$all_ours"
umount /etc/resolv.conf

# --- the other files of name resolution, and what else there is in /etc
echo '192.0.2.9 blue' >"$ETC/blue/hosts"
echo 'hosts: files dns' >"$ETC/blue/nsswitch.conf"
echo 'new' >"$ETC/blue/nowhere.conf"
check "hosts, nsswitch.conf, and one that /etc lacks" \
	"netns-exec -S blue cat /etc/hosts /etc/nsswitch.conf /etc/nowhere.conf" \
	"192.0.2.9 blue${NL}hosts: files dns${NL}new"
check_false "that is not made outside" "[ -e /etc/nowhere.conf ]"
check "hosts is replaced outside" "unshare -m sh -c '
	netns-exec -S blue sh -c \"until [ -e $T/replaced ]; do sleep 0.02; done; cat /etc/hosts\" &
	sleep 0.2; echo leak >/etc/new; mv /etc/new /etc/hosts; : >$T/replaced; wait'" \
	"192.0.2.9 blue"
echo '127.0.0.1 localhost' >/etc/hosts
rm "$ETC/blue/hosts" "$ETC/blue/nsswitch.conf" "$ETC/blue/nowhere.conf"
echo hidden >/etc/beneath
mkdir -p /etc/part/deep
echo hidden >/etc/part/beneath
check "what is mounted below /etc is there again" "unshare -m sh -c '
	echo over >$T/over; mount --bind $T/over /etc/beneath
	mount -t tmpfs none /etc/part && mkdir /etc/part/deep && mount -t tmpfs none /etc/part/deep
	echo deep >/etc/part/deep/file
	netns-exec -S blue sh -c \"ls /etc/part; cat /etc/beneath /etc/part/deep/file\"'" \
	"deep${NL}over${NL}deep"
rm -r /etc/beneath /etc/part
chmod 640 "$ETC/blue/resolv.conf"
check "the mode is kept, whatever the umask" \
	"umask 077; netns-exec -S blue stat -c '%a %u' /etc/resolv.conf /etc" "640 0${NL}755 0"
if [ "$WORLD" = root ]; then
	chown 1234:1235 "$ETC/blue/resolv.conf"
	check "so is the owner" "netns-exec -S blue stat -c '%a %u:%g' /etc/resolv.conf" \
		"640 1234:1235"
	check "that another user needs" "mount --bind $ETC /mnt && NETNS_ETC_DIR=/mnt unshare -m \
		netns-exec -S blue stat -c %u /etc/resolv.conf; umount /mnt" 1234
	chown 0:0 "$ETC/blue/resolv.conf"
else
	skip "so is the owner" "root is needed"
fi
chmod 644 "$ETC/blue/resolv.conf"
check "the working directory is kept" "cd $T/run && netns-exec -S blue pwd" "$T/run"
check "in /etc, it is ours" "cd /etc && netns-exec -S blue cat resolv.conf" "$ours"
mkdir "$T/gone"
check_error "one that was removed: 125" "cd $T/gone && rmdir $T/gone && netns-exec -S blue true" \
	"netns-exec: cannot go back to where we were: *" 125
check "no descriptor is left open" "netns-exec -S blue sh -c 'ls /proc/self/fd' | wc -l" \
	"$(sh -c 'ls /proc/self/fd' </dev/null 2>/dev/null | wc -l)"

# --- who writes inside writes a copy
mounts_before=$(cut -d ' ' -f 5- /proc/self/mountinfo)
cat >"$T/dhcp" <<'EOF'
echo 'nameserver 203.0.113.3' >/etc/resolv.conf.tmp
mv /etc/resolv.conf.tmp /etc/resolv.conf
echo 'nameserver 203.0.113.4' >>/etc/resolv.conf
rm /etc/hosts
echo '192.0.2.3 leased' >/etc/hosts
cat /etc/resolv.conf /etc/hosts
EOF
check "a DHCP client inside writes resolv.conf" "netns-exec -S blue sh $T/dhcp" \
	"nameserver 203.0.113.3${NL}nameserver 203.0.113.4${NL}192.0.2.3 leased"
check "the file of /etc/netns/NAME is as it was" "cat $ETC/blue/resolv.conf" "$ours"
check "so are those outside" "cat /etc/resolv.conf /etc/hosts; ls /etc | grep -c tmp" \
	"$hosts${NL}127.0.0.1 localhost${NL}0" 1
check "the next program sees none of it" "netns-exec -S blue cat /etc/resolv.conf" "$ours"
check "no mount is seen outside" "cut -d ' ' -f 5- /proc/self/mountinfo" "$mounts_before"

# --- directories hide those of the host, and are sealed as well
mkdir "$ETC/blue/conf.d" /etc/conf.d
echo ours >"$ETC/blue/conf.d/ours"
echo host >/etc/conf.d/host
check "a directory" "netns-exec -S blue sh -c 'ls /etc/conf.d; cat /etc/conf.d/ours'" \
	"ours${NL}ours"
check "what is written to it" \
	"netns-exec -S blue sh -c 'echo new >/etc/conf.d/ours; cat /etc/conf.d/ours'" new
check "stays there" "cat $ETC/blue/conf.d/ours" ours
rm -r /etc/conf.d
check "one that /etc lacks" "netns-exec -S blue cat /etc/conf.d/ours" ours
ln -s "$T/run" /etc/conf.d
if [ "$WORLD" = root ]; then
	check "one that is a link there" "netns-exec -S blue ls /etc/conf.d" ours
fi
check "where the link leads, nothing changes" "ls $T/run | head -n 1" mounted
rm -r /etc/conf.d "$ETC/blue/conf.d"

# --- sockets of daemons that resolve names outside
if have python3; then
	cat >"$T/daemon" <<'EOF'
import os, socket, sys
os.makedirs(os.path.dirname(sys.argv[1]), exist_ok=True)
s = socket.socket(socket.AF_UNIX)
s.bind(sys.argv[1])
s.listen()
open(sys.argv[2], "w").close()
while True:
    s.accept()
EOF
	cat >"$T/client" <<'EOF'
import socket, sys
try:
    socket.socket(socket.AF_UNIX).connect(sys.argv[1])
    print("reached")
except OSError as error:
    print("not reached")
EOF
	for socket in /var/run/nscd/socket /run/systemd/resolve/io.systemd.Resolve \
		/run/avahi-daemon/socket; do
		mkdir -p "${socket%/*/*}"
		background python3 "$T/daemon" "$socket" "$T/listens"
		daemon=$pid
		eventually "[ -e $T/listens ]"
		check "$socket can be reached" "netns-exec blue python3 $T/client $socket" reached
		check "-S: it cannot" "netns-exec -S blue python3 $T/client $socket" "not reached"
		stop "$daemon"
		rm -r "$T/listens" "${socket%/*}"
		check "-S: nor one that is made later" "unshare -m sh -c '
			netns-exec -S blue sh -c \"until [ -e $T/listens ]; do sleep 0.02; done
				python3 $T/client $socket\" & client=\$!
			sleep 0.3; python3 $T/daemon $socket $T/listens & daemon=\$!
			wait \$client; kill \$daemon'" "not reached"
		check_true "that was made" "[ -S $socket ]"
		rm -rf "$T/listens" "${socket%/*}"
	done
else
	skip "sockets of daemons" "python3 is needed"
fi
check "sockets of others are left alone" \
	"mkdir -p /run/other; echo x >/run/other/x; netns-exec -S blue cat /run/other/x" x

# --- nothing to seal with, and what may be in /etc/netns/NAME
missing_conf()
{
	check_error "$1: 125" "netns-exec -S $2 echo leak" \
		"netns-exec: $ETC/$3/resolv.conf: missing; -S needs it" 125
}
missing_conf "no /etc/netns/NAME" red red
mkdir "$ETC/red"
missing_conf "an empty one" red red
echo x >"$ETC/red/hosts"
missing_conf "one without resolv.conf" red red
nameless
missing_conf "a namespace without a name" "pid:$pid" NAME
stop "$pid"
rm "$ETC/red/resolv.conf"
refused()
{
	check_error "$1: 125" "limit netns-exec -S red echo leak" \
		"netns-exec: /etc/$2: cannot be covered: $3" 125
	check "$1: nothing is seen of it outside" "cut -d ' ' -f 5- /proc/self/mountinfo" \
		"$mounts_before"
}
ln -s ../none "$ETC/red/resolv.conf"
refused "a dangling link" resolv.conf "No such file or directory"
rm "$ETC/red/resolv.conf"
mkfifo "$ETC/red/resolv.conf"
refused "a FIFO" resolv.conf "*"
rm "$ETC/red/resolv.conf"
echo "$ours" >"$ETC/red/resolv.conf"
truncate -s 1T "$ETC/red/huge"
refused "a file that would fill the memory" huge "No space left on device"
rm "$ETC/red/huge"
ln -s /dev/zero "$ETC/red/zero"
refused "a link to a device" zero "*"
rm "$ETC/red/zero"
ln -s loop "$ETC/red/loop"
refused "a link to itself" loop "Too many levels of symbolic links"
rm "$ETC/red/loop"
ln -s ../none "$ETC/red/dangling"
refused "a dangling link to something else" dangling "No such file or directory"
rm "$ETC/red/dangling" "$ETC/red/resolv.conf"
mkdir "$ETC/common"
echo common >"$ETC/common/resolv.conf"
ln -s ../common/resolv.conf "$ETC/red/resolv.conf"
check "a link to a file" "netns-exec -S red cat /etc/resolv.conf" common
printf 'a\nb\n' >"$ETC/red/name with, a: and = in it"
check "odd names" "netns-exec -S red cat '/etc/name with, a: and = in it'" "a${NL}b"
mkdir "$ETC/red/dir with, a: and ="
check "odd names of directories" "netns-exec -S red ls -d '/etc/dir with, a: and ='" \
	"/etc/dir with, a: and ="
rm -r "$ETC/red/dir with, a: and ="
i=0
while [ $i -lt 60 ]; do
	i=$((i + 1))
	echo $i >"$ETC/red/many$i"
done
check "many files" "netns-exec -S red sh -c 'cat /etc/many* | wc -l'" 60
seq 300000 >"$ETC/red/large"
check "a large file" "netns-exec -S red cksum <$ETC/red/large; netns-exec -S red cksum /etc/large |
	cut -d ' ' -f 1,2" "$(cksum <"$ETC/red/large")$NL$(cksum <"$ETC/red/large")"
rm -r "$ETC/red"
ln -s red "$ETC/red"
check_error "an /etc/netns/NAME that cannot be read: 125" "netns-exec -S red echo leak" \
	"netns-exec: $ETC/red: cannot read: *" 125
rm "$ETC/red"

# --- in other places
check "exec -S in exec -S" \
	"netns-exec -S blue netns-exec -S blue cat /etc/resolv.conf" "$ours"
check_error "a third one: 125" \
	"netns-exec -S blue netns-exec -S blue netns-exec -S blue echo leak" \
	"netns-exec: /etc: cannot be sealed (*): Invalid argument" 125
if unshare -Urm true 2>/dev/null; then
	mkdir "$T/us"
	check_error "as a user, where files are mounted in /etc: 125, not what they hide" \
		"unshare -m sh -c 'mount --bind $T/run/mounted /etc/hosts; unshare -Urm sh -c \"
			mount -t tmpfs none $T/us && export NETNS_RUN_DIR=$T/us &&
			netns-add blue && netns-exec -S blue echo leak\"'" \
		"netns-exec: /etc: cannot be sealed (*): Invalid argument" 125
fi
make green
check "-a: each of them" "mkdir $ETC/red $ETC/green; echo red >$ETC/red/resolv.conf
	echo green >$ETC/green/resolv.conf
	netns-exec -a -S cat /etc/resolv.conf | grep -v '^netns:' | grep . | sort" \
	"green$NL$ours${NL}red"
netns-delete green
rm -r "$ETC/green"
rm -r "$ETC/red"
check "-a: one cannot be sealed: 125, the others run" \
	"netns-exec -a -S cat /etc/resolv.conf 2>/dev/null | grep -c '$ours'
	netns-exec -a -S true >/dev/null 2>&1" 1 125
check_usage "-S with -N" "netns-exec -S -N blue true"
if [ "$WORLD" = root ]; then
	echo 'sealed:x:77:78::/:' >"$ETC/blue/passwd"
	check "-u: the user is looked up in our passwd" "netns-exec -S -u sealed blue id -u" 77
	check "-u: who can read resolv.conf" "netns-exec -S -u sealed blue cat /etc/resolv.conf" \
		"$ours"
	rm "$ETC/blue/passwd"
	mkdir -p "$T/jail/ns" "$T/jail/etc/netns/blue" "$T/jail/proc"
	cp "$NETNS" "$T/jail/netns"
	echo "$ours" >"$T/jail/etc/netns/blue/resolv.conf"
	mount --rbind /proc "$T/jail/proc"
	mount --rbind "$RUN" "$T/jail/ns"
	mount --make-rprivate "$T/jail/ns"
	echo 'x:x:5:5::/:' >"$T/jail/etc/netns/blue/passwd"
	cat >"$T/in-jail" <<EOF
unset NETNS_ETC_DIR
export NETNS_RUN_DIR=/ns
chroot $T/jail /netns exec -S -u x blue /netns -V
EOF
	check "in a chroot" "sh $T/in-jail" "$(netns -V)"
	check_false "in a chroot: nothing stays" "grep -q '$T/jail/etc' /proc/self/mountinfo"
	umount -l "$T/jail/proc" "$T/jail/ns"
	if have strace && strace -o /dev/null true 2>/dev/null; then
		strace -f -o "$T/calls" -e trace=mount netns-exec -S blue true
		call=$(grep ' mount(' "$T/calls" | grep -n '"overlay"')
		check_error "no overlay in this kernel: 125" \
			"strace -qq -o /dev/null -e inject=mount:error=ENODEV:when=${call%%:*} \
				netns-exec -S blue echo leak" \
			"netns-exec: /etc: cannot be sealed (-S needs an overlay*): *" 125
	else
		skip "no overlay in this kernel: 125" "strace is needed"
	fi
	check_error "without /proc: 125" "unshare -m sh -c '
		mount -t tmpfs none /proc; netns-exec -S blue echo leak'" "netns-exec: *" 125
fi
restore
done_testing
