// SPDX-License-Identifier: GPL-2.0-only
/*
 * Personality "tdx": a trust domain, see tdx.h for the specifications.
 *
 * The monitor is both the TDX module, which TDCALL reaches, and the hypervisor
 * behind it, which TDG.VP.VMCALL reaches. What the hypervisor would have to
 * emulate raises #VE. Memory is private at its address and shared at its
 * address with the shared bit.
 */
#include <asm/cpuid.h>
#include <asm/layout.h>
#include <asm/page_state.h>
#include <asm/personality.h>
#include <asm/pm_timer.h>
#include <asm/processor.h>
#include <asm/spoil.h>
#include <asm/tdx.h>
#include <asm/vcpu.h>

static const struct view tdx_private_view = {
	.name = "private",
	.ram = PRIVATE_RAM_BASE,
	.executable = true,
};

/* Fetches from shared memory are not allowed: code is never found here. */
static const struct view tdx_shared_view = {
	.name = "shared",
	.address_bits = TDX_SHARED_BIT,
	.ram = SHARED_RAM_BASE,
	.executable = false,
};

/* TDX ABI, CPUID virtualization; Intel SDM, volume 2 (325383), CPUID */
#define CPUID_MAX		0x00000000
#define CPUID_TSC		0x00000015
#define CPUID_TDX		0x00000021
#define CRYSTAL_HZ		1000000000
#define CRYSTAL_MHZ		1000

static u32 tsc_mhz;

static const char *tdx_set_option(const char *option)
{
	return spoil_option(option, SPOIL_TDX_SHARE_LOST, SPOIL_TDX_LAST);
}

/* TDCALL is undefined to TCG. */
static void tdx_init_vcpu(struct vcpu *vcpu)
{
	struct vmcb_control *control = &vcpu->vmcb->control;

	control->intercept_exceptions |= INTERCEPT_EXCEPTION(VECTOR_UD);
	control->intercept_3 |= INTERCEPT_HLT | INTERCEPT_IOIO;
	control->iopm_base_pa = ve_io_map();
	if (!tsc_mhz)
		tsc_mhz = tsc_frequency_mhz();
	ve_intercept_msrs();
}

static void tdx_cpuid(u32 leaf, u32 __maybe_unused subleaf, struct cpuid_regs *regs)
{
	switch (leaf) {
	case CPUID_MAX:
		if (regs->eax < CPUID_TDX)
			regs->eax = CPUID_TDX;
		break;
	case CPUID_TSC:
		*regs = (struct cpuid_regs){
			.eax = CRYSTAL_MHZ, .ebx = tsc_mhz, .ecx = CRYSTAL_HZ,
		};
		break;
	case CPUID_TDX:
		/* "IntelTDX    " */
		*regs = (struct cpuid_regs){
			.ebx = 0x65746e49, .edx = 0x5844546c, .ecx = 0x20202020,
		};
		break;
	}
}

static bool nested_page_fault(struct vcpu *vcpu)
{
	u64 address = vcpu->vmcb->control.exit_info_2;

	if (page_state_fault(vcpu, "TDX ABI, Secure EPT"))
		return true;
	if (!(address & TDX_SHARED_BIT) || page_is_ram(address & ~TDX_SHARED_BIT))
		return false;
	ve_mmio(vcpu);
	return true;
}

static bool tdx_exit(struct vcpu *vcpu, u32 code)
{
	switch (code) {
	case VMEXIT_EXCEPTION(VECTOR_UD):
		if (!tdcall(vcpu))
			vcpu_inject_exception(vcpu, VECTOR_UD);
		return true;
	case VMEXIT_NPF:
		return nested_page_fault(vcpu);
	}
	return ve_for_exit(vcpu, code);
}

const struct personality tdx_personality = {
	.name = "tdx",
	.own = &tdx_private_view,
	.shared = &tdx_shared_view,
	.page_states = true,
	.devices_by_call = true,
	.set_option = tdx_set_option,
	.init_vcpu = tdx_init_vcpu,
	.cpuid = tdx_cpuid,
	.exit = tdx_exit,
};
