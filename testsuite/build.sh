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

# A compiler that remembers what it made of a source, for the same options and for the same values of
# what the source and the headers ask of config.h, or, since few sources use all that a header asks,
# of the same preprocessed text. From one configuration to the next little is left to compile.
# Called as OPTION... -MMD -MP -c -o OUTPUT SOURCE. It leaves out link-time optimisation, so that
# an object is all that is made.
if has musl-gcc; then compiler=musl-gcc; else compiler=gcc; fi
for source in applets/*.c applets/*/*.c libnetns/*/*.c; do
	mkdir -p "$work/cache/${source%/*}"
	# how often it includes applets.h, and the symbols in it and in the headers
	grep -ohE '(ENABLE|CONFIG)_[A-Z_]+' "$source" libnetns/*/*.h applets/*/*.h |
		xargs echo "$(grep -c '"applets.h"' "$source")" >"$work/cache/$source"
done
cat >"$work/cc" <<EOF
#!/bin/sh
case \$* in
*' -MMD -MP -c -o '*) ;;
*) exec $compiler "\$@" -fno-lto ;;
esac
while [ "\$1" != -MMD ]; do
	case \$1 in
	-I* | -ffile-prefix-map=*) ;;	# where it is made
	*) options="\$options \$1" ;;
	esac
	set -- "\$@" "\$1" && shift
done
output=\$5 source=\$6 && shift 6
obj=\${output%%/obj/*}/obj saved=$work/cache/\$source text=\$options values=''
read -r includes symbols <"\$saved"
while read -r _ symbol value; do
	case " \$symbols " in
	*" \$symbol "*) text="\$text \$value" values=\$values\${value##*[!01]*} ;;
	esac
done <"\$obj/config.h"
[ "\$includes" = 0 ] || text="\$text \$(tr '\n' ' ' <"\$obj/applets.h")"
saved=\$saved.\$values
if [ -e "\$saved" ] && read -r known <"\$saved.text" && [ " \$known" = "\$text" ]; then
	exec cp "\$saved" "\$output"
fi
same=\$({ echo "\$options" && $compiler "\$@" -E -P "\$source"; } | sha256sum)
same=$work/cache/\${same%% *}
if ! [ -e "\$same" ]; then
	$compiler "\$@" -fno-lto -MMD -MP -c -o "\$output" "\$source" || exit
	mv "\$output" "\$same"
fi
ln -f "\$same" "\$saved" && echo "\${text# }" >"\$saved.text" && cp "\$same" "\$output"
EOF
chmod +x "$work/cc"

# shellcheck disable=SC2034 # for the files that read this one
all_commands=$(printf '%s\n' applets/netns-*.c | sed 's/.*netns-\(.*\)\.c/\1/' | sort)
