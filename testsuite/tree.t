#!/bin/sh
# SPDX-License-Identifier: 0BSD
# tree.t: does the tree keep its own rules? The form of the sources, what belongs to each applet.

cd "$(dirname "$0")/.." || exit 1
export LC_ALL=C
unset MAKEFLAGS MFLAGS MAKELEVEL CC AR STRIP CROSS_COMPILE CPPFLAGS CFLAGS LDFLAGS LDLIBS VERSION
unset KCONFIG_CONFIG KCONFIG_CONF KCONFIG_ALLCONFIG

### the rules in numbers

lines_of_function=40
lines_of_file=250		# what has more lines than this fails
lines_to_aim_at=200		# what has more than this is mentioned
columns=100

# Files that may have more lines, each with its reason: `path reason`, one a line
long_files=''

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
count=0

# check NAME COMMAND...: the test passes if the command succeeds
check()
{
	title=$1 && shift
	count=$((count + 1))
	if "$@" >"$work/log" 2>&1; then
		echo "ok $count - $title"
	else
		echo "not ok $count - $title"
		head -n 30 "$work/log" | awk '{ print "#   " $0 }'
	fi
}

# none NAME COMMAND...: the command looks for what must not be there; the test passes if it is
# silent
none()
{
	title=$1 && shift
	check "$title" silent "$@"
}

silent()
{
	"$@" >"$work/found" 2>&1
	cat "$work/found"
	[ ! -s "$work/found" ]
}

skip()
{
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}

has()
{
	command -v "$1" >/dev/null
}

### what there is

# What git knows or would know, where there is git; without it, what is not built.
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
	git ls-files -co --exclude-standard
else
	find . -type d \( -name .git -o -name obj \) -prune -o -type f -print | sed 's|^\./||' |
		grep -vxE 'netns|\.config(\.old)?'
fi | sort >"$work/all"
# Without those that are deleted and those that are not text.
while read -r file; do
	[ -f "$file" ] && { [ ! -s "$file" ] || grep -qI . "$file"; } && echo "$file"
done <"$work/all" >"$work/files"

# files PATTERN: those of them whose path matches
files()
{
	grep -E "$1" "$work/files"
}

files '\.[ch]$' >"$work/c"
files '^(applets|libnetns)/.*\.c$' >"$work/program"
while read -r file; do
	case $(head -n 1 "$file") in
	'#!'*) echo "$file" ;;
	*) echo "$file" |
		grep -E '\.(c|h|sh|t|slow|awk|sed|conf|[58])$|(^|/)(Makefile|Config\.in)$' ;;
	esac
done <"$work/files" >"$work/sources"

# each LIST COMMAND...: the command with all files of the list
each()
{
	list=$work/$1 && shift
	xargs "$@" /dev/null <"$list"
}

commands=$(files '^applets/netns-.*\.c$' | sed 's|.*/netns-\(.*\)\.c|\1|')

# long_lines LIST
long_lines()
{
	each "$1" awk -v max="$columns" '{
		line = $0
		gsub(/[\200-\277]/, "", line)
		n = split(line, part, "\t")
		for (width = i = 0; i++ < n; )
			width = (i > 1 ? width - width % 8 + 8 : 0) + length(part[i])
		if (width > max)
			print FILENAME ":" FNR ": " width " columns"
	}'
}

### every file

# The first line, or the second one after #!
without_spdx()
{
	while read -r file; do
		sed -n '1{/^#!/!{p;q;};};2{p;q;}' "$file" |
			grep -qE '^(//|#|\.\\"|/\*) ?SPDX-License-Identifier: 0BSD( \*/)?$' ||
				echo "$file"
	done <"$work/sources"
}

without_newline()
{
	while read -r file; do
		[ -z "$(tail -c 1 "$file")" ] || echo "$file"
	done <"$work/files"
}

# so that this file does not contain the words itself
unfinished="\\b(TO""DO|FIX""ME|XX""X)\\b"

none "SPDX: the first line of every source and script" without_spdx
none "no trailing blanks" each files grep -nE "[ 	]+\$"
none "no carriage returns" each files grep -n "$(printf '\r')"
none "every file ends with a newline" without_newline
none "nothing that is marked as unfinished" each files grep -nwE "$unfinished"

### the tests

files '^testsuite/(.*\.(t|table|slow)|lib\.sh|world|run|mutants/.*)$' >"$work/tests"

# A command in quotes in quotes: it goes into a file of its own.
nested_quotes()
{
	each tests grep -nF "$(printf '\134\134\134')"
}

# The text that a mutant changes may have left the source.
lost_mutants()
{
	while read -r id file mutants_tests; do
		case $id in
		'' | '#'*) continue ;;
		esac
		read -r change
		[ "$(sed "$change" "$file" | diff "$file" - | grep -c '^[0-9]')" = 1 ] || echo "$id"
		for t in $mutants_tests; do
			[ -e "testsuite/$t.t" ] || [ -e "testsuite/$t.c" ] || echo "$id: $t"
		done
	done <testsuite/mutants/table 2>&1
}

none "no line of a test is wider than $columns columns" long_lines tests
none "no test has three backslashes in a row" nested_quotes
none "each mutant changes one place, and names tests" lost_mutants

### C

# A function begins in column 1 and its body is { to } in column 1.
long_functions()
{
	each c awk -v max="$lines_of_function" '
		/^[A-Za-z_].*\(/ { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name);
		first = FNR }
		/^{$/ { body = 1 }
		/^}$/ {
			if (body && FNR - first + 1 > max)
				print FILENAME ":" first ": " name ": " FNR - first + 1 " lines"
			body = 0
		}'
}

indented_with_blanks()
{
	each c awk '
		/^ / && !/^ \*/ || /^\t* +\t/ { print FILENAME ":" FNR ": " $0 }'
}

long_sources()
{
	while read -r file; do
		lines=$(wc -l <"$file")
		if [ "$lines" -gt $lines_of_file ]; then
			echo "$long_files" | grep -q "^$file " || echo "$file: $lines lines"
		elif [ "$lines" -gt $lines_to_aim_at ]; then
			echo "# $file has $lines lines" >>"$work/mentioned"
		fi
	done <"$work/program"
}

# Newer machines, such as riscv64, have only the system calls of asm-generic; syscall.h defines
# names for what differs.
calls_of_some_machines()
{
	printf '#include <asm-generic/unistd.h>\n' | gcc -E -dM - |
		sed -n 's/^#define __NR_\([a-z0-9_]*\) .*/\1/p' >"$work/generic"
	sed -n 's/.*SYS_\([a-z0-9_]*\) =.*/\1/p' libnetns/base/syscall.h >>"$work/generic"
	xargs grep -ohE '\bSYS\([a-z0-9_]+' <"$work/program" |
		sed 's/.*(//' | sort -u | grep -vxF -f "$work/generic"
}

needless_exceptions()
{
	echo "$long_files" | while read -r file reason; do
		[ -z "$file" ] || { [ -f "$file" ] && [ -n "$reason" ] &&
			[ "$(wc -l <"$file")" -gt $lines_of_file ]; } || echo "$file"
	done
}

# Conditions are for the compiler, so that all of the program compiles in every configuration; two
# kinds are left: guards of headers, and what differs between machines, in syscall.h and abi.h.
conditions()
{
	each program grep -nE '^[ 	]*#[ 	]*(if|ifdef|ifndef|elif|else)'
	files '^(applets|libnetns)/.*\.h$' | grep -vE '/(syscall|abi)\.h$' | while read -r file; do
		grep -nE '^[ 	]*#[ 	]*(if|ifdef|ifndef|elif|else)' "$file" |
			grep -vE '^[0-9]*:#ifndef ([A-Z_]*_H|_GNU_SOURCE)$' |
			sed "s|^|$file:|"
	done
}

# There a condition asks about the machine, the libc, or whether a system call is there.
conditions_of_header()
{
	grep -nE '^[ 	]*#[ 	]*(if|elif)' libnetns/base/syscall.h libnetns/attach/abi.h |
		grep -vE -e ':#ifndef (SYSCALL|ABI)_H$' \
			-e ':#(el)?if (.* )?defined \(?(__|SYS_)[A-Za-z0-9_]+'
}

guards()
{
	for file in $(files '\.h$'); do
		guard=$(basename "$file" .h | tr a-z- A-Z_)_H
		grep -qx "#ifndef $guard" "$file" && grep -qx "#define $guard" "$file" ||
			echo "$file: no $guard"
	done
}

# The layers, lowest first. A file includes headers of its own layer and of lower ones only.
layers='base output procfs netlink names survey enter attach apply'

includes()
{
	allowed='config'
	for layer in $layers; do
		allowed="$allowed|$layer/[a-z]+"
		for file in $(files "^libnetns/$layer/"); do
			grep -nE '^[ 	]*#[ 	]*include *"' "$file" |
				grep -vE "#include \"($allowed)\.h\"\$" | sed "s|^|$file:|"
		done
	done
	for file in $(files '^applets/netns-.*\.c$'); do
		grep -nE '^[ 	]*#[ 	]*include *"' "$file" |
			grep -vE \
				"#include \"(($(echo "$layers" | tr ' ' \
					'|'))/[a-z]+|multiplexer/applet)\.h\"\$" |
			sed "s|^|$file:|"
	done
	# the tracer is closed: others see attach.h only
	files '^(applets|libnetns)/' | grep -v '^libnetns/attach/' |
		xargs grep -nE '#include "attach/(tracer|abi)\.h"'
}

# symbols_of TYPES OBJECT...: its global symbols of these types of nm's, one a line
symbols_of()
{
	types=$1 && shift
	nm -g "$@" | awk -v types="$types" 'NF >= 2 && index(types, $(NF - 1)) { print $NF }' |
		sort -u
}

# objects_of LAYER: those that the unit tests are linked with
objects_of()
{
	for file in libnetns/$1/*.c; do
		echo "${O:-obj}/test/${file%.c}.o"
	done
}

# What a layer uses must be defined in it, in a lower layer, or in libc: not in an applet, nor in
# the multiplexer, whose variables the library must not read.
# shellcheck disable=SC2046 # lists of files
uses()
{
	symbols_of TDBRVWC $(objects_of '*') >"$work/ours"
	: >"$work/below"
	for layer in $layers; do
		symbols_of TDBRVWC $(objects_of "$layer") | sort -u - "$work/below" >"$work/layer"
		mv "$work/layer" "$work/below"
		symbols_of U $(objects_of "$layer") | comm -23 - "$work/below" | comm -12 - \
			"$work/ours" |
			sed "s/^/$layer uses /"
	done
	[ -s "$work/ours" ] || echo "no symbols at all"
	sed -n 's/^extern [a-z].*[ *]\([a-z_]*\);.*/\1/p' applets/multiplexer/*.h |
		sort -u >"$work/variables"
	symbols_of U $(objects_of '*') | comm -12 - "$work/variables" | sed 's/^/an applet has /'
}

none "no line of C is wider than $columns columns" long_lines c
none "C is indented with tabs" indented_with_blanks
none "no function has more than $lines_of_function lines" long_functions
none "no file has more than $lines_of_file lines" long_sources
[ -s "$work/mentioned" ] && cat "$work/mentioned"
none "every exception from that is needed and has a reason" needless_exceptions
none "every system call is one that all machines have" calls_of_some_machines
none "no #if in the program" conditions
none "syscall.h, abi.h: #if about the machine only" conditions_of_header
none "every header has its guard" guards
none "files include headers of their own layer and of lower ones" includes
none "layers use what is below them, and no variable of an applet" uses

### what belongs to an applet

has_test()
{
	[ -f "testsuite/netns-$1.t" ]
}

has_section()
{
	sed 's/\\-/-/g' applets/netns.8 | grep -qE "^\\.S[SHsh] .*\\bnetns-$1([^a-z-]|\$)"
}

# The symbol, the record and the texts are those that the name of the file calls for.
has_record()
{
	file=applets/netns-$1.c
	symbol=NETNS_$(echo "$1" | tr a-z- A-Z_)
	record=netns_$(echo "$1" | tr - _)
	grep -q "^/\\* netns-$1: " "$file" || echo "no purpose in the first comment"
	grep -q "^ \\* config $symbol\$" "$file" || echo "no config $symbol"
	grep -q "^const struct applet $record = {" "$file" || echo "no record $record"
	grep -q '^	\.usage = ' "$file" || echo "no usage"
	grep -q '^	\.help = HELP(' "$file" || echo "no help"
}

for command in $commands; do
	check "netns-$command has a test" has_test "$command"
	check "netns-$command has a section in netns.8" has_section "$command"
	none "netns-$command has its symbol, record, usage and help" has_record "$command"
done

without_applet()
{
	files '^testsuite/netns-.*\.t$' | sed 's|testsuite/\(.*\)\.t|applets/\1.c|' | while read \
		-r file; do
		[ -f "$file" ] || echo "$file is missing"
	done
}

none "every test of an applet has its applet" without_applet

echo "1..$count"
