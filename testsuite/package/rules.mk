# SPDX-License-Identifier: 0BSD
# In the place of OpenWrt's rules.mk. In: PKG_BUILD_DIR, TARGET_CC, STAGING

INCLUDE_DIR := $(dir $(lastword $(MAKEFILE_LIST)))
SOURCE := package/netns
CP := cp -fpR
LN := ln -sf
INSTALL_DIR := install -d -m 0755
INSTALL_BIN := install -m 0755
INSTALL_CONF := install -m 0600
INSTALL_DATA := install -m 0644
unexport MAKEFLAGS MFLAGS MAKELEVEL CC
