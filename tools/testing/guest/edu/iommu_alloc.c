// SPDX-License-Identifier: GPL-2.0-only
/* Memory that is allocated for a device behind an IOMMU */
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/scatterlist.h>

#include <kunit/test.h>

#include "content.h"
#include "edu.h"
#include "iommu_test.h"
#include "translation.h"

#define NR_PIECES	3

/* There is RAM below that, and the addresses that an IOMMU gives first are above. */
#define COHERENT_MASK	DMA_BIT_MASK(30)

/* So few addresses that a test can use them all */
#define LOW_MASK	DMA_BIT_MASK(24)
#define NR_LOW_PAGES	((int)(BIT(24) >> PAGE_SHIFT))

/*
 * The IOMMU translates what is above the mask for streaming memory too: only the one for
 * coherent memory says which addresses the device has for it.
 */
static void expect_below_coherent_mask(struct kunit *test, gfp_t gfp)
{
	struct edu_access *t = test->priv;
	const u8 *next = filled_buffer(test, SIZE);
	dma_addr_t addr;
	u8 *buf;

	KUNIT_ASSERT_EQ(test, 0, dma_set_coherent_mask(t->dev, COHERENT_MASK));
	buf = dma_alloc_coherent(t->dev, PAGE_SIZE, &addr, gfp);
	dma_set_coherent_mask(t->dev, DMA_BIT_MASK(64));
	KUNIT_ASSERT_NOT_NULL(test, buf);
	KUNIT_EXPECT_LE(test, addr + PAGE_SIZE - 1, COHERENT_MASK);
	fill(buf, SIZE);
	expect_copies(test, addr, buf, next, SIZE);
	KUNIT_EXPECT_MEMEQ(test, buf, next, SIZE);
	dma_free_coherent(t->dev, PAGE_SIZE, buf, addr);
	KUNIT_EXPECT_EQ(test, phys_at(t->dev, addr), 0);
}

void coherent_memory_is_below_its_mask(struct kunit *test)
{
	expect_below_coherent_mask(test, GFP_KERNEL);
}

void atomic_memory_is_below_the_coherent_mask(struct kunit *test)
{
	expect_below_coherent_mask(test, GFP_ATOMIC);
}

void pages_are_used_directly(struct kunit *test)
{
	struct edu_access *t = test->priv;
	const u8 *next = filled_buffer(test, SIZE);
	struct page *page;
	dma_addr_t addr;
	u8 *buf;

	make_untrusted(test);
	page = dma_alloc_pages(t->dev, SIZE, &addr, DMA_BIDIRECTIONAL, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, page);
	buf = page_address(page);
	KUNIT_EXPECT_EQ(test, phys_at(t->dev, addr), page_to_phys(page));
	fill(buf, SIZE);
	expect_copies(test, addr, buf, next, SIZE);
	KUNIT_EXPECT_MEMEQ(test, buf, next, SIZE);
	dma_free_pages(t->dev, SIZE, page, addr, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_EQ(test, phys_at(t->dev, addr), 0);
}

void noncontiguous_memory_is_used_directly(struct kunit *test)
{
	const size_t size = NR_PIECES * PAGE_SIZE;
	struct edu_access *t = test->priv;
	const u8 *next = filled_buffer(test, SIZE);
	struct sg_table *table;
	dma_addr_t addr;
	u8 *buf;
	int i;

	table = dma_alloc_noncontiguous(t->dev, size, DMA_BIDIRECTIONAL, GFP_KERNEL, 0);
	KUNIT_ASSERT_NOT_NULL(test, table);
	KUNIT_EXPECT_EQ(test, table->nents, 1);
	addr = sg_dma_address(table->sgl);
	buf = dma_vmap_noncontiguous(t->dev, size, table);
	KUNIT_EXPECT_NOT_NULL(test, buf);
	for (i = 0; buf && i < NR_PIECES; i++) {
		u8 *piece = buf + i * PAGE_SIZE + OFFSET;

		fill(piece, SIZE);
		expect_copies(test, addr + i * PAGE_SIZE + OFFSET, piece, next, SIZE);
		KUNIT_EXPECT_MEMEQ(test, piece, next, SIZE);
	}
	if (buf)
		dma_vunmap_noncontiguous(t->dev, buf);
	dma_free_noncontiguous(t->dev, size, table, DMA_BIDIRECTIONAL);
}

/* Take all addresses below 16 MiB that are left; returns how many it has taken. */
static int take_low_addresses(struct kunit *test, dma_addr_t *taken)
{
	struct edu_access *t = test->priv;
	phys_addr_t phys = phys_at(t->dev, t->coherent_addr);
	int n;

	for (n = 0; n < NR_LOW_PAGES; n++) {
		taken[n] = dma_map_phys(t->dev, phys, PAGE_SIZE, DMA_TO_DEVICE, DMA_ATTR_CC_SHARED);
		if (dma_mapping_error(t->dev, taken[n]))
			break;
	}
	return n;
}

/* That it was given back is seen when all is over: shared.returned counts pages. */
void nothing_is_allocated_without_an_address(struct kunit *test)
{
	struct edu_access *t = test->priv;
	struct page *page = NULL;
	dma_addr_t *taken, addr;
	u8 *buf = NULL;
	int i, n;

	if (!guest_is_private())
		kunit_skip(test, "nothing is shared");
	taken = kunit_kcalloc(test, NR_LOW_PAGES, sizeof(*taken), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, taken);
	KUNIT_ASSERT_EQ(test, 0, dma_set_mask_and_coherent(t->dev, LOW_MASK));
	n = take_low_addresses(test, taken);
	if (n < NR_LOW_PAGES) {
		buf = dma_alloc_coherent(t->dev, PAGE_SIZE, &addr, GFP_KERNEL);
		page = dma_alloc_pages(t->dev, PAGE_SIZE, &addr, DMA_BIDIRECTIONAL, GFP_KERNEL);
	}
	for (i = 0; i < n; i++)
		dma_unmap_phys(t->dev, taken[i], PAGE_SIZE, DMA_TO_DEVICE, DMA_ATTR_CC_SHARED);
	dma_set_mask_and_coherent(t->dev, DMA_BIT_MASK(64));
	KUNIT_EXPECT_GT(test, n, 0);
	KUNIT_EXPECT_LT(test, n, NR_LOW_PAGES);
	KUNIT_EXPECT_NULL(test, buf);
	KUNIT_EXPECT_NULL(test, page);
}
