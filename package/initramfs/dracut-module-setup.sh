#!/bin/bash
# SPDX-License-Identifier: 0BSD
# /usr/lib/dracut/modules.d/60netns/module-setup.sh: for dracut --add netns. dracut-netns-apply.sh is
# netns-apply.sh in the same directory.
# shellcheck disable=SC2154 # dracut sets initdir and moddir

check() {
	require_binaries /usr/sbin/netns || return 1
	return 255
}

depends() {
	return 0
}

kinds() {
	[ ! -e /etc/netns.conf ] ||
		sed -n 's/^[^#]*[[:space:]]type[[:space:]]*\([a-z0-9]*\).*/rtnl-link-\1/p' /etc/netns.conf
}

installkernel() {
	# shellcheck disable=SC2046 # words
	hostonly='' instmods veth bridge $(kinds)
}

install() {
	local path

	inst /usr/sbin/netns
	for path in $(/usr/sbin/netns --list-full); do
		ln -sf netns "$initdir/$path"
	done
	if [ -e /etc/netns.conf ]; then
		inst_simple /etc/netns.conf
		inst_hook pre-mount 50 "$moddir/netns-apply.sh"
	fi
}
