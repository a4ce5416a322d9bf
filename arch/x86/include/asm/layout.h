/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where everything is in host physical memory:
 *
 *	0			shared copy of the guest's RAM. Devices are QEMU's and
 *				use host addresses, so what they reach for guest address
 *				X is host address X: this copy, and no other
 *	PRIVATE_RAM_BASE	private copy of the guest's RAM
 *	MONITOR_BASE		the monitor, behind it the multiboot modules
 *	end of RAM		firmware's ACPI tables
 *	HIGH_RAM_BASE		encrypted copy of RAM, for the personality sme
 *
 * and the pages in guest physical memory through which the guest is started.
 * Also for assembly and the linker script.
 */
#ifndef ASM_LAYOUT_H
#define ASM_LAYOUT_H

#include <monitor/sizes.h>

#define MONITOR_BASE		SZ_1G

#define GUEST_RAM_SIZE		(MONITOR_BASE / 2)
#define SHARED_RAM_BASE		0
#define PRIVATE_RAM_BASE	(SHARED_RAM_BASE + GUEST_RAM_SIZE)

/* The PC's hole between conventional memory and the ROMs. */
#define CONVENTIONAL_RAM_END	0xa0000
#define ROM_BASE		0xc0000

/* Below the extended BIOS data area; the guest's RAM, which it may reuse. */
#define GUEST_BOOT_PARAMS	0x90000
#define GUEST_CMDLINE		0x91000
#define GUEST_BOOT_END		0x92000

/* The end of the guest's RAM, which its memory map keeps for the firmware. */
#define GUEST_FIRMWARE_SIZE	0x10000
#define GUEST_FIRMWARE_BASE	(GUEST_RAM_SIZE - GUEST_FIRMWARE_SIZE)
#define GUEST_MAILBOX		GUEST_FIRMWARE_BASE
#define GUEST_MADT		(GUEST_MAILBOX + SZ_4K)
#define GUEST_GDT		(GUEST_MADT + SZ_4K)
#define GUEST_PAGE_TABLES	(GUEST_GDT + SZ_4K)
#define GUEST_PAGE_TABLE_PAGES	6
#define GUEST_CC_BLOB		(GUEST_PAGE_TABLES + GUEST_PAGE_TABLE_PAGES * SZ_4K)
#define GUEST_SECRETS		(GUEST_CC_BLOB + SZ_4K)
#define GUEST_CPUID_TABLE	(GUEST_SECRETS + SZ_4K)
#define GUEST_FIRMWARE_END	(GUEST_CPUID_TABLE + SZ_4K)

/* Host memory for the first instructions of processors that are started. */
#define AP_TRAMPOLINE		0x8000

#define MAX_CPUS		8
#define MONITOR_STACK_SIZE	0x4000		/* of each processor */

#ifndef __ASSEMBLER__
#include <monitor/macros.h>
#include <monitor/types.h>

static_assert(GUEST_FIRMWARE_END <= GUEST_RAM_SIZE, "no room for the firmware's pages");

/* From the linker script. */
extern char __monitor_end[];

/* A second bank of RAM, for some personalities, and where the monitor sees it */
#define HIGH_RAM_BASE		BIT(47)
#define HIGH_RAM_VIRT		SZ_512G

/* The monitor's own mapping is the identity but for that bank, see start.S. */
static inline void *phys_to_virt(u64 phys)
{
	return (void *)(phys < HIGH_RAM_BASE ? phys : phys - HIGH_RAM_BASE + HIGH_RAM_VIRT);
}

static inline u64 virt_to_phys(const void *virt)
{
	return (u64)virt;
}
#endif

#endif /* ASM_LAYOUT_H */
