// SPDX-License-Identifier: GPL-2.0-only
/* Checks of a device and of the memory of its pool */
#include <linux/device.h>
#include <linux/dma-direct.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/swiotlb.h>

#include <kunit/test.h>

#include "pools.h"
#include "said.h"

#define BUFFER_SIZE	512

/* How many pages count_shared() looks at */
#define ALL_PAGES	3

/* The largest mapping in a pool that is not smaller */
#define MAX_MAPPING	SZ_256K

static bool in_pool(const struct pools_test *t, phys_addr_t paddr, size_t size)
{
	return resource_size(&t->pool) && paddr >= t->pool.start &&
	       paddr + size - 1 <= t->pool.end;
}

static bool pool_is_shared(const struct pools_test *t)
{
	return t->want == UP_SHARED || t->want == UP_NOT_CONVERTED;
}

static void expect_address(struct kunit *test, const char *what, dma_addr_t addr, size_t size)
{
	struct pools_test *t = test->priv;
	phys_addr_t paddr = dma_to_phys(t->dev, addr);

	if (!in_pool(t, paddr, size))
		KUNIT_FAIL(test, "%s of %s is at %pa, not in its pool %s", what, t->row->device,
			   &paddr, t->pool_name);
	if (addr != dma_addr_in_state(paddr, pool_is_shared(t)))
		KUNIT_FAIL(test, "%s of %s has the address %pad, which is not that of %s memory",
			   what, t->row->device, &addr, pool_is_shared(t) ? "shared" : "private");
}

static void expect_streaming(struct kunit *test, size_t size)
{
	struct pools_test *t = test->priv;
	u8 *buf = kunit_kmalloc(test, size, GFP_KERNEL), *bounced;
	dma_addr_t addr;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	memset(buf, 0x31, size);
	addr = dma_map_single(t->dev, buf, size, DMA_BIDIRECTIONAL);
	if (dma_mapping_error(t->dev, addr))
		KUNIT_FAIL_AND_ABORT(test, "%s cannot map %zu bytes in its pool %s",
				     t->row->device, size, t->pool_name);
	expect_address(test, "a mapping", addr, size);
	bounced = phys_to_virt(dma_to_phys(t->dev, addr));
	KUNIT_EXPECT_NULL(test, memchr_inv(bounced, 0x31, size));
	memset(bounced, 0x32, size);
	dma_unmap_single(t->dev, addr, size, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_NULL(test, memchr_inv(buf, 0x32, size));
}

static void expect_coherent(struct kunit *test)
{
	struct pools_test *t = test->priv;
	dma_addr_t addr;
	void *buf = dma_alloc_coherent(t->dev, PAGE_SIZE, &addr, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, buf);
	expect_address(test, "coherent memory", addr, PAGE_SIZE);
	memset(buf, 0x33, PAGE_SIZE);
	dma_free_coherent(t->dev, PAGE_SIZE, buf, addr);
}

/* The first pool of the device's allocator is its restricted pool, in the right state. */
static void expect_pool(struct kunit *test)
{
	struct pools_test *t = test->priv;
	struct io_tlb_mem *mem = t->dev->dma_io_tlb_mem;
	const struct io_tlb_pool *pool;

	KUNIT_ASSERT_NOT_NULL(test, mem);
	pool = &mem->defpool;
	if (!in_pool(t, pool->start, pool->end - pool->start))
		KUNIT_FAIL_AND_ABORT(test, "%s came up with the pool at %pa, not with %s",
				     t->row->device, &pool->start, t->pool_name);
	if (t->want != UP && pool->unencrypted != pool_is_shared(t))
		KUNIT_FAIL(test, "the kernel treats %s as %s", t->pool_name,
			   pool->unencrypted ? "shared" : "private");
}

/**
 * expect_up() - the device does DMA in its pool, with mappings up to the size it was told
 * @test:	The test.
 */
void expect_up(struct kunit *test)
{
	struct pools_test *t = test->priv;
	size_t max = min(resource_size(&t->pool), MAX_MAPPING);

	KUNIT_ASSERT_NOT_NULL_MSG(test, t->dev->driver, "%s does not probe", t->row->device);
	expect_pool(test);
	expect_streaming(test, BUFFER_SIZE);
	expect_coherent(test);
	KUNIT_ASSERT_EQ(test, max, dma_max_mapping_size(t->dev));
	/* Large bounce buffers are page aligned, so that fewer slots of other pools fit. */
	if (PAGE_ALIGNED(t->pool.start))
		expect_streaming(test, max);
}

static void expect_message(struct kunit *test, const char *pool, const char *text)
{
	struct pools_test *t = test->priv;

	if (!kernel_said(dev_name(t->dev), pool, text))
		KUNIT_FAIL(test, "the log has no line with %s, %s and '%s'", dev_name(t->dev),
			   pool ?: "", text);
}

static void expect_no_mapping(struct kunit *test)
{
	struct pools_test *t = test->priv;
	u8 *buf = kunit_kzalloc(test, BUFFER_SIZE, GFP_KERNEL);
	dma_addr_t addr;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	addr = dma_map_single(t->dev, buf, BUFFER_SIZE, DMA_TO_DEVICE);
	if (dma_mapping_error(t->dev, addr))
		return;
	KUNIT_FAIL(test, "%s can map a buffer, although its pool %s has to be rejected",
		   t->row->device, t->pool_name);
	dma_unmap_single(t->dev, addr, BUFFER_SIZE, DMA_TO_DEVICE);
}

static void expect_no_memory(struct kunit *test, gfp_t gfp)
{
	struct pools_test *t = test->priv;
	struct page *page;
	dma_addr_t addr;
	void *buf;

	buf = dma_alloc_coherent(t->dev, PAGE_SIZE, &addr, gfp);
	if (buf) {
		KUNIT_FAIL(test, "%s gets coherent memory, although its pool %s has to be rejected",
			   t->row->device, t->pool_name);
		dma_free_coherent(t->dev, PAGE_SIZE, buf, addr);
	}
	page = dma_alloc_pages(t->dev, PAGE_SIZE, &addr, DMA_TO_DEVICE, gfp);
	if (page) {
		KUNIT_FAIL(test, "%s gets pages, although its pool %s has to be rejected",
			   t->row->device, t->pool_name);
		dma_free_pages(t->dev, PAGE_SIZE, page, addr, DMA_TO_DEVICE);
	}
}

/**
 * expect_rejected() - the device probes, its DMA fails, and the log has the reason
 * @test:	The test.
 */
void expect_rejected(struct kunit *test)
{
	struct pools_test *t = test->priv;
	static bool message_was_seen;

	KUNIT_EXPECT_NOT_NULL_MSG(test, t->dev->driver, "%s does not probe", t->row->device);
	expect_message(test, NULL, "rejecting DMA");
	expect_message(test, t->pool_name, t->row->reason ?: "restricted DMA pool");
	expect_no_mapping(test);
	/* The number of these messages is limited. */
	if (!message_was_seen)
		expect_message(test, NULL,
			       "rejecting DMA: restricted DMA pool cannot be used");
	message_was_seen = true;
	expect_no_memory(test, GFP_KERNEL);
	expect_no_memory(test, GFP_ATOMIC);
}

/**
 * expect_not_restricted() - the device does DMA outside of the pool
 * @test:	The test.
 */
void expect_not_restricted(struct kunit *test)
{
	struct pools_test *t = test->priv;
	u8 *buf = kunit_kzalloc(test, BUFFER_SIZE, GFP_KERNEL);
	dma_addr_t addr;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	KUNIT_ASSERT_NOT_NULL_MSG(test, t->dev->driver, "%s does not probe", t->row->device);
	if (t->want == NOT_RESTRICTED)
		expect_message(test, t->pool_name, "DMA is not restricted");
	else
		KUNIT_EXPECT_FALSE(test, kernel_said(dev_name(t->dev), NULL,
						     "DMA is not restricted"));
	addr = dma_map_single(t->dev, buf, BUFFER_SIZE, DMA_TO_DEVICE);
	KUNIT_ASSERT_EQ(test, 0, dma_mapping_error(t->dev, addr));
	KUNIT_EXPECT_FALSE(test, in_pool(t, dma_to_phys(t->dev, addr), BUFFER_SIZE));
	dma_unmap_single(t->dev, addr, BUFFER_SIZE, DMA_TO_DEVICE);
}

/**
 * expect_shared() - the hypervisor has the pages of the pool in the right state
 * @test:	The test.
 */
void expect_shared(struct kunit *test)
{
	struct pools_test *t = test->priv;
	bool shared = t->want == UP_SHARED || t->want == REJECTED_SHARED;
	int count = count_shared(&t->pool);

	if (count != (shared ? ALL_PAGES : 0))
		KUNIT_FAIL(test, "%d of %d pages of %s are shared, not %s", count, ALL_PAGES,
			   t->pool_name, shared ? "all" : "none");
}

/**
 * expect_reserved() - the memory of the pool is not used for something else
 * @test:	The test.
 */
void expect_reserved(struct kunit *test)
{
	struct pools_test *t = test->priv;
	phys_addr_t at;

	for (at = t->pool.start; at < t->pool.end; at += PAGE_SIZE) {
		if (!PageReserved(pfn_to_page(PHYS_PFN(at)))) {
			KUNIT_FAIL(test, "%s is in use from %pa on", t->pool_name, &at);
			return;
		}
	}
}
