# SPDX-License-Identifier: 0BSD
#
# netns: network namespaces in one small static program
#
#   make                  build the program as .config says (without one: everything)
#   make setup            install what the build and the tests need (Debian, Ubuntu)
#   make demo             show the program at work; leaves nothing behind
#   make check            run the tests. TESTS="name netns-add": only these; HOST=1: on the
#                         ip of this machine; FRONT=1: through the ip front end
#   make check-tree       build every configuration, with every compiler; try make, packages, sizes
#   make check-vm         run them on an emulated machine. ARCH="mipsel armhf": on these; ARCH=all
#   make check-faults     make each system call of each command fail, kill it at each. HOST=1
#   make check-races      run storms of commands at the same time. ROUNDS=20
#   make check-apply      from each of many files to each other one; killed at any time
#   make check-mutants    change the program in small ways that tests must notice. MUTANTS="nl-*":
#                         by id; SAMPLE=10: each tenth
#   make check-asan       run the tests under the sanitizers of gcc. TESTS="name seal"
#   make fuzz             run the fuzzers. FUZZ_SECONDS=600: this long each
#   make bench            compare its speed with its peers. PEER=/path/ip; FILE=README.md: renew the
#                         table there
#   make lint             run the static analysers
#   make sizes            measure each configuration and each applet
#   make bloat BASE=REV   show which symbols grew or shrank since that commit
#   make menuconfig       choose applets and features (also: nconfig, oldconfig)
#   make mini_defconfig   use configs/mini_defconfig (also: full, iproute2, openwrt, initramfs)
#   make savedefconfig    write .config in that short form to the file "defconfig"
#   make install          (also: install-strip, install-noclobber, uninstall)
#   make dist             make the archive of a release of what is committed
#   make clean distclean  remove what was built; distclean: the configuration, too
#
# Variables: O=DIRECTORY for everything that is built, V=1 to show commands, CROSS_COMPILE CC STRIP
# CPPFLAGS CFLAGS LDFLAGS LDLIBS, DESTDIR PREFIX SBINDIR MANDIR INSTALL, KCONFIG_CONFIG (the path
# of .config), KCONFIG_CONF KCONFIG_MCONF KCONFIG_NCONF (the programs).

.SUFFIXES:
.DELETE_ON_ERROR:
.PHONY: FORCE all help setup demo dist tests check check-apply check-asan check-faults \
	check-mutants check-races check-tree check-vm fuzz bench lint sizes bloat clean distclean
goals := $(or $(MAKECMDGOALS),all)
letters := $(filter-out -%,$(firstword $(MAKEFLAGS))) # "ns" for make -n -s

# What tests need is compiled on all processors, unless the user said how many.
ifneq ($(filter check check-tree,$(goals)),)
ifeq ($(filter -j% --jobserver%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell nproc)
endif
endif

# Goals that change what the others build on: among several, each has its turn, also under -j.
ifneq ($(and $(word 2,$(goals)),$(filter setup clean distclean %config,$(goals))),)
.PHONY: $(goals) in-turn
$(goals): in-turn ; @:
in-turn: ; @set -e; for goal in $(goals); do $(MAKE) --no-print-directory $$goal; done
else

ifneq ($(origin O),command line)
override O := .
endif
out := $(or $(O:%/=%),.)
obj := $(out)/obj
program := $(out)/netns

multiplexer := $(sort $(wildcard applets/multiplexer/*.c))
library := $(sort $(wildcard libnetns/*/*.c))
all-objects := $(patsubst %.c,$(obj)/%.o,$(wildcard applets/*.c) $(multiplexer) $(library))
test-objects := $(library:%.c=$(obj)/test/%.o)
tests := $(patsubst %.c,$(obj)/%,$(sort $(wildcard testsuite/unit-*.c testsuite/helpers/*.c)))

ifeq ($(origin CC),default)
musl-gcc := $(if $(CROSS_COMPILE),,$(shell command -v musl-gcc 2>/dev/null))
CC := $(if $(musl-gcc),musl-gcc,$(CROSS_COMPILE)gcc)
endif
STRIP ?= $(CROSS_COMPILE)strip
AR = $(CROSS_COMPILE)ar
export CC STRIP CROSS_COMPILE CPPFLAGS CFLAGS LDFLAGS LDLIBS VERSION

all: $(program)
help: ; @sed -n '3,/^$$/s/^# \{0,1\}//p' Makefile
setup: ; @scripts/setup
lint: ; @scripts/lint
sizes: ; @scripts/sizes
dist: ; @scripts/dist

run = $(if $(filter 1,$(V)),,@$(if $(findstring s,$(letters)),,echo '  $1	$(2:$(out)/%=%)';))

# Leaves the target alone, and with it what depends on it, if its text is still the same.
settle = @if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

### .config -> config.mk, config.h, applets.h
config := $(abspath $(or $(KCONFIG_CONFIG),$(out)/.config))
no-kconfig = Kconfig is missing: run "make setup", or give $1=/path/to/$2
kconfig-tool = $(or $(shell command -v kconfig-$1 || command -v $1),$(error \
	$(call no-kconfig,$2,$1)))
KCONFIG_CONF ?= $(shell command -v kconfig-conf || command -v conf)
KCONFIG_MCONF ?= $(call kconfig-tool,mconf,KCONFIG_MCONF)
KCONFIG_NCONF ?= $(call kconfig-tool,nconf,KCONFIG_NCONF)

# Called like this every brand of conf, Buildroot's too, works on file $1 and finds applets.in.
kconfig = @cd $(obj) && CONFIG_=CONFIG_ KCONFIG_CONFIG=$1 BR2_CONFIG=$1 srctree=$(CURDIR)
# conf is content with many a mistake: its warnings are errors here.
conf = $(call kconfig,$1) $(or $(KCONFIG_CONF),$(error $(call no-kconfig,KCONFIG_CONF,conf))) $2 \
	Config.in 2>conf.log || { cat conf.log; exit 1; } >&2; ! grep -E 'warning:|error:' conf.log | grep -v 'override: reassigning' >&2

# Without Kconfig, make takes a whole configuration as it is. A release archive has one for each
# defconfig (scripts/dist), with what only some machines can have.
whole = $(if $(KCONFIG_CONF),,$(wildcard configs/whole/$1))
absent = $(if $(shell grep MACHINE_HAS_ABI $(obj)/applets.in),,/CONFIG_NETNS_ATTACH=/d)
use-defconfig = $(if $(call whole,$1),@sed '$(absent)' $(call whole,$1) >$(config),$(call \
	conf,$(config),--defconfig=$(CURDIR)/configs/$1))

defconfigs := $(notdir $(wildcard configs/*_defconfig))
whole-configs := alldefconfig allnoconfig allyesconfig oldconfig olddefconfig randconfig

.PHONY: $(defconfigs) $(whole-configs) defconfig silentoldconfig savedefconfig menuconfig nconfig
$(whole-configs): $(obj)/applets.in ; $(call conf,$(config),--$@)
$(defconfigs): $(obj)/applets.in ; $(call use-defconfig,$@)
defconfig: full_defconfig
silentoldconfig: olddefconfig
savedefconfig: $(obj)/applets.in
	$(call conf,$(config),--savedefconfig=$(abspath $(out))/defconfig)
menuconfig: $(obj)/applets.in ; $(call kconfig,$(config)) $(KCONFIG_MCONF) Config.in
nconfig: $(obj)/applets.in ; $(call kconfig,$(config)) $(KCONFIG_NCONF) Config.in

# The menu entries are in the first comment of each applet. What needs to know how programs make
# system calls is offered where abi.h has a row for the machine.
$(obj)/applets.in: FORCE
	@mkdir -p $(sort $(dir $(all-objects) $(test-objects) $(tests)))
	@sed -n '/^ \* config [A-Z]/,/^ \*\//{s:^ \*/.*::;s:^ \* \{0,1\}::;p;}' \
		/dev/null $(sort $(wildcard applets/netns-*.c applets/ip.c)) >$@.new
	@! $(CC) -E -dM libnetns/attach/abi.h 2>&1 | grep -q 'ABI_ROWS ABI_' || \
		printf 'config MACHINE_HAS_ABI\n\tbool\n\tdefault y\n' >>$@.new
	$(settle)

$(config): | $(obj)/applets.in
	$(call use-defconfig,full_defconfig)

# A complete .config, even if the user's lacks new symbols. make includes it as it is.
$(obj)/config.mk: $(config) Config.in $(obj)/applets.in
	@cp $(config) $@
	$(if $(KCONFIG_CONF),$(call conf,$(abspath $@),--olddefconfig >/dev/null),@grep -q \
		'^CONFIG_RUN_DIR=' $@ || { echo '$<: not a whole configuration; $(call \
		no-kconfig,KCONFIG_CONF,conf)' >&2; rm $@; exit 1; })

$(obj)/config.h: $(obj)/config.mk scripts/config.sed
	@sed -n -f scripts/config.sed $(obj)/config.mk Config.in $(obj)/applets.in | \
		LC_ALL=C sort -s -u -k 2,2 >$@.new
	$(settle)

$(obj)/applets.h: $(obj)/config.mk
	@printf '%s\n' $(foreach c,$(commands),'APPLET(netns_$(subst -,_,$c), "$c")') >$@.new
	$(settle)

# Only some goals need a configuration, and make -n shall not make one.
ifneq ($(filter-out help setup dist lint sizes check-asan check-mutants check-vm %config clean distclean uninstall,$(goals)),)
include $(if $(findstring n,$(letters)),$(wildcard $(obj)/*.mk),$(obj)/config.mk $(obj)/flags.mk)
endif

### sources -> program
commands := $(sort $(shell sed -n 's/^CONFIG_NETNS_\(.*\)=y/\1/p' $(wildcard $(obj)/config.mk) \
	/dev/null | tr A-Z_ a-z-))
applets := $(commands:%=applets/netns-%.c) $(if $(CONFIG_IP),applets/ip.c)
objects := $(applets:%.c=$(obj)/%.o) $(multiplexer:%.c=$(obj)/%.o) $(library:%.c=$(obj)/%.o)

# git adds to the version what is not a release, where it can.
version := $(file <VERSION)
VERSION := $(version)$(shell test -e .git && ! git describe --exact-match --match v$(version) \
	>/dev/null 2>&1 && git rev-parse --short=8 HEAD 2>/dev/null | sed 's/^/-g/')
settings = $(CC) $(CPPFLAGS) $(CFLAGS) $(LDFLAGS) $(LDLIBS)

# $(obj)/NAME holds the value of NAME and is as old as its last change. To install, a change, say
# of the environment under sudo, does not count.
changed = $(if $(filter-out install%,$(goals)),$(subst x$(strip $($1)),,x$(file <$(obj)/$1)))
define remember
$(obj)/$1: export value = $$(strip $$($1))
$(obj)/$1: $(if $(changed),FORCE) | $(obj)/applets.in ; @printf '%s\n' "$$$$value" >$$@
endef
$(foreach name,VERSION settings,$(eval $(call remember,$(name))))

$(obj)/flags.mk: scripts/flags Makefile $(obj)/settings
	@scripts/flags >$@

compile = $(CC) -std=gnu11 -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
	-ffile-prefix-map=$(CURDIR)=. -ffile-prefix-map=$(obj)=obj -Ilibnetns -Iapplets -I$(obj) \
	$(cc-flags) $(if $(CONFIG_STATIC),$(cc-static)) $(CPPFLAGS) $(CFLAGS)
link = $(compile) $(ld-flags) $(if $(CONFIG_STATIC),$(ld-static)) $(LDFLAGS) -o $@

$(obj)/%.o: %.c $(obj)/config.h $(obj)/flags.mk
	$(call run,CC,$<)$(compile) $(defines) -MMD -MP -c -o $@ $<

$(obj)/applets/multiplexer/help.o: defines = -DNETNS_VERSION='"$(VERSION)"'
$(obj)/applets/multiplexer/command.o: $(obj)/applets.h
$(obj)/applets/multiplexer/help.o: $(obj)/VERSION
-include $(wildcard $(obj)/*/*.d $(obj)/*/*/*.d $(obj)/*/*/*/*.d)

$(program): $(objects)
	$(call run,LD,$@)$(link) $^ $(LDLIBS)
	$(if $(CONFIG_STATIC),$(glibc-warning))

# Tests are linked with a library whose system calls go through libc, where a test can take the
# kernel's place. It is compiled once for all of them, as fast as may be.
compile-test = $(filter-out -flto -flto-partition=%,$(compile)) -O0 -DSYS_BY_LIBC
link-test = $(filter-out -nostartfiles,$(compile-test) $(ld-flags) \
	$(if $(CONFIG_STATIC),$(ld-static)) $(LDFLAGS)) -o $@ $(filter %.c %.a,$^) $(LDLIBS)

$(obj)/test/%.o: %.c $(obj)/config.h $(obj)/flags.mk
	$(call run,CC,$<)$(compile-test) -MMD -MP -c -o $@ $<
$(obj)/test/libnetns.a: $(test-objects)
	$(call run,AR,$@)rm -f $@ && $(AR) rcs $@ $^
$(filter $(obj)/testsuite/unit-%,$(tests)): $(obj)/test/libnetns.a
$(obj)/testsuite/unit-peers: $(obj)/applets/netns-map.o		# they include the source of that
$(obj)/testsuite/unit-relay: $(obj)/applets/multiplexer/relay.o
$(tests): $(obj)/%: %.c $(wildcard testsuite/*.h testsuite/helpers/*.h) $(obj)/flags.mk
	$(call run,LD,$@)$(link-test)

faults := $(obj)/testsuite/helpers/faults
$(faults): $(wildcard testsuite/faults/*.[ch]) $(obj)/flags.mk
	$(call run,LD,$@)$(link-test)

### program -> tests
demo: all ; @scripts/demo $(program)
check: all tests ; @O=$(obj) NETNS=$(program) HOST=$(HOST) FRONT=$(FRONT) testsuite/run $(TESTS)
check-tree: all
	@O=$(obj) NETNS=$(program) TEST_USER=no testsuite/run build docs-build make package sizes vm
tests: $(tests) $(faults)
fuzz: all tests ; @testsuite/fuzz $(obj)
check-vm: ; @scripts/vm/check $(obj)/vm $(ARCH)
check-faults: all $(faults) ; @O=$(obj) NETNS=$(program) HOST=$(HOST) testsuite/faults/run
check-races: all tests
	@O=$(obj) NETNS=$(program) TEST_USER=no TEST_TIMEOUT=1800 testsuite/run races.slow attach.slow \
		front.slow
check-apply: all tests
	@O=$(obj) NETNS=$(program) TEST_USER=no testsuite/run apply.slow
check-asan: ; @testsuite/asan $(abspath $(obj))/asan $(TESTS)
check-mutants: ; @MUTANTS="$(MUTANTS)" SAMPLE=$(SAMPLE) testsuite/mutants/run
bench: all tests ; @HELPERS=$(obj)/testsuite/helpers testsuite/bench $(program) $(FILE)
bloat: all ; @scripts/bloat $(program) $(config) $(BASE)

### program -> system
PREFIX ?= /usr
SBINDIR ?= $(PREFIX)/sbin
MANDIR ?= $(PREFIX)/share/man
INSTALL ?= install
bin := $(DESTDIR)$(SBINDIR)
man := $(DESTDIR)$(MANDIR)/man8
man5 := $(DESTDIR)$(MANDIR)/man5
# Makes links netns-COMMAND$2 to netns$2 in the directory $1; noclobber: unless the name is taken.
links = @cd $1 && for link in $(commands:%=netns-%$2); do $(if $(findstring noclobber,$@), \
	[ -e $$link ] || [ -L $$link ] ||) ln -sf netns$2 $$link; done

.PHONY: install install-noclobber install-strip uninstall
install install-noclobber: all
	$(INSTALL) -d $(bin) $(man)
	$(INSTALL) -m 755 $(program) $(bin)/netns
	$(INSTALL) -m 644 applets/netns.8 $(man)/netns.8
	$(if $(CONFIG_NETNS_APPLY),$(INSTALL) -d $(man5))
	$(if $(CONFIG_NETNS_APPLY),$(INSTALL) -m 644 applets/netns.conf.5 $(man5)/netns.conf.5)
	$(call links,$(bin))
	$(call links,$(man),.8)

install-strip: install ; $(STRIP) $(bin)/netns

uninstall:
	rm -f $(bin)/netns $(man)/netns.8 $(man5)/netns.conf.5
	@for link in $(bin)/netns-* $(man)/netns-*; do \
		case $$(readlink $$link) in netns | netns.8) rm $$link ;; esac; done

clean: ; rm -rf $(obj) $(program)
distclean: clean ; rm -f $(addprefix $(out)/,.config .config.old defconfig)

endif
