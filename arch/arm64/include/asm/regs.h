/* SPDX-License-Identifier: GPL-2.0-only */
/* The guest's general-purpose registers while the monitor runs. Also for assembly. */
#ifndef ASM_REGS_H
#define ASM_REGS_H

#define NR_REGS		31
#define REGS_SIZE	(32 * 8)	/* the stack keeps an alignment of 16 */

#ifndef __ASSEMBLER__
#include <monitor/macros.h>
#include <monitor/types.h>

/**
 * struct guest_regs - what entry.S saves and restores
 * @x: X0 to X30
 * @padding: keeps the stack aligned
 */
struct guest_regs {
	u64 x[NR_REGS];
	u64 padding;
};

static_assert(sizeof(struct guest_regs) == REGS_SIZE, "entry.S relies on it");
#endif

#endif /* ASM_REGS_H */
