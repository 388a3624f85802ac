#!/bin/sh
# SPDX-License-Identifier: 0BSD
# /usr/lib/dracut/modules.d/60netns/netns-apply.sh: makes what /etc/netns.conf says before the root file
# system is mounted

netns-apply
