/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The CPUID instruction: AMD64 Architecture Programmer's Manual, volume 3
 * (24594), appendix E. Section numbers are those of that appendix.
 */
#ifndef ASM_CPUID_H
#define ASM_CPUID_H

#include <monitor/macros.h>
#include <monitor/types.h>

#define CPUID_FEATURES			0x00000001	/* E.3.2 */
#define CPUID_EBX_APIC_ID_SHIFT		24
#define CPUID_ECX_FMA			BIT(12)
#define CPUID_ECX_XSAVE			BIT(26)
#define CPUID_ECX_OSXSAVE		BIT(27)
#define CPUID_ECX_AVX			BIT(28)
#define CPUID_ECX_F16C			BIT(29)
#define CPUID_ECX_HYPERVISOR		BIT(31)

#define CPUID_STRUCTURED_FEATURES	0x00000007	/* E.3.6, subleaf 0 */
#define CPUID_EBX_AVX2			BIT(5)
#define CPUID_ECX_OSPKE			BIT(4)
#define CPUID_ECX_VAES			BIT(9)
#define CPUID_ECX_VPCLMULQDQ		BIT(10)

#define CPUID_XSAVE			0x0000000d	/* E.3.8 */
#define CPUID_EAX_XSAVEC		BIT(1)		/* subleaf 1 */

#define CPUID_EXT_MAX			0x80000000	/* E.4.1, EAX: highest leaf */

#define CPUID_EXT_FEATURES		0x80000001	/* E.4.2 */
#define CPUID_ECX_SVM			BIT(2)
#define CPUID_ECX_SKINIT		BIT(12)

#define CPUID_ADDRESS_SIZES		0x80000008	/* E.4.7 */
#define CPUID_EAX_PHYS_BITS		0x000000ff

#define CPUID_SVM			0x8000000a	/* E.4.9 */
#define CPUID_EDX_NP			BIT(0)

#define CPUID_HYPERVISOR		0x40000000

#define CPUID_ENCRYPTION		0x8000001f	/* E.4.17 */
#define CPUID_EAX_SME			BIT(0)
#define CPUID_EAX_SEV			BIT(1)
#define CPUID_EAX_SEV_ES		BIT(3)
#define CPUID_EAX_SNP			BIT(4)
#define CPUID_EBX_COHERENCY_SFW_NO	BIT(31)		/* caches need no eviction */
#define CPUID_EBX_PHYS_REDUCTION_SHIFT	6		/* EBX[11:6]; EBX[5:0] is the C-bit */

/* A leaf's upper half says which range it is of: basic, hypervisor, extended. */
#define CPUID_RANGE_MASK		0xffff0000

struct cpuid_regs {
	u32 eax;
	u32 ebx;
	u32 ecx;
	u32 edx;
};

static inline struct cpuid_regs cpuid(u32 leaf, u32 subleaf)
{
	struct cpuid_regs r;

	asm volatile("cpuid" : "=a" (r.eax), "=b" (r.ebx), "=c" (r.ecx), "=d" (r.edx)
		     : "a" (leaf), "c" (subleaf));
	return r;
}

struct vcpu;

struct cpuid_regs vcpu_cpuid(const struct vcpu *vcpu, u32 leaf, u32 subleaf);

#endif /* ASM_CPUID_H */
