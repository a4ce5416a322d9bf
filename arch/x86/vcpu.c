// SPDX-License-Identifier: GPL-2.0-only
/* The guest's processor: set up, run, and what exit handlers do to it. */
#include <asm/layout.h>
#include <asm/msr.h>
#include <asm/personality.h>
#include <asm/processor.h>
#include <asm/vcpu.h>
#include <monitor/spinlock.h>

/* 15.16: 0 is the host's; one guest needs one. */
#define GUEST_ASID	1

static struct vmcb guest_vmcbs[MAX_CPUS] __aligned(SZ_4K);

/* For processors that wait, see vcpu_wait(). */
static struct vmcb idle_vmcbs[MAX_CPUS] __aligned(SZ_4K);

/* Exits are rare: one processor at a time is in the monitor. */
static struct spinlock monitor_lock;

/**
 * vcpu_init() - set up the processor's intercepts and nested paging
 * @vcpu: the processor, all zero but for its index
 * @p: the guest's personality
 * @nested_cr3: from npt_create()
 *
 * Interrupts and I/O ports are not intercepted: the guest has the machine's
 * interrupt controllers and devices for itself. The instructions of SVM are,
 * because the guest has to have EFER.SVME set.
 */
void vcpu_init(struct vcpu *vcpu, const struct personality *p, u64 nested_cr3)
{
	struct vmcb *vmcb = &guest_vmcbs[vcpu->index];
	struct vmcb_control *control = &vmcb->control;

	vcpu->vmcb = vmcb;
	vcpu->p = p;

	control->intercept_3 = INTERCEPT_CPUID | INTERCEPT_INVLPGA | INTERCEPT_MSR |
			       INTERCEPT_SHUTDOWN;
	control->intercept_4 = INTERCEPT_VMRUN | INTERCEPT_VMMCALL | INTERCEPT_VMLOAD |
			       INTERCEPT_VMSAVE | INTERCEPT_STGI | INTERCEPT_CLGI |
			       INTERCEPT_SKINIT;
	control->msrpm_base_pa = msr_permission_map();
	control->asid = GUEST_ASID;
	control->tlb_control = TLB_CONTROL_FLUSH_ALL;
	control->nested_ctl = NESTED_CTL_NP_ENABLE;
	control->nested_cr3 = nested_cr3;
	if (p->init_vcpu)
		p->init_vcpu(vcpu);
}

/**
 * vcpu_run() - run the guest
 * @vcpu: the processor
 *
 * Returns never: the guest ends the machine by powering it off or resetting
 * it, or one of the exit handlers does.
 */
void vcpu_run(struct vcpu *vcpu)
{
	struct vmcb *vmcb = vcpu->vmcb;

	for (;;) {
		vmcb->save.rax = vcpu->regs[REG_RAX];
		vmcb->save.rsp = vcpu->regs[REG_RSP];
		svm_enter(virt_to_phys(vmcb), vcpu->regs);
		vcpu->regs[REG_RAX] = vmcb->save.rax;
		vcpu->regs[REG_RSP] = vmcb->save.rsp;
		vmcb->control.tlb_control = TLB_CONTROL_NOTHING;

		spin_lock(&monitor_lock);
		handle_exit(vcpu);
		spin_unlock(&monitor_lock);
	}
}

/* The monitor's own address space, without nested paging. */
static void idle_init(struct vmcb *vmcb)
{
	struct vmcb_save *save = &vmcb->save;

	vmcb->control.intercept_3 = INTERCEPT_INTR | INTERCEPT_NMI | INTERCEPT_SHUTDOWN;
	vmcb->control.intercept_4 = INTERCEPT_VMRUN;
	vmcb->control.asid = GUEST_ASID;
	vmcb->control.tlb_control = TLB_CONTROL_FLUSH_ALL;
	save->cs = (struct vmcb_segment){
		.selector = MONITOR_CS,
		.attributes = SEGMENT_CODE64,
		.limit = SEGMENT_LIMIT_MAX,
	};
	save->ss = (struct vmcb_segment){
		.selector = MONITOR_DS,
		.attributes = SEGMENT_DATA,
		.limit = SEGMENT_LIMIT_MAX,
	};
	save->cr0 = read_cr0();
	save->cr3 = read_cr3();
	save->cr4 = read_cr4();
	save->efer = rdmsr(MSR_EFER);
	save->rflags = RFLAGS_RESERVED | RFLAGS_IF;
	save->rip = virt_to_phys(svm_idle);
}

/**
 * vcpu_wait() - wait until an interrupt or an NMI is there for the guest
 * @vcpu: the processor
 *
 * For guests that do not execute HLT themselves. The interrupt is not taken: it
 * is there when the guest goes on. The processor waits under VMRUN, because a
 * #VMEXIT is the only way to notice an interrupt and leave it alone. Meanwhile
 * other processors may be in the monitor.
 */
void vcpu_wait(struct vcpu *vcpu)
{
	struct vmcb *vmcb = &idle_vmcbs[vcpu->index];
	u64 regs[NR_REGS] = { 0 };

	idle_init(vmcb);
	spin_unlock(&monitor_lock);
	svm_enter(virt_to_phys(vmcb), regs);
	spin_lock(&monitor_lock);
	if (vmcb->control.exit_code != VMEXIT_INTR && vmcb->control.exit_code != VMEXIT_NMI)
		guest_died(vcpu, "unexpected exit 0x%llx of a processor that waits",
			   vmcb->control.exit_code);
}

/**
 * vcpu_skip() - step over an instruction that the monitor has emulated
 * @vcpu: the processor
 * @bytes: length of the instruction
 *
 * Ends the interrupt shadow of the instruction before (15.21.5). A pending
 * single-step trap is not raised.
 */
void vcpu_skip(struct vcpu *vcpu, unsigned int bytes)
{
	vcpu->vmcb->save.rip += bytes;
	vcpu->vmcb->control.interrupt_shadow = 0;
}

/**
 * vcpu_inject_exception() - raise an exception in the guest
 * @vcpu: the processor; the exception is at its current instruction
 * @vector: an exception that has no error code
 *
 * 15.20 Event injection. An exception that is already to be raised at the next
 * entry is replaced.
 */
void vcpu_inject_exception(struct vcpu *vcpu, u8 vector)
{
	vcpu->vmcb->control.event_inj = EVENT_INJ_VALID | EVENT_INJ_EXCEPTION | vector;
}
