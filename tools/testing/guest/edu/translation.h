/* SPDX-License-Identifier: GPL-2.0-only */
/* Devices behind an IOMMU that the guest sees */
#ifndef _EDU_TRANSLATION_H
#define _EDU_TRANSLATION_H

#include <linux/device.h>
#include <linux/types.h>

/**
 * is_translated() - whether an IOMMU translates what a device uses as addresses
 * @dev:	The device.
 *
 * Return: True if so.
 */
bool is_translated(struct device *dev);

/**
 * phys_at() - where a device gets
 * @dev:	The device.
 * @addr:	An address that is mapped for it.
 *
 * Return: The physical address, or 0 if an IOMMU translates it to nothing.
 */
phys_addr_t phys_at(struct device *dev, dma_addr_t addr);

#endif /* _EDU_TRANSLATION_H */
