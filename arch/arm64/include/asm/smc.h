/* SPDX-License-Identifier: GPL-2.0-only */
/* Calls to the firmware below, which QEMU plays: SMC Calling Convention (DEN 0028). */
#ifndef ASM_SMC_H
#define ASM_SMC_H

#include <monitor/types.h>

/**
 * smc() - call the firmware
 * @x: X0 to X3 of the call, replaced by those of the answer
 *
 * DEN 0028, 2.6: X4 to X17 may change.
 */
static inline void smc(u64 x[4])
{
	register u64 x0 asm("x0") = x[0];
	register u64 x1 asm("x1") = x[1];
	register u64 x2 asm("x2") = x[2];
	register u64 x3 asm("x3") = x[3];

	asm volatile("smc #0"
		     : "+r" (x0), "+r" (x1), "+r" (x2), "+r" (x3)
		     : : "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14",
			 "x15", "x16", "x17", "memory");
	x[0] = x0;
	x[1] = x1;
	x[2] = x2;
	x[3] = x3;
}

#endif /* ASM_SMC_H */
