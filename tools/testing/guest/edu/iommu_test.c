// SPDX-License-Identifier: GPL-2.0-only
/*
 * An IOMMU of the machine, and the device as one that was plugged in from outside
 *
 * On a host with SME, the entries of the IOMMU determine which copy of memory a device
 * reaches. A confidential guest has devices of the host in identity domains, where all
 * of these tests are skipped.
 */
#include <linux/cc_platform.h>
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/pci.h>
#include <linux/set_memory.h>
#include <linux/swiotlb.h>

#include <kunit/resource.h>
#include <kunit/test.h>

#include "content.h"
#include "edu.h"
#include "iommu_test.h"
#include "translation.h"

#define RANGE_ORDER	2

static struct edu *edu;

/*
 * Map, use and unmap @size bytes at @buf, which are shared if @attrs says so; they are
 * bounced, or used where they are.
 */
static void expect_use(struct kunit *test, u8 *buf, size_t size, unsigned long attrs, bool bounced)
{
	struct edu_access *t = test->priv;
	size_t used = min_t(size_t, size, EDU_MAX_TRANSFER);
	const u8 *next = filled_buffer(test, used);
	dma_addr_t addr;

	fill(buf, size);
	addr = dma_map_phys(t->dev, virt_to_phys(buf), size, DMA_BIDIRECTIONAL, attrs);
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(t->dev, addr));
	if (bounced)
		expect_bounced(test, addr);
	else
		KUNIT_EXPECT_EQ(test, phys_at(t->dev, addr), virt_to_phys(buf));
	expect_copies(test, addr, buf, next, used);
	dma_unmap_phys(t->dev, addr, size, DMA_BIDIRECTIONAL, attrs);
	KUNIT_EXPECT_MEMEQ(test, buf, next, used);
}

static void memory_is_used_directly(struct kunit *test)
{
	expect_use(test, page_buffer(test) + OFFSET, SIZE, 0, false);
}

static void part_of_a_page_is_bounced_if_untrusted(struct kunit *test)
{
	u8 *page = page_buffer(test);

	make_untrusted(test);
	memset(page, UNTOUCHED, PAGE_SIZE);
	expect_use(test, page + OFFSET, SIZE, 0, true);
	KUNIT_EXPECT_NULL(test, memchr_inv(page, UNTOUCHED, OFFSET));
	KUNIT_EXPECT_NULL(test, memchr_inv(page + OFFSET + SIZE, UNTOUCHED,
					   PAGE_SIZE - OFFSET - SIZE));
}

/* The device must not see earlier contents of the same page of the pool. */
static void rest_of_a_page_is_zero_if_untrusted(struct kunit *test)
{
	struct edu_access *t = test->priv;
	u8 *page = page_buffer(test);
	const u8 *seen;
	dma_addr_t addr;
	int i;

	make_untrusted(test);
	memset(page, UNTOUCHED, PAGE_SIZE);
	/* Enough mappings to leave data in all slots of a segment. */
	for (i = 0; i < IO_TLB_SEGSIZE; i++) {
		addr = dma_map_single(t->dev, page, PAGE_SIZE - 1, DMA_TO_DEVICE);
		KUNIT_ASSERT_FALSE(test, dma_mapping_error(t->dev, addr));
		dma_unmap_single(t->dev, addr, PAGE_SIZE - 1, DMA_TO_DEVICE);
	}
	/* Also leave room before the mapping. */
	dma_set_min_align_mask(t->dev, PAGE_SIZE - 1);
	addr = dma_map_single(t->dev, page + OFFSET, SIZE, DMA_TO_DEVICE);
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(t->dev, addr));
	expect_bounced(test, addr);
	KUNIT_EXPECT_EQ(test, offset_in_page(addr), OFFSET);
	KUNIT_EXPECT_EQ(test, 0, edu_read_memory(t->edu, addr & PAGE_MASK, EDU_MAX_TRANSFER));
	seen = look_at_device(test, t, EDU_MAX_TRANSFER);
	KUNIT_EXPECT_NULL(test, memchr_inv(seen, 0, OFFSET));
	KUNIT_EXPECT_MEMEQ(test, seen + OFFSET, page + OFFSET, SIZE);
	KUNIT_EXPECT_NULL(test, memchr_inv(seen + OFFSET + SIZE, 0,
					   EDU_MAX_TRANSFER - OFFSET - SIZE));
	dma_unmap_single(t->dev, addr, SIZE, DMA_TO_DEVICE);
}

/* There is nothing else in the page. */
static void whole_page_is_used_directly_if_untrusted(struct kunit *test)
{
	make_untrusted(test);
	expect_use(test, page_buffer(test), PAGE_SIZE, 0, false);
}

static void share_no_more(void *page)
{
	/* If this fails nobody knows what the page is: it is not freed. */
	if (!set_memory_encrypted((unsigned long)page, 1))
		free_page((unsigned long)page);
}

/* A page in the state that a device of the host reaches, by whatever way it got so */
static u8 *shared_page(struct kunit *test)
{
	unsigned long page = __get_free_page(GFP_KERNEL);

	KUNIT_ASSERT_NE(test, page, 0);
	KUNIT_ASSERT_EQ(test, 0, set_memory_decrypted(page, 1));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, share_no_more, (void *)page));
	return (u8 *)page;
}

static void skip_if_one_state(struct kunit *test)
{
	if (!cc_platform_has(CC_ATTR_MEM_ENCRYPT))
		kunit_skip(test, "memory has one state");
}

/* On a host with SME, the entry of the IOMMU must not have the C-bit. */
static void decrypted_memory_is_used_as_it_is(struct kunit *test)
{
	skip_if_one_state(test);
	expect_use(test, shared_page(test) + OFFSET, SIZE, DMA_ATTR_CC_SHARED, false);
}

static void shared_page_is_used_directly_if_untrusted(struct kunit *test)
{
	skip_if_one_state(test);
	make_untrusted(test);
	expect_use(test, shared_page(test), PAGE_SIZE, DMA_ATTR_CC_SHARED, false);
}

static void part_of_a_shared_page_is_bounced_if_untrusted(struct kunit *test)
{
	u8 *page;

	skip_if_one_state(test);
	make_untrusted(test);
	page = shared_page(test);
	memset(page, UNTOUCHED, PAGE_SIZE);
	expect_use(test, page + OFFSET, SIZE, DMA_ATTR_CC_SHARED, true);
	KUNIT_EXPECT_NULL(test, memchr_inv(page, UNTOUCHED, OFFSET));
	KUNIT_EXPECT_NULL(test, memchr_inv(page + OFFSET + SIZE, UNTOUCHED,
					   PAGE_SIZE - OFFSET - SIZE));
}

static void free_range(void *range)
{
	free_pages((unsigned long)range, RANGE_ORDER);
}

/*
 * A range that neither starts nor ends with a page: what is between is mapped as it is.
 * That is for devices that want bounce buffers to have the offset of what they stand for.
 */
static void ends_of_a_range_are_bounced_if_untrusted(struct kunit *test)
{
	const size_t head = PAGE_SIZE - OFFSET, size = 2 * PAGE_SIZE, tail = OFFSET;
	const u8 *next = filled_buffer(test, EDU_MAX_TRANSFER);
	struct edu_access *t = test->priv;
	struct dma_iova_state state;
	u8 *range, *buf;

	make_untrusted(test);
	range = (u8 *)__get_free_pages(GFP_KERNEL, RANGE_ORDER);
	KUNIT_ASSERT_NOT_NULL(test, range);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, free_range, range));
	memset(range, UNTOUCHED, PAGE_SIZE << RANGE_ORDER);
	buf = range + OFFSET;
	fill(buf, size);

	dma_set_min_align_mask(t->dev, PAGE_SIZE - 1);
	KUNIT_ASSERT_TRUE(test, dma_iova_try_alloc(t->dev, &state, virt_to_phys(buf), size));
	KUNIT_ASSERT_EQ(test, 0, dma_iova_link(t->dev, &state, virt_to_phys(buf), 0, size,
					       DMA_BIDIRECTIONAL, 0));
	KUNIT_ASSERT_EQ(test, 0, dma_iova_sync(t->dev, &state, 0, size));
	expect_bounced(test, state.addr);
	KUNIT_EXPECT_EQ(test, phys_at(t->dev, state.addr + head), virt_to_phys(buf + head));
	expect_bounced(test, state.addr + size - tail);
	expect_copies(test, state.addr, buf, next, head);
	expect_copies(test, state.addr + head, buf + head, next, EDU_MAX_TRANSFER);
	expect_copies(test, state.addr + size - tail, buf + size - tail, next, tail);
	dma_iova_destroy(t->dev, &state, size, DMA_BIDIRECTIONAL, 0);

	KUNIT_EXPECT_MEMEQ(test, buf, next, head);
	KUNIT_EXPECT_MEMEQ(test, buf + head, next, EDU_MAX_TRANSFER);
	KUNIT_EXPECT_MEMEQ(test, buf + size - tail, next, tail);
	KUNIT_EXPECT_NULL(test, memchr_inv(range, UNTOUCHED, OFFSET));
	KUNIT_EXPECT_NULL(test, memchr_inv(buf + size, UNTOUCHED, PAGE_SIZE - tail));
}

static int iommu_suite_init(struct kunit_suite *suite)
{
	edu = edu_get(false);
	return 0;
}

static void iommu_suite_exit(struct kunit_suite *suite)
{
	if (edu)
		edu_put();
}

static int iommu_test_init(struct kunit *test)
{
	struct edu_access *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	if (!edu || !is_translated(&edu->pdev->dev))
		kunit_skip(test, "there is no edu behind an IOMMU");
	KUNIT_ASSERT_NOT_NULL(test, t);
	test->priv = t;
	access_init(test, t, edu);
	return 0;
}

static void iommu_test_exit(struct kunit *test)
{
	struct edu_access *t = test->priv;

	if (!t)
		return;
	edu->pdev->untrusted = 0;
	dma_set_min_align_mask(t->dev, 0);
	access_exit(t);
}

static struct kunit_case iommu_cases[] = {
	KUNIT_CASE(memory_is_used_directly),
	KUNIT_CASE(part_of_a_page_is_bounced_if_untrusted),
	KUNIT_CASE(rest_of_a_page_is_zero_if_untrusted),
	KUNIT_CASE(whole_page_is_used_directly_if_untrusted),
	KUNIT_CASE(scatterlist),
	KUNIT_CASE(scatterlist_if_untrusted),
	KUNIT_CASE(ends_of_a_range_are_bounced_if_untrusted),
	KUNIT_CASE(decrypted_memory_is_used_as_it_is),
	KUNIT_CASE(shared_page_is_used_directly_if_untrusted),
	KUNIT_CASE(part_of_a_shared_page_is_bounced_if_untrusted),
	KUNIT_CASE(coherent_memory_is_below_its_mask),
	KUNIT_CASE(atomic_memory_is_below_the_coherent_mask),
	KUNIT_CASE(pages_are_used_directly),
	KUNIT_CASE(noncontiguous_memory_is_used_directly),
	{}
};

static struct kunit_suite iommu_suite = {
	.name = "edu_iommu",
	.suite_init = iommu_suite_init,
	.suite_exit = iommu_suite_exit,
	.init = iommu_test_init,
	.exit = iommu_test_exit,
	.test_cases = iommu_cases,
};

kunit_test_suite(iommu_suite);
