/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How Linux is started on x86: Documentation/arch/x86/boot.rst in the kernel's
 * source, here "boot.rst", and zero-page.rst next to it. Only the fields that
 * the monitor uses have a name.
 */
#ifndef ASM_BOOTPARAM_H
#define ASM_BOOTPARAM_H

#include <asm/e820.h>
#include <monitor/macros.h>
#include <monitor/types.h>

/* boot.rst, "Details of Header Fields" */
#define SETUP_HEADER_MAGIC	0x53726448	/* header: "HdrS" */
#define SETUP_VERSION_2_12	0x020c		/* version: the first with xloadflags */
#define SETUP_LOADER_UNDEFINED	0xff		/* type_of_loader */
#define LOADFLAGS_LOADED_HIGH	BIT(0)
#define XLF_KERNEL_64		BIT(0)
#define SETUP_SECTS_DEFAULT	4		/* what 0 means in setup_sects */
#define SETUP_SECTOR_SIZE	512

/* boot.rst, "64-bit Boot Protocol": the entry and the segments it needs */
#define KERNEL_ENTRY_64		0x200
#define BOOT_CS			0x10
#define BOOT_DS			0x18

/* boot.rst, "The Real-Mode Kernel Header"; the same offsets in both structures */
#define SETUP_HEADER_OFFSET	0x1f1
#define SETUP_HEADER_SIZE_BASE	0x202		/* the header's end is this + jump_size */
#define SETUP_HEADER_END_MAX	0x290		/* zero-page.rst: here the next field begins */

struct setup_header {
	u8 setup_sects;		/* real-mode code, in sectors without the first */
	u8 unused1[15];
	u8 jump_size;		/* second byte of the jump instruction */
	u32 header;
	u16 version;
	u8 unused2[8];
	u8 type_of_loader;
	u8 loadflags;
	u8 unused3[6];
	u32 ramdisk_image;
	u32 ramdisk_size;
	u8 unused4[8];
	u32 cmd_line_ptr;
	u32 initrd_addr_max;	/* the highest address of an initrd's last byte */
	u8 unused5[6];
	u16 xloadflags;
	u32 cmdline_size;	/* without the null */
	u8 unused6[20];
	u64 setup_data;		/* a list of struct setup_data */
	u64 pref_address;
	u32 init_size;		/* memory needed from the load address on */
} __packed;

#define ASSERT_HEADER_OFFSET(field, offset)					\
	static_assert(SETUP_HEADER_OFFSET +					\
		      offsetof(struct setup_header, field) == (offset), #field)

ASSERT_HEADER_OFFSET(jump_size, 0x201);
ASSERT_HEADER_OFFSET(header, 0x202);
ASSERT_HEADER_OFFSET(version, 0x206);
ASSERT_HEADER_OFFSET(type_of_loader, 0x210);
ASSERT_HEADER_OFFSET(loadflags, 0x211);
ASSERT_HEADER_OFFSET(ramdisk_image, 0x218);
ASSERT_HEADER_OFFSET(ramdisk_size, 0x21c);
ASSERT_HEADER_OFFSET(cmd_line_ptr, 0x228);
ASSERT_HEADER_OFFSET(initrd_addr_max, 0x22c);
ASSERT_HEADER_OFFSET(xloadflags, 0x236);
ASSERT_HEADER_OFFSET(cmdline_size, 0x238);
ASSERT_HEADER_OFFSET(setup_data, 0x250);
ASSERT_HEADER_OFFSET(pref_address, 0x258);
ASSERT_HEADER_OFFSET(init_size, 0x260);

/* boot.rst, "Details of Header Fields", setup_data; what follows is the data */
struct setup_data {
	u64 next;
	u32 type;
	u32 len;		/* bytes of data */
};

#define SETUP_CC_BLOB		7	/* the data is the blob's address, 32 bits */

#define BOOT_PARAMS_E820_MAX	128

/* zero-page.rst */
struct boot_params {
	u8 unused1[0x1e8];
	u8 e820_entries;
	u8 unused2[8];
	struct setup_header hdr;
	u8 unused3[0x2d0 - SETUP_HEADER_OFFSET - sizeof(struct setup_header)];
	struct e820_entry e820_table[BOOT_PARAMS_E820_MAX];
	u8 unused4[0x1000 - 0x2d0 - BOOT_PARAMS_E820_MAX * sizeof(struct e820_entry)];
} __packed;

static_assert(offsetof(struct boot_params, e820_entries) == 0x1e8, "e820_entries");
static_assert(offsetof(struct boot_params, hdr) == SETUP_HEADER_OFFSET, "hdr");
static_assert(offsetof(struct boot_params, e820_table) == 0x2d0, "e820_table");
static_assert(sizeof(struct boot_params) == 0x1000, "zero page");

#endif /* ASM_BOOTPARAM_H */
