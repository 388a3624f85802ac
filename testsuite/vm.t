#!/bin/sh
# SPDX-License-Identifier: 0BSD
# vm.t: what `make check-vm` says of a machine that gives no result, and that it downloads in turn.
# No machine is started here: small programs play the parts of qemu and of apt.

TESTSUITE=$(cd "$(dirname "$0")" && pwd) || exit 1
vm=${TESTSUITE%/*}/scripts/vm
T=$(mktemp -d) || exit 1
. "$TESTSUITE/lib.sh"
trap 'cleanup; rm -rf "$T"' EXIT
mkdir "$T/bin"

# program NAME: standard input is what it does; first in PATH
program()
{
	{ echo '#!/bin/sh' && cat; } >"$T/bin/$1"
	chmod +x "$T/bin/$1"
}
PATH=$T/bin:$PATH

### how a machine ends

program machine <<'E'
echo 'ok 1 - first'
case $1 in
panics) echo '[    1.5] Kernel panic - not syncing: No init found' ;;
spins) echo '[    1.5] Kernel panic - not syncing: No init found' && exec sleep 60 ;;
amx) echo '[    0.1] userspace - ptrace set fp regs failed, errno = 22' && exec sleep 60 ;;
hangs) exec sleep 60 ;;
slow) for i in 2 3 4 5 6 7 8 9; do echo "ok $i" && sleep 1; done ;;
lines) printf 'carriage\r\nreturns\r\n' ;;
esac
E

# guard HOW [LIMIT [SILENCE]]
guard()
{
	"$vm/guard" "$T/console" "${2:-60}" "${3:-30}" machine "$1" 2>/dev/null
}

check "guard: a machine that ends, its lines without carriage returns" "guard lines" \
	"ok 1 - first${NL}carriage${NL}returns"
check "guard: the console is kept" "cat $T/console" "ok 1 - first${NL}carriage${NL}returns"
panic='[    1.5] Kernel panic - not syncing: No init found'
check "guard: a panic" "guard panics" \
	"ok 1 - first$NL$panic${NL}panic: not syncing: No init found" 1
check "guard: a panic after which the kernel spins" "guard spins" \
	"ok 1 - first$NL$panic${NL}panic: not syncing: No init found" 1
check_true "guard: user-mode Linux on a CPU with AMX" \
	"guard amx | tail -n 1 | grep -x 'panic: set fp regs failed, errno = 22'"
check "guard: no new line" "guard hangs 60 3 | sed 's/ [3-9] s/ N s/'" \
	"ok 1 - first${NL}hung (nothing for N s; last line: ok 1 - first)"
check_true "guard: still at work when the time is over" \
	"guard slow 4 3 | tail -n 1 | grep '^too slow (4 s; last line [0-2] s ago: ok [2-9])\$'"

### downloads

# Two of these at once would be a fault.
program apt-get <<'E'
case $* in
indextargets*) echo http://mirror.invalid/debian/ && exit ;;
esac
mkdir "$T/busy" || { echo 'at once' >>"$T/faults" && exit 1; }
sleep 0.3 2>/dev/null || sleep 1
echo "$*" >>"$T/calls"
case $* in
*download*) : >package.deb ;;
esac
rmdir "$T/busy"
E
program dpkg <<'E'
mkdir -p "$3/unpacked"
E
if have flock; then
	export T
	export XDG_CACHE_HOME="$T/cache"
	hello=$XDG_CACHE_HOME/netns/packages/bookworm-amd64/hello
	: >"$T/faults"
	background "$vm/fetch" amd64 hello >"$T/other" 2>&1
	# shellcheck disable=SC2154 # background() sets it
	other=$pid
	check "fetch: two at once get the same package" "$vm/fetch amd64 hello" "$hello"
	wait "$other"
	check "fetch: so says the other one" "cat $T/other" "$hello"
	check "fetch: one at a time calls apt" "cat $T/faults" ""
	check "fetch: it is downloaded once" "grep -c download $T/calls" 1
	calls=$(cat "$T/calls")
	check "fetch: what is in the cache is not looked for" "$vm/fetch amd64 hello" "$hello"
	check "fetch: so apt is not called" "cat $T/calls" "$calls"
else
	skip "fetch: two at once" "there is no flock here"
fi

### the table

sed '/^#/d' "$vm/machines" >"$T/rows"
check "machines: every row says all" "awk 'NF < 7' $T/rows" ""
check "machines: a name is given once" "cut -d ' ' -f 1 $T/rows | sort | uniq -d" ""
check "machines: scripts/setup installs every compiler" \
	"awk '{ print \$4 }' $T/rows | sort -u | grep -v x86_64 | while read -r triplet; do
		grep -q \"needs \$triplet-gcc \" $vm/../setup || echo \"\$triplet\"
	done" ""
without_row()
{
	cut -d ' ' -f 1 "$T/rows" | while read -r name; do
		grep -qF "| \`$name\` |" "$vm/../../docs/machines.md" || echo "$name"
	done
}
check "machines: docs/machines.md has every one" without_row ""
done_testing
