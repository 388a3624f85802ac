# SPDX-License-Identifier: 0BSD
# nsfs.t: namespaces that only listns(2) shows, not /proc: Linux 6.19
. "$TESTSUITE/lib.sh"

# Does the kernel show them? Only to root in the initial PID and user namespaces.
told()
{
	[ "$HOST" != 1 ] && lists_namespaces &&
		[ "$(readlink /proc/self/ns/pid)" = 'pid:[4026531836]' ] &&
		[ "$(readlink /proc/self/ns/user)" = 'user:[4026531837]' ]
}

if ! told; then
	skip "those that nothing in /proc leads to" \
		"Linux 6.19 is needed, root, and the first process and user namespace"
	done_testing
	exit
fi

# listed: does netns-list -a list $held?
listed()
{
	netns-list -a | grep -qF "$held"
}

make blue
nameless
held=$(netns_of "$pid")
exec 9<"/proc/$pid/ns/net"
stop "$pid"
inode=${held#net:?} inode=${inode%?}
check "one that an open file holds" "netns-list -a | grep -F '$held'" "$held (processes: 0)"
check "its names come first" "netns-list -a | head -n 1" blue
check "a named one is not listed twice" \
	"netns-list -a | grep -cF '[$(stat -L -c %i "$RUN/blue")]'" 0 1
check "that of the caller is not listed twice" "netns-list -a | grep -cF '$(netns_of)'" 1
check "-j" "netns-list -aj | tr '{' '\n' | grep '^\"inode\":$inode,' | sed 's/}.*//'" \
	"\"inode\":$inode,\"processes\":0"
check_true "-j: it is JSON" "[ -z \"\$(netns-list -aj | awk -f $TESTSUITE/json.awk)\" ]"
check "-q" "netns-list -aq | grep -F '$held'" "$held"
check "dev" "netns-list -aq dev lo | grep -F '$held'" "$held"
netns-set /proc/self/fd/9 7
check "its id" "netns-list -a | grep -F '$held'" "$held (id: 7) (processes: 0)"
check_true "netns-map has it" "netns-map | grep -F '$held'"
netns-exec -N /proc/$$/fd/9 sleep 1000 </dev/null >/dev/null 2>&1 9<&- &
started="$started $!" inside=$!
eventually "grep -q '^sleep' /proc/$inside/cmdline"
check "with a process in it" "netns-list -a | grep -F '$held'" \
	"$held (id: 7) (processes: 1, pid: $inside sleep)"
stop "$inside"
exec 9<&-
check_soon "it is gone with its last holder" "! listed"

# A mount that no process sees: an open file holds the mount namespace that it is in.
background unshare -m sh -c "mkdir '$T/there'; mount -t tmpfs none '$T/there'; : >'$T/there/one'
	unshare -n mount --bind /proc/self/ns/net '$T/there/one'
	stat -L -c %i '$T/there/one' >$T/inode; exec sleep 1000"
eventually "[ -s $T/inode ] && grep -q sleep /proc/$pid/comm"
held="net:[$(cat "$T/inode")]"
check_true "a mount that a process sees: where" \
	"netns-list -a | grep -F '$held (processes: 0, pid: $pid sleep, mount: $T/there/one)'"
exec 9<"/proc/$pid/ns/mnt"
stop "$pid"
check "a mount that no process sees" "netns-list -a | grep -F '$held'" "$held (processes: 0)"
exec 9<&-
check_soon "it is gone with that" "! listed"
clear
done_testing
