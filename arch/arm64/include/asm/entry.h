/* SPDX-License-Identifier: GPL-2.0-only */
/* entry.S, and what it calls. */
#ifndef ASM_ENTRY_H
#define ASM_ENTRY_H

#include <asm/regs.h>
#include <monitor/macros.h>
#include <monitor/types.h>

extern const u8 exception_vectors[];

void __noreturn enter_guest(u64 argument, u64 pc);
void handle_exit(struct guest_regs *regs);
void __noreturn trap(u64 vector);

#endif /* ASM_ENTRY_H */
