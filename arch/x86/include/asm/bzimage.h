/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_BZIMAGE_H
#define ASM_BZIMAGE_H

#include <monitor/types.h>

struct boot_info;
struct view;

u64 bzimage_load(const struct boot_info *boot, const struct view *view);

#endif /* ASM_BZIMAGE_H */
