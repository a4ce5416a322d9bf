// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include <linux/unaligned.h>

#include "pattern.h"

#define THREAD	GENMASK_ULL(7, 0)
#define WRITER	GENMASK_ULL(15, 8)
#define ROUND	GENMASK_ULL(31, 16)
#define INDEX	GENMASK_ULL(63, 32)

/* An odd number and its inverse modulo 2^64 */
#define FACTOR	0x9e3779b97f4a7c15ULL
#define INVERSE	0xf1de83e19937733dULL

/* One to one. All bytes of the result depend on all fields of the origin. */
static u64 scramble(u64 word)
{
	word ^= word >> 32;
	word *= FACTOR;
	return word ^ word >> 32;
}

static u64 unscramble(u64 word)
{
	word ^= word >> 32;
	word *= INVERSE;
	return word ^ word >> 32;
}

static u64 pack(struct origin origin)
{
	return FIELD_PREP(THREAD, origin.thread) | FIELD_PREP(WRITER, origin.writer) |
	       FIELD_PREP(ROUND, origin.round);
}

void pattern_fill(u8 *to, struct origin origin, size_t start, size_t size)
{
	size_t pos = start, end = start + size;
	u64 tag = pack(origin);

	while (pos < end) {
		u64 word = scramble(tag | FIELD_PREP(INDEX, pos / 8));
		size_t first = pos % 8, bytes = min(8 - first, end - pos);

		if (bytes == 8)
			put_unaligned(word, (u64 *)to);
		else
			memcpy(to, (u8 *)&word + first, bytes);
		to += bytes;
		pos += bytes;
	}
}

bool pattern_origin(const u8 *bytes, size_t size, struct origin limits,
		    struct origin *origin)
{
	size_t i;

	for (i = 0; i < 8 && i + 8 <= size; i++) {
		u64 word = unscramble(get_unaligned((const u64 *)(bytes + i)));

		origin->thread = FIELD_GET(THREAD, word);
		origin->writer = FIELD_GET(WRITER, word);
		origin->round = FIELD_GET(ROUND, word);
		origin->index = FIELD_GET(INDEX, word);
		if (origin->thread < limits.thread && origin->writer < limits.writer &&
		    origin->round < limits.round && origin->index < limits.index)
			return true;
	}
	return false;
}

size_t first_difference(const u8 *a, const u8 *b, size_t size)
{
	size_t i = 0;

	while (i + 8 <= size &&
	       get_unaligned((const u64 *)(a + i)) == get_unaligned((const u64 *)(b + i)))
		i += 8;
	while (i < size && a[i] == b[i])
		i++;
	return i;
}
