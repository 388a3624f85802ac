# SPDX-License-Identifier: 0BSD
# netns list-id: the ids that the kernel knows
. "$TESTSUITE/lib.sh"

check "none" "netns-list-id" ""
check_json "none, -j" "netns-list-id -j" "[]"
check_json "none, -j -p" "netns -j -p list-id" "[ ]"
make a b c
check "names without ids are none" "netns-list-id" ""
netns-set b 5
check "one with a name" "netns-list-id" "nsid 5 (iproute2 netns name: b)"
check "one with a name, in ip grammar" "netns list-id" "nsid 5 (iproute2 netns name: b)"
check_json "one, -j" "netns-list-id -j" '[{"nsid":5,"name":"b"}]'
check_json "one, -j -p" "netns -j -p list-id" "[ {
        \"nsid\": 5,
        \"name\": \"b\"
    } ]"
netns-set a 2
check "several, in order" "netns-list-id" \
	"nsid 2 (iproute2 netns name: a)${NL}nsid 5 (iproute2 netns name: b)"
check_json "several, -j" "netns-list-id -j" '[{"nsid":2,"name":"a"},{"nsid":5,"name":"b"}]'
check "nsid N: only that" "netns-list-id nsid 2" "nsid 2 (iproute2 netns name: a)"
check "nsid N, in ip grammar" "netns list-id nsid 2" "nsid 2 (iproute2 netns name: a)"
check "nsid N, hexadecimal" "netns-list-id nsid 0x2" "nsid 2 (iproute2 netns name: a)"
check "nsid N, octal" "netns-list-id nsid 05" "nsid 5 (iproute2 netns name: b)"
check_json "nsid N, -j" "netns-list-id -j nsid 2" '[{"nsid":2,"name":"a"}]'
check_error "nsid N that nobody has" "netns-list-id nsid 99" "netns-list-id: *99*: *"
nameless
netns-set "/proc/$pid/ns/net" 7 2>/dev/null || { : >"$RUN/tmp" &&
	mount --bind "/proc/$pid/ns/net" "$RUN/tmp" && netns-set tmp 7 && umount "$RUN/tmp" && rm \
		"$RUN/tmp"; }
check "one without a name: iproute2's trailing blank" "netns-list-id nsid 7" "nsid 7 "
check_json "one without a name, -j" "netns-list-id -j nsid 7" '[{"nsid":7}]'
check "among others" "netns-list-id" \
	"nsid 2 (iproute2 netns name: a)${NL}nsid 5 (iproute2 netns name: b)${NL}nsid 7 "
stop $pid
check_soon "it goes with its namespace" "[ \"\$(netns-list-id | wc -l)\" -eq 2 ]"
: >"$RUN/stale"
ln -s /nowhere "$RUN/dangling"
mkfifo "$RUN/fifo"
check "stale and odd entries make no noise and hang nothing" "limit netns-list-id nsid 2" \
	"nsid 2 (iproute2 netns name: a)"
rm -f "$RUN/stale" "$RUN/dangling" "$RUN/fifo"

# --- target-nsid
check "target-nsid: it knows none" "netns-list-id target-nsid 2" ""
check_json "target-nsid: it knows none, -j" "netns-list-id -j target-nsid 2" "[]"
netns -n a set b 0
netns -n a set c 9
check "target-nsid" "netns-list-id target-nsid 2" \
	"nsid 0 current-nsid 5 (iproute2 netns name: b)${NL}nsid 9 current-nsid unassigned "
check_json "target-nsid, -j" "netns-list-id -j target-nsid 2" \
	'[{"nsid":0,"current-nsid":5,"name":"b"},{"nsid":9}]'
check "target-nsid and nsid" "netns-list-id target-nsid 2 nsid 5" \
	"nsid 0 current-nsid 5 (iproute2 netns name: b)"
check "nsid and target-nsid" "netns-list-id nsid 5 target-nsid 2" \
	"nsid 0 current-nsid 5 (iproute2 netns name: b)"
check "target-nsid, in ip grammar" "netns list-id target-nsid 2 nsid 5" \
	"nsid 0 current-nsid 5 (iproute2 netns name: b)"
make d
netns -n a set d 5
check "what is unassigned here has no name, whoever has that id here" \
	"netns-list-id target-nsid 2 | sed -n 2p" \
	"nsid 5 current-nsid unassigned "
netns delete d
eventually "! netns -n a list-id | grep -q '^nsid 5 '"
check_error "target-nsid that nobody has" "netns-list-id target-nsid 99" "netns-list-id: *99*: *"
check_error "target-nsid and nsid: what is wrong is named" "netns-list-id target-nsid 2 nsid 77" \
	"netns-list-id: nsid 77: *"
check_error "nsid and target-nsid: the same" "netns-list-id nsid 77 target-nsid 2" \
	"netns-list-id: nsid 77: *"
check_error "and if it is the target" "netns-list-id nsid 5 target-nsid 99" \
	"netns-list-id: target-nsid 99: *"
check "-n: the ids of that namespace" "netns -n a list-id" \
	"nsid 0 (iproute2 netns name: b)${NL}nsid 9 (iproute2 netns name: c)"

# Before Linux 4.20 the kernel cannot be asked for an id: EINVAL for the fourth request.
if have strace && strace -o /dev/null true 2>/dev/null; then
	old_kernel()
	{
		strace -qq -o /dev/null -e trace=setsockopt,sendto \
			-e inject=setsockopt:error=ENOPROTOOPT \
			-e inject=sendto:error=EINVAL:when=4 netns-list-id "$@"
	}
	check "before Linux 4.20: nsid N is looked for among all" "old_kernel nsid 5" \
		"nsid 5 (iproute2 netns name: b)"
	check_error "before Linux 4.20: one that nobody has" "old_kernel nsid 77" \
		"netns-list-id: nsid 77: No such file or directory*"
	check_error "before Linux 4.20: another's ids" "old_kernel target-nsid 2" \
		"netns-list-id: target-nsid 2: Operation not supported*"
else
	skip "before Linux 4.20" "no strace"
fi

# --- odd names
odd=$(printf 'o\td')
: >"$RUN/$odd"
mount --bind "$RUN/c" "$RUN/$odd"
netns-delete c
netns-set "$odd" 11
check "control bytes are octal" "netns-list-id nsid 11" "nsid 11 (iproute2 netns name: o\\011d)"
check_true "and JSON is valid" "netns-list-id -j nsid 11 | json_lines"

# --- many: the dump of some kernels ends after its first buffer
many=$(numbered 200)
make_with_ids $many
check "200 ids, each with its name" "netns-list-id | grep 'nsid 1[0-9][0-9][0-9]'" \
	"$(i=0; for n in $many; do i=$((i + 1)); echo \
		"nsid $((1000 + i)) (iproute2 netns name: $n)"; done)"
check_true "200 ids are valid JSON" "[ -z \"\$(netns-list-id -j | awk -f $TESTSUITE/json.awk)\" ]"
if (ulimit -n 12); then
	check "each with its name where few files may be open" \
		"ulimit -n 12; netns-list-id |
			grep -c 'nsid 1[0-9][0-9][0-9] (iproute2 netns name: n'" 200
fi
check "none is told twice" "netns-list-id | sort | uniq -d" ""
netns-delete -a

# ids of namespaces without a name here: the names are in another run directory
(
	NETNS_RUN_DIR=$T/elsewhere
	# shellcheck disable=SC2086 # names
	netns-add $many
	for n in $many; do
		echo "set $n $((3000 + ${n#n}))"
	done | netns -b -
)
check "200 ids without a name" "netns-list-id | grep '^nsid 3'" \
	"$(for n in $many; do echo "nsid $((3000 + ${n#n})) "; done)"
check "the same when there is no run directory" \
	"NETNS_RUN_DIR=$T/nowhere netns-list-id | grep -c '^nsid 3'" 200
check "the last of them" "netns-list-id nsid 3200" "nsid 3200 "
NETNS_RUN_DIR=$T/elsewhere netns-delete -a
umount "$T/elsewhere"

# --- errors
check_usage "an unknown word" "netns-list-id foo"
check_usage "an unknown word, in ip grammar" "netns list-id foo"
check_usage "nsid without a number" "netns-list-id nsid"
check_usage "target-nsid without a number" "netns-list-id target-nsid"
check_usage "nsid with what is no number" "netns-list-id nsid abc"
check_usage "nsid with a number and more" "netns-list-id nsid 1x"
check_usage "nsid with an empty word" "netns-list-id nsid ''"
check_usage "nsid with a negative number" "netns list-id nsid -1"
check_usage "nsid out of range" "netns-list-id nsid 2147483648"
check_usage "target-nsid with a negative number" "netns list-id target-nsid -1"
check_usage "an unknown flag" "netns-list-id -Z"
check_usage "nsid twice" "netns-list-id nsid 1 nsid 2"
check_usage "target-nsid twice" "netns list-id target-nsid 1 target-nsid 2"
check_error "no descriptor for a socket: no id is named" "sh -c 'ulimit -n 3; exec netns-list-id'" \
	"netns-list-id: ids: cannot list: Too many open files"
if [ "$WORLD" = root ] && helper as; then
	make a
	netns-set a 4
	check "an ordinary user may ask" "$HELPERS/as 65534 netns-list-id | grep name" \
		"nsid 4 (iproute2 netns name: a)"
	clear
else
	skip "an ordinary user may ask" "root and the helper as are needed"
fi
make a
netns-set a 6
if [ -c /dev/full ]; then
	check_error "output that cannot be written" "netns-list-id >/dev/full" "netns-list-id: *"
else
	skip "output that cannot be written" "no /dev/full"
fi
check_error "closed output" "netns-list-id >&-" "netns-list-id: *"
check_true "-h prints the usage and succeeds" "netns-list-id -h | grep '^usage: netns-list-id '"
done_testing
