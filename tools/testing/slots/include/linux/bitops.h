/* SPDX-License-Identifier: GPL-2.0-only */
/* tools/include has no __ffs64(). */
#ifndef _SLOTS_LINUX_BITOPS_H
#define _SLOTS_LINUX_BITOPS_H

#include_next <linux/bitops.h>

#define __ffs64(word)	((unsigned int)__builtin_ctzll(word))

#endif /* _SLOTS_LINUX_BITOPS_H */
