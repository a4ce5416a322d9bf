/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System registers: Arm Architecture Reference Manual for A-profile (DDI 0487),
 * D19 "AArch64 System Register Descriptions". Also for assembly.
 */
#ifndef ASM_SYSREG_H
#define ASM_SYSREG_H

#define CURRENT_EL_EL2		0x8

/* HCR_EL2, D19.2.48 */
#define HCR_VM			0x1		/* stage 2 is on */
#define HCR_TWI			0x2000		/* trap WFI */
#define HCR_TSC			0x80000		/* trap SMC */
#define HCR_RW			0x80000000	/* EL1 is AArch64 */

/* CNTHCTL_EL2, D19.12.1 */
#define CNTHCTL_EL1PCTEN	0x1		/* EL1 may read the physical counter */
#define CNTHCTL_EL1PCEN		0x2		/* EL1 may use the physical timer */

/* CPTR_EL2, D19.2.30: the bits that are 1, and no trap of floating point */
#define CPTR_RES1		0x33ff

/* PMCR_EL0, D19.5.12, and MDCR_EL2, D19.3.21: how many counters EL1 has */
#define PMCR_N_SHIFT		11
#define MDCR_HPMN_MASK		0x1f

/* ICC_SRE_EL2, GIC architecture (IHI 0069), 12.2.25: registers, also for EL1 */
#define ICC_SRE_ALL		0xf

/* MPIDR_EL1, D19.2.101: the lowest level of affinity */
#define MPIDR_AFF0_MASK		0xff

/* SCTLR_EL1 with all translation and caches off, D19.2.117: bits that are 1 */
#define SCTLR_EL1_RES1		0x30d00800

/* VTCR_EL2, D19.2.148 */
#define VTCR_T0SZ(ipa_bits)	(64 - (ipa_bits))
#define VTCR_SL0_LEVEL1		0x40
#define VTCR_IRGN0_WBWA		0x100
#define VTCR_ORGN0_WBWA		0x400
#define VTCR_SH0_INNER		0x3000
#define VTCR_PS_40BITS		0x20000
#define VTCR_RES1		0x80000000

/* SPSR_EL2, C5.2.19: EL1 with its own stack pointer, exceptions masked */
#define SPSR_EL1H		0x5
#define SPSR_DAIF		0x3c0

/* ESR_EL2, D19.2.38 */
#define ESR_EC(esr)		((esr) >> 26 & 0x3f)
#define EC_WFX			0x01
#define EC_HVC64		0x16
#define EC_SMC64		0x17
#define EC_IABT_LOW		0x20
#define EC_DABT_LOW		0x24
#define ESR_DABT_WNR		0x40
#define ESR_ABT_S1PTW		0x80
#define ESR_ABT_FAR_INVALID	0x400
#define ESR_ABT_STATUS(esr)	((esr) & 0x3c)	/* without the level */
#define ESR_ABT_TRANSLATION	0x04

/* HPFAR_EL2, D19.2.60: bits 47 to 12 of the IPA */
#define HPFAR_TO_IPA(hpfar)	(((hpfar) >> 4 & 0xfffffffffULL) << 12)

#ifndef __ASSEMBLER__
#include <monitor/types.h>

#define read_sysreg(name) ({					\
	u64 value__;						\
	asm volatile("mrs %0, " #name : "=r" (value__));	\
	value__;						\
})

#define write_sysreg(value, name) ({				\
	u64 value__ = (value);					\
	asm volatile("msr " #name ", %0" : : "r" (value__) : "memory"); \
})

static inline void isb(void)
{
	asm volatile("isb" : : : "memory");
}

static inline void dsb(void)
{
	asm volatile("dsb sy" : : : "memory");
}
#endif

#endif /* ASM_SYSREG_H */
