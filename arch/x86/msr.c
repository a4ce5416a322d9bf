// SPDX-License-Identifier: GPL-2.0-only
/*
 * Model-specific registers of the guest. All but a few are the processor's:
 * AMD64 Architecture Programmer's Manual, volume 2, 15.11 MSR intercepts.
 */
#include <asm/layout.h>
#include <asm/msr.h>
#include <asm/personality.h>
#include <asm/vcpu.h>
#include <monitor/macros.h>
#include <monitor/printk.h>

/*
 * 15.11: two bits per MSR, read and write, for three ranges of 0x2000 MSRs each.
 * The first bytes of their parts of the map:
 */
#define MSRPM_SIZE		(2 * SZ_4K)
#define MSRPM_BITS_PER_MSR	2
#define MSRPM_BOTH_BITS		0x3
#define MSRPM_RANGE_MSRS	0x2000

static const struct {
	u32 first_msr;
	u32 offset;
} msrpm_ranges[] = {
	{ 0x00000000, 0x0000 },
	{ 0xc0000000, 0x0800 },
	{ 0xc0010000, 0x1000 },
};

static u8 msrpm[MSRPM_SIZE] __aligned(SZ_4K);

/* What the guest must not get at, and what a personality answers. */
static const u32 intercepted_msrs[] = {
	MSR_VM_CR,
	MSR_VM_HSAVE_PA,
	MSR_SEV_ES_GHCB,
	MSR_SEV_STATUS,
};

/* Writes of further ones are not reported. */
#define REPORTED_MAX		16

static u32 reported_msrs[REPORTED_MAX];
static unsigned int nr_reported;

/**
 * msr_intercept() - have accesses of the guest to an MSR exit
 * @msr: its number, in one of the map's ranges
 */
void msr_intercept(u32 msr)
{
	unsigned int i, bit;

	for (i = 0; i < ARRAY_SIZE(msrpm_ranges); i++) {
		if (msr - msrpm_ranges[i].first_msr >= MSRPM_RANGE_MSRS)
			continue;
		bit = (msr - msrpm_ranges[i].first_msr) * MSRPM_BITS_PER_MSR;
		msrpm[msrpm_ranges[i].offset + bit / 8] |= MSRPM_BOTH_BITS << bit % 8;
	}
}

/**
 * msr_permission_map() - create the map of intercepted MSRs
 *
 * MSRs outside of the three ranges that the map has (15.11) are intercepted
 * by the processor in any case.
 *
 * Return: physical address of the map, for msrpm_base_pa.
 */
u64 msr_permission_map(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(intercepted_msrs); i++)
		msr_intercept(intercepted_msrs[i]);
	return virt_to_phys(msrpm);
}

static void report_write(u32 msr, u64 value)
{
	unsigned int i;

	for (i = 0; i < nr_reported; i++) {
		if (reported_msrs[i] == msr)
			return;
	}
	if (nr_reported == REPORTED_MAX)
		return;
	reported_msrs[nr_reported++] = msr;
	pr_info("wrmsr 0x%x, value 0x%llx: ignored", msr, value);
}

/**
 * msr_exit() - emulate RDMSR or WRMSR of an intercepted MSR
 * @vcpu: the processor
 *
 * What the personality does not know reads as 0, as QEMU's processors do for
 * an MSR that they do not know; a real one would raise #GP. Writes are
 * ignored, and the first one of each MSR is reported.
 */
void msr_exit(struct vcpu *vcpu)
{
	u32 msr = vcpu->regs[REG_RCX];
	u64 value = 0;

	if (vcpu->vmcb->control.exit_info_1 & EXIT_INFO_MSR_WRITE) {
		value = vcpu->regs[REG_RDX] << 32 | (u32)vcpu->regs[REG_RAX];
		report_write(msr, value);
	} else {
		if (vcpu->p->rdmsr)
			value = vcpu->p->rdmsr(msr);
		vcpu->regs[REG_RAX] = (u32)value;
		vcpu->regs[REG_RDX] = value >> 32;
	}
	vcpu_skip(vcpu, MSR_ACCESS_LENGTH);
}
