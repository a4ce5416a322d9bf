/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * SEV-SNP. Section numbers are those of the AMD64 Architecture Programmer's
 * Manual, volume 2 (24593), instructions are in volume 3 (24594); "SNP ABI" is
 * AMD, "SEV Secure Nested Paging Firmware ABI Specification" (56860).
 */
#ifndef ASM_SNP_H
#define ASM_SNP_H

#include <monitor/macros.h>
#include <monitor/types.h>

struct boot_params;
struct ghcb;
struct vcpu;

/* What PVALIDATE and RMPADJUST leave in EAX */
#define RMP_SUCCESS		0
#define RMP_FAIL_INPUT		1
#define RMP_FAIL_PERMISSION	2
#define RMP_FAIL_SIZEMISMATCH	6

/* SNP ABI, 7.1 CPUID reporting, 8.14.2.6 CPUID page */
#define SNP_CPUID_MAX		64

struct snp_cpuid_function {
	u32 leaf;
	u32 subleaf;
	u64 xcr0;
	u64 xss;
	u32 eax;
	u32 ebx;
	u32 ecx;
	u32 edx;
	u64 reserved;
};

struct snp_cpuid_table {
	u32 count;
	u32 reserved1;
	u64 reserved2;
	struct snp_cpuid_function functions[SNP_CPUID_MAX];
};

static_assert(sizeof(struct snp_cpuid_function) == 48, "SNP ABI, 7.1");
static_assert(sizeof(struct snp_cpuid_table) <= 4096, "SNP ABI, 8.14.2.6");

/* SNP ABI, 8.14.2.5 Secrets page: version, the rest is 0 here */
#define SNP_SECRETS_VERSION	2

/*
 * The confidential computing blob, by which firmware tells Linux of the pages
 * above: struct cc_blob_sev_info in the kernel's arch/x86/include/asm/sev.h.
 */
#define CC_BLOB_MAGIC		0x45444d41	/* "AMDE" */
#define CC_BLOB_VERSION		1

struct cc_blob {
	u32 magic;
	u16 version;
	u16 reserved1;
	u64 secrets;
	u32 secrets_size;
	u32 reserved2;
	u64 cpuid;
	u32 cpuid_size;
	u32 reserved3;
};

static_assert(sizeof(struct cc_blob) == 40, "struct cc_blob_sev_info");

void snp_finish(struct vcpu *vcpu, struct boot_params *params);

bool rmp_instruction(struct vcpu *vcpu);

bool snp_ghcb_request(struct vcpu *vcpu, u64 msr);
bool snp_ghcb_event(struct vcpu *vcpu, struct ghcb *ghcb);
void snp_ghcb_check(struct vcpu *vcpu);

#endif /* ASM_SNP_H */
