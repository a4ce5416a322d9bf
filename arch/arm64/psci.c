// SPDX-License-Identifier: GPL-2.0-only
/*
 * Power State Coordination Interface (DEN 0022): the guest's calls are passed on
 * to QEMU, which plays the firmware.
 */
#include <asm/personality.h>
#include <asm/psci.h>
#include <asm/smc.h>
#include <asm/smmu.h>
#include <monitor/printk.h>

/**
 * psci_call() - deal with a call of PSCI
 * @x: X0 to X3 of the guest, changed to the answer
 *
 * A processor that starts would do so at EL2, in the guest's code: only the one
 * that runs is supported. Does not return if the guest powers the machine off.
 *
 * Return: false if it is not a call of PSCI.
 */
bool psci_call(u64 x[4])
{
	u32 function = (u32)x[0] & ~SMCCC_CALL_64;

	if (function < PSCI_FIRST || function > PSCI_LAST)
		return false;

	switch (function) {
	case PSCI_CPU_ON:
		panic("the guest starts a second processor: give QEMU one only");
	case PSCI_FEATURES:
		/* Asked before it is known that there is an SMCCC to ask. */
		if ((u32)x[1] == SMCCC_VERSION) {
			x[0] = PSCI_SUCCESS;
			return true;
		}
		break;
	case PSCI_SYSTEM_OFF:
	case PSCI_SYSTEM_RESET:
	case PSCI_SYSTEM_RESET2:
		pr_info("the guest ends, %llu transfers were refused", smmu_report_faults());
		if (personality->report)
			personality->report();
		break;
	}
	smc(x);
	return true;
}
