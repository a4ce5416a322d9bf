/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guest-hypervisor communication block: AMD, "SEV-ES Guest-Hypervisor
 * Communication Block Standardization" (56421), revision 2.0, here "GHCB".
 * Only what the monitor uses has a name.
 */
#ifndef ASM_GHCB_H
#define ASM_GHCB_H

#include <monitor/macros.h>
#include <monitor/types.h>

struct vcpu;

/* GHCB, 2.3.1 GHCB MSR Protocol: bits 11:0 say what the others are */
#define GHCB_MSR_INFO_MASK	0xfffULL
#define GHCB_MSR_GPA		0x000
#define GHCB_MSR_SEV_INFO_RESP	0x001
#define GHCB_MSR_SEV_INFO_REQ	0x002
#define GHCB_MSR_CPUID_REQ	0x004
#define GHCB_MSR_CPUID_RESP	0x005
#define GHCB_MSR_REGISTER_REQ	0x012		/* 2.3.2 GHCB GPA Registration */
#define GHCB_MSR_REGISTER_RESP	0x013
#define GHCB_MSR_PSC_REQ	0x014
#define GHCB_MSR_PSC_RESP	0x015
#define GHCB_MSR_FEATURES_REQ	0x080
#define GHCB_MSR_FEATURES_RESP	0x081
#define GHCB_MSR_TERMINATE	0x100

/* SEV information response: version 63:48 to 47:32, C-bit 31:24 */
#define GHCB_VERSION_MIN	1ULL
#define GHCB_VERSION_MAX	2ULL
#define GHCB_MSR_INFO_MAX_SHIFT	48
#define GHCB_MSR_INFO_MIN_SHIFT	32
#define GHCB_MSR_INFO_C_SHIFT	24

/* CPUID request: function 63:32, register 31:30; response: its value 63:32 */
#define GHCB_MSR_CPUID_SHIFT	32
#define GHCB_MSR_CPUID_REG(msr)	((msr) >> 30 & 3)
#define GHCB_MSR_CPUID_RESERVED	0x3ffff000ULL

/* Hypervisor features response: 63:12 */
#define GHCB_MSR_DATA_SHIFT	12

/* Hypervisor features */
#define GHCB_FEATURE_SNP	BIT(0)

/* Page state change request: operation 55:52, page 51:12; response: error 63:32 */
#define GHCB_MSR_PSC_GPA(msr)	((msr) & 0x000ffffffffff000ULL)
#define GHCB_MSR_PSC_OP(msr)	((msr) >> 52 & 0xf)
#define GHCB_MSR_PSC_RESERVED	0xff00000000000000ULL

/* Termination request: reason set 15:12, reason 23:16 */
#define GHCB_MSR_REASON_SET(msr)	((msr) >> 12 & 0xf)
#define GHCB_MSR_REASON(msr)		((msr) >> 16 & 0xff)

/* GHCB, 4.1 NAE events: exit codes; those of the processor are in vmcb.h */
#define GHCB_EVENT_NMI_COMPLETE	0x80000003
#define GHCB_EVENT_JUMP_TABLE	0x80000005
#define GHCB_EVENT_PSC		0x80000010
#define GHCB_EVENT_FEATURES	0x8000fffd

/* AP jump table: sw_exit_info_1 */
#define GHCB_JUMP_TABLE_SET	0
#define GHCB_JUMP_TABLE_GET	1

/* What the hypervisor answers in sw_exit_info_1, and then in sw_exit_info_2 */
#define GHCB_RESULT_OK		0
#define GHCB_RESULT_MALFORMED	2
#define GHCB_ERROR_SCRATCH	3
#define GHCB_ERROR_INPUT	5
#define GHCB_ERROR_EVENT	6

/* 4.1.6 SNP Page State Change: operations, and what is in the shared buffer */
#define PSC_OP_PRIVATE		1
#define PSC_OP_SHARED		2

struct psc {
	u16 cur_entry;		/* the first that is not done */
	u16 end_entry;		/* the last one */
	u32 reserved;
	u64 entries[253];
};

/* Entry: page size 56 (1: 2 MiB), operation 55:52, page 51:12, pages of 4 KiB done 11:0 */
#define PSC_ENTRY_LARGE		BIT(56)
#define PSC_ENTRY_DONE_MASK	0xfffULL
#define PSC_ENTRY_RESERVED	0xfe00000000000000ULL

/* What is wrong, in sw_exit_info_2 */
#define PSC_ERROR_HEADER	0x100000001ULL

#define GHCB_USAGE_STANDARD	0

/* GHCB layout. Addresses of fields are those of the VMSA where it has them. */
struct ghcb {
	u8 unused1[0x0cb];
	u8 cpl;
	u8 unused2[0x1f8 - 0x0cc];
	u64 rax;
	u8 unused3[0x308 - 0x200];
	u64 rcx;
	u64 rdx;
	u64 rbx;
	u8 unused4[0x390 - 0x320];
	u64 sw_exit_code;
	u64 sw_exit_info_1;
	u64 sw_exit_info_2;
	u64 sw_scratch;
	u8 unused5[0x3e8 - 0x3b0];
	u64 xcr0;
	u8 valid_bitmap[16];	/* a bit for each quadword in front of it */
	u8 unused6[0x800 - 0x400];
	u8 shared_buffer[0xff0 - 0x800];
	u8 unused7[0xffa - 0xff0];
	u16 protocol_version;
	u32 usage;
};

#define ASSERT_GHCB_OFFSET(field, offset)	\
	static_assert(offsetof(struct ghcb, field) == (offset), #field)

ASSERT_GHCB_OFFSET(cpl, 0x0cb);
ASSERT_GHCB_OFFSET(rax, 0x1f8);
ASSERT_GHCB_OFFSET(rcx, 0x308);
ASSERT_GHCB_OFFSET(sw_exit_code, 0x390);
ASSERT_GHCB_OFFSET(sw_scratch, 0x3a8);
ASSERT_GHCB_OFFSET(xcr0, 0x3e8);
ASSERT_GHCB_OFFSET(valid_bitmap, 0x3f0);
ASSERT_GHCB_OFFSET(protocol_version, 0xffa);
static_assert(sizeof(struct ghcb) == 0x1000, "GHCB size");

/* Number of a field's bit in the valid bitmap. */
#define GHCB_BIT(field)		(offsetof(struct ghcb, field) / sizeof(u64))

static_assert(sizeof(struct psc) == 0xff0 - 0x800, "as large as the shared buffer");

void ghcb_complain(const struct vcpu *vcpu, const struct ghcb *ghcb, const char *what, u64 value);
void ghcb_need(const struct vcpu *vcpu, const struct ghcb *ghcb, unsigned int bit,
	       const char *name);
void ghcb_refuse(struct ghcb *ghcb, u64 error);
void ghcb_check_reserved(const struct vcpu *vcpu, u64 msr, u64 reserved, const char *what);
void ghcb_vmgexit(struct vcpu *vcpu);
void ghcb_event(struct vcpu *vcpu, struct ghcb *ghcb);

#endif /* ASM_GHCB_H */
