#!/bin/sh
# SPDX-License-Identifier: 0BSD
# build.t: does every configuration build without a warning, with every compiler?
# shellcheck disable=SC2154 # build.sh sets them

cd "$(dirname "$0")/.." || exit 1
. testsuite/build.sh

### every configuration

# builds CONFIGURATION: the program, which must run
builds() {
	in_dir matrix "$1" && in_dir matrix CC="$work/cc" CFLAGS=-Werror &&
		"$work/matrix/netns" -V
}
# builds_with GOAL SYMBOL...: with these values of symbols
builds_with() {
	goal=$1 && shift
	printf '%s\n' "$@" >"$work/symbols"
	KCONFIG_ALLCONFIG=$work/symbols builds "$goal"
}
mini() { builds mini_defconfig && [ "$(commands | xargs)" = "add delete exec list" ]; }
# commands: what the program was built with, one per line
commands() { sed 's/.*"\(.*\)".*/\1/' "$work/matrix/obj/applets.h" | grep .; }
symbol_of() { echo "NETNS_$(echo "$1" | tr a-z- A-Z_)"; }
# what can be switched on and off, and what else then has to be off because it selects it
switches=$(awk '/^( \*)? *config [A-Z]/ { name = $NF } /\tbool "/ { print name }' Config.in \
		applets/*.c)
selecting() {
	awk -v symbol="$1" '/^( \*)? *config / { name = $NF } /\tselect / && $NF == symbol {
		print "# CONFIG_" name " is not set" }' Config.in applets/*.c
}

defconfig() {
	builds "$1" && in_dir matrix savedefconfig && diff "configs/$1" "$work/matrix/defconfig"
}
alone() {
	builds_with allnoconfig "CONFIG_$(symbol_of "$1")=y" && [ "$(commands)" = "$1" ] &&
		ln -sf netns "$work/matrix/netns-$1" && "$work/matrix/netns-$1" --help
}
without() {
	builds_with alldefconfig "# CONFIG_$1 is not set" "$(selecting "$1")" &&
		grep -q "^# CONFIG_$1 is not set" "$work/matrix/.config"
}
all_but() {
	without "$(symbol_of "$1")" && [ "$(commands)" = "$(echo "$all_commands" | grep -vx "$1")" ]
}
random() {
	export KCONFIG_SEED="$1"
	builds randconfig || { grep '^CONFIG' "$work/matrix/.config"; false; }
}

# Any two switches have each pair of values in one of these at least.
for file in configs/*_defconfig; do
	check "${file#*/}, which savedefconfig gives back" defconfig "${file#*/}"
done
check "mini_defconfig is add, delete, exec and list" mini
check "allnoconfig" builds allnoconfig
check "allyesconfig" builds allyesconfig
for command in $all_commands; do
	check "$command alone" alone "$command"
	check "all but $command" all_but "$command"
done
for symbol in $switches; do
	case $symbol in
	NETNS_*) ;;
	*) check "without $symbol" without "$symbol" ;;
	esac
done
for seed in 1 2 3 4; do
	check "randconfig $seed" random "$seed"
done

### every compiler

# built_by NAME MAKE-ARGUMENT...: the full program, which must run
built_by() { in_dir "$1" full_defconfig && in_dir "$@" && "$work/$1/netns" -V; }
# dynamically NAME MAKE-ARGUMENT...: the same as a distribution links
dynamically() {
	in_dir "$1" openwrt_defconfig && in_dir "$@" && "$work/$1/netns" -V &&
		readelf -l "$work/$1/netns" | grep -q INTERP
}

# as it cannot be with glibc in it
small() { [ "$(wc -c <"$work/$1/netns")" -lt 200000 ]; }

# warned PATTERN MAKE-ARGUMENT...: one line on standard error, like PATTERN, when it links
warned() {
	pattern=$1 && shift
	rm -f "$work/$1/netns"
	in_dir "$@" 2>"$work/err" >/dev/null
	cat "$work/err"
	[ "$(wc -l <"$work/err")" = 1 ] && grep -q "^netns: warning: .*glibc.*: $pattern\$" \
		"$work/err"
}
silent() {
	rm -f "$work/$1/netns"
	in_dir "$@" 2>"$work/err" >/dev/null && ! grep . "$work/err"
}
cross_glibc() {
	printf '#!/bin/sh\nexec gcc "$@"\n' >"$work/cross-gcc" && chmod +x "$work/cross-gcc"
	mkdir -p "$work/cross"
	in_dir cross CROSS_COMPILE="$work/cross-" "$work/cross/obj/flags.mk" || return
	grep "^glibc-warning := .*: make CROSS_COMPILE=.*(scripts/musl-cross [^ ]*)" \
		"$work/cross/obj/flags.mk"
}

# static_pie NAME MAKE-ARGUMENT...: loaded at any address, without a loader
static_pie() {
	in_dir "$1" mini_defconfig && in_dir "$@" CFLAGS='-Werror -fPIE' LDFLAGS=-static-pie &&
		readelf -h "$work/$1/netns" | grep -q 'Type: *DYN' &&
		! readelf -l "$work/$1/netns" | grep INTERP
}
runs_as_static_pie() { static_pie "$@" && "$work/$1/netns" -V; }

check "gcc, static glibc, link-time optimisation" built_by gcc CC=gcc CFLAGS=-Werror
check "static glibc: a warning says how to get musl" warned "install musl-tools" gcc CC=gcc \
	CFLAGS=-Werror
check "glibc of a cross compiler: it names musl-cross" cross_glibc
hardened='-Werror -O2 -fstack-protector-strong -fPIE'
check "gcc, dynamic glibc, hardened" dynamically gcc CC=gcc CFLAGS="$hardened" \
	LDFLAGS='-pie -Wl,-z,relro,-z,now'
check "dynamic glibc: no warning" silent gcc CC=gcc CFLAGS="$hardened" \
	LDFLAGS='-pie -Wl,-z,relro,-z,now'
if has musl-gcc; then
	check "musl: no warning" silent matrix CC="$work/cc" CFLAGS=-Werror
fi
check "gcc, static PIE with glibc" runs_as_static_pie gcc CC=gcc
if echo '#include <stdio.h>' | aarch64-linux-gnu-gcc -E - >/dev/null 2>&1; then
	check "gcc for arm64, static PIE" static_pie arm64 CROSS_COMPILE=aarch64-linux-gnu-
else
	skip "gcc for arm64, static PIE" "no aarch64-linux-gnu-gcc with a libc"
fi
check "no optimisation" built_by debug CFLAGS='-Werror -O0 -g'
if has clang; then
	check "clang" built_by clang CC=clang CFLAGS=-Werror
	if has musl-gcc; then
		check "clang finds musl" small clang
	fi
	check "clang, static PIE" runs_as_static_pie clang CC=clang
	check "clang, dynamic" dynamically clang CC=clang CFLAGS=-Werror
else
	skip "clang" "no clang"
fi

echo "1..$count"
