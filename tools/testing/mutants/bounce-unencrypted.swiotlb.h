/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mutant: swiotlb encodes all addresses as those of shared memory, whatever the
 * pool is, as it did before the series. Put before swiotlb.c, see
 * tools/build/kernel. Devices do not notice while all pools are shared; the
 * KUnit tests must.
 */
#define pr_fmt(fmt) "software IO TLB: " fmt
#include <linux/dma-direct.h>
#define phys_to_dma_by_state(dev, paddr, unencrypted) \
	((void)(unencrypted), phys_to_dma_unencrypted(dev, paddr))
