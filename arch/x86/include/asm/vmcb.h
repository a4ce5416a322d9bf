/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The virtual machine control block: AMD64 Architecture Programmer's Manual,
 * volume 2 (24593), appendix B (layout) and appendix C (exit codes); other
 * section numbers are of the same volume. Only what the monitor uses has a
 * name.
 */
#ifndef ASM_VMCB_H
#define ASM_VMCB_H

#include <monitor/macros.h>
#include <monitor/types.h>

/* Intercept vectors, appendix B, table B-1 */
#define INTERCEPT_CR3_WRITE	BIT(3)		/* offset 0x002 */

#define INTERCEPT_EXCEPTION(vector)	BIT(vector)	/* offset 0x008 */

#define INTERCEPT_INTR		BIT(0)		/* vector 3, offset 0x00c */
#define INTERCEPT_NMI		BIT(1)		/* vector 3 */
#define INTERCEPT_CPUID		BIT(18)
#define INTERCEPT_HLT		BIT(24)
#define INTERCEPT_INVLPGA	BIT(26)
#define INTERCEPT_IOIO		BIT(27)
#define INTERCEPT_MSR		BIT(28)
#define INTERCEPT_SHUTDOWN	BIT(31)

#define INTERCEPT_VMRUN		BIT(0)		/* vector 4, offset 0x010 */
#define INTERCEPT_VMMCALL	BIT(1)
#define INTERCEPT_VMLOAD	BIT(2)
#define INTERCEPT_VMSAVE	BIT(3)
#define INTERCEPT_STGI		BIT(4)
#define INTERCEPT_CLGI		BIT(5)
#define INTERCEPT_SKINIT	BIT(6)

/* 15.16.1 TLB flush: tlb_control */
#define TLB_CONTROL_NOTHING	0
#define TLB_CONTROL_FLUSH_ALL	1

/* 15.25.3 Enabling nested paging: nested_ctl */
#define NESTED_CTL_NP_ENABLE	BIT(0)

/* 15.20 Event injection: event_inj */
#define EVENT_INJ_EXCEPTION	(3 << 8)
#define EVENT_INJ_VALID		BIT(31)

/* Appendix C: exit_code; the low 32 bits, as TCG does not extend -1 to 64 */
#define VMEXIT_CR3_WRITE	0x13
#define VMEXIT_EXCEPTION(vector)	(0x40 + (vector))
#define VMEXIT_INTR		0x60
#define VMEXIT_NMI		0x61
#define VMEXIT_CPUID		0x72
#define VMEXIT_HLT		0x78
#define VMEXIT_INVLPGA		0x7a
#define VMEXIT_IOIO		0x7b
#define VMEXIT_MSR		0x7c
#define VMEXIT_SHUTDOWN		0x7f
#define VMEXIT_VMRUN		0x80
#define VMEXIT_VMMCALL		0x81
#define VMEXIT_VMLOAD		0x82
#define VMEXIT_VMSAVE		0x83
#define VMEXIT_STGI		0x84
#define VMEXIT_CLGI		0x85
#define VMEXIT_SKINIT		0x86
#define VMEXIT_NPF		0x400
#define VMEXIT_INVALID		0xffffffff

/* 15.10.1 I/O permissions map: a bit for each port, and some behind the last one */
#define IOPM_SIZE		(3 * SZ_4K)

/* 15.10.2 IN and OUT behavior: exit_info_1 of VMEXIT_IOIO; exit_info_2 is the next RIP */
#define EXIT_INFO_IO_IN		BIT(0)
#define EXIT_INFO_IO_STRING	BIT(2)
#define EXIT_INFO_IO_REP	BIT(3)
#define EXIT_INFO_IO_SIZE(info)	((info) >> 4 & 7)	/* bytes */
#define EXIT_INFO_IO_PORT(info)	((info) >> 16 & 0xffff)

/* 15.11 MSR intercepts: exit_info_1 of VMEXIT_MSR */
#define EXIT_INFO_MSR_WRITE	BIT(0)

/* 15.25.6 Nested versus guest page faults: exit_info_1 of VMEXIT_NPF */
#define EXIT_INFO_NPF_WRITE	BIT(1)
#define EXIT_INFO_NPF_FETCH	BIT(4)
#define EXIT_INFO_NPF_WALK	BIT(33)		/* while walking the guest's page tables */

struct vmcb_control {
	u16 intercept_cr_read;
	u16 intercept_cr_write;
	u32 intercept_dr;
	u32 intercept_exceptions;
	u32 intercept_3;
	u32 intercept_4;
	u8 unused1[0x040 - 0x014];
	u64 iopm_base_pa;
	u64 msrpm_base_pa;
	u64 tsc_offset;
	u32 asid;
	u8 tlb_control;
	u8 unused2[3];
	u64 virtual_interrupt;
	u64 interrupt_shadow;
	u64 exit_code;
	u64 exit_info_1;
	u64 exit_info_2;
	u64 exit_int_info;
	u64 nested_ctl;
	u8 unused3[0x0a8 - 0x098];
	u64 event_inj;
	u64 nested_cr3;
	u8 unused4[0x400 - 0x0b8];
};

/* Segment attributes, 15.5.1: present, accessed; code: long; data: 4 GiB */
#define SEGMENT_CODE64		0xa9b
#define SEGMENT_DATA		0xc93
#define SEGMENT_LIMIT_MAX	0xffffffff

struct vmcb_segment {
	u16 selector;
	u16 attributes;		/* descriptor bits 55:52 and 47:40, joined */
	u32 limit;
	u64 base;
};

struct vmcb_save {
	struct vmcb_segment es;
	struct vmcb_segment cs;
	struct vmcb_segment ss;
	struct vmcb_segment ds;
	struct vmcb_segment fs;
	struct vmcb_segment gs;
	struct vmcb_segment gdtr;
	struct vmcb_segment ldtr;
	struct vmcb_segment idtr;
	struct vmcb_segment tr;
	u8 unused1[0x0cb - 0x0a0];
	u8 cpl;
	u8 unused7[0x0d0 - 0x0cc];
	u64 efer;
	u8 unused2[0x148 - 0x0d8];
	u64 cr4;
	u64 cr3;
	u64 cr0;
	u64 dr7;
	u64 dr6;
	u64 rflags;
	u64 rip;
	u8 unused3[0x1d8 - 0x180];
	u64 rsp;
	u8 unused4[0x1f8 - 0x1e0];
	u64 rax;
	u8 unused5[0x240 - 0x200];
	u64 cr2;
	u8 unused6[0x268 - 0x248];
	u64 g_pat;
	u8 unused8[0xc00 - 0x270];
};

struct vmcb {
	struct vmcb_control control;
	struct vmcb_save save;
};

#define ASSERT_VMCB_OFFSET(area, field, offset)					\
	static_assert(offsetof(struct vmcb_ ## area, field) == (offset), #field)

ASSERT_VMCB_OFFSET(control, intercept_cr_write, 0x002);
ASSERT_VMCB_OFFSET(control, intercept_exceptions, 0x008);
ASSERT_VMCB_OFFSET(control, intercept_3, 0x00c);
ASSERT_VMCB_OFFSET(control, intercept_4, 0x010);
ASSERT_VMCB_OFFSET(control, iopm_base_pa, 0x040);
ASSERT_VMCB_OFFSET(control, msrpm_base_pa, 0x048);
ASSERT_VMCB_OFFSET(control, tsc_offset, 0x050);
ASSERT_VMCB_OFFSET(control, asid, 0x058);
ASSERT_VMCB_OFFSET(control, tlb_control, 0x05c);
ASSERT_VMCB_OFFSET(control, virtual_interrupt, 0x060);
ASSERT_VMCB_OFFSET(control, interrupt_shadow, 0x068);
ASSERT_VMCB_OFFSET(control, exit_code, 0x070);
ASSERT_VMCB_OFFSET(control, exit_info_1, 0x078);
ASSERT_VMCB_OFFSET(control, exit_info_2, 0x080);
ASSERT_VMCB_OFFSET(control, exit_int_info, 0x088);
ASSERT_VMCB_OFFSET(control, nested_ctl, 0x090);
ASSERT_VMCB_OFFSET(control, event_inj, 0x0a8);
ASSERT_VMCB_OFFSET(control, nested_cr3, 0x0b0);
ASSERT_VMCB_OFFSET(save, gdtr, 0x060);
ASSERT_VMCB_OFFSET(save, tr, 0x090);
ASSERT_VMCB_OFFSET(save, cpl, 0x0cb);
ASSERT_VMCB_OFFSET(save, efer, 0x0d0);
ASSERT_VMCB_OFFSET(save, cr4, 0x148);
ASSERT_VMCB_OFFSET(save, dr6, 0x168);
ASSERT_VMCB_OFFSET(save, rip, 0x178);
ASSERT_VMCB_OFFSET(save, rsp, 0x1d8);
ASSERT_VMCB_OFFSET(save, rax, 0x1f8);
ASSERT_VMCB_OFFSET(save, cr2, 0x240);
ASSERT_VMCB_OFFSET(save, g_pat, 0x268);
static_assert(offsetof(struct vmcb, save) == 0x400, "save area");
static_assert(sizeof(struct vmcb) == 0x1000, "VMCB size");

#endif /* ASM_VMCB_H */
