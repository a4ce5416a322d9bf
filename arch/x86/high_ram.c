// SPDX-License-Identifier: GPL-2.0-only
/*
 * RAM at HIGH_RAM_BASE, which QEMU has there if it is told to: as large as the
 * guest's RAM. The firmware's memory map does not have it.
 */
#include <asm/high_ram.h>
#include <asm/layout.h>
#include <asm/processor.h>
#include <monitor/poison.h>
#include <monitor/printk.h>

/* From start.S */
extern u64 pml4[PTRS_PER_TABLE];

static u64 pdpt[PTRS_PER_TABLE] __aligned(SZ_4K);
static u64 directory[PTRS_PER_TABLE] __aligned(SZ_4K);

static_assert(GUEST_RAM_SIZE <= SZ_1G, "one page directory is enough");

static bool is_ram(u64 phys)
{
	u64 *p = phys_to_virt(phys);

	*p = CONVERTED_PAGE;
	asm volatile("" : : : "memory");	/* and read what is there */
	return *p == CONVERTED_PAGE;
}

/**
 * high_ram_map() - make this memory accessible to the monitor
 *
 * Does not return if there is none.
 */
void high_ram_map(void)
{
	u64 i;

	for (i = 0; i < GUEST_RAM_SIZE / SZ_2M; i++)
		directory[i] = (HIGH_RAM_BASE + i * SZ_2M) | PTE_PRESENT | PTE_WRITE | PTE_LARGE;
	pdpt[0] = virt_to_phys(directory) | PTE_PRESENT | PTE_WRITE;
	pml4[HIGH_RAM_VIRT / SZ_512G] = virt_to_phys(pdpt) | PTE_PRESENT | PTE_WRITE;

	if (!is_ram(HIGH_RAM_BASE) || !is_ram(HIGH_RAM_BASE + GUEST_RAM_SIZE - sizeof(u64)))
		panic("no RAM at 0x%lx: give QEMU %d MiB there (-device pc-dimm,addr=...)",
		      HIGH_RAM_BASE, GUEST_RAM_SIZE / SZ_1M);
}
