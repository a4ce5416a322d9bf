/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The local APIC: AMD64 Architecture Programmer's Manual, volume 2 (24593),
 * section 16.
 */
#ifndef ASM_APIC_H
#define ASM_APIC_H

#include <monitor/macros.h>
#include <monitor/types.h>

/* 16.3.1 Local APIC enable: the base after a reset; 16.5: the register */
#define APIC_BASE		0xfee00000
#define APIC_ICR_LOW		0x300

/* 16.5 Interprocessor interrupts: interrupt command register */
#define APIC_ICR_INIT		(5 << 8)
#define APIC_ICR_STARTUP	(6 << 8)	/* vector: number of the page to start at */
#define APIC_ICR_ASSERT		BIT(14)
#define APIC_ICR_ALL_BUT_SELF	(3 << 18)

static inline void apic_write(u32 reg, u32 value)
{
	u32 *address = (u32 *)((u64)APIC_BASE + reg);

	asm volatile("movl %1, %0" : "=m" (*address) : "r" (value) : "memory");
}

#endif /* ASM_APIC_H */
