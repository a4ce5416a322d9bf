/* SPDX-License-Identifier: GPL-2.0-only */
/* tools/include has ARRAY_SIZE() in kernel.h. */
#include <linux/kernel.h>
