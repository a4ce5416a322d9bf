/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _EDU_ACCEPTED_H
#define _EDU_ACCEPTED_H

#include <linux/device.h>

/**
 * edu_accept() - accept a device into the guest
 * @dev:	The device, locked.
 *
 * Kbuild selects accepted.c for a kernel with device_cc_accept(), and accepted_base.c for
 * other kernels.
 *
 * Return: 0 or an error of device_cc_accept(), which has the context as well.
 */
int edu_accept(struct device *dev);

#endif /* _EDU_ACCEPTED_H */
