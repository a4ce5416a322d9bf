/* SPDX-License-Identifier: GPL-2.0-only */
/* An IOMMU that the guest sees: what the files with its tests share */
#ifndef _EDU_IOMMU_TEST_H
#define _EDU_IOMMU_TEST_H

#include <linux/types.h>

#include <kunit/test.h>

/* A part of a page, not at its start */
#define OFFSET		712
#define SIZE		1200

/**
 * make_untrusted() - have the device as one behind an external port
 * @test:	The test, at the end of which it is as before. It is skipped without a pool.
 *
 * What else is in a page that the device uses is not for it, so parts are bounced.
 */
void make_untrusted(struct kunit *test);

/**
 * expect_bounced() - expect an address to lead to a pool that the device may use
 * @test:	The test.
 * @addr:	The address for the device.
 */
void expect_bounced(struct kunit *test, dma_addr_t addr);

/**
 * page_buffer() - a page of private memory
 * @test:	The test, at the end of which it is freed.
 *
 * Return: The page; if there is no memory the test fails.
 */
u8 *page_buffer(struct kunit *test);

/* Cases of the suite, in iommu_sg.c */
void scatterlist(struct kunit *test);
void scatterlist_if_untrusted(struct kunit *test);

/* and in iommu_alloc.c */
void coherent_memory_is_below_its_mask(struct kunit *test);
void atomic_memory_is_below_the_coherent_mask(struct kunit *test);
void pages_are_used_directly(struct kunit *test);
void noncontiguous_memory_is_used_directly(struct kunit *test);

#endif /* _EDU_IOMMU_TEST_H */
