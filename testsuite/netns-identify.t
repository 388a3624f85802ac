# SPDX-License-Identifier: 0BSD
# netns identify: the names of the namespace that a process is in
. "$TESTSUITE/lib.sh"

check "the run directory is missing: one empty line" "netns-identify; echo end" "${NL}end"
check_false "and it was not made" "[ -e $RUN ]"
make blue red
check "no name: one empty line" "netns-identify; echo end" "${NL}end"
check_true "scripts test -z" '[ -z "$(netns-identify $$)" ]'
check "no name, a PID" "netns-identify $$; echo end" "${NL}end"
inside blue
check "a process" "netns-identify $pid" blue
check "a process, in ip grammar" "netns identify $pid" blue
check "the caller" "netns-exec blue netns-identify" blue
check "the caller, -N" "netns-exec $bare blue netns-identify" blue
check "the caller, in ip grammar" "netns-exec blue netns identify" blue
check "the caller, through -n" "netns -n blue identify" blue
check "-- ends the flags" "netns-identify -- $pid" blue
: >"$RUN/also"
mount --bind "$RUN/blue" "$RUN/also"
check "several names, a line each" "netns-identify $pid | sort" "also${NL}blue"
ln -s "/proc/$pid/ns/net" "$RUN/docker"
check "a symlink entry is a name too" "netns-identify $pid | sort" "also${NL}blue${NL}docker"
netns-delete also docker

# --- odd entries
: >"$RUN/stale"
ln -s /nowhere "$RUN/dangling"
ln -s loop "$RUN/loop"
mkdir "$RUN/dir"
check "stale entries make no noise" "netns-identify $pid" blue
mkfifo "$RUN/fifo"
check "a fifo hangs nothing" "limit netns-identify $pid" blue
check "no name: odd entries are none" "limit netns-identify; echo end" "${NL}end"
odd=$(printf 'o\td\033d')
: >"$RUN/$odd"
mount --bind "$RUN/blue" "$RUN/$odd"
check "control bytes are octal" "netns-identify $pid | sort" "blue${NL}o\\011d\\033d"
umount "$RUN/$odd" && rm "$RUN/$odd"

# --- JSON
check_json "-j" "netns-identify -j $pid" '[{"name":"blue"}]'
check_json "-j in ip grammar" "netns -j identify $pid" '[{"name":"blue"}]'
check_json "-j of the caller" "netns-exec blue netns-identify -j" '[{"name":"blue"}]'
check_json "-j: no name" "netns-identify -j" '[]'
check_json "-j -p" "netns-identify -j -p $pid" "[ {
        \"name\": \"blue\"
    } ]"
check_json "-jp" "netns-identify -jp $pid" "[ {
        \"name\": \"blue\"
    } ]"
check_json "-j -p: no name" "netns -j -p identify" '[ ]'
stop $pid

if helper thread; then
	background "$HELPERS/thread" "$RUN/blue" leave >"$T/thread"
	eventually "[ -s $T/thread ]"
	check "a process whose first thread has ended" "netns-identify $pid" blue
	stop $pid
else
	skip "a process whose first thread has ended" "the helper thread is not built"
fi

# --- errors
dead=$(dead_pid)
check_error "no such process" "netns-identify $dead" "netns-identify: *$dead*: *"
check_error "no such process, in ip grammar" "netns identify $dead" "netns-identify: *$dead*: *"
check_usage "not a number" "netns-identify abc"
check_usage "a number and more" "netns-identify 12x"
check_usage "an empty word" "netns-identify ''"
check_true "zero is no process" "netns-identify 0; [ \$? -gt 0 ]"
check_usage "a negative number" "netns identify -1"
check_usage "out of range" "netns-identify 2147483648"
check_usage "a huge number" "netns-identify 99999999999999999999"
check_usage "a hexadecimal number" "netns-identify 0x1"
check_usage "an unknown flag" "netns-identify -Z"
check_usage "two operands" "netns-identify $$ $$"
echo text >"$T/file"
check_error "the run directory is a file" "NETNS_RUN_DIR=$T/file netns-identify" \
	"netns-identify: *$T/file*"
if [ "$WORLD" = root ] && helper as; then
	inside blue
	check_error "a process that may not be looked at" "$HELPERS/as 65534 netns-identify $pid" \
		"netns-identify: *$pid*: Permission denied*"
	stop $pid
	check "an ordinary user asks about himself" "$HELPERS/as 65534 netns-identify; echo end" \
		"${NL}end"
	check "an ordinary user in a named one" \
		"netns-exec blue $HELPERS/as 65534 netns-identify" blue
	chmod 0 "$RUN"
	check_error "the run directory cannot be read" "$HELPERS/as 65534 netns-identify" \
		"netns-identify: *$RUN*Permission denied*"
	chmod 755 "$RUN"
else
	skip "a process that may not be looked at" "root and the helper as are needed"
fi
check_error "without /proc" "unshare -m sh -c 'mount -t tmpfs none /proc; netns-identify'" \
	"netns-identify: *proc*"
if helper thread; then
	background "$HELPERS/thread" "$RUN/blue" >"$T/thread"
	eventually "[ -s $T/thread ]"
	check "a thread by its id" "netns-identify $(cut -d' ' -f2 "$T/thread")" blue
	check "its process is elsewhere" "netns-identify $pid; echo end" "${NL}end"
	stop $pid
else
	skip "a thread by its id" "the helper thread is not built"
fi

if [ -c /dev/full ]; then
	check_error "output that cannot be written" "netns-identify >/dev/full" "netns-identify: *"
else
	skip "output that cannot be written" "no /dev/full"
fi
check_error "closed output" "netns-identify >&-" "netns-identify: *"
check_true "-h prints the usage and succeeds" "netns-identify -h | grep '^usage: netns-identify '"
done_testing
