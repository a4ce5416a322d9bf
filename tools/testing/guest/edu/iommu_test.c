// SPDX-License-Identifier: GPL-2.0-only
/*
 * An IOMMU that the guest sees, and the device as one that was plugged in from outside
 *
 * The IOMMU of a confidential guest is the host's: it does not get at private memory
 * either. That of a host with SME gets everywhere, and has to be told where.
 */
#include <linux/cc_platform.h>
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/pci.h>
#include <linux/scatterlist.h>

#include <kunit/test.h>

#include "content.h"
#include "edu.h"
#include "pools.h"
#include "translation.h"

/* A part of a page, not at its start */
#define OFFSET		712
#define SIZE		1200
#define NR_PIECES	3

static struct edu *edu;

static bool guest_is_private(void)
{
	return cc_platform_has(CC_ATTR_GUEST_MEM_ENCRYPT);
}

/* As of a device behind an external port: what else is in a page is not for it. */
static void make_untrusted(struct kunit *test)
{
	struct edu_access *t = test->priv;

	if (!t->dev->dma_io_tlb_mem->nslabs)
		kunit_skip(test, "there is no pool to bounce with");
	t->edu->pdev->untrusted = 1;
}

static void expect_bounced(struct kunit *test, dma_addr_t addr)
{
	struct edu_access *t = test->priv;
	const char *state = pool_state_at(t->dev, phys_at(t->dev, addr));

	KUNIT_ASSERT_NOT_NULL_MSG(test, state, "%pad leads to no pool", &addr);
	/* Elsewhere there is one state, and the flag means nothing. */
	if (cc_platform_has(CC_ATTR_MEM_ENCRYPT))
		KUNIT_EXPECT_STREQ(test, state, "unencrypted");
}

/* The device reads @want, and writes something else there. */
static void expect_copies(struct kunit *test, dma_addr_t addr, const u8 *want, const u8 *next,
			  size_t size)
{
	struct edu_access *t = test->priv;

	KUNIT_EXPECT_EQ(test, 0, edu_read_memory(t->edu, addr, size));
	KUNIT_EXPECT_MEMEQ(test, look_at_device(test, t, size), want, size);
	load_device(test, t, next, size);
	KUNIT_EXPECT_EQ(test, 0, edu_write_memory(t->edu, addr, size));
}

/* Map, use and unmap @size bytes at @buf; they are bounced, or used where they are. */
static void expect_use(struct kunit *test, u8 *buf, size_t size, bool bounced)
{
	struct edu_access *t = test->priv;
	const u8 *next = filled_buffer(test, size);
	dma_addr_t addr;

	fill(buf, size);
	addr = dma_map_single(t->dev, buf, size, DMA_BIDIRECTIONAL);
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(t->dev, addr));
	if (bounced)
		expect_bounced(test, addr);
	else
		KUNIT_EXPECT_EQ(test, phys_at(t->dev, addr), virt_to_phys(buf));
	expect_copies(test, addr, buf, next, size);
	dma_unmap_single(t->dev, addr, size, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_MEMEQ(test, buf, next, size);
}

static u8 *page_buffer(struct kunit *test)
{
	u8 *page = kunit_kmalloc(test, PAGE_SIZE, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_ASSERT_TRUE(test, IS_ALIGNED((unsigned long)page, PAGE_SIZE));
	return page;
}

static void private_memory_is_bounced(struct kunit *test)
{
	expect_use(test, page_buffer(test) + OFFSET, SIZE, guest_is_private());
}

static void part_of_a_page_is_bounced_if_untrusted(struct kunit *test)
{
	u8 *page = page_buffer(test);

	make_untrusted(test);
	memset(page, UNTOUCHED, PAGE_SIZE);
	expect_use(test, page + OFFSET, SIZE, true);
	KUNIT_EXPECT_NULL(test, memchr_inv(page, UNTOUCHED, OFFSET));
	KUNIT_EXPECT_NULL(test, memchr_inv(page + OFFSET + SIZE, UNTOUCHED,
					   PAGE_SIZE - OFFSET - SIZE));
}

/* There is nothing else in the page. One byte less is all that edu can transfer. */
static void whole_page_is_bounced_if_private(struct kunit *test)
{
	struct edu_access *t = test->priv;
	u8 *page = page_buffer(test);
	const u8 *next = filled_buffer(test, EDU_MAX_TRANSFER);
	dma_addr_t addr;

	make_untrusted(test);
	fill(page, PAGE_SIZE);
	addr = dma_map_single(t->dev, page, PAGE_SIZE, DMA_BIDIRECTIONAL);
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(t->dev, addr));
	if (guest_is_private())
		expect_bounced(test, addr);
	else
		KUNIT_EXPECT_EQ(test, phys_at(t->dev, addr), virt_to_phys(page));
	expect_copies(test, addr, page, next, EDU_MAX_TRANSFER);
	dma_unmap_single(t->dev, addr, PAGE_SIZE, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_MEMEQ(test, page, next, EDU_MAX_TRANSFER);
}

/* Memory that is shared already: the coherent page, mapped once more */
static void shared_memory_is_used_directly(struct kunit *test)
{
	struct edu_access *t = test->priv;
	phys_addr_t phys = phys_at(t->dev, t->coherent_addr);
	u8 *want = filled_buffer(test, SIZE);
	dma_addr_t addr;

	if (!guest_is_private())
		kunit_skip(test, "nothing is shared");
	addr = dma_map_phys(t->dev, phys, SIZE, DMA_TO_DEVICE, DMA_ATTR_CC_SHARED);
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(t->dev, addr));
	KUNIT_EXPECT_EQ(test, phys_at(t->dev, addr), phys);
	memcpy(t->coherent, want, SIZE);
	KUNIT_EXPECT_EQ(test, 0, edu_read_memory(t->edu, addr, SIZE));
	dma_unmap_phys(t->dev, addr, SIZE, DMA_TO_DEVICE, DMA_ATTR_CC_SHARED);
	KUNIT_EXPECT_MEMEQ(test, look_at_device(test, t, SIZE), want, SIZE);
}

static void expect_scatterlist(struct kunit *test)
{
	static const size_t sizes[NR_PIECES] = { 100, PAGE_SIZE, SIZE };
	struct edu_access *t = test->priv;
	struct scatterlist list[NR_PIECES], *segment = list;
	u8 *bufs[NR_PIECES];
	size_t size, offset = 0;
	dma_addr_t addr;
	int i, nents;

	sg_init_table(list, NR_PIECES);
	for (i = 0; i < NR_PIECES; i++) {
		bufs[i] = page_buffer(test);
		fill(bufs[i], sizes[i]);
		sg_set_buf(&list[i], bufs[i], sizes[i]);
	}
	nents = dma_map_sg(t->dev, list, NR_PIECES, DMA_TO_DEVICE);
	KUNIT_ASSERT_GT(test, nents, 0);
	for (i = 0; i < NR_PIECES; i++) {
		/* Pieces may have been put together. */
		if (offset == sg_dma_len(segment)) {
			segment = sg_next(segment);
			offset = 0;
		}
		addr = sg_dma_address(segment) + offset;
		offset += sizes[i];
		size = min_t(size_t, sizes[i], EDU_MAX_TRANSFER);
		KUNIT_EXPECT_EQ(test, 0, edu_read_memory(t->edu, addr, size));
		KUNIT_EXPECT_MEMEQ(test, look_at_device(test, t, size), bufs[i], size);
	}
	dma_unmap_sg(t->dev, list, NR_PIECES, DMA_TO_DEVICE);
}

static void scatterlist(struct kunit *test)
{
	expect_scatterlist(test);
}

static void scatterlist_if_untrusted(struct kunit *test)
{
	make_untrusted(test);
	expect_scatterlist(test);
}

/* Who maps pages piece by piece by himself would not have them bounced. */
static void ranges_are_not_for_private_memory(struct kunit *test)
{
	struct edu_access *t = test->priv;
	struct dma_iova_state state;
	bool got = dma_iova_try_alloc(t->dev, &state, 0, SZ_64K);

	KUNIT_EXPECT_EQ(test, got, !guest_is_private());
	if (got)
		dma_iova_free(t->dev, &state);
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
	access_exit(t);
}

static struct kunit_case iommu_cases[] = {
	KUNIT_CASE(private_memory_is_bounced),
	KUNIT_CASE(part_of_a_page_is_bounced_if_untrusted),
	KUNIT_CASE(whole_page_is_bounced_if_private),
	KUNIT_CASE(shared_memory_is_used_directly),
	KUNIT_CASE(scatterlist),
	KUNIT_CASE(scatterlist_if_untrusted),
	KUNIT_CASE(ranges_are_not_for_private_memory),
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
