/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_DEVICES_H
#define ASM_DEVICES_H

#include <monitor/types.h>

bool is_guest_device(u64 ipa);
void devices_move(u64 base, u64 host);
void device_map(u64 ipa, u64 view_bits);
void devices_map(u64 view_bits);

#endif /* ASM_DEVICES_H */
