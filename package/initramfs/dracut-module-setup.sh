#!/bin/bash
# SPDX-License-Identifier: 0BSD
# /usr/lib/dracut/modules.d/60netns/module-setup.sh: for dracut --add netns
# shellcheck disable=SC2154 # dracut sets initdir

check() {
	require_binaries /usr/sbin/netns || return 1
	return 255
}

depends() {
	return 0
}

installkernel() {
	hostonly='' instmods veth
}

install() {
	local path

	inst /usr/sbin/netns
	for path in $(/usr/sbin/netns --list-full); do
		ln -sf netns "$initdir/$path"
	done
}
