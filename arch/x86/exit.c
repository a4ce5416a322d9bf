// SPDX-License-Identifier: GPL-2.0-only
/* Why the guest stopped running, and who deals with it. */
#include <asm/personality.h>
#include <asm/processor.h>
#include <asm/vcpu.h>

/* 0f 01 d9, without prefixes */
#define VMMCALL_LENGTH	3

static void vmmcall_exit(struct vcpu *vcpu)
{
	vcpu->regs[REG_RAX] = -KVM_ENOSYS;
	vcpu_skip(vcpu, VMMCALL_LENGTH);
}

/**
 * npf_access_name() - tell what kind of access has had a nested page fault
 * @info: exit_info_1 of the exit
 *
 * Return: what a message can say of it.
 */
const char *npf_access_name(u64 info)
{
	if (info & EXIT_INFO_NPF_FETCH)
		return "fetch";
	return info & EXIT_INFO_NPF_WRITE ? "write" : "read";
}

static void __noreturn nested_page_fault_exit(struct vcpu *vcpu)
{
	u64 gpa = vcpu->vmcb->control.exit_info_2, info = vcpu->vmcb->control.exit_info_1;
	const struct view *view = view_of(vcpu->p, gpa);

	guest_died(vcpu, "nested page fault: %s of guest address 0x%llx in the %s view%s",
		   npf_access_name(info), gpa & ~view->address_bits, view->name,
		   info & EXIT_INFO_NPF_WALK ? ", walking the guest's page tables" : "");
}

/**
 * handle_exit() - deal with an exit of the guest
 * @vcpu: the processor
 *
 * Returns if the guest can go on, and powers the machine off if not. Exit
 * codes: AMD64 Architecture Programmer's Manual, volume 2, appendix C.
 */
void handle_exit(struct vcpu *vcpu)
{
	u32 code = vcpu->vmcb->control.exit_code;

	if (vcpu->p->exit && vcpu->p->exit(vcpu, code))
		return;

	switch (code) {
	case VMEXIT_CR3_WRITE:
		cr3_write_exit(vcpu);
		break;
	case VMEXIT_CPUID:
		cpuid_exit(vcpu);
		break;
	case VMEXIT_MSR:
		msr_exit(vcpu);
		break;
	case VMEXIT_VMMCALL:
		vmmcall_exit(vcpu);
		break;
	/* No SVM, says CPUID. */
	case VMEXIT_INVLPGA:
	case VMEXIT_VMRUN:
	case VMEXIT_VMLOAD:
	case VMEXIT_VMSAVE:
	case VMEXIT_STGI:
	case VMEXIT_CLGI:
	case VMEXIT_SKINIT:
		vcpu_inject_exception(vcpu, VECTOR_UD);
		break;
	case VMEXIT_NPF:
		nested_page_fault_exit(vcpu);
	case VMEXIT_SHUTDOWN:
		guest_died(vcpu, "guest shutdown (triple fault)");
	case VMEXIT_INVALID:
		guest_died(vcpu, "VMRUN refused the guest's state");
	default:
		guest_died(vcpu, "unexpected exit 0x%x", code);
	}
}
