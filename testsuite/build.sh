# SPDX-License-Identifier: 0BSD
# shellcheck shell=sh
# What build.t and make.t read first. They work in a scratch directory and need nothing of lib.sh, which
# is about the program.

export LC_ALL=C
unset MAKEFLAGS MFLAGS MAKELEVEL CC AR STRIP CROSS_COMPILE CPPFLAGS CFLAGS LDFLAGS LDLIBS VERSION
unset DESTDIR PREFIX SBINDIR MANDIR INSTALL KCONFIG_CONFIG KCONFIG_CONF KCONFIG_ALLCONFIG
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
count=0

# check NAME COMMAND...: the test passes if the command succeeds
check() {
	name=$1 && shift
	count=$((count + 1))
	if "$@" >"$work/log" 2>&1; then
		echo "ok $count - $name"
	else
		echo "not ok $count - $name"
		tail -n 12 "$work/log" | awk '{ print "# " $0 }'
	fi
}
skip() {
	count=$((count + 1))
	echo "ok $count - $1 # SKIP $2"
}
has() { command -v "$1" >/dev/null; }

# in_dir DIRECTORY ARGUMENT...: make, with this object directory in the scratch directory
in_dir() { out=$work/$1 && shift && make -j2 O="$out" "$@"; }
compiles_nothing() { in_dir "$@" >"$work/out" && ! grep -E '^  (CC|AR|LD)' "$work/out"; }

# A compiler that remembers what it made of the same text with the same options: from one
# configuration to the next few files differ. Called as ... -MMD -MP -c -o OUTPUT SOURCE.
if has musl-gcc; then compiler=musl-gcc; else compiler=gcc; fi
mkdir "$work/cache"
cat >"$work/cc" <<EOF
#!/bin/sh
case \$* in
*' -MMD -MP -c -o '*) ;;
*) exec $compiler "\$@" ;;
esac
left=\$#
for word; do
	[ \$left -gt 6 ] && set -- "\$@" "\$word"
	[ \$left = 2 ] && output=\$word
	left=\$((left - 1))
	shift
done
text=\$(echo "\$@" && $compiler "\$@" -E -P "\$word") || exit
saved=$work/cache/\$(echo "\$text" | md5sum | cut -c 1-32)
if ! [ -e "\$saved" ]; then
	$compiler "\$@" -c -o "\$saved.\$\$" "\$word" && mv "\$saved.\$\$" "\$saved" || exit
fi
cp "\$saved" "\$output"
EOF
chmod +x "$work/cc"

# shellcheck disable=SC2034 # for the files that read this one
all_commands=$(printf '%s\n' applets/netns-*.c | sed 's/.*netns-\(.*\)\.c/\1/' | sort)
