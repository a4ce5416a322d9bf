/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is known of the pools that a device bounces through
 *
 * The guests also run the unpatched base, see compare: a kernel that does not
 * know in what state its pools are.
 */
#ifndef _EDU_POOLS_H
#define _EDU_POOLS_H

#include <linux/device.h>
#include <linux/swiotlb.h>
#include <linux/types.h>

#include <kunit/test.h>

/**
 * pool_state() - the state of the memory of a pool
 * @pool:	The pool.
 *
 * pool_state.c and pool_state_base.c each have one, and Kbuild takes that for
 * the kernel at hand.
 *
 * Return: "shared", "private" or "unknown".
 */
const char *pool_state(const struct io_tlb_pool *pool);

/**
 * report_pools() - say what pools a device has, for the table of the runner
 * @dev:	The device.
 * @state:	Leave out those that have another state, as of pool_state(), or %NULL.
 */
void report_pools(struct device *dev, const char *state);

/**
 * pool_state_at() - the state of the pool in which a bounce buffer is
 * @dev:	The device.
 * @paddr:	Physical address of the bounce buffer, which must be in use.
 *
 * Return: As pool_state(), or %NULL if it is in no pool.
 */
const char *pool_state_at(struct device *dev, phys_addr_t paddr);

/**
 * bounce_buffer() - find a bounce buffer by its address for the device
 * @test:	The test, which fails if the address leads to no pool.
 * @dev:	The device.
 * @addr:	Address of a mapping.
 *
 * Return: The bounce buffer for the CPU.
 */
void *bounce_buffer(struct kunit *test, struct device *dev, dma_addr_t addr);

/**
 * pool_slots() - count the slots of a device's allocator
 * @dev:	The device.
 *
 * May sleep, until the allocator has added the pools that are missing.
 *
 * Return: The number of slots in all pools, except transient pools.
 */
unsigned long pool_slots(struct device *dev);

/**
 * pool_slots_used() - count the slots that are in use
 * @dev:	The device.
 *
 * Return: The number of slots in all pools of the device's allocator.
 */
unsigned long pool_slots_used(struct device *dev);

/**
 * expect_in_shared_pool() - fail a test unless an address is in a shared pool
 * @test:	The test.
 * @dev:	The device.
 * @paddr:	Physical address of the bounce buffer.
 *
 * Where the kernel does not know the state of a pool any pool will do.
 */
void expect_in_shared_pool(struct kunit *test, struct device *dev, phys_addr_t paddr);

/**
 * expect_bounce_alignment() - fail a test unless bounce buffers are aligned as the
 *	device wants them
 * @test:	The test.
 * @dev:	The device. Its min_align_mask is 0 afterwards.
 *
 * Says where each bounce buffer was, counted from the first, so that two kernels
 * can be compared. May sleep. Skipped where nothing is bounced.
 */
void expect_bounce_alignment(struct kunit *test, struct device *dev);

#endif /* _EDU_POOLS_H */
