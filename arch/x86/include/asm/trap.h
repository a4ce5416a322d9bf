/* SPDX-License-Identifier: GPL-2.0-only */
/* Exceptions in the monitor itself. Also for assembly. */
#ifndef ASM_TRAP_H
#define ASM_TRAP_H

/* The stubs in trap_entry.S are this far apart, in bytes. */
#define TRAP_STUB_SIZE	16

#ifndef __ASSEMBLER__
#include <monitor/macros.h>
#include <monitor/types.h>

/**
 * struct trap_frame - the stack when trap() is called
 * @vector: which exception
 * @error_code: 0 for exceptions that have none
 * @rip: the instruction
 *
 * AMD64 Architecture Programmer's Manual, volume 2, 8.9.3: what follows @rip
 * is of no use here.
 */
struct trap_frame {
	u64 vector;
	u64 error_code;
	u64 rip;
};

void trap_init(void);
void trap_enable(void);

/* trap_entry.S, and what it calls */
extern const u8 trap_stubs[];
void __noreturn trap(const struct trap_frame *frame);
#endif

#endif /* ASM_TRAP_H */
