// SPDX-License-Identifier: GPL-2.0-only
/*
 * Power State Coordination Interface (DEN 0022): the guest's calls are passed on
 * to QEMU, which plays the firmware.
 */
#include <asm/personality.h>
#include <asm/psci.h>
#include <asm/smc.h>
#include <asm/smmu.h>
#include <asm/smp.h>
#include <monitor/printk.h>

/* A processor that turns on starts at EL2: in the monitor, not in the guest. */
static void cpu_on(u64 x[4])
{
	bool is_64 = x[0] & SMCCC_CALL_64;

	spin_lock(&monitor_lock);
	if (is_64)
		x[0] = smp_cpu_on(x[1], x[2], x[3]);
	else
		x[0] = smp_cpu_on((u32)x[1], (u32)x[2], (u32)x[3]);
	spin_unlock(&monitor_lock);
}

static void cpu_off(void)
{
	spin_lock(&monitor_lock);
	smp_cpu_off();
	spin_unlock(&monitor_lock);
}

static void report(void)
{
	spin_lock(&monitor_lock);
	pr_info("the guest ends, %llu transfers were refused", smmu_report_faults());
	if (personality->report)
		personality->report();
	spin_unlock(&monitor_lock);
}

/**
 * psci_call() - deal with a call of PSCI
 * @x: X0 to X3 of the guest, changed to the answer
 *
 * To be called without monitor_lock: a call may not come back for a long time.
 * Does not return if the guest powers the machine off.
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
		cpu_on(x);
		return true;
	case PSCI_CPU_OFF:
		cpu_off();
		break;
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
		report();
		break;
	}
	smc(x);
	return true;
}
