/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_VCPU_H
#define ASM_VCPU_H

#include <asm/regs.h>
#include <asm/tdx.h>
#include <asm/vmcb.h>
#include <monitor/macros.h>
#include <monitor/types.h>

/* RDMSR and WRMSR: 0f 32 and 0f 30, without prefixes */
#define MSR_ACCESS_LENGTH	2

/* What KVM answers to an unknown hypercall: Documentation/virt/kvm/x86/hypercalls.rst. */
#define KVM_ENOSYS	1000

struct personality;
struct view;

/**
 * struct vcpu - a processor of the guest
 * @index: which processor of the machine, in the order in which the monitor
 *	started them; the guest starts on 0
 * @vmcb: what the hardware knows of it
 * @p: what the guest takes the machine for
 * @ghcb: MSR_SEV_ES_GHCB: a request or an answer of its protocol, or the guest
 *	physical address of the GHCB
 * @ghcb_registered: guest physical address of the GHCB that it may use, under
 *	SEV-SNP; 0 if there is none
 * @ghcb_valid: which fields of the GHCB are valid in the request that is served
 * @ve: the #VE that it has to deal with, under TDX
 * @regs: general-purpose registers by number; between an exit and the next
 *	entry, these are also the truth for RAX and RSP, not the VMCB
 */
struct vcpu {
	unsigned int index;
	struct vmcb *vmcb;
	const struct personality *p;
	u64 ghcb;
	u64 ghcb_registered;
	u8 ghcb_valid[16];	/* valid_bitmap of the request */
	struct ve_info ve;
	u64 regs[NR_REGS];
};

void vcpu_init(struct vcpu *vcpu, const struct personality *p, u64 nested_cr3);
void __noreturn vcpu_run(struct vcpu *vcpu);
void vcpu_wait(struct vcpu *vcpu);
void vcpu_skip(struct vcpu *vcpu, unsigned int bytes);
void vcpu_inject_exception(struct vcpu *vcpu, u8 vector);
void vcpu_raise_vc(struct vcpu *vcpu, u64 error_code);

void handle_exit(struct vcpu *vcpu);
const char *npf_access_name(u64 info);
void cpuid_exit(struct vcpu *vcpu);
void cr3_write_exit(struct vcpu *vcpu);
void msr_exit(struct vcpu *vcpu);
u64 msr_permission_map(void);
void msr_intercept(u32 msr);

void guest_entry_prepare(const struct view *view);
void guest_entry_init(struct vcpu *vcpu, u64 entry);

void __noreturn __printf(2, 3) guest_died(struct vcpu *vcpu, const char *fmt, ...);

/* svm_enter.S */
void svm_enter(u64 vmcb_phys, u64 *regs);
extern const u8 svm_idle[];

#endif /* ASM_VCPU_H */
