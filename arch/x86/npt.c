// SPDX-License-Identifier: GPL-2.0-only
/*
 * Nested page tables: AMD64 Architecture Programmer's Manual, volume 2, 15.25.
 * They have the format of long-mode page tables (5.3, 5.4), four levels.
 *
 * The two views of the guest's memory differ in one bit of the guest physical
 * address, so one table serves both: its entries for addresses with and
 * without that bit lead to different host memory.
 */
#include <asm/e820.h>
#include <asm/layout.h>
#include <asm/npt.h>
#include <asm/personality.h>
#include <asm/processor.h>
#include <monitor/printk.h>

/*
 * For the tables' levels: one page at the top, two per view, and a few where
 * RAM and devices do not start or end at a large page's boundary.
 */
#define NPT_PAGES	32

/* Nested page tables are walked as a user (15.25.5). */
#define NPT_TABLE	(PTE_PRESENT | PTE_WRITE | PTE_USER)
#define NPT_PAGE	(NPT_TABLE | PTE_ACCESSED | PTE_DIRTY)

#define LEVEL_4K	1
#define LEVEL_1G	3

static u64 npt_pages[NPT_PAGES][PTRS_PER_TABLE] __aligned(SZ_4K);
static unsigned int npt_pages_used;

static u64 *new_table(void)
{
	if (npt_pages_used == NPT_PAGES)
		panic("no page left for nested page tables");
	return npt_pages[npt_pages_used++];
}

/* Size in bytes of what an entry at a level maps. */
static u64 level_size(unsigned int level)
{
	return (u64)SZ_4K << PTE_INDEX_BITS * (level - 1);
}

static u64 *entry_at(u64 *table, u64 gpa, unsigned int level)
{
	return &table[gpa / level_size(level) % PTRS_PER_TABLE];
}

static void map_page(u64 *root, u64 gpa, u64 hpa, unsigned int level, u64 bits)
{
	u64 *table = root, *entry;
	unsigned int l;

	for (l = PTE_TOP_LEVEL; l > level; l--) {
		entry = entry_at(table, gpa, l);
		if (!*entry)
			*entry = virt_to_phys(new_table()) | NPT_TABLE;
		table = phys_to_virt(*entry & PTE_ADDR_MASK);
	}
	*entry_at(table, gpa, level) = hpa | bits | (level > LEVEL_4K ? PTE_LARGE : 0);
}

static void map_range(u64 *root, const struct view *view, u64 gpa, u64 hpa, u64 size)
{
	u64 bits = NPT_PAGE | (view->executable ? 0 : PTE_NX), step;
	unsigned int level;

	for (; size; gpa += step, hpa += step, size -= step) {
		level = LEVEL_1G;
		while (!IS_ALIGNED(gpa | hpa, level_size(level)) || size < level_size(level))
			level--;
		step = level_size(level);
		map_page(root, gpa | view->address_bits, hpa, level, bits);
	}
}

/**
 * npt_create() - create the guest's nested page tables
 * @p: the guest's personality
 * @e820: the machine's memory map
 *
 * Maps the guest's RAM in each view; the firmware's tables in the guest's own
 * view; and in the shared view everything above the machine's RAM, that is,
 * devices and the window for 64-bit PCI memory, up to 512 GiB. Neither the
 * monitor nor the private copy of the guest's RAM at its host address is
 * mapped. RAM above 4 GiB, which the guest is not told of, counts as device.
 *
 * Return: physical address of the top-level table, for nested_cr3.
 */
u64 npt_create(const struct personality *p, const struct host_e820 *e820)
{
	struct e820_entry tables = e820_firmware_tables(e820);
	u64 devices = ALIGN(tables.base + tables.size, SZ_4K);
	u64 firmware = ALIGN_DOWN(tables.base, SZ_4K);
	u64 *root = new_table();

	map_range(root, p->own, 0, p->own->ram, GUEST_RAM_SIZE);
	map_range(root, p->own, firmware, firmware, devices - firmware);
	if (p->shared != p->own)
		map_range(root, p->shared, 0, p->shared->ram, GUEST_RAM_SIZE);
	map_range(root, p->shared, devices, devices, SZ_512G - devices);
	return virt_to_phys(root);
}
