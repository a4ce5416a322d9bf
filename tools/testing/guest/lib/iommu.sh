# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash disable=SC2034,SC2154
#
# Checks of a confidential guest with an IOMMU of the host

groups=/sys/kernel/iommu_groups

# Each device that does DMA is in an identity domain, so that dma-direct bounces for it.
identity_domains()
{
	checked=0
	for device in /sys/bus/pci/devices/*; do
		case $(readlink "$device/driver") in
		*/edu-dma|*/virtio-pci) ;;
		*)	continue ;;
		esac
		# the IOMMU itself, which has no group
		[ "$(cat "$device/device")" != 0x1057 ] || continue
		type=$(cat "$device/iommu_group/type" 2>&1)
		[ "$type" = identity ] || {
			echo "${device##*/} is in a domain of the type $type"
			return 1
		}
		checked=$((checked + 1))
	done
	echo "$checked devices"
	[ $checked -ge 3 ]
}

# No driver is bound to the host bridge, so that its domain could be replaced.
other_domain_is_rejected()
{
	type=$(readlink -f /sys/bus/pci/devices/0000:00:00.0/iommu_group)/type
	! echo DMA >"$type" 2>/dev/null || {
		echo "the domain of the host bridge was replaced"
		return 1
	}
	cat "$type"
	grep -q '^identity$' "$type"
}
