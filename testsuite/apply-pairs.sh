# SPDX-License-Identifier: 0BSD
# shellcheck shell=sh
# From one of the files of apply/pairs to another one: what is there afterwards is what the other one
# makes on a fresh machine. What the files leave out must go, and what they share must stay as it is.

files=$(cd "$TESTSUITE/apply/pairs" && printf '%s\n' *.conf)

# A fresh machine has two devices, and nothing that a file made.
fresh_machine()
{
	apply -d
	clear
	rm -rf "$STATE"
	eventually "! devices_in here | grep -q ."
	wire wire0 wire1
}

# what each file makes on a fresh machine, and that it comes without a word
fresh_pictures()
{
	note_devices
	mkdir "$T/fresh"
	fresh_machine
	picture >"$T/whole"
	for file in $files; do
		cp "$TESTSUITE/apply/pairs/$file" "$conf"
		check "$file" "apply" ""
		picture >"$T/fresh/$file"
		settles "$file: -d" "apply -d" "$T/whole"
	done
	at=
}

# goes_to FILE: from where we are
goes_to()
{
	[ "$at" = "$1" ] && return
	cp "$TESTSUITE/apply/pairs/$1" "$conf"
	if ! settles "${at:-nothing} -> $1" "apply" "$T/fresh/$1"; then
		fresh_machine
		apply
	fi
	at=$1
}

# killed_at_random N: apply is killed N times, on the way from one file to another; then it is run
# again
killed_at_random()
{
	n=0 seed=$$
	set -- $files "$1"
	eval "rounds=\${$#}"
	while [ $n -lt "$rounds" ]; do
		n=$((n + 1))
		seed=$(((seed * 1103515245 + 12345) % 2147483648))
		pick=$((seed / 65536 % 20 + 1))
		eval "next=\${$pick}"
		cp "$TESTSUITE/apply/pairs/$next" "$conf"
		netns-apply "$conf" >/dev/null 2>&1 &
		pid=$!
		sleep "0.0$(printf %02d $((seed / 1024 % 35)))"
		kill -9 $pid 2>/dev/null
		wait $pid 2>/dev/null
		at="$at, killed on the way to $next"
		goes_to "$next"
	done
}
