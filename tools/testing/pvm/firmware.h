/* SPDX-License-Identifier: GPL-2.0-only */
/* What runs in the guest before its kernel, to share memory */
#ifndef PVM_FIRMWARE_H
#define PVM_FIRMWARE_H

#include <monitor/types.h>

/* In firmware_start.S: its start, what is filled in, and its end */
extern const u8 firmware[];
extern const u8 firmware_kernel[];
extern const u8 firmware_regions[];
extern const u8 firmware_end[];

u64 firmware_put(u64 at, u64 kernel, const void *tree);

#endif /* PVM_FIRMWARE_H */
