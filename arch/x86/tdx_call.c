// SPDX-License-Identifier: GPL-2.0-only
/* TDCALL: what the guest asks the TDX module for. TDX ABI, guest-side functions. */
#include <asm/guest_mem.h>
#include <asm/page_state.h>
#include <asm/smp.h>
#include <asm/tdx.h>
#include <asm/vcpu.h>
#include <monitor/printk.h>
#include <monitor/string.h>

#define TDCALL_LENGTH	4

static const u8 tdcall_code[TDCALL_LENGTH] = { 0x66, 0x0f, 0x01, 0xcc };

/* Field TD_CTLS */
static u64 td_controls;

static u64 vp_info(struct vcpu *vcpu)
{
	u64 cpus = smp_count();

	page_state_at_start(vcpu);
	vcpu->regs[REG_RCX] = TDX_GPA_BITS;
	vcpu->regs[REG_RDX] = TDX_ATTRIBUTE_SEPT_VE_DISABLE;
	vcpu->regs[REG_R8] = cpus << 32 | cpus;		/* the most, and how many */
	vcpu->regs[REG_R9] = vcpu->index;
	vcpu->regs[REG_R10] = 0;
	vcpu->regs[REG_R11] = 0;
	return TDX_SUCCESS;
}

static u64 vm_rd(struct vcpu *vcpu)
{
	u64 *value = &vcpu->regs[REG_R8];

	switch (vcpu->regs[REG_RDX]) {
	case TDCS_CONFIG_FLAGS:
	case TDCS_NOTIFY_ENABLES:
		*value = 0;
		return TDX_SUCCESS;
	case TDCS_TD_CTLS:
		*value = td_controls;
		return TDX_SUCCESS;
	case TDCS_TOPOLOGY_ENUM_CONFIGURED:
		*value = 1;
		return TDX_SUCCESS;
	}
	*value = 0;
	return TDX_METADATA_FIELD_ID_INCORRECT;
}

static u64 vm_wr(struct vcpu *vcpu)
{
	u64 value = vcpu->regs[REG_R8], mask = vcpu->regs[REG_R9];
	u64 *old = &vcpu->regs[REG_R8];

	switch (vcpu->regs[REG_RDX]) {
	case TDCS_NOTIFY_ENABLES:
		*old = 0;
		return value & mask ? TDX_OPERAND_INVALID : TDX_SUCCESS;
	case TDCS_TD_CTLS:
		*old = td_controls;
		if (value & mask & ~TD_CTLS_ENUM_TOPOLOGY)
			return TDX_OPERAND_INVALID;
		td_controls = (td_controls & ~mask) | (value & mask);
		return TDX_SUCCESS;
	}
	return TDX_METADATA_FIELD_ID_INCORRECT;
}

/**
 * tdcall() - emulate TDCALL
 * @vcpu: the processor, which has found an instruction undefined
 *
 * Leaves for attestation are refused.
 *
 * Return: false if it is another instruction.
 */
bool tdcall(struct vcpu *vcpu)
{
	u64 leaf = vcpu->regs[REG_RAX], *status = &vcpu->regs[REG_RAX];
	u8 code[TDCALL_LENGTH] = { 0 };

	guest_fetch(vcpu, code, sizeof(code));
	if (memcmp(code, tdcall_code, sizeof(code)))
		return false;
	vcpu_skip(vcpu, TDCALL_LENGTH);
	switch (leaf) {
	case TDG_VP_VMCALL:
		tdvmcall(vcpu);
		break;
	case TDG_VP_INFO:
		*status = vp_info(vcpu);
		break;
	case TDG_VP_VEINFO_GET:
		ve_get(vcpu);
		break;
	case TDG_MEM_PAGE_ACCEPT:
		*status = tdx_page_accept(vcpu);
		break;
	case TDG_VM_RD:
		*status = vm_rd(vcpu);
		break;
	case TDG_VM_WR:
		*status = vm_wr(vcpu);
		break;
	default:
		pr_violation("TDCALL leaf %llu, rip 0x%llx: not offered here (TDX ABI)", leaf,
			     vcpu->vmcb->save.rip);
		*status = TDX_OPERAND_INVALID;
	}
	return true;
}
