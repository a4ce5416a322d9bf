// SPDX-License-Identifier: GPL-2.0-only
/*
 * Personality "sme": no guest of a hypervisor, but a host with Secure Memory
 * Encryption, as far as Linux sees it. AMD64 Architecture Programmer's Manual,
 * volume 2, 7.10.
 *
 * The C-bit of an address says whether memory is accessed encrypted. Again
 * nothing is: the two ways lead to two copies of RAM. The encrypted one is a
 * memory module that QEMU has at the address with the C-bit, so that a device
 * that uses such an address reaches it, as devices of a host do.
 */
#include <asm/cpuid.h>
#include <asm/high_ram.h>
#include <asm/layout.h>
#include <asm/msr.h>
#include <asm/personality.h>
#include <asm/sev.h>
#include <asm/vcpu.h>

static_assert(HIGH_RAM_BASE == C_BIT, "a device's address with the C-bit is that of the module");

/* How the machine starts, and where devices are */
static const struct view plain_view = {
	.name = "plain",
	.ram = SHARED_RAM_BASE,
	.executable = true,
};

static const struct view encrypted_view = {
	.name = "encrypted",
	.address_bits = C_BIT,
	.ram = HIGH_RAM_BASE,
	.executable = true,
};

static const char *sme_set_option(const char __maybe_unused *option)
{
	return "unknown";
}

static void sme_init_vcpu(struct vcpu __maybe_unused *vcpu)
{
	msr_intercept(MSR_SYSCFG);
}

/* 7.10.1 Determining support for Secure Memory Encryption */
static void sme_cpuid(u32 leaf, u32 __maybe_unused subleaf, struct cpuid_regs *regs)
{
	switch (leaf) {
	case CPUID_FEATURES:
		/* Linux does not use it in a guest. */
		regs->ecx &= ~CPUID_ECX_HYPERVISOR;
		break;
	case CPUID_EXT_MAX:
		if (regs->eax < CPUID_ENCRYPTION)
			regs->eax = CPUID_ENCRYPTION;
		break;
	case CPUID_ENCRYPTION:
		regs->eax = CPUID_EAX_SME;
		regs->ebx = C_BIT_POSITION | 1 << CPUID_EBX_PHYS_REDUCTION_SHIFT;
		break;
	}
}

/* 7.10.2: the firmware has turned it on. */
static u64 sme_rdmsr(u32 msr)
{
	return msr == MSR_SYSCFG ? SYSCFG_MEM_ENCRYPTION : 0;
}

const struct personality sme_personality = {
	.name = "sme",
	.own = &plain_view,
	.shared = &plain_view,
	.encrypted = &encrypted_view,
	.set_option = sme_set_option,
	.init_vcpu = sme_init_vcpu,
	.cpuid = sme_cpuid,
	.rdmsr = sme_rdmsr,
};
