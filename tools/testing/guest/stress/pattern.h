/* SPDX-License-Identifier: GPL-2.0-only */
/* Content of buffers that tells where it comes from */
#ifndef _STRESS_PATTERN_H
#define _STRESS_PATTERN_H

#include <linux/types.h>

/* Which step of a round wrote the content */
enum writer {
	WRITER_CPU,		/* the CPU, before the buffer is mapped */
	WRITER_DEVICE,
	WRITER_CPU_AGAIN,	/* the CPU, while the buffer is mapped */
	NR_WRITERS,
};

/**
 * struct origin - where eight bytes of a pattern come from
 * @thread:	Number of the thread.
 * @writer:	&enum writer.
 * @round:	Number of the round.
 * @index:	Position in the thread's buffer, in units of eight bytes.
 */
struct origin {
	u8 thread;
	u8 writer;
	u16 round;
	u32 index;
};

/**
 * pattern_fill() - write a part of a pattern
 * @to:		Where to write it.
 * @origin:	The pattern, &origin.index is ignored.
 * @start:	Position of the part in the thread's buffer, in bytes.
 * @size:	Bytes.
 */
void pattern_fill(u8 *to, struct origin origin, size_t start, size_t size);

/**
 * pattern_origin() - find out where bytes come from
 * @bytes:	The bytes, at any position in a pattern.
 * @size:	How many, at least 8.
 * @limits:	What each field of the result must be below.
 * @origin:	Receives the origin of the first eight bytes that have one.
 *
 * Return: %true if such bytes start among the first eight.
 */
bool pattern_origin(const u8 *bytes, size_t size, struct origin limits,
		    struct origin *origin);

/**
 * first_difference() - compare two buffers
 * @a:		A buffer.
 * @b:		Another one.
 * @size:	Bytes of each.
 *
 * Return: Position of the first byte that differs, @size if none does.
 */
size_t first_difference(const u8 *a, const u8 *b, size_t size);

#endif /* _STRESS_PATTERN_H */
