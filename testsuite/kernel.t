# SPDX-License-Identifier: 0BSD
# kernel.t: a kernel without network namespaces (CONFIG_NET_NS): messages say so, and nothing is
# left half-made

. "$TESTSUITE/lib.sh"

# without COMMAND...: run it as on such a kernel, as seen in /proc and in system calls
without()
{
	# shellcheck disable=SC2016 # for the inner shell
	unshare -m sh -c 'mount -t tmpfs none /proc && mkdir /proc/self && exec "$0" "$@"' \
		"$HELPERS/nonetns" "$@"
}

if ! helper nonetns || ! without true; then
	skip "a kernel without network namespaces" "the helper nonetns is needed, and seccomp"
	done_testing
	exit
fi

none='(this kernel has no network namespaces: CONFIG_NET_NS)'
check_error "add" "without netns-add blue" "netns-add: blue: *$none*"
check_error "add -u, several: each is named" "without netns-add -u a b" \
	"netns-add: a: *${NL}netns-add: b: *$none*"
check_error "add -p" "without netns-add -p 1 blue" "netns-add: 1: *$none*"
check_true "no file is left" "gone blue && gone a && gone b"
check_error "identify" "without netns-identify" "netns-identify: *$none"
check_error "identify a process" "without netns-identify 1" "netns-identify: 1: *$none"
check_error "a namespace by name" "without netns-set old 1" "netns-set: old: *$none"
check_error "a namespace by PID" "without netns-set pid:1 1" "netns-set: pid:1: *$none"
check_error "exec" "without netns-exec old true" "netns-exec: old: *$none" 125

# --- a name of before: of a kernel that had them, for the calls alone
make old
check_error "it cannot be entered" "without netns-exec old true" \
	"netns-exec: old: cannot enter: *" 125
check_error "nor with -N" "without netns-exec -N old true" "netns-exec: old: cannot enter: *" 125
check_error "its processes cannot be seen" "without netns-pids old" "netns-pids: old: *$none*"
check_error "so it is not taken for empty" "without netns-delete old" "netns-delete: *$none*"
check_true "it is still there" "live old"
check "delete -f asks nobody" "without netns-delete -f old && gone old" ""
clear

done_testing
