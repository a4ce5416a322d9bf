/* SPDX-License-Identifier: GPL-2.0-only */
/* The pools of a swiotlb allocator, for modules of guests */
#ifndef _GUEST_SWIOTLB_POOLS_H
#define _GUEST_SWIOTLB_POOLS_H

#include <linux/rculist.h>
#include <linux/swiotlb.h>

/**
 * next_swiotlb_pool() - iterate over the pools of an allocator, except transient pools
 * @mem:	The allocator. Pools are not removed from it.
 * @pool:	A pool of the allocator, or %NULL.
 *
 * Without SWIOTLB_DYNAMIC, an allocator has one pool.
 *
 * Return: The pool after @pool, the first pool if @pool is %NULL, or %NULL at the end.
 */
static inline struct io_tlb_pool *next_swiotlb_pool(struct io_tlb_mem *mem,
						    struct io_tlb_pool *pool)
{
#ifdef CONFIG_SWIOTLB_DYNAMIC
	if (!pool)
		return list_first_or_null_rcu(&mem->pools, struct io_tlb_pool, node);
	return list_next_or_null_rcu(&mem->pools, &pool->node, struct io_tlb_pool, node);
#else
	return pool ? NULL : &mem->defpool;
#endif
}

#endif /* _GUEST_SWIOTLB_POOLS_H */
