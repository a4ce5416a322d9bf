// SPDX-License-Identifier: GPL-2.0-only
/*
 * Personality "sev": Secure Encrypted Virtualization without encrypted state.
 * AMD64 Architecture Programmer's Manual, volume 2, 15.34.
 *
 * Nothing is encrypted: memory is separated. The C-bit is an address bit to
 * TCG, so a page with it and the same page without it are two pages of the
 * nested page tables, and they lead to two copies of the guest's RAM.
 */
#include <asm/cpuid.h>
#include <asm/layout.h>
#include <asm/msr.h>
#include <asm/personality.h>
#include <asm/processor.h>
#include <asm/sev.h>
#include <asm/vcpu.h>
#include <monitor/string.h>

/* Virtual addresses of the kernel, not of its decompressor or of processes. */
#define KERNEL_HALF	BIT(63)

const struct view sev_private_view = {
	.name = "private",
	.address_bits = C_BIT,
	.ram = PRIVATE_RAM_BASE,
	.executable = true,
};

/* Fetches are always private (15.34.5): code is never found here. */
const struct view sev_shared_view = {
	.name = "shared",
	.ram = SHARED_RAM_BASE,
	.executable = false,
};

static const char *sev_set_option(const char *option)
{
	if (strcmp(option, "isolate") == 0)
		return "implied, leave it out";
	return "unknown";
}

/**
 * sev_init_vcpu() - have writes of CR3 intercepted
 * @vcpu: the processor
 */
void sev_init_vcpu(struct vcpu *vcpu)
{
	vcpu->vmcb->control.intercept_cr_write = INTERCEPT_CR3_WRITE;
}

/**
 * sev_cpuid() - say what SEV adds to the CPUID instruction
 * @leaf: EAX
 * @subleaf: ECX
 * @regs: what the leaf says otherwise
 *
 * 15.34.1 Determining support for SEV.
 */
void sev_cpuid(u32 leaf, u32 __maybe_unused subleaf, struct cpuid_regs *regs)
{
	switch (leaf) {
	case CPUID_EXT_MAX:
		if (regs->eax < CPUID_ENCRYPTION)
			regs->eax = CPUID_ENCRYPTION;
		break;
	case CPUID_ENCRYPTION:
		regs->eax = CPUID_EAX_SEV;
		regs->ebx = C_BIT_POSITION | 1 << CPUID_EBX_PHYS_REDUCTION_SHIFT;
		break;
	}
}

static u64 sev_rdmsr(u32 msr)
{
	return msr == MSR_SEV_STATUS ? SEV_STATUS_SEV : 0;
}

/**
 * sev_write_cr3() - load CR3 with the C-bit
 * @vcpu: the processor
 * @value: what the guest wrote
 *
 * The processor walks an SEV guest's page tables in private memory whatever
 * the C-bit of CR3 and of the tables' entries (15.34.5). TCG does not, so the
 * bit has to be there. Linux sets it in all entries and in the kernel's CR3,
 * but its decompressor does not in CR3: every value gets it, until the kernel
 * proper loads one that has it. From then on CR3 costs no exit, unless the guest
 * starts another kernel: kexec loads a value without the bit as well.
 */
void sev_write_cr3(struct vcpu *vcpu, u64 value)
{
	struct vmcb *vmcb = vcpu->vmcb;

	if (!guest_starts_kernels && (value & C_BIT) && (vmcb->save.rip & KERNEL_HALF))
		vmcb->control.intercept_cr_write &= ~INTERCEPT_CR3_WRITE;
	vmcb->save.cr3 = (value & ~CR3_NOFLUSH) | C_BIT;
	vmcb->control.tlb_control = TLB_CONTROL_FLUSH_ALL;
}

const struct personality sev_personality = {
	.name = "sev",
	.own = &sev_private_view,
	.shared = &sev_shared_view,
	.set_option = sev_set_option,
	.init_vcpu = sev_init_vcpu,
	.cpuid = sev_cpuid,
	.rdmsr = sev_rdmsr,
	.write_cr3 = sev_write_cr3,
};
