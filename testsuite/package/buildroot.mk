# SPDX-License-Identifier: 0BSD
# In Buildroot's place: configures, builds and installs a kconfig package in its order and with its
# calls, as far as package/buildroot/netns.mk can tell the difference.
# In: PACKAGE (directory of netns.mk), BUILD (the sources), TARGET_DIR, BUILD_DIR, BR2_...

qstrip = $(strip $(subst ",,$(1)))
hash := \#
option = sed -i -e '/^$(hash) $1 /d' -e '/^$1=/d' -e '$$a$2' $(BUILD)/.config
KCONFIG_ENABLE_OPT = $(call option,$1,$1=y)
KCONFIG_DISABLE_OPT = $(call option,$1,$(hash) $1 is not set)
INSTALL = install
TARGET_MAKE_ENV = PATH="$(PATH)" GIT_DIR=.
TARGET_CONFIGURE_OPTS = $(TARGET_MAKE_ENV) CC="$(TARGET_CC)" AR="gcc-ar" STRIP="strip" \
	CPPFLAGS="-D_LARGEFILE_SOURCE" CFLAGS="-Os -g0" LDFLAGS=""
NETNS_PKGDIR = $(PACKAGE)
configure = $(NETNS_MAKE_ENV) $(MAKE) -C $(BUILD) HOSTCC=cc $(NETNS_KCONFIG_OPTS)
UNEXPORTED = CC CFLAGS CPPFLAGS LDFLAGS
unexport $(UNEXPORTED) MAKEFLAGS MFLAGS MAKELEVEL

define kconfig-package
.PHONY: all
all: $$(BUILD)/.stamp
$$(BUILD)/.stamp:
	$$(if $$(NETNS_KCONFIG_DEFCONFIG),$$(configure) $$(NETNS_KCONFIG_DEFCONFIG), \
		install -D -m 644 $$(NETNS_KCONFIG_FILE) $$(@D)/.config)
	cat /dev/null $$(NETNS_KCONFIG_FRAGMENT_FILES) >>$$(@D)/.config
	$$(configure) -pn config 2>/dev/null | grep '^olddefconfig:'
	$$(configure) olddefconfig
	$$(NETNS_KCONFIG_FIXUP_CMDS)
	$$(configure) olddefconfig
	$$(NETNS_BUILD_CMDS)
	$$(NETNS_INSTALL_TARGET_CMDS)
	$$(NETNS_INSTALL_INIT_SYSV)
	$$(NETNS_INSTALL_INIT_SYSTEMD)
	$$(foreach hook,$$(NETNS_TARGET_FINALIZE_HOOKS),$$($$(hook)))
endef

include $(PACKAGE)/netns.mk
