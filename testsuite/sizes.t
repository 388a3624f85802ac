#!/bin/sh
# SPDX-License-Identifier: 0BSD
# sizes.t: what the program is made of, and its size. Builds in a scratch directory only.
# shellcheck disable=SC2154 # build.sh sets them

cd "$(dirname "$0")/.." || exit 1
. testsuite/build.sh

### the rules in numbers

# bytes of the stripped program as a device stores it, compressed by xz, x86-64 with musl; the hash
# of the commit in the version makes a difference of some 20
stored_mini=6656
stored_iproute2=14848
stored_full=46400
bss_of_full=16384

# none NAME COMMAND...: the command looks for what must not be there; the test passes if it is
# silent
none()
{
	what=$1 && shift
	check "$what" silent "$@"
}

silent()
{
	"$@" >"$work/found" 2>&1
	cat "$work/found"
	[ ! -s "$work/found" ]
}

### the program

built()
{
	make -j2 O="$work/$1" "$1" && make -j2 O="$work/$1" VERSION=1
}

symbols()
{
	nm "$work/full_defconfig/netns" | awk '{ print $NF }' | sort -u >"$work/symbols"
	grep -qx _start "$work/symbols" || echo "no symbols at all"
	grep -xE "$1" "$work/symbols"
}

stored()
{
	scripts/stored "$work/$1/netns"
}

bss()
{
	size "$work/$1/netns" | awk 'NR == 2 { print $3 }'
}

# fits MEASURE CONFIGURATION LIMIT
fits()
{
	bytes=$("$1" "$2")
	echo "$bytes bytes, $((bytes - $3)) too many"
	[ "$bytes" -le "$3" ]
}

memory='(__libc_)?(malloc|calloc|realloc|free)|memalign|aligned_alloc|reallocarray'
memory="$memory|strdup|asprintf|getline"
stdio='v?[fsd]?n?printf|vsnprintf|vsscanf|f?puts|f?putc|putchar|fopen|fdopen|fclose|fflush'
stdio="$stdio|fread|fwrite|perror"
others='getopt(_long)?|qsort(_r)?|strto(l|ul|ll|ull|d|imax)|ato[il]|strerror|opendir|readdir'
others="$others|execvp|system"

check "mini_defconfig builds" built mini_defconfig
check "iproute2_defconfig builds" built iproute2_defconfig
check "full_defconfig builds" built full_defconfig
none "nothing of libc that needs errno or threads" symbols \
	'___?errno_location|__init_tls|__libc_setup_tls'
none "no malloc" symbols "$memory"
none "no stdio" symbols "$stdio"
none "none of getopt, qsort, strtol and others that are too large" symbols "$others"

reason=
[ "$(uname -m)" = x86_64 ] || reason="the budgets are for x86-64"
has musl-gcc || reason="the budgets are for musl-gcc"
has size || reason="no size"
has xz || reason="no xz"
if [ -z "$reason" ]; then
	check "mini_defconfig: at most $stored_mini bytes as stored" fits stored mini_defconfig \
		$stored_mini
	check "iproute2_defconfig: at most $stored_iproute2 bytes as stored" \
		fits stored iproute2_defconfig $stored_iproute2
	check "full_defconfig: at most $stored_full bytes as stored" fits stored full_defconfig \
		$stored_full
	check "full_defconfig: at most $bss_of_full bytes of bss" fits bss full_defconfig \
		$bss_of_full
	echo "# stored: mini $(stored mini_defconfig), iproute2 $(stored iproute2_defconfig)," \
		"full $(stored full_defconfig)"
else
	skip "mini_defconfig: size" "$reason"
	skip "iproute2_defconfig: size" "$reason"
	skip "full_defconfig: size" "$reason"
	skip "full_defconfig: bss" "$reason"
fi

echo "1..$count"
