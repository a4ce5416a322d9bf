/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What runs in the guest before its kernel, if memory is to be shared before that one
 * starts: only a guest can share its memory. It is copied to the guest, see firmware.c;
 * the symbols are those of the VMM's copy.
 */

/* Linux, Documentation/virt/kvm/arm/hypercalls.rst */
#define KVM_MEM_SHARE_HIGH	0xc600
#define KVM_MEM_SHARE_LOW	0x0003

/* Power State Coordination Interface (DEN 0022), 5.1.11 SYSTEM_RESET */
#define PSCI_SYSTEM_RESET_HIGH	0x8400
#define PSCI_SYSTEM_RESET_LOW	0x0009

#define PAGE_SIZE		4096

	.section .rodata
	.balign	8
	.global firmware
firmware:
	mov	x19, x0			/* the device tree, which is for the kernel */
	adr	x20, firmware_regions
next_region:
	ldp	x21, x22, [x20], #16	/* address and size */
	cbz	x22, start_kernel
share_page:
	mov	x0, #KVM_MEM_SHARE_LOW
	movk	x0, #KVM_MEM_SHARE_HIGH, lsl #16
	mov	x1, x21
	mov	x2, xzr
	mov	x3, xzr
	hvc	#0
	cbnz	x0, refused
	add	x21, x21, #PAGE_SIZE
	subs	x22, x22, #PAGE_SIZE
	b.ne	share_page
	b	next_region

/* Linux, Documentation/arch/arm64/booting.rst: what is in the registers */
start_kernel:
	mov	x0, x19
	mov	x1, xzr
	mov	x2, xzr
	mov	x3, xzr
	ldr	x4, firmware_kernel
	br	x4

/* The VMM says that the guest resets. */
refused:
	mov	x0, #PSCI_SYSTEM_RESET_LOW
	movk	x0, #PSCI_SYSTEM_RESET_HIGH, lsl #16
	hvc	#0
	b	.

	.balign	8
	.global firmware_kernel
firmware_kernel:
	.quad	0

/* Up to FIRMWARE_MAX_REGIONS, see firmware.c, and one of size 0 */
	.global firmware_regions
firmware_regions:
	.fill	2 * (16 + 1), 8, 0
	.global firmware_end
firmware_end:
	.section .note.GNU-stack, "", %progbits
