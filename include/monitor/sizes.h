/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MONITOR_SIZES_H
#define MONITOR_SIZES_H

#define SZ_1K		0x400
#define SZ_4K		0x1000
#define SZ_1M		0x100000
#define SZ_2M		0x200000
#define SZ_1G		0x40000000
#define SZ_4G		0x100000000
#define SZ_512G		0x8000000000

#endif /* MONITOR_SIZES_H */
