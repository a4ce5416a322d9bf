/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Intel TDX, as a guest sees it: Intel, "Intel TDX Module Architecture
 * Specification: TDX Module ABI Reference" (348551), here "TDX ABI" with the
 * name of the leaf, and "Guest-Host-Communication Interface (GHCI) for Intel
 * TDX" (344426), here "GHCI". Only what the monitor uses has a name.
 */
#ifndef ASM_TDX_H
#define ASM_TDX_H

#include <monitor/macros.h>
#include <monitor/types.h>

struct vcpu;

/* The top bit of a guest physical address: set for shared memory */
#define TDX_GPA_BITS		48
#define TDX_SHARED_BIT		BIT(TDX_GPA_BITS - 1)

/* TDCALL: leaves, in RAX */
#define TDG_VP_VMCALL		0
#define TDG_VP_INFO		1
#define TDG_VP_VEINFO_GET	3
#define TDG_MEM_PAGE_ACCEPT	6
#define TDG_VM_RD		7
#define TDG_VM_WR		8

/* Completion status, in RAX */
#define TDX_SUCCESS			0
#define TDX_OPERAND_INVALID		0xc000010000000000ULL
#define TDX_NO_VALID_VE_INFO		0xc000070400000000ULL
#define TDX_PAGE_ALREADY_ACCEPTED	0x00000b0a00000000ULL
#define TDX_PAGE_SIZE_MISMATCH		0xc0000b0b00000000ULL
#define TDX_METADATA_FIELD_ID_INCORRECT	0xc0000c0000000000ULL

/* TDG.VP.INFO: attributes, in RDX: no #VE for private memory */
#define TDX_ATTRIBUTE_SEPT_VE_DISABLE	BIT(28)

/* TDG.VM.RD and TDG.VM.WR: fields of the TD that Linux asks for */
#define TDCS_CONFIG_FLAGS		0x1110000300000016ULL
#define TDCS_TD_CTLS			0x1110000300000017ULL
#define TDCS_NOTIFY_ENABLES		0x9100000000000010ULL
#define TDCS_TOPOLOGY_ENUM_CONFIGURED	0x9100000000000019ULL
#define TD_CTLS_ENUM_TOPOLOGY		BIT(1)

/* TDG.VP.VMCALL: sub-functions, in R11, if R10 is 0 (GHCI, 3) */
#define TDVMCALL_CPUID			10		/* GHCI, 3.6 */
#define TDVMCALL_HLT			12		/* GHCI, 3.8 */
#define TDVMCALL_IO			30		/* GHCI, 3.9 */
#define TDVMCALL_RDMSR			31		/* GHCI, 3.10 */
#define TDVMCALL_WRMSR			32		/* GHCI, 3.11 */
#define TDVMCALL_MMIO			48		/* GHCI, 3.7 */
#define TDVMCALL_GET_INFO		0x10000		/* GHCI, 3.1 */
#define TDVMCALL_MAP_GPA		0x10001		/* GHCI, 3.2 */
#define TDVMCALL_FATAL_ERROR		0x10003		/* GHCI, 3.4 */

/* What they answer, in R10 */
#define TDVMCALL_SUCCESS		0
#define TDVMCALL_RETRY			1
#define TDVMCALL_INVALID_OPERAND	0x8000000000000000ULL
#define TDVMCALL_ALIGN_ERROR		0x8000000000000002ULL
#define TDVMCALL_UNSUPPORTED		0x8000000000000003ULL

/* #VE, and why: Intel SDM, volume 3 (325384), appendix C Basic exit reasons */
#define VECTOR_VE		20
#define VE_CPUID		10
#define VE_HLT			12
#define VE_IO			30
#define VE_MSR_READ		31
#define VE_MSR_WRITE		32
#define VE_EPT_VIOLATION	48

/* Exit qualification, appendix of the same volume, 28.2.1: I/O, EPT violation */
#define VE_IO_IN		BIT(3)
#define VE_IO_STRING		BIT(4)
#define VE_IO_REP		BIT(5)
#define VE_IO_PORT_SHIFT	16
#define VE_EPT_READ		BIT(0)
#define VE_EPT_WRITE		BIT(1)

/**
 * struct ve_info - what TDG.VP.VEINFO.GET tells of a #VE
 * @valid: there is one that the guest has not asked for yet
 * @reason: VE_*
 * @qualification: details, by reason
 * @gla: guest linear address, for EPT violations
 * @gpa: guest physical address with the shared bit, for EPT violations
 * @length: of the instruction, for other reasons
 */
struct ve_info {
	bool valid;
	u64 reason;
	u64 qualification;
	u64 gla;
	u64 gpa;
	u32 length;
};

void ve_raise(struct vcpu *vcpu, const struct ve_info *info);
void ve_get(struct vcpu *vcpu);
void ve_mmio(struct vcpu *vcpu);
bool ve_for_exit(struct vcpu *vcpu, u32 code);
bool ve_for_msr(u32 msr);
void ve_intercept_msrs(void);
u64 ve_io_map(void);

bool tdcall(struct vcpu *vcpu);
void tdvmcall(struct vcpu *vcpu);
u64 tdx_map_gpa(struct vcpu *vcpu);
u64 tdx_page_accept(struct vcpu *vcpu);

bool insn_address(const struct vcpu *vcpu, u64 *address);

#endif /* ASM_TDX_H */
