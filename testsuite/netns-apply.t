# SPDX-License-Identifier: 0BSD
# netns apply: one file says which namespaces there are, and what is in them
. "$TESTSUITE/lib.sh"

apply()
{
	cat >"$T/net.conf"
	netns-apply "$@" "$T/net.conf"
}

check_usage "an operand too many" "netns-apply one two"
check_usage "an unknown flag" "netns-apply -Z"
check_true "-h" "netns-apply -h | grep '^usage: netns-apply '"
check_true "-V is no -v" "netns-apply -V | grep '^netns '"
check_error "no such file" "netns-apply $T/none" \
	"netns-apply: $T/none: No such file or directory"
check_error "a mistake" "echo 'namespace a/b' | apply" \
	"netns-apply: $T/net.conf:1: a/b: expected namespace NAME, or here"
check "an empty file" "echo | apply" ""
done_testing
