################################################################################
#
# netns
#
################################################################################
# SPDX-License-Identifier: 0BSD

NETNS_VERSION = 0.1.0
NETNS_SITE = https://example.org/netns
NETNS_LICENSE = 0BSD
NETNS_LICENSE_FILES = LICENSE

ifneq ($(call qstrip,$(BR2_PACKAGE_NETNS_CONFIG)),)
NETNS_KCONFIG_FILE = $(call qstrip,$(BR2_PACKAGE_NETNS_CONFIG))
else
NETNS_KCONFIG_DEFCONFIG = full_defconfig
endif
NETNS_KCONFIG_FRAGMENT_FILES = \
	$(call qstrip,$(BR2_PACKAGE_NETNS_CONFIG_FRAGMENT_FILES))
NETNS_KCONFIG_EDITORS = menuconfig nconfig

# Buildroot's own conf is there before any package is configured.
NETNS_KCONFIG_OPTS = \
	$(TARGET_CONFIGURE_OPTS) \
	KCONFIG_CONF="$(BUILD_DIR)/buildroot-config/conf" \
	KCONFIG_MCONF="$(BUILD_DIR)/buildroot-config/mconf" \
	KCONFIG_NCONF="$(BUILD_DIR)/buildroot-config/nconf"
NETNS_MAKE_OPTS = $(NETNS_KCONFIG_OPTS)

ifeq ($(BR2_STATIC_LIBS),y)
define NETNS_SET_STATIC
	$(call KCONFIG_ENABLE_OPT,CONFIG_STATIC)
endef
else
define NETNS_SET_STATIC
	$(call KCONFIG_DISABLE_OPT,CONFIG_STATIC)
endef
endif

ifeq ($(BR2_PACKAGE_NETNS_IP),y)
define NETNS_SET_IP
	$(call KCONFIG_ENABLE_OPT,CONFIG_IP)
endef
# BusyBox's link would be /sbin/ip, which may come first in PATH.
define NETNS_BUSYBOX_CONFIG_FIXUPS
	$(call KCONFIG_DISABLE_OPT,CONFIG_IP)
endef
define NETNS_INSTALL_IP
	ln -sf netns $(TARGET_DIR)/usr/sbin/ip
endef
endif

define NETNS_KCONFIG_FIXUP_CMDS
	$(NETNS_SET_STATIC)
	$(NETNS_SET_IP)
endef

define NETNS_LINUX_CONFIG_FIXUPS
	$(call KCONFIG_ENABLE_OPT,CONFIG_NAMESPACES)
	$(call KCONFIG_ENABLE_OPT,CONFIG_NET_NS)
	$(call KCONFIG_ENABLE_OPT,CONFIG_VETH)
endef

define NETNS_BUILD_CMDS
	$(TARGET_MAKE_ENV) $(MAKE) $(NETNS_MAKE_OPTS) -C $(@D)
endef

define NETNS_INSTALL_TARGET_CMDS
	$(TARGET_MAKE_ENV) $(MAKE) $(NETNS_MAKE_OPTS) -C $(@D) \
		DESTDIR=$(TARGET_DIR) install
	$(NETNS_INSTALL_IP)
endef

define NETNS_INSTALL_INIT_SYSV
	$(INSTALL) -D -m 0755 $(NETNS_PKGDIR)/S39netns \
		$(TARGET_DIR)/etc/init.d/S39netns
endef

define NETNS_INSTALL_INIT_SYSTEMD
	$(INSTALL) -D -m 0644 $(@D)/package/systemd/netns@.service \
		$(TARGET_DIR)/usr/lib/systemd/system/netns@.service
endef

$(eval $(kconfig-package))
