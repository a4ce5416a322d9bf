// SPDX-License-Identifier: GPL-2.0-only
/*
 * The hypervisor's half of page state changes: what the guest asks for by
 * VMGEXIT. GHCB, 2.3.1 GHCB MSR Protocol and 4.1.6 SNP Page State Change.
 */
#include <asm/ghcb.h>
#include <asm/layout.h>
#include <asm/page_state.h>
#include <asm/personality.h>
#include <asm/snp.h>
#include <asm/spoil.h>
#include <asm/vcpu.h>
#include <monitor/printk.h>

/*
 * A hypervisor may stop anywhere and have the guest ask again. This one does
 * it after so many entries, so that guests do.
 */
#define ENTRIES_AT_ONCE		16

static void complain(const struct vcpu *vcpu, u64 gpa, const char *what)
{
	pr_violation("page state change of 0x%llx, rip 0x%llx: %s (GHCB, 4.1.6)", gpa,
		     vcpu->vmcb->save.rip, what);
}

static void make_private(struct vcpu *vcpu, u64 gpa)
{
	if (page_state(gpa) == PAGE_SHARED)
		page_state_set(vcpu, gpa, PAGE_PENDING);
	else
		complain(vcpu, gpa, "to private, but it is private already");
}

static void make_shared(struct vcpu *vcpu, u64 gpa)
{
	switch (page_state(gpa)) {
	case PAGE_PRIVATE:
		complain(vcpu, gpa, "to shared, but it is still validated");
		break;
	case PAGE_PENDING:
		break;
	case PAGE_SHARED:
		complain(vcpu, gpa, "to shared, but it is shared already");
		return;
	}
	page_state_set(vcpu, gpa, PAGE_SHARED);
}

/* What cannot be done is reported and left out. */
static void change_page(struct vcpu *vcpu, u64 gpa, unsigned int op)
{
	if (!page_is_ram(gpa))
		complain(vcpu, gpa, "no RAM of the guest");
	else if (op == PSC_OP_PRIVATE)
		make_private(vcpu, gpa);
	else if (op == PSC_OP_SHARED)
		make_shared(vcpu, gpa);
	else
		complain(vcpu, gpa, "to a state that the monitor does not offer");
}

static void change_entry(struct vcpu *vcpu, u64 *entry)
{
	u64 gpa = GHCB_MSR_PSC_GPA(*entry), size = *entry & PSC_ENTRY_LARGE ? SZ_2M : SZ_4K, done;
	unsigned int op = GHCB_MSR_PSC_OP(*entry);

	if (*entry & PSC_ENTRY_RESERVED)
		complain(vcpu, gpa, "the entry has reserved bits");
	if (!IS_ALIGNED(gpa, size)) {
		complain(vcpu, gpa, "not aligned to the page size");
		return;
	}
	if (size == SZ_4K && op == PSC_OP_SHARED) {
		if (spoil_now(SPOIL_SNP_SHARE_LOST))
			return;
		if (spoil_now(SPOIL_SNP_SHARE_TWICE))
			change_page(vcpu, gpa, op);
		if (spoil_now(SPOIL_SNP_SHARE_ADDRESS))
			gpa += GUEST_RAM_SIZE;
		if (spoil_now(SPOIL_SNP_SHARE_OPERATION))
			op = ~PSC_OP_SHARED & 0xf;
	}
	for (done = *entry & PSC_ENTRY_DONE_MASK; done < size / SZ_4K; done++)
		change_page(vcpu, gpa + done * SZ_4K, op);
	*entry = (*entry & ~PSC_ENTRY_DONE_MASK) | done;
}

static void psc_event(struct vcpu *vcpu, struct ghcb *ghcb)
{
	u64 offset = ghcb->sw_scratch - vcpu->ghcb;
	struct psc *psc = (struct psc *)ghcb->shared_buffer;
	unsigned int done;

	ghcb_need(vcpu, ghcb, GHCB_BIT(sw_scratch), "sw_scratch");
	if (offset != offsetof(struct ghcb, shared_buffer)) {
		ghcb_complain(vcpu, ghcb, "sw_scratch is not the shared buffer", ghcb->sw_scratch);
		ghcb_refuse(ghcb, GHCB_ERROR_SCRATCH);
		return;
	}
	if (psc->reserved)
		ghcb_complain(vcpu, ghcb, "the header has reserved bits", psc->reserved);
	if (psc->end_entry >= ARRAY_SIZE(psc->entries) || psc->cur_entry > psc->end_entry) {
		ghcb_complain(vcpu, ghcb, "no such last entry", psc->end_entry);
		ghcb->sw_exit_info_2 = PSC_ERROR_HEADER;
		return;
	}
	for (done = 0; done < ENTRIES_AT_ONCE && psc->cur_entry <= psc->end_entry; done++)
		change_entry(vcpu, &psc->entries[psc->cur_entry++]);
}

/**
 * snp_ghcb_event() - do what the guest asks for in its GHCB
 * @vcpu: the processor
 * @ghcb: its GHCB
 *
 * Return: false if it is no event of SEV-SNP.
 */
bool snp_ghcb_event(struct vcpu *vcpu, struct ghcb *ghcb)
{
	if (ghcb->sw_exit_code != GHCB_EVENT_PSC)
		return false;
	psc_event(vcpu, ghcb);
	return true;
}

static void register_ghcb(struct vcpu *vcpu, u64 gpa)
{
	if (!page_is_ram(gpa))
		pr_violation("GHCB MSR: registers 0x%llx, no RAM of the guest (GHCB, 2.3.2)", gpa);
	if (!spoil_now(SPOIL_SNP_REGISTER_LOST))
		vcpu->ghcb_registered = gpa;
	vcpu->ghcb = gpa | GHCB_MSR_REGISTER_RESP;
}

/**
 * snp_ghcb_request() - answer a request of the GHCB MSR protocol
 * @vcpu: the processor
 * @msr: the request
 *
 * Return: false if it is no request of SEV-SNP.
 */
bool snp_ghcb_request(struct vcpu *vcpu, u64 msr)
{
	switch (msr & GHCB_MSR_INFO_MASK) {
	case GHCB_MSR_REGISTER_REQ:
		register_ghcb(vcpu, msr & ~GHCB_MSR_INFO_MASK);
		return true;
	case GHCB_MSR_PSC_REQ:
		ghcb_check_reserved(vcpu, msr, GHCB_MSR_PSC_RESERVED, "page state change request");
		change_page(vcpu, GHCB_MSR_PSC_GPA(msr), GHCB_MSR_PSC_OP(msr));
		vcpu->ghcb = GHCB_MSR_PSC_RESP;
		return true;
	}
	return false;
}

/**
 * snp_ghcb_check() - report a GHCB that the guest may not use
 * @vcpu: the processor; its GHCB is in the guest's RAM
 *
 * One that is not registered is reported once.
 */
void snp_ghcb_check(struct vcpu *vcpu)
{
	if (vcpu->ghcb != vcpu->ghcb_registered)
		pr_violation("GHCB at 0x%llx: it is not the registered one, 0x%llx (GHCB, 2.3.2)",
			     vcpu->ghcb, vcpu->ghcb_registered);
	vcpu->ghcb_registered = vcpu->ghcb;
	if (page_state(vcpu->ghcb) != PAGE_SHARED)
		pr_violation("GHCB at 0x%llx: the page is %s (GHCB, 2.3)", vcpu->ghcb,
			     page_state_name(vcpu->ghcb));
}
