/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_RELAX_H
#define ASM_RELAX_H

/* For whoever waits for another processor */
static inline void cpu_relax(void)
{
	asm volatile("yield" : : : "memory");
}

#endif /* ASM_RELAX_H */
