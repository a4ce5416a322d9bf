/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MONITOR_TYPES_H
#define MONITOR_TYPES_H

#include <stdbool.h>
#include <stddef.h>

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

typedef signed char s8;
typedef int s32;

#endif /* MONITOR_TYPES_H */
