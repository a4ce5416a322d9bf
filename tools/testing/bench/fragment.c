// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fragmentation: how often a large mapping succeeds in a pool that small
 * buffers have been mapped in and unmapped from for a long time
 *
 * The sequence of requests depends on constants only. It is the same in each
 * kernel, also if one of the kernels cannot satisfy a request.
 */
#include <linux/dma-mapping.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/swiotlb.h>

#include "dmabench.h"

#define MAX_SLOTS	8
#define SEED		0x9e3779b97f4a7c15ULL
#define ATTRS		(DMA_ATTR_NO_WARN | DMA_ATTR_SKIP_CPU_SYNC)

/* A buffer of the sequence. It counts as in use if its mapping failed, too. */
struct buffer {
	dma_addr_t addr;
	unsigned int slots;
};

/**
 * struct tally - mappings of one size
 * @bytes:	Size, or 0 for buffers of 1 to MAX_SLOTS slots.
 * @tried:	Number of mappings.
 * @succeeded:	Number of mappings that succeeded.
 */
struct tally {
	size_t bytes;
	unsigned int tried;
	unsigned int succeeded;
};

/**
 * struct sequence - the sequence of requests
 * @set:	Device and buffer to map.
 * @pairs:	Number of buffers to unmap and map after the pool has been filled.
 * @interval:	Number of these pairs from one large mapping to the next.
 * @buffers:	All buffers in use.
 * @nr:		Number of @buffers.
 * @used:	Number of slots that @buffers occupy.
 * @target:	Number of slots to occupy.
 * @random:	State of the generator of random numbers.
 */
struct sequence {
	const struct bench_set *set;
	unsigned int pairs;
	unsigned int interval;
	struct buffer *buffers;
	unsigned int nr;
	unsigned int used;
	unsigned int target;
	u64 random;
};

/* xorshift64*: a number below @limit */
static unsigned int next_random(struct sequence *seq, unsigned int limit)
{
	seq->random ^= seq->random >> 12;
	seq->random ^= seq->random << 25;
	seq->random ^= seq->random >> 27;
	return ((seq->random * 0x2545f4914f6cdd1dULL) >> 33) % limit;
}

static int map_bytes(struct sequence *seq, size_t bytes, dma_addr_t *addr, struct tally *tally)
{
	const struct bench_set *set = seq->set;
	int rc;

	*addr = dma_map_single_attrs(set->dev, set->buf, bytes, DMA_TO_DEVICE, ATTRS);
	tally->tried++;
	if (dma_mapping_error(set->dev, *addr))
		return 0;
	rc = check_map(set, set->buf, *addr, bytes);
	tally->succeeded++;
	return rc;
}

static void unmap_bytes(struct sequence *seq, size_t bytes, dma_addr_t addr)
{
	if (dma_mapping_error(seq->set->dev, addr))
		return;
	check_unmap(seq->set, addr, bytes);
	dma_unmap_single_attrs(seq->set->dev, addr, bytes, DMA_TO_DEVICE, ATTRS);
}

static int map_buffer(struct sequence *seq, struct buffer *buffer, unsigned int slots,
		      struct tally *tally)
{
	buffer->slots = slots;
	seq->used += slots;
	return map_bytes(seq, slots * IO_TLB_SIZE, &buffer->addr, tally);
}

static void unmap_buffer(struct sequence *seq, struct buffer *buffer)
{
	unmap_bytes(seq, buffer->slots * IO_TLB_SIZE, buffer->addr);
	seq->used -= buffer->slots;
}

/* One buffer goes and one comes. The number of slots in use stays near the target. */
static int turn_over(struct sequence *seq, struct tally *tally)
{
	struct buffer *buffer = &seq->buffers[next_random(seq, seq->nr)];
	unsigned int slots = 1 + next_random(seq, MAX_SLOTS);

	if (seq->used > seq->target)
		slots = min(slots, buffer->slots);
	if (seq->used < seq->target)
		slots = max(slots, buffer->slots);
	unmap_buffer(seq, buffer);
	return map_buffer(seq, buffer, slots, tally);
}

static int try_large(struct sequence *seq, struct tally *tally)
{
	dma_addr_t addr;
	int rc = map_bytes(seq, tally->bytes, &addr, tally);

	unmap_bytes(seq, tally->bytes, addr);
	return rc;
}

static int run_sequence(struct sequence *seq, struct tally *small, struct tally *large,
			unsigned int nr_large)
{
	unsigned int i, n;
	int rc = 0;

	while (!rc && seq->used < seq->target)
		rc = map_buffer(seq, &seq->buffers[seq->nr++],
				min(1 + next_random(seq, MAX_SLOTS), seq->target - seq->used),
				small);
	for (i = 1; !rc && i <= seq->pairs; i++) {
		rc = turn_over(seq, small);
		for (n = 0; !rc && n < nr_large && i % seq->interval == 0; n++)
			rc = try_large(seq, &large[n]);
		cond_resched();
	}
	while (seq->nr)
		unmap_buffer(seq, &seq->buffers[--seq->nr]);
	return rc;
}

/**
 * bench_fragment() - count the mappings that succeed in a fragmented pool
 * @set:	Device and buffer to map.
 * @percent:	Share of the slots to keep in use.
 * @total:	Number of slots in the pool.
 * @pairs:	Number of buffers to unmap and map after the pool has been filled.
 * @interval:	Number of these pairs from one large mapping to the next.
 *
 * Return: 0, -EINVAL, -ENOMEM, or -ERANGE if an address is wrong.
 */
int bench_fragment(const struct bench_set *set, unsigned int percent, unsigned int total,
		   unsigned int pairs, unsigned int interval)
{
	struct tally tallies[] = { { 0 }, { SZ_64K }, { SEGMENT_BYTES } };
	struct sequence seq = {
		.set = set, .pairs = pairs, .interval = interval, .random = SEED + percent,
	};
	unsigned int i;
	int rc;

	if (!percent || percent > 99 || total < 100 || total > SZ_1M || !interval)
		return -EINVAL;
	seq.target = total * percent / 100;
	seq.buffers = kvcalloc(seq.target, sizeof(*seq.buffers), GFP_KERNEL);
	if (!seq.buffers)
		return -ENOMEM;
	rc = run_sequence(&seq, &tallies[0], &tallies[1], ARRAY_SIZE(tallies) - 1);
	for (i = 0; !rc && i < ARRAY_SIZE(tallies); i++)
		pr_info("dmabench: fragment %u %u %zu %u %u\n", percent, interval,
			tallies[i].bytes, tallies[i].tried, tallies[i].succeeded);
	kvfree(seq.buffers);
	return rc;
}
