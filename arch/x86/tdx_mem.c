// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages that change sides: MapGPA, the hypervisor's part (GHCI, 3.2), and
 * TDG.MEM.PAGE.ACCEPT, the guest's (TDX ABI).
 */
#include <asm/layout.h>
#include <asm/page_state.h>
#include <asm/processor.h>
#include <asm/spoil.h>
#include <asm/tdx.h>
#include <asm/vcpu.h>
#include <monitor/printk.h>

/*
 * A hypervisor may stop anywhere and have the guest ask again. This one does
 * it after so many pages, so that guests do.
 */
#define PAGES_AT_ONCE	512

/* RCX of TDG.MEM.PAGE.ACCEPT */
#define ACCEPT_LEVEL(rcx)	((rcx) & 7)
#define ACCEPT_LEVEL_MAX	2
#define ACCEPT_GPA(rcx)		((rcx) & 0x000ffffffffff000ULL)
#define ACCEPT_RESERVED		0xfff0000000000ff8ULL

static void complain_map(const struct vcpu *vcpu, u64 gpa, const char *what)
{
	pr_violation("MapGPA of 0x%llx, rip 0x%llx: %s (GHCI, 3.2)", gpa, vcpu->vmcb->save.rip,
		     what);
}

static void complain_accept(const struct vcpu *vcpu, u64 gpa, const char *what)
{
	pr_violation("accept of 0x%llx, rip 0x%llx: %s (TDX ABI, TDG.MEM.PAGE.ACCEPT)", gpa,
		     vcpu->vmcb->save.rip, what);
}

static void map_page(struct vcpu *vcpu, u64 gpa, bool shared)
{
	bool is_shared = page_state(gpa) == PAGE_SHARED;

	if (shared == is_shared)
		complain_map(vcpu, gpa, shared ? "to shared, but it is shared already" :
					"to private, but it is private already");
	else
		page_state_set(vcpu, gpa, shared ? PAGE_SHARED : PAGE_PENDING);
}

static u64 map_range(struct vcpu *vcpu, u64 gpa, u64 size, bool shared)
{
	u64 end = gpa + size, at_once = gpa + PAGES_AT_ONCE * SZ_4K;

	vcpu->regs[REG_R11] = gpa | (shared ? TDX_SHARED_BIT : 0);
	if (!size || !IS_ALIGNED(gpa | size, SZ_4K)) {
		complain_map(vcpu, gpa, "not pages of 4 KiB");
		return TDVMCALL_ALIGN_ERROR;
	}
	if (size > GUEST_RAM_SIZE || gpa > GUEST_RAM_SIZE - size) {
		complain_map(vcpu, gpa, "no RAM of the guest");
		return TDVMCALL_INVALID_OPERAND;
	}
	for (; gpa < end; gpa += SZ_4K) {
		vcpu->regs[REG_R11] = gpa | (shared ? TDX_SHARED_BIT : 0);
		if (gpa == at_once)
			return TDVMCALL_RETRY;
		if (!page_is_ram(gpa)) {
			complain_map(vcpu, gpa, "no RAM of the guest");
			return TDVMCALL_INVALID_OPERAND;
		}
		map_page(vcpu, gpa, shared);
	}
	return TDVMCALL_SUCCESS;
}

/* What else a guest could have asked for than to share one page */
static bool spoil(struct vcpu *vcpu, u64 gpa)
{
	if (spoil_now(SPOIL_TDX_SHARE_TWICE))
		map_page(vcpu, gpa, true);
	if (spoil_now(SPOIL_TDX_SHARE_ADDRESS))
		map_range(vcpu, gpa + GUEST_RAM_SIZE, SZ_4K, true);
	if (spoil_now(SPOIL_TDX_SHARE_UNALIGNED))
		map_range(vcpu, gpa + SZ_4K / 2, SZ_4K, true);
	return spoil_now(SPOIL_TDX_SHARE_LOST);
}

/**
 * tdx_map_gpa() - make pages private or shared
 * @vcpu: the processor; R12 is the first page, with the shared bit if it shall
 *	be shared, and R13 the size in bytes
 *
 * What cannot be done is reported and left out.
 *
 * Return: R10; unless all is done, R11 is the first page that is not.
 */
u64 tdx_map_gpa(struct vcpu *vcpu)
{
	u64 start = vcpu->regs[REG_R12], size = vcpu->regs[REG_R13];
	u64 gpa = start & ~TDX_SHARED_BIT;
	bool shared = start & TDX_SHARED_BIT;

	if (shared && size == SZ_4K && spoil(vcpu, gpa))
		return TDVMCALL_SUCCESS;
	return map_range(vcpu, gpa, size, shared);
}

/* The processor clears what it accepts. */
static void accept_page(struct vcpu *vcpu, u64 gpa)
{
	page_state_set(vcpu, gpa, PAGE_PRIVATE);
	page_clear(vcpu, gpa);
}

static bool all_pending(u64 gpa, u64 pages)
{
	while (pages--) {
		if (!page_is_ram(gpa + pages * SZ_4K) ||
		    page_state(gpa + pages * SZ_4K) != PAGE_PENDING)
			return false;
	}
	return true;
}

/**
 * tdx_page_accept() - TDG.MEM.PAGE.ACCEPT
 * @vcpu: the processor; RCX has the page, and the level of its size
 *
 * A large page is one whose parts are all to be accepted, up to 2 MiB.
 *
 * Return: the completion status.
 */
u64 tdx_page_accept(struct vcpu *vcpu)
{
	u64 rcx = vcpu->regs[REG_RCX], gpa = ACCEPT_GPA(rcx), pages, i;
	unsigned int level = ACCEPT_LEVEL(rcx);

	if ((rcx & ACCEPT_RESERVED) || level > ACCEPT_LEVEL_MAX) {
		complain_accept(vcpu, rcx, "rcx has reserved bits");
		return TDX_OPERAND_INVALID;
	}
	pages = 1ULL << level * PTE_INDEX_BITS;
	if (!IS_ALIGNED(gpa, pages * SZ_4K) || !page_is_ram(gpa)) {
		complain_accept(vcpu, gpa, "not a page of the guest's RAM");
		return TDX_OPERAND_INVALID;
	}
	if (level) {
		if (level == ACCEPT_LEVEL_MAX || !all_pending(gpa, pages))
			return TDX_PAGE_SIZE_MISMATCH;
	} else if (spoil_now(SPOIL_TDX_ACCEPT_LOST)) {
		return TDX_SUCCESS;
	}
	if (page_state(gpa) == PAGE_PRIVATE) {
		complain_accept(vcpu, gpa, "accepted already");
		return TDX_PAGE_ALREADY_ACCEPTED;
	}
	if (page_state(gpa) == PAGE_SHARED) {
		complain_accept(vcpu, gpa, "the page is shared");
		return TDX_OPERAND_INVALID;
	}
	for (i = 0; i < pages; i++)
		accept_page(vcpu, gpa + i * SZ_4K);
	if (spoil_now(SPOIL_TDX_ACCEPT_TWICE))
		tdx_page_accept(vcpu);
	return TDX_SUCCESS;
}
