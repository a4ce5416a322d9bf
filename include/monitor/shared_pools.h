/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Pools of a guest's device tree that are shared with the host when the guest
 * starts: reserved-memory/shared-dma-pool.yaml of dt-schema, with the properties
 * that the series adds. The monitor, or firmware in the guest, shares them.
 */
#ifndef MONITOR_SHARED_POOLS_H
#define MONITOR_SHARED_POOLS_H

#include <monitor/fdt_walk.h>
#include <monitor/string.h>
#include <monitor/types.h>

/* Depth of nodes, the root is the first. */
#define RESERVED_MEMORY_DEPTH	2
#define REGION_DEPTH		3

/**
 * struct shared_pools - how far one is
 * @walk: in the device tree
 * @reserved_memory: in the node of that name
 */
struct shared_pools {
	struct fdt_walk walk;
	bool reserved_memory;
};

/**
 * struct shared_pool - what is known of a pool
 * @base: guest physical address
 * @size: bytes
 * @is_shared: it is shared when the guest starts
 */
struct shared_pool {
	u64 base;
	u64 size;
	bool is_shared;
};

/*
 * What is said to be both is neither. And the rig has pools of which the device
 * tree says that they are shared, and that nobody shares, to see who converts them.
 */
static inline void shared_pool_property(struct shared_pool *pool, bool *denied, const char *name,
					const be32 *value)
{
	if (strcmp(name, "reg") == 0) {
		pool->base = (u64)be32_to_cpu(value[0]) << 32 | be32_to_cpu(value[1]);
		pool->size = (u64)be32_to_cpu(value[2]) << 32 | be32_to_cpu(value[3]);
	} else if (strcmp(name, "dma-unencrypted") == 0) {
		pool->is_shared = true;
	} else if (strcmp(name, "dma-encrypted") == 0 || strcmp(name, "cc-dma,not-shared") == 0) {
		*denied = true;
	}
}

/**
 * shared_pools_next() - the next pool that is shared when the guest starts
 * @pools: begun by fdt_walk_begin() on @walk, the rest is zero
 * @pool: is set
 *
 * Return: false if there is no other
 */
static inline bool shared_pools_next(struct shared_pools *pools, struct shared_pool *pool)
{
	struct fdt_walk *walk = &pools->walk;
	const struct fdt_property *property;
	bool denied = false;
	const u8 *at;

	*pool = (struct shared_pool){ 0 };
	while ((at = fdt_walk_in_root(walk))) {
		property = (const void *)at;
		if (fdt_tag(at) == FDT_BEGIN_NODE && walk->depth == RESERVED_MEMORY_DEPTH) {
			pools->reserved_memory = strcmp(fdt_node_name(at), "reserved-memory") == 0;
		} else if (fdt_tag(at) == FDT_BEGIN_NODE && walk->depth == REGION_DEPTH) {
			*pool = (struct shared_pool){ 0 };
			denied = false;
		} else if (!pools->reserved_memory) {
			continue;
		} else if (fdt_tag(at) == FDT_PROP && walk->depth == REGION_DEPTH) {
			shared_pool_property(pool, &denied,
					     walk->strings + be32_to_cpu(property->name_offset),
					     (const be32 *)property->value);
		} else if (fdt_tag(at) == FDT_END_NODE && walk->depth == REGION_DEPTH - 1 &&
			   pool->is_shared && !denied) {
			return true;
		}
	}
	return false;
}

#endif /* MONITOR_SHARED_POOLS_H */
