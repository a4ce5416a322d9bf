// SPDX-License-Identifier: GPL-2.0-only
/*
 * The Virtualization Exception, #VE: instructions and accesses that the guest
 * has to ask the hypervisor for. TDX ABI, TDG.VP.VEINFO.GET.
 */
#include <asm/cpuid.h>
#include <asm/guest_mem.h>
#include <asm/layout.h>
#include <asm/personality.h>
#include <asm/tdx.h>
#include <asm/vcpu.h>
#include <monitor/string.h>

#define CPUID_LENGTH		2
#define HLT_LENGTH		1

/* Leaves that a hypervisor has for itself */
#define CPUID_HYPERVISOR_LAST	0x4fffffff

/*
 * The guest's console, see below: eight ports of the first UART
 */
#define UART_PORTS		0x3f8

/* MTRRs and machine check banks: Intel SDM, volume 4 (335592), table 2-2 */
#define MSR_MTRR_FIRST		0x200
#define MSR_MTRR_LAST		0x20f
#define MSR_MC_FIRST		0x400
#define MSR_MC_LAST		0x47f

static u8 iopm[IOPM_SIZE] __aligned(SZ_4K);

/**
 * ve_io_map() - create the map of I/O ports that raise #VE
 *
 * All do but the console's: each character would cost six exits, and a boot
 * most of its time.
 *
 * Return: physical address of the map, for iopm_base_pa.
 */
u64 ve_io_map(void)
{
	static bool made;

	/* The first processor's guest may be running when others come. */
	if (!made) {
		memset(iopm, 0xff, sizeof(iopm));
		iopm[UART_PORTS / 8] = 0;
		made = true;
	}
	return virt_to_phys(iopm);
}

/**
 * ve_for_msr() - whether an MSR is one that the hypervisor has to emulate
 * @msr: its number
 *
 * A few of those that the TDX module leaves to it: enough for guests to have to
 * ask.
 */
bool ve_for_msr(u32 msr)
{
	return (msr >= MSR_MTRR_FIRST && msr <= MSR_MTRR_LAST) ||
	       (msr >= MSR_MC_FIRST && msr <= MSR_MC_LAST);
}

/**
 * ve_intercept_msrs() - have accesses to these MSRs exit
 */
void ve_intercept_msrs(void)
{
	u32 msr;

	for (msr = MSR_MTRR_FIRST; msr <= MSR_MTRR_LAST; msr++)
		msr_intercept(msr);
	for (msr = MSR_MC_FIRST; msr <= MSR_MC_LAST; msr++)
		msr_intercept(msr);
}

/**
 * ve_raise() - raise #VE in the guest
 * @vcpu: the processor; the exception is at its current instruction
 * @info: what the guest will be told
 *
 * Does not return if the guest has not asked for the information of the #VE
 * before: a processor would raise #DF, which Linux does not survive.
 */
void ve_raise(struct vcpu *vcpu, const struct ve_info *info)
{
	if (vcpu->ve.valid)
		guest_died(vcpu, "#VE in the handler of #VE (TDX ABI, TDG.VP.VEINFO.GET)");
	vcpu->ve = *info;
	vcpu->ve.valid = true;
	vcpu_inject_exception(vcpu, VECTOR_VE);
}

/**
 * ve_get() - TDG.VP.VEINFO.GET
 * @vcpu: the processor
 */
void ve_get(struct vcpu *vcpu)
{
	if (!vcpu->ve.valid) {
		vcpu->regs[REG_RAX] = TDX_NO_VALID_VE_INFO;
		return;
	}
	vcpu->ve.valid = false;
	vcpu->regs[REG_RAX] = TDX_SUCCESS;
	vcpu->regs[REG_RCX] = vcpu->ve.reason;
	vcpu->regs[REG_RDX] = vcpu->ve.qualification;
	vcpu->regs[REG_R8] = vcpu->ve.gla;
	vcpu->regs[REG_R9] = vcpu->ve.gpa;
	vcpu->regs[REG_R10] = vcpu->ve.length;
}

/**
 * ve_mmio() - raise #VE for an access to a device
 * @vcpu: the processor, which has had a nested page fault
 *
 * SVM does not say at which linear address: the instruction does.
 */
void ve_mmio(struct vcpu *vcpu)
{
	const struct vmcb_control *control = &vcpu->vmcb->control;
	struct ve_info info = {
		.reason = VE_EPT_VIOLATION,
		.qualification = control->exit_info_1 & EXIT_INFO_NPF_WRITE ?
				 VE_EPT_WRITE : VE_EPT_READ,
		.gpa = control->exit_info_2,
	};
	u64 gpa;

	if (!insn_address(vcpu, &info.gla) || !guest_translate(vcpu, info.gla, &gpa) ||
	    gpa != info.gpa)
		guest_died(vcpu, "cannot decode an access to the device at 0x%llx",
			   info.gpa & ~TDX_SHARED_BIT);
	ve_raise(vcpu, &info);
}

static void raise_io(struct vcpu *vcpu)
{
	const struct vmcb_control *control = &vcpu->vmcb->control;
	u64 io = control->exit_info_1;
	struct ve_info info = {
		.reason = VE_IO,
		.qualification = EXIT_INFO_IO_SIZE(io) - 1,
		.length = control->exit_info_2 - vcpu->vmcb->save.rip,
	};

	info.qualification |= (u64)EXIT_INFO_IO_PORT(io) << VE_IO_PORT_SHIFT;
	if (io & EXIT_INFO_IO_IN)
		info.qualification |= VE_IO_IN;
	if (io & EXIT_INFO_IO_STRING)
		info.qualification |= VE_IO_STRING;
	if (io & EXIT_INFO_IO_REP)
		info.qualification |= VE_IO_REP;
	ve_raise(vcpu, &info);
}

static void raise_instruction(struct vcpu *vcpu, u64 reason, u32 length)
{
	struct ve_info info = { .reason = reason, .length = length };

	ve_raise(vcpu, &info);
}

static bool raise_cpuid(struct vcpu *vcpu)
{
	u32 leaf = vcpu->regs[REG_RAX];

	if (leaf < CPUID_HYPERVISOR || leaf > CPUID_HYPERVISOR_LAST)
		return false;
	raise_instruction(vcpu, VE_CPUID, CPUID_LENGTH);
	return true;
}

static bool raise_msr(struct vcpu *vcpu)
{
	bool write = vcpu->vmcb->control.exit_info_1 & EXIT_INFO_MSR_WRITE;

	if (!ve_for_msr(vcpu->regs[REG_RCX]))
		return false;
	raise_instruction(vcpu, write ? VE_MSR_WRITE : VE_MSR_READ, MSR_ACCESS_LENGTH);
	return true;
}

/**
 * ve_for_exit() - raise #VE if the guest stopped at such an instruction
 * @vcpu: the processor
 * @code: why it stopped
 *
 * Return: whether it did.
 */
bool ve_for_exit(struct vcpu *vcpu, u32 code)
{
	switch (code) {
	case VMEXIT_CPUID:
		return raise_cpuid(vcpu);
	case VMEXIT_MSR:
		return raise_msr(vcpu);
	case VMEXIT_IOIO:
		raise_io(vcpu);
		return true;
	case VMEXIT_HLT:
		raise_instruction(vcpu, VE_HLT, HLT_LENGTH);
		return true;
	}
	return false;
}
