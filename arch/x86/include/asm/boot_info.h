/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_BOOT_INFO_H
#define ASM_BOOT_INFO_H

#include <asm/e820.h>
#include <monitor/macros.h>
#include <monitor/types.h>

/* The longest command line that Linux takes on x86, with its null. */
#define CMDLINE_SIZE	2048
#define OPTIONS_SIZE	128

/**
 * struct boot_module - a file that QEMU loaded for the monitor
 * @data: the file's content; in host memory behind the monitor
 * @size: bytes; 0 if there is no such file
 */
struct boot_module {
	const u8 *data;
	u64 size;
};

/**
 * struct boot_info - all that the monitor was started with
 * @kernel: the guest's kernel, a bzImage
 * @initrd: the guest's initial RAM disk
 * @options: words for the monitor: the personality, then its options
 * @cmdline: the guest's kernel command line
 * @e820: the machine's memory map
 *
 * A copy, but for the modules' contents: what QEMU left in low memory is gone
 * as soon as the guest's RAM is set up.
 */
struct boot_info {
	struct boot_module kernel;
	struct boot_module initrd;
	char options[OPTIONS_SIZE];
	char cmdline[CMDLINE_SIZE];
	struct host_e820 e820;
};

void multiboot_parse(u32 magic, u32 info_phys, struct boot_info *boot);

/* For start.S */
void __noreturn monitor_main(u32 magic, u32 info_phys);

#endif /* ASM_BOOT_INFO_H */
