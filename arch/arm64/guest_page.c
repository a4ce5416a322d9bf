// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages of a guest with private memory: each is either private or shared. A
 * private one is in the private copy of the guest's RAM, out of the reach of all
 * devices but an accepted one; a shared one is in the shared copy, for the guest and for devices at
 * the address with the personality's @shared_bit.
 */
#include <asm/guest_page.h>
#include <asm/guest_ram.h>
#include <asm/layout.h>
#include <asm/personality.h>
#include <asm/refusal.h>
#include <asm/smmu.h>
#include <asm/stage2.h>
#include <asm/sysreg.h>
#include <monitor/macros.h>
#include <monitor/printk.h>
#include <monitor/string.h>
#include <monitor/touches.h>
#include <monitor/trace.h>

struct page {
	bool shared;
	bool withheld;
	bool beforehand;	/* was shared before the guest started, and is since then */
};

static struct page pages[GUEST_RAM_SIZE / SZ_4K];
static u64 times_shared, times_unshared, beforehand;
static u64 fill;
static bool is_lenient;

static struct page *page_of(u64 ipa)
{
	return &pages[(ipa - GUEST_RAM_BASE) / SZ_4K];
}

static void map_shared(u64 ipa)
{
	u64 shared_ipa = ipa | personality->shared_bit;

	/* With the option "touches" CPUs have to wait, see guest_page_touch(). */
	if (!count_touches || is_lenient)
		stage2_map(shared_ipa, shared_copy(ipa), personality->shared_type);
	smmu_map(shared_ipa, shared_copy(ipa));
}

static void map(u64 ipa)
{
	if (page_of(ipa)->shared) {
		if (!is_lenient)
			map_shared(ipa);
	} else {
		stage2_map(ipa, private_copy(ipa), STAGE2_RAM);
		smmu_map_private(ipa, private_copy(ipa));
	}
	page_of(ipa)->withheld = false;
}

static void unmap(u64 ipa)
{
	u64 shared_ipa = ipa | personality->shared_bit;

	if (page_of(ipa)->shared) {
		if (is_lenient)
			return;
		smmu_unmap(shared_ipa);
		stage2_unmap(shared_ipa);
	} else {
		smmu_unmap_private(ipa);
		stage2_unmap(ipa);
	}
}

static void change_content(u64 from, u64 to)
{
	if (personality->keeps_content)
		memcpy(phys_to_virt(to), phys_to_virt(from), SZ_4K);
	else
		memset64(phys_to_virt(to), fill, SZ_4K / sizeof(u64));
}

/**
 * guest_pages_init() - map the guest's RAM, all of it private
 * @lost_content: what is in a page after it was shared or unshared, if the
 *	personality does not keep the content
 */
void guest_pages_init(u64 lost_content)
{
	u64 ipa;

	fill = lost_content;
	for (ipa = GUEST_RAM_BASE; ipa < guest_ram_end(); ipa += SZ_4K)
		map(ipa);
}

/**
 * guest_pages_be_lenient() - have something at the shared addresses of all pages
 *
 * That is poison for those that are private. Only for a personality with a
 * shared_bit, and right after guest_pages_init().
 */
void guest_pages_be_lenient(void)
{
	u64 ipa;

	is_lenient = true;
	for (ipa = GUEST_RAM_BASE; ipa < guest_ram_end(); ipa += SZ_4K)
		map_shared(ipa);
}

/**
 * guest_page_is_shared() - is a page shared?
 * @ipa: guest physical address in the guest's RAM
 *
 * Return: true if it is, false if it is private.
 */
bool guest_page_is_shared(u64 ipa)
{
	return page_of(ipa)->shared;
}

/**
 * guest_page_share() - make a private page shared
 * @ipa: guest physical address of the page
 *
 * Its content goes along, or is lost, as the personality says.
 */
void guest_page_share(u64 ipa)
{
	unmap(ipa);
	change_content(private_copy(ipa), shared_copy(ipa));
	page_of(ipa)->shared = true;
	map(ipa);
	trace_conversion(ipa, true, read_sysreg(elr_el2));
	touches_conversion(ipa, true);
	times_shared++;
}

/**
 * guest_page_touch() - map a shared page at its first access by a CPU
 * @ipa: guest physical address of the page, with the bit for shared ones
 * @write: true if the access is a write
 *
 * Return: false if the page is not shared, or is mapped. Without the option "touches" it is mapped.
 */
bool guest_page_touch(u64 ipa, bool write)
{
	u64 page = ipa & ~personality->shared_bit;

	if (ipa != (page | personality->shared_bit) || !is_guest_ram(page) ||
	    page_of(page)->withheld || !touches_first(page, write))
		return false;
	stage2_map(ipa, shared_copy(page), personality->shared_type);
	return true;
}

/**
 * guest_page_share_beforehand() - have a page shared when the guest starts
 * @ipa: guest physical address of the page
 *
 * It does not count as one that the guest shared.
 */
void guest_page_share_beforehand(u64 ipa)
{
	guest_page_share(ipa);
	times_shared--;
	beforehand++;
	page_of(ipa)->beforehand = true;
}

/**
 * guest_page_is_beforehand() - is a page shared since before the guest started?
 * @ipa: guest physical address in the guest's RAM
 *
 * Return: true if it is.
 */
bool guest_page_is_beforehand(u64 ipa)
{
	return page_of(ipa)->beforehand;
}

/**
 * guest_page_unshare() - make a shared page private
 * @ipa: guest physical address of the page, without the bit for shared ones
 *
 * When this returns only an accepted device reaches it any more, and what one would find at
 * that place is poison. The content: see guest_page_share().
 */
void guest_page_unshare(u64 ipa)
{
	unmap(ipa);
	change_content(shared_copy(ipa), private_copy(ipa));
	guest_ram_poison(ipa, SZ_4K);
	page_of(ipa)->shared = false;
	map(ipa);
	trace_conversion(ipa, false, read_sysreg(elr_el2));
	touches_conversion(ipa, false);
	if (page_of(ipa)->beforehand)
		beforehand--;
	else
		times_unshared++;
	page_of(ipa)->beforehand = false;
}

/**
 * guest_page_withhold() - have a page out of everybody's reach
 * @ipa: guest physical address of the page
 *
 * To be called when a conversion of the page was refused: then a guest must not
 * use it, because a caller who converts many pages cannot know which ones. It
 * stays so until a conversion succeeds, be it to the state that the page has.
 */
void guest_page_withhold(u64 ipa)
{
	unmap(ipa);
	page_of(ipa)->withheld = true;
}

/**
 * guest_page_is_withheld() - was the page's last conversion refused?
 * @ipa: guest physical address in the guest's RAM
 *
 * Return: true if it was, see guest_page_withhold().
 */
bool guest_page_is_withheld(u64 ipa)
{
	return page_of(ipa)->withheld;
}

/**
 * guest_page_keep() - convert a page to the state that it has
 * @ipa: guest physical address of the page
 */
void guest_page_keep(u64 ipa)
{
	if (page_of(ipa)->withheld)
		map(ipa);
}

/**
 * guest_pages_report() - print how often pages were shared
 */
void guest_pages_report(void)
{
	u64 withheld = 0, i;

	pr_info("%llu times a page was shared, %llu times unshared, %llu are shared now",
		times_shared, times_unshared, times_shared - times_unshared);
	touches_report();
	if (beforehand)
		pr_info("%llu pages are shared since before the guest started", beforehand);
	for (i = 0; i < ARRAY_SIZE(pages); i++)
		withheld += pages[i].withheld;
	refusal_report(withheld);
}
