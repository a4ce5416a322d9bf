/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's min() and max() accept a constant of another type. Those of
 * tools/include do not.
 */
#ifndef _SLOTS_LINUX_MINMAX_H
#define _SLOTS_LINUX_MINMAX_H

#include <linux/kernel.h>

#undef min
#undef max

#define min(x, y) ({			\
	__auto_type __x = (x);		\
	__auto_type __y = (y);		\
					\
	__x < __y ? __x : __y; })
#define max(x, y) ({			\
	__auto_type __x = (x);		\
	__auto_type __y = (y);		\
					\
	__x > __y ? __x : __y; })

#endif /* _SLOTS_LINUX_MINMAX_H */
