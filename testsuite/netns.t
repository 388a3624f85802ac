# SPDX-License-Identifier: 0BSD
# netns: the program as a whole: names it is called by, global options, abbreviations, --install
. "$TESTSUITE/lib.sh"

# Each command has a test. netns-attach is there for the machines that libnetns/attach/abi.h knows.
all=
for test in "$TESTSUITE"/netns-*.t; do
	name=${test##*/}
	case $(uname -m)-${name%.t} in
	s390*-netns-attach | ppc*-netns-attach | riscv*-netns-attach | loongarch*-netns-attach) ;;
	*) all="$all${name%.t}$NL" ;;
	esac
done
all=$(echo $(printf %s "$all" | sort))

# --- netns alone, and what it says of itself
check "netns alone: none" "netns" ""
make blue
netns-set blue 5
check "netns alone lists" "netns" "blue (id: 5)"
check_true "--help prints the usage" "netns --help | grep '^usage: netns '"
check_true "-help too" "netns -help | grep '^usage: netns '"
check_true "-h too" "netns -h | grep '^usage: netns '"
check_true "help too" "netns help | grep '^usage: netns '"
check "none of them on standard error" "netns --help >/dev/null" ""
check_true "--help names every command" \
	"netns --help >$T/help; for a in $all; do grep \"^ *\${a#netns-} \" $T/help || exit 1; done"
check_true "-V: name and version" "netns -V | grep -x 'netns [0-9][-0-9a-z.+]*'"
check "-Version, -Vers, --Version, --V" \
	"for v in -Version -Vers --Version --V; do netns \$v; done | uniq" "$(netns -V)"
check "-V: no path" "netns -V | grep /; :" ""

# --- --list
check "--list: the applets" "netns --list" "$(for a in $all; do echo $a; done)"
check "--list-full: where they belong, without the leading slash" \
	"netns --list-full | sed 's:.*/::'" \
	"$(for a in $all; do echo $a; done)"
check "--list-full: each in a directory" \
	"netns --list-full | grep -vc '^[^/].*/netns-[a-z-]*\$'" 0 1
check "--list-full: each once" "netns --list-full | grep netns-.*netns-; :" ""

# --- the names it is called by
program=$(readlink -f "$T/bin/netns")
mkdir -p "$T/names"
for a in $all; do
	ln -s "$program" "$T/names/$a"
done
check "by a path" "$T/names/netns-list" "blue (id: 5)"
check "by a relative path" "cd $T && names/netns-list" "blue (id: 5)"
check_true "every applet has -h, by its name" \
	"for a in $all; do \$a -h | grep -q \"^usage: \$a\" || exit 1; done"
check_true "every applet has --help, by its name" \
	"for a in $all; do \$a --help | grep -q \"^usage: \$a\" || exit 1; done"
check_true "every usage says more than one line" \
	"for a in $all; do [ \$(\$a -h | wc -l) -gt 1 ] || exit 1; done"
check "each flag of a usage has a line" "for a in $all; do
	for f in \$(\$a -h | sed 's/^[^[]*//;q' | grep -o '\[-[a-oq-z][a-z]*' | tr -d '['); do
		\$a -h | grep -q \"^ .*\$f \" || echo \$a \$f
	done
done" ""
check_true "every applet has -h, after the word" \
	"for a in $all; do netns \${a#netns-} -h | grep -q \"^usage: \$a\" || exit 1; done"
check_true "every applet knows its flags: -Z is none" \
	"for a in $all; do \$a -Z; [ \$? = 2 ] || exit 1; done"
check_true "a usage error says how" \
	"for a in $all; do \$a -Z 2>&1 | grep -q \"^\$a: \" || exit 1; done"
check_true "the message names the applet in ip grammar, too" \
	"netns set 2>&1 | grep -q '^netns-set: ' && netns pids nope 2>&1 | grep -q '^netns-pids: '"
ln -s "$program" "$T/names/netns-nothing"
check_true "an unknown applet" "$T/names/netns-nothing; s=\$?; [ \$s -gt 0 ]"
check_error "an unknown command" "netns nothing" "netns: nothing: *" 2
check_error "an empty command" "netns ''" "netns: *" 2
check_error "a command is not an applet's whole name" "netns netns-list" "netns: *" 2
check_error "no message without its object" "netns-pids nope" \
	"netns-pids: nope: no such network namespace"
check "one line for one message" "netns-pids nope 2>&1 | wc -l | tr -d ' '" 1
check "control bytes of an object are not written raw" \
	"netns-pids \"\$(printf 'a\\033b')\" 2>&1 | grep -c \"\$(printf '\\033')\"; :" 0

clear
make blue
eventually "netns-set blue 5"	# the id is free when the kernel has ended the last one

# --- a line of the list, given to delete
make one two '(id:'
check "an id behind a name is none" "netns delete one '(id:' '0)' two; netns list" \
	"(id:${NL}blue (id: 5)"
check "(id: as the last word is a name" "netns delete '(id:'; netns list" "blue (id: 5)"
check_error "which is not there any more" "netns delete '(id:'" \
	"netns-delete: (id:: no such network namespace"

# --- no file of ours becomes standard input, output or error where these are closed
{
	netns-monitor name <&- >&- 2>&- &
	pid=$!
	started="$started $pid"
	eventually "ls -l /proc/$pid/fd | grep -q inotify"
	check "closed standard descriptors lead to nothing that can be read or written" \
		"for fd in 0 1 2; do readlink /proc/$pid/fd/\$fd; done" "/${NL}/${NL}/"
	stop $pid
}
check_error "closed standard input is no file of ours" "netns -b - <&-" \
	"netns: *Bad file descriptor*"
check "closed standard error: what is said goes nowhere" \
	"netns-list blue nope 2>&-" "blue (id: 5)" 1

# --- abbreviations: the first match in iproute2's order
lists()
{
	for w; do
		[ "$(netns "$w")" = "blue (id: 5)" ] || echo "$w"
	done
}
check "l, li, lis, list: list" "lists l li lis list" ""
check "s, sh, show: show" "lists s sh sho show" ""
check "ls, lst: lst" "lists ls lst" ""
list_ids()
{
	for w; do
		[ "$(netns "$w")" = "nsid 5 (iproute2 netns name: blue)" ] || echo "$w"
	done
}
check "list-, list-i, list-id: list-id" "list_ids list- list-i list-id" ""
check "h, he: help" "for w in h he hel help; do netns \$w; done 2>&1 | grep -c '^usage: netns '" 4
check "a: add" "netns a made && live made && netns ad made2 && live made2" ""
check "se: set" "netns se made 9 && listed made" "made (id: 9)"
check "d, de: delete" "netns d made && netns de made2 && gone made && gone made2" ""
check "i: identify" "netns -n blue i" blue
check "p: pids" "netns p blue" ""
check "e, ex: exec" "netns e blue netns-identify; netns ex blue netns-identify" "blue${NL}blue"
check_usage "m: monitor" "limit netns m foo"
check_usage "too long a word is none" "netns listx"
check_usage "upper case is none" "netns LIST"

# --- global options
same_list()
{
	for w; do
		# shellcheck disable=SC2086 # an option may have an argument
		[ "$(netns $w list 2>&1)" = "blue (id: 5)" ] || echo "$w"
	done
}
check "options that change nothing here" \
	"same_list -d -s -o -br -c -color -color=auto -4 -6 -0 -r -N -iec -human -echo" ""
check "with two dashes, too" \
	"same_list --d --s --o --br --c --color --color=never --4 --6 --0 --r --N --iec --human" ""
check "one more" "same_list --echo" ""
check "in full" "same_list -details -stats -statistics -oneline -brief -resolve -Numeric" ""
check "abbreviated" "same_list -det -stat -one -bri -col -res -Num -hum" ""
check "with an argument" \
	"same_list '-f inet' '-family inet6' '-l 3' '-loops 3' '-rc 99999' '-rcvbuf 99999'
		same_list '--f inet'" ""
check "several" "netns -d -s -o -4 list" "blue (id: 5)"
check_json "-j" "netns -j list" '[{"name":"blue","id":5}]'
for o in -js -jso -json --j --json; do
	check_json "$o" "netns $o list" '[{"name":"blue","id":5}]'
done
pretty="[ {
        \"name\": \"blue\",
        \"id\": 5
    } ]"
check_json "-j -p" "netns -j -p list" "$pretty"
check_json "-p -j" "netns -p -j list" "$pretty"
check_json "-json -pretty" "netns -json -pretty list" "$pretty"
check_json "--json --pretty" "netns --json --pretty list" "$pretty"
check_json "-pre" "netns -j -pre list" "$pretty"
check "-p alone changes nothing" "netns -p list" "blue (id: 5)"
for o in -n -net -netns --net --netns -ne; do
	check "$o NETNS" "netns $o blue identify" blue
done
check "-n: ids as seen from there" "netns -n blue list" blue
check "-n by path" "netns -n $RUN/blue identify" blue
inside blue
check "-n by pid:" "netns -n pid:$pid identify" blue
stop $pid
check "-n: names can be made from there" "netns -n blue add far && netns list | sort" \
	"blue (id: 5)${NL}far"
check "-n: and deleted" "netns -n blue delete far && gone far" ""
check "-n and exec" "netns -n blue exec blue netns-identify" blue
check_error "-n: no such namespace" "netns -n nope list" "netns: nope: no such network namespace"
check_usage "-n without NETNS" "netns -n"
check "-n: the network namespace alone" \
	"netns -n blue exec -N blue readlink /proc/self/ns/mnt" "$(readlink /proc/self/ns/mnt)"
check "-a" "netns -a exec echo hi" "${NL}netns: blue${NL}hi"
check "-all" "netns -all exec echo hi" "${NL}netns: blue${NL}hi"
check "--all" "netns --all exec echo hi" "${NL}netns: blue${NL}hi"
check_error "an unknown option" "netns -zzz list" "netns: -zzz: *" 2
check_error "an unknown option with two dashes" "netns --zzz list" "netns: --zzz: *" 2
check_usage "an option that goes on beyond its name" "netns -jsonx list"
check_usage "a family is missing" "netns -f"
check_usage "a family that is none" "netns -f inet5 list"
check_usage "a number that is none" "netns -loops many list"
check_true "an unknown option: nothing was done" "netns -zzz add never; gone never"
check "-- ends the options" "netns -- list" "blue (id: 5)"
check "-- after options" "netns -d -- list" "blue (id: 5)"
check_true "-n: no such namespace: nothing is done in ours" \
	"netns-add keep; netns -n nope delete keep; live keep; s=\$?; netns-delete keep; exit \$s"
check_usage "options after the word are the command's" "netns list -d"
check "a lone dash is no option" "netns - 2>/dev/null; echo \$?" 2

# --- --install
mkdir -p "$T/inst"
cp "$program" "$T/own"
check "--install DIR" "$T/own --install $T/inst; ls $T/inst" "$(for a in $all; do echo $a; done)"
check_true "hard links" "same $T/own $T/inst/netns-add && ! [ -L $T/inst/netns-add ]"
check "hard links: once more is fine" "$T/own --install $T/inst" ""
check "they work" "$T/inst/netns-list" "blue (id: 5)"
mkdir -p "$T/syms"
check "--install -s DIR: symbolic links" \
	"netns --install -s $T/syms && [ -L $T/syms/netns-set ] &&
		same $T/syms/netns-set $program" ""
check "they are all there" "ls $T/syms" "$(for a in $all; do echo $a; done)"
check "they work, too" "$T/syms/netns-list" "blue (id: 5)"
check "once more is fine" "netns --install -s $T/syms && ls $T/syms | wc -l | tr -d ' '" \
	"$(echo $all | wc -w | tr -d ' ')"
mkdir -p "$T/foreign"
echo mine >"$T/foreign/netns-list"
check_true "a foreign file in the way is an error that names it" \
	"netns --install -s $T/foreign 2>&1 | grep '^netns: $T/foreign/netns-list: .*File exists'"
check_true "and exit 1" "netns --install -s $T/foreign; [ \$? = 1 ]"
check "it is not overwritten" "cat $T/foreign/netns-list" mine
check "the others are installed" "ls $T/foreign | wc -l | tr -d ' '" \
	"$(echo $all | wc -w | tr -d ' ')"
rm "$T/foreign/netns-list"
ln -s /nowhere "$T/foreign/netns-list"
check_true "a foreign symlink is not overwritten" \
	"netns --install -s $T/foreign; [ \"\$(readlink $T/foreign/netns-list)\" = /nowhere ]"
check_error "a directory that is not there" "netns --install -s $T/none" "netns: *$T/none*"
check_usage "--install with an unknown flag" "netns --install -x $T/inst"
mkdir "$T/other"
if mount -t tmpfs other "$T/other" 2>/dev/null; then
	check_error "another file system is not reached" "netns --install $T/other" \
		"netns: $T/other: on another file system, use -s"
	check "they are symbolic there" \
		"netns --install -s $T/other; ls $T/other | wc -l | tr -d ' '" \
		"$(echo $all | wc -w | tr -d ' ')"
	umount "$T/other"
else
	skip "another file system is not reached" "no tmpfs may be mounted here"
fi
check_true "--help tells of it" "netns --help | grep -e '--install \[-s\] \[DIRECTORY\]'"

# --- privileges gained at exec
if [ "$WORLD" = root ] && helper as; then
	cp "$program" "$T/suid"
	chown 0:0 "$T/suid"
	chmod 4755 "$T/suid"
	check_error "set-uid: refused" "$HELPERS/as 65534 $T/suid list" "netns: *set-u*"
	check_error "set-uid: refused, whatever is asked" "$HELPERS/as 65534 $T/suid add evil" \
		"netns: *"
	check_true "and nothing was done" "gone evil"
	chmod 755 "$T/suid"
	chown 0:12345 "$T/suid"
	chmod 2755 "$T/suid"
	check_error "set-gid: refused" "$HELPERS/as 65534 $T/suid list" "netns: *"
	chmod 755 "$T/suid"
	check "without the bits it runs" "$HELPERS/as 65534 $T/suid list" "blue (id: 5)"
	if have setcap && setcap cap_sys_admin=ep "$T/suid" 2>/dev/null; then
		check_error "file capabilities: refused" "$HELPERS/as 65534 $T/suid list" "netns: *"
	else
		skip "file capabilities: refused" "no setcap here"
	fi
	check "set-uid, called by its owner, runs" "chmod 4755 $T/suid; $T/suid list" "blue (id: 5)"
else
	skip "set-uid: refused" "root and the helper as are needed"
fi

# --- output that cannot be written
for c in "netns" "netns list" "netns --list" "netns --list-full" "netns --help" "netns -V" \
	"netns help" \
	"netns-add -h" "netns -j list" "netns list-id" "netns identify" "netns -a exec true"; do
	if [ -c /dev/full ]; then
		check_true "/dev/full: $c" "$c >/dev/full; [ \$? = 1 ]"
	else
		skip "/dev/full: $c" "no /dev/full"
	fi
	check_true "closed output: $c" "$c >&-; [ \$? = 1 ]"
done
check "nothing to write, closed output" "netns add quiet >&-" ""
check "nothing listed, closed output" "netns-delete -a; netns list >&-" ""
check "closed input and output" "netns add one <&- >&-; netns delete one <&- >&- 2>&-; echo \$?" 0
check_true "closed standard error: the status is the same" "netns delete nope 2>&-; [ \$? = 1 ]"
clear

# --- words that are none
for word in addd ad-d xec exce lisst dleete; do
	check_error "netns $word: the one that was meant" "netns $word" \
		"netns: $word: *did you mean *" 2
done
check_error "nothing is like it" "netns bogus" "netns: bogus: not understood, see netns --help" 2
for flag in -U --up -x; do
	check_usage "netns add $flag blue" "netns add $flag blue"
	check_usage "netns-add $flag blue" "netns-add $flag blue"
done
check "none of these made anything" "netns list" ""
check_true "netns --version" '[ "$(netns --version)" = "$(netns -V)" ]'
check "netns-list --version" "netns-list --version" "$(netns -V)"
check_true "netns-add -V" '[ "$(netns-add -V)" = "$(netns -V)" ]'
check_true "netns help exec" '[ "$(netns help exec)" = "$(netns-exec -h)" ]'
check_true "a misspelt one has no help" "! netns help exce 2>/dev/null"

# --- a program with another name
cp "$program" "$T/netns-armhf"
ln -s netns-armhf "$T/netns-attac"
check "netns-armhf" "$T/netns-armhf add arm && $T/netns-armhf list && $T/netns-armhf del arm" arm
check_usage "a link whose command is not there" "$T/netns-attac list"
rm "$T/netns-armhf" "$T/netns-attac"

# --- places
check "the run directory may be elsewhere" \
	"NETNS_RUN_DIR=$T/elsewhere netns add x && NETNS_RUN_DIR=$T/elsewhere netns list;
		ls -A $RUN" x
check_true "the default run directory" \
	"unset NETNS_RUN_DIR; netns add dflt && [ -e /var/run/netns/dflt ] && netns delete dflt"
done_testing
