# SPDX-License-Identifier: GPL-2.0-only
#
# Front door. Everything that is made goes to build/, all work is done by the
# scripts in tools/; "make help" lists what there is.

BASE	?= 7.2
LINUX	?=
GUEST	?=
# processors of a guest
SMP	?=
# rounds of make soak
N	?= 50
# a kernel that was not built here
KERNEL	?=
# a Linux tree whose kernels are booted as they are
KDIR	?=
# which tools/testing/rig/configs/bench-*.config
CONFIG	?= dynamic
# which guests if GUEST is empty: groups in guests.ini and sets in features.ini
SET	:= default
JOBS	?= $(shell nproc)
export JOBS QEMU QEMU_ARM64 TIMEOUT DRYRUN PATCH CHECKS GRAIN QUICK ONLY KERNELS

# .config is optional, see Kconfig; the command line and environment win
-include .config
unquote	= $(patsubst "%",%,$(1))
LINUX	:= $(or $(LINUX),$(call unquote,$(CONFIG_LINUX)))
QEMU	:= $(or $(QEMU),$(call unquote,$(CONFIG_QEMU)),qemu-system-x86_64)
QEMU_ARM64 := $(or $(QEMU_ARM64),$(call unquote,$(CONFIG_QEMU_ARM64)),qemu-system-aarch64)
TIMEOUT	:= $(or $(TIMEOUT),$(CONFIG_TIMEOUT),60)

MAKEFLAGS += --no-print-directory
MONITORS := $(patsubst arch/%/Makefile,%,$(wildcard arch/*/Makefile))
RIG	= tools/testing/rig/rig.py
# TRACE=pages
TRACE_OPTION = $(if $(TRACE),-o $(patsubst pages,trace,$(TRACE)))
RUN_OPTIONS = $(if $(SMP),-p '$(SMP)') -s '$(SET)' $(if $(KERNEL),-K '$(KERNEL)') $(TRACE_OPTION)
KERNELS_OF_GUESTS = $(RIG) kernels -s '$(SET)' $(GUEST)
KCONFIG	= $(MAKE) -s -C build/linux-$(BASE) O=$(CURDIR)/build/kconfig \
	  KBUILD_KCONFIG=$(CURDIR)/Kconfig KCONFIG_CONFIG=$(CURDIR)/.config

.DEFAULT_GOAL := help
PHONY := help
help:
	@echo 'Targets:'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14
	@echo 'Variables:'
	@echo '  GUEST="sev tdx"   which guests (make list), by default the quick ones; SET=matrix: a group'
	@echo '  SMP="1 2"         processors of a guest; several: boot it with each number'
	@echo '  KERNEL=path       boot this kernel: an image, a package, or a directory with one'
	@echo '  KERNEL=debian     the kernel of this machine'"'"'s Debian, or of any suite: debian:7.3'
	@echo '  KDIR=path         boot the kernels of this Linux tree as it is, 6.12 or newer'
	@echo '  LINUX=path        the series on a 7.2.y of your own: tree, repository, tarball, package'
	@echo '  CMD="command"     for make run'
	@echo '  TRACE=pages       print each conversion of memory: addresses, state, where the guest was'
	@echo '  TIMEOUT=60        seconds a guest may take that runs alone'
	@echo '  JOBS=2            compilers, and guests, that run at one time'

PHONY += help-all
help-all: ## all targets and variables
	@$(MAKE) -s help
	@echo 'More targets:'
	@sed -n 's/^\([a-z-]*\):.*#+ \(.*\)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16
	@echo 'More variables:'
	@echo '  BASE=7.2          which series: a directory in patches/'
	@echo '  N=50              rounds of make soak'
	@echo '  QEMU=program      another QEMU, QEMU_ARM64= for arm64'
	@echo '  SET=name          which guests if GUEST is empty: default, debug, all, matrix, host, pages, static,'
	@echo '                    known, debug-x86, debug-arm64'
	@echo '  DRYRUN=1          only print the command lines of QEMU (make boot)'
	@echo '  PATCH="3 5"       which patches, also by topic, CHECKS="sparse kdoc" which checks (make check-each)'
	@echo '  GRAIN=line ONLY=pattern, or QUICK=1   which mutants (make mutants)'
	@echo '  CONFIG=static     swiotlb of one pool, REPEAT=1 boot again and compare (make bench)'
	@echo '  SYMBOL="f g"      show the instructions of functions instead (make bench)'
	@echo '  CONTENTION=1      mappings per second on several CPUs instead (make bench)'
	@echo '  STEPS=N SEED=N    length and seed of make fuzz-slots'

ifneq ($(and $(strip $(KERNEL)),$(strip $(KDIR))),)
$(error name one of KERNEL= and KDIR=)
endif

# What is built before a guest boots
KERNEL_TARGETS = $(if $(KERNEL),foreign,$(if $(KDIR),kdir,kernel initrd monitor))
ifneq ($(KDIR),)
RUN_OPTIONS += --tree
BOOT	= kdir=$$(tools/build/kdir '$(KDIR)') && CC_DMA_BUILD="$$kdir" $(RIG)
else
BOOT	= $(RIG)
endif

PHONY += boot
boot:	guests $(if $(DRYRUN),,$(KERNEL_TARGETS)) ## boot the guests, end in a table and an exit code
	@$(BOOT) run $(RUN_OPTIONS) $(GUEST)

# What a session needs before it starts: one guest, its kernel and its monitor
PHONY += one-guest
one-guest: guests
	@[ $(words $(GUEST)) -eq 1 ] || { echo 'name one guest: GUEST=sev (make list)' >&2; exit 128; }
	@$(MAKE) $(if $(KERNEL)$(KDIR),$(KERNEL_TARGETS),initrd monitor)

SESSION = $(BOOT) $(1) $(if $(SMP),-p '$(SMP)') $(if $(KERNEL),-K '$(KERNEL)') $(TRACE_OPTION) $(GUEST)

PHONY += run
run:	one-guest ## run CMD='command' in GUEST, and print its output
	@$(call SESSION,command) '$(subst ','\'',$(value CMD))'

PHONY += shell
shell:	one-guest ## a shell in GUEST, on this terminal
	@$(call SESSION,shell)

PHONY += gdb
gdb:	one-guest ## start GUEST stopped, and print how gdb connects
	@$(call SESSION,gdb)

PHONY += list
list:	## the guests, each with its group
	@$(RIG) list $(GUEST)

PHONY += debug
debug:	SET := debug
debug:	boot ## boot guests with kernels that KASAN, lockdep and kmemleak watch

PHONY += matrix
matrix:	SET := matrix
matrix:	boot ## boot rare combinations

PHONY += host
host:	SET := host
host:	boot ## boot protected guests of a real pKVM host

# Reject a wrong name before the kernel is built. A machine without Python gets it by setup.
PHONY += guests
guests:
	@[ ! -x /usr/bin/python3 ] || $(KERNELS_OF_GUESTS) >/dev/null

PHONY += check
check:	SET := check
check:	override GUEST :=
check:	override SMP :=
check:	override KERNEL :=
check:	kernel monitor initrd ## guests (default, matrix, host, arm64 debug), patches and tools, end in a count
	@tools/setup/packages check
	@tools/testing/check $(BASE)

PHONY += negative
negative: SET := all host
negative: override GUEST :=
negative: override SMP :=
negative: override KERNEL :=
negative: kernel monitor initrd #+ break the kernel on purpose and see the rig notice
	@$(RIG) negative $(BASE)

PHONY += refuse
refuse:	SET := refuse
refuse:	kernel monitor initrd #+ refuse guests one conversion of memory after the other
	@$(RIG) refuse $(GUEST)

PHONY += unpatched
unpatched: SET := default host
unpatched: kernel monitor initrd #+ what changes for guests with the series, and what must not
	@set -e; kernels=$$($(KERNELS_OF_GUESTS)); for kernel in $$kernels; do \
		tools/testing/unpatched/build $(BASE) $$kernel; done
	@tools/testing/unpatched/run $(BASE) $(GUEST)

PHONY += mutants
mutants: override GUEST := $(if $(QUICK),plain)
mutants: tree monitor $(if $(QUICK),kernel initrd) #+ take the series away hunk by hunk and see a test miss each: hours
	@tools/testing/mutants/$(if $(QUICK),quick,run) $(BASE)

PHONY += soak
soak:	guests $(KERNEL_TARGETS) #+ boot the guests N times and count; goes on when interrupted
	@$(BOOT) soak $(N) $(RUN_OPTIONS) $(GUEST)

PHONY += kunit
kunit:	boot #+ boot the guests and read their KUnit results with the kernel's parser
	@tools/testing/kunit $(BASE) -s '$(SET)' $(GUEST)

PHONY += check-series
check-series: tree #+ topics, round trip, order, form and style of the patch files
	@tools/series/check $(BASE)

PHONY += releases
releases: tree #+ apply the series to the stable releases that patches/base lists
	@tools/series/releases $(BASE)

PHONY += build-each
build-each: tree #+ build what the series touches after each patch, W=1
	@tools/series/build-each $(BASE)

# The long one: every patch, every check. PATCH="3 5", PATCH=08-slots and CHECKS="sparse kdoc" select.
PHONY += check-each
check-each: tree #+ every check of every patch: compilers, sparse, kernel-doc, style, KUnit
	@tools/setup/packages each
ifeq ($(PATCH)$(CHECKS),)
	@tools/series/selftest $(BASE)
endif
	@tools/series/check-each $(BASE)

PHONY += bench
bench:	tree ## instructions per DMA call, on the base and with the series
	@tools/testing/bench/build $(BASE) $(CONFIG) base
	@tools/testing/bench/build $(BASE) $(CONFIG) patched
	@$(if $(SYMBOL),tools/testing/bench/listing $(CONFIG) $(SYMBOL),\
		$(if $(CONTENTION),tools/testing/bench/contention $(CONFIG),\
		tools/testing/bench/run $(if $(REPEAT),-r) $(CONFIG)))

PHONY += bench-report
bench-report: #+ run bench in both configurations, write tables and plots to Documentation
	@tools/setup/packages report
	@set -e; for config in dynamic static; do $(MAKE) bench CONFIG=$$config; done
	@tools/testing/bench/report

PHONY += fuzz-slots
fuzz-slots: tree #+ test the slot allocator with a random seed; STEPS= and SEED= repeat it
	@tools/setup/packages check
	@BASE=$(BASE) tools/testing/slots/run $(or $(STEPS),20000000) $(or $(SEED),random)

PHONY += setup
setup:	## install what is missing, get and check the kernel base
	@tools/setup/packages
	@tools/setup/base $(BASE) $(if $(LINUX),'$(LINUX)')

PHONY += tree
tree:	setup ## build/linux-BASE: a work tree with one commit for each patch and topic
	@tools/series/import $(BASE)

PHONY += export
export:	setup ## write the commits of the work tree to patches/
	@tools/series/export $(BASE)

PHONY += kernel
kernel:	tree #+ the kernels of the guests, and their modules
	@set -e; kernels=$$($(KERNELS_OF_GUESTS)); for kernel in $$kernels; do \
		tools/build/kernel $(BASE) $$kernel; done

PHONY += monitor
monitor: setup #+ what runs below the guests
	@set -e; for arch in $(MONITORS); do \
		$(MAKE) -s -C arch/$$arch O=$(CURDIR)/build/monitor/$$arch; done

PHONY += initrd
initrd:	kernel #+ what runs in the guests
	@set -e; kernels=$$($(KERNELS_OF_GUESTS)); for kernel in $$kernels; do \
		tools/build/initrd $(BASE) $$kernel; done

# Needs no base either.
PHONY += kdir
kdir:
	@tools/build/kdir '$(KDIR)' >/dev/null
	@tools/setup/packages
	@set -e; for arch in $(MONITORS); do \
		$(MAKE) -s -C arch/$$arch O=$(CURDIR)/build/monitor/$$arch; done
	@set -e; kernels=$$($(KERNELS_OF_GUESTS)); tools/build/kdir '$(KDIR)' $$kernels

# Needs neither the base nor, for x86, a cross compiler.
PHONY += foreign
foreign:
	@[ -n '$(KERNEL)' ] || { echo 'make foreign: KERNEL= is empty' >&2; exit 128; }
	@tools/setup/packages kernel
	@$(RIG) foreign -s '$(SET)' '$(KERNEL)' $(GUEST)
	@set -e; for arch in $$(cat build/guest/foreign-arches); do \
		$(MAKE) -s -C arch/$$arch O=$(CURDIR)/build/monitor/$$arch; done

PHONY += menuconfig
menuconfig: tree #+ choose what is in Kconfig, with the kernel's own kconfig
	@mkdir -p build/kconfig && $(KCONFIG) menuconfig

PHONY += olddefconfig
olddefconfig: tree #+ write .config with the defaults of Kconfig
	@mkdir -p build/kconfig && $(KCONFIG) olddefconfig

PHONY += clean
clean:	## remove what was built, keep the work tree and its commits
	rm -rf build/o build/guest build/monitor build/rig build/each build/check build/kconfig \
		build/bench build/base build/slots build/mutants/work build/mutants/slot \
		build/kunitconfig build/releases.*

PHONY += distclean
distclean: #+ remove build/, commits in the work tree that were not exported too
	rm -rf build .config .config.old

.PHONY: $(PHONY)
# The tools have progress to show and locks to take: one at a time.
.NOTPARALLEL:
