/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where everything is in host physical memory of QEMU's machine "virt" with
 * highmem=off (QEMU hw/arm/virt.c, base_memmap):
 *
 *	0			flash, from which the monitor starts
 *	DEVICES_BASE		devices
 *	GUEST_RAM_BASE		shared copy of the guest's RAM. What is not behind the
 *				SMMU, above all the GIC with its tables, reaches this copy
 *				for guest address X at host address X, and no other. With
 *				virtio-mmio it may be elsewhere, see shared_copy()
 *	PRIVATE_RAM_BASE	private copy of the guest's RAM
 *	MONITOR_BASE		the monitor
 *
 * and what is in the guest's RAM when the guest starts. Also for assembly and
 * the linker script.
 */
#ifndef ASM_LAYOUT_H
#define ASM_LAYOUT_H

#include <monitor/const.h>
#include <monitor/sizes.h>

#define GUEST_RAM_BASE		UL(0x40000000)
#define GUEST_RAM_SIZE		UL(0x20000000)	/* at most, see options.h */
#define SHARED_RAM_BASE		GUEST_RAM_BASE
#define PRIVATE_RAM_BASE	(SHARED_RAM_BASE + GUEST_RAM_SIZE)
#define MONITOR_BASE		(PRIVATE_RAM_BASE + GUEST_RAM_SIZE)

/* QEMU's device tree, left there for firmware: docs/system/arm/virt.rst */
#define HOST_DEVICE_TREE	GUEST_RAM_BASE

/* The kernel needs 2 MiB alignment, the device tree must be within 2 MiB. */
#define GUEST_KERNEL		GUEST_RAM_BASE
#define GUEST_DEVICE_TREE	(GUEST_RAM_BASE + 0x7e00000)
#define GUEST_INITRD		(GUEST_RAM_BASE + 0x8000000)
#define GUEST_DEVICE_TREE_SIZE	SZ_2M

#define DEVICES_BASE		0x08000000
#define GIC_BASE		0x08000000
#define GIC_SIZE		0x01000000
#define ITS_TRANSLATER_PAGE	0x08090000
#define UART_BASE		0x09000000
#define RTC_BASE		0x09010000
#define FW_CFG_BASE		0x09020000
#define SMMU_BASE		0x09050000
#define VIRTIO_MMIO_BASE	0x0a000000	/* 32 slots */
#define VIRTIO_MMIO_SIZE	0x4000
#define PCI_BASE		0x10000000	/* windows */
#define PCI_SIZE		0x2f000000
#define PCI_CONFIG_BASE		0x3f000000	/* for the guest, see devices_move() */
#define PCI_CONFIG_SIZE		0x01000000
#define PCI_CONFIG_LAST_BUS	15

#define MAX_CPUS		8
#define MONITOR_STACK_SIZE	0x4000		/* of each processor */

/* Translation: pages of 4 KiB, IPAs of this many bits in all personalities */
#define IPA_BITS		39

#ifndef __ASSEMBLER__
#include <monitor/types.h>

/* The monitor runs with its MMU off: addresses are physical ones. */
static inline void *phys_to_virt(u64 phys)
{
	return (void *)phys;
}

static inline u64 virt_to_phys(const void *virt)
{
	return (u64)virt;
}
#endif

#endif /* ASM_LAYOUT_H */
