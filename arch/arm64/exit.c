// SPDX-License-Identifier: GPL-2.0-only
/* Why the guest stopped running, and who deals with it. */
#include <asm/entry.h>
#include <asm/guest_page.h>
#include <asm/guest_ram.h>
#include <asm/layout.h>
#include <asm/personality.h>
#include <asm/smccc.h>
#include <asm/smmu.h>
#include <asm/smp.h>
#include <asm/stage2.h>
#include <asm/sysreg.h>
#include <monitor/printk.h>

#define INSTRUCTION_SIZE	4

static void skip_instruction(void)
{
	write_sysreg(read_sysreg(elr_el2) + INSTRUCTION_SIZE, elr_el2);
}

/*
 * The guest has nothing to do, so it waits for a device, and if the SMMU has
 * refused something this is when it should be told. An interrupt ends the WFI
 * here as well, though it is taken when the guest runs again.
 */
static void idle(void)
{
	asm volatile("wfi" : : : "memory");
	spin_lock(&monitor_lock);
	smmu_report_faults();
	spin_unlock(&monitor_lock);
	skip_instruction();
}

/*
 * What another processor has unmapped for a moment only is there again when it
 * has left the monitor.
 */
static bool was_momentary(u64 esr, u64 ipa)
{
	return ESR_ABT_STATUS(esr) == ESR_ABT_TRANSLATION && stage2_is_mapped(ipa);
}

/* Returns, with the lock, if the guest can try again. */
static void stage2_fault(u64 esr)
{
	u64 ipa = HPFAR_TO_IPA(read_sysreg(hpfar_el2));
	u64 page = ipa & ~personality->shared_bit;

	if (was_momentary(esr, ipa) || guest_page_touch(ipa, esr & ESR_DABT_WNR))
		return;
	if (!(esr & (ESR_ABT_FAR_INVALID | ESR_ABT_S1PTW)))
		ipa |= read_sysreg(far_el2) & (SZ_4K - 1);
	smmu_report_faults();
	panic("stage 2 fault: %s of guest address 0x%llx, %s%s at 0x%llx, ESR 0x%llx",
	      ESR_EC(esr) == EC_IABT_LOW ? "fetch" : esr & ESR_DABT_WNR ? "write" : "read", ipa,
	      !is_guest_ram(page) ? "not RAM" :
	      guest_page_is_withheld(page) ? "RAM that was refused a conversion" : "RAM",
	      ipa & personality->shared_bit ? " in the shared view," : ",",
	      read_sysreg(elr_el2), esr);
}

/**
 * handle_exit() - deal with an exit of the guest
 * @regs: the guest's registers
 *
 * Returns if the guest can go on, and powers the machine off if not. Exception
 * classes: Arm Architecture Reference Manual (DDI 0487), D19.2.38.
 */
void handle_exit(struct guest_regs *regs)
{
	u64 esr = read_sysreg(esr_el2);

	switch (ESR_EC(esr)) {
	case EC_WFX:
		idle();
		break;
	case EC_HVC64:
		smccc_call(regs, CONDUIT_HVC);
		break;
	case EC_SMC64:
		/* Unlike HVC, a trapped SMC is where the guest would go on. */
		skip_instruction();
		smccc_call(regs, CONDUIT_SMC);
		break;
	case EC_IABT_LOW:
	case EC_DABT_LOW:
		spin_lock(&monitor_lock);
		stage2_fault(esr);
		spin_unlock(&monitor_lock);
		break;
	default:
		spin_lock(&monitor_lock);
		panic("unexpected exit at 0x%llx, ESR 0x%llx", read_sysreg(elr_el2), esr);
	}
}
