/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Entry at reset: the processor is at EL2 with the MMU off and fetches from
 * flash, at address 0. Copy the monitor to where it is linked and call C.
 */
#include <asm/layout.h>

/* Call C, on the stack of processor X0, which stays there as the argument. */
	.macro	enter_c function
	ldr	x1, =stacks + MONITOR_STACK_SIZE
	mov	x2, #MONITOR_STACK_SIZE
	madd	x1, x0, x2, x1
	mov	sp, x1
	ldr	x1, =exception_vectors
	msr	vbar_el2, x1
	isb
	mov	x29, xzr
	bl	\function
	brk	#0
	.endm

	.section .start, "ax"
	.globl	_start
_start:
	adr	x0, _start
	ldr	x1, =__monitor_start
	ldr	x2, =__data_end
	ldr	x3, =__monitor_end
copy:
	ldp	x4, x5, [x0], #16
	stp	x4, x5, [x1], #16
	cmp	x1, x2
	b.lo	copy
clear:
	stp	xzr, xzr, [x1], #16
	cmp	x1, x3
	b.lo	clear
	ic	iallu
	dsb	sy
	isb
	ldr	x0, =in_ram
	br	x0
in_ram:
	mov	x0, xzr
	enter_c	monitor_main

/* Entry of the other processors by PSCI's CPU_ON: X0 is which one, from 1 on. */
	.text
	.globl	secondary_start
secondary_start:
	enter_c	secondary_main

	.bss
	.balign	16
stacks:
	.skip	MAX_CPUS * MONITOR_STACK_SIZE

	.section .note.GNU-stack, "", %progbits
