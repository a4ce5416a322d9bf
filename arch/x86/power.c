// SPDX-License-Identifier: GPL-2.0-only
/* Power off, by the fixed hardware of ACPI. */
#include <asm/io.h>
#include <monitor/arch.h>
#include <monitor/macros.h>

/* Where SeaBIOS puts the register on QEMU's PCs: PM base 0x600, PM1a_CNT at 4. */
#define PM1A_CONTROL		0x604

/* ACPI 6.5, 4.8.3.2.1 PM1 Control Registers */
#define PM1_SLP_TYP_SHIFT	10
#define PM1_SLP_EN		BIT(13)

/* ACPI 6.5, 7.4.2: what _S5 says on QEMU's PCs */
#define SLP_TYP_S5		0

/**
 * power_off() - power the machine off
 *
 * QEMU then exits with status 0, whatever the reason for powering off was.
 * Where the register is somewhere else, the processor is halted for good.
 */
void power_off(void)
{
	outw(SLP_TYP_S5 << PM1_SLP_TYP_SHIFT | PM1_SLP_EN, PM1A_CONTROL);
	for (;;)
		asm volatile("cli; hlt");
}
