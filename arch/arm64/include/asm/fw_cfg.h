/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_FW_CFG_H
#define ASM_FW_CFG_H

#include <monitor/types.h>

/* QEMU include/standard-headers/linux/qemu_fw_cfg.h */
#define FW_CFG_KERNEL_SIZE	0x08
#define FW_CFG_INITRD_SIZE	0x0b
#define FW_CFG_KERNEL_DATA	0x11
#define FW_CFG_INITRD_DATA	0x12
#define FW_CFG_FILE_DIR		0x19

u32 fw_cfg_read_u32(u16 item);
void fw_cfg_read(u16 item, void *buf, u32 size);
bool fw_cfg_read_file(const char *name, char *buf, u32 size);

#endif /* ASM_FW_CFG_H */
