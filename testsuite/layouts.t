# SPDX-License-Identifier: 0BSD
# layouts: what every command does in containers, units, chroots and other odd places
#
# Each layout is built by hand, without the program that usually builds it, in a mount namespace of
# its own. Each command prints one line or more there, "COMMAND: STATUS OUTPUT", with N for numbers.
# The table below has what is right in most places; a layout gives only what differs.
. "$TESTSUITE/lib.sh"

if [ "$WORLD" != root ] || [ "$HOST" = 1 ] || [ "$FRONT" = 1 ]; then
	echo "1..0 # SKIP for root, and for netns under its own name"
	exit
fi

devices=/sys/devices/virtual/net:
cat >"$T/table" <<END
add: 0
add -e: 0
attach: 0 red
delete: 0
delete, busy: 1 netns-delete: blue: busy: N process: N*
delete -k: 0
exec: 0 /sys/class/net: lo /sys/devices/virtual/net: lo
exec, etc: 0 nameserver N.N.N.N # of blue
exec -N: 0 net:N
exec, sys: 0
exec -a: 0 /sys/class/net: /sys/class/net: $devices $devices lo lo lo lo netns: blue netns: red
identify: 0 blue
list: 0 blue red
list -a: 0 blue *red*
list-id: 0 nsid N (iprouteN netns name: blue)
map: 0 blue red
monitor: 0 add new delete new
move: 0 blue (id: N)
pids: 0 N
set: 0 red (id: N)
veth: 0 blue (id: N)
END

# What runs in each layout, under the command's name with "_" for "-".
cat >"$T/commands" <<'COMMANDS'
# Its output, without what the module bonding puts into /sys/class/net.
say()
{
	said=$(eval "$2" 2>&1 </dev/null)
	echo "$1: $?" $(echo "$said" | sed 's/[0-9][0-9]*/N/g; s/[[]N[]]/N/g
		/^bonding_masters$/d')
}
sorted()
{
	"$@" >$T/out
	sorted=$?
	sort $T/out
	return $sorted
}
# what /sys consists of: the mount that is last at each point, its type, and whether it is read-only
view_sys()
{
	ls /sys /sys/firmware 2>/dev/null
	awk '$5 ~ "^/sys(/|$)" {
		for (i = 7; $i != "-"; i++);
		shown[$5] = $(i + 1) " " substr($6, 1, 2)
	}
	END { for (point in shown) print point, shown[point] }' /proc/self/mountinfo | sort
}
# A process in blue; its pid is left in $pid. Whether it is there, it says itself: there may be no
# /proc. If it cannot be, read finds the end.
occupy()
{
	[ -p $T/there ] || mkfifo $T/there
	netns-exec -N blue sh -c 'echo yes && exec sleep 1000' >$T/there 2>&1 &
	pid=$!
	read -r there <$T/there
}
vacate()
{
	kill -9 $pid
	wait $pid
} 2>/dev/null
command_add()
{
	say add 'netns-add new && netns-exec -N new true'
	say 'add -e' 'netns-add -e blue'
	netns-delete -f new
}
command_attach()
{
	occupy
	say attach "netns-attach red $pid && netns-identify $pid"
	vacate
}
command_delete()
{
	netns-add -e new
	say delete 'netns-delete new && ! [ -e $NETNS_RUN_DIR/new ]'
	occupy
	say 'delete, busy' 'netns-delete blue'
	say 'delete -k' 'netns-delete -k blue'
	vacate
	netns-add -e blue
}
command_exec()
{
	say exec 'netns-exec red ls /sys/class/net /sys/devices/virtual/net'
	say 'exec, etc' 'netns-exec blue cat /etc/resolv.conf'
	view_sys >$T/sys
	say 'exec, sys' 'netns-exec red sh $T/commands view >$T/in-red; cmp $T/sys $T/in-red'
	say 'exec -N' 'netns-exec -N blue readlink /proc/self/ns/net'
	say 'exec -a' 'sorted netns-exec -a ls /sys/class/net /sys/devices/virtual/net'
}
command_identify()
{
	occupy
	say identify "netns-identify $pid"
	vacate
}
command_list()
{
	say list 'sorted netns-list'
	say 'list -a' 'sorted netns-list -a'
}
command_list_id()
{
	netns-set blue 7
	say list-id netns-list-id
}
command_map()
{
	say map 'netns-map >$T/map; s=$?; grep -o "^blue\|^red" $T/map | sort; (exit $s)'
}
command_monitor()
{
	netns-monitor name >$T/events 2>&1 &
	monitor=$!
	sleep 0.3
	netns-add new
	netns-delete new
	tries=0
	until [ $tries = 50 ] || grep -q delete $T/events; do
		tries=$((tries + 1))
		sleep 0.02
	done
	kill -TERM $monitor
	wait $monitor
	say monitor "cat $T/events; exit $?"
}
command_move()
{
	netns-veth here red there
	say move 'netns-move here blue && netns-list dev here'
	netns-exec -N blue netns-move here blue other
	netns-delete -f red
	netns-add red
}
command_pids()
{
	occupy
	say pids 'netns-pids blue'
	vacate
}
command_set()
{
	say set 'netns-set red 8 && netns-list red'
}
command_veth()
{
	say veth 'netns-veth here blue there && netns-list dev there'
	netns-delete -f blue
	netns-add blue
}
if [ "$1" = view ]; then
	view_sys
	exit
fi
netns-add -e blue red 2>/dev/null
for c in $(netns --list); do
	c=${c#netns-}
	f=command_$(echo $c | tr - _)
	if command -v $f >/dev/null; then
		$f 2>/dev/null
	else
		say $c "netns-$c --help >/dev/null"
	fi
done
netns-delete -f blue red
COMMANDS
# A command that is not known here must at least print its help.
for c in $(netns --list); do
	c=${c#netns-}
	grep -q "^command_$(echo "$c" | tr - _)()" "$T/commands" || echo "$c: 0" >>"$T/table"
done
# A device of ours, which shows whose /sys it is.
if ! netns-veth ours /proc/self/ns/net ours-too 2>/dev/null; then
	sed -i '/^move: /d; /^veth: /d' "$T/table"
	excuse makes_veth 'a device of the old namespace' 'this kernel has no veth devices'
fi
mkdir -p "$ETC/blue"
echo 'nameserver 198.51.100.7 # of blue' >"$ETC/blue/resolv.conf"

# Words of the scripts that build a layout.
cat >"$T/words" <<'END'
set -e
read_only()
{
	mount -o remount,bind,ro "$1"
}
# no_mount POINT: what a system without that mount has there
no_mount()
{
	while umount -l "$1" 2>/dev/null; do :; done
}
# root_in DIR: a root directory that is no mount point; what is in it is
root_in()
{
	mkdir -p $1/etc $1/sys
	cp -a /etc/. $1/etc
	for d in bin sbin lib lib32 lib64 libx32 usr dev proc run; do
		if [ -L /$d ]; then
			cp -a /$d $1
		elif [ -d /$d ]; then
			mkdir $1/$d
			mount --rbind /$d $1/$d
		fi
	done
}
outside()
{
	grep -v " - nsfs \|/t/netns " /proc/self/mountinfo
}
END

# layout NAME BUILD [RUN]: what the commands do where BUILD, a script, has built the layout; RUN (by
# default sh) starts them there. Standard input has the lines that differ from the table. What is
# mounted in the layout must be the same afterwards.
layout()
{
	cat >"$T/differences"
	cat - "$T/words" >"$T/build" <<-END
		. $T/words
		$2
		outside >$T/before
		${3:-sh} $T/commands || :
		outside >$T/after
	END
	rm -f "$T/before" "$T/after"
	timeout 120 unshare -m -p -f --mount-proc sh "$T/build" >"$T/said" 2>"$T/noise" </dev/null
	while IFS= read -r line; do
		expected=$(grep "^${line%%: *}: " "$T/differences") || expected=$line
		got=$(grep "^${line%%: *}: " "$T/said")
		# shellcheck disable=SC2254 # a pattern is wanted
		case $got in
		$expected) ok "$1: ${line%%: *}" ;;
		*)
			not_ok "$1: ${line%%: *}" "expected: $expected" "got: $got" \
				"$(cat "$T/noise")"
			;;
		esac
	done <"$T/table"
	if [ -s "$T/before" ] && cmp -s "$T/before" "$T/after"; then
		ok "$1: no mount is left outside"
	else
		not_ok "$1: no mount is left outside" "$(diff "$T/before" "$T/after")" \
			"$(cat "$T/noise")"
	fi
	rm -rf "$RUN" "$T/tree"
}

layout 'nothing special' : </dev/null

layout 'systemd-nspawn: /sys is a tmpfs with parts of a sysfs, all read-only' '
	mkdir $T/full
	mount -t sysfs none $T/full
	mount -t tmpfs -o mode=755 none /sys
	for d in block bus class dev devices kernel; do
		mkdir /sys/$d
		mount --bind $T/full/$d /sys/$d
		read_only /sys/$d
	done
	umount $T/full
	rmdir $T/full
	mkdir -p /sys/fs/cgroup
	mount -t tmpfs none /sys/fs/cgroup
	read_only /sys' </dev/null

layout 'LXC: /sys is read-only, but not its virtual devices' '
	mount --bind /sys /sys
	read_only /sys
	net=/sys/devices/virtual/net
	mount -t sysfs none $net
	mount --bind $net/devices/virtual/net $net' </dev/null

layout 'parts of /sys are hidden or read-only' '
	mount -t tmpfs -o ro none /sys/firmware
	mount --bind /sys/kernel /sys/kernel
	read_only /sys/kernel
	mount -t tmpfs none /sys/fs
	mkdir /sys/fs/fuse
	mount --bind /sys/bus /sys/fs/fuse
	mount --bind /dev/null /sys/kernel/profiling' <<END
exec, sys: 0
END

layout '/sys is hidden' 'mount -t tmpfs none /sys' <<END
exec: [12] ls:*
exec -a: [12] ls:*
END

layout '/sys is not mounted' 'no_mount /sys' <<END
exec, sys: 1 *
END

layout 'a chroot on a shared mount' '
	mount --make-rshared /
	root_in $T/tree' "chroot $T/tree sh" <<END
exec, sys: 1 *
END

layout 'a chroot with a /sys of its own' '
	mount --make-rshared /
	root_in $T/tree
	mount -t sysfs none $T/tree/sys' "chroot $T/tree sh" </dev/null

layout 'a chroot without /sys' '
	mount --make-rshared /
	root_in $T/tree
	rmdir $T/tree/sys' "chroot $T/tree sh" <<END
exec: [12] ls:*
exec -a: [12] ls:*
END

layout 'a chroot in a chroot' '
	mount --make-rshared /
	root_in $T/tree
	root_in $T/tree/inner' "chroot $T/tree chroot /inner sh" <<END
exec, sys: 1 *
END

layout 'a chroot that is a mount' '
	mount --make-rshared /
	mkdir $T/tree
	mount -t tmpfs none $T/tree
	root_in $T/tree' "chroot $T/tree sh" <<END
exec, sys: 1 *
END

layout 'below another mount of the root' '
	mount --make-rshared /
	root_in $T/tree
	mount -t tmpfs none /mnt' "chroot $T/tree sh" <<END
exec, sys: 1 *
END

layout 'no /proc' 'netns-add blue red' \
	"unshare -m sh -c 'mount -t tmpfs none /proc && exec sh \"\$1\"' sh" <<END
add: 1 netns-add: new: *is /proc mounted*
attach: 1 netns-attach: *is /proc mounted*
delete: 1 netns-delete: new: no such network namespace
delete, busy: 1 netns-delete: *is /proc mounted*
delete -k: 1 netns-delete: *is /proc mounted*
exec: 0 *$devices lo
exec, etc: 125 *netns-exec: /etc/resolv.conf: cannot be covered (is /proc mounted*
exec -N: 1
exec -a: 125 *
exec, sys: *
identify: 1 netns-identify: *is /proc mounted*
list -a: 1 *is /proc mounted*
map: 1 netns-map: *is /proc mounted*
monitor: 1 netns-monitor: *is /proc mounted*
move: *
pids: 1 netns-pids: *is /proc mounted*
set: *
veth: *
END

layout 'a process namespace without its own /proc' : 'unshare -p -f sh' <<END
attach: 1 netns-attach: *
delete, busy: 1 netns-delete: blue: *
delete -k: 1 netns-delete: blue: *
identify: *
pids: *
END

if setpriv --bounding-set=-sys_ptrace true 2>/dev/null; then
	layout 'processes are hidden, also from us' '
		mount -t proc -o hidepid=2 proc /proc
		netns-add blue red
		netns-exec -N blue sleep 1000 >/dev/null 2>&1 &
		sleep 0.3' 'setpriv --regid=65534 --clear-groups \
			--bounding-set=-sys_ptrace --inh-caps=-sys_ptrace sh' <<END
delete: 1 netns-delete: new: cannot see all processes *
delete, busy: 1 netns-delete: blue: cannot see all processes *
delete -k: 1 netns-delete: blue: cannot see all processes *
exec -a: 0 *
list: 0 blue new red
list -a: 1 netns-list: *cannot see all processes *
map: 1 netns-map: *cannot see all processes *
monitor: 0
pids: 1 *netns-pids: blue: cannot see all processes *
END
	# process 1 has it, so it may not be looked at
	layout 'no CAP_SYS_PTRACE, as in nspawn' : \
		'setpriv --bounding-set=-sys_ptrace --inh-caps=-sys_ptrace sh' <<END
list -a: 1 netns-list: $RUN: there may be more: N process may not be looked at blue net:N * red
map: 1 netns-map: $RUN: there may be more: N process may not be looked at blue red
END
	layout 'processes are hidden, but not from us' 'mount -t proc -o hidepid=2 proc /proc' \
		</dev/null
else
	skip 'processes are hidden' 'no setpriv that drops a capability for good'
fi

layout 'a unit with mounts of its own (PrivateTmp)' '
	mount --make-rshared /' 'unshare -m --propagation slave sh' </dev/null

layout 'a read-only run directory' '
	netns-add blue red
	read_only $NETNS_RUN_DIR' <<END
add: 1 netns-add: $RUN: Read-only file system
add -e: 1 netns-add: $RUN: Read-only file system
delete: 1 netns-delete: $RUN: Read-only file system
delete, busy: 1 netns-delete: $RUN: Read-only file system
delete -k: 1 netns-delete: $RUN: Read-only file system
monitor: 0
set: *
veth: *
END

if unshare -U -r -n -m true 2>/dev/null; then
	layout 'a user namespace' : 'unshare -U -r -n -m sh' <<END
list -a: 1 netns-list: *there may be more: N process* may not be looked at *
map: 1 netns-map: *there may be more: N process* may not be looked at*
END
else
	skip 'a user namespace' 'this kernel or system allows none'
fi
done_testing
