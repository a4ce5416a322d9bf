// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state of each page of the guest's RAM, see page_state.h: which view
 * reaches it, and what becomes of its content.
 */
#include <asm/guest_mem.h>
#include <asm/layout.h>
#include <asm/page_state.h>
#include <asm/personality.h>
#include <asm/smp.h>
#include <asm/vcpu.h>
#include <monitor/poison.h>
#include <monitor/printk.h>
#include <monitor/string.h>
#include <monitor/touches.h>
#include <monitor/trace.h>

static u8 states[GUEST_RAM_SIZE / SZ_4K];

static const char *const state_names[] = {
	[PAGE_PRIVATE] = "private",
	[PAGE_PENDING] = "private and not accepted",
	[PAGE_SHARED] = "shared",
};

/**
 * page_is_ram() - check that a page can change its state
 * @gpa: guest physical address, without the C-bit
 *
 * Return: true for RAM, false for the PC's hole below 1 MiB and for everything
 * above the guest's RAM.
 */
bool page_is_ram(u64 gpa)
{
	return gpa < GUEST_RAM_SIZE && !(gpa >= CONVENTIONAL_RAM_END && gpa < SZ_1M);
}

/**
 * page_state() - tell the state of a page
 * @gpa: an address in the page, which page_is_ram()
 *
 * Return: the state.
 */
enum page_state page_state(u64 gpa)
{
	return states[gpa / SZ_4K];
}

/**
 * page_state_name() - tell the state of a page in words
 * @gpa: an address in the page, which page_is_ram()
 *
 * Return: what a message can say of it.
 */
const char *page_state_name(u64 gpa)
{
	return state_names[page_state(gpa)];
}

static void fill_page(const struct view *view, u64 gpa, u64 value)
{
	memset64(guest_ram(view, gpa, SZ_4K), value, SZ_4K / sizeof(value));
}

/*
 * Each view has memory of its own, so what the page contained on one side is
 * not seen on the other. What it contained on the same side the last time must
 * not be seen either: hardware would decrypt it with another key, or wipe it.
 */
static void lose_content(const struct personality *p, u64 gpa, bool shared)
{
	fill_page(p->shared, gpa, shared ? CONVERTED_PAGE : SHARED_VIEW_POISON);
	fill_page(p->own, gpa, CONVERTED_PAGE);
}

/**
 * page_state_set() - change the state of a page
 * @vcpu: the processor that asks for it; its TLB is flushed
 * @gpa: the page, which page_is_ram()
 * @state: the new state
 *
 * The page's content is lost if it was shared and is not any more, or the other
 * way round. The TLBs of other processors may still have the page: the guest
 * flushes them itself when it changes its page tables.
 */
void page_state_set(struct vcpu *vcpu, u64 gpa, enum page_state state)
{
	const struct personality *p = vcpu->p;
	bool was_shared = page_state(gpa) == PAGE_SHARED, is_shared = state == PAGE_SHARED;

	gpa = ALIGN_DOWN(gpa, SZ_4K);
	if (was_shared != is_shared) {
		lose_content(p, gpa, is_shared);
		trace_conversion(gpa, is_shared, vcpu->vmcb->save.rip);
		touches_conversion(gpa, is_shared);
	}
	states[gpa / SZ_4K] = state;
	npt_map_ram(p->own, gpa, state == PAGE_PRIVATE);
	npt_map_ram(p->shared, gpa, is_shared && !count_touches);
	vcpu->vmcb->control.tlb_control = TLB_CONTROL_FLUSH_ALL;
}

/**
 * page_state_at_start() - print the number of pages that are not private when a kernel starts
 * @vcpu: the processor, which makes a call that kernels make early
 *
 * A kernel treats all memory as private and accepted when it starts. Another one may have run
 * before and have left pages in other states. Without the option "trace", the function does
 * nothing.
 */
void page_state_at_start(const struct vcpu *vcpu)
{
	u64 pages[PAGE_SHARED + 1] = { 0 }, gpa;

	if (!trace_conversions)
		return;
	for (gpa = 0; gpa < GUEST_RAM_SIZE; gpa += SZ_4K)
		pages[page_state(gpa)]++;
	pr_info("trace: a kernel starts: %llu pages are shared, %llu are private and not accepted, pc 0x%llx",
		pages[PAGE_SHARED], pages[PAGE_PENDING], vcpu->vmcb->save.rip);
}

/**
 * page_clear() - clear a private page
 * @vcpu: the processor that asks for it
 * @gpa: the page, which page_is_ram()
 */
void page_clear(struct vcpu *vcpu, u64 gpa)
{
	fill_page(vcpu->p->own, gpa, 0);
}

/* 15.20: an event that was being delivered when the fault came is not lost. */
static void retry(struct vcpu *vcpu)
{
	struct vmcb_control *control = &vcpu->vmcb->control;

	control->tlb_control = TLB_CONTROL_FLUSH_ALL;
	if (control->exit_int_info & EVENT_INJ_VALID)
		control->event_inj = control->exit_int_info;
}

/**
 * page_state_fault() - deal with an access that the page's state does not allow
 * @vcpu: the processor, which has had a nested page fault
 * @section: of the specification that does not allow it
 *
 * Reports the access, and lets the guest have its way, so that it goes on: each
 * page is reported once until its state changes. The state stays as it is.
 *
 * Return: false if the page's state is not the reason for the fault.
 */
bool page_state_fault(struct vcpu *vcpu, const char *section)
{
	u64 address = vcpu->vmcb->control.exit_info_2, info = vcpu->vmcb->control.exit_info_1;
	const struct view *view = view_of(vcpu->p, address);
	u64 gpa = address & ~(vcpu->p->own->address_bits | vcpu->p->shared->address_bits);

	if (!page_is_ram(gpa))
		return false;
	/* Mapped or not, the page is not executable there: the guest cannot go on. */
	if ((info & EXIT_INFO_NPF_FETCH) && !view->executable)
		return false;
	if (view == vcpu->p->shared && touches_first(gpa, info & EXIT_INFO_NPF_WRITE)) {
		npt_map_ram(view, ALIGN_DOWN(gpa, SZ_4K), true);
		retry(vcpu);
		return true;
	}
	if (page_state(gpa) == (view == vcpu->p->own ? PAGE_PRIVATE : PAGE_SHARED)) {
		/* Another processor may have changed it since. */
		if (smp_count() == 1 || info & EXIT_INFO_NPF_FETCH)
			return false;
		retry(vcpu);
		return true;
	}
	pr_violation("%s of 0x%llx in the %s view, but the page is %s, rip 0x%llx (%s)",
		     npf_access_name(info), gpa, view->name, page_state_name(gpa),
		     vcpu->vmcb->save.rip, section);
	npt_map_ram(view, ALIGN_DOWN(gpa, SZ_4K), true);
	retry(vcpu);
	return true;
}
