/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * To the guest and back: Arm Architecture Reference Manual (DDI 0487), D1.3.1
 * "Exception entry" with the table of vectors. A synchronous exception from
 * EL1 or EL0 is an exit of the guest; interrupts are not routed here; all that
 * comes from EL2 is a bug of the monitor.
 */
#include <asm/regs.h>
#include <asm/sysreg.h>

	.macro	vector number
	.balign	0x80
	.if	\number == 8
	b	guest_exit
	.else
	mov	x0, #\number
	bl	trap
	.endif
	.endm

	.text
	.balign	0x800
	.globl	exception_vectors
exception_vectors:
	.irp	number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
	vector	\number
	.endr

	.macro	pair op, first, second
	\op	x\first, x\second, [sp, #8 * \first]
	.endm

	.macro	all_pairs op
	pair	\op, 0, 1
	pair	\op, 2, 3
	pair	\op, 4, 5
	pair	\op, 6, 7
	pair	\op, 8, 9
	pair	\op, 10, 11
	pair	\op, 12, 13
	pair	\op, 14, 15
	pair	\op, 16, 17
	pair	\op, 18, 19
	pair	\op, 20, 21
	pair	\op, 22, 23
	pair	\op, 24, 25
	pair	\op, 26, 27
	pair	\op, 28, 29
	.endm

	.balign	0x80
guest_exit:
	sub	sp, sp, #REGS_SIZE
	all_pairs stp
	str	x30, [sp, #8 * 30]
	mov	x0, sp
	bl	handle_exit
	all_pairs ldp
	ldr	x30, [sp, #8 * 30]
	add	sp, sp, #REGS_SIZE
	eret

/*
 * enter_guest(argument, pc): as a boot loader enters the kernel, see the
 * kernel's Documentation/arch/arm64/booting.rst. The other registers are 0.
 */
	.globl	enter_guest
enter_guest:
	msr	elr_el2, x1
	mov	x1, #(SPSR_EL1H | SPSR_DAIF)
	msr	spsr_el2, x1
	.irp	number, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, \
			20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30
	mov	x\number, xzr
	.endr
	/* What is on the stack belongs to monitor_main(), which is over. */
	isb
	eret

	.section .note.GNU-stack, "", %progbits
