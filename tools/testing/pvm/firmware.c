// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include <monitor/macros.h>
#include <monitor/shared_pools.h>
#include <monitor/sizes.h>

#include "console.h"
#include "firmware.h"
#include "guest_ram.h"

#define FIRMWARE_MAX_REGIONS	16

static void put_u64(u64 at, u64 value)
{
	guest_ram_put(at, &value, sizeof(value));
}

/* Return: how many regions the firmware has to share */
static unsigned int put_regions(u64 at, const void *tree)
{
	struct shared_pools pools = { 0 };
	struct shared_pool pool;
	unsigned int nr = 0;

	if (!fdt_walk_begin(&pools.walk, tree))
		die("what the guest is to have is no device tree");
	for (; shared_pools_next(&pools, &pool); nr++) {
		if (nr == FIRMWARE_MAX_REGIONS)
			die("too many pools are to be shared");
		if (!IS_ALIGNED(pool.base | pool.size, SZ_4K))
			die("the pool at 0x%llx is not made of pages", pool.base);
		put_u64(at, pool.base);
		put_u64(at + sizeof(u64), pool.size);
		at += 2 * sizeof(u64);
		console_say("the pool at 0x%llx is shared before the kernel starts, %llu pages",
			    pool.base, pool.size / SZ_4K);
	}
	return nr;
}

/**
 * firmware_put() - have pools shared before the kernel starts
 * @at: guest physical address of 4 KiB that are free when the kernel starts
 * @kernel: guest physical address where the kernel starts
 * @tree: the guest's device tree
 *
 * Return: guest physical address where CPU 0 has to start; it is that of the kernel if
 *	there is nothing to be shared.
 */
u64 firmware_put(u64 at, u64 kernel, const void *tree)
{
	guest_ram_put(at, firmware, firmware_end - firmware);
	put_u64(at + (firmware_kernel - firmware), kernel);
	return put_regions(at + (firmware_regions - firmware), tree) ? at : kernel;
}
