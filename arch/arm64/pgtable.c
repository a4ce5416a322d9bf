// SPDX-License-Identifier: GPL-2.0-only
/* Translation tables, for the guest's accesses and for those of devices. */
#include <asm/layout.h>
#include <asm/pgtable.h>
#include <monitor/printk.h>

/*
 * One page maps 2 MiB: the guest's RAM at two addresses for the guest, at one for
 * devices and at two for an accepted one, the devices themselves, and a few for the upper
 * levels.
 */
#define PGTABLE_PAGES	((5 * GUEST_RAM_SIZE + GUEST_RAM_BASE) / SZ_2M + 16)

#define PAGE_SHIFT	12
#define INDEX_BITS	9
#define FIRST_LEVEL	1
#define LAST_LEVEL	3

static u64 pages[PGTABLE_PAGES][PTRS_PER_TABLE] __aligned(SZ_4K);
static unsigned int pages_used;

/**
 * pgtable_create() - get an empty translation table
 *
 * Does not return if there is no page left.
 *
 * Return: the table; its physical address is what the hardware wants.
 */
u64 *pgtable_create(void)
{
	if (pages_used == PGTABLE_PAGES)
		panic("no page left for translation tables");
	return pages[pages_used++];
}

/**
 * pgtable_entry() - find the descriptor of a page
 * @root: the first level's table
 * @addr: address in the page, of at most IPA_BITS
 *
 * Tables that are missing on the way are made. Nothing is ever freed.
 *
 * Return: the descriptor at level 3, 0 if the page was never mapped.
 */
u64 *pgtable_entry(u64 *root, u64 addr)
{
	unsigned int level, shift;
	u64 *table = root, *entry;

	for (level = FIRST_LEVEL; ; level++) {
		shift = PAGE_SHIFT + INDEX_BITS * (LAST_LEVEL - level);
		entry = &table[addr >> shift & (PTRS_PER_TABLE - 1)];
		if (level == LAST_LEVEL)
			return entry;
		if (!*entry)
			*entry = virt_to_phys(pgtable_create()) | PTE_VALID | PTE_TABLE;
		table = phys_to_virt(*entry & PTE_ADDR_MASK);
	}
}
