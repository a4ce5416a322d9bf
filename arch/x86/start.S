/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Entry from the multiboot loader: from 32-bit protected mode without paging
 * (Multiboot Specification 0.6.96, section 3.2) to long mode (AMD64
 * Architecture Programmer's Manual, volume 2, section 14.8), then to C.
 */
#include <asm/layout.h>
#include <asm/msr.h>
#include <asm/multiboot.h>
#include <asm/processor.h>

	.set	HEADER_FLAGS, MULTIBOOT_HEADER_PAGE_ALIGN | MULTIBOOT_HEADER_MEMORY_INFO
	.set	TABLE_BITS, PTE_PRESENT | PTE_WRITE
	.set	PAGE_BITS, TABLE_BITS | PTE_LARGE

	.section .multiboot, "a"
	.balign	4
	.long	MULTIBOOT_HEADER_MAGIC
	.long	HEADER_FLAGS
	.long	-(MULTIBOOT_HEADER_MAGIC + HEADER_FLAGS)

/* From 32-bit protected mode without paging; clobbers EAX, ECX and EDX. */
.macro enter_long_mode target:req
	movl	$pml4, %eax
	movl	%eax, %cr3
	movl	%cr4, %eax
	orl	$CR4_PAE, %eax
	movl	%eax, %cr4
	/* No-execute in nested page tables needs the host's NXE (15.25.5). */
	movl	$MSR_EFER, %ecx
	rdmsr
	orl	$(EFER_LME | EFER_NXE), %eax
	wrmsr
	/* After INIT, caches are disabled (14.1.3). */
	movl	%cr0, %eax
	andl	$~(CR0_CD | CR0_NW), %eax
	orl	$(CR0_PG | CR0_PE), %eax
	movl	%eax, %cr0
	lgdt	gdt_pointer
	ljmp	$MONITOR_CS, $\target
.endm

.macro load_data_segments
	movl	$MONITOR_DS, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
.endm

	.text
	.code32
	.globl	_start
_start:
	cli
	cld
	/* EAX and EBX are monitor_main()'s arguments; EAX is needed meanwhile. */
	movl	%eax, %edi
	movl	%ebx, %esi
	enter_long_mode long_mode

	.code64
long_mode:
	load_data_segments
	movq	$stacks + MONITOR_STACK_SIZE, %rsp
	xorl	%ebp, %ebp
	call	monitor_main
	ud2

/*
 * Entry of the other processors by a startup interrupt (16.5), in real mode.
 * Runs from its copy at AP_TRAMPOLINE, with CS at that address.
 */
	.code16
	.globl	ap_trampoline, ap_trampoline_end
ap_trampoline:
	cli
	cld
	movw	%cs, %ax
	movw	%ax, %ds
	lgdtl	ap_gdt_pointer - ap_trampoline
	movl	%cr0, %eax
	orl	$CR0_PE, %eax
	movl	%eax, %cr0
	ljmpl	$MONITOR_CS32, $ap_protected_mode
	.balign	8
ap_gdt_pointer:
	.word	gdt_end - gdt - 1
	.long	gdt
ap_trampoline_end:

	.code32
ap_protected_mode:
	load_data_segments
	enter_long_mode ap_long_mode

	.code64
ap_long_mode:
	load_data_segments
	/* Processors are numbered as they come. */
	movl	$1, %edi
	lock xaddl %edi, next_index
	movl	%edi, %eax
	incl	%eax
	imull	$MONITOR_STACK_SIZE, %eax
	leaq	stacks(%rax), %rsp
	xorl	%ebp, %ebp
	call	ap_main
	ud2

	.section .rodata
	.balign	8
gdt:
	.quad	0
	.quad	GDT_CODE64
	.quad	GDT_DATA
	.quad	GDT_CODE32
gdt_end:
gdt_pointer:
	.word	gdt_end - gdt - 1
	.long	gdt

	.data
next_index:
	.long	1

/* The identity mapping of the first 4 GiB, where the monitor, the guest's RAM
 * and the firmware's tables are.
 */
	.globl	pml4
	.balign	SZ_4K
pml4:
	.quad	pdpt + TABLE_BITS
	.balign	SZ_4K
pdpt:
	.set	table, 0
	.rept	SZ_4G / SZ_1G
	.quad	page_directories + table * SZ_4K + TABLE_BITS
	.set	table, table + 1
	.endr
	.balign	SZ_4K
page_directories:
	.set	page, 0
	.rept	SZ_4G / SZ_2M
	.quad	page * SZ_2M + PAGE_BITS
	.set	page, page + 1
	.endr

	.bss
	.balign	16
stacks:
	.skip	MAX_CPUS * MONITOR_STACK_SIZE

	.section .note.GNU-stack, "", @progbits
