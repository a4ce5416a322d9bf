// SPDX-License-Identifier: GPL-2.0-only
/*
 * What EL2 decides about EL1: Arm Architecture Reference Manual (DDI 0487),
 * D19.2, and what the kernel asks for in Documentation/arch/arm64/booting.rst,
 * as far as the processor has it: Arm Neoverse N1 (100616).
 */
#include <asm/el2.h>
#include <asm/sysreg.h>
#include <monitor/printk.h>

/**
 * el2_init() - give EL1 the processor
 *
 * Calls, WFI and what stage 2 does not map come to the monitor. All else that a
 * kernel at EL1 uses, interrupts among it, is left to the guest.
 *
 * Does not return if the processor is not at EL2.
 */
void el2_init(void)
{
	if (read_sysreg(currentel) != CURRENT_EL_EL2)
		panic("not at EL2: give QEMU -M virt,virtualization=on");

	write_sysreg(HCR_RW | HCR_TSC | HCR_TWI | HCR_VM, hcr_el2);
	write_sysreg(CPTR_RES1, cptr_el2);
	write_sysreg(0, hstr_el2);
	write_sysreg(read_sysreg(pmcr_el0) >> PMCR_N_SHIFT & MDCR_HPMN_MASK, mdcr_el2);
	write_sysreg(CNTHCTL_EL1PCEN | CNTHCTL_EL1PCTEN, cnthctl_el2);
	write_sysreg(0, cntvoff_el2);
	write_sysreg(read_sysreg(midr_el1), vpidr_el2);
	write_sysreg(read_sysreg(mpidr_el1), vmpidr_el2);
	write_sysreg(ICC_SRE_ALL, icc_sre_el2);
	isb();
	write_sysreg(0, ich_hcr_el2);
	write_sysreg(SCTLR_EL1_RES1, sctlr_el1);
	isb();
}
