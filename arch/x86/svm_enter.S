/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The world switch. VMRUN and #VMEXIT exchange RAX, RSP, RIP, RFLAGS and the
 * control and segment registers; the other general-purpose registers are
 * software's (AMD64 Architecture Programmer's Manual, volume 2, 15.5.1 and
 * 15.6).
 */
#include <asm/regs.h>

/* All but RAX and RSP, and RSI, which holds the array's address meanwhile. */
.macro for_each_reg do:req
	\do	REG_RCX, %rcx
	\do	REG_RDX, %rdx
	\do	REG_RBX, %rbx
	\do	REG_RBP, %rbp
	\do	REG_RDI, %rdi
	\do	REG_R8, %r8
	\do	REG_R9, %r9
	\do	REG_R10, %r10
	\do	REG_R11, %r11
	\do	REG_R12, %r12
	\do	REG_R13, %r13
	\do	REG_R14, %r14
	\do	REG_R15, %r15
.endm

.macro load_reg number:req, reg:req
	movq	(\number * 8)(%rsi), \reg
.endm

.macro save_reg number:req, reg:req
	movq	\reg, (\number * 8)(%rsi)
.endm

/*
 * void svm_enter(u64 vmcb_phys, u64 *regs) - run the guest until its next exit
 * @vmcb_phys: physical address of the VMCB
 * @regs: the guest's general-purpose registers by number, loaded and saved but
 *	for RAX and RSP, which are in the VMCB
 *
 * Returns with the global interrupt flag clear (15.17), as a #VMEXIT leaves
 * it. Does not switch what VMLOAD and VMSAVE do, nor the FPU: the monitor uses
 * neither, so the guest's stay in place.
 */
	.text
	.globl	svm_enter
	.type	svm_enter, @function
svm_enter:
	pushq	%rbx
	pushq	%rbp
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	pushq	%rsi

	movq	%rdi, %rax
	for_each_reg load_reg
	load_reg REG_RSI, %rsi
	vmrun	%rax

	/* RSP is the monitor's again: swap the guest's RSI with the array's address. */
	xchgq	%rsi, (%rsp)
	for_each_reg save_reg
	popq	%rax
	save_reg REG_RSI, %rax

	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbp
	popq	%rbx
	ret
	.size	svm_enter, . - svm_enter

/* What a processor runs that has nothing to do, under VMRUN. */
	.globl	svm_idle
svm_idle:
	hlt
	jmp	svm_idle

	.section .note.GNU-stack, "", @progbits
