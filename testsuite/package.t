#!/bin/sh
# SPDX-License-Identifier: 0BSD
# package.t: do the files in package/ work, and are they as distributions want them?
#
# testsuite/package has stubs of Buildroot and OpenWrt; what runs as root on a system is run in
# testsuite/world.
# shellcheck disable=SC2154,SC2317 # build.sh sets them; they are called

cd "$(dirname "$0")/.." || exit 1
. testsuite/build.sh

mkdir "$work/tree"
cp -R Makefile VERSION LICENSE README.md NEWS Config.in configs applets libnetns scripts package \
	"$work/tree"
stubs=$PWD/testsuite/package
program=$work/tree/static/netns

# in_world COMMANDS: they succeed in a world of their own, with the program and its links
# in /usr/sbin
in_world() {
	cat >"$work/commands" <<-END
		set -e
		unset NETNS_RUN_DIR NETNS_ETC_DIR
		T=$work/world RUN=/var/run/netns package=$PWD/package
		mkdir -p \$T
		ip() { busybox ip "\$@"; }
		$1
	END
	rm -rf "$work/world"
	NETNS=$program HELPERS='' HOST='' FRONT='' timeout 60 testsuite/world /bin/sh \
		"$work/commands"
}
# prepared COMMAND...: the test is skipped where there is no such command
prepared() {
	for need; do
		has "$need" || { echo "$need"; return 1; }
	done
}
# check_with NEEDS NAME COMMAND...
check_with() {
	needs=$1 && shift
	# shellcheck disable=SC2086 # several words
	if missing=$(prepared $needs); then check "$@"; else skip "$1" \
		"$missing is not installed"; fi
}

### Alpine; the static program that is built here serves the tests below

kconfig() { command -v kconfig-conf || command -v conf; }
alpine() {
	cat >"$work/abuild" <<-END
		set -e
		cd $work/tree
		pkgdir=$work/alpine subpkgdir=$work/alpine-static builddir=$work/tree
		# the compiler has the flags of Buildroot, see below; it makes few files twice
		MAKEFLAGS=-j2 CC='$work/cc' CPPFLAGS=-D_LARGEFILE_SOURCE CFLAGS='-Os -g0'
		export MAKEFLAGS CC CPPFLAGS CFLAGS
		# as in aports, where there is no Kconfig, with the configurations of an archive
		mkdir -p configs/whole
		for config in configs/*_defconfig; do
			make O=$work/whole KCONFIG_CONF='$(kconfig)' \${config##*/}
			cp $work/whole/.config configs/whole/\${config##*/}
		done
		export KCONFIG_CONF=
		. package/alpine/APKBUILD
		build && package && static
		echo "\$pkgname \$license \$pkgver"
	END
	[ "$(sh "$work/abuild" 2>"$work/err" | tail -n 1)" = "netns 0BSD $(cat VERSION)" ] || { \
		cat "$work/err"; return 1; }
}
alpine_files() {
	"$work/alpine-static/usr/sbin/netns.static" -V && "$work/alpine/usr/sbin/netns-list" \
		--help &&
		[ "$(readlink "$work/alpine/usr/share/bash-completion/completions/netns-add")" = \
			netns ] &&
		! cmp "$work/alpine-static/usr/sbin/netns.static" "$work/alpine/usr/sbin/netns"
}

check "Alpine: APKBUILD builds a dynamic and a static program" alpine
check "Alpine: what is in the packages" alpine_files

# shellcheck disable=SC2016 # for the world
openrc='
	cfgfile=$T/conf
	echo "namespace blue" >$cfgfile
	ebegin() { :; }
	eend() { return "$1"; }
	. $package/alpine/netns.initd
	for time in first second; do
		start
		[ "$(netns list)" = blue ]
	done
	echo "namespace red" >$cfgfile
	reload
	[ "$(netns list)" = red ]
	echo nonsense >>$cfgfile
	! reload
	stop
	[ -z "$(netns list)" ]
	grep -q "before net" $package/alpine/netns.initd'
check_with unshare "OpenRC: start, twice, reload, stop" in_world "$openrc"

### the archive of a release

archive() (
	mkdir "$work/archive" "$work/again" && scripts/dist "$work/archive" &&
		scripts/dist "$work/again" && cmp "$work"/archive/*.gz "$work"/again/*.gz &&
		tar -x -z -C "$work/archive" -f "$work/archive/netns-$(cat VERSION).tar.gz" &&
		cd "$work/archive/netns-$(cat VERSION)" && [ -f applets/netns.8 ] || return
	# neither git nor Kconfig
	make -j2 KCONFIG_CONF='' CC="$work/cc" && [ "$(./netns -V)" = "netns $(cat VERSION)" ] &&
		make KCONFIG_CONF='' O="$work/mini" mini_defconfig &&
		cmp "$work/mini/.config" configs/whole/mini_defconfig || return
	echo CONFIG_NETNS_ADD=y >"$work/mini/.config"
	! make KCONFIG_CONF='' O="$work/mini" 2>"$work/said" && cat "$work/said" &&
		grep "mini/.config: not a whole configuration; Kconfig is missing: run" "$work/said"
)

if git rev-parse HEAD >/dev/null 2>&1 && has kconfig-conf; then
	check "make dist: the same each time; builds without git and Kconfig" archive
else
	skip "make dist: the same each time; builds without git and Kconfig" "needs git and Kconfig"
fi

### scripts

analysed() {
	shellcheck --severity=warning -s sh package/buildroot/S39netns package/buildroot/try \
		package/openwrt/try package/alpine/netns.initd package/alpine/try \
		package/openwrt/files/netns.init package/openwrt/files/netns.hotplug \
		package/openwrt/test.sh package/initramfs/initramfs-tools.script \
		package/initramfs/dracut-netns-apply.sh \
		package/initramfs/initramfs-tools.hook package/alpine/APKBUILD \
		testsuite/package/uci.sh &&
		shellcheck --severity=warning -s bash package/initramfs/dracut-module-setup.sh \
			package/initramfs/mkinitcpio.install package/completion/netns.bash &&
		shellcheck --severity=warning -s sh package/completion/candidates
}
without_spdx() {
	find package -type f ! -name README.md ! -path '*/debian/*' | while read -r file; do
		head -n 7 "$file" | grep -q '^# SPDX-License-Identifier: 0BSD$' || echo "$file"
	done | grep . && return 1
	grep -qx 'License: 0BSD' package/debian/copyright
}
one_version() {
	version=$(cat VERSION)
	for line in "alpine/APKBUILD pkgver=$version" \
		"buildroot/netns.mk NETNS_VERSION = $version" \
		"openwrt/Makefile PKG_VERSION:=$version"; do
		grep -qx "${line#* }" "package/${line%% *}" || { echo "$line"; return 1; }
	done
	head -n 1 package/debian/changelog | grep "^netns ($version-"
}

check_with shellcheck "shellcheck finds nothing" analysed
check "SPDX identifiers" without_spdx
check "all packages have the version of VERSION" one_version

### Buildroot

header() {
	mk=package/buildroot/netns.mk
	[ "$(sed -n '1p;5p' $mk | grep -cxE '#{80}')" = 2 ] && [ \
		"$(sed -n '2p;4p' $mk | grep -cx '#')" = 2 ] &&
		[ "$(sed -n 3p $mk)" = "# netns" ] && grep -Fqx "\$(eval \$(kconfig-package))" \
			$mk &&
		! grep -nE '^ |[ 	]$' $mk && ! grep -nE '.{81}' $mk
}
menu() {
	awk '
		/^\t  / { if (length($0) > 65) bad("more than 62 columns"); help = 1; next }
		/^\t(bool|string)/ { at(1); next }
		/^\tdefault/ { at(2); next }
		/^\tdepends/ { at(3); next }
		/^\tselect/ { at(4); next }
		/^\thelp$/ { at(5); next }
		/^config / { order = 0; next }
		/^(if|endif|#)/ || $0 == "" { next }
		{ bad("neither tab nor keyword") }
		function at(n) { if (n < order) bad("out of order"); order = n }
		function bad(why) { print FNR ": " why ": " $0; failed = 1 }
		END { exit failed }' package/buildroot/Config.in
}
hash() {
	[ "$(grep -v '^#' package/buildroot/netns.hash)" = \
		"sha256  $(sha256sum LICENSE | cut -d ' ' -f 1)  LICENSE" ]
}
init_rules() {
	script=package/buildroot/S39netns
	[ ! -x $script ] && grep -qx 'DAEMON="netns"' $script &&
		grep -q "printf '%s %s: '" $script &&
		grep -q '"OK"' $script && grep -q '"FAIL"' $script
}
# Buildroot's conf knows BR2_CONFIG only, and no prefix of its own.
conf() {
	mkdir -p "$work/br/buildroot-config" && cat >"$work/br/buildroot-config/conf" <<-'END'
		#!/bin/sh
		KCONFIG_CONFIG=${BR2_CONFIG:-.config} CONFIG_=${CONFIG_-} exec kconfig-conf "$@"
	END
	chmod +x "$work/br/buildroot-config/conf"
}
# buildroot DIRECTORY VARIABLE...
buildroot() {
	mkdir -p "$work/$1/build" "$work/$1/target/sbin" && conf &&
		cp -R Makefile VERSION LICENSE Config.in configs applets libnetns scripts package \
			"$work/$1/build" &&
		echo BR2_FOREIGN=y >"$work/foreign" || return
	directory=$work/$1 && shift
	# What the other packages are told has a target of its own here.
	BR2_CONFIG=$work/foreign make -f "$stubs/buildroot.mk" PACKAGE="$PWD/package/buildroot" \
		BUILD="$directory/build" \
		TARGET_DIR="$directory/target" BUILD_DIR="$work/br" TARGET_CC="$work/cc" "$@" &&
		[ "$(cat "$work/foreign")" = BR2_FOREIGN=y ]
}
buildroot_default() (
	buildroot b1 BR2_PACKAGE_NETNS_IP=y && cd "$work/b1" &&
		grep -qx '# CONFIG_STATIC is not set' build/.config && target/usr/sbin/netns-list \
			--help &&
		[ "$(readlink target/sbin/ip)" = ../usr/sbin/netns ] &&
		[ "$(readlink target/usr/sbin/ip)" = netns ] && [ -x target/etc/init.d/S39netns ]
)
buildroot_own_config() (
	echo '# CONFIG_FEATURE_JSON is not set' >"$work/fragment"
	buildroot b2 BR2_STATIC_LIBS=y BR2_PACKAGE_NETNS_CONFIG="\"$PWD/configs/mini_defconfig\"" \
		BR2_PACKAGE_NETNS_CONFIG_FRAGMENT_FILES="\"$work/fragment\"" && cd "$work/b2" &&
		grep -qx 'CONFIG_STATIC=y' build/.config && ! grep -q 'NETNS_MAP=y' build/.config &&
		[ ! -e target/usr/sbin/ip ] && [ ! -e target/etc/init.d/S39netns ] &&
		target/usr/sbin/netns-add --help
)
# shellcheck disable=SC2016 # for the world
s39netns='
	printf "%s\n" "namespace blue" "	veth eth0 peer wan" "namespace red" >$T/conf
	sed "s|^CONFIG=.*|CONFIG=$T/conf|" $package/buildroot/S39netns >$T/S39netns
	says() { [ "$(sh $T/S39netns $1 2>$T/err)" = "$2" ]; }
	! sh $T/S39netns status >$T/status
	grep "^+ namespace red" $T/status
	for time in first second; do
		says start "Starting netns: OK"
		sh $T/S39netns status
		netns-list -q blue red
	done
	netns list dev eth0 | grep blue
	netns-exec -N blue sleep 100 &
	sed -i /red/d $T/conf
	says reload "Reloading netns: OK"
	[ "$(netns-list -q)" = blue ]
	kill -0 $!
	echo nonsense >>$T/conf
	! sh $T/S39netns start >$T/out 2>$T/err
	[ "$(cat $T/out)" = "Starting netns: FAIL" ]
	grep "conf:3: nonsense" $T/err
	! sh $T/S39netns status
	sed -i /nonsense/d $T/conf
	says restart "Stopping netns: OK
Starting netns: OK"
	! wait $!
	rm $T/conf
	says reload "Reloading netns: OK"
	[ -z "$(netns list)" ]
	says stop "Stopping netns: OK"
	! sh $T/S39netns nonsense'

check "Buildroot: netns.mk is laid out as check-package wants it" header
check "Buildroot: so is Config.in" menu
check "Buildroot: netns.hash has the licence" hash
check "Buildroot: so is S39netns" init_rules
check_with kconfig-conf \
	"Buildroot: configured, built and installed by its calls, with the front end" \
	buildroot_default
check_with kconfig-conf "Buildroot: static, with a configuration and a fragment" \
	buildroot_own_config
check_with unshare "Buildroot: S39netns makes what is in its file, and takes it away" in_world \
	"$s39netns"

### OpenWrt

# openwrt GOAL VARIABLE...
openwrt() {
	goal=$1 && shift
	rm -rf "$work/openwrt" "$work/staging" && cp -R "$work/b1/build" "$work/openwrt" &&
		make -C "$work/openwrt" clean || return
	make -s -C package/openwrt "$goal" TOPDIR="$stubs" PKG_BUILD_DIR="$work/openwrt" \
		STAGING="$work/staging" \
		KCONFIG_CONF=kconfig-conf TARGET_CC="$work/cc" \
		MAKE_FLAGS="CC='$work/cc' KCONFIG_CONF='$(kconfig)'" \
		"$@"
}
openwrt_tells() {
	alternative='alternatives 150:/sbin/ip:/usr/libexec/netns-ip'
	openwrt tell CONFIG_NETNS_APPLY=y >"$work/told" && cat "$work/told" &&
		grep '^netns depends @KERNEL_NAMESPACES +@KERNEL_NET_NS +kmod-veth ' "$work/told" &&
		grep -F "netns-ip depends netns +@NETNS_IP $alternative" "$work/told" &&
		grep 'netns config source "package/netns/Config.in" conffiles /etc/config/netns' \
			"$work/told"
}
# What the menu offers is what the Makefile passes on, exists, and has the
# default of openwrt_defconfig.
openwrt_menu() {
	sed -n 's/^config NETNS_//p' package/openwrt/Config.in | sort >"$work/offered"
	sed -n '/^NETNS_\(APPLETS\|FEATURES\):=/,/[^\\]$/{s/.*:=//;s/[\\	]//g;p;}' \
		package/openwrt/Makefile | tr ' ' '\n' | grep . | sort \
		| diff "$work/offered" - ||
		return
	make O="$work/default" KCONFIG_CONF="$(kconfig)" openwrt_defconfig || return
	while read -r symbol; do
		default=$(sed -n "/^config NETNS_$symbol\$/,/^\$/s/^	default //p" \
				package/openwrt/Config.in)
		case $default in
		y) line="^CONFIG_\\(NETNS_\\)\\{0,1\\}$symbol=y\$" ;;
		*) line="^# CONFIG_\\(NETNS_\\)\\{0,1\\}$symbol is not set\$" ;;
		esac
		grep -q "$line" "$work/default/.config" || { echo "$symbol: default $default"; \
			return 1; }
	done <"$work/offered"
}
openwrt_builds() (
	openwrt all CONFIG_NETNS_APPLY=y CONFIG_NETNS_MAP=y CONFIG_NETNS_IP=y &&
		cd "$work/staging" && netns/usr/sbin/netns-apply --help &&
		[ -f netns/etc/hotplug.d/net/60-netns ] && [ -f netns/etc/config/netns ] &&
		netns/usr/sbin/netns-map --help && ! [ -e netns/usr/sbin/netns-veth ] &&
		[ -x netns/etc/init.d/netns ] && [ "$(readlink netns-ip/usr/libexec/netns-ip)" = \
			../sbin/netns ] &&
		grep -x CONFIG_IP=y "$work/openwrt/.config" && ! "$work/openwrt/netns" veth
)
# shellcheck disable=SC2016 # for the world
netns_init='
	mkdir $T/uci
	UCI=$T/uci
	export UCI
	FILE=$T/uci.conf
	for file in init hotplug; do
		sed "s|/var/etc/netns-uci.conf|$FILE|g" $package/openwrt/files/netns.$file >$T/$file
	done
	config() { cat >$T/uci/netns; }
	init() { sh '$stubs'/uci.sh $T/init "$1" 2>$T/err; }
	inside() { netns-exec -N guest-net ip "$@"; }
	guest="config netns guest
		option name guest-net
		list device lan4
		list dns 192.0.2.53
		list search example.org"
	config <<-END
		$guest
		config netns off
			option enabled 0
		config netns quiet
			option loopback 0
		config veth uplink
			option netns guest
			option name to-guest
			option peer eth0
			list address 192.0.2.2/24
			list address 2001:db8::2/64
			list gateway 192.0.2.1
			list gateway 2001:db8::1
			list host_address 192.0.2.1/24
			list host_address 2001:db8::1/64
		config veth no1
			option netns off
			option name to-off
		config veth no2
			option enabled 0
			option netns quiet
			option name to-quiet
		config device
			option netns quiet
			option name late
			option rename wan
			list address 198.51.100.2/24
			list gateway 198.51.100.1
	END
	netns-add tmp
	netns-veth lan4 tmp
	! init start
	grep "^netns.@device\[0\]: .*late" $T/err
	netns-list -q guest-net quiet
	[ "$(netns-list -q | grep -c off)" = 0 ]
	inside link show lan4 | grep "[<,]UP[,>]"
	inside addr show eth0 | grep 192.0.2.2/24
	inside -6 addr show eth0 | grep 2001:db8::2/64
	inside route | grep "default via 192.0.2.1"
	inside -6 route | grep "default via 2001:db8::1"
	ip addr show to-guest | grep 192.0.2.1/24
	ip -6 addr show to-guest | grep 2001:db8::1/64
	ip link show to-guest | grep "[<,]UP[,>]"
	! ip link show to-off
	! ip link show to-quiet
	netns-exec guest-net cat /etc/resolv.conf >$T/resolv.conf
	grep "nameserver 192.0.2.53" $T/resolv.conf
	grep "search example.org" $T/resolv.conf
	! netns-exec -N quiet busybox ip link show lo | grep "[<,]UP[,>]"

	# a device that comes later
	netns-veth late tmp
	hotplug() { sed "s|/etc/init.d/netns|init|g" $T/hotplug >$T/h && . $T/h; }
	enabled() { :; }
	init() { case $1 in enabled) ;; *) sh '$stubs'/uci.sh $T/init "$1" 2>$T/err ;; esac; }
	ACTION=add INTERFACE=lat
	! hotplug
	INTERFACE=late
	hotplug
	netns-exec -N quiet busybox ip addr show wan | grep 198.51.100.2/24
	init start
	init status

	# reload: the difference only
	netns-exec -N guest-net sleep 100 &
	sleep=$!
	echo "$guest" | config
	! init status >$T/status
	grep "^- .*quiet" $T/status
	init reload
	kill -0 $sleep
	[ "$(netns-list -q guest-net quiet 2>/dev/null)" = guest-net ]
	! ip link show to-guest
	ip link show late

	# a mistake changes nothing, and names the section
	config <<-END
		config netns guest
		config veth
			option netns gest
		config veth x
			option netns guest
			list address "a b"
		config device y
			option name eth9
	END
	! init reload
	grep "^netns.@veth\[0\]: .*gest" $T/err
	grep "^netns.y: option netns is missing" $T/err
	kill -0 $sleep
	config <<-END
		config netns guest
			option name guest-net
		config veth uplink
			option netns guest
			list address 192.0.2.300/24
	END
	! init reload
	grep "^netns.uplink: .*192.0.2.300/24" $T/err
	kill -0 $sleep
	[ "$(init service_triggers)" = "trigger netns" ]
	init stop
	! wait $sleep
	init stop
	ip link show late
	[ "$(netns-list -q)" = tmp ]'
openwrt_example() {
	UCI=$work/uci && mkdir "$UCI" && sed -n 's/^#\(config\|	\)/\1/p' \
		package/openwrt/files/netns.config >"$UCI/netns" &&
		grep -q "^config netns 'guest'" "$UCI/netns" && grep -q '^	list address' \
			"$UCI/netns"
}

if kconfig >/dev/null; then
	check "OpenWrt: make reads the Makefile, which tells what it should" openwrt_tells
	check "OpenWrt: the menu, what is passed on, and openwrt_defconfig agree" openwrt_menu
	check "OpenWrt: configured, built and installed with a choice of commands" openwrt_builds
fi
check "OpenWrt: netns.config shows sections that can be used" openwrt_example
check_with "unshare busybox" "OpenWrt: netns.init makes what UCI says, and takes it away" in_world \
	"$netns_init"

### initramfs

# Each hook sees the program as /usr/sbin/netns in the world, and stubs that record.
# shellcheck disable=SC2016 # for the world
initramfs_start='
	cp "$NETNS" $T/netns
	mount -t tmpfs none /usr/sbin
	cp $T/netns /usr/sbin/netns
	mkdir -p $T/root/usr/sbin $T/root/etc
	echo "link m0 link eth0 type macvlan mode bridge	# type x" >/etc/netns.conf
	copy_exec() { cp "$1" "$T/root/usr/sbin/" && echo "exec $1"; }
	inst() { copy_exec "$1"; }
	add_binary() { copy_exec "$1"; }
	add_symlink() { ln -s "$2" "$T/root$1"; }
	manual_add_modules() { for module; do echo "module $module"; done; }
	add_module() { manual_add_modules "$@"; }
	instmods() { manual_add_modules "$@"; }
	copy_file() { cp "$2" $T/root/etc/ && echo "file $2"; }
	inst_simple() { copy_file config "$1"; }
	add_file() { copy_file config "$1"; }
	inst_hook() { echo "hook $1 $2 $3"; }
	add_runscript() { echo hook; }
	require_binaries() { [ -x "$1" ]; }
	DESTDIR=$T/root initdir=$T/root
'
# shellcheck disable=SC2016 # for the world
initramfs_end='
	grep -x "module veth" $T/log
	grep -x "module rtnl-link-macvlan" $T/log
	grep -xE "module (rtnl-link-)?bridge" $T/log
	! grep rtnl-link-x $T/log
	grep -x "exec /usr/sbin/netns" $T/log
	grep -x "file /etc/netns.conf" $T/log
	for name in $(/usr/sbin/netns --list); do
		[ "$(readlink $T/root/usr/sbin/$name)" = netns ]
	done
	$T/root/usr/sbin/netns-add blue
	[ "$($T/root/usr/sbin/netns-list)" = blue ]'
# shellcheck disable=SC2016 # for the world
initramfs_tools="$initramfs_start"'
	[ -z "$(sh $package/initramfs/initramfs-tools.hook prereqs)" ]
	: >$T/functions
	sed "s|^\. /.*|. $T/functions|" $package/initramfs/initramfs-tools.hook >$T/hook
	(set -- && . $T/hook) >$T/log
	[ "$(readlink $T/root/var/run)" = ../run ]'"$initramfs_end"
# in_bash HOOK CALLS: the hook of bash, which sees the stubs
in_bash() {
	in_world "$initramfs_start"'
		cat >$T/calls <<-END
			'"$2"'
		END
		for f in copy_exec inst add_binary add_symlink manual_add_modules add_module \
			instmods require_binaries copy_file inst_simple add_file inst_hook \
			add_runscript; do
			command -V $f >/dev/null
		done
		cat >$T/stubs <<-\END
		'"$(printf '%s\n' "$initramfs_start" | sed -n '/() {/p; /DESTDIR/p')"'
		END
		T=$T bash -ec ". $T/stubs; . $package/initramfs/'"$1"';
		. $T/calls" >$T/log'"$initramfs_end"
}

check_with unshare "initramfs-tools: the hook" in_world "$initramfs_tools"
check_with "unshare bash" "dracut: the module" in_bash dracut-module-setup.sh \
	'moddir=/d; check || [ \$? = 255 ]; depends; installkernel; install'
check_with "unshare bash" "mkinitcpio: the hook" in_bash mkinitcpio.install \
	'build; help | grep -q netns'

### systemd

units() {
	mkdir "$work/units" && for unit in netns netns@; do
		sed "s|/usr/sbin/netns-[a-z]*|$(command -v true)|" package/systemd/$unit.service \
			>"$work/units/$unit.service"
	done && mkdir "$work/units/daemon.service.d" &&
		cp package/systemd/in-blue.conf "$work/units/daemon.service.d" &&
		printf '[Service]\nExecStart=%s\n' "$(command -v true)" \
			>"$work/units/daemon.service" || return
	said=$(SYSTEMD_UNIT_PATH="$work/units:" systemd-analyze verify --man=no \
			"$work/units/netns@blue.service" "$work/units/netns.service" \
		"$work/units/daemon.service" 2>&1)
	echo "$said"
	! printf '%s\n' "$said" | grep -E 'netns|in-blue|daemon'
}
# What the template starts and stops, run
# shellcheck disable=SC2016 # for the world
unit_commands='
	# without -r, read joins continued lines
	joined() { while IFS= read line; do echo "$line"; done <$package/systemd/netns@.service; }
	line() { joined | sed -n "s/^$1=//p" | sed "s/%i/$2/g; s|/run/netns-|$T/made-|g"; }
	run() { mkdir -p $T/made-$2; sh -c "$(line $1 $2)"; }
	netns-add old
	for name in my-blue old; do
		run ExecStart $name
		netns-list -q $name
	done
	[ "$(netns-exec -N my-blue busybox cat /sys/class/net/lo/flags)" != 0x8 ]
	for name in my-blue old; do
		run ExecStop $name
	done
	[ "$(netns list)" = old ]'

check_with systemd-analyze "systemd: the units and the drop-in" units
check_with "unshare busybox" "systemd: what the template starts and stops; what was there stays" \
	in_world "$unit_commands"

### Debian

debian() (
	mkdir "$work/debian" && cp -R "$work/tree" "$work/debian/netns" && cd "$work/debian/netns" \
		&&
		rm -rf static dynamic && cp -R package/debian . && DEB_BUILD_OPTIONS=nocheck \
			dpkg-buildpackage -b -us -uc -d
)
# holds PACKAGE PATH...: these are in it
holds() {
	dpkg -c "$work"/debian/"$1"_*.deb >"$work/listed" && shift || return
	for path; do
		grep -q " \\./$path" "$work/listed" || { echo "$path"; return 1; }
	done
}
debian_files() {
	for deb in netns netns-static; do
		holds $deb usr/sbin/netns 'usr/sbin/netns-add -> netns' \
			usr/share/man/man8/netns.8.gz \
			'usr/share/man/man8/netns-veth.8.gz -> netns.8.gz' \
			usr/share/doc/$deb/copyright \
			'usr/lib/systemd/system/netns@.service' \
			'usr/share/bash-completion/completions/netns-add -> netns' \
			usr/share/netns/candidates usr/share/zsh/vendor-completions/_netns \
			'usr/share/fish/vendor_completions.d/netns-add.fish -> netns.fish' ||
			return
	done
	# initramfs-tools skips a hook that is not executable
	dpkg -c "$work"/debian/netns-static_*.deb >"$work/listed" &&
		for path in initramfs-tools/hooks/netns \
			initramfs-tools/scripts/init-premount/netns \
			dracut/modules.d/60netns/module-setup.sh; do
			grep "^-rwxr-xr-x.*$path\$" "$work/listed" || return
		done
	dpkg -f "$work"/debian/netns_*.deb Depends | grep libc6 &&
		! dpkg -f "$work"/debian/netns-static_*.deb Depends | grep . &&
		dpkg -f "$work"/debian/netns-static_*.deb Built-Using | grep musl &&
		dpkg -x "$work"/debian/netns-static_*.deb "$work/x" &&
			"$work/x/usr/sbin/netns-list" --help
}

check_with "dh dpkg-buildpackage musl-gcc" \
	"Debian: dpkg-buildpackage builds netns and netns-static" debian
check_with "dh dpkg-buildpackage musl-gcc" "Debian: what is in them" debian_files

echo "1..$count"
