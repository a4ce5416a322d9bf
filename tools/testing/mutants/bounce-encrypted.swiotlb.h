/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mutant: swiotlb encodes the addresses of its shared pools as those of private
 * memory. Put before swiotlb.c, see tools/build/kernel. The rig must see that
 * no device reaches such an address.
 */
#define pr_fmt(fmt) "software IO TLB: " fmt
#include <linux/dma-direct.h>
#define phys_to_dma_by_state(dev, paddr, unencrypted) \
	((void)(unencrypted), phys_to_dma_encrypted(dev, paddr))
