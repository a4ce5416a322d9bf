// SPDX-License-Identifier: GPL-2.0-only
/* What firmware tells a guest under SEV-SNP, see snp.h. */
#include <asm/bootparam.h>
#include <asm/cpuid.h>
#include <asm/guest_mem.h>
#include <asm/layout.h>
#include <asm/personality.h>
#include <asm/snp.h>
#include <asm/vcpu.h>
#include <monitor/printk.h>
#include <monitor/string.h>

/* Leaves of CPUID that the table has, and how many subleaves of each */
static const struct {
	u32 first;
	u32 last;
	u32 subleaves;
} leaves[] = {
	{ 0x00000000, 0x00000003, 1 },
	{ 0x00000004, 0x00000004, 4 },
	{ 0x00000005, 0x00000006, 1 },
	{ CPUID_STRUCTURED_FEATURES, CPUID_STRUCTURED_FEATURES, 2 },
	{ 0x0000000b, 0x0000000b, 2 },
	{ CPUID_XSAVE, CPUID_XSAVE, 2 },
	{ CPUID_HYPERVISOR, CPUID_HYPERVISOR, 1 },
	{ CPUID_EXT_MAX, 0x80000008, 1 },
	{ CPUID_SVM, CPUID_SVM, 1 },
	{ 0x80000019, 0x8000001b, 1 },
	{ 0x8000001d, 0x8000001d, 4 },
	{ 0x8000001e, CPUID_ENCRYPTION, 1 },
};

/* The state that the sizes in leaf 0xd are for: the x87 alone. */
#define XCR0_X87	1

static void add_function(struct snp_cpuid_table *table, struct vcpu *vcpu, u32 leaf, u32 subleaf)
{
	struct cpuid_regs r = vcpu_cpuid(vcpu, leaf, subleaf);

	if (table->count == SNP_CPUID_MAX)
		panic("the CPUID page has no room (SNP ABI, 8.14.2.6)");
	table->functions[table->count++] = (struct snp_cpuid_function){
		.leaf = leaf,
		.subleaf = subleaf,
		.xcr0 = leaf == CPUID_XSAVE ? XCR0_X87 : 0,
		.eax = r.eax,
		.ebx = r.ebx,
		.ecx = r.ecx,
		.edx = r.edx,
	};
}

static void write_cpuid_table(struct vcpu *vcpu)
{
	struct snp_cpuid_table *table = guest_ram(vcpu->p->own, GUEST_CPUID_TABLE, SZ_4K);
	u32 leaf, subleaf;
	unsigned int i;

	memset(table, 0, SZ_4K);
	for (i = 0; i < ARRAY_SIZE(leaves); i++) {
		for (leaf = leaves[i].first; leaf <= leaves[i].last; leaf++) {
			for (subleaf = 0; subleaf < leaves[i].subleaves; subleaf++)
				add_function(table, vcpu, leaf, subleaf);
		}
	}
}

/**
 * snp_finish() - leave the pages of SEV-SNP in the guest's memory
 * @vcpu: the first processor, ready to run
 * @params: where the guest finds its boot parameters
 */
void snp_finish(struct vcpu *vcpu, struct boot_params *params)
{
	const struct view *view = vcpu->p->own;
	struct {
		struct setup_data header;
		u32 blob_address;
		u32 unused;
		struct cc_blob blob;
	} *page = guest_ram(view, GUEST_CC_BLOB, SZ_4K);
	u32 *secrets = guest_ram(view, GUEST_SECRETS, SZ_4K);

	write_cpuid_table(vcpu);
	memset(secrets, 0, SZ_4K);
	*secrets = SNP_SECRETS_VERSION;

	memset(page, 0, SZ_4K);
	page->blob = (struct cc_blob){
		.magic = CC_BLOB_MAGIC,
		.version = CC_BLOB_VERSION,
		.secrets = GUEST_SECRETS,
		.secrets_size = SZ_4K,
		.cpuid = GUEST_CPUID_TABLE,
		.cpuid_size = SZ_4K,
	};
	page->blob_address = GUEST_CC_BLOB + ((u8 *)&page->blob - (u8 *)page);
	page->header.type = SETUP_CC_BLOB;
	page->header.len = sizeof(page->blob_address);
	page->header.next = params->hdr.setup_data;
	params->hdr.setup_data = GUEST_CC_BLOB;
}
