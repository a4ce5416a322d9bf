/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Model-specific registers. Section numbers are those of the AMD64
 * Architecture Programmer's Manual, volume 2 (24593). Also for assembly.
 */
#ifndef ASM_MSR_H
#define ASM_MSR_H

#define MSR_EFER		0xc0000080	/* 3.1.7 */
#define MSR_SYSCFG		0xc0010010	/* 7.10.2 */
#define MSR_VM_CR		0xc0010114	/* 15.30.1 */
#define MSR_VM_HSAVE_PA		0xc0010117	/* 15.30.4 */
#define MSR_SEV_ES_GHCB		0xc0010130	/* 15.35.7 */
#define MSR_SEV_STATUS		0xc0010131	/* 7.10.2 */
#define SYSCFG_MEM_ENCRYPTION	0x800000	/* MemEncryptionModEn */

/* 15.34.10 */

/* 15.34.10 */
#define SEV_STATUS_SEV		0x1		/* SEV_Enabled */
#define SEV_STATUS_SEV_ES	0x2		/* SEV_ES_Enabled */
#define SEV_STATUS_SNP		0x4		/* SNP_Active */

#ifndef __ASSEMBLER__
#include <monitor/types.h>

static inline u64 rdmsr(u32 msr)
{
	u32 low, high;

	asm volatile("rdmsr" : "=a" (low), "=d" (high) : "c" (msr));
	return (u64)high << 32 | low;
}

static inline void wrmsr(u32 msr, u64 value)
{
	asm volatile("wrmsr" : : "c" (msr), "a" ((u32)value), "d" ((u32)(value >> 32)) : "memory");
}
#endif

#endif /* ASM_MSR_H */
