/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _POOLS_SAID_H
#define _POOLS_SAID_H

#include <linux/types.h>

/**
 * kernel_said() - is there a line in the kernel's log that tells of a refusal?
 * @device:	Name of the device.
 * @pool:	Name of the pool.
 * @state:	Its state, in just the words that must be used.
 * @reason:	Words that tell why, NULL if they do not matter.
 *
 * Return: true if there is one with all four.
 */
bool kernel_said(const char *device, const char *pool, const char *state, const char *reason);

#endif /* _POOLS_SAID_H */
