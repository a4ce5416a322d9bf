// SPDX-License-Identifier: GPL-2.0-only
/*
 * Personality "sev-es": SEV with encrypted register state. AMD64 Architecture
 * Programmer's Manual, volume 2, 15.35.
 *
 * The monitor can see the guest's registers and does not hide them from itself:
 * what is imitated is the guest's side. An instruction that the hypervisor
 * would have to emulate raises #VC, and the guest asks for what it needs by
 * VMGEXIT.
 */
#include <asm/cpuid.h>
#include <asm/ghcb.h>
#include <asm/guest_mem.h>
#include <asm/msr.h>
#include <asm/personality.h>
#include <asm/sev.h>
#include <asm/spoil.h>
#include <asm/vcpu.h>
#include <monitor/string.h>

/* VMGEXIT, 15.35.6: VMMCALL with a prefix, f3 0f 01 d9 */
#define VMGEXIT_PREFIX	0xf3
#define VMGEXIT_LENGTH	4

static const char *sev_es_set_option(const char *option)
{
	return spoil_option(option, SPOIL_GHCB_USAGE, SPOIL_GHCB_LAST);
}

/**
 * sev_es_cpuid() - say what SEV-ES adds to the CPUID instruction
 * @leaf: EAX
 * @subleaf: ECX
 * @regs: what the leaf says otherwise
 */
void sev_es_cpuid(u32 leaf, u32 subleaf, struct cpuid_regs *regs)
{
	sev_cpuid(leaf, subleaf, regs);
	if (leaf == CPUID_ENCRYPTION)
		regs->eax |= CPUID_EAX_SEV_ES;
}

static u64 sev_es_rdmsr(u32 msr)
{
	return msr == MSR_SEV_STATUS ? SEV_STATUS_SEV | SEV_STATUS_SEV_ES : 0;
}

static void vmmcall(struct vcpu *vcpu)
{
	u8 prefix = 0;

	guest_fetch(vcpu, &prefix, sizeof(prefix));
	if (prefix != VMGEXIT_PREFIX) {
		vcpu_raise_vc(vcpu, VMEXIT_VMMCALL);
		return;
	}
	ghcb_vmgexit(vcpu);
	vcpu_skip(vcpu, VMGEXIT_LENGTH);
}

static void ghcb_msr(struct vcpu *vcpu)
{
	if (vcpu->vmcb->control.exit_info_1 & EXIT_INFO_MSR_WRITE) {
		vcpu->ghcb = vcpu->regs[REG_RDX] << 32 | (u32)vcpu->regs[REG_RAX];
	} else {
		vcpu->regs[REG_RAX] = (u32)vcpu->ghcb;
		vcpu->regs[REG_RDX] = vcpu->ghcb >> 32;
	}
	vcpu_skip(vcpu, MSR_ACCESS_LENGTH);
}

/**
 * sev_es_exit() - deal with what SEV-ES does in another way than SEV
 * @vcpu: the processor
 * @code: why the guest stopped
 *
 * 15.35.4: exits that are non-automatic raise #VC instead.
 *
 * Return: whether it is done.
 */
bool sev_es_exit(struct vcpu *vcpu, u32 code)
{
	switch (code) {
	case VMEXIT_CPUID:
		vcpu_raise_vc(vcpu, code);
		return true;
	case VMEXIT_MSR:
		/* Two that a guest always has for itself: 15.35.7, 15.34.10. */
		switch ((u32)vcpu->regs[REG_RCX]) {
		case MSR_SEV_ES_GHCB:
			ghcb_msr(vcpu);
			return true;
		case MSR_SEV_STATUS:
			return false;
		}
		vcpu_raise_vc(vcpu, code);
		return true;
	case VMEXIT_VMMCALL:
		vmmcall(vcpu);
		return true;
	}
	return false;
}

const struct personality sev_es_personality = {
	.name = "sev-es",
	.own = &sev_private_view,
	.shared = &sev_shared_view,
	.set_option = sev_es_set_option,
	.init_vcpu = sev_init_vcpu,
	.cpuid = sev_es_cpuid,
	.exit = sev_es_exit,
	.rdmsr = sev_es_rdmsr,
	.write_cr3 = sev_write_cr3,
};
