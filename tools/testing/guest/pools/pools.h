/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _POOLS_POOLS_H
#define _POOLS_POOLS_H

#include <linux/ioport.h>
#include <linux/types.h>

#include "platform.h"

struct device;
struct kunit;

/* Result for a device, and for the memory of its pool */
enum outcome {
	UP,			/* DMA in the pool; there is no memory encryption */
	UP_SHARED,		/* DMA in the pool, which is shared */
	UP_NOT_CONVERTED,	/* the same, but only the kernel treats the pool as shared */
	UP_PRIVATE,		/* DMA in the pool, which is private */
	REJECTED_SHARED,	/* all DMA fails, the pool is shared */
	REJECTED_PRIVATE,	/* all DMA fails, the pool is private */
	REJECTED,		/* all DMA fails, the pool has no memory */
	NOT_RESTRICTED,		/* DMA outside of the pool, with a warning */
	NO_POOL,		/* the same without a warning: the device has no pool */
};

/**
 * struct row - a device
 * @test:	Name of the test case.
 * @device:	Name of the device's node.
 * @accepted:	Whether the guest accepts the device.
 * @reason:	Text of the message with the reason of a rejection. NULL if it depends on
 *		the platform.
 * @want:	Result on each platform.
 * @second:	Whether the device gets its second pool if memory is encrypted.
 */
struct row {
	const char *test;
	const char *device;
	bool accepted;
	const char *reason;
	enum outcome want[NR_PLATFORMS];
	bool second;
};

/**
 * struct pools_test - a device while it is tested
 * @row:	Its row.
 * @want:	The result on this platform.
 * @dev:	The device.
 * @pool_name:	Name of the node of its pool, or of the device if there is no such node.
 * @pool:	Memory of the pool. Empty if the kernel has rejected the node.
 */
struct pools_test {
	const struct row *row;
	enum outcome want;
	struct device *dev;
	const char *pool_name;
	struct resource pool;
};

void expect_up(struct kunit *test);
void expect_rejected(struct kunit *test);
void expect_not_restricted(struct kunit *test);
void expect_shared(struct kunit *test);
void expect_reserved(struct kunit *test);

#endif /* _POOLS_POOLS_H */
