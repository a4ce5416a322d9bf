/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_SMP_H
#define ASM_SMP_H

#include <monitor/macros.h>
#include <monitor/spinlock.h>
#include <monitor/types.h>

/* One processor at a time deals with what its guest wants: see exit.c. */
extern struct spinlock monitor_lock;

unsigned int smp_count_cpus(void);
bool smp_is_alone(void);
u64 smp_cpu_on(u64 target, u64 entry, u64 argument);
void smp_cpu_off(void);

/* start.S, and what it calls */
extern const u8 secondary_start[];
void __noreturn secondary_main(u64 index);

#endif /* ASM_SMP_H */
