/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The multiboot protocol, by which QEMU starts the monitor: Multiboot
 * Specification version 0.6.96, section 3. Also for assembly.
 */
#ifndef ASM_MULTIBOOT_H
#define ASM_MULTIBOOT_H

/* 3.1.1 The layout of the multiboot header, 3.1.2 its magic fields */
#define MULTIBOOT_HEADER_MAGIC		0x1badb002
#define MULTIBOOT_HEADER_PAGE_ALIGN	0x1	/* modules start at page boundaries */
#define MULTIBOOT_HEADER_MEMORY_INFO	0x2	/* hand over a memory map */

/* 3.2 Machine state: what EAX says */
#define MULTIBOOT_BOOTLOADER_MAGIC	0x2badb002

#ifndef __ASSEMBLER__
#include <monitor/macros.h>
#include <monitor/types.h>

/* 3.3 Boot information format; addresses are physical */
#define MULTIBOOT_INFO_CMDLINE		BIT(2)
#define MULTIBOOT_INFO_MODULES		BIT(3)
#define MULTIBOOT_INFO_MEMORY_MAP	BIT(6)

struct multiboot_info {
	u32 flags;		/* which of the fields are valid */
	u32 mem_lower;
	u32 mem_upper;
	u32 boot_device;
	u32 cmdline;		/* the program's name first */
	u32 mods_count;
	u32 mods_addr;
	u32 syms[4];
	u32 mmap_length;	/* bytes */
	u32 mmap_addr;
};

static_assert(offsetof(struct multiboot_info, mmap_addr) == 48, "multiboot 3.3");

struct multiboot_module {
	u32 start;
	u32 end;		/* the first byte behind it */
	u32 string;		/* the file's name first */
	u32 reserved;
};

/* The first field does not count in @size, by which the next entry is found. */
struct multiboot_mmap {
	u32 size;
	u64 base;
	u64 length;
	u32 type;		/* as in the BIOS's e820 */
} __packed;

static_assert(sizeof(struct multiboot_mmap) == 24, "multiboot 3.3");
#endif

#endif /* ASM_MULTIBOOT_H */
