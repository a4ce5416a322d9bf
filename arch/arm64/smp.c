// SPDX-License-Identifier: GPL-2.0-only
/*
 * The processors but the first: off until the guest turns them on by PSCI (DEN
 * 0022). They start in the monitor, because the firmware, that is QEMU, starts
 * them at EL2.
 */
#include <asm/el2.h>
#include <asm/entry.h>
#include <asm/guest_ram.h>
#include <asm/layout.h>
#include <asm/psci.h>
#include <asm/smc.h>
#include <asm/smp.h>
#include <asm/stage2.h>
#include <asm/sysreg.h>
#include <monitor/printk.h>

/**
 * struct cpu - a processor, by its affinity at the lowest level
 * @entry: guest physical address of its first instruction
 * @argument: the guest's, in X0
 * @on: the guest has turned it on, and it has not turned itself off
 */
struct cpu {
	u64 entry;
	u64 argument;
	bool on;
};

static struct cpu cpus[MAX_CPUS] = { { .on = true } };
static unsigned int nr_on = 1;

/*
 * Caches are off. Whether atomic accesses to what is Device memory then work is up to
 * the machine (DDI 0487, B2.9.2 and B2.2.1): on QEMU they do.
 */
struct spinlock monitor_lock;

static u64 affinity_info(u64 target)
{
	u64 x[4] = { PSCI_AFFINITY_INFO | SMCCC_CALL_64, target };

	smc(x);
	return x[0];
}

/**
 * smp_count_cpus() - find out how many processors the machine has
 *
 * QEMU counts them from 0 on, up to 16 in the lowest level of affinity
 * (hw/arm/virt.c, virt_cpu_mp_affinity()). Does not return if there are more
 * than the monitor has room for.
 *
 * Return: the number of processors, with this one.
 */
unsigned int smp_count_cpus(void)
{
	unsigned int nr;

	for (nr = 1; affinity_info(nr) == PSCI_AFFINITY_OFF; nr++) {
		if (nr == MAX_CPUS)
			panic("too many processors, the monitor has room for %d (-smp)", MAX_CPUS);
	}
	return nr;
}

/**
 * smp_is_alone() - is only one processor on?
 *
 * Return: true if it is, and can be no other than the one that asks.
 */
bool smp_is_alone(void)
{
	return nr_on == 1;
}

/**
 * smp_cpu_on() - PSCI's CPU_ON, DEN 0022, 5.6
 * @target: MPIDR of the processor
 * @entry: guest physical address of its first instruction
 * @argument: what it has in X0 then
 *
 * To be called with monitor_lock.
 *
 * Return: what the guest is answered.
 */
u64 smp_cpu_on(u64 target, u64 entry, u64 argument)
{
	u64 x[4];
	struct cpu *cpu;

	if (target >= MAX_CPUS)
		return PSCI_INVALID_PARAMETERS;
	if (!is_guest_ram(entry))
		return PSCI_INVALID_ADDRESS;
	cpu = &cpus[target];
	if (cpu->on)
		return PSCI_ALREADY_ON;

	cpu->entry = entry;
	cpu->argument = argument;
	/* One that has left for smp_cpu_off() is off at any moment. */
	do {
		x[0] = PSCI_CPU_ON | SMCCC_CALL_64;
		x[1] = target;
		x[2] = virt_to_phys(secondary_start);
		x[3] = target;
		smc(x);
	} while (x[0] == PSCI_ALREADY_ON);
	if (x[0] == PSCI_SUCCESS) {
		cpu->on = true;
		nr_on++;
	}
	return x[0];
}

/**
 * smp_cpu_off() - the guest turns the processor off, on which this is called
 *
 * To be called with monitor_lock, and before the firmware is called.
 */
void smp_cpu_off(void)
{
	cpus[read_sysreg(mpidr_el1) & MPIDR_AFF0_MASK].on = false;
	nr_on--;
}

/**
 * secondary_main() - run a processor that is not the first
 * @index: which one
 *
 * Called by start.S. Returns never.
 */
void __noreturn secondary_main(u64 index)
{
	struct cpu cpu;

	el2_init();
	stage2_enable();

	spin_lock(&monitor_lock);
	cpu = cpus[index];
	spin_unlock(&monitor_lock);
	enter_guest(cpu.argument, cpu.entry);
}
