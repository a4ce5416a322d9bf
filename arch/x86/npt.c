// SPDX-License-Identifier: GPL-2.0-only
/*
 * Nested page tables: AMD64 Architecture Programmer's Manual, volume 2, 15.25.
 * They have the format of long-mode page tables (5.3, 5.4), four levels.
 *
 * The two views of the guest's memory differ in one bit of the guest physical
 * address, so one table serves both: its entries for addresses with and
 * without that bit lead to different host memory.
 */
#include <asm/apic.h>
#include <asm/e820.h>
#include <asm/layout.h>
#include <asm/npt.h>
#include <asm/personality.h>
#include <asm/processor.h>
#include <monitor/printk.h>

/*
 * For the tables' levels: one page at the top, two per view, and a few where
 * RAM and devices do not start or end at a large page's boundary; and for each
 * 2 MiB of RAM in each view where pages have their own state.
 */
#define NPT_PAGES	(32 + 2 * (GUEST_RAM_SIZE / SZ_2M))

/* Nested page tables are walked as a user (15.25.5). */
#define NPT_TABLE	(PTE_PRESENT | PTE_WRITE | PTE_USER)
#define NPT_PAGE	(NPT_TABLE | PTE_ACCESSED | PTE_DIRTY)

#define LEVEL_4K	1
#define LEVEL_1G	3

static u64 npt_pages[NPT_PAGES][PTRS_PER_TABLE] __aligned(SZ_4K);
static unsigned int npt_pages_used;
static u64 *npt_root;

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

/* Replace the large page of an entry at a level by a table of smaller ones. */
static void split_page(u64 *entry, unsigned int level)
{
	u64 *table = new_table(), page = *entry;
	unsigned int i;

	if (level - 1 == LEVEL_4K)
		page &= ~(u64)PTE_LARGE;
	for (i = 0; i < PTRS_PER_TABLE; i++)
		table[i] = page + i * level_size(level - 1);
	*entry = virt_to_phys(table) | NPT_TABLE;
}

/* Find the entry of an address at a level; make the tables that lead to it. */
static u64 *make_entry(u64 gpa, unsigned int level)
{
	u64 *table = npt_root, *entry;
	unsigned int l;

	for (l = PTE_TOP_LEVEL; l > level; l--) {
		entry = entry_at(table, gpa, l);
		if (!*entry)
			*entry = virt_to_phys(new_table()) | NPT_TABLE;
		else if (*entry & PTE_LARGE)
			split_page(entry, l);
		table = phys_to_virt(*entry & PTE_ADDR_MASK);
	}
	return entry_at(table, gpa, level);
}

static u64 page_bits(const struct view *view)
{
	return NPT_PAGE | (view->executable ? 0 : PTE_NX);
}

static void map_range(const struct view *view, u64 gpa, u64 hpa, u64 size)
{
	u64 bits = page_bits(view), step;
	unsigned int level;

	for (; size; gpa += step, hpa += step, size -= step) {
		level = LEVEL_1G;
		while (!IS_ALIGNED(gpa | hpa, level_size(level)) || size < level_size(level))
			level--;
		step = level_size(level);
		*make_entry(gpa | view->address_bits, level) =
			hpa | bits | (level > LEVEL_4K ? PTE_LARGE : 0);
	}
}

/**
 * npt_map_ram() - map a page of the guest's RAM in a view, or unmap it
 * @view: one of the personality's views
 * @gpa: guest physical address of the page of 4 KiB, without the view's address
 *	bits, below GUEST_RAM_SIZE
 * @mapped: whether the guest shall reach it
 *
 * The processor's TLB is not flushed.
 */
void npt_map_ram(const struct view *view, u64 gpa, bool mapped)
{
	*make_entry(gpa | view->address_bits, LEVEL_4K) =
		mapped ? (view->ram + gpa) | page_bits(view) : 0;
}

/**
 * npt_create() - create the guest's nested page tables
 * @p: the guest's personality
 * @e820: the machine's memory map
 *
 * Maps the guest's RAM in each view that the personality has, but in the shared
 * one not if pages have to be shared one by one; the firmware's tables in the
 * guest's own view; and in the shared view everything above the machine's RAM,
 * that is, devices and the window for 64-bit PCI memory, up to 512 GiB, unless
 * the guest asks for each access to them. Neither the monitor nor the private
 * copy of the guest's RAM at its host address is mapped. RAM above 4 GiB, which
 * the guest is not told of, counts as device.
 *
 * Return: physical address of the top-level table, for nested_cr3.
 */
u64 npt_create(const struct personality *p, const struct host_e820 *e820)
{
	struct e820_entry tables = e820_firmware_tables(e820);
	u64 devices = ALIGN(tables.base + tables.size, SZ_4K);
	u64 firmware = ALIGN_DOWN(tables.base, SZ_4K);

	npt_root = new_table();
	map_range(p->own, 0, p->own->ram, GUEST_RAM_SIZE);
	map_range(p->own, firmware, firmware, devices - firmware);
	if (p->page_states)
		map_range(p->shared, CONVENTIONAL_RAM_END, CONVENTIONAL_RAM_END,
			  SZ_1M - CONVENTIONAL_RAM_END);
	else if (p->shared != p->own)
		map_range(p->shared, 0, p->shared->ram, GUEST_RAM_SIZE);
	if (p->encrypted)
		map_range(p->encrypted, 0, p->encrypted->ram, GUEST_RAM_SIZE);
	if (p->devices_by_call)
		map_range(p->own, APIC_BASE, APIC_BASE, SZ_4K);
	else
		map_range(p->shared, devices, devices, SZ_512G - devices);
	return virt_to_phys(npt_root);
}
