// SPDX-License-Identifier: GPL-2.0-only
/*
 * Put the kernel and the initrd into the guest's RAM. Linux
 * Documentation/arch/arm64/booting.rst, "4. Call the kernel image".
 */
#include <asm/fw_cfg.h>
#include <asm/guest_ram.h>
#include <asm/image.h>
#include <asm/layout.h>
#include <asm/personality.h>
#include <monitor/macros.h>
#include <monitor/printk.h>

#define IMAGE_MAGIC		0x644d5241	/* "ARM\x64" */

struct image_header {
	u32 code[2];
	u64 text_offset;
	u64 image_size;		/* with what is not in the file */
	u64 flags;
	u64 reserved[3];
	u32 magic;
	u32 pe_header;
};

/**
 * image_load() - load the kernel that QEMU was given to GUEST_KERNEL
 * @p: the guest's personality
 *
 * Does not return if there is none, or one that does not belong there.
 */
void image_load(const struct personality *p)
{
	u32 size = fw_cfg_read_u32(FW_CFG_KERNEL_SIZE);
	struct image_header header;

	if (size < sizeof(header))
		panic("no kernel: give QEMU -kernel Image");
	fw_cfg_read(FW_CFG_KERNEL_DATA, &header, sizeof(header));
	if (header.magic != IMAGE_MAGIC || header.text_offset)
		panic("the kernel is no Image of arm64, or one for another address");
	if (header.image_size > GUEST_DEVICE_TREE - GUEST_KERNEL || header.image_size < size)
		panic("the kernel is too large: %llu bytes", header.image_size);
	fw_cfg_read(FW_CFG_KERNEL_DATA, guest_ram(p, GUEST_KERNEL), size);
}

/**
 * initrd_load() - load the initrd that QEMU was given to GUEST_INITRD
 * @p: the guest's personality
 *
 * Does not return if there is none, or if it is too large.
 *
 * Return: its size in bytes.
 */
u64 initrd_load(const struct personality *p)
{
	u32 size = fw_cfg_read_u32(FW_CFG_INITRD_SIZE);

	if (!size)
		panic("no initrd: give QEMU -initrd");
	if (GUEST_INITRD + size > guest_ram_end())
		panic("the initrd is too large: %u bytes", size);
	fw_cfg_read(FW_CFG_INITRD_DATA, guest_ram(p, GUEST_INITRD), size);
	return size;
}
