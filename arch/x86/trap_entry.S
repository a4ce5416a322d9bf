/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Entries for exceptions in the monitor, one stub per vector. Nothing is
 * saved: there is no way back.
 */
#include <asm/processor.h>
#include <asm/trap.h>

	.text
	.globl	trap_stubs
	.balign	TRAP_STUB_SIZE
trap_stubs:
	.set	vector, 0
	.rept	NR_EXCEPTIONS
	.balign	TRAP_STUB_SIZE
	.if	!(ERROR_CODE_VECTORS >> vector & 1)
	pushq	$0
	.endif
	pushq	$vector
	jmp	trap_common
	.set	vector, vector + 1
	.endr

trap_common:
	movq	%rsp, %rdi
	call	trap

	.section .note.GNU-stack, "", @progbits
