// SPDX-License-Identifier: GPL-2.0-only
/*
 * Personality "snp": SEV-ES with secure nested paging. AMD64 Architecture
 * Programmer's Manual, volume 2, 15.36.
 *
 * Each page is either private or shared, and the guest takes part in every
 * change: see page_state.h, and snp_rmp.c and snp_psc.c for its two halves.
 */
#include <asm/cpuid.h>
#include <asm/ghcb.h>
#include <asm/msr.h>
#include <asm/page_state.h>
#include <asm/personality.h>
#include <asm/power.h>
#include <asm/processor.h>
#include <asm/sev.h>
#include <asm/snp.h>
#include <asm/spoil.h>
#include <asm/vcpu.h>

static const char *snp_set_option(const char *option)
{
	return spoil_option(option, SPOIL_GHCB_USAGE, SPOIL_SNP_LAST);
}

/* PVALIDATE and RMPADJUST are undefined to TCG. */
static void snp_init_vcpu(struct vcpu *vcpu)
{
	sev_init_vcpu(vcpu);
	power_intercept(vcpu);
	vcpu->vmcb->control.intercept_exceptions |= INTERCEPT_EXCEPTION(VECTOR_UD);
}

/*
 * Linux takes XSAVEC for granted under SEV-SNP, as all processors with SEV-SNP
 * have it, and does not start without. TCG does not have it: say that it is
 * there, and hide XSAVE and all that needs it, so that nobody uses it.
 */
static void hide_xsave(u32 leaf, u32 subleaf, struct cpuid_regs *regs)
{
	switch (leaf) {
	case CPUID_FEATURES:
		regs->ecx &= ~(CPUID_ECX_FMA | CPUID_ECX_XSAVE | CPUID_ECX_OSXSAVE |
			       CPUID_ECX_AVX | CPUID_ECX_F16C);
		break;
	case CPUID_STRUCTURED_FEATURES:
		if (subleaf == 0) {
			regs->ebx &= ~CPUID_EBX_AVX2;
			regs->ecx &= ~(CPUID_ECX_VAES | CPUID_ECX_VPCLMULQDQ);
		}
		break;
	case CPUID_XSAVE:
		if (subleaf == 1)
			regs->eax |= CPUID_EAX_XSAVEC;
		break;
	}
}

static void snp_cpuid(u32 leaf, u32 subleaf, struct cpuid_regs *regs)
{
	sev_es_cpuid(leaf, subleaf, regs);
	hide_xsave(leaf, subleaf, regs);
	if (leaf == CPUID_ENCRYPTION) {
		regs->eax |= CPUID_EAX_SNP;
		regs->ebx |= CPUID_EBX_COHERENCY_SFW_NO;
	}
}

static u64 snp_rdmsr(u32 msr)
{
	return msr == MSR_SEV_STATUS ? SEV_STATUS_SEV | SEV_STATUS_SEV_ES | SEV_STATUS_SNP : 0;
}

static bool snp_exit(struct vcpu *vcpu, u32 code)
{
	switch (code) {
	case VMEXIT_EXCEPTION(VECTOR_UD):
		if (!rmp_instruction(vcpu))
			vcpu_inject_exception(vcpu, VECTOR_UD);
		return true;
	case VMEXIT_NPF:
		return page_state_fault(vcpu, "15.36.10");
	}
	return power_exit(vcpu, code) || sev_es_exit(vcpu, code);
}

const struct personality snp_personality = {
	.name = "snp",
	.own = &sev_private_view,
	.shared = &sev_shared_view,
	.page_states = true,
	.ghcb_features = GHCB_FEATURE_SNP,
	.set_option = snp_set_option,
	.init_vcpu = snp_init_vcpu,
	.finish = snp_finish,
	.cpuid = snp_cpuid,
	.exit = snp_exit,
	.ghcb_request = snp_ghcb_request,
	.ghcb_event = snp_ghcb_event,
	.ghcb_check = snp_ghcb_check,
	.rdmsr = snp_rdmsr,
	.write_cr3 = sev_write_cr3,
};
