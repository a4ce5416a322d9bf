/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _EDU_TRUSTED_H
#define _EDU_TRUSTED_H

#include <linux/device.h>

/**
 * edu_set_trusted() - have the guest trust a device
 * @dev:	The device, locked.
 *
 * trusted.c and trusted_base.c each have one, and Kbuild takes that for the kernel
 * at hand: the unpatched base does not know of trusted devices.
 *
 * Return: 0 or an error of dma_set_trusted(), which has the context as well.
 */
int edu_set_trusted(struct device *dev);

#endif /* _EDU_TRUSTED_H */
