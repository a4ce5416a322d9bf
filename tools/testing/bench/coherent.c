// SPDX-License-Identifier: GPL-2.0-only
/*
 * Coherent memory: allocate and free
 *
 * Interrupts must be on when coherent memory is freed, and a tick may come
 * during a call. The page allocator also has more to do in some calls than in
 * others. Therefore only the cheapest call counts.
 */
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/printk.h>

#include "dmabench.h"

/**
 * bench_coherent() - count instructions of coherent allocations
 * @dev:	Device to allocate for.
 * @gfp:	GFP_KERNEL or GFP_ATOMIC.
 * @set:	Name of the rows. A part after a slash comes last.
 *
 * Return: 0, -ENOMEM, or -ERANGE if an address is wrong.
 */
int bench_coherent(struct device *dev, gfp_t gfp, const char *set)
{
	unsigned int i, n;

	for (n = 0; n < bench_nr_bytes; n++) {
		struct row alloc = {}, free = {};
		size_t bytes = bench_bytes[n];

		for (i = 0; i < bench_calls(bytes); i++) {
			dma_addr_t addr;
			void *vaddr;
			u64 start;

			start = instructions();
			vaddr = dma_alloc_coherent(dev, bytes, &addr, gfp);
			row_add(&alloc, instructions() - start);
			if (!vaddr)
				return -ENOMEM;
			if (addr != virt_to_phys(vaddr)) {
				pr_err("dmabench: wrong address: %s: %pad\n", set, &addr);
				return -ERANGE;
			}

			start = instructions();
			dma_free_coherent(dev, bytes, vaddr, addr);
			row_add(&free, instructions() - start);
		}
		row_print(&alloc, set, "alloc", bytes, false);
		row_print(&free, set, "free", bytes, false);
	}
	return 0;
}
