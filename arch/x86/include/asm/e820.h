/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The memory map, as the BIOS gives it and as Linux takes it: Advanced
 * Configuration and Power Interface Specification 6.5, section 15.
 */
#ifndef ASM_E820_H
#define ASM_E820_H

#include <monitor/macros.h>
#include <monitor/types.h>

/* ACPI 6.5, 15, table "Address Range Types" */
#define E820_RAM	1
#define E820_RESERVED	2
#define E820_ACPI	3
#define E820_NVS	4

/* ACPI 6.5, 15.1, table "Address Range Descriptor Structure" */
struct e820_entry {
	u64 base;
	u64 size;
	u32 type;
} __packed;

static_assert(sizeof(struct e820_entry) == 20, "e820 entry");

#define HOST_E820_MAX	32

/**
 * struct host_e820 - memory map of the machine that the monitor runs on
 * @nr: entries in use
 * @entries: the map, in the order of the firmware
 */
struct host_e820 {
	unsigned int nr;
	struct e820_entry entries[HOST_E820_MAX];
};

struct boot_params;

bool e820_is_ram(const struct host_e820 *map, u64 base, u64 end);
u64 e820_low_ram_end(const struct host_e820 *map);
struct e820_entry e820_firmware_tables(const struct host_e820 *map);
void e820_for_guest(const struct host_e820 *map, struct boot_params *params);

#endif /* ASM_E820_H */
