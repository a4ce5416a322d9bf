// SPDX-License-Identifier: GPL-2.0-only
/* The machine's memory map, and what the guest is told of it. */
#include <asm/bootparam.h>
#include <asm/e820.h>
#include <asm/layout.h>
#include <monitor/printk.h>

static u64 entry_end(const struct e820_entry *entry)
{
	return entry->base + entry->size;
}

/**
 * e820_is_ram() - check that a range is RAM
 * @map: the machine's memory map
 * @base: host physical address, in bytes
 * @end: the first address behind the range
 *
 * Return: true if one entry of type RAM covers the whole range. Adjacent
 * entries are not joined.
 */
bool e820_is_ram(const struct host_e820 *map, u64 base, u64 end)
{
	const struct e820_entry *entry;

	for (entry = map->entries; entry < map->entries + map->nr; entry++) {
		if (entry->type == E820_RAM && entry->base <= base && end <= entry_end(entry))
			return true;
	}
	return false;
}

/**
 * e820_low_ram_end() - find the end of the RAM below 4 GiB
 * @map: the machine's memory map
 *
 * Return: the first host physical address behind it, 0 if there is no RAM.
 */
u64 e820_low_ram_end(const struct host_e820 *map)
{
	const struct e820_entry *entry;
	u64 end = 0;

	for (entry = map->entries; entry < map->entries + map->nr; entry++) {
		if (entry->type == E820_RAM && entry->base < SZ_4G && entry_end(entry) > end)
			end = entry_end(entry);
	}
	return end;
}

/**
 * e820_firmware_tables() - find the firmware's ACPI tables
 * @map: the machine's memory map
 *
 * SeaBIOS takes them off the end of the RAM below 4 GiB, as reserved memory.
 * That is the only sign by which they are known: nothing looks at the tables
 * themselves.
 *
 * Return: the range as it should have been reported, of type ACPI; of size 0
 * if the end of the RAM is not followed by reserved memory.
 */
struct e820_entry e820_firmware_tables(const struct host_e820 *map)
{
	struct e820_entry tables = { .base = e820_low_ram_end(map), .type = E820_ACPI };
	const struct e820_entry *entry;

	for (entry = map->entries; entry < map->entries + map->nr; entry++) {
		if (entry->type == E820_RESERVED && entry->base == tables.base)
			tables.size = entry->size;
	}
	return tables;
}

static void add_entry(struct boot_params *params, u64 base, u64 end, u32 type)
{
	if (base >= end)
		return;
	if (params->e820_entries == BOOT_PARAMS_E820_MAX)
		panic("the guest's memory map has no room");
	params->e820_table[params->e820_entries++] = (struct e820_entry){
		.base = base,
		.size = end - base,
		.type = type,
	};
}

static u64 at_most(u64 address, u64 limit)
{
	return address < limit ? address : limit;
}

static u64 at_least(u64 address, u64 limit)
{
	return address > limit ? address : limit;
}

/**
 * e820_for_guest() - tell the guest of its memory
 * @map: the machine's memory map
 * @params: where to; has no entry yet
 *
 * The guest's RAM is the machine's below GUEST_RAM_SIZE, but for its end, which
 * belongs to the firmware for good (type NVS); the rest, where the private copy
 * and the monitor are, is reserved. The firmware's tables become
 * type ACPI: Linux under SEV takes an ioremap() of memory of that type for
 * private, one of reserved memory for a shared device's.
 */
void e820_for_guest(const struct host_e820 *map, struct boot_params *params)
{
	struct e820_entry tables = e820_firmware_tables(map);
	const struct e820_entry *entry;
	u64 end;

	for (entry = map->entries; entry < map->entries + map->nr; entry++) {
		end = entry_end(entry);
		if (entry->type == E820_RAM) {
			add_entry(params, entry->base, at_most(end, GUEST_FIRMWARE_BASE),
				  E820_RAM);
			add_entry(params, at_least(entry->base, GUEST_FIRMWARE_BASE),
				  at_most(end, GUEST_RAM_SIZE), E820_NVS);
			add_entry(params, at_least(entry->base, GUEST_RAM_SIZE), end,
				  E820_RESERVED);
		} else if (tables.size && entry->base == tables.base) {
			add_entry(params, entry->base, end, E820_ACPI);
		} else {
			add_entry(params, entry->base, end, entry->type);
		}
	}
}
