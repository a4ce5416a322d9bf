/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_GUEST_DT_H
#define ASM_GUEST_DT_H

#include <monitor/types.h>

struct personality;

void guest_dt_create(const struct personality *p, u64 initrd_size);

#endif /* ASM_GUEST_DT_H */
