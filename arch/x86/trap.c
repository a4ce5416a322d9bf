// SPDX-License-Identifier: GPL-2.0-only
/*
 * Exceptions in the monitor itself. Each one is a bug of the monitor; without
 * this, the machine would reset without a word.
 */
#include <asm/layout.h>
#include <asm/processor.h>
#include <asm/trap.h>
#include <monitor/printk.h>

/* 4.8.4 Gate descriptors, figure 4-24 */
struct idt_gate {
	u16 offset_low;
	u16 selector;
	u16 attributes;
	u16 offset_middle;
	u32 offset_high;
	u32 reserved;
};

/* 4.6.6 Interrupt descriptor-table register */
struct table_pointer {
	u16 limit;
	u64 base;
} __packed;

static struct idt_gate idt[NR_EXCEPTIONS];

/**
 * trap() - report an exception in the monitor, and power off
 * @frame: what the processor and trap_entry.S pushed
 */
void trap(const struct trap_frame *frame)
{
	u64 cr2;

	asm volatile("movq %%cr2, %0" : "=r" (cr2));
	panic("exception %llu in the monitor at 0x%llx, error code 0x%llx, cr2 0x%llx",
	      frame->vector, frame->rip, frame->error_code, cr2);
}

/**
 * trap_init() - prepare the IDT
 *
 * Covers the exceptions, not interrupts, which are off while the monitor runs.
 * An overflow of the stack still resets the machine: there is no second one.
 */
void trap_init(void)
{
	unsigned int i;
	u64 stub;

	for (i = 0; i < NR_EXCEPTIONS; i++) {
		stub = virt_to_phys(trap_stubs) + i * TRAP_STUB_SIZE;
		idt[i] = (struct idt_gate){
			.offset_low = stub,
			.offset_middle = stub >> 16,
			.offset_high = stub >> 32,
			.selector = MONITOR_CS,
			.attributes = GATE_INTERRUPT,
		};
	}
}

/**
 * trap_enable() - have exceptions of this processor in the monitor reported
 *
 * VMRUN and #VMEXIT switch between this and the guest's IDT.
 */
void trap_enable(void)
{
	struct table_pointer pointer = { .limit = sizeof(idt) - 1, .base = virt_to_phys(idt) };

	asm volatile("lidt %0" : : "m" (pointer));
}
