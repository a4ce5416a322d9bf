/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Entry at reset: the processor is at EL2 with the MMU off and fetches from
 * flash, at address 0. Copy the monitor to where it is linked and call C.
 */
#include <asm/layout.h>

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
	ldr	x0, =stack_top
	mov	sp, x0
	ldr	x0, =exception_vectors
	msr	vbar_el2, x0
	isb
	mov	x29, xzr
	bl	monitor_main
	brk	#0

	.bss
	.balign	16
	.skip	MONITOR_STACK_SIZE
stack_top:

	.section .note.GNU-stack, "", %progbits
