// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages and mappings in softirq context, more than the pools have room for
 *
 * A part of the requests may fail, and no request may sleep. Each page and each bounce buffer
 * belongs to one request. The device reaches it, and all slots return to the pools.
 */
#include <linux/dma-mapping.h>
#include <linux/interrupt.h>

#include <kunit/test.h>

#include "bounce_test.h"
#include "content.h"
#include "edu.h"
#include "pools.h"
#include "translation.h"

#define NR		96
#define ROUNDS		3
#define LOOKED_AT	64	/* bytes that the device reads */

struct burst {
	struct tasklet_struct tasklet;
	struct device *dev;
	bool release;
	u8 *buf;			/* NR pages */
	dma_addr_t mapped[NR];
	dma_addr_t addr[NR];
	struct page *page[NR];
	unsigned int nr_pages;
	unsigned int nr_mapped;
	unsigned int nr_changed;
};

static void get_all(struct burst *b)
{
	int i;

	for (i = 0; i < NR; i++) {
		b->mapped[i] = dma_map_single_attrs(b->dev, b->buf + i * PAGE_SIZE, PAGE_SIZE,
						    DMA_BIDIRECTIONAL, DMA_ATTR_NO_WARN);
		b->nr_mapped += !dma_mapping_error(b->dev, b->mapped[i]);
		b->page[i] = dma_alloc_pages(b->dev, PAGE_SIZE, &b->addr[i], DMA_BIDIRECTIONAL,
					     GFP_ATOMIC | __GFP_NOWARN);
		if (!b->page[i])
			continue;
		b->nr_pages++;
		memset(page_address(b->page[i]), i, PAGE_SIZE);
	}
}

static void put_all(struct burst *b)
{
	int i;

	for (i = 0; i < NR; i++) {
		if (!dma_mapping_error(b->dev, b->mapped[i]))
			dma_unmap_single(b->dev, b->mapped[i], PAGE_SIZE, DMA_BIDIRECTIONAL);
		b->nr_changed += !!memchr_inv(b->buf + i * PAGE_SIZE, UNTOUCHED, PAGE_SIZE);
		if (!b->page[i])
			continue;
		b->nr_changed += !!memchr_inv(page_address(b->page[i]), i, PAGE_SIZE);
		dma_free_pages(b->dev, PAGE_SIZE, b->page[i], b->addr[i], DMA_BIDIRECTIONAL);
	}
}

static void burst_softirq(struct tasklet_struct *tasklet)
{
	struct burst *b = container_of(tasklet, struct burst, tasklet);

	if (b->release)
		put_all(b);
	else
		get_all(b);
}

static void run_in_softirq(struct burst *b, bool release)
{
	b->release = release;
	tasklet_schedule(&b->tasklet);
	tasklet_kill(&b->tasklet);
}

/* The device reads the last page that was allocated. */
static void expect_in_reach(struct kunit *test, struct burst *b)
{
	struct edu_access *t = test->priv;
	int i = NR - 1;

	while (i >= 0 && !b->page[i])
		i--;
	KUNIT_ASSERT_GE(test, i, 0);
	KUNIT_EXPECT_EQ(test, 0, edu_read_memory(t->edu, b->addr[i], LOOKED_AT));
	KUNIT_EXPECT_NULL_MSG(test, memchr_inv(look_at_device(test, t, LOOKED_AT), i, LOOKED_AT),
			      "the device does not find the content of page %d at %pad", i,
			      &b->addr[i]);
}

void burst_in_softirq(struct kunit *test)
{
	struct edu_access *t = test->priv;
	struct burst *b = kunit_kzalloc(test, sizeof(*b), GFP_KERNEL);
	unsigned long used = pool_slots_used(t->dev);
	int round;

	KUNIT_ASSERT_NOT_NULL(test, b);
	b->dev = t->dev;
	b->buf = untouched_buffer(test, NR * PAGE_SIZE);
	tasklet_setup(&b->tasklet, burst_softirq);
	for (round = 0; round < ROUNDS; round++) {
		b->nr_pages = 0;
		b->nr_mapped = 0;
		run_in_softirq(b, false);
		kunit_info(test, "%u of %u pages, %u of %u mappings\n", b->nr_pages, NR,
			   b->nr_mapped, NR);
		KUNIT_EXPECT_GT(test, b->nr_mapped, 0);
		if (!round)
			expect_in_reach(test, b);
		run_in_softirq(b, true);
	}
	KUNIT_EXPECT_EQ_MSG(test, b->nr_changed, 0, "content of pages or buffers has changed");
	/* The requests that the driver of an IOMMU has collected are in the pools too. */
	if (!is_translated(t->dev))
		KUNIT_EXPECT_EQ(test, used, pool_slots_used(t->dev));
}
