/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PERSONALITY_H
#define ASM_PERSONALITY_H

#include <asm/npt.h>
#include <monitor/types.h>

struct cpuid_regs;
struct vcpu;

/**
 * struct personality - the kind of guest that the monitor makes of Linux
 * @name: name on the command line
 * @own: the view in which the guest starts, fetches code and has its page
 *	tables: private memory, for a confidential guest
 * @shared: the view that the guest shares with devices; for a guest without
 *	memory encryption the same as @own
 * @ghcb_features: hypervisor features, GHCB, 2.3.1; 0 for guests without GHCB
 * @set_option: take an option from the command line; returns NULL, or in
 *	words why it cannot be taken
 * @init_vcpu: change the intercepts that all personalities have in common
 * @cpuid: change what a leaf says that is otherwise done
 * @exit: deal with an exit in another way than all personalities have in
 *	common; returns true if it did
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
	u64 ghcb_features;
	const char *(*set_option)(const char *option);
	void (*init_vcpu)(struct vcpu *vcpu);
	void (*cpuid)(u32 leaf, struct cpuid_regs *regs);
	bool (*exit)(struct vcpu *vcpu, u32 code);
	u64 (*rdmsr)(u32 msr);
	void (*write_cr3)(struct vcpu *vcpu, u64 value);
};

extern const struct personality plain_personality;
extern const struct personality sev_personality;
extern const struct personality sev_es_personality;

const struct personality *personality_select(char *options);

#endif /* ASM_PERSONALITY_H */
