# SPDX-License-Identifier: 0BSD
# netns -b: lines of a file, as iproute2 reads them, in one process
. "$TESTSUITE/lib.sh"

if [ "$(netns -b /dev/null 2>&1)" ]; then
	skip "batch" "it is ours that is tested, with FEATURE_BATCH"
	done_testing
	exit
fi
cd "$T" || exit
# batch LINES [OPTION...]: as printf(1) prints them
batch()
{
	printf "$1" >lines
	shift
	netns "$@" -b lines
}

check "lines are run in order" "batch 'netns add a\\nnetns list\\nnetns del a\\nnetns list\\n'" a
check "from standard input" "printf 'netns add a\\nnetns list\\n' | netns -b -" a
check "-batch, --batch, -bat" "for o in -batch --batch -bat; do echo netns | netns \$o -; done" \
	"a${NL}a${NL}a"
for end in '# end' '  # the end'; do
	make b
	check "a deletion, and then $end" "batch 'netns del b\\n$end'; gone b" ""
done
check "the last line needs no end" "printf 'netns list' | netns -b -" a
check "without the object, as behind netns" "printf 'list\\nidentify\\n' | netns -b -" "a$NL"
check "abbreviated, too" "batch 'li\\nide\\n'" "a$NL"
make '(id:' b c
check "deletions in a row: each word is a name" \
	"batch 'del (id:\\ndel b\\ndel c\\n'; gone '(id:' && gone b && gone c" ""
check "an empty file" "netns -b /dev/null" ""
check "blank lines and comments" "batch '\\n  \\n# one\\n \\t# two\\nnetns list # three\\n'" a
check "carriage returns" "batch 'netns list\\r\\n'" a
check "a comment begins within quotes, too" \
	"batch 'netns exec -N a echo \"x#y\"\\n' 2>/dev/null; echo \$?" 1
check "quotes" "batch 'netns exec -N a echo \"a  b\" '\\''c \"d'\\''\\n'" "a  b c \"d"
check "a word ends with its quote" "batch 'netns exec -N a echo \"x\"y \"\"z\\n'" "x y  z"
check "a quote within a word is none" "batch 'netns exec -N a echo it'\\''s\\n'" "it's"
check "continued lines" "batch 'netns \\134\\nlist\\nne\\134\\ntns l\\134\\nist\\n'" "a${NL}a"
check "a continued line that ends with an empty one" \
	"batch 'netns list \\134\\n\\nnetns list\\n'" "a${NL}a"
check "a comment is not continued" "batch 'netns list # x \\134\\nnetns list\\n'" "a${NL}a"
check_error "a line that should be continued" "batch 'netns add q\\134\\n'" \
	"netns: *lines:2: has no end"
check "is not run" "netns list" a
check_error "no such file" "netns -b nope" "netns: nope: No such file or directory"
check_error "a directory" "netns -b ." "netns: .: Is a directory"
check_usage "no file" "netns -b"
check_error "an unterminated quote" "batch 'netns exec -N a echo \"x\\n'" \
	"netns: *lines:1: a quote is not closed"
long=$(printf '%09000d' 0)
check_error "a line that is too long" "batch 'netns add a$long\\n'" "netns: *lines:1: too long"
check "-force goes on after it" \
	"printf 'netns add a$long\\nnetns list\\n' >long; netns -force -b long 2>&1; netns list" \
	"netns: Command failed long:1: too long${NL}a${NL}a" 0
check_error "a NUL" "batch 'netns add a\\000b\\n'" "netns: *lines:1: has a NUL"
check "the file is the standard input of its commands" \
	"batch 'netns exec -N a wc -c\\n'" 0
check "a line of 8,000 bytes" "batch 'netns exec -N a true $(printf '%08000d' 0)\\n'" ""

# --- a line that fails
run "batch 'netns list\\n\\nnetns add a\\nnetns add b\\n'"
said=$err
check "is the last one" "echo \"$status \$(netns list)\"" "1 a"
check "its number is told" "printf '%s\\n' '$said'" \
	"netns-add: a: File exists${NL}netns: Command failed lines:3"
run "batch 'netns list\\nnetns ad\\134\\nd a\\n'"
said=$err
check "that of the last line that continues it" "echo '$said' | tail -n 1" \
	"netns: Command failed lines:3"
check "-force: it is not" \
	"batch 'netns add a\\nnetns add b\\n' -force 2>/dev/null; netns list | grep b" b
check_true "-force: exit 1, whatever comes later" \
	"batch 'netns add a\\nnetns list\\n' -force; [ \$? = 1 ]"
check "a command that exits with another status fails, too" \
	"batch 'netns exec -N a sh -c \"exit 3\"\\nnetns list\\n' 2>/dev/null; echo \$?" 1
check_error "no such command" "batch 'netns nope\\n'" "netns: nope: not understood*lines:1"
netns delete b

# --- no line has a trace of those before it
here=$(netns_of)
check "add: the next line is where we were" \
	"batch 'netns add x\\nnetns exec -N a true\\nnetns identify\\nnetns list-id\\n' | grep .;
		netns delete x" ""
check "a namespace that was entered is left" \
	"printf 'netns add x\\nnetns exec init readlink /proc/self/ns/net\\n' >l;
		netns -b l 2>/dev/null | sed 's/.*/there/' | head -n 1" \
	"$(netns exec init true 2>/dev/null && echo there)"
netns delete -f x
check "the umask" "umask 077; export NETNS_RUN_DIR=$T/made/run
	batch 'netns add x\\nnetns exec -N x sh -c umask\\ndel x\\n'" 0077
check "the directory" \
	"batch 'netns add x\\nnetns exec -N a pwd\\nnetns del x\\nnetns exec -N a pwd\\n'" \
	"$(pwd -P)${NL}$(pwd -P)"
check "flags" "batch 'netns add -e a\\nnetns add a\\n' 2>&1 | head -n 1" "netns-add: a: File exists"
check "a namespace after -p is a new one" \
	"printf 'netns add -p %s x\\nnetns add y\\n' \$\$ >l; netns -b l;
		same $RUN/y /proc/self/ns/net; s=\$?; netns delete -f x; netns delete y; echo \$s" 1
check_json "JSON" "batch 'netns list -j\\n'" '[{"name":"a"}]'
check "JSON of one line" "batch 'netns list -j\\nnetns list\\n'" "[{\"name\":\"a\"}]${NL}a"
check "JSON of all" "batch 'netns list\\nnetns identify\\n' -j" "[{\"name\":\"a\"}]${NL}[]"
check "-n holds for all lines" \
	"batch 'netns identify\\nnetns add y\\nnetns identify\\nnetns del y\\n' -n a" "a${NL}a"
check "exec does not end it" "batch 'netns exec -N a echo 1\\nnetns exec -N a echo 2\\n'" "1${NL}2"
check "what lines and programs print comes in order" \
	"batch 'netns list\\nnetns exec -N a echo 2\\nnetns list\\n'" "a${NL}2${NL}a"
check "exec -a" \
	"batch 'netns -a\\n' 2>/dev/null; batch 'netns exec -N -a echo hi\\nnetns list\\n'" \
	"${NL}netns: a${NL}hi${NL}a"
check "a busy namespace is seen, also when a line of the batch made it busy" \
	"echo 'sleep 1000 >/dev/null 2>&1 & echo \$! >pid' >background
		batch 'del x\\nadd x\\nexec -N x sh background\\ndelete x\\n' -force 2>&1 |
		grep -c 'busy: 1 process'; kill \$(cat pid); netns delete x" 1
check "several names in a line" "batch 'netns add x y z\\nnetns delete x y z\\n'" ""
check_true "output that cannot be written" "batch 'netns list\\n' >/dev/full; [ \$? = 1 ]"
netns delete a

# --- many
seq 1 300 | sed 's/^/netns add n/' >lines
check "300 adds" "netns -b lines && netns list | wc -l | tr -d ' '" 300
seq 1 300 | sed 's/^/netns delete n/' >lines
check "300 deletes" "netns -b lines && netns list" ""
if have strace && [ "$WORLD" = root ]; then
	printf 'netns add a\nnetns set a 5\nnetns list\nnetns list-id\nnetns del a\n' >lines
	check "one process, one socket" \
		"strace -f -o calls netns -b lines >/dev/null; grep -c '^[0-9]* *socket(' calls;
			! grep -E '(clone|fork)[0-9]*\\(' calls" 1
	seq 1 3 | sed 's/^/netns add n/' >lines
	netns -b lines
	seq 1 3 | sed 's/^/netns del n/' >lines
	check "deletions in a row take the lock once" \
		"strace -o calls netns -b lines; grep -c '^flock(.* = 0' calls" 2
else
	skip "one process, one socket" "root and strace are needed"
	skip "deletions in a row take the lock once" "root and strace are needed"
fi
# --- deletions in a row are done together, but as if one came after the other
# batch_said LINES [OPTION...]: its status, the last line of its messages, and the names
# that are left
batch_said()
{
	batch "$@" >out 2>err
	echo "$? $(tail -n 1 err) $(netns list | sort | tr '\n' ' ')"
}
make x y z
check "the first that fails is the last one" \
	"batch_said 'netns del x\\nnetns del no\\nnetns del y\\nnetns del z\\n'" \
	"1 netns: Command failed lines:2 y z "
check "the same name again" \
	"batch_said 'netns del y\\nnetns del y\\nnetns del z\\n'" \
	"1 netns: Command failed lines:2 z "
check "other lines between them" \
	"batch_said 'delete z\\n# none\\nnetns add z\\n\\ndel z\\nnetns add y\\n'" "0  y "
make x z
background netns-exec -N y sleep 1000
check_soon "the second one is busy" "netns-pids y | grep -qx $pid"
check "pids -t: each line begins anew" "batch 'netns pids -t y\\nnetns pids -t y\\n' | uniq -c |
	tr -s ' '" " 2 $pid"
check "busy ones are seen" \
	"batch_said 'netns del x\\nnetns del y\\nnetns del z\\n'" \
	"1 netns: Command failed lines:2 y z "
check "-force" "batch_said 'netns del y\\ndel z\\nnetns del z\\n' -force" \
	"1 netns: Command failed lines:3 y "
stop "$pid"
check "none but options" "batch_said 'netns del -f y\\nnetns del -f y\\n'" "0  "
make x y
mkfifo fifo
netns -b - <fifo &
exec 9>fifo
echo 'netns del x' >&9
check_soon "they are done before more is read" "netns list" y
exec 9>&-
wait $!
netns delete y
check "we are where we were" netns_of "$here"
if unshare -Urm true 2>/dev/null; then
	printf 'netns add b\nnetns add c\nnetns list\n' >lines
	check "where setns(2) to where we were is refused, lines are done in children" \
		"NETNS_RUN_DIR=$T/rootless unshare -Urm netns -b lines | sort" "b${NL}c"
else
	skip "setns(2) to where we were is refused" "needs unshare -Urm"
fi
make m
netns-set m 7
check "a line needs no memory of its own" \
	"{ yes list-id | head -n 200; } | (ulimit -v 400000; netns -b -) | sort -u" \
	"nsid 7 (iproute2 netns name: m)"
cat >wait <<'END'
i=0
while netns-list-id nsid 7 >/dev/null 2>&1 && [ $i -lt 200 ]; do
	sleep 0.05
	i=$((i + 1))
done
netns-list-id nsid 7 2>/dev/null || echo gone
END
echo list >lines
check_error "a batch takes some memory" "(ulimit -v 3000; exec netns -b lines)" \
	"netns: lines: Out of memory"
# often PATTERN LINES...: prints what it says, when there are few descriptors, that has the PATTERN
often()
{
	pattern=$1
	shift
	for line; do
		line="$line\n$line\n$line\n$line\n"
		printf "$line$line$line" >many
		INVOCATION_ID=1 unshare -m sh -c "ulimit -n 14; exec netns -force -b many" 2>&1 |
			grep "$pattern"
	done
	true
}

check "no line leaves a descriptor open" "often failed 'add x\nadd -e x\ndel x' \
	'add -p m y\ndel y' 'list m\nlist -q' 'list [id]7' 'list pid:$$' 'identify' \
	'list-id\nlist-id nsid 7'" ""
check "nor does one that fails" "often 'Too many open\|error 24' 'add m' 'list dev lo' \
	'set m 7' 'set nope 7' 'move lo m\nmove lo nope' 'veth lo m' 'del nope' \
	'nonsense\n\"open'" ""
check "list -a lets go of what it has found" \
	"printf 'list -a\ndel m\nexec -N /proc/$$/ns/net sh wait\n' |
		netns -force -b - 2>/dev/null | tail -n 1" gone
done_testing
