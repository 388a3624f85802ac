# SPDX-License-Identifier: 0BSD
# threats.t: the claims of docs/threat-model.md that no other test file shows

. "$TESTSUITE/lib.sh"

as_nobody=
if [ "$WORLD" = root ] && helper as; then
	as_nobody="$HELPERS/as 65534"
	mkdir -m 755 "$T/nobody"
	chown 65534 "$T/nobody"
fi

### processes

# A chain of threads, in a process that is elsewhere: each starts the next one and ends.
if helper hop-threads; then
	make blue
	background netns-exec $bare blue "$HELPERS/hop-threads" 0
	quick=$pid
	background netns-exec $bare blue "$HELPERS/hop-threads" 200
	for p in $quick $pid; do
		eventually "grep -q hop-threads /proc/$p/comm && ! same /proc/$p/ns/net $RUN/blue"
	done
	i=0 missed=0
	while [ $i -lt 20 ]; do
		i=$((i + 1))
		[ "$(netns-pids blue | wc -l)" -eq 2 ] || missed=$((missed + 1))
	done
	check "threads that begin and end: pids sees their processes" "echo $missed" 0
	check_error "threads that begin and end: delete refuses" "netns-delete blue" \
		"netns-delete: blue: busy: 2 processes: *"
	check "threads that begin and end: delete -k ends them" \
		"netns-delete -k blue && gone blue" ""
	stop $quick $pid
	clear
else
	skip "threads that begin and end" "the helper hop-threads is not built"
fi

# It takes over the ID of its leader, a zombie, again and again: then /proc shows neither.
# often COMMAND: what it prints and returns, 60 times, without what is repeated
often()
{
	for _ in $(seq 60); do
		eval "$1" 2>&1
		echo "status $?"
	done | sort -u
}
if helper oddity; then
	make blue
	: >"$T/oddity"
	background netns-exec $bare blue "$HELPERS/oddity" thread-execs >"$T/oddity"
	eventually "grep -q ready $T/oddity"
	check "a thread executes programs: delete refuses" \
		"often 'netns-delete blue' | sed 's/$pid.*/PID/'" \
		"netns-delete: blue: busy: 1 process: PID${NL}status 1"
	check "a thread executes programs: pids sees it" "often 'netns-pids blue'" \
		"$pid${NL}status 0"
	check "a thread executes programs: identify, too" "often 'netns-identify $pid'" \
		"blue${NL}status 0"
	check "a thread executes programs: delete -k ends it" \
		"netns-delete -k blue && gone blue" ""
	stop $pid
	clear
else
	skip "a thread executes programs" "the helper oddity is not built"
fi

make blue
inside blue
kill -STOP $pid
check "a stopped process: delete -k ends it" "limit netns-delete -k blue && gone blue" ""
stop $pid
clear

# cgroup FILE TEXT: write to a file of the cgroup, of version 2, that the test has made
cgroup()
{
	echo "$2" >"$T/cgroup/$group/$1"
}
group=netns-threats-$$
mkdir "$T/cgroup"
if [ "$WORLD" = root ] && mount -t cgroup2 none "$T/cgroup" 2>/dev/null &&
	mkdir "$T/cgroup/$group" 2>/dev/null; then
	make blue
	inside blue
	cgroup cgroup.procs $pid
	cgroup cgroup.freeze 1
	eventually "grep -q 'frozen 1' $T/cgroup/$group/cgroup.events"
	check "a frozen process: pids sees it" "limit netns-pids blue" $pid
	check_error "a frozen process: delete refuses" "limit netns-delete blue" \
		"*busy: 1 process: $pid*"
	check "a frozen process: delete -k ends it" "limit netns-delete -k blue && gone blue" ""
	stop $pid
	eventually "rmdir $T/cgroup/$group"
	umount "$T/cgroup"
	clear
else
	skip "a frozen process" "root and cgroups of version 2 are needed"
fi

### text of others

# unprintable COMMAND: the part of its output that is more than text to a terminal
unprintable()
{
	limit "$@" | tr -d '\n\t' | LC_ALL=C tr -d ' -~'
}

evil=$(printf '\033[31m\302\23331m')
background unshare -n sh -c 'printf "%s" "$1" >/proc/self/comm
	mkdir "$T/at $1" && : >"$T/at $1/n" && mount --bind /proc/self/ns/net "$T/at $1/n"
	ip link add "$1" type dummy
	: >"$T/evil" && while :; do sleep 1; done' sh "$evil" 2>/dev/null
eventually "[ -e $T/evil ]"
for c in "list -a" "list -aj" map "map -j" "map -d"; do
	check "$c: no control character of a process, a path or a device is printed" \
		"unprintable netns-$c" ""
done
check_true "list -a: they are there in octal" "netns-list -a | grep -F '\\033[31m'"
stop $pid
for c in "list -a" map; do
	check "$c: nor of a path without a process" "unprintable netns-$c" ""
done
umount "$T/at $evil/n"

### mounts of others

# 16,000 mounts, each time by binding all there are beside them; then a namespace
if unshare -m true 2>/dev/null; then
	mkdir "$T/many"
	background unshare -m sh -c 'mount -t tmpfs none "$T/many" && cd "$T/many" &&
		for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14; do
			mkdir $i && mount --rbind . $i
		done && : >n && unshare -n mount --bind /proc/self/ns/net n &&
		stat -L -c %i n >"$T/inode"; exec sleep 1000' 2>/dev/null
	eventually "[ -s $T/inode ]"
	check "16,000 mounts of others: list -a comes to an end, and misses nothing" \
		"limit netns-list -a | grep -c 'net:.$(cat "$T/inode")\] .* mount: $T/many/n)'" 1
	check_true "16,000 mounts of others: so does map" "limit netns-map >/dev/null"
	check_error "16,000 mounts of others: so does the search for net:[N]" \
		"limit netns-exec $bare net:[1] true" "netns-exec: net:?1?: no such*" 125
	stop $pid
else
	skip "16,000 mounts of others" "no unshare -m"
fi

# A file system that never answers is not asked.
if helper no-answer; then
	mkdir "$T/silent"
	background unshare -m sh -c 'mkdir "$T/silent/way"; : >"$T/silent/way/n"
		unshare -n mount --bind /proc/self/ns/net "$T/silent/way/n"
		exec "$HELPERS/no-answer" "$T/silent/way"' >"$T/answer"
	eventually "[ -s $T/answer ] || ! kill -0 $pid"
fi
if [ -s "$T/answer" ]; then
	check_true "a file system that never answers, mounted over a namespace: list -a" \
		"limit netns-list -a >/dev/null"
	check_true "a file system that never answers: pids and identify" \
		"limit netns-pids pid:$$ && limit netns-identify $pid"
	make blue
	check_true "a file system that never answers, open in a process: attach ends" \
		"limit netns-attach blue $pid"
	stop $pid
	clear
else
	skip "a file system that never answers" "/dev/fuse and the helper no-answer are needed"
fi

# A link into a file system whose server has ended is reported by its name.
if helper no-answer && [ -s "$T/answer" ]; then
	mkdir "$T/ended"
	background unshare -m sh -c "ln -s $T/ended/x $RUN/link; \"$HELPERS/no-answer\" $T/ended &
		sleep 1; kill -9 \$!; sleep 1
		netns-list >/dev/null 2>$T/said; netns-identify >/dev/null 2>>$T/said
		: >$T/ready; exec sleep 1000" >/dev/null 2>&1
	eventually "[ -e $T/ready ]"
	check "a link into a file system that has ended: list and identify name it" \
		"grep -c '^netns-[a-z]*: link: Transport endpoint is not connected' $T/said" 2
	stop $pid
	rm "$RUN/link"
fi

# Only attach looks into the memory of a process.
: >"$T/answer"
if helper no-page; then
	mkdir "$T/pages"
	background unshare -m "$HELPERS/no-page" "$T/pages" >"$T/answer" 2>/dev/null
	eventually "[ -s $T/answer ]"
fi
if grep -q ready "$T/answer"; then
	make blue
	check_error "memory that never answers: attach ends" "limit netns-attach blue $pid" \
		"netns-attach: $pid: does not answer *"
	check_true "memory that never answers: the process has stayed, and nobody traces it" \
		"! same /proc/$pid/ns/net $RUN/blue && grep -q '^TracerPid:.0' /proc/$pid/status"
	read -r _ server <"$T/answer"
	kill -9 "$server"
	check_soon "memory that never answers: no process is left of attach" \
		"! ps | grep -v grep | grep -q 'netns-attach'"
	clear
else
	skip "memory that never answers" "/dev/fuse, restartable sequences and no-page are needed"
fi
stop $pid

### files of others

# Another user may own the run directory, and so decides on its names. But nothing outside it may
# change.
swap()
{
	while cd "$T/nobody/names"; do
		ln -s "$T/empty" x
		rm -f x
		: >x
		chmod 0 x
		rm -f x
		ln -s "$T/kept/file" x
		rm -f x
		mkdir x
		rmdir x
		mkfifo x
		rm -f x
	done
}
# outside: what there is outside the run directory
outside()
{
	stat -c '%n %i %a %s %h' "$T/empty" "$T/kept" "$T/kept/file"
	mounts "$T/empty"
	mounts "$T/kept/file"
}
if [ -n "$as_nobody" ]; then
	mkdir "$T/nobody/names" "$T/kept"
	echo kept >"$T/kept/file"
	: >"$T/empty"
	chmod 0 "$T/empty"
	chown 65534 "$T/nobody/names"
	before=$(outside)
	swap=$(sed -n '/^swap()/,/^}/p' "$TESTSUITE/threats.t")
	background $as_nobody sh -c "$swap; swap" 2>/dev/null
	eventually "[ -e $T/nobody/names/x ]"
	i=0 hung=0
	while [ $i -lt 50 ]; do
		i=$((i + 1))
		for c in "add x" "list" "exec -N x true" "delete -f x" "delete -fa"; do
			NETNS_RUN_DIR=$T/nobody/names limit netns-$c >/dev/null 2>&1
			[ $? != 124 ] || hung=$((hung + 1))
		done
	done
	stop $pid
	check "a run directory whose owner replaces files: nothing hangs" "echo $hung" 0
	check "a run directory whose owner replaces files: nothing outside is touched" outside \
		"$before"
else
	skip "a run directory whose owner replaces files" "root and the helper as are needed"
fi

# The path of the run directory leads elsewhere after add has opened it: the new directory does not
# become a mount point.
if [ "$WORLD" = root ] && have strace &&
	strace -o /dev/null -e inject=flock:delay_exit=1 true 2>/dev/null; then
	mkdir -p "$T/way/names" "$T/elsewhere/names"
	(NETNS_RUN_DIR=$T/way/names strace -qq -o "$T/trace" -e trace=flock,mount \
		-e inject=flock:delay_exit=500000:when=1 netns-add x >/dev/null 2>"$T/said"
	echo $? >"$T/status") &
	eventually "[ -s $T/trace ] || [ -s $T/status ]"
	mv "$T/way" "$T/former" && ln -s elsewhere "$T/way"
	wait $!
	check "another directory takes its place: add refuses" \
		"cat $T/status; grep -c 'Stale file handle' $T/said" "1${NL}1"
	check "another directory takes its place: nothing is done there" \
		"mounts $T/elsewhere/names; ls $T/elsewhere/names" 0
	umount "$T/former/names"
else
	skip "another directory takes its place" "root and strace are needed"
fi

# Names that were entries, and now would mean a process.
make init pid:1
check "exec -a: what is no entry any more is not looked for elsewhere" \
	"netns-exec -a $bare sh -c 'netns-delete -f init pid:1; echo ran' 2>$T/said | grep -c ran
	grep -c ': no such network namespace' $T/said" "1${NL}1"
clear

done_testing
