/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_DEVICES_H
#define ASM_DEVICES_H

#include <monitor/types.h>

bool is_guest_device(u64 ipa);
void devices_map(u64 view_bits);

#endif /* ASM_DEVICES_H */
