// SPDX-License-Identifier: GPL-2.0-only
#include <linux/dma-direct.h>
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/swiotlb.h>

#include <guest/swiotlb_pools.h>

#include "pools.h"
#include "translation.h"

void report_pools(struct device *dev, const char *state)
{
	struct io_tlb_mem *mem = dev->dma_io_tlb_mem;
	struct io_tlb_pool *pool = NULL;
	unsigned long kib;

	if (!mem || !mem->nslabs)
		pr_info("rig: pool none\n");
	else
		while ((pool = next_swiotlb_pool(mem, pool))) {
			if (state && strcmp(state, pool_state(pool)))
				continue;
			kib = (pool->end - pool->start) / SZ_1K;
			pr_info("rig: pool %lu %s %s\n", kib < 1024 ? kib : kib / 1024,
				kib < 1024 ? "KiB" : "MiB", pool_state(pool));
		}
}

static bool is_in_pool(const struct io_tlb_pool *pool, phys_addr_t paddr)
{
	return paddr >= pool->start && paddr < pool->end;
}

#ifdef CONFIG_SWIOTLB_DYNAMIC
static const struct io_tlb_pool *find_transient_pool(struct device *dev, phys_addr_t paddr)
{
	struct io_tlb_pool *pool;

	list_for_each_entry_rcu(pool, &dev->dma_io_tlb_pools, node, true)
		if (is_in_pool(pool, paddr))
			return pool;
	return NULL;
}
#else
static const struct io_tlb_pool *find_transient_pool(struct device *dev, phys_addr_t paddr)
{
	return NULL;
}
#endif

static const struct io_tlb_pool *find_pool(struct device *dev, phys_addr_t paddr)
{
	struct io_tlb_pool *pool = NULL;

	while ((pool = next_swiotlb_pool(dev->dma_io_tlb_mem, pool)))
		if (is_in_pool(pool, paddr))
			return pool;
	return find_transient_pool(dev, paddr);
}

const char *pool_state_at(struct device *dev, phys_addr_t paddr)
{
	const struct io_tlb_pool *pool = find_pool(dev, paddr);

	return pool ? pool_state(pool) : NULL;
}

void *bounce_buffer(struct kunit *test, struct device *dev, dma_addr_t addr)
{
	phys_addr_t paddr = phys_at(dev, addr);
	const struct io_tlb_pool *pool = find_pool(dev, paddr);

	KUNIT_ASSERT_NOT_NULL_MSG(test, pool, "%pad leads to no pool", &addr);
	return pool->vaddr + (paddr - pool->start);
}

unsigned long pool_slots(struct device *dev)
{
	struct io_tlb_mem *mem = dev->dma_io_tlb_mem;

#ifdef CONFIG_SWIOTLB_DYNAMIC
	if (mem->can_grow)
		flush_work(&mem->dyn_alloc);
#endif
	return mem->nslabs;
}

unsigned long pool_slots_used(struct device *dev)
{
	return atomic_long_read(&dev->dma_io_tlb_mem->total_used);
}

void expect_in_shared_pool(struct kunit *test, struct device *dev, phys_addr_t paddr)
{
	const char *state = pool_state_at(dev, paddr);

	if (state)
		KUNIT_EXPECT_STRNEQ(test, state, "private");
	else
		KUNIT_FAIL(test, "%pa is in no pool", &paddr);
}

#define NR_BOUNCES	12

/* Sizes below and above a slot, a page and what is aligned for being large */
static const size_t bounce_sizes[] = { 64, 2049, 700, 4096, 9000, 1 };

/*
 * Map the @i-th buffer in the 64 KiB at @memory and check the alignment of its bounce
 * buffer. The message has the low bits that every slot allocator has to get right, for
 * "make unpatched". The other bits may differ.
 */
static dma_addr_t bounce_one(struct kunit *test, struct device *dev, void *memory, int i)
{
	size_t size = bounce_sizes[i % ARRAY_SIZE(bounce_sizes)];
	void *buf = memory + i * 1216;
	unsigned int mask = dma_get_min_align_mask(dev);
	/* Without a mask, a bounce buffer begins with a slot, and a large one with a page. */
	unsigned int low = mask ?: (size < PAGE_SIZE ? IO_TLB_SIZE : PAGE_SIZE) - 1;
	phys_addr_t orig = virt_to_phys(buf), paddr;
	dma_addr_t addr = dma_map_single(dev, buf, size, DMA_TO_DEVICE);

	KUNIT_ASSERT_FALSE(test, dma_mapping_error(dev, addr));
	paddr = phys_at(dev, addr);
	if (paddr == orig) {
		dma_unmap_single(dev, addr, size, DMA_TO_DEVICE);
		kunit_skip(test, "nothing has to be bounced");
	}
	KUNIT_EXPECT_EQ(test, paddr & low, orig & mask);
	kunit_info(test, "bounced %zu bytes, mask %#x: offset %#llx\n", size, mask,
		   (u64)(paddr & low));
	return addr;
}

static void unbounce_one(struct device *dev, dma_addr_t addr, int i)
{
	dma_unmap_single(dev, addr, bounce_sizes[i % ARRAY_SIZE(bounce_sizes)], DMA_TO_DEVICE);
}

static void free_memory(void *memory)
{
	free_pages((unsigned long)memory, get_order(SZ_64K));
}

/* Map all, give every other one back, map these again: holes are found and filled. */
static void bounce_some(struct kunit *test, struct device *dev, void *memory)
{
	dma_addr_t addr[NR_BOUNCES];
	int i;

	for (i = 0; i < NR_BOUNCES; i++)
		addr[i] = bounce_one(test, dev, memory, i);
	for (i = 0; i < NR_BOUNCES; i += 2)
		unbounce_one(dev, addr[i], i);
	for (i = 0; i < NR_BOUNCES; i += 2)
		addr[i] = bounce_one(test, dev, memory, i);
	for (i = 0; i < NR_BOUNCES; i++)
		unbounce_one(dev, addr[i], i);
}

void expect_bounce_alignment(struct kunit *test, struct device *dev)
{
	void *memory = (void *)__get_free_pages(GFP_KERNEL, get_order(SZ_64K));
	static const unsigned int masks[] = { 0, SZ_512 - 1, SZ_4K - 1 };
	int i;

	KUNIT_ASSERT_NOT_NULL(test, memory);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, free_memory, memory));
	for (i = 0; i < ARRAY_SIZE(masks); i++) {
		dma_set_min_align_mask(dev, masks[i]);
		bounce_some(test, dev, memory);
	}
	dma_set_min_align_mask(dev, 0);
}
