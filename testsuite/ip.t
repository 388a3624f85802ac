# SPDX-License-Identifier: 0BSD
# ip: the front end. What it does itself, what it hands to which other ip, and that scripts written
# for iproute2 see no difference
. "$TESTSUITE/lib.sh"

program=$(readlink -f "$T/bin/netns")
[ "$FRONT" = 1 ] && program=$NETNS
if ! "$program" --list | grep -qx netns-move; then
	skip "the front end" "it is ours that is tested, and it wants move and veth"
	done_testing
	exit
fi
others=$PATH
mkdir "$T/front" "$T/stub" "$T/bb"
ln -s "$program" "$T/front/ip"
cat >"$T/stub/ip" <<-'END'
	#!/bin/sh
	printf '%s' "ip"; for word; do printf ' <%s>' "$word"; done; echo
	exit 7
END
chmod +x "$T/stub/ip"

# netns_has PID DEVICE
netns_has()
{
	grep -q "^ *$2:" "/proc/$1/net/dev"
}

# --- with a real ip that shows what it was given
PATH=$T/front:$T/stub:$others
check "ip netns is ours" "ip netns add blue && ip netns" blue
check "net, netn" "ip net list; ip netn list; ip netns show; ip netns lst" \
	"blue${NL}blue${NL}blue${NL}blue"
check "another object is handed on, with its status" "ip link show 'a b' ''" \
	"ip <link> <show> <a b> <>" 7
check "so is none" "ip" ip 7
check "so are those that only look like it" "ip n; ip ne; ip netc; ip netnsx" \
	"ip <n>${NL}ip <ne>${NL}ip <netc>${NL}ip <netnsx>" 7
check "global options are handed on" "ip -4 -o --br -rc 100 -d -j -c=never addr" \
	"ip <-4> <-o> <--br> <-rc> <100> <-d> <-j> <-c=never> <addr>" 7
check "-V, -h, help, too" "ip -V; ip -help; ip help; ip -Vers" \
	"ip <-V>${NL}ip <-help>${NL}ip <help>${NL}ip <-Vers>" 7
check "-- is not" "ip -- link" "ip <link>" 7
check "netns help is on standard error, with iproute2's status" "ip netns help 2>/dev/null" "" 255
printf '#!/bin/sh\necho "$@"; readlink /proc/self/ns/net\n' >"$T/stub/ip"
there=$(ip netns exec blue readlink /proc/self/ns/net)
for o in -n -ne -net -netns --netns; do
	check "$o NETNS is carried out and removed" "ip -4 $o blue -o link x" \
		"-4 -o link x$NL$there"
done
check_error "-n: no such namespace" "ip -n nope link" \
	"Cannot open network namespace \"nope\": No such file or directory"
check_false "an unknown option is an error" "ip -zzz link"
check "options inherited: -j" "ip -j netns" '[{"name":"blue"}]'
check "-all netns exec" "ip -all netns exec echo hi" "${NL}netns: blue${NL}hi"
check "-h netns is -human-readable" "ip -h netns; ip -human netns list" "blue${NL}blue"
check "-j: -all netns exec prints what it does without" "ip -j -all netns exec echo hi" \
	"${NL}netns: blue${NL}hi"
check "-br, -d, -s, -o change nothing" "ip -br netns; ip -d -s -o netns list extra words" \
	"blue${NL}blue"
check "the options of a command are its own" "ip netns exec blue printf '%s\\n' -n" -n
check "the exit status is the command's" "ip netns exec blue sh -c 'exit 42'" "" 42
check "the command gets the environment of the caller" "ip netns exec blue env | grep -c HOPS" 0 1

# --- a command is not passed back and forth for ever
printf '#!/bin/sh\necho $NETNS_IP_HOPS\n' >"$T/stub/ip"
check "the hops are counted" "ip link; env NETNS_IP_HOPS=7 ip link" "1${NL}8"
check "sixteen may be" "env NETNS_IP_HOPS=15 ip link" 16
check_error "not more" "env NETNS_IP_HOPS=16 ip link" "*: there is no other ip" 127
check_error "nor any number but one" "env NETNS_IP_HOPS=x ip link" "*: there is no other ip" 127

# --- attach names, whatever netns-attach does
check "attach NAME PID names" \
	"ip netns attach me \$\$ && ip netns identify \$\$ && ip netns delete -f me" me
check "at, att" "ip netns at me \$\$ && ip netns delete -f me" ""
check_error "attach: the name exists" "ip netns attach blue \$\$" \
	"Cannot create namespace file \"*/blue\": File exists"
check_error "attach: no such process" "ip netns attach new $(dead_pid)" "*: no such process"
check_error "attach wants two words" "ip netns attach blue" "ip: usage: ip netns attach NAME PID" 2
check "attach made nothing" "ip netns" blue

check_error "attach: a PID, no name" "ip netns attach new blue" "Invalid PID: blue"
check_error "attach: 0" "ip netns attach new 0" "Invalid PID: 0"
check "attach: made nothing" "ip netns" blue

# --- words and operands as in iproute2
for word in "''" . .. a/b; do
	check_error "add $word: in its words" "ip netns add $word" "Invalid netns name \"*\"" 2
	check_error "exec $word: too" "ip netns exec $word true" "Invalid netns name \"*\"" 125
done
check "add -- NAME: -- is the name" "ip netns add -- x; ip netns; ip netns del --" "--${NL}blue"
check_error "exec -all: a name, though -a is a flag" "ip netns exec -all true" \
	"Cannot open network namespace \"-all\": No such file or directory" 125
ln -s /nowhere "$RUN/dangling"
check_error "a dangling link: its words first, then ours" "ip netns exec dangling true" \
	"Cannot open network namespace \"dangling\": No such file or directory${NL}ip netns exec: \
dangling: stale: *" 125
rm "$RUN/dangling"
ip netns add other
check "set: words after the id are ignored" "ip netns set other 7 8; ip netns list" \
	"other (id: 7)${NL}blue"
ip netns del other
check "-all exec: what commands return does not count" "ip -all netns exec sh -c 'exit 3'" \
	"${NL}netns: blue"
check_false "-all exec: output that is lost does" "ip -all netns exec true >/dev/full"
for call in "ip netns exec blue" "ip -all netns exec"; do
	check_error "$call: without a command nothing is run" "echo 'echo RAN' | $call" \
		"ip netns exec: no command*" 2
done

# --- delete does not look for processes, as scripts expect of ip
ip netns add busy
inside busy
check "delete of a busy namespace" "ip netns del busy && ip netns list" blue
check_true "its process lives on" "kill -0 $pid"
stop $pid
ip netns add busy
inside busy
ip netns delete -k busy
wait $pid 2>/dev/null
check "-k ends it first" "echo $?; ip netns" "143${NL}blue"
ip netns add busy
inside busy
ln -s "$program" "$T/front/netns"
check_error "netns delete refuses" "$T/front/netns delete busy" \
	"netns-delete: busy: busy: 1 process*"
check "-all" "ip netns add other; ip -all netns delete; ip netns" ""
stop $pid
rm "$T/front/netns"
ip netns add blue

# --- a line of the list, given to delete
ip netns add 0
ip netns add other
ip netns set other 0
check "a line of the list names one" "ip netns delete \$(ip netns list | grep other); ip netns" \
	"0${NL}blue"
check_usage "the id alone names none" "ip netns delete '(id:' '0)'"
check "and deletes none" "ip netns del 0; ip netns" blue
check "other commands keep such words" "ip netns exec blue echo '(id:' '0)'" "(id: 0)"
ip netns add one
ip netns add two
eventually "ip netns set one 0"
eventually "ip netns set two 1"
check "of several names it takes the first" "ip netns del one two; ip netns" "two (id: 1)${NL}blue"
ip netns del two

# --- deletions in a row, which a batch does together
if "$program" -b /dev/null 2>/dev/null; then
	for name in d1 d2 d3; do
		ip netns add $name
		echo "netns del $name"
	done >"$T/lines"
	check "a batch deletes one name a line, and all of them" \
		"ip -b $T/lines; ip netns" blue
fi

# --- lines of a batch for another ip
if "$program" -b /dev/null 2>/dev/null; then
	printf '#!/bin/sh\necho "$@"; cat -n | grep -v "\t\$"\n' >"$T/stub/ip"
	check "lines in a row go to one, with their numbers" \
		"printf 'link x\\n# c\\n\\nlink \\134\\n\"y  z\" # c\\nnetns\\nroute\\n' |
			ip -4 -b - | tr -s ' \\t' ' '" \
		"-4 -batch -$NL 1 link x $NL 5 link \"y z\" ${NL}blue$NL-4 -batch -$NL 7 route "
	check "-force, -n NETNS" \
		"printf 'link\\n' | ip -force -n blue -batch - | tr -s ' \\t' ' '" \
		"-batch - -force$NL 1 link "
	printf '#!/bin/sh\nread line; echo "$line"; exit 3\n' >"$T/stub/ip"
	check "one that fails ends it" "{ echo link x; yes netns | head -n 9; } | ip -b -" \
		"link x" 1
	check "also while it is written to" \
		"{ yes link x | head -n 99999; echo netns; } | ip -b -" "link x" 1
	check "-force: not so" "printf 'link x\\nnetns\\n' | ip -force -b -" "link x${NL}blue" 1
	printf '#!/bin/sh\nexit 0\n' >"$T/stub/ip"
	check "one that does not read is no success" \
		"yes link x | head -n 99999 | ip -b - 2>/dev/null" "" 1
	check_error "and that is said" "yes link x | head -n 99999 | ip -b -" \
		"ip: cannot send lines to the other ip: *"
	printf '#!/bin/sh\ncat >/dev/null; kill -9 $$\n' >"$T/stub/ip"
	check_error "nor is one that is killed, which is said" "echo link x | ip -b -" \
		"ip: Command failed -: a line for another ip"
else
	skip "lines of a batch for another ip" "FEATURE_BATCH is off"
fi

# --- which is the real ip
cp "$program" "$T/copy-of-ip"
mkdir "$T/copy" "$T/hard" "$T/loop" "$T/none" "$T/dir"
ln "$T/copy-of-ip" "$T/hard/ip" && cp "$T/copy-of-ip" "$T/copy/ip"
printf '#!/bin/sh\nexec %s "$@"\n' "$T/front/ip" >"$T/loop/ip"
mkdir "$T/dir/ip"
printf 'not executable' >"$T/none/ip"
chmod +x "$T/loop/ip"
printf '#!/bin/sh\necho real\n' >"$T/stub/ip"
PATH=$T/front:$T/copy:$T/hard:$T/front:/nowhere:$T/dir:$T/none:$T/stub:$others
check "not ourselves, copies, directories, what cannot be executed" "ip link" real
PATH=$others
check_error "none: an error, 127" "PATH=$T/front:$T/none $T/front/ip link" \
	"ip: there is no other ip" 127
check "none: ip netns works" "PATH=$T/none $T/front/ip netns" blue
if [ -z "$shell_has_ip" ]; then
	PATH=$T/front:$T/loop:$others
	check_error "an ip that calls us: no endless recursion" "limit ip link" \
		"ip: there is no other ip" 127
	printf '#!/bin/sh\n%s "$@"; exit\n' "$T/front/ip" >"$T/loop/ip"
	check_error "nor where it is started by a shell" "limit ip link" \
		"ip: there is no other ip" 127
else
	skip "an ip that calls us: no endless recursion" "the shell runs an ip of its own"
fi
PATH=$T/front:$T/stub:$others
printf '#!/bin/sh\n[ -z "$2" ] && echo real || %s $2\n' "$T/front/ip" >"$T/stub/ip"
check "an ip that is run by another one" "ip vrf link" real
PATH=$others
check_true "without PATH" "env -i $T/front/ip link show lo | grep -q LOOPBACK"

# --- with BusyBox alone
if have busybox && busybox --install -s "$T/bb" 2>/dev/null && "$T/bb/ip" link >/dev/null 2>&1; then
	PATH=$T/front:$T/bb
	check_true "BusyBox: -V is ours" "ip -V | grep '^netns '"
	check_true "BusyBox: ip link" "ip link show lo | grep LOOPBACK"
	check "BusyBox: ip -n NETNS link set" \
		"ip -n blue link set lo up && ip -n blue link show up | grep -c LOOPBACK" 1
	check "BusyBox: of the options, those that it has" \
		"ip -loops 3 -o -s -f inet -d -4 link show lo | grep -c 'lo.*LOOPBACK\|link/'" 1
	check_error "BusyBox: an option that would change what is printed" "ip -o -br link" \
		"ip: -br: BusyBox's ip cannot do this"
	check_false "BusyBox: what it does not know is its error" "ip frob"
	if ip link add v0 type veth peer name v1 netns blue 2>/dev/null; then
		check "BusyBox: link add … peer name … netns …" \
			"ip -n blue link show v1 | grep -c 'v1'" 1
		check "BusyBox: link add … type KIND" \
			"ip link add br6 type bridge && ip link show br6 | grep -c 'br6'
				ip link del br6" 1
		check "BusyBox: link add … netns NAME type KIND" \
			"ip link add br7 netns blue type bridge &&
				ip -n blue link show br7 | grep -c 'br7'" 1
		check "BusyBox: link set DEV netns NAME name NEW" \
			"ip link set v0 netns blue name v2 && ip -n blue link |
				grep -c ': v2[@:]'" 1
		check_error "BusyBox: set: no such device" "ip link set nope netns blue" \
			"ip netns move: nope: No such device"
		nameless
		check "BusyBox: link set DEV netns PID" \
			"ip link add v8 type veth peer name v9;
				ip link set v8 netns $pid name v3 && netns_has $pid v3" ""
		check "BusyBox: link add … netns PID" \
			"ip link add v4 netns $pid type veth peer name v5 netns $pid &&
				netns_has $pid v4 && netns_has $pid v5" ""
		stop $pid
		ip netns add 12
		check "BusyBox: digits are a name first" \
			"ip link add v6 type veth peer name v7 && ip link set v6 netns 12 &&
				ip -n 12 link show v6 | grep -c ': v6[@:]'; ip netns del 12" 1
		check_error "BusyBox: no such process" "ip link set lo netns $(dead_pid)" \
			"*: pid:*: no such process"
		check_true "BusyBox: set without netns is its own" "ip -n blue link set dev v2 up"
		check "BusyBox: add A netns N type veth peer name B" \
			"ip link add va netns blue type veth peer name vb && ip link |
				grep -c ': vb[@:]' && ip -n blue link | grep -c ': va[@:]'" \
			"1${NL}1"
		check "BusyBox: both ends elsewhere" \
			"ip netns add green;
				ip l a name x netns blue type veth peer y netns green &&
			ip -n blue link | grep -c ': x[@:]' && ip -n green link |
			grep -c ': y[@:]'" "1${NL}1"
		check "BusyBox: set: what else is said of it" \
			"ip link set vb mtu 1400 up netns blue name vc && ip -n blue link show vc |
				grep -c ',UP.* mtu 1400'" 1
		check "BusyBox: also before its name" \
			"ip -n blue link set up netns green dev vc && ip -n green link show vc |
				grep -c ',UP.* mtu 1400'" 1
		check "BusyBox: add: what else is said of it" \
			"ip link add vd mtu 1300 up netns blue type veth peer name ve &&
				ip -n blue link show vd | grep -c ',UP.* mtu 1300'" 1
		check "BusyBox: add: words of the peer" \
			"ip link add vf type veth peer name vg mtu 1300 netns blue;
				ip -n blue link show vg | grep -c 'mtu 1300'" 1
		check_usage "BusyBox: add: what it does not know" \
			"ip link add vh type veth peer name vi master br0"
		check_usage "BusyBox: add: a number that is none" \
			"ip link add vh mtu 0 type veth peer name vi"
		check_false "BusyBox: that made none" "ip link show vh"
		check "BusyBox: what it does not know is its error" \
			"ip link set ve frob netns blue 2>/dev/null; ip -n blue link |
				grep -c ': ve[@:]'" 1
		check_error "none: nothing is done by half" \
			"PATH=$T/front $T/front/ip -n blue link set ve up netns green" \
			"ip: there is no other ip" 127
		check "BusyBox: and nothing was" "ip -n blue link | grep -c ': ve[@:]'" 1
		check "BusyBox: both ends here" \
			"ip link add w0 type veth peer name w1 && ip link | grep -c 'w[01]@'" 2
		ip netns delete green
	else
		excuse makes_veth "BusyBox: veth" "this kernel makes none"
	fi
	if "$program" -b /dev/null 2>/dev/null; then
		check "BusyBox: a batch" \
			"printf 'netns add q\\nlink set lo up\\nnetns list\\nlink show lo\\n' |
				ip -b - | grep -c LOOPBACK; ip netns del q" 1
		check "BusyBox: a batch: what was said before comes first, and once" \
			"printf 'netns\\nlink show lo\\nnetns\\n' | ip -b - | grep -v '^ ' |
				cut -c 1-4 | tr '\\n' ' '; echo" "blue 1: l blue "
		printf '# c\nlink set lo up\nlink frob\nnetns\n' >"$T/lines"
		run "ip -b $T/lines"
		failed="ip: Command failed $T/lines"
		check "BusyBox: its line that fails" \
			"echo '$status'; printf '%s\\n' '$err' | sed 1d" \
			"1${NL}ip: Command failed $T/lines:3${NL}$failed: a line for another ip"
	fi
	check "BusyBox: by hard links" \
		"mkdir $T/bbh && cp \$(readlink -f $T/bb/ip) $T/bbh/busybox &&
			ln $T/bbh/busybox $T/bbh/ip &&
		PATH=$T/front:$T/bbh ip -V | grep -c '^netns '" 1
	check_true "BusyBox: only busybox, no link to it" \
		"rm $T/bbh/ip; PATH=$T/front:$T/bbh $T/front/ip link show lo |
			$T/bb/grep -q LOOPBACK"
else
	skip "with BusyBox alone" "no busybox with ip"
fi
PATH=$others
clear

# --- the same lines through the real ip and through ours: same output, same success
case $WORLD$(ip -V 2>/dev/null) in
root*iproute2*) ;;
*)
	skip "the same as iproute2" "root and iproute2 are needed"
	done_testing
	exit
	;;
esac
real=$PATH
if [ "$FRONT" = 1 ]; then
	real=${PATH#*:}
fi
unset NETNS_RUN_DIR NETNS_ETC_DIR
cat >"$T/lines" <<'END'
ip netns list
ip netns
ip net
ip netn list
ip -j netns list
ip -j -p netns list
ip netns add red
ip netns add red
ip netns list
ip netns list | grep -q red
ip netns list | grep -wq re
ip netns add
ip netns add ../x
ip netns add a/b
ip net a blue
ip netns l
ip netns li
ip netns lis
ip netns s
ip netns sh
ip netns show
ip netns ls
ip netns lst
ip netns list-id
ip netns list foo bar
ip -br netns
ip -br netns list
ip -o -d -s netns list
ip -4 netns list
ip -6 netns show
ip -c=never netns
ip -color=auto netns
ip -family inet netns
ip -rcvbuf 100000 netns
ip -loops 5 netns
ip -details -statistics -oneline -resolve netns
ip -n red netns list
ip -n red link show lo
ip -net red -o link show lo
ip -netns red -br link show lo | sed 's/ *$//'
ip -o -n red link show lo
ip -n nope link
ip -netns nope netns
ip -n
ip -nosuch netns
ip -n red link set lo up
ip -n red -br addr show lo
ip -n red -j addr show lo | grep -o '"local":"[^"]*"'
ip -n red addr add 192.0.2.1/24 dev lo
ip -n red -4 -o addr show dev lo | grep -o 192.0.2.1/24
ip -4 -n red route get 192.0.2.1 | grep -c lo
ip netns exec red ip link show lo
ip netns exec red ip -br link show lo | wc -l
ip netns exec red sh -c 'exit 3'
ip netns exec red sh -c 'echo "$@"' - -n -a --all
ip netns exec red echo -n x
ip netns exec red true
ip netns exec red false
ip netns exec red nonexistent-command
ip netns exec nope true
ip netns exec red sh -c 'kill -9 $$'
ip netns exec red cat /proc/self/net/dev | grep -c lo:
ip netns exec red ls /sys/class/net
ip netns e red echo abbreviated
ip netns ex red echo abbreviated
ip -all netns exec echo hi
ip -a netns exec echo hi
ip netns identify
ip netns identify $$
ip netns identify self
ip netns identify 0
ip netns identify nope
ip netns id $$
ip netns pids red
ip netns pids nope
ip netns pids
ip netns p red
ip netns pids red | xargs -r sh -c 'kill "$@"' kill
ip netns set red 5
ip netns set red 6
ip netns set blue auto
ip netns set blue
ip netns set nope 7
ip netns set blue x
ip netns list
ip -j netns list
ip -j -p netns list
ip -p -j netns
ip -json -pretty netns list
ip netns list-id
ip netns list-id nsid 5
ip netns list-id nsid 99
ip netns list-id target-nsid 5
ip -n red netns set blue 5
ip -n red netns set red 8
ip netns list-id target-nsid 5
ip -j netns list-id target-nsid 5
ip -h netns
ip -j -all netns exec echo hi
ip netns del $(ip netns list | grep nope)
ip -j netns list-id
ip -n red netns list-id
ip netns attach mine $$
ip netns identify $$
ip netns attach mine $$
ip netns attach mine
ip netns attach x nope
ip netns attach x 0
ip netns del mine
ip netns list
ip netns frob
ip frob
ip link frob
ip link add a0 type veth peer name a1
ip link add a0 type veth peer name a1
ip link set a0 netns red
ip link set a0 netns red
ip link set a1 netns nope
ip link set dev a1 netns blue name eth9 up
ip -n blue link show eth9 | grep -o 'eth9@if[0-9]*' | sed 's/[0-9]*$//'
ip -n blue -br link show up | grep -c eth9
ip -n red link set a0 netns blue name b0
ip netns exec blue ip -o link | grep -c 'b0@eth9'
ip netns exec blue ip link del b0
ip link add c0 netns red type veth peer name c1 netns blue
ip -n red link show c0 | grep -c c0@
ip -n blue link show c1 | grep -c c1@
ip link set lo netns red
ip -n red link add name d0 type dummy
ip -n red link add br0 type bridge
ip -n red -br link show type bridge | grep -c '^br0'
ip -n red link set br0 netns blue
ip netns exec red ip netns exec blue ip -br link show lo | wc -l
ip -n red netns exec blue ip -br link show c1 | wc -l
ip -n red -n blue link show c1 | grep -c c1@
ip rule list
ip -4 rule show | wc -l
ip route show table all | wc -l
ip -s -h link show lo | wc -l
ip address show dev lo
ip a
ip a s lo
ip l show lo
ip r
ip neigh
ip n
ip ntable show dev nope
ip netconf show dev nope
ip -Version | wc -l
ip -V | cut -c 1-10
ip -batch /nowhere
printf 'netns add k1\nnetns add k2\nnetns list\n' | ip -batch -
printf 'netns list\nlink show lo\nnetns list\n' | ip -batch - | cut -c 1-6
printf 'netns del k1 # gone\n\n# nothing\nnet\134\nns del k2\nlink show lo\nnetns list\n' | ip -b -
printf 'netns add "q1"\nnetns add '\''q2'\''\n' | ip -b -
printf 'netns exec q1 echo "a  b" c#d\nnetns exec q1 echo "x"y\n' | ip -b -
printf 'netns add q1\nnetns add q3\n' | ip -b -
printf 'netns add q1\nnetns add q4\nnetns list\n' | ip -force -b -
printf 'netns add q5 \134\n' | ip -b - ; ip netns list | grep q5
printf 'netns exec q1 false\nnetns exec q1 echo never\n' | ip -b -
printf 'netns list "\n' | ip -b -
printf '  netns\tlist\r\n' | ip -b -
printf 'link show nope\nnetns list\n' | ip -b -
printf 'link show nope\nnetns list\n' | ip -force -batch -
printf 'netns list' | ip -j -b -
printf 'link show lo\nnetns list-id\n' | ip -n q1 -o -b -
printf 'frob\n' | ip -b -
ip netns delete nope
ip netns delete
ip netns d blue
ip netns del red
ip netns list
ip -all netns delete
ip -all netns del
ip netns
END

# through PATH: what each line prints, and whether it succeeds
record()
{
	while IFS= read -r line; do
		printf '%s\n' "$line"
		PATH=$1 sh -c "$line" 2>/dev/null </dev/null
		[ $? = 0 ] && echo " = 0" || echo " = not 0"
	done <"$T/lines"
}

# The kernel takes its time to end namespaces, and until then they keep their ids.
no_ids()
{
	[ -z "$(netns list-id)" ]
}
eventually no_ids
record "$real" >"$T/of-real"
eventually no_ids
record "$T/front:$real" >"$T/of-front"
check "each line went through the real ip" "grep -c ' = \(not \)*0\$' $T/of-real" \
	"$(wc -l <"$T/lines" | tr -d ' ')"
# JSON of no names is [] with us.
differ=$(diff "$T/of-real" "$T/of-front" | grep '^[<>]' | grep -vx '> \[ *\]')
check "$(wc -l <"$T/lines" | tr -d ' ') lines: no difference to iproute2" "printf %s \"\$differ\"" \
	""

# --- a script as test suites have it, word for word through both
cat >"$T/suite" <<'END'
left=left-$1 router=router-$1 right=right-$1
cleanup()
{
	for ns in $left $router $right; do
		ip netns pids $ns 2>/dev/null | xargs -r sh -c 'kill "$@"' kill
		ip netns del $ns >/dev/null 2>&1 || true
	done
}
trap cleanup EXIT
cleanup
ip netns help 2>&1 | grep -q attach || exit 4
for ns in $left $router $right; do
	ip netns add $ns || exit 4
	ip -n $ns link set lo up
done
ip -n $left link add eth0 type veth peer name lan netns $router
ip link add name eth0 netns $right type veth peer name wan netns $router
while read -r ns dev address; do
	ip -netns $ns addr add $address dev $dev
	ip -netns $ns link set dev $dev up
done <<-ADDRESSES
	$left eth0 192.0.2.1/26
	$router lan 192.0.2.2/26
	$router wan 192.0.2.66/26
	$right eth0 192.0.2.65/26
ADDRESSES
ip netns exec $router sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
printf 'route add default via 192.0.2.2\nroute show default\n' | ip -n $left -batch -
ip -net $right route add default via 192.0.2.66
ip netns exec $left ping -c 1 -W 5 192.0.2.65 >/dev/null && echo reached || echo lost
ip -n $router -o link show type veth | sed 's/.*: \([a-z]*\)@.*/\1/' | sort
ip netns exec $right sleep 1000 &
until [ "$(ip netns pids $right)" ]; do :; done
ip netns identify $! | sed "s/$1/N/"
ip netns list | grep -c -e "-$1"
ip netns exec $left ip netns exec $router ip -4 route get 192.0.2.65 | grep -c wan
ip -n $router link set wan netns $left name third
ip netns exec $left ls /sys/class/net | grep -vx bonding_masters
[ -z "$(ip netns identify $$)" ] && echo outside
ip netns exec nope-$1 true 2>/dev/null || echo refused
cleanup
wait
ip netns list | grep -c -e "-$1"
exit 0
END
if have ping && have xargs && [ -z "$shell_has_ip" ]; then
	PATH=$real sh "$T/suite" 1 >"$T/of-real" 2>"$T/said-real"
	check "a script of a test suite: as with iproute2" "PATH=\$T/front:\$real sh \$T/suite 2" \
		"$(cat "$T/of-real")"
	check_true "which went well" \
		"grep -q . $T/of-real && grep -qx third $T/of-real && ! grep -q lost $T/of-real"
else
	skip "a script of a test suite" "ping, xargs, and a shell without its own ip are needed"
fi
done_testing
