# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034,SC2154
#
# Checks of a confidential guest with an IOMMU of the host

groups=/sys/kernel/iommu_groups

# Each device is in an identity domain, so that dma-direct bounces for it.
identity_domains()
{
	[ -e $groups/0/type ] || {
		echo "there is no IOMMU"
		return 1
	}
	grep -v '^identity$' $groups/*/type && return 1
	cat $groups/*/type | sort | uniq -c
}

# No driver is bound to the host bridge, so that its domain could be replaced.
other_domain_is_rejected()
{
	type=$(readlink -f /sys/bus/pci/devices/0000:00:00.0/iommu_group)/type
	! echo DMA >"$type" || return
	cat "$type"
	grep -q '^identity$' "$type"
}
