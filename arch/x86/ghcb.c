// SPDX-License-Identifier: GPL-2.0-only
/* VMGEXIT: GHCB, 2.3.1 GHCB MSR Protocol, see ghcb.h. */
#include <asm/cpuid.h>
#include <asm/ghcb.h>
#include <asm/guest_mem.h>
#include <asm/page_state.h>
#include <asm/personality.h>
#include <asm/sev.h>
#include <asm/spoil.h>
#include <asm/vcpu.h>
#include <monitor/printk.h>

/**
 * ghcb_check_reserved() - report bits of a request that must be zero
 * @vcpu: the processor
 * @msr: the request
 * @reserved: the bits
 * @what: which request, in words
 */
void ghcb_check_reserved(const struct vcpu *vcpu, u64 msr, u64 reserved, const char *what)
{
	if (msr & reserved)
		pr_violation("GHCB MSR: %s has reserved bits 0x%llx, rip 0x%llx (GHCB, 2.3.1)",
			     what, msr & reserved, vcpu->vmcb->save.rip);
}

static u64 cpuid_response(const struct vcpu *vcpu, u64 msr)
{
	struct cpuid_regs r = vcpu_cpuid(vcpu, msr >> GHCB_MSR_CPUID_SHIFT, 0);
	const u32 values[] = { r.eax, r.ebx, r.ecx, r.edx };

	ghcb_check_reserved(vcpu, msr, GHCB_MSR_CPUID_RESERVED, "CPUID request");
	return (u64)values[GHCB_MSR_CPUID_REG(msr)] << GHCB_MSR_CPUID_SHIFT | GHCB_MSR_CPUID_RESP;
}

static void ghcb_page(struct vcpu *vcpu)
{
	struct ghcb *ghcb = guest_ram(vcpu->p->shared, vcpu->ghcb, sizeof(*ghcb));

	if (!ghcb)
		guest_died(vcpu, "no GHCB at 0x%llx: not the guest's RAM (GHCB, 2.3.1)",
			   vcpu->ghcb);
	if (vcpu->p->ghcb_check)
		vcpu->p->ghcb_check(vcpu);
	ghcb_event(vcpu, ghcb);
}

/**
 * ghcb_vmgexit() - do what the guest asks for by VMGEXIT
 * @vcpu: the processor, behind the instruction
 *
 * A request that breaks the specification is reported and then answered as
 * well as it can be. Does not return if the guest asks for its end.
 */
void ghcb_vmgexit(struct vcpu *vcpu)
{
	u64 msr;

	if ((vcpu->ghcb & GHCB_MSR_INFO_MASK) == GHCB_MSR_CPUID_REQ &&
	    spoil_now(SPOIL_GHCB_MSR_RESERVED))
		vcpu->ghcb |= GHCB_MSR_CPUID_RESERVED;
	msr = vcpu->ghcb;
	switch (msr & GHCB_MSR_INFO_MASK) {
	case GHCB_MSR_GPA:
		ghcb_page(vcpu);
		break;
	case GHCB_MSR_SEV_INFO_REQ:
		ghcb_check_reserved(vcpu, msr, ~GHCB_MSR_INFO_MASK, "SEV information request");
		page_state_at_start(vcpu);
		vcpu->ghcb = GHCB_VERSION_MAX << GHCB_MSR_INFO_MAX_SHIFT |
			     GHCB_VERSION_MIN << GHCB_MSR_INFO_MIN_SHIFT |
			     (u64)C_BIT_POSITION << GHCB_MSR_INFO_C_SHIFT | GHCB_MSR_SEV_INFO_RESP;
		break;
	case GHCB_MSR_CPUID_REQ:
		vcpu->ghcb = cpuid_response(vcpu, msr);
		break;
	case GHCB_MSR_FEATURES_REQ:
		ghcb_check_reserved(vcpu, msr, ~GHCB_MSR_INFO_MASK, "hypervisor features request");
		vcpu->ghcb = vcpu->p->ghcb_features << GHCB_MSR_DATA_SHIFT | GHCB_MSR_FEATURES_RESP;
		break;
	case GHCB_MSR_TERMINATE:
		guest_died(vcpu, "the guest ends itself: set %llu, reason %llu (GHCB, 4.1.13)",
			   GHCB_MSR_REASON_SET(msr), GHCB_MSR_REASON(msr));
	default:
		if (vcpu->p->ghcb_request && vcpu->p->ghcb_request(vcpu, msr))
			break;
		pr_violation("GHCB MSR: no such request, 0x%llx, rip 0x%llx (GHCB, 2.3.1)",
			     msr, vcpu->vmcb->save.rip);
		vcpu->ghcb = 0;
	}
}
