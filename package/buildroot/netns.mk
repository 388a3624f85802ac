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
# BusyBox keeps its applet, which our link runs. A hook, because the link takes
# the name after BusyBox is installed, and after any dependency that brought
# BusyBox's link with it. Behind a merged /usr both paths are the same file.
define NETNS_TAKE_IP
	rm -f $(TARGET_DIR)/sbin/ip
	ln -sf netns $(TARGET_DIR)/usr/sbin/ip
	[ -L $(TARGET_DIR)/sbin ] || \
		ln -s ../usr/sbin/netns $(TARGET_DIR)/sbin/ip
endef
NETNS_TARGET_FINALIZE_HOOKS += NETNS_TAKE_IP
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
endef

# They run netns-apply, which a configuration may leave out.
define NETNS_INSTALL_INIT_SYSV
	if grep -q CONFIG_NETNS_APPLY=y $(@D)/.config; then \
		$(INSTALL) -D -m 0755 $(NETNS_PKGDIR)/S39netns \
			$(TARGET_DIR)/etc/init.d/S39netns; \
	fi
endef

define NETNS_INSTALL_INIT_SYSTEMD
	if grep -q CONFIG_NETNS_APPLY=y $(@D)/.config; then \
		$(INSTALL) -D -m 0644 $(@D)/package/systemd/netns.service \
			$(TARGET_DIR)/usr/lib/systemd/system/netns.service; \
	fi
	$(INSTALL) -D -m 0644 $(@D)/package/systemd/netns@.service \
		$(TARGET_DIR)/usr/lib/systemd/system/netns@.service
endef

$(eval $(kconfig-package))

# So that netns-menuconfig works right after a defconfig, too.
$(NETNS_DIR)/.kconfig_editor_menuconfig: | $(BUILD_DIR)/buildroot-config/mconf
$(NETNS_DIR)/.kconfig_editor_nconfig: | $(BUILD_DIR)/buildroot-config/nconf
