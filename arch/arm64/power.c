// SPDX-License-Identifier: GPL-2.0-only
/* Power off, by PSCI. */
#include <asm/psci.h>
#include <asm/smc.h>
#include <monitor/arch.h>

/**
 * power_off() - power the machine off
 *
 * QEMU then exits with status 0, whatever the reason for powering off was.
 */
void power_off(void)
{
	u64 x[4] = { PSCI_SYSTEM_OFF };

	smc(x);
	for (;;)
		asm volatile("wfi");
}
