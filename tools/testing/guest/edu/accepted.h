/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _EDU_ACCEPTED_H
#define _EDU_ACCEPTED_H

#include <linux/device.h>

/**
 * edu_accept() - accept a device into the guest
 * @dev:	The device, locked.
 *
 * accepted.c and accepted_base.c each have one, and Kbuild takes that for the kernel
 * at hand: the unpatched base does not know of accepted devices.
 *
 * Return: 0 or an error of device_cc_accept(), which has the context as well.
 */
int edu_accept(struct device *dev);

#endif /* _EDU_ACCEPTED_H */
