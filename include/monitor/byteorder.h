/* SPDX-License-Identifier: GPL-2.0-only */
/* Big-endian values on the monitors' processors, which are little-endian. */
#ifndef MONITOR_BYTEORDER_H
#define MONITOR_BYTEORDER_H

#include <monitor/types.h>

typedef u16 be16;
typedef u32 be32;
typedef u64 be64;

static inline u16 be16_to_cpu(be16 value)
{
	return __builtin_bswap16(value);
}

static inline u32 be32_to_cpu(be32 value)
{
	return __builtin_bswap32(value);
}

static inline be32 cpu_to_be32(u32 value)
{
	return __builtin_bswap32(value);
}

static inline be64 cpu_to_be64(u64 value)
{
	return __builtin_bswap64(value);
}

#endif /* MONITOR_BYTEORDER_H */
