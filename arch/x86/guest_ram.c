// SPDX-License-Identifier: GPL-2.0-only
/* The guest's RAM: its two copies in host memory before the guest starts. */
#include <asm/e820.h>
#include <asm/guest_mem.h>
#include <asm/high_ram.h>
#include <asm/layout.h>
#include <asm/personality.h>
#include <monitor/poison.h>
#include <monitor/printk.h>
#include <monitor/string.h>

static void require_ram(const struct host_e820 *e820, u64 base, u64 end)
{
	if (!e820_is_ram(e820, base, end))
		panic("no RAM at 0x%llx-0x%llx: give QEMU more memory (-m)", base, end);
}

/* BIOS data and ROMs, where the guest finds the ACPI tables' root, among others. */
static void copy_firmware_memory(u64 to)
{
	memcpy(phys_to_virt(to), phys_to_virt(SHARED_RAM_BASE), CONVENTIONAL_RAM_END);
	memcpy(phys_to_virt(to + ROM_BASE), phys_to_virt(SHARED_RAM_BASE + ROM_BASE),
	       SZ_1M - ROM_BASE);
}

static void poison_shared_ram(const struct host_e820 *e820, u64 from)
{
	const struct e820_entry *entry;
	u64 base, end;

	for (entry = e820->entries; entry < e820->entries + e820->nr; entry++) {
		if (entry->type != E820_RAM || entry->base >= GUEST_RAM_SIZE)
			continue;
		base = ALIGN(entry->base < from ? from : entry->base, SZ_4K);
		end = entry->base + entry->size;
		if (end > GUEST_RAM_SIZE)
			end = GUEST_RAM_SIZE;
		end = ALIGN_DOWN(end, SZ_4K);
		if (base < end)
			memset64(phys_to_virt(SHARED_RAM_BASE + base), SHARED_VIEW_POISON,
				 (end - base) / sizeof(u64));
	}
}

/**
 * guest_ram_init() - prepare the guest's RAM
 * @p: the guest's personality
 * @e820: the machine's memory map
 *
 * If the guest's own view is the private copy, that copy gets what the
 * firmware left below 1 MiB, and each page of RAM in the shared one gets the
 * poison. A host that can encrypt its RAM starts with what is not encrypted;
 * there is nothing of use in the other copy. Nothing that the boot loader left
 * below GUEST_RAM_SIZE is there afterwards. Other private memory is as the
 * machine was switched on: zero on QEMU, but nothing here makes sure of that.
 *
 * Does not return if the machine has not all the RAM that layout.h names.
 */
void guest_ram_init(const struct personality *p, const struct host_e820 *e820)
{
	require_ram(e820, GUEST_BOOT_PARAMS, GUEST_BOOT_END);
	require_ram(e820, SZ_1M, virt_to_phys(__monitor_end));

	if (p->encrypted) {
		high_ram_map();
		memset64(guest_ram(p->encrypted, 0, GUEST_RAM_SIZE), CONVERTED_PAGE,
			 GUEST_RAM_SIZE / sizeof(u64));
		poison_shared_ram(e820, SZ_1M);
	}
	if (p->own->ram == SHARED_RAM_BASE)
		return;
	copy_firmware_memory(p->own->ram);
	poison_shared_ram(e820, 0);
}

/**
 * guest_ram() - reach the guest's RAM
 * @view: in which view of the guest
 * @gpa: guest physical address, without the view's address bits
 * @size: bytes
 *
 * Return: where the monitor sees that memory, or NULL if not all of it is
 * below GUEST_RAM_SIZE. The holes below 1 MiB are not told from RAM.
 */
void *guest_ram(const struct view *view, u64 gpa, u64 size)
{
	if (gpa > GUEST_RAM_SIZE || size > GUEST_RAM_SIZE - gpa)
		return NULL;
	return phys_to_virt(view->ram + gpa);
}
