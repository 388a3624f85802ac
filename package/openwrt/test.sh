#!/bin/sh
# SPDX-License-Identifier: 0BSD
# usage: test.sh PACKAGE VERSION: the feed's CI runs it where the package is installed

case $1 in
netns)
	for file in /usr/sbin/netns /usr/sbin/netns-*; do
		"$file" -V | grep -F "$2" && "$file" --help >/dev/null || exit 1
	done
	;;
netns-ip)
	ip netns help 2>&1 | grep 'ip netns add'
	;;
esac
