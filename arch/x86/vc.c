// SPDX-License-Identifier: GPL-2.0-only
/*
 * The VMM Communication Exception, #VC: AMD64 Architecture Programmer's Manual,
 * volume 2, 15.35.5. TCG's event injection pushes no error code for its vector,
 * so the monitor does what the processor does to deliver an exception: 8.9.
 */
#include <asm/guest_mem.h>
#include <asm/processor.h>
#include <asm/svm.h>
#include <asm/vcpu.h>

/* 8.9.1 Interrupt gates and trap gates, figure 4-24: fields of the first quadword */
#define GATE_SELECTOR(low)	((u16)((low) >> 16))
#define GATE_IST(low)		((low) >> 32 & 7)
#define GATE_TYPE(low)		((low) >> 40 & 0x1f)
#define GATE_PRESENT		BIT(47)
#define GATE_TYPE_INTERRUPT	0xe
#define GATE_TYPE_TRAP		0xf
#define GATE_SIZE		16U

/* 12.2.5 64-bit task-state segment */
#define TSS_RSP0		0x04
#define TSS_IST(n)		(0x24 + ((n) - 1) * 8)

/* 8.9.3 Interrupt stack frame, from the lowest address */
enum { FRAME_ERROR, FRAME_RIP, FRAME_CS, FRAME_RFLAGS, FRAME_RSP, FRAME_SS, FRAME_SIZE };

#define STACK_ALIGN		16

struct gate {
	u64 offset;
	u16 selector;
	u8 ist;
	bool interrupt;		/* not a trap gate: clears IF */
};

static struct gate read_gate(struct vcpu *vcpu, u8 vector)
{
	const struct vmcb_segment *idtr = &vcpu->vmcb->save.idtr;
	u32 offset = vector * GATE_SIZE;
	const u64 *gate = guest_private(vcpu, idtr->base + offset, GATE_SIZE);
	u8 type;

	if (offset + GATE_SIZE - 1 > idtr->limit || !gate || !(gate[0] & GATE_PRESENT))
		guest_died(vcpu, "#VC cannot be delivered: no gate at 0x%llx (15.35.5)",
			   idtr->base + offset);
	type = GATE_TYPE(gate[0]);
	if (type != GATE_TYPE_INTERRUPT && type != GATE_TYPE_TRAP)
		guest_died(vcpu, "#VC cannot be delivered: gate of type 0x%x (8.9.1)", type);
	return (struct gate){
		.offset = (gate[0] & 0xffff) | (gate[0] >> 32 & 0xffff0000) | gate[1] << 32,
		.selector = GATE_SELECTOR(gate[0]),
		.ist = GATE_IST(gate[0]),
		.interrupt = type == GATE_TYPE_INTERRUPT,
	};
}

/*
 * 8.9.3, 8.9.4: the stack. VMRUN leaves TR to the processor, so it is there
 * that the task-state segment has to be looked for.
 */
static u64 new_stack(struct vcpu *vcpu, const struct gate *gate)
{
	struct vmcb_save *save = &vcpu->vmcb->save;
	const u64 *rsp;
	u64 va;

	if (!gate->ist && save->cpl == 0)
		return vcpu->regs[REG_RSP];
	svm_save(vcpu->vmcb);
	va = save->tr.base + (gate->ist ? TSS_IST(gate->ist) : TSS_RSP0);
	rsp = guest_private(vcpu, va, sizeof(*rsp));
	if (!rsp)
		guest_died(vcpu, "#VC cannot be delivered: no task-state segment at 0x%llx (8.9.4)",
			   va);
	return *rsp;
}

/**
 * vcpu_raise_vc() - raise #VC in the guest
 * @vcpu: the processor, in 64-bit mode; the exception is a fault of its current
 *	instruction
 * @error_code: the exit code that it stands for
 *
 * Does not return if the guest's gate, task-state segment or stack are not
 * where it can be delivered. Permissions and the segment's descriptor are not
 * checked: the handler is taken to be a 64-bit one at privilege level 0.
 */
void vcpu_raise_vc(struct vcpu *vcpu, u64 error_code)
{
	struct vmcb_save *save = &vcpu->vmcb->save;
	struct gate gate = read_gate(vcpu, VECTOR_VC);
	u64 rsp = ALIGN_DOWN(new_stack(vcpu, &gate), STACK_ALIGN) - FRAME_SIZE * sizeof(u64);
	u64 frame[FRAME_SIZE] = {
		[FRAME_ERROR] = error_code,
		[FRAME_RIP] = save->rip,
		[FRAME_CS] = save->cs.selector,
		[FRAME_RFLAGS] = save->rflags,
		[FRAME_RSP] = vcpu->regs[REG_RSP],
		[FRAME_SS] = save->ss.selector,
	};
	unsigned int i;
	u64 *slot;

	for (i = 0; i < FRAME_SIZE; i++) {
		slot = guest_private(vcpu, rsp + i * sizeof(*slot), sizeof(*slot));
		if (!slot)
			guest_died(vcpu, "#VC cannot be delivered: no stack at 0x%llx (8.9.3)",
				   rsp);
		*slot = frame[i];
	}

	vcpu->regs[REG_RSP] = rsp;
	save->rip = gate.offset;
	save->rflags &= ~(RFLAGS_TF | RFLAGS_NT | RFLAGS_RF);
	if (gate.interrupt)
		save->rflags &= ~RFLAGS_IF;
	save->cs = (struct vmcb_segment){
		.selector = gate.selector,
		.attributes = SEGMENT_CODE64,
		.limit = SEGMENT_LIMIT_MAX,
	};
	/* 8.9.4: a change of privilege leaves a null selector. */
	if (save->cpl) {
		save->ss = (struct vmcb_segment){
			.attributes = SEGMENT_DATA,
			.limit = SEGMENT_LIMIT_MAX,
		};
		save->cpl = 0;
	}
	vcpu->vmcb->control.interrupt_shadow = 0;
}
