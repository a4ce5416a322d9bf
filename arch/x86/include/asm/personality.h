/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PERSONALITY_H
#define ASM_PERSONALITY_H

#include <asm/npt.h>
#include <monitor/types.h>

struct boot_params;
struct cpuid_regs;
struct ghcb;
struct vcpu;

/**
 * struct personality - the kind of guest that the monitor makes of Linux
 * @name: name on the command line
 * @own: the view in which the guest starts, fetches code and has its page
 *	tables: private memory, for a confidential guest
 * @shared: the view that the guest shares with devices; for a guest without
 *	memory encryption the same as @own
 * @encrypted: a further view of RAM, for a host that can encrypt it; else NULL
 * @page_states: each page of RAM is private or shared, see page_state.h; else
 *	both views always reach all of RAM
 * @devices_by_call: devices are not mapped but for the local APIC, which is in
 *	@own: the guest asks for each access
 * @ghcb_features: hypervisor features, GHCB, 2.3.1; 0 for guests without GHCB
 * @set_option: take an option from the command line; returns NULL, or in
 *	words why it cannot be taken
 * @init_vcpu: change the intercepts that all personalities have in common
 * @finish: the first processor is ready to run: the last chance to change the
 *	guest's memory
 * @cpuid: change what a leaf says that is otherwise done
 * @exit: deal with an exit in another way than all personalities have in
 *	common; returns true if it did
 * @ghcb_request: answer a request of the GHCB MSR protocol that SEV-ES does not
 *	have; returns whether it did
 * @ghcb_event: the same for an event in the GHCB
 * @ghcb_check: look at the guest physical address of a GHCB in use
 * @rdmsr: value of an intercepted MSR
 * @write_cr3: the guest loads CR3 with a value; called only if @init_vcpu
 *	asked for that intercept
 *
 * Functions that a personality does not need are NULL.
 */
struct personality {
	const char *name;
	const struct view *own;
	const struct view *shared;
	const struct view *encrypted;
	bool page_states;
	bool devices_by_call;
	u64 ghcb_features;
	const char *(*set_option)(const char *option);
	void (*init_vcpu)(struct vcpu *vcpu);
	void (*finish)(struct vcpu *vcpu, struct boot_params *params);
	void (*cpuid)(u32 leaf, u32 subleaf, struct cpuid_regs *regs);
	bool (*exit)(struct vcpu *vcpu, u32 code);
	bool (*ghcb_request)(struct vcpu *vcpu, u64 msr);
	bool (*ghcb_event)(struct vcpu *vcpu, struct ghcb *ghcb);
	void (*ghcb_check)(struct vcpu *vcpu);
	u64 (*rdmsr)(u32 msr);
	void (*write_cr3)(struct vcpu *vcpu, u64 value);
};

/* The view that a guest physical address is in. */
static inline const struct view *view_of(const struct personality *p, u64 gpa)
{
	u64 bits = p->own->address_bits | p->shared->address_bits;

	if (p->encrypted && (gpa & p->encrypted->address_bits))
		return p->encrypted;
	return (gpa & bits) == p->own->address_bits ? p->own : p->shared;
}

extern const struct personality plain_personality;
extern const struct personality sev_personality;
extern const struct personality sev_es_personality;
extern const struct personality snp_personality;
extern const struct personality tdx_personality;
extern const struct personality sme_personality;

extern bool guest_starts_kernels;

const struct personality *personality_select(char *options);

#endif /* ASM_PERSONALITY_H */
