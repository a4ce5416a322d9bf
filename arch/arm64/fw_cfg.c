// SPDX-License-Identifier: GPL-2.0-only
/*
 * QEMU's firmware configuration device, from which the kernel, the initrd and
 * the monitor's options come: QEMU docs/specs/fw_cfg.rst.
 */
#include <asm/fw_cfg.h>
#include <asm/io.h>
#include <asm/layout.h>
#include <asm/sysreg.h>
#include <monitor/byteorder.h>
#include <monitor/macros.h>
#include <monitor/printk.h>
#include <monitor/string.h>

/* hw/arm/virt.c: where the DMA address register is */
#define FW_CFG_DMA_ADDRESS	(FW_CFG_BASE + 0x10)

/* "Guest-side DMA Interface" */
#define FW_CFG_DMA_CTL_ERROR	0x01
#define FW_CFG_DMA_CTL_READ	0x02
#define FW_CFG_DMA_CTL_SELECT	0x08
#define FW_CFG_DMA_CTL_ITEM_SHIFT 16

struct fw_cfg_dma_access {
	be32 control;
	be32 length;
	be64 address;
};

/* "File Directory" */
#define FW_CFG_NAME_SIZE	56

struct fw_cfg_file {
	be32 size;
	be16 select;
	u16 reserved;
	char name[FW_CFG_NAME_SIZE];
};

/* Without FW_CFG_DMA_CTL_SELECT, @control goes on where the last read ended. */
static void dma(u32 control, void *buf, u32 size)
{
	volatile struct fw_cfg_dma_access access = {
		.control = cpu_to_be32(control),
		.length = cpu_to_be32(size),
		.address = cpu_to_be64(virt_to_phys(buf)),
	};

	dsb();
	writeq(cpu_to_be64((u64)&access), FW_CFG_DMA_ADDRESS);
	while (be32_to_cpu(access.control) & ~FW_CFG_DMA_CTL_ERROR)
		;
	dsb();
	if (be32_to_cpu(access.control))
		panic("fw_cfg: transfer 0x%x of %u bytes failed", control, size);
}

static void read_next(void *buf, u32 size)
{
	dma(FW_CFG_DMA_CTL_READ, buf, size);
}

/**
 * fw_cfg_read() - read an item from its start
 * @item: which one
 * @buf: where to
 * @size: bytes; what is behind the item's end reads as 0
 */
void fw_cfg_read(u16 item, void *buf, u32 size)
{
	dma(FW_CFG_DMA_CTL_READ | FW_CFG_DMA_CTL_SELECT | (u32)item << FW_CFG_DMA_CTL_ITEM_SHIFT,
	    buf, size);
}

/**
 * fw_cfg_read_u32() - read an item that is a number
 * @item: which one
 *
 * Return: the number; such items are little-endian.
 */
u32 fw_cfg_read_u32(u16 item)
{
	u32 value;

	fw_cfg_read(item, &value, sizeof(value));
	return value;
}

/**
 * fw_cfg_read_file() - read a named item
 * @name: its name
 * @buf: where to; a null is put behind the content
 * @size: bytes in @buf
 *
 * Does not return if the content does not fit.
 *
 * Return: false if there is no such item.
 */
bool fw_cfg_read_file(const char *name, char *buf, u32 size)
{
	struct fw_cfg_file file;
	be32 count;
	u32 i;

	fw_cfg_read(FW_CFG_FILE_DIR, &count, sizeof(count));
	for (i = 0; i < be32_to_cpu(count); i++) {
		read_next(&file, sizeof(file));
		if (strcmp(file.name, name) != 0)
			continue;
		if (be32_to_cpu(file.size) >= size)
			panic("fw_cfg: %s is longer than %u bytes", name, size - 1);
		fw_cfg_read(be16_to_cpu(file.select), buf, be32_to_cpu(file.size));
		buf[be32_to_cpu(file.size)] = '\0';
		return true;
	}
	return false;
}
