// SPDX-License-Identifier: GPL-2.0-only
/* Delays, by the timer of ACPI's fixed hardware. */
#include <asm/io.h>
#include <asm/pm_timer.h>
#include <asm/processor.h>
#include <monitor/spinlock.h>

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

/* How long the TSC is compared with the timer, and how often both are read at once */
#define TSC_COMPARE_US		50000
#define SAMPLES			32

struct sample {
	u32 timer;
	u64 tsc;
};

/* Of some readings the one that took least: the host may be busy. */
static struct sample read_both(void)
{
	struct sample sample = { 0 }, best = { 0 };
	u64 shortest = ~0ULL, before, took;
	unsigned int i;

	for (i = 0; i < SAMPLES; i++) {
		before = rdtsc();
		sample.timer = inl(PM_TIMER);
		sample.tsc = rdtsc();
		took = sample.tsc - before;
		if (took < shortest) {
			shortest = took;
			best = sample;
		}
	}
	return best;
}

/**
 * tsc_frequency_mhz() - find out how fast the TSC counts
 *
 * Takes a twentieth of a second.
 *
 * Return: the frequency in MHz, rounded.
 */
u32 tsc_frequency_mhz(void)
{
	struct sample start = read_both(), end;
	u64 ticks;

	delay_us(TSC_COMPARE_US);
	end = read_both();
	ticks = (end.timer - start.timer) & PM_TIMER_MASK;
	return ((end.tsc - start.tsc) * PM_TIMER_HZ / ticks + USEC_PER_SEC / 2) / USEC_PER_SEC;
}
