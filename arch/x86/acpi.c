// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads the firmware's tables, and adds to them how processors are started
 * without INIT and startup interrupts: ACPI 6.5, 5.2.12.19.
 */
#include <asm/acpi.h>
#include <asm/guest_mem.h>
#include <asm/layout.h>
#include <monitor/printk.h>
#include <monitor/string.h>

static struct acpi_rsdt *find_rsdt(void)
{
	const struct acpi_rsdp *rsdp;
	u64 address;

	for (address = ACPI_RSDP_AREA; address < ACPI_RSDP_AREA_END; address += ACPI_RSDP_ALIGN) {
		rsdp = phys_to_virt(address);
		if (memcmp(rsdp->signature, ACPI_RSDP_SIGNATURE, sizeof(rsdp->signature)))
			continue;
		if (rsdp->revision)
			panic("the firmware has ACPI tables of revision %u, not 0", rsdp->revision);
		return phys_to_virt(rsdp->rsdt_address);
	}
	panic("the firmware has no ACPI tables");
}

/* Returns where the RSDT has the address of the MADT. */
static u32 *find_madt(struct acpi_rsdt *rsdt)
{
	u32 *table, *end = phys_to_virt(virt_to_phys(rsdt) + rsdt->header.length);
	const struct acpi_header *header;

	for (table = rsdt->tables; table < end; table++) {
		header = phys_to_virt(*table);
		if (!memcmp(header->signature, ACPI_MADT_SIGNATURE, sizeof(header->signature)))
			return table;
	}
	panic("the firmware's ACPI tables have no MADT");
}

static void set_checksum(struct acpi_header *header)
{
	const u8 *byte = (const u8 *)header;
	u8 sum = 0;
	u32 i;

	header->checksum = 0;
	for (i = 0; i < header->length; i++)
		sum += byte[i];
	header->checksum = -sum;
}

/**
 * acpi_count_cpus() - find out how many processors the machine has
 *
 * Return: the number of enabled processors in the MADT (5.2.12.2). Does not
 * return if there is none, which is no table of a machine that runs.
 */
unsigned int acpi_count_cpus(void)
{
	const struct acpi_madt *madt = phys_to_virt(*find_madt(find_rsdt()));
	u64 pos = virt_to_phys(madt + 1), end = virt_to_phys(madt) + madt->header.length;
	const struct acpi_madt_local_apic *apic;
	const struct acpi_madt_entry *entry;
	unsigned int nr = 0;

	for (; pos < end; pos += entry->length) {
		entry = phys_to_virt(pos);
		if (entry->length < sizeof(*entry))
			panic("the firmware's MADT is broken");
		apic = phys_to_virt(pos);
		if (entry->type == ACPI_MADT_LOCAL_APIC && (apic->flags & ACPI_MADT_ENABLED))
			nr++;
	}
	if (!nr)
		panic("the firmware's MADT has no processor");
	return nr;
}

/**
 * acpi_add_wakeup() - offer to start processors by a mailbox
 * @view: the guest's own view
 *
 * Puts an empty mailbox and a copy of the MADT with a Multiprocessor Wakeup
 * Structure at its end into the guest's memory, and has the RSDT lead there.
 */
void acpi_add_wakeup(const struct view *view)
{
	struct acpi_rsdt *rsdt = find_rsdt();
	u32 *address = find_madt(rsdt);
	const struct acpi_header *old = phys_to_virt(*address);
	struct acpi_madt_wakeup *wakeup;
	struct acpi_header *new;

	if (old->length + sizeof(*wakeup) > SZ_4K)
		panic("the firmware's MADT is too large");
	new = guest_ram(view, GUEST_MADT, SZ_4K);
	memcpy(new, old, old->length);
	wakeup = (void *)new + old->length;
	*wakeup = (struct acpi_madt_wakeup){
		.entry = { .type = ACPI_MADT_WAKEUP, .length = sizeof(*wakeup) },
		.mailbox = GUEST_MAILBOX,
	};
	new->length += sizeof(*wakeup);
	set_checksum(new);

	*address = GUEST_MADT;
	set_checksum(&rsdt->header);
	memset(guest_ram(view, GUEST_MAILBOX, SZ_4K), 0, SZ_4K);
}
