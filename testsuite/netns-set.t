# SPDX-License-Identifier: 0BSD
# netns set: assign an id to a namespace
. "$TESTSUITE/lib.sh"

make a b c d e f
check "set prints nothing" "netns-set a 5" ""
check "it has this id" "listed a" "a (id: 5)"
check "in ip grammar" "netns set b 0 && netns list-id nsid 0" "nsid 0 (iproute2 netns name: b)"
check "auto: the kernel finds one" "netns-set c auto && netns-list-id | grep 'name: c)'" \
	"nsid 1 (iproute2 netns name: c)"
check "hexadecimal" "netns-set d 0x10 && listed d" "d (id: 16)"
check "octal" "netns-set e 010 && listed e" "e (id: 8)"
check "the largest" "netns-set f 2147483647 && listed f" "f (id: 2147483647)"
for n in c d e f; do
	netns-delete $n
done
check "ids are those of this namespace alone" "netns -n a list" "$(netns-list | cut -d " " -f 1)"
check "-n: as seen from that namespace" "netns -n a set b 77 && netns -n a list-id" \
	"nsid 77 (iproute2 netns name: b)"
make c
check_error "the id is taken" "netns-set c 5" \
	"netns-set: *[c5]*: The specified nsid is already used*"
check_error "it has an id already" "netns-set a 6" \
	"netns-set: *a*Peer netns already has a nsid assigned*"
check "nothing changed" "netns-list | sort" "a (id: 5)${NL}b (id: 0)${NL}c"
check_error "no such namespace" "netns-set nope 3" "netns-set: nope: no such network namespace"
: >"$RUN/stale"
check_error "a stale one" "netns-set stale 3" \
	"netns-set: stale: stale: no namespace is mounted here*"
rm "$RUN/stale"
if [ "$WORLD" = root ] && helper as; then
	check_error "without CAP_NET_ADMIN" "$HELPERS/as 65534 netns-set c 9" \
		"netns-set: *Operation not permitted*"
else
	skip "without CAP_NET_ADMIN" "root and the helper as are needed"
fi

# --- usage
check_usage "no operand" "netns-set"
check_usage "no id" "netns-set c"
check_usage "no id, in ip grammar" "netns set c"
check_usage "an operand too many" "netns-set c 7 8"
check_usage "what is no number" "netns-set c abc"
check_usage "a number and more" "netns-set c 7x"
check_usage "an empty word" "netns-set c ''"
check_usage "a negative number" "netns-set -- c -1"
check_usage "a negative number, in ip grammar" "netns set c -1"
check_usage "out of range" "netns-set c 2147483648"
check_usage "far out of range" "netns-set c 4294967297"
check_usage "hexadecimal without digits" "netns-set c 0x"
check_usage "not octal" "netns-set c 08"
check_usage "auto and more" "netns-set c autox"
check_usage "an unknown flag" "netns-set -Z c 7"
check "none of these set anything" "listed c" c
check_true "-h prints the usage and succeeds" "netns-set -h | grep '^usage: netns-set '"
done_testing
