// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages of a guest with private memory: each is either private or shared. A
 * private one is in the private copy of the guest's RAM, out of all devices'
 * reach; a shared one is in the shared copy, for the guest and for devices at
 * the address with the personality's @shared_bit.
 */
#include <asm/guest_page.h>
#include <asm/guest_ram.h>
#include <asm/layout.h>
#include <asm/personality.h>
#include <asm/smmu.h>
#include <asm/stage2.h>
#include <monitor/printk.h>
#include <monitor/string.h>

static bool is_shared[GUEST_RAM_SIZE / SZ_4K];
static u64 times_shared, times_unshared;
static u64 fill;

static bool *state_of(u64 ipa)
{
	return &is_shared[(ipa - GUEST_RAM_BASE) / SZ_4K];
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
	for (ipa = GUEST_RAM_BASE; ipa < GUEST_RAM_END; ipa += SZ_4K)
		stage2_map(ipa, private_copy(ipa), STAGE2_RAM);
}

/**
 * guest_page_is_shared() - is a page shared?
 * @ipa: guest physical address in the guest's RAM
 *
 * Return: true if it is, false if it is private.
 */
bool guest_page_is_shared(u64 ipa)
{
	return *state_of(ipa);
}

/**
 * guest_page_share() - make a private page shared
 * @ipa: guest physical address of the page
 *
 * Its content goes along, or is lost, as the personality says.
 */
void guest_page_share(u64 ipa)
{
	u64 shared_ipa = ipa | personality->shared_bit;

	stage2_unmap(ipa);
	change_content(private_copy(ipa), shared_copy(ipa));
	stage2_map(shared_ipa, shared_copy(ipa), personality->shared_type);
	smmu_map(shared_ipa, shared_copy(ipa));
	*state_of(ipa) = true;
	times_shared++;
}

/**
 * guest_page_unshare() - make a shared page private
 * @ipa: guest physical address of the page, without the bit for shared ones
 *
 * When this returns no device reaches it any more, and what one would find at
 * that place is poison. The content: see guest_page_share().
 */
void guest_page_unshare(u64 ipa)
{
	u64 shared_ipa = ipa | personality->shared_bit;

	smmu_unmap(shared_ipa);
	stage2_unmap(shared_ipa);
	change_content(shared_copy(ipa), private_copy(ipa));
	guest_ram_poison(ipa, SZ_4K);
	stage2_map(ipa, private_copy(ipa), STAGE2_RAM);
	*state_of(ipa) = false;
	times_unshared++;
}

/**
 * guest_pages_report() - print how often pages were shared
 */
void guest_pages_report(void)
{
	pr_info("%llu times a page was shared, %llu times unshared, %llu are shared now",
		times_shared, times_unshared, times_shared - times_unshared);
}
