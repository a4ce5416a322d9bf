# SPDX-License-Identifier: GPL-2.0-only
#
# Print what the Makefile of the directory $(dir) builds with a configuration:
# objects, and the parts of those that have some. To be run in the build
# directory, with srctree, SRCARCH and dir set.

.PHONY: list
list:

include include/config/auto.conf
obj := $(dir)
src := $(srctree)/$(dir)
include $(firstword $(wildcard $(src)/Kbuild) $(src)/Makefile)

parts = $(foreach o,$(1),$(o) $(call parts,$($(o:.o=-y)) $($(o:.o=-m)) $($(o:.o=-objs))))
list:
	@printf '$(dir)/%s\n' $(call parts,$(obj-y) $(obj-m) $(lib-y))
