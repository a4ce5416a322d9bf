# SPDX-License-Identifier: GPL-2.0-only
#
# Front door. Everything that is made goes to build/, all work is done by the
# scripts in tools/; "make help" lists what there is.

BASE	?= 7.2
LINUX	?=
GUEST	?=
ARCH	:= x86
JOBS	?= $(shell nproc)
export JOBS QEMU TIMEOUT

# .config is optional, see Kconfig; the command line and environment win
-include .config
unquote	= $(patsubst "%",%,$(1))
LINUX	:= $(or $(LINUX),$(call unquote,$(CONFIG_LINUX)))
QEMU	:= $(or $(QEMU),$(call unquote,$(CONFIG_QEMU)),qemu-system-x86_64)
TIMEOUT	:= $(or $(TIMEOUT),$(CONFIG_TIMEOUT),60)

MAKEFLAGS += --no-print-directory
MUTANTS	:= $(patsubst tools/testing/mutants/%.h,%,$(wildcard tools/testing/mutants/*.h))
KCONFIG	= $(MAKE) -s -C build/linux-$(BASE) O=$(CURDIR)/build/kconfig \
	  KBUILD_KCONFIG=$(CURDIR)/Kconfig KCONFIG_CONFIG=$(CURDIR)/.config

.DEFAULT_GOAL := help
PHONY := help
help:	## this list
	@echo 'Targets:'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18
	@echo 'Variables:'
	@echo '  BASE=7.2        which series: a directory in patches/'
	@echo '  LINUX=path      a Linux source of your own: tree, git repository, tarball, package'
	@echo '  GUEST="sev"     which guests, by default all of tools/testing/rig/guests'
	@echo '  QEMU=program    another QEMU          TIMEOUT=60  seconds a guest may take'

PHONY += boot
boot:	guests kernel monitor initrd ## boot the guests, end in a table and an exit code
	@tools/testing/rig/run $(GUEST)

# A wrong name is better told before the kernel is built.
PHONY += guests
guests:
	@tools/testing/rig/run -n $(GUEST)

PHONY += check
check:	kernel monitor initrd ## everything that is tested, end in a count
	@tools/testing/check $(BASE)

PHONY += negative
negative: kernel monitor initrd ## break the kernel on purpose and see the rig notice
	@tools/testing/rig/negative $(BASE)

PHONY += kunit
kunit:	boot ## boot the guests and read their KUnit results with the kernel's parser
	@tools/testing/kunit $(BASE) $(GUEST)

PHONY += check-series
check-series: tree ## round trip, order, form and style of the patch files
	@tools/series/check $(BASE)

PHONY += build-each
build-each: tree ## build what the series touches after each patch, W=1, x86_64 and arm64
	@tools/series/build-each $(BASE)

PHONY += setup
setup:	## install what is missing, get and check the kernel base
	@tools/setup/packages
	@tools/setup/base $(BASE) $(if $(LINUX),'$(LINUX)')

PHONY += tree
tree:	setup ## build/linux-BASE: a work tree with one commit for each patch
	@tools/series/import $(BASE)

PHONY += export
export:	setup ## write the commits of the work tree to patches/
	@tools/series/export $(BASE)

PHONY += kernel
kernel:	tree ## the guest kernel and its modules
	@tools/build/kernel $(BASE) $(ARCH)

PHONY += monitor
monitor: setup ## what runs below the guests
	@$(MAKE) -s -C arch/$(ARCH) O=$(CURDIR)/build/monitor/$(ARCH)

PHONY += initrd
initrd:	kernel ## what runs in the guests
	@tools/build/initrd $(BASE) $(ARCH)

PHONY += menuconfig
menuconfig: tree ## choose what is in Kconfig, with the kernel's own kconfig
	@mkdir -p build/kconfig && $(KCONFIG) menuconfig

PHONY += olddefconfig
olddefconfig: tree ## write .config with the defaults of Kconfig
	@mkdir -p build/kconfig && $(KCONFIG) olddefconfig

PHONY += clean
clean:	## remove what was built, keep the work tree and its commits
	rm -rf build/o build/guest build/monitor build/rig build/each build/check build/kconfig

PHONY += distclean
distclean: ## remove build/, commits in the work tree that were not exported too
	rm -rf build .config .config.old

.PHONY: $(PHONY)
# The tools have progress to show and locks to take: one at a time.
.NOTPARALLEL:
