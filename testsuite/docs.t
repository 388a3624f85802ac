# SPDX-License-Identifier: 0BSD
# docs.t: what the documents show works, and they name every command and flag
#
# docs.awk finds what they show; docs.table says what each is run with, or why it is not. What
# builds the program takes long: that is left to docs-build.t, which sets ONLY_BUILDS.

. "$TESTSUITE/lib.sh"

top=$(cd "$TESTSUITE/.." && pwd)
manual=$top/applets/netns.8
reason=
[ -r "$top/README.md" ] || reason="an ordinary user gets a copy of the tests alone"
[ "$FRONT" = 1 ] && reason="they are about netns"
have ip || reason="iproute2 is needed"
if [ -n "$reason" ]; then
	skip "the documents" "$reason"
	done_testing
	exit
fi
unset MAKEFLAGS MFLAGS MAKELEVEL O

### what they show

# A line of the table that ends with a backslash continues on the next one, after its tabs.
awk '{ more = sub(/\\$/, ""); if (on) sub(/^\t+/, ""); printf "%s%s", $0, more ? "" : "\n"
	on = more }' "$TESTSUITE/docs.table" >"$T/table"

# rows HOW: what the table says about $key under HOW
rows()
{
	K=$key H=$1 awk -F '\t' '$1 == ENVIRON["K"] && $2 == ENVIRON["H"] { print $3; n++ }
		END { exit !n }' "$T/table"
}

# in_world COMMANDS: in a world of its own, with the directories that a user has. What README.md
# shows must leave the network of that world alone, which has an eth0.
in_world()
{
	case $key in
	README.md:*) before='make_eth0; network >$T/before' after='network | diff $T/before -' ;;
	*) before=: after=: ;;
	esac
	cd "$top" && timeout 120 /bin/sh "$TESTSUITE/world" /bin/sh -c "set -e
		. $TESTSUITE/docs.sh
		unset NETNS_RUN_DIR NETNS_ETC_DIR MAKEFLAGS MFLAGS MAKELEVEL VERSION
		unset CC AR STRIP CROSS_COMPILE CPPFLAGS CFLAGS LDFLAGS LDLIBS
		cd $top
		$before
		$1
		[ \$? = 0 ]	# where it ends with !, which set -e lets pass
		$after"
}

# is_for_us: does $key build the program just if that is what we are here for?
is_for_us()
{
	if rows builds >/dev/null; then
		[ "$ONLY_BUILDS" ]
	else
		[ ! "$ONLY_BUILDS" ]
	fi
}

# try BLOCK: as the table says
try()
{
	is_for_us || return
	BLOCK=$(cat "$1")
	export BLOCK
	if rows needs >"$T/needs" && ! sh -ec ". $TESTSUITE/docs.sh; $(cat "$T/needs")" >/dev/null \
		2>&1
	then
		skip "$key" "this is needed: $(tr '\n' ' ' <"$T/needs")"
	elif instead=$(rows instead); then
		check_true "$key (looked at, not run)" 'cd "$top" && timeout 120 sh -ec "$instead"'
	elif why=$(rows not); then
		skip "$key" "$why"
	elif rows run >/dev/null || rows then >/dev/null || rows first >/dev/null; then
		commands="$(rows first)
			{ $(cat "$1")
			} >\$T/output
			$(rows then)"
		check_true "$key" 'in_world "$commands"'
	else
		not_ok "$key" "docs.table does not say how to run it"
	fi
}

mkdir "$T/blocks"
cd "$top" || exit
for document in README.md HACKING.md docs/*.md package/*.md applets/netns.8; do
	[ -f "$document" ] && awk -v name="${document#applets/}" -v into="$T/blocks" \
		-f testsuite/docs.awk "$document"
done >"$T/shown"
while IFS=$TAB read -r block key; do
	try "$block"
done <"$T/shown"
if [ "$ONLY_BUILDS" ]; then
	done_testing
	exit
fi
cut -f 2 "$T/shown" | sort -u >"$T/keys"
check "docs.table: everything is shown somewhere" \
	"grep -v '^#' $T/table | cut -f 1 | sort -u | comm -23 - $T/keys" ""

if [ "$WORLD" = root ] && have dot; then
	check "README.md: the map is what scripts/draw-map shows" \
		"$top/scripts/draw-map '$NETNS' $T 2>/dev/null" \
		"$(sed -n '/^    dmz$/,/^$/s/^    //p' "$top/README.md")"
	check "docs/map.svg: so is the picture, in its words" \
		"grep -o '>[^<]*</text>' $T/map.svg" \
		"$(grep -o '>[^<]*</text>' "$top/docs/map.svg")"
else
	skip "README.md: the map" "root and Graphviz are needed"
fi

# words FILE: the lines of text in a picture; the order of events and of names is not ours
words()
{
	grep -o '>[^<]*</text>' "$1" | sort
}
check_true "docs/demo.svg is what the demo prints" "$top/scripts/demo-picture '$NETNS' $T/demo.svg"
check "docs/demo.svg: its words" "words $T/demo.svg" "$(words "$top/docs/demo.svg")"

# stored_says: the size that README.md gives for the program under test, and the real one
stored_says()
{
	stored=$("$top/scripts/stored" "$NETNS")
	awk -F '|' -v stored="$stored" '
		$2 ~ /^ full +$/ { gsub(/[ ,]/, ""); print "README.md: " $3 ", measured: " stored
			exit $3 < stored * 0.98 || $3 > stored * 1.02 }' "$top/README.md"
}
# the sizes in its first paragraph, as the table has them, in KB
kilobytes()
{
	awk -F '|' '$2 ~ /^ full +$/ { gsub(/[ ,]/, "")
		printf "file of %.0f KB, or %.0f KB\n", $7 / 1000, $3 / 1000 }' "$top/README.md"
}
check "README.md: the first paragraph and the table agree on the size" \
	"grep -o 'file of .* KB, or [0-9]* KB' $top/README.md" "$(kilobytes)"

config=${NETNS%/*}/obj/config.mk
if [ "$(uname -m)" = x86_64 ] && have xz && [ "$(wc -c <"$NETNS")" -lt 100000 ] &&
	grep -q '^CONFIG_STATIC=y' "$config" && ! grep -q 'is not set' "$config"; then
	check_true "README.md: the size as stored is right, to 2 %" stored_says
else
	skip "README.md: the size as stored" "needs xz, and full_defconfig made with musl on x86-64"
fi

### what they say of the commands

# synopsis COMMAND: the words of SYNOPSIS as --help has them, with arguments in capitals
synopsis()
{
	awk -v command="$1" '
		/^\.Sh/ { on = /^\.Sh SYNOPSIS/ }
		!on { next }
		/^\.Nm/ { mine = $2 == command; if (mine) line = command; next }
		mine {
			text = type = ""
			opened = 0
			joined = 1
			sub(/^\./, "")
			for (i = 1; i <= NF; i++) {
				word = $i
				if (word == "Ns" || word == "|" || word == "...")
					joined = 1
				if (word == "Ar" || word == "Cm" || word == "Fl") {
					type = word
				} else if (word != "Ns") {
					if (word == "Op") {
						word = "["
						opened++
					} else if (type == "Ar") {
						word = toupper(word)
					} else if (type == "Fl" && word != "|") {
						word = "-" word
					}
					text = text (joined ? "" : " ") word
					joined = word == "[" || word == "|"
				}
			}
			while (opened--)
				text = text "]"
			line = line " " text
		}
		END { print line }' "$manual"
}

# section COMMAND: its section of the manual
section()
{
	awk -v command="$1" '/^\.S[hs]/ { on = $0 == ".Ss " command } on' "$manual"
}

# A new command needs its section in the manual. Where it is also named in NAME, in SYNOPSIS or in
# the table of README.md, it must be as in --help.
for command in $(sed -n '/^.Sh NAME/,/^.Nd/s/^\.Nm \(netns-[a-z-]*\).*/\1/p' "$manual"); do
	check_true "netns.8: NAME: $command is a command" "netns --list | grep -qx $command"
done
for command in $(netns --list); do
	usage=$($command --help | sed -n '1s/usage: //p')
	if [ "$(synopsis "$command")" ]; then
		check "netns.8: SYNOPSIS has $command as --help does" "synopsis $command" "$usage"
	fi
	flags=$(printf '%s\n' "$usage" | grep -oE -- '-[a-zA-Z]+' | grep -xE -- '-([a-zA-Z]|ts)' |
		sort -u | tr -d -)
	missing=
	for flag in $flags; do
		section "$command" | grep -qE "^\\.It Fl $flag( |\$)" || missing="$missing -$flag"
	done
	check "netns.8: $command: every flag is explained" "printf '%s' '$missing'" ""
	short=$(printf '%s\n' "$usage" | sed 's/ \[-j\]//; s/ \[-p\]//; s/|/\\|/g')
	if grep -qE "^\| .$command( |.\|)" "$top/README.md"; then
		check_true "README.md: the table has $command as --help does" \
			'grep -qF -e "| \`$short\` |" "$top/README.md"'
	fi
done

# words_of_messages: what DIAGNOSTICS says they are, without arguments; "n processes" is one
words_of_messages()
{
	sed -n '/^\.Sh DIAGNOSTICS/,/^\.Sh DIFF/p' "$manual" | sed ':a
		/[\]$/{N;s/[\]\n//;ta
		}' | sed -n 's/^\.It //p' |
		sed 's/\\(dq/"/g; s/Ar [^ ]*/:/g; s/ N[os] / /g; s/^N[os] //' |
		tr ':"(' '\n\n\n' | sed 's/^ *//; s/^processes //; s/ *$//' | grep -E '.{9}' |
		sort -u
}

words_of_messages >"$T/messages"
tr '\0' '\n' <"$NETNS" >"$T/strings"	# a line of BusyBox's grep ends at a null byte
unknown=$(while read -r words; do
	grep -qF -e "$words" "$T/strings" || printf '"%s" ' "$words"
done <"$T/messages")
check_true "netns.8: there are messages" "[ $(wc -l <"$T/messages") -ge 20 ]"
check "netns.8: every message is one of the program's" 'printf "%s" "$unknown"' ""

# Without what depends on the other manuals that are installed.
lint()
{
	mandoc -T lint "$1" 2>&1 |
		sed '/: outdated mandoc.db lacks /d; /: referenced manual not found: /d'
}

# not_there: what docs/threat-model.md cites, as `FILE: FUNCTION` or `TEST: TITLE`, and is not there
not_there()
{
	grep -oE '`[a-z0-9/-]+\.(c|t): [^`]*`' "$top/docs/threat-model.md" | tr -d '`' |
		while IFS= read -r cited; do
			file=${cited%%: *} what=${cited#*: }
			case $file in
			*.t | unit-*) grep -qF -e "$what" "$top/testsuite/$file" ;;
			*) cat "$top/libnetns/$file" "$top/applets/$file" 2>/dev/null |
				grep -qE "^[a-z].*[ *]$what\\(" ;;
			esac || echo "$cited"
		done
}
check_true "docs/threat-model.md cites tests and functions" \
	"[ \$(grep -oE '\`[a-z0-9/-]+\\.(c|t): ' $top/docs/threat-model.md | wc -l) -gt 60 ]"
check "docs/threat-model.md: every test and function that it cites is there" not_there ""

if have mandoc; then
	for page in "$manual" "$top/applets/netns.conf.5"; do
		check "${page##*/}: mandoc -T lint reports nothing" "lint $page" ""
	done
else
	skip "netns.8: lint" "mandoc is needed"
fi

done_testing
