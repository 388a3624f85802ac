# SPDX-License-Identifier: 0BSD
# faults.t: a sample of `make check-faults`: each 5th system call of some commands fails, and they
# are killed there. testsuite/faults/run says what is looked at.

if [ "$WORLD" != root ] || ! [ -x "$HELPERS/faults" ]; then
	echo "1..0 # SKIP root and the helper faults are needed"
	exit 0
fi
some='add|add -u|add -e -u of .*|delete|delete -k|delete, one that lives elsewhere'
some="$some|exec|exec, /etc/netns|set|list, with ids|identify"
grep -E "^($some|pids) \\|" "$TESTSUITE/faults/table" >"$T/table"
: "${EVERY:=5}"
FAULTS=$HELPERS/faults
export EVERY FAULTS
set -- "$T/table"
. "$TESTSUITE/faults/inside"
