/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_SMP_H
#define ASM_SMP_H

#include <monitor/macros.h>
#include <monitor/types.h>

struct personality;

unsigned int smp_start(void);
unsigned int smp_count(void);
void smp_offer(const struct personality *p, u64 nested_cr3);

/* start.S, and what it calls */
extern const u8 ap_trampoline[], ap_trampoline_end[];
void __noreturn ap_main(unsigned int index);

#endif /* ASM_SMP_H */
