// SPDX-License-Identifier: GPL-2.0-only
/* Scatterlists behind an IOMMU: what is bounced is so piece by piece, both ways */
#include <linux/dma-mapping.h>
#include <linux/scatterlist.h>

#include <kunit/test.h>

#include "content.h"
#include "edu.h"
#include "iommu_test.h"
#include "translation.h"

#define NR_PIECES	3

/* A scatterlist of pieces that each have a page of their own */
struct pieces {
	struct scatterlist list[NR_PIECES];
	u8 *bufs[NR_PIECES];
};

static const size_t piece_sizes[NR_PIECES] = { 100, PAGE_SIZE, SIZE };

static size_t piece_used(int i)
{
	return min_t(size_t, piece_sizes[i], EDU_MAX_TRANSFER);
}

static void fill_pieces(struct pieces *p)
{
	int i;

	for (i = 0; i < NR_PIECES; i++)
		fill(p->bufs[i], piece_sizes[i]);
}

/* Where the device finds each piece; they may have been put together. */
static void find_pieces(struct pieces *p, dma_addr_t addr[NR_PIECES])
{
	struct scatterlist *segment = p->list;
	size_t offset = 0;
	int i;

	for (i = 0; i < NR_PIECES; i++) {
		if (offset == sg_dma_len(segment)) {
			segment = sg_next(segment);
			offset = 0;
		}
		addr[i] = sg_dma_address(segment) + offset;
		offset += piece_sizes[i];
	}
}

static void expect_pieces_read(struct kunit *test, struct pieces *p, const dma_addr_t *addr)
{
	struct edu_access *t = test->priv;
	int i;

	for (i = 0; i < NR_PIECES; i++) {
		KUNIT_EXPECT_EQ(test, 0, edu_read_memory(t->edu, addr[i], piece_used(i)));
		KUNIT_EXPECT_MEMEQ(test, look_at_device(test, t, piece_used(i)), p->bufs[i],
				   piece_used(i));
	}
}

/* The device writes every piece; returns what it wrote, the same to all. */
static const u8 *write_pieces(struct kunit *test, const dma_addr_t *addr)
{
	struct edu_access *t = test->priv;
	const u8 *want = filled_buffer(test, EDU_MAX_TRANSFER);
	int i;

	load_device(test, t, want, EDU_MAX_TRANSFER);
	for (i = 0; i < NR_PIECES; i++)
		KUNIT_EXPECT_EQ(test, 0, edu_write_memory(t->edu, addr[i], piece_used(i)));
	return want;
}

static void expect_pieces(struct kunit *test, struct pieces *p, const u8 *want)
{
	int i;

	for (i = 0; i < NR_PIECES; i++)
		KUNIT_EXPECT_MEMEQ(test, p->bufs[i], want, piece_used(i));
}

static void expect_scatterlist(struct kunit *test, bool untrusted)
{
	struct pieces *p = kunit_kzalloc(test, sizeof(*p), GFP_KERNEL);
	struct edu_access *t = test->priv;
	dma_addr_t addr[NR_PIECES];
	const u8 *want;
	int i;

	KUNIT_ASSERT_NOT_NULL(test, p);
	sg_init_table(p->list, NR_PIECES);
	for (i = 0; i < NR_PIECES; i++) {
		p->bufs[i] = page_buffer(test);
		sg_set_buf(&p->list[i], p->bufs[i], piece_sizes[i]);
	}
	fill_pieces(p);
	KUNIT_ASSERT_GT(test, dma_map_sg(t->dev, p->list, NR_PIECES, DMA_BIDIRECTIONAL), 0);
	find_pieces(p, addr);
	if (untrusted) {
		/* The second piece is a whole page. */
		expect_bounced(test, addr[0]);
		KUNIT_EXPECT_EQ(test, phys_at(t->dev, addr[1]), virt_to_phys(p->bufs[1]));
		expect_bounced(test, addr[2]);
	}
	expect_pieces_read(test, p, addr);

	want = write_pieces(test, addr);
	dma_sync_sg_for_cpu(t->dev, p->list, NR_PIECES, DMA_BIDIRECTIONAL);
	expect_pieces(test, p, want);

	fill_pieces(p);
	dma_sync_sg_for_device(t->dev, p->list, NR_PIECES, DMA_BIDIRECTIONAL);
	expect_pieces_read(test, p, addr);

	want = write_pieces(test, addr);
	dma_unmap_sg(t->dev, p->list, NR_PIECES, DMA_BIDIRECTIONAL);
	expect_pieces(test, p, want);
}

void scatterlist(struct kunit *test)
{
	struct edu_access *t = test->priv;

	KUNIT_EXPECT_NE(test, dma_get_merge_boundary(t->dev), 0);
	expect_scatterlist(test, false);
}

void scatterlist_if_untrusted(struct kunit *test)
{
	make_untrusted(test);
	expect_scatterlist(test, true);
}
