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
