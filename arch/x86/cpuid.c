// SPDX-License-Identifier: GPL-2.0-only
/* The CPUID instruction, as the guest sees it. */
#include <asm/cpuid.h>
#include <asm/personality.h>
#include <asm/processor.h>
#include <asm/vcpu.h>

/* 0f a2, without prefixes */
#define CPUID_LENGTH	2

/* Bits that mirror CR4 are the monitor's when the monitor asks: set the guest's. */
static void mirror_bit(u32 *reg, u32 bit, bool set)
{
	if (set)
		*reg |= bit;
	else
		*reg &= ~bit;
}

/**
 * vcpu_cpuid() - what CPUID says to the guest
 * @vcpu: the processor
 * @leaf: EAX
 * @subleaf: ECX
 *
 * Return: the machine's processor, without SVM and without memory encryption
 * unless the personality adds it.
 */
struct cpuid_regs vcpu_cpuid(const struct vcpu *vcpu, u32 leaf, u32 subleaf)
{
	struct cpuid_regs r = { 0 };
	u64 cr4 = vcpu->vmcb->save.cr4;

	/* Leaves that do not exist read as 0 on AMD processors, not so on QEMU's. */
	if (leaf <= cpuid(leaf & CPUID_RANGE_MASK, 0).eax)
		r = cpuid(leaf, subleaf);

	switch (leaf) {
	case CPUID_FEATURES:
		mirror_bit(&r.ecx, CPUID_ECX_OSXSAVE, cr4 & CR4_OSXSAVE);
		break;
	case CPUID_STRUCTURED_FEATURES:
		if (subleaf == 0)
			mirror_bit(&r.ecx, CPUID_ECX_OSPKE, cr4 & CR4_PKE);
		break;
	case CPUID_EXT_FEATURES:
		r.ecx &= ~(CPUID_ECX_SVM | CPUID_ECX_SKINIT);
		break;
	case CPUID_SVM:
	case CPUID_ENCRYPTION:
		r = (struct cpuid_regs){ 0 };
		break;
	}
	if (vcpu->p->cpuid)
		vcpu->p->cpuid(leaf, subleaf, &r);
	return r;
}

/**
 * cpuid_exit() - emulate CPUID
 * @vcpu: the processor
 *
 * See vcpu_cpuid(). The registers' upper halves become 0.
 */
void cpuid_exit(struct vcpu *vcpu)
{
	struct cpuid_regs r = vcpu_cpuid(vcpu, vcpu->regs[REG_RAX], vcpu->regs[REG_RCX]);

	vcpu->regs[REG_RAX] = r.eax;
	vcpu->regs[REG_RBX] = r.ebx;
	vcpu->regs[REG_RCX] = r.ecx;
	vcpu->regs[REG_RDX] = r.edx;
	vcpu_skip(vcpu, CPUID_LENGTH);
}
