// SPDX-License-Identifier: GPL-2.0-only
/* Delays, by the timer of ACPI's fixed hardware. */
#include <asm/io.h>
#include <asm/pm_timer.h>
#include <asm/spinlock.h>

/* Where SeaBIOS puts the register on QEMU's PCs: PM base 0x600, PM_TMR at 8. */
#define PM_TIMER		0x608

/* ACPI 6.5, 4.8.3.3 Power Management Timer */
#define PM_TIMER_HZ		3579545ULL
#define PM_TIMER_MASK		0xffffff	/* it may be 24 bits wide */

#define USEC_PER_SEC		1000000

/**
 * delay_us() - wait
 * @us: microseconds; a delay takes at least that long. At most four seconds,
 *	because the timer wraps
 */
void delay_us(unsigned int us)
{
	u32 ticks = us * PM_TIMER_HZ / USEC_PER_SEC + 1, start = inl(PM_TIMER);

	while (((inl(PM_TIMER) - start) & PM_TIMER_MASK) < ticks)
		cpu_relax();
}
