// SPDX-License-Identifier: GPL-2.0-only
/* Bounce buffers: the largest mapping, larger mappings, and syncs of a part of a mapping */
#include <linux/dma-mapping.h>
#include <linux/sizes.h>

#include <kunit/test.h>

#include "bounce_test.h"
#include "content.h"
#include "pools.h"
#include "translation.h"

#define MAPPED		SZ_64K
#define OFFSET		1216	/* of the buffer in a page */

/* Each failed attempt would have the allocator add a pool, if it did not check the size. */
#define ATTEMPTS	64

static const unsigned int masks[] = { 0, SZ_4K - 1 };

static void mask_desc(const unsigned int *mask, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "min_align_mask %#x", *mask);
}

KUNIT_ARRAY_PARAM(mask, masks, mask_desc);

/* A contiguous buffer. The test is skipped if the device reaches the buffer without bouncing. */
static u8 *bounced_buffer(struct kunit *test, size_t size)
{
	struct edu_access *t = test->priv;
	u8 *buf = kunit_kmalloc(test, size, GFP_KERNEL);
	dma_addr_t addr;
	phys_addr_t phys;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	addr = dma_map_single(t->dev, buf, SZ_64, DMA_TO_DEVICE);
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(t->dev, addr));
	phys = phys_at(t->dev, addr);
	dma_unmap_single(t->dev, addr, SZ_64, DMA_TO_DEVICE);
	if (phys == virt_to_phys(buf))
		kunit_skip(test, "nothing has to be bounced");
	return buf;
}

/* No two words are the same, and each byte of @inverted words differs. */
static void fill_words(void *buf, size_t size, bool inverted)
{
	u32 *word = buf;
	size_t i;

	for (i = 0; i < size / sizeof(*word); i++)
		word[i] = (0x41000000 + i) ^ (inverted ? U32_MAX : 0);
}

static void expect_same(struct kunit *test, const char *what, const u8 *got, const u8 *want,
			size_t size)
{
	size_t i = 0;

	if (!memcmp(got, want, size))
		return;
	while (got[i] == want[i])
		i++;
	KUNIT_FAIL(test, "%s: wrong from byte %zu on: %*ph, not %*ph", what, i,
		   (int)min_t(size_t, size - i, 8), got + i,
		   (int)min_t(size_t, size - i, 8), want + i);
}

/* The buffer begins at the last byte of the mask, where the fewest slots are left. */
static void largest_mapping_is_mapped(struct kunit *test)
{
	unsigned int mask = *(const unsigned int *)test->param_value;
	struct edu_access *t = test->priv;
	u8 *buf = bounced_buffer(test, SZ_512K) + mask;
	dma_addr_t addr;
	size_t max;

	dma_set_min_align_mask(t->dev, mask);
	max = dma_max_mapping_size(t->dev);
	KUNIT_ASSERT_GE(test, max, SZ_128K);
	KUNIT_ASSERT_LE(test, max, SZ_512K - SZ_4K);
	fill_words(PTR_ALIGN_DOWN(buf, 4), max, false);
	addr = dma_map_single(t->dev, buf, max, DMA_TO_DEVICE);
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(t->dev, addr));
	expect_same(test, "bounce buffer", bounce_buffer(test, t->dev, addr), buf, max);
	dma_unmap_single(t->dev, addr, max, DMA_TO_DEVICE);
}

static void larger_mapping_fails(struct kunit *test)
{
	struct edu_access *t = test->priv;
	u8 *buf = bounced_buffer(test, SZ_2M);
	size_t sizes[] = { dma_max_mapping_size(t->dev) + 1, SZ_512K, SZ_2M };
	unsigned long slots = pool_slots(t->dev);
	dma_addr_t addr;
	int i;

	for (i = 0; i < ATTEMPTS * ARRAY_SIZE(sizes); i++) {
		addr = dma_map_single_attrs(t->dev, buf, sizes[i / ATTEMPTS], DMA_TO_DEVICE,
					    DMA_ATTR_NO_WARN);
		KUNIT_ASSERT_TRUE_MSG(test, dma_mapping_error(t->dev, addr),
				      "%zu bytes are mapped", sizes[i / ATTEMPTS]);
	}
	KUNIT_EXPECT_EQ_MSG(test, slots, pool_slots(t->dev), "the allocator has grown");
}

/* A mapping, and the content that the buffer and the bounce buffer must have */
struct synced {
	dma_addr_t addr;
	u8 *buf;
	u8 *bounce;
	u8 *want_buf;
	u8 *want_bounce;
};

static void fill_synced(struct synced *s)
{
	fill_words(s->buf, MAPPED, false);
	fill_words(s->bounce, MAPPED, true);
	memcpy(s->want_buf, s->buf, MAPPED);
	memcpy(s->want_bounce, s->bounce, MAPPED);
}

static void expect_synced(struct kunit *test, struct synced *s)
{
	expect_same(test, "buffer", s->buf, s->want_buf, MAPPED);
	expect_same(test, "bounce buffer", s->bounce, s->want_bounce, MAPPED);
}

/* QEMU emulates no caches, so the CPU may write to the bounce buffer in place of the device. */
static void sync_range(struct kunit *test, struct synced *s, size_t offset, size_t size)
{
	struct edu_access *t = test->priv;

	fill_synced(s);
	dma_sync_single_range_for_cpu(t->dev, s->addr, offset, size, DMA_BIDIRECTIONAL);
	memcpy(s->want_buf + offset, s->bounce + offset, size);
	expect_synced(test, s);

	fill_synced(s);
	dma_sync_single_range_for_device(t->dev, s->addr, offset, size, DMA_BIDIRECTIONAL);
	memcpy(s->want_bounce + offset, s->buf + offset, size);
	expect_synced(test, s);
}

static void sync_changes_only_its_range(struct kunit *test)
{
	static const size_t ranges[][2] = {
		{ 2049, 1 }, { 2049, 700 }, { 4103, 5000 }, { SZ_64K - SZ_4K, SZ_4K },
	};
	struct edu_access *t = test->priv;
	struct synced s = {
		.buf = bounced_buffer(test, 2 * MAPPED) + OFFSET,
		.want_buf = untouched_buffer(test, MAPPED),
		.want_bounce = untouched_buffer(test, MAPPED),
	};
	int i;

	dma_set_min_align_mask(t->dev, *(const unsigned int *)test->param_value);
	s.addr = dma_map_single(t->dev, s.buf, MAPPED, DMA_BIDIRECTIONAL);
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(t->dev, s.addr));
	s.bounce = bounce_buffer(test, t->dev, s.addr);
	for (i = 0; i < ARRAY_SIZE(ranges); i++)
		sync_range(test, &s, ranges[i][0], ranges[i][1]);
	dma_unmap_single(t->dev, s.addr, MAPPED, DMA_BIDIRECTIONAL);
}

static void bounce_test_exit(struct kunit *test)
{
	struct edu_access *t = test->priv;

	if (t)
		dma_set_min_align_mask(t->dev, 0);
	access_test_exit(test);
}

static struct kunit_case bounce_cases[] = {
	KUNIT_CASE_PARAM(largest_mapping_is_mapped, mask_gen_params),
	KUNIT_CASE(larger_mapping_fails),
	KUNIT_CASE_PARAM(sync_changes_only_its_range, mask_gen_params),
	KUNIT_CASE(burst_in_softirq),
	{}
};

static struct kunit_suite bounce_suite = {
	.name = "edu_bounce",
	.init = access_test_init,
	.exit = bounce_test_exit,
	.test_cases = bounce_cases,
};

kunit_test_suite(bounce_suite);
