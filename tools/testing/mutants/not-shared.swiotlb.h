/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mutant: swiotlb believes that it shared its pools and did not. Put before
 * swiotlb.c, see tools/build/kernel. The rig must see that devices find what
 * was there before: the monitor's poison.
 */
#define pr_fmt(fmt) "software IO TLB: " fmt
#include <../kernel/dma/cc.h>
#define dma_set_decrypted(vaddr, npages) ((void)(vaddr), (void)(npages), 0)
