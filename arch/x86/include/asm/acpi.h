/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The firmware's tables: Advanced Configuration and Power Interface
 * Specification 6.5, section 5.2. Only what the monitor uses has a name.
 */
#ifndef ASM_ACPI_H
#define ASM_ACPI_H

#include <monitor/macros.h>
#include <monitor/types.h>

struct view;

/* 5.2.5.1 Finding the RSDP on IA-PC systems, 5.2.5.3 its structure */
#define ACPI_RSDP_AREA		0xe0000
#define ACPI_RSDP_AREA_END	0x100000
#define ACPI_RSDP_ALIGN		16
#define ACPI_RSDP_SIGNATURE	"RSD PTR "

struct acpi_rsdp {
	char signature[8];
	u8 checksum;
	char oem_id[6];
	u8 revision;		/* 0: there is no XSDT */
	u32 rsdt_address;
} __packed;

/* 5.2.6 System Description Table Header */
struct acpi_header {
	char signature[4];
	u32 length;		/* bytes, with the header */
	u8 revision;
	u8 checksum;		/* all bytes of the table add up to 0 */
	u8 unused[26];
} __packed;

static_assert(sizeof(struct acpi_header) == 36, "ACPI 5.2.6");

/* 5.2.7 Root System Description Table */
struct acpi_rsdt {
	struct acpi_header header;
	u32 tables[];		/* addresses */
};

static_assert(offsetof(struct acpi_rsdt, tables) == 36, "ACPI 5.2.7");

/* 5.2.12 Multiple APIC Description Table */
#define ACPI_MADT_SIGNATURE	"APIC"

struct acpi_madt {
	struct acpi_header header;
	u32 local_apic;
	u32 flags;
} __packed;

/* 5.2.12, table "Interrupt Controller Structure Types": how each one begins */
struct acpi_madt_entry {
	u8 type;
	u8 length;
} __packed;

/* 5.2.12.2 Processor Local APIC Structure */
#define ACPI_MADT_LOCAL_APIC	0
#define ACPI_MADT_ENABLED	BIT(0)

struct acpi_madt_local_apic {
	struct acpi_madt_entry entry;
	u8 uid;
	u8 apic_id;
	u32 flags;
} __packed;

/* 5.2.12.19 Multiprocessor Wakeup Structure, and its mailbox */
#define ACPI_MADT_WAKEUP	0x10

struct acpi_madt_wakeup {
	struct acpi_madt_entry entry;
	u16 version;
	u32 reserved;
	u64 mailbox;
} __packed;

static_assert(sizeof(struct acpi_madt_wakeup) == 16, "ACPI 5.2.12.19");

#define ACPI_WAKEUP_NOOP	0
#define ACPI_WAKEUP_WAKEUP	1

struct acpi_mailbox {
	u16 command;		/* the firmware clears it when it has read the rest */
	u16 reserved;
	u32 apic_id;
	u64 wakeup_vector;
	u8 reserved_for_os[2032];
	u8 reserved_for_firmware[2048];
};

static_assert(sizeof(struct acpi_mailbox) == 4096, "ACPI 5.2.12.19");

unsigned int acpi_count_cpus(void);
void acpi_add_wakeup(const struct view *view);

#endif /* ASM_ACPI_H */
