#!/bin/sh
# SPDX-License-Identifier: 0BSD
# make.t: does make what packagers expect, and is the program what was meant?
# shellcheck disable=SC2154 # build.sh sets them

cd "$(dirname "$0")/.." || exit 1
. testsuite/build.sh

### the program

version() {
	in_dir install full_defconfig all CFLAGS=-g3 && version=$("$work/install/netns" -V)
	echo "$version"
	case $version in "netns $(cat VERSION)" | "netns $(cat VERSION)"-g*) ;; *) false ;; esac
}
reproducible() {
	mkdir -p "$work/copy/tree"
	cp -R Makefile VERSION Config.in configs applets libnetns scripts "$work/copy/tree"
	make -j2 -C "$work/copy/tree" VERSION="${version#netns }" CFLAGS=-g3 &&
		cmp "$work/install/netns" "$work/copy/tree/netns" &&
		! grep -aF -e "$PWD" -e "$work" "$work/install/netns"
}

check "-V prints the version" version
check "the same from two trees and object directories, no path in it" reproducible

### make

# For some things one object is enough, and quicker.
one_object() { in_dir flags "$@" "$work/flags/obj/libnetns/base/num.o"; }
user_flags_last() (
	in_dir flags allnoconfig || exit
	set -- V=1 CC="env LC_ALL=C $compiler" CPPFLAGS="-DX='\"a b\"'" LDFLAGS=-Wl,-O1
	export CFLAGS='-O1 -DFROM_ENVIRONMENT'
	{ one_object "$@" && in_dir flags "$@" -n; } >"$work/out" || exit
	grep -q "^env LC_ALL=C $compiler .*-DX=.* -O1 -DFROM_ENVIRONMENT *-MMD" "$work/out" &&
		grep -q '^env .* -Wl,-O1 -o .*/netns ' "$work/out"
)
flags_rebuild() {
	one_object CFLAGS=-O1 && one_object CFLAGS=-O1 >"$work/out" && ! grep '^  CC' "$work/out" &&
		one_object CFLAGS=-O2 >"$work/out" && grep '^  CC' "$work/out"
}
goals_in_turn() {
	in_dir flags CC="$work/cc" -j4 clean mini_defconfig all &&
		[ "$(grep -c APPLET "$work/flags/obj/applets.h")" = 4 ]
}
dry_run() {
	in_dir dry -pn >"$work/out" || return
	for goal in all install install-noclobber install-strip uninstall clean distclean check \
		sizes help defconfig mini_defconfig olddefconfig oldconfig savedefconfig \
		menuconfig nconfig allyesconfig allnoconfig randconfig silentoldconfig; do
		grep -q "^$goal:" "$work/out" || { echo "$goal is not to be seen"; return 1; }
	done
	[ ! -e "$work/dry" ]
}

check "the user's flags are the last; CC is several words" user_flags_last
check "other flags: built anew" flags_rebuild
check "make -j clean mini_defconfig all: one after another" goals_in_turn
check "make -pn shows every goal and makes no file" dry_run

# The copy of the tree is there to be changed.
in_copy() { make -j2 -C "$work/copy/tree" VERSION=1 CC="$work/cc" "$@"; }
# in_copy_compiles SOURCE...: these and no others are compiled
in_copy_compiles() {
	in_copy >"$work/out" || return
	sed -n 's/^  CC	//p' "$work/out" | sort >"$work/compiled"
	for source; do echo "$source"; done | sort | diff - "$work/compiled"
}
an_applet_changes() {
	in_copy mini_defconfig all || return
	touch "$work/copy/tree/applets/netns-add.c" && in_copy_compiles applets/netns-add.c
}
an_applet_comes() {
	cat >"$work/copy/tree/applets/netns-a-b.c" <<-EOF
		// SPDX-License-Identifier: 0BSD
		/* netns-a-b: an applet
		 *
		 * config NETNS_A_B
		 *	bool "netns-a-b: an applet"
		 *	default y
		 */
		#include "multiplexer/applet.h"
		static int a_b_main(int argc, char **argv)
		{
			return argc + !argv + ENABLE_NETNS_A_B;
		}
		const struct applet netns_a_b = {
			.usage = "", .help = HELP(""), .opts = "", .main = a_b_main,
		};
	EOF
	in_copy && grep -q '^APPLET(netns_a_b, "a-b")' "$work/copy/tree/obj/applets.h"
}
an_applet_goes() {
	rm "$work/copy/tree/applets/netns-a-b.c"
	in_copy && ! grep A_B "$work/copy/tree/obj/config.h"
}

check "a changed applet: only that is compiled" an_applet_changes
check "nothing changed: nothing is compiled" in_copy_compiles
check "a new applet is in the menu and the program by its existence" an_applet_comes
check "an applet that is gone is gone" an_applet_goes

### Kconfig

# A path with everything but Kconfig.
no_kconfig() {
	mkdir "$work/path"
	(IFS=: && for directory in $PATH; do ln -s "$directory"/* "$work/path"; done) 2>/dev/null
	rm -f "$work/path/conf" "$work/path"/kconfig-*
	PATH=$work/path make O="$work/none" 2>"$work/err" && return 1
	cat "$work/err"
	[ "$(wc -l <"$work/err")" = 1 ] && grep -q 'make setup' "$work/err"
}
# Buildroot's conf knows BR2_CONFIG only, and no prefix of its own.
buildroot() {
	cat >"$work/conf" <<-'EOF'
		#!/bin/sh
		KCONFIG_CONFIG=${BR2_CONFIG:-.config} CONFIG_=${CONFIG_-} exec kconfig-conf "$@"
	EOF
	chmod +x "$work/conf"
	echo BR2_FOREIGN=y >"$work/foreign"
	BR2_CONFIG=$work/foreign in_dir br2 CC="$work/cc" KCONFIG_CONF="$work/conf" mini_defconfig \
		all &&
		[ "$(cat "$work/foreign")" = BR2_FOREIGN=y ] &&
		grep -q CONFIG_NETNS_ADD=y "$work/br2/.config"
}
# with_config LINE...: config.h is made from this .config
with_config() {
	printf '%s\n' "$@" >"$work/config" && in_dir given KCONFIG_CONFIG="$work/config" \
		"$work/given/obj/config.h"
}
bad_value() { ! with_config CONFIG_STATIC=maybe; }
given_twice() { with_config CONFIG_STATIC=y CONFIG_NETNS_ADD=y CONFIG_NETNS_ADD=y; }
own_config() {
	with_config '# CONFIG_NETNS_ADD is not set' && [ ! -e "$work/config.old" ] &&
		[ "$(cat "$work/config")" = '# CONFIG_NETNS_ADD is not set' ] &&
		grep -q 'ENABLE_NETNS_ADD 0' "$work/given/obj/config.h"
}

if has kconfig-conf; then
	check "without Kconfig: one line says what to do" no_kconfig
	check "Buildroot's conf leaves Buildroot's configuration alone" buildroot
fi
check "a value that makes no sense is an error" bad_value
check "a symbol twice in .config is none" given_twice
check "nothing is written to .config" own_config

### make install

root=$work/root
installed() { (cd "$root" && find . ! -type d | sort); }
wanted() {
	printf './%s\n' usr/sbin/netns usr/share/man/man8/netns.8 usr/share/man/man5/netns.conf.5
	for command in $all_commands; do
		printf './%s\n' "usr/sbin/netns-$command" "usr/share/man/man8/netns-$command.8"
	done
}
install() {
	compiles_nothing install install DESTDIR="$root" CFLAGS=-O1 &&
		wanted | sort >"$work/wanted" && installed | diff "$work/wanted" - &&
		cmp "$root/usr/sbin/netns" "$work/install/netns" &&
		"$root/usr/sbin/netns-list" --help
}
uninstall() {
	echo foreign >"$root/usr/sbin/netns-foreign"
	in_dir install uninstall DESTDIR="$root" && [ "$(installed)" = ./usr/sbin/netns-foreign ]
}
noclobber() {
	echo foreign >"$root/usr/sbin/netns-add" && ln -s /nowhere "$root/usr/sbin/netns-list"
	in_dir install install-noclobber DESTDIR="$root" &&
		[ "$(cat "$root/usr/sbin/netns-add")" = foreign ] &&
		[ "$(readlink "$root/usr/sbin/netns-list")" = /nowhere ] &&
		[ "$(readlink "$root/usr/sbin/netns-delete")" = netns ]
}
directories() {
	in_dir install -j4 install-strip DESTDIR="$root/2" PREFIX=/opt SBINDIR=/sbin &&
		[ -e "$root/2/opt/share/man/man8/netns.8" ] &&
		nm "$work/install/netns" | grep -q main && ! nm "$root/2/sbin/netns" | grep main
}

check "install, which compiles nothing, not even with other flags" install
check "uninstall takes away what is ours" uninstall
check "install-noclobber leaves what is not ours" noclobber
check "install-strip; PREFIX, SBINDIR" directories

echo "1..$count"
