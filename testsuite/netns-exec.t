# SPDX-License-Identifier: 0BSD
# netns exec: run a command in a namespace
. "$TESTSUITE/lib.sh"

make blue red
ns_blue="net:[$(stat -L -c %i "$RUN/blue")]"

# --- in place
check "in the namespace" "netns-exec blue readlink /proc/self/ns/net" "$ns_blue"
check "in ip grammar" "netns exec blue readlink /proc/self/ns/net" "$ns_blue"
check "-N: in the namespace" "netns-exec -N blue readlink /proc/self/ns/net" "$ns_blue"
check "-N after the word in ip grammar" "netns exec -N blue readlink /proc/self/ns/net" "$ns_blue"
check "-- ends the flags" "netns-exec -- blue echo hi" hi
check "-N -- NETNS" "netns-exec -N -- blue echo hi" hi
cat >"$T/pids" <<'END'
echo $$
exec netns-exec blue sh -c 'echo $$'
END
check "same pid" "sh $T/pids | uniq | wc -l | tr -d ' '" 1
check "environment" "FOO='b  r' netns-exec blue sh -c 'echo \"\$FOO\"'" "b  r"
check "nothing is added to the environment" \
	"env -i PATH=\"\$PATH\" NETNS_RUN_DIR=\"\$NETNS_RUN_DIR\" env | sort" \
	"$(env -i PATH="$PATH" NETNS_RUN_DIR="$NETNS_RUN_DIR" netns-exec blue env | sort)"
check "stdin" "echo hello | netns-exec blue cat" hello
mkdir -p "$T/some/where"
check "working directory" "cd $T/some/where && netns-exec blue pwd" "$T/some/where"
check "arguments are untouched" \
	"netns-exec blue printf '<%s>' a '' 'b  c' -x -- -N -h --help; echo" \
	"<a><><b  c><-x><--><-N><-h><--help>"
check "arguments are untouched, in ip grammar" \
	"netns exec blue printf '<%s>' -j a '' -- -n blue; echo" \
	"<-j><a><><--><-n><blue>"
check "argv[0] is as given" \
	"netns-exec blue sh -c 'tr \"\\000\" \" \" </proc/\$\$/cmdline | cut -c1-3'" "sh "
check "no descriptor is left open" "netns-exec blue sh -c 'ls /proc/self/fd' | wc -l" \
	"$(sh -c 'ls /proc/self/fd' </dev/null 2>/dev/null | wc -l)"
echo seven >"$T/seven"
check "an open one is inherited" "netns-exec blue sh -c 'cat <&7' 7<$T/seven" seven
check "ours is still the namespace we were in" "netns-exec blue true; netns_of" "$(netns_of)"

# --- status
check "the status of the command" "netns-exec blue sh -c 'exit 3'" "" 3
check "status 255" "netns-exec blue sh -c 'exit 255'" "" 255
echo 'echo plain' >"$T/unmarked"
chmod 755 "$T/unmarked"
check "a script without #!" "netns-exec blue $T/unmarked" plain
check "a signal" "netns-exec blue sh -c 'kill -9 \$\$' 2>/dev/null" "" 137
check_error "not found: 127" "netns-exec blue no-such-command" "netns-exec: no-such-command: *" 127
check_error "not found, in ip grammar" "netns exec blue no-such-command" \
	"netns-exec: no-such-command: *" 127
check_error "not found, with a slash" "netns-exec blue /no/such" "netns-exec: /no/such: *" 127
check_error "not found, below a file" "netns-exec blue /etc/passwd/x" \
	"netns-exec: /etc/passwd/x: *" 127
check_error "not found, an empty word" "netns-exec blue ''" "netns-exec: *" 127
echo 'exit 5' >"$T/plain"
check_error "not executable: 126" "netns-exec blue $T/plain" \
	"netns-exec: $T/plain: *Permission denied*" 126
check_error "a directory: 126" "netns-exec blue $T" "netns-exec: $T: *" 126
check_error "no such namespace: 125" "netns-exec nope true" \
	"netns-exec: nope: no such network namespace" 125
check_error "no such namespace, in ip grammar" "netns exec nope true" \
	"netns-exec: nope: no such network namespace" 125
: >"$RUN/stale"
check_error "a stale one: 125, and what to do" "netns-exec stale true" \
	"netns-exec: stale: stale: no namespace is mounted here*" 125
check_error "-N: no such namespace" "netns-exec -N nope true" "netns-exec: nope: *" 125
rm "$RUN/stale"
check_usage "no operand" "netns-exec"
check_usage "no operand, in ip grammar" "netns exec"
check_usage "an unknown flag" "netns-exec -Z blue true"
check_usage "an unknown flag, in ip grammar" "netns exec -Z blue true"

# --- the command is searched in PATH
mkdir -p "$T/p1" "$T/p2" "$T/p3"
printf '#!/bin/sh\necho two\n' >"$T/p2/tool"
printf 'no program' >"$T/p1/tool"
chmod +x "$T/p2/tool"
: >"$T/p3/only"
check "PATH is searched" "PATH=$T/p2:\$PATH netns-exec blue tool" two
check "what is not executable is passed over" "PATH=$T/p1:$T/p2:\$PATH netns-exec blue tool" two
check_error "found, but nowhere executable: 126" "PATH=$T/p3:\$PATH netns-exec blue only" \
	"netns-exec: only: *" 126
check "a missing directory in PATH is nothing" \
	"PATH=/no/dir:$T/file:$T/p2:\$PATH netns-exec blue tool" two
if [ -d /root ] && ! [ -x /root ]; then
	check_error "a directory in PATH that may not be searched holds nothing: 127" \
		"PATH=/root:\$PATH netns-exec blue no-such-command" \
		"netns-exec: no-such-command: *" 127
else
	skip "a directory in PATH that may not be searched holds nothing: 127" "there is none here"
fi
check "an empty element is the working directory" \
	"cd $T/p2 && PATH=/no:\$PATH: netns-exec blue tool" two
check "without PATH there is a default" \
	"p=\$(command -v netns-exec); unset PATH; \$p blue sh -c 'echo hi'" hi
check "a relative path" "cd $T && netns-exec blue p2/tool" two

# --- without a command: on a terminal a shell
terminal=$HELPERS/terminal
printf '#!/bin/sh\necho my shell\n' >"$T/myshell"
chmod +x "$T/myshell"
if [ "$FRONT" = 1 ]; then
	skip "a shell" "ip netns exec runs none"
elif helper terminal && "$terminal" '' true; then
	check "without a command: /bin/sh" \
		"$terminal 'echo \$0 runs; exit$NL' netns-exec blue" "/bin/sh runs"
	check "without a command: SHELL" "SHELL=$T/myshell $terminal '' netns-exec blue" "my shell"
	check "without a command, in ip grammar" \
		"SHELL=$T/myshell $terminal '' netns exec blue" "my shell"
	check "without a command: SHELL is empty" \
		"SHELL= $terminal 'echo hi; exit$NL' netns-exec blue" hi
else
	skip "a shell" "no terminals, or the helper terminal is not built"
fi
no_command()
{
	check_error "without a command or a terminal: $1" "echo 'echo RAN' | $2" \
		"netns-exec: no command (for a shell: sh); usage: *" 2
}
no_command "nothing is run" "netns-exec blue"
no_command "in ip grammar" "netns exec blue"
no_command "closed input" "netns-exec blue <&-"
no_command "an unset variable" 'netns exec blue $UNSET'
no_command "in all" "netns -all exec"

# --- private mounts
same_mounts()
{
	[ "$("$@" readlink /proc/self/ns/mnt)" = "$(readlink /proc/self/ns/mnt)" ]
}
check_false "mounts are private" "same_mounts netns-exec blue"
check_true "-N: no private mounts" "same_mounts netns-exec -N blue"
mkdir -p "$T/mnt"
check "a mount made inside stays there" \
	"netns-exec blue mount -t tmpfs none $T/mnt; mounts $T/mnt" 0
background netns-exec blue sleep 1000
eventually "started_as $pid sleep"
make later
check_true "a mount made outside later is seen inside" "grep ' $RUN/later ' /proc/$pid/mountinfo"
netns-delete later
check_false "and goes from there" "grep ' $RUN/later ' /proc/$pid/mountinfo"
check "no mount inside is shared with ours" "grep -c 'shared:' /proc/$pid/mountinfo" 0 1
stop $pid

# --- /sys
# devices_in_sys COMMAND...: those that COMMAND sees there; bonding puts a file beside them
devices_in_sys()
{
	"$@" ls /sys/class/net | grep -vx bonding_masters
}
check "/sys is that of the namespace" "devices_in_sys netns-exec blue" "$(devices_of blue)"
if new_device blue own0; then
	check_true "/sys has its devices" "netns-exec blue ls -d /sys/class/net/own0"
	check_false "ours has not" "ls -d /sys/class/net/own0"
	check_false "nor has that of another" "netns-exec red ls -d /sys/class/net/own0"
	check_false "-N: /sys is as it was" "netns-exec -N blue ls -d /sys/class/net/own0"
else
	excuse makes_device "/sys has its devices" "no way to make a device here"
fi
below=
for d in /sys/fs/cgroup /sys/fs/bpf /sys/kernel/debug /sys/kernel/tracing /sys/kernel/security \
	/sys/firmware /sys/module; do
	[ -d $d ] && mount -t tmpfs none $d 2>/dev/null && below="$below $d"
done
first=
for d in $below; do
	[ -n "$first" ] && [ "$(mounts $d)" -gt 1 ] ||
		first=$d		# one of them alone, if there is
done
echo marker >"$first/marker"
mkdir -p "$first/deep"
mount -t tmpfs none "$first/deep"
echo deep >"$first/deep/marker"
echo file >"$T/onfile"
onfile=
[ -f /sys/kernel/uevent_seqnum ] && mount --bind "$T/onfile" /sys/kernel/uevent_seqnum && onfile=1
sys_mounts()
{
	awk '$5 ~ "^/sys/" { print $5 }' /proc/self/mountinfo | sort -u
}
check "what was mounted below /sys is there again" \
	"netns-exec blue awk '\$5 ~ \"^/sys/\" { print \$5 }' /proc/self/mountinfo | sort -u" \
	"$(sys_mounts)"
check "with what is in it" "netns-exec blue cat $first/marker $first/deep/marker" "marker${NL}deep"
if [ "$onfile" ]; then
	check "a file mounted over a file too" "netns-exec blue cat /sys/kernel/uevent_seqnum" file
	umount /sys/kernel/uevent_seqnum
else
	skip "a file mounted over a file too" "no /sys/kernel/uevent_seqnum"
fi
check "/sys is that of the namespace all the same" "devices_in_sys netns-exec red" \
	"$(devices_of red)"
check "a command that runs one more" "netns-exec blue netns-exec red cat $first/deep/marker" deep
check "into the namespace we are in" "netns-exec blue netns-exec blue cat $first/deep/marker" deep
# one in the old /sys, which is covered, one in the new
cat >"$T/count" <<'END'
awk -v deep="$1" '$5 == deep { n++ } END { print n + 0 }' /proc/self/mountinfo
END
check "what is deep below is there once" "netns-exec blue sh $T/count $first/deep" 2
if helper deny && "$HELPERS/deny" listmount true 2>/dev/null; then
	deny="$HELPERS/deny listmount"
	check "an older kernel: what was mounted below /sys is there again" \
		"$deny netns-exec blue cat $first/marker $first/deep/marker" "marker${NL}deep"
	check "an older kernel: once" "$deny netns-exec blue sh $T/count $first/deep" 2
else
	skip "an older kernel: what was mounted below /sys" "no helper deny, or no seccomp"
fi
mount --make-unbindable "$first/deep"
# Linux (seen: 6.18) makes it bindable with MS_SLAVE, older ones do not
check_true "what cannot be there again is a warning" \
	"netns-exec blue cat $first/deep/marker 2>&1 | grep -e deep -e '/sys: cannot keep what '"
umount "$first/deep"
for d in $below; do
	umount "$d"
done
if mount --bind /sys/class /sys/class 2>/dev/null &&
	mount -o remount,bind,ro /sys/class 2>/dev/null; then
	check "a part that is read-only stays so, and is that of the namespace" \
		"netns-exec blue awk '\$5 == \"/sys/class\" { print substr(\$6, 1, 2) }' \
			/proc/self/mountinfo | tail -n 1; devices_in_sys netns-exec red" \
		"ro$NL$(devices_of red)"
else
	skip "a part that is read-only" "/sys/class cannot be bound here, or not read-only"
fi
umount /sys/class 2>/dev/null
mkdir "$T/full"
if mount -t sysfs none "$T/full" 2>/dev/null && mount -t tmpfs none /sys; then
	mkdir /sys/class
	mount --bind "$T/full/class" /sys/class
	umount "$T/full"
	check "-a, where /sys is a tmpfs: each has as many mounts" \
		"netns-exec -a grep -c ' /sys' /proc/self/mountinfo | grep '^[0-9]' | uniq |
			wc -l | tr -d ' '" 1
	umount /sys/class /sys
else
	umount "$T/full" 2>/dev/null
	skip "-a, where /sys is a tmpfs" "sysfs cannot be mounted here"
fi
# /sys must be as restricted as before. In a user namespace, mount options may not be removed.
cat >"$T/sys-options" <<'END'
awk '$5 == "/sys" { options = "," $6 "," }
	END { n = split("ro nosuid nodev noexec", word, " ")
		for (i = 1; i <= n; i++)
			if (index(options, "," word[i] ","))
				print word[i] }' /proc/self/mountinfo
END
cat >"$T/sys-with" <<'END'
mount -o "remount,bind,rw,suid,dev,exec,$1" /sys 2>/dev/null || mount -o "remount,bind,$1" /sys
outside=$(sh "$T/sys-options")
inside=$(netns-exec blue sh "$T/sys-options")
[ "$inside" = "$outside" ] || echo "outside: $outside, inside: $inside"
echo "$inside" | grep -x "$1"
END
for o in ro nosuid nodev noexec; do
	check "/sys with the option $o has it inside, too" "unshare -m sh $T/sys-with $o" $o
done
# hide_sys: hide part of each sysfs (there may be one in a chroot): then a user namespace may not
# mount it
hide_sys()
{
	hidden=$(awk '/ - sysfs / { print $5 "/kernel" }' /proc/self/mountinfo)
	for d in $hidden; do
		mount -t tmpfs none "$d" 2>/dev/null || return
	done
}

if unshare -Urm true 2>/dev/null && hide_sys; then
	no_sys()
	{
		unshare -Urm sh -c \
			"mkdir -p $T/us; mount -t tmpfs none $T/us; export NETNS_RUN_DIR=$T/us
			netns-add in &&
			netns-exec in sh -c 'readlink /proc/self/ns/net >/dev/null && exit 7'" \
			2>"$T/said"
		echo "status $?"
		grep -c '^netns-exec: .*/sys' "$T/said"
		wc -l <"$T/said" | tr -d ' '
	}
	check "a /sys that may not be mounted is a warning, not the end" no_sys \
		"status 7${NL}1${NL}1"
	for d in $hidden; do
		umount "$d"
	done
else
	skip "a /sys that may not be mounted is a warning, not the end" \
		"no user namespaces in this one"
fi
mkdir -p "$T/jail/ns" "$T/jail/proc"
if cp "$(readlink -f "$T/bin/netns")" "$T/jail/netns-exec" && cp "$T/jail/netns-exec" \
	"$T/jail/netns-add" &&
	cp "$T/jail/netns-exec" "$T/jail/netns" && chroot "$T/jail" /netns -V >/dev/null 2>&1; then
	mount --rbind /proc "$T/jail/proc"
	check "a root that is no mount point" \
		"NETNS_RUN_DIR=/ns chroot $T/jail /netns-add in &&
			NETNS_RUN_DIR=/ns chroot $T/jail /netns-exec in /netns -V 2>/dev/null" \
		"$(netns -V)"
	umount "$T/jail/ns/in" "$T/jail/ns" 2>/dev/null
	umount -l "$T/jail/proc"
else
	skip "a root that is no mount point" "the program does not run in an empty root"
fi

# --- /etc/netns/NAME
mkdir -p "$ETC/blue"
echo 'nameserver 198.51.100.7' >"$ETC/blue/resolv.conf"
check "a file of /etc/netns/NAME is there in /etc" "netns-exec blue cat /etc/resolv.conf" \
	'nameserver 198.51.100.7'
check "in ip grammar" "netns exec blue cat /etc/resolv.conf" 'nameserver 198.51.100.7'
check "ours is as it was" "cat /etc/resolv.conf" "nameserver 192.0.2.1"
check "that of another, too" "netns-exec red cat /etc/resolv.conf" "nameserver 192.0.2.1"
check "other files are as they were" "netns-exec blue cat /etc/hosts" "127.0.0.1 localhost"
check "-N: no file of /etc/netns/NAME" "netns-exec -N blue cat /etc/resolv.conf" \
	"nameserver 192.0.2.1"
echo '192.0.2.9 blue' >"$ETC/blue/hosts"
check "all files" "netns-exec blue cat /etc/resolv.conf /etc/hosts" \
	"nameserver 198.51.100.7${NL}192.0.2.9 blue"
echo other >/etc/.dot
echo dot >"$ETC/blue/.dot"
check "a dotfile" "netns-exec blue cat /etc/.dot" dot
rm "$ETC/blue/.dot"
mkdir /etc/dir "$ETC/blue/dir"
echo inner >"$ETC/blue/dir/file"
check "a directory" "netns-exec blue cat /etc/dir/file" inner
rm -r "$ETC/blue/dir"
i=0
while [ $i -lt 40 ]; do
	i=$((i + 1))
	echo "host $i" >"/etc/many$i"
	echo "blue $i" >"$ETC/blue/many$i"
done
check "many files" "netns-exec blue sh -c 'cat /etc/many* | grep -c blue'" 40
rm -f /etc/many* "$ETC"/blue/many*
mkdir "$ETC/common"
echo common >"$ETC/common/hosts"
rm "$ETC/blue/hosts"
ln -s ../common/hosts "$ETC/blue/hosts"
check "a symlink in /etc/netns/NAME" "netns-exec blue cat /etc/hosts" common
ln -sf ../common/missing "$ETC/blue/hosts"
check_error "a dangling symlink in /etc/netns/NAME whose counterpart exists" \
	"netns-exec blue true" \
	"netns-exec: *hosts*" 125
rm "$ETC/blue/hosts"
echo new >"$ETC/blue/nowhere.conf"
check "a file without counterpart: a warning, and on" \
	"netns-exec blue echo runs 2>$T/said; cat $T/said | grep -c '^netns-exec: .*nowhere.conf';
		wc -l <$T/said" \
	"runs${NL}1${NL}1"
check "a file without counterpart: the others are bound" \
	"netns-exec blue cat /etc/resolv.conf 2>/dev/null" \
	'nameserver 198.51.100.7'
check_false "a file without counterpart: none is made" "[ -e /etc/nowhere.conf ]"
rm "$ETC/blue/nowhere.conf"

# the symlink itself is bound over
mkdir -p "$T/resolver"
echo 'nameserver 203.0.113.1' >"$T/resolver/resolv.conf"
rm /etc/resolv.conf
ln -s "$T/resolver/resolv.conf" /etc/resolv.conf
check "a symlink in /etc" "netns-exec blue cat /etc/resolv.conf" 'nameserver 198.51.100.7'
check "its target is as it was, inside too" "netns-exec blue cat $T/resolver/resolv.conf" \
	'nameserver 203.0.113.1'
check "stays bound when the target is replaced" "netns-exec blue sh -c '
	echo leak >$T/resolver/new; mv $T/resolver/new $T/resolver/resolv.conf;
	cat /etc/resolv.conf'" \
	'nameserver 198.51.100.7'
check "stays bound when the target is removed" \
	"netns-exec blue sh -c 'rm $T/resolver/resolv.conf; cat /etc/resolv.conf'" \
	'nameserver 198.51.100.7'
check "a dangling symlink in /etc" "netns-exec blue cat /etc/resolv.conf" 'nameserver 198.51.100.7'
rm /etc/resolv.conf
ln -s ../t/resolver/resolv.conf /etc/resolv.conf
check "a relative one" "netns-exec blue cat /etc/resolv.conf" 'nameserver 198.51.100.7'
rm /etc/resolv.conf
ln -s resolv.conf /etc/resolv.conf
check "one that loops" "netns-exec blue cat /etc/resolv.conf" 'nameserver 198.51.100.7'
rm /etc/resolv.conf
echo 'nameserver 192.0.2.1' >/etc/resolv.conf

# running on with the host's file would leak
mkdir "$ETC/blue/hosts"
check_error "a directory whose counterpart is a file: 125" "netns-exec blue echo leak" \
	"netns-exec: *hosts*" 125
rmdir "$ETC/blue/hosts"
ln -s red "$ETC/red"
check_error "an /etc/netns/NAME that cannot be read: 125" "netns-exec red echo leak" \
	"netns-exec: *$ETC/red*" 125
check "-N does not look there" "netns-exec -N red echo runs" runs
rm "$ETC/red"
echo text >"$ETC/red"
check_error "an /etc/netns/NAME that is a file: 125" "netns-exec red echo leak" \
	"netns-exec: *$ETC/red*" 125
rm "$ETC/red"
mkdir "$ETC/red"
check "an empty one is fine" "netns-exec red cat /etc/resolv.conf" "nameserver 192.0.2.1"
if [ "$HOST" != 1 ]; then
	mkdir -p /etc/netns/red
	echo 'nameserver 198.51.100.99' >/etc/netns/red/resolv.conf
	check "the default directory is /etc/netns" \
		"unset NETNS_ETC_DIR; netns-exec red cat /etc/resolv.conf" \
		'nameserver 198.51.100.99'
	check "NETNS_ETC_DIR overrides it" "netns-exec red cat /etc/resolv.conf" \
		"nameserver 192.0.2.1"
	rm -r /etc/netns
fi

# other words for the same namespace
inside blue
check "by path: the /etc of its entry" "netns-exec $RUN/blue cat /etc/resolv.conf" \
	'nameserver 198.51.100.7'
check "by pid:N: the /etc of its entry" "netns-exec pid:$pid cat /etc/resolv.conf" \
	'nameserver 198.51.100.7'
stop $pid
nameless
check "no entry: our /etc" "netns-exec pid:$pid cat /etc/resolv.conf" "nameserver 192.0.2.1"
stop $pid
netns-set blue 3
check "by nsid:N: the /etc of its entry" "netns-exec nsid:3 cat /etc/resolv.conf" \
	'nameserver 198.51.100.7'
rm -rf "$ETC"

clear
make one blue two
mkdir -p "$ETC/blue/conf"
echo of blue >"$ETC/blue/conf/file"
check "a directory lies over what a symbolic link leads to" "unshare -m sh -c '
	mount -t tmpfs none /etc && mkdir /etc/other && ln -s other /etc/conf &&
	netns-exec blue cat /etc/conf/file'" "of blue"
check "-a: and no longer than it should" "unshare -m sh -c '
	mount -t tmpfs none /etc && mkdir /etc/other && ln -s other /etc/conf &&
	netns-exec -a cat /etc/conf/file 2>/dev/null | grep -c of.blue'" 1

# --- -a
clear
check "-a: there is none" "netns-exec -a echo hi" ""
make blue
check "-a: one" "netns-exec -a echo hi" "${NL}netns: blue${NL}hi"
check "-a: in it" "netns-exec -a netns-identify" "${NL}netns: blue${NL}blue"
make red green
check "-a: every one in turn" "netns-exec -a netns-identify | sort" \
	"${NL}${NL}${NL}blue${NL}green${NL}netns: blue${NL}netns: green${NL}netns: red${NL}red"
check "-all in ip grammar" "netns -all exec netns-identify | sort" \
	"${NL}${NL}${NL}blue${NL}green${NL}netns: blue${NL}netns: green${NL}netns: red${NL}red"
check "-a in ip grammar" "netns -a exec echo hi | grep -c hi" 3
check "-a: the heading comes before the output" \
	"netns-exec -a sh -c 'echo out; echo err >&2' 2>&1 | awk 'NR % 4 == 2' | cut -c1-7 | uniq" \
	"netns: "
check "-a: the worst status counts" \
	"netns-exec -a sh -c '[ \$(netns-identify) = red ] && exit 9; exit 3' >/dev/null" "" 9
check "-a: that of a signal" "netns-exec -a sh -c 'kill -9 \$\$' >/dev/null 2>&1" "" 137
check "-a: all are tried" "netns-exec -a false | grep -c netns:; :" 3
mkdir -p "$ETC/blue"
echo 'nameserver 198.51.100.7' >"$ETC/blue/resolv.conf"
check "-a: each with its own /etc" "netns-exec -a cat /etc/resolv.conf | grep nameserver | sort" \
	"nameserver 192.0.2.1${NL}nameserver 192.0.2.1${NL}nameserver 198.51.100.7"
check "-a: each with its own /sys" "netns-exec -a ls /sys/class/net | grep -c '^lo\$'" 3
check "-a: the /sys of one is gone before that of the next" \
	"netns-exec -a grep -c ' /sys ' /proc/self/mountinfo | grep . | grep -v netns: | sort -u |
		wc -l | tr -d ' '" 1
rm -rf "$ETC"
# A process in the background keeps the files of its namespace when the next one is entered.
for n in blue green red; do
	mkdir -p "$ETC/$n"
	echo "hosts of $n" >"$ETC/$n/hosts"
done
cat >"$T/stays" <<'END'
name=$(netns-identify)
(
	until [ -e "$T/go" ]; do
		sleep 0.05
	done
	cat /etc/hosts
	readlink /proc/self/ns/net
	grep -c " /sys " /proc/self/mountinfo
) >"$T/kept-$name" 2>&1 &
END
check "-a: with processes that go on" "netns-exec -a sh $T/stays | grep -c netns:" 3
: >"$T/go"
for n in blue green red; do
	check_soon "-a: that of $n still sees its files" \
		"[ \"\$(sed -n 1p $T/kept-$n)\" = 'hosts of $n' ] && sed -n 3p $T/kept-$n |
			grep ." \
		"cat $T/kept-$n"
done
rm -rf "$ETC" "$T/go"
cat >"$T/own-etc" <<END
mkdir -p $ETC/\$(netns-identify)
echo x >$ETC/\$(netns-identify)/hosts
cat /etc/hosts
END
echo container >"$T/hosts"
check "-a: what lay over a file of /etc before stays there" \
	"unshare -m sh -c 'mount --bind $T/hosts /etc/hosts && netns-exec -a sh $T/own-etc' |
		grep -c container" 3
rm -rf "$ETC"
check "-a -N" "netns-exec -a -N netns-identify | grep -c ." 6
: >"$RUN/stale"
check "-a: a stale one is an error, the others run" \
	"netns-exec -a echo hi 2>/dev/null | grep -c hi" 3
check "-a: a stale one counts as 125" "netns-exec -a true >/dev/null 2>&1" "" 125
make last
: >"$RUN/later"
check "-a: and does not make a worse one better" "netns-exec -a sh -c 'exit 200' >/dev/null 2>&1" \
	"" 200
rm "$RUN/stale" "$RUN/later"
netns-delete last
check "-a: not found" "netns-exec -a no-such-command >/dev/null 2>&1" "" 127
check "-a: processes are gone after it" \
	"netns-exec -a true >/dev/null; netns-pids blue; netns-pids red" ""
clear

# --- -u: as another user
cat >/etc/passwd <<'END'
root:x:0:0:root:/root:/bin/sh

broken
alice:x:1234:1235:Alice,,,:/home/al ice:/bin/alice-sh
1234:x:4321:4321::/:/bin/sh
end:x:1300:1301
far:x:1500:1501::/:/bin/sh
alice:x:6666:6667:the second of that name:/home/other:/bin/other-sh
END
printf 'bob:x:1400:1401:no newline:/home/bob:' >>/etc/passwd
cat >/etc/group <<'END'
root:x:0:

alice:x:1235:
audio:x:29:bob,alice
nobodys:x:30:
prefixes:x:31:alicex,xalice,ali
video:x:44:alice
broken:x:12a:alice
staff:x:50:
big:x:3000000000:far
staff:x:51:
END
make blue
check_error "-u: no such user: nothing is run" "netns-exec -u nope blue touch $T/ran" \
	"netns-exec: nope: no such user*" 125
check_error "-u: a part of a name is none" "netns-exec -u alic blue touch $T/ran" \
	"netns-exec: alic: no such user*" 125
check_error "-u: no name at all" "netns-exec -u" \
	"netns-exec: -u: unknown, or without its value; usage: *" 2
check_error "-u: an empty name is none" "netns-exec -u '' blue touch $T/ran" \
	"netns-exec: *no such user*" 125
check_error "-u: no such group" "netns-exec -u alice:nope blue touch $T/ran" \
	"netns-exec: nope: no such*group*" 125
check_error "-u: a number without a line needs a group" "netns-exec -u 77 blue touch $T/ran" \
	"netns-exec: 77: no such*group*" 125
check_error "-u: a line without an id" "netns-exec -u broken blue touch $T/ran" \
	"netns-exec: broken: no such user*" 125
check_error "-u: a negative number" "netns-exec -u -1:0 blue touch $T/ran" \
	"netns-exec: -1: no such user*" 125
check_error "-u: 4294967295, which means no change" "netns-exec -u 4294967295:0 blue touch $T/ran" \
	"netns-exec: *" 125
check_false "-u: nothing was run" "[ -e $T/ran ]"
check_usage "-u without its value" "netns-exec -u"
check_usage "-u without NETNS" "netns-exec -u alice"
who="exec 2>/dev/null; echo \$(id -u) \$(id -g) \$(id -G)"
if [ "$WORLD" = root ]; then
	check "-u: user, group and groups" "netns-exec -u alice blue sh -c '$who'" \
		"1234 1235 1235 29 44"
	check "-u: in ip grammar" "netns exec -u alice blue sh -c 'id -u 2>/dev/null'" 1234
	check "-u: in the namespace" "netns-exec -u alice blue readlink /proc/self/ns/net" \
		"net:[$(stat -L -c %i "$RUN/blue")]"
	check "-u: without -N's mounts, too" \
		"netns-exec -N -ualice blue sh -c 'id -u 2>/dev/null'" 1234
	check "-u USER:GROUP" "netns-exec -u alice:staff blue sh -c '$who'" "1234 50 50 29 44"
	check "-u USER:NUMBER" "netns-exec -u alice:77 blue sh -c '$who'" "1234 77 77 29 44"
	check "-u: of several lines the first" "netns-exec -u 1234 blue sh -c '$who'" \
		"1234 1235 1235 29 44"
	check "-u NUMBER: that of a line" "netns-exec -u 1300 blue sh -c '$who'" "1300 1301 1301"
	check_error "-u: not without a group that we cannot name" "netns-exec -u far blue true" \
		"netns-exec: big: no such*group*" 125
	check "-u NUMBER:NUMBER" "netns-exec -u 77:78 blue sh -c '$who'" "77 78 78"
	check "-u NUMBER:GROUP" "netns-exec -u 77:staff blue sh -c '$who'" "77 50 50"
	check "-u: the last line without its newline" "netns-exec -u bob blue sh -c '$who'" \
		"1400 1401 1401 29"
	check "-u: real, effective and saved ids" \
		"netns-exec -u alice blue grep -E '^[UG]id:' /proc/self/status | tr '\t' ' '" \
		"Uid: 1234 1234 1234 1234${NL}Gid: 1235 1235 1235 1235"
	check "-u: no capability is left" \
		"netns-exec -u alice blue grep -E '^Cap(Inh|Prm|Eff|Amb)' /proc/self/status |
			cut -f 2 | tr -d 0 | grep ." "" 1
	if have setpriv; then
		caps='^Cap(Inh|Prm|Eff|Amb)'
		check "-u: none of those that are handed on either" \
			"setpriv --inh-caps=+net_admin,+sys_admin --ambient-caps=+net_admin \
				netns-exec -u alice blue grep -E '$caps' /proc/self/status |
				cut -f 2 | tr -d 0 | grep ." "" 1
	else
		skip "-u: none of those that are handed on either" "no setpriv"
	fi
	check "-u root" "netns-exec -u root blue sh -c '$who'" "0 0 0"
	check "-u root keeps the capabilities" \
		"netns-exec -u root blue grep CapEff /proc/self/status" \
		"$(grep CapEff /proc/self/status)"
	echo 'echo "$HOME|$USER|$LOGNAME|$SHELL"' >"$T/variables"
	check "-u: his variables" \
		"HOME=/root USER=root netns-exec -u alice blue sh $T/variables" \
		"/home/al ice|alice|alice|/bin/alice-sh"
	check "-u: each of them once, the others as they are" \
		"env -i PATH=\"\$PATH\" NETNS_RUN_DIR=$RUN USERS=1 USER=root HOME=/ FOO=bar \
			netns-exec -u alice blue env |
			grep -v '^_=\\|^PWD\|^NETNS\|^PATH' | sort" \
		"$(printf '%s\n' FOO=bar 'HOME=/home/al ice' LOGNAME=alice SHELL=/bin/alice-sh \
			USER=alice USERS=1)"
	check "-u: a number without a line leaves them" \
		"HOME=/x USER=me netns-exec -u 77:78 blue sh -c 'echo \$HOME \$USER'" "/x me"
	printf '#!/bin/sh\necho "shell of $USER"\n' >"$T/bin/alice-sh"
	chmod +x "$T/bin/alice-sh"
	sed "s|/bin/alice-sh|$T/bin/alice-sh|" /etc/passwd >"$T/passwd" && cat "$T/passwd" \
		>/etc/passwd
	if [ "$FRONT" != 1 ] && helper terminal && "$terminal" '' true; then
		check "-u: his shell, when there is no command" \
			"$terminal '' netns-exec -u alice blue" "shell of alice"
	else
		skip "-u: his shell, when there is no command" "this needs the helper terminal"
	fi
	mkdir -p "$ETC/blue"
	echo 'carol:x:1500:1501::/home/carol:/bin/sh' >"$ETC/blue/passwd"
	check "-u: he is looked up in the namespace's /etc" "netns-exec -u carol blue id -u" 1500
	check_error "-u: and not in that of the host" "netns-exec -u alice blue id" \
		"*alice: no such user*" 125
	check_error "-u -N: in that of the host" "netns-exec -N -u carol blue id" \
		"*carol: no such user*" 125
	rm "$ETC/blue/passwd"
	mkfifo "$ETC/blue/passwd"
	check_error "-u: /etc/passwd is a FIFO: nobody waits" \
		"limit netns-exec -u carol blue id" "*carol: no such user*" 125
	rm -rf "$ETC"
	make red
	check "-u -a: in each" \
		"netns-exec -a -u alice sh -c 'id -u 2>/dev/null' | grep -c '^1234\$'" 2
	awk 'BEGIN { for (i = 0; i < 100000; i++) print "user" i ":x:1:1::/home/user:/bin/sh" }' \
		>/etc/passwd
	check_error "-u: a file that is too large to be read whole is not read by half" \
		"netns-exec -u user1 blue true" "netns-exec: /etc/passwd: *" 125
	rm /etc/passwd /etc/group
	check "-u: without the files numbers will do" "netns-exec -u 77:78 blue sh -c '$who'" \
		"77 78 78"
else
	check_error "-u: setgroups is denied here, and that is what it says" \
		"netns-exec -u root blue touch $T/ran" \
		"netns-exec: root: *setgroups*not permitted*" 125
	check_false "-u: then nothing was run" "[ -e $T/ran ]"
	rm /etc/passwd /etc/group
fi
clear

# --- what is inherited, by us and by the command
make blue red
ignoring="sh -c 'trap \"\" CHLD; exec \"\$@\"' sh"
signals="grep -E '^Sig(Blk|Ign):' /proc/self/status"
check "SIGCHLD ignored by the caller: -a" "$ignoring netns-exec -a true | grep -c netns:" 2
check "SIGCHLD ignored by the caller: -a has the status of the command" \
	"$ignoring netns-exec -a sh -c 'exit 9' >/dev/null" "" 9
check "SIGCHLD ignored by the caller: it still is in the command" \
	"$ignoring netns-exec blue $signals" "$(eval "$ignoring $signals")"
check "SIGCHLD ignored by the caller: it still is in each command of -a" \
	"$ignoring netns-exec -a -N $signals | grep Sig | sort -u" \
	"$(eval "$ignoring $signals" | sort -u)"
check "SIGCHLD not ignored: nor is it in the commands of -a" \
	"netns-exec -a -N $signals | grep Sig | sort -u" "$(eval "$signals" | sort -u)"
printf 'exec -N blue true\nexec blue sh -c "exit 3"\n' >"$T/batch"
check_error "SIGCHLD ignored by the caller: a batch" "$ignoring netns -b $T/batch" \
	"netns: Command failed $T/batch:2"
check "SIGCHLD ignored by the caller: delete -a" "$ignoring netns-delete -a; ls $RUN" ""
make blue red
check "a child that is not ours" "sh -c 'sleep 1000 & netns-exec -a true >/dev/null; s=\$?
	kill \$!; exit \$s'" ""
check "limits and umask" \
	"sh -c 'ulimit -n 20; umask 027; netns-exec blue sh -c \"ulimit -n; umask\"'" "20${NL}0027"
check_true "closed descriptors stay closed" \
	"netns-exec blue sh -c '! [ -e /proc/self/fd/0 ] || ! readlink /proc/self/fd/0' <&-"
mkdir "$T/gone"
check "a working directory that is gone" \
	"cd $T/gone && rmdir $T/gone && netns-exec blue echo here" here
check "a small stack" "sh -c 'ulimit -s 32; exec netns-exec blue echo runs'" runs
if have setpriv; then
	check "no_new_privs" \
		"setpriv --no-new-privs netns-exec blue grep ^NoNew /proc/self/status | tail -c 2" 1
else
	skip "no_new_privs" "no setpriv"
fi
if [ "$WORLD" = root ] && helper variables && [ -x /bin/true ]; then
	check "-u: 470,000 variables" "sh -c 'ulimit -s unlimited; exec $HELPERS/variables 470000 \
		$(command -v netns-exec) -u 77:78 $RUN/blue /bin/true'" ""
else
	skip "-u: 470,000 variables" "root and the helper variables are needed"
fi
if [ "$WORLD" = root ]; then
	echo 'dora:x:1600:1601::/:/bin/sh' >/etc/passwd
	members=$(awk 'BEGIN { for (i = 0; i < 300; i++) printf "user%d,", i }')
	M=$members awk 'BEGIN {
		for (i = 0; i < 1500; i++)
			print "g" i ":x:" i + 2000 ":" ENVIRON["M"] "dora"
	}' >/etc/group
	check "-u: 1,500 groups, in 3 MB" \
		"netns-exec -u dora blue awk '/^Groups:/ { print NF - 1 }' /proc/self/status" 1501
	cat /etc/group /etc/group >"$T/group" && mv "$T/group" /etc/group
	check_error "-u: a larger file is refused" "netns-exec -u dora blue true" \
		"netns-exec: /etc/group: File too large" 125
	awk 'BEGIN { for (i = 0; i < 65536; i++) print "g" i ":x:" i + 2000 ":dora" }' >/etc/group
	check_error "-u: more groups than the kernel takes" "netns-exec -u dora blue true" \
		"netns-exec: dora: cannot become this user*: Invalid argument" 125
	rm /etc/passwd /etc/group
fi
if unshare -U -r -m true 2>/dev/null; then
	check_error "a mount namespace that is refused: the step, and the way out" \
		"mkdir $T/names; unshare -U -r -m -n sh -c 'mount -t tmpfs none $T/names
			NETNS_RUN_DIR=$T/names; netns-add in; netns-exec -N in true
			echo 0 >/proc/sys/user/max_mnt_namespaces; exec netns-exec in true'" \
		"netns-exec: cannot keep mounts private (-N makes none): No space left*" 125
else
	skip "a mount namespace that is refused" "no user namespaces in this one"
fi
clear

# --- errors
if [ "$WORLD" = root ] && helper as; then
	make blue
	check_error "without CAP_SYS_ADMIN" "$HELPERS/as 65534 netns-exec blue true" \
		"netns-exec: *run as root*unshare -Urm*" 125
	check_error "without CAP_SYS_ADMIN, -N" "$HELPERS/as 65534 netns-exec -N blue true" \
		"netns-exec: *blue*" 125
	clear
else
	skip "without CAP_SYS_ADMIN" "root and the helper as are needed"
fi
make blue
check_true "without /proc, -N works" \
	"unshare -m sh -c 'mount -t tmpfs none /proc; netns-exec -N blue true'"
check "-h prints the usage and succeeds" "netns-exec -h | grep -c '^usage: netns-exec '" 1
check "-h after NETNS is the command's" "netns-exec blue echo -h" -h
done_testing
