/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _POOLS_SAID_H
#define _POOLS_SAID_H

#include <linux/types.h>

/**
 * kernel_said() - search the kernel's log for a line
 * @device:	Name of a device, which the line must contain as a word.
 * @pool:	Name of a pool, which the line must contain as a word, or NULL.
 * @text:	Text that the line must contain.
 *
 * Return: true if there is such a line.
 */
bool kernel_said(const char *device, const char *pool, const char *text);

#endif /* _POOLS_SAID_H */
