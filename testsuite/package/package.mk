# SPDX-License-Identifier: 0BSD
# In the place of OpenWrt's package.mk: `all` configures, compiles and installs into STAGING/PACKAGE;
# `tell` prints what the package says of itself.

MAKE_VARS = CFLAGS="-Os -pipe" CPPFLAGS="-D_GNU_SOURCE" LDFLAGS="-Wl,-z,now"
MAKE_FLAGS = CC="$(TARGET_CC)" AR="gcc-ar"

.PHONY: all tell configure compile
all tell:
configure: ; $(Build/Configure)
compile: configure ; $(MAKE_VARS) $(MAKE) -C $(PKG_BUILD_DIR) $(MAKE_FLAGS)

define BuildPackage
$(eval $(Package/$(1)))
all: install-$(1)
tell: tell-$(1)
install-$(1): compile
	$(call Package/$(1)/install,$$(STAGING)/$(1))
tell-$(1):
	@echo '$(1) depends $(DEPENDS) alternatives $(ALTERNATIVES) section $(SECTION)'
	@echo '$(1) config $(strip $(Package/$(1)/config)) conffiles $(strip $(Package/$(1)/conffiles))'
endef
