# SPDX-License-Identifier: 0BSD
# shellcheck shell=sh
# What docs.t and docs.table have at hand where they run what the documents show.

# prefers_applets SHELL...: does this shell, of BusyBox, prefer its applets to what PATH has?
prefers_applets()
{
	[ "$(PATH=$PATH "$@" -c 'PATH=/ && command -v ip')" = ip ]
}

# From here on PATH has nothing but BusyBox and the program.
only_busybox()
{
	mkdir "$T/boxes" "$T/alone"
	busybox --install -s "$T/boxes"
	ln -s "$NETNS" "$T/alone/netns"
	PATH=$T/alone:$T/boxes
}

# Makes the machine one that has BusyBox's ip, and the program as /usr/sbin/ip.
install_as_ip()
{
	only_busybox
	"$(command -v busybox)" mount -t tmpfs none /usr/sbin
	cp "$NETNS" /usr/sbin/ip
	PATH=/usr/sbin:$PATH
}

# An eth0 with an address and a route, as the reader's machine may have. iproute2's ip is kept for
# network(), whatever becomes of PATH.
make_eth0()
{
	cp "$(command -v ip)" "$T/bin/iproute2"
	iproute2=$T/bin/iproute2
	"$iproute2" link add eth0 type bridge
	"$iproute2" address add 198.51.100.7/24 dev eth0
	"$iproute2" link set eth0 up
	"$iproute2" route add default via 198.51.100.1
}

# What no example may change: eth0 with its index, address and flags, the IPv4 addresses, routes and
# forwarding, and which devices there are
network()
{
	"$iproute2" -o link show dev eth0 | sed 's/,LOWER_UP//; s/,NO-CARRIER//; s/<NO-CARRIER,/</
		s/ state [A-Z]*//; s/qdisc [a-z]*//'
	"$iproute2" -4 -o address
	"$iproute2" -4 route | sed 's/ linkdown//'
	"$iproute2" -o link | sed 's/^[0-9]*: //; s/[:@].*//' | sort
	cat /proc/sys/net/ipv4/ip_forward
}

# Runs $BLOCK as process 1, on a tmpfs that has BusyBox and the program, as in an initramfs, with a
# device eth1. The init of /newroot prints its process ID and where eth1 is.
in_initramfs()
{
	unshare -npmf --propagation private sh -ec '
		mount -t tmpfs none /mnt
		mkdir /mnt/newroot
		mount -t tmpfs none /mnt/newroot
		for root in /mnt /mnt/newroot; do
			mkdir -p "$root/bin" "$root/sbin" "$root/proc" "$root/run" "$root/var"
			ln -s ../run "$root/var/run"
			cp "$(command -v busybox)" "$root/bin/busybox"
			cp "$NETNS" "$root/bin/netns"
		done
		ip link add eth1 type veth peer name cable
		cd /mnt
		mkdir old
		{
			echo "export PATH=/bin; busybox mount -t proc none /proc"
			echo "busybox --install -s /bin; umount -l /old; mount -t tmpfs none /run"
			echo "$BLOCK"
		} >init
		{
			echo "#!/bin/busybox sh"
			echo "/bin/busybox mount -t proc none /proc"
			echo "echo \$\$: \$(/bin/netns list dev eth1)"
		} >newroot/sbin/init
		chmod +x newroot/sbin/init
		pivot_root . old
		exec /bin/busybox chroot . /bin/busybox sh -e /init'
}
