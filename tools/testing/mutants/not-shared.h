/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Mutant: swiotlb believes that it shared its pools and did not. Put before
 * swiotlb.c, see tools/build/kernel. The rig must see that devices find what
 * was there before: the monitor's poison.
 */
#define pr_fmt(fmt) "software IO TLB: " fmt
#include <linux/set_memory.h>
#define set_memory_decrypted(addr, numpages) ((void)(addr), (void)(numpages), 0)
