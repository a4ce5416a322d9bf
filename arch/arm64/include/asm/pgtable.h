/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Translation tables of the VMSAv8-64 format, which stage 2 and the SMMU's
 * stage 1 share: Arm Architecture Reference Manual (DDI 0487), D8.2 and D8.3.
 * Granule 4 KiB, addresses of IPA_BITS, so the walk starts at level 1.
 */
#ifndef ASM_PGTABLE_H
#define ASM_PGTABLE_H

#include <monitor/macros.h>
#include <monitor/types.h>

#define PTRS_PER_TABLE		512

/* D8.3.1: what the descriptors of both stages have in common */
#define PTE_VALID		BIT(0)
#define PTE_TABLE		BIT(1)		/* levels 1 and 2 */
#define PTE_PAGE		BIT(1)		/* level 3 */
#define PTE_ADDR_MASK		0xfffffffff000ULL
#define PTE_SH_INNER		(3UL << 8)
#define PTE_AF			BIT(10)

u64 *pgtable_create(void);
u64 *pgtable_entry(u64 *root, u64 addr);

#endif /* ASM_PGTABLE_H */
