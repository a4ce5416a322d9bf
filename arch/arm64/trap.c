// SPDX-License-Identifier: GPL-2.0-only
/*
 * Exceptions in the monitor itself, and interrupts that should have gone to the
 * guest. Each one is a bug of the monitor.
 */
#include <asm/entry.h>
#include <asm/sysreg.h>
#include <monitor/printk.h>

/**
 * trap() - report an exception that nobody expects, and power off
 * @vector: the vector's number, from 0 at the table's start
 *
 * Arm Architecture Reference Manual (DDI 0487), D1.3.1.5: 0 to 7 are for
 * exceptions from EL2, 8 to 15 for those from the guest.
 */
void trap(u64 vector)
{
	panic("exception %llu in the monitor at 0x%llx, ESR 0x%llx, FAR 0x%llx", vector,
	      read_sysreg(elr_el2), read_sysreg(esr_el2), read_sysreg(far_el2));
}
