/* SPDX-License-Identifier: GPL-2.0-only */
/* Access to device registers. */
#ifndef ASM_IO_H
#define ASM_IO_H

#include <monitor/types.h>

static inline u32 readl(u64 addr)
{
	return *(volatile u32 *)addr;
}

static inline void writel(u32 value, u64 addr)
{
	*(volatile u32 *)addr = value;
}

static inline void writeq(u64 value, u64 addr)
{
	*(volatile u64 *)addr = value;
}

#endif /* ASM_IO_H */
