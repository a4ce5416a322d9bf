/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Small macros with the meaning they have in Linux. Those without a C
 * operand are also for assembly and linker scripts.
 */
#ifndef MONITOR_MACROS_H
#define MONITOR_MACROS_H

#ifdef __ASSEMBLER__
#define BIT(nr)			(1 << (nr))
#else
#define BIT(nr)			(1UL << (nr))
#endif

/* @a must be a power of two. */
#define ALIGN_DOWN(x, a)	((x) & ~((a) - 1))
#define ALIGN(x, a)		ALIGN_DOWN((x) + (a) - 1, a)
#define IS_ALIGNED(x, a)	(((x) & ((a) - 1)) == 0)

#define ARRAY_SIZE(array)	(sizeof(array) / sizeof((array)[0]))

#define __maybe_unused		__attribute__((unused))
#define __aligned(bytes)	__attribute__((aligned(bytes)))
#define __packed		__attribute__((packed))
#define __printf(fmt, args)	__attribute__((format(printf, fmt, args)))
#define __noreturn		__attribute__((noreturn))

#define static_assert		_Static_assert

#endif /* MONITOR_MACROS_H */
