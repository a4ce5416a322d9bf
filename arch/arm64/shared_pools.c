// SPDX-License-Identifier: GPL-2.0-only
/* Share the pools that the guest's device tree says are shared. */
#include <asm/guest_page.h>
#include <asm/guest_ram.h>
#include <asm/layout.h>
#include <asm/personality.h>
#include <asm/shared_pools.h>
#include <monitor/macros.h>
#include <monitor/printk.h>
#include <monitor/shared_pools.h>
#include <monitor/sizes.h>

static void share(const struct shared_pool *pool)
{
	u64 ipa, end = pool->base + pool->size;

	if (!IS_ALIGNED(pool->base | pool->size, SZ_4K) || !pool->size ||
	    !is_guest_ram(pool->base) || !is_guest_ram(end - 1))
		panic("the pool at 0x%llx is to be shared, and no pages of the guest", pool->base);
	for (ipa = pool->base; ipa < end; ipa += SZ_4K)
		guest_page_share_beforehand(ipa);
	pr_info("the pool at 0x%llx is shared before the guest starts, %llu pages", pool->base,
		pool->size / SZ_4K);
}

/**
 * shared_pools_init() - share pools before the guest starts
 * @p: the guest's personality, for which guest_pages_init() was called
 */
void shared_pools_init(const struct personality *p)
{
	struct shared_pools pools = { 0 };
	struct shared_pool pool;

	if (!fdt_walk_begin(&pools.walk, guest_ram(p, GUEST_DEVICE_TREE)))
		panic("the guest has no device tree");
	while (shared_pools_next(&pools, &pool))
		share(&pool);
}
