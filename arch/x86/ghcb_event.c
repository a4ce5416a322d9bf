// SPDX-License-Identifier: GPL-2.0-only
/* Non-automatic exits: events in the GHCB, see ghcb.h. Section: GHCB, 4.1. */
#include <asm/cpuid.h>
#include <asm/ghcb.h>
#include <asm/personality.h>
#include <asm/spoil.h>
#include <asm/vcpu.h>
#include <asm/vmcb.h>
#include <monitor/printk.h>
#include <monitor/string.h>

/**
 * ghcb_complain() - report an event that breaks the specification
 * @vcpu: the processor
 * @ghcb: its GHCB
 * @what: what is wrong
 * @value: and its value
 */
void ghcb_complain(const struct vcpu *vcpu, const struct ghcb *ghcb, const char *what, u64 value)
{
	pr_violation("GHCB at 0x%llx, event 0x%llx: %s, 0x%llx (GHCB, 4.1)", vcpu->ghcb,
		     ghcb->sw_exit_code, what, value);
}

static void set_valid(struct ghcb *ghcb, unsigned int bit)
{
	ghcb->valid_bitmap[bit / 8] |= 1 << bit % 8;
}

static void set_invalid(struct ghcb *ghcb, unsigned int bit)
{
	ghcb->valid_bitmap[bit / 8] &= ~(1 << bit % 8);
}

/**
 * ghcb_need() - report a field that must be valid and is not
 * @vcpu: the processor
 * @ghcb: its GHCB
 * @bit: GHCB_BIT() of the field
 * @name: its name
 */
void ghcb_need(const struct vcpu *vcpu, const struct ghcb *ghcb, unsigned int bit,
	       const char *name)
{
	if (!(vcpu->ghcb_valid[bit / 8] & 1 << bit % 8))
		pr_violation("GHCB at 0x%llx, event 0x%llx: %s is not valid (GHCB, 4.1)",
			     vcpu->ghcb, ghcb->sw_exit_code, name);
}

/**
 * ghcb_refuse() - answer an event that cannot be served
 * @ghcb: the GHCB
 * @error: one of GHCB_ERROR_*
 */
void ghcb_refuse(struct ghcb *ghcb, u64 error)
{
	ghcb->sw_exit_info_1 = GHCB_RESULT_MALFORMED;
	ghcb->sw_exit_info_2 = error;
}

static void cpuid_event(const struct vcpu *vcpu, struct ghcb *ghcb)
{
	struct cpuid_regs r;

	ghcb_need(vcpu, ghcb, GHCB_BIT(rax), "rax");
	ghcb_need(vcpu, ghcb, GHCB_BIT(rcx), "rcx");
	if (ghcb->rax == CPUID_XSAVE)
		ghcb_need(vcpu, ghcb, GHCB_BIT(xcr0), "xcr0");
	r = vcpu_cpuid(vcpu, ghcb->rax, ghcb->rcx);
	ghcb->rax = r.eax;
	ghcb->rbx = r.ebx;
	ghcb->rcx = r.ecx;
	ghcb->rdx = r.edx;
	set_valid(ghcb, GHCB_BIT(rax));
	set_valid(ghcb, GHCB_BIT(rbx));
	set_valid(ghcb, GHCB_BIT(rcx));
	set_valid(ghcb, GHCB_BIT(rdx));
}

/* As for other guests, MSRs that exit read as 0 and ignore what is written. */
static void msr_event(const struct vcpu *vcpu, struct ghcb *ghcb, u64 write)
{
	ghcb_need(vcpu, ghcb, GHCB_BIT(rcx), "rcx");
	if (write > 1)
		ghcb_complain(vcpu, ghcb, "sw_exit_info_1 is not 0 or 1", write);
	if (write) {
		ghcb_need(vcpu, ghcb, GHCB_BIT(rax), "rax");
		ghcb_need(vcpu, ghcb, GHCB_BIT(rdx), "rdx");
		return;
	}
	ghcb->rax = 0;
	ghcb->rdx = 0;
	set_valid(ghcb, GHCB_BIT(rax));
	set_valid(ghcb, GHCB_BIT(rdx));
}

static void vmmcall_event(const struct vcpu *vcpu, struct ghcb *ghcb)
{
	ghcb_need(vcpu, ghcb, GHCB_BIT(rax), "rax");
	ghcb_need(vcpu, ghcb, GHCB_BIT(cpl), "cpl");
	ghcb->rax = -KVM_ENOSYS;
	set_valid(ghcb, GHCB_BIT(rax));
}

/* There is none: other processors are started by ACPI's mailbox. */
static void jump_table_event(const struct vcpu *vcpu, struct ghcb *ghcb, u64 what)
{
	if (what == GHCB_JUMP_TABLE_GET)
		return;
	ghcb_complain(vcpu, ghcb, "sw_exit_info_1: there is no jump table to set", what);
	ghcb_refuse(ghcb, GHCB_ERROR_INPUT);
}

/* GHCB, 2.3: what every event has to have. */
static void check_common(const struct vcpu *vcpu, const struct ghcb *ghcb)
{
	if (ghcb->usage != GHCB_USAGE_STANDARD)
		ghcb_complain(vcpu, ghcb, "usage is not 0", ghcb->usage);
	if (ghcb->protocol_version < GHCB_VERSION_MIN || ghcb->protocol_version > GHCB_VERSION_MAX)
		ghcb_complain(vcpu, ghcb, "protocol version was not offered",
			      ghcb->protocol_version);
	ghcb_need(vcpu, ghcb, GHCB_BIT(sw_exit_code), "sw_exit_code");
	ghcb_need(vcpu, ghcb, GHCB_BIT(sw_exit_info_1), "sw_exit_info_1");
	ghcb_need(vcpu, ghcb, GHCB_BIT(sw_exit_info_2), "sw_exit_info_2");
}

static void spoil_event(struct ghcb *ghcb)
{
	if (ghcb->sw_exit_code != VMEXIT_CPUID)
		return;
	if (spoil_now(SPOIL_GHCB_USAGE))
		ghcb->usage = 1;
	if (spoil_now(SPOIL_GHCB_VERSION))
		ghcb->protocol_version = GHCB_VERSION_MAX + 1;
	if (spoil_now(SPOIL_GHCB_EXIT_CODE))
		set_invalid(ghcb, GHCB_BIT(sw_exit_code));
	if (spoil_now(SPOIL_GHCB_RCX))
		set_invalid(ghcb, GHCB_BIT(rcx));
}

/**
 * ghcb_event() - do what the guest asks for in its GHCB
 * @vcpu: the processor
 * @ghcb: its GHCB
 *
 * Whatever the specification does not allow is reported. Then the event is
 * served as if it were right, unless there is no way to; a real hypervisor
 * would refuse it.
 */
void ghcb_event(struct vcpu *vcpu, struct ghcb *ghcb)
{
	u64 info_1 = ghcb->sw_exit_info_1;

	spoil_event(ghcb);
	/* In the answer it is for the monitor to say what is valid. */
	memcpy(vcpu->ghcb_valid, ghcb->valid_bitmap, sizeof(vcpu->ghcb_valid));
	memset(ghcb->valid_bitmap, 0, sizeof(ghcb->valid_bitmap));
	check_common(vcpu, ghcb);
	ghcb->sw_exit_info_1 = GHCB_RESULT_OK;
	ghcb->sw_exit_info_2 = 0;
	set_valid(ghcb, GHCB_BIT(sw_exit_info_1));
	set_valid(ghcb, GHCB_BIT(sw_exit_info_2));
	switch (ghcb->sw_exit_code) {
	case VMEXIT_CPUID:
		cpuid_event(vcpu, ghcb);
		break;
	case VMEXIT_MSR:
		msr_event(vcpu, ghcb, info_1);
		break;
	case VMEXIT_VMMCALL:
		vmmcall_event(vcpu, ghcb);
		break;
	case GHCB_EVENT_NMI_COMPLETE:
		break;
	case GHCB_EVENT_JUMP_TABLE:
		jump_table_event(vcpu, ghcb, info_1);
		break;
	case GHCB_EVENT_FEATURES:
		ghcb->sw_exit_info_2 = vcpu->p->ghcb_features;
		break;
	default:
		if (vcpu->p->ghcb_event && vcpu->p->ghcb_event(vcpu, ghcb))
			break;
		ghcb_complain(vcpu, ghcb, "the monitor does not offer that, sw_exit_info_1",
			      info_1);
		ghcb_refuse(ghcb, GHCB_ERROR_EVENT);
	}
	set_valid(ghcb, GHCB_BIT(sw_exit_info_1));
	set_valid(ghcb, GHCB_BIT(sw_exit_info_2));
}
