/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_SHARED_POOLS_H
#define ASM_SHARED_POOLS_H

struct personality;

void shared_pools_init(const struct personality *p);

#endif /* ASM_SHARED_POOLS_H */
