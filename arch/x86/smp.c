// SPDX-License-Identifier: GPL-2.0-only
/*
 * The processors but the first. The monitor starts them all at once; then they
 * wait until the guest asks for them, by the mailbox of ACPI 6.5, 5.2.12.19.
 */
#include <asm/acpi.h>
#include <asm/apic.h>
#include <asm/cpuid.h>
#include <asm/guest_mem.h>
#include <asm/layout.h>
#include <asm/personality.h>
#include <asm/pm_timer.h>
#include <asm/smp.h>
#include <asm/svm.h>
#include <asm/trap.h>
#include <asm/vcpu.h>
#include <monitor/printk.h>
#include <monitor/spinlock.h>
#include <monitor/string.h>

/* 16.5: between INIT and the startup interrupt; then until it is given up */
#define INIT_DELAY_US		10000
#define ARRIVAL_POLL_US		1000
#define ARRIVAL_POLLS		10000

static struct vcpu vcpus[MAX_CPUS];
static unsigned int nr_cpus;
static unsigned int nr_arrived;

/* What the others need, and that it is there. */
static const struct personality *guest_personality;
static u64 guest_nested_cr3;
static bool guest_ready;

/**
 * smp_start() - bring all processors of the machine into the monitor
 *
 * To be called before the guest's RAM is prepared: processors start in low
 * memory, and leave it before they count as arrived. Does not return if there
 * are too many processors, or if one does not arrive within ten seconds.
 *
 * Return: the number of processors, with this one.
 */
unsigned int smp_start(void)
{
	unsigned int nr = acpi_count_cpus(), polls;

	nr_cpus = nr;
	if (nr > MAX_CPUS)
		panic("%u processors, the monitor has room for %d (-smp)", nr, MAX_CPUS);
	if (nr == 1)
		return nr;

	memcpy(phys_to_virt(AP_TRAMPOLINE), ap_trampoline, ap_trampoline_end - ap_trampoline);
	apic_write(APIC_ICR_LOW, APIC_ICR_ALL_BUT_SELF | APIC_ICR_ASSERT | APIC_ICR_INIT);
	delay_us(INIT_DELAY_US);
	apic_write(APIC_ICR_LOW, APIC_ICR_ALL_BUT_SELF | APIC_ICR_ASSERT | APIC_ICR_STARTUP |
		   AP_TRAMPOLINE / SZ_4K);
	for (polls = 0; __atomic_load_n(&nr_arrived, __ATOMIC_ACQUIRE) < nr - 1; polls++) {
		if (polls == ARRIVAL_POLLS)
			panic("%u processors, but only %u started", nr, nr_arrived + 1);
		delay_us(ARRIVAL_POLL_US);
	}
	return nr;
}

/**
 * smp_count() - tell how many processors the guest has
 *
 * Return: the number that smp_start() has found.
 */
unsigned int smp_count(void)
{
	return nr_cpus;
}

/**
 * smp_offer() - let the guest have the other processors when it asks for them
 * @p: the guest's personality
 * @nested_cr3: from npt_create()
 *
 * To be called when the guest's memory is ready.
 */
void smp_offer(const struct personality *p, u64 nested_cr3)
{
	acpi_add_wakeup(p->own);
	guest_personality = p;
	guest_nested_cr3 = nested_cr3;
	__atomic_store_n(&guest_ready, true, __ATOMIC_RELEASE);
}

/* Returns guest physical address of the first instruction. */
static u64 wait_for_wakeup(void)
{
	u32 apic_id = cpuid(CPUID_FEATURES, 0).ebx >> CPUID_EBX_APIC_ID_SHIFT;
	struct acpi_mailbox *mailbox = guest_ram(guest_personality->own, GUEST_MAILBOX,
						 sizeof(*mailbox));
	u64 entry;

	while (__atomic_load_n(&mailbox->command, __ATOMIC_ACQUIRE) != ACPI_WAKEUP_WAKEUP ||
	       mailbox->apic_id != apic_id)
		cpu_relax();
	entry = mailbox->wakeup_vector;
	__atomic_store_n(&mailbox->command, ACPI_WAKEUP_NOOP, __ATOMIC_RELEASE);
	return entry;
}

/**
 * ap_main() - run a processor that is not the first
 * @index: which one, from 1 on
 *
 * Called by start.S. Returns never.
 */
void __noreturn ap_main(unsigned int index)
{
	struct vcpu *vcpu = &vcpus[index];

	trap_enable();
	__atomic_add_fetch(&nr_arrived, 1, __ATOMIC_RELEASE);
	while (!__atomic_load_n(&guest_ready, __ATOMIC_ACQUIRE))
		cpu_relax();

	svm_enable(guest_personality, index);
	vcpu->index = index;
	vcpu_init(vcpu, guest_personality, guest_nested_cr3);
	guest_entry_init(vcpu, wait_for_wakeup());
	vcpu_run(vcpu);
}
