/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _POOLS_SAID_H
#define _POOLS_SAID_H

#include <linux/types.h>

/**
 * kernel_said() - is there a line in the kernel's log that tells of a refusal?
 * @device:	Name of the device.
 * @pool:	Name of the pool.
 * @state:	Its state, in one or more words.
 *
 * Return: true if there is one with all three.
 */
bool kernel_said(const char *device, const char *pool, const char *state);

#endif /* _POOLS_SAID_H */
