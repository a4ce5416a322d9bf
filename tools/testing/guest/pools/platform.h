/* SPDX-License-Identifier: GPL-2.0-only */
/* What is below the guest, and what it knows of the guest's memory */
#ifndef _POOLS_PLATFORM_H
#define _POOLS_PLATFORM_H

#include <linux/ioport.h>
#include <linux/types.h>

enum platform {
	PLATFORM_NONE,		/* no memory is private */
	PLATFORM_PKVM,
	PLATFORM_REALM,
	NR_PLATFORMS,
};

/**
 * get_platform() - where this kernel runs
 *
 * Return: the platform.
 */
enum platform get_platform(void);

/**
 * dma_addr_in_state() - how a device is told where memory is
 * @paddr:	Physical address.
 * @shared:	Whether the memory is shared with the host.
 *
 * In a realm the upper half of the addresses is shared: DEN 0137, A2.2.1. With pKVM
 * memory has one address only.
 *
 * Return: The address that has to be given to a device.
 */
dma_addr_t dma_addr_in_state(phys_addr_t paddr, bool shared);

/**
 * count_shared() - how many pages of a region are shared with the host
 * @region:	The region. Its first page, its last one and one between are looked at.
 *
 * As what is below the guest sees it, whatever the kernel believes.
 *
 * Return: 0 to 3, or -EIO if there is no answer.
 */
int count_shared(const struct resource *region);

#endif /* _POOLS_PLATFORM_H */
