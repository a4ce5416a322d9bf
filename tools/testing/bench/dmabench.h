/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Instructions per call of the DMA API, counted by QEMU
 *
 * With "-icount shift=0" an instruction takes one cycle of the time stamp
 * counter. The difference of two readings is the number of instructions
 * between them. The same source is built for all kernels, and uses only the
 * interfaces of a driver.
 */
#ifndef DMABENCH_H
#define DMABENCH_H

#include <linux/compiler.h>
#include <linux/device.h>
#include <linux/gfp_types.h>
#include <linux/sizes.h>
#include <linux/timex.h>
#include <linux/types.h>

/* Size of a segment of swiotlb: the largest mapping of a device without min_align_mask */
#define SEGMENT_BYTES	SZ_256K
/* The largest mapping of a device whose min_align_mask is that of a page */
#define MAX_BYTES	(SEGMENT_BYTES - SZ_4K)
/* Offset of a buffer that is not page aligned: its bounce buffer starts in the second slot */
#define UNALIGNED	2100

/**
 * struct row - one line of the result
 * @min:	Instructions of the cheapest call.
 * @total:	Instructions of all calls.
 * @calls:	Number of calls.
 */
struct row {
	u64 min;
	u64 total;
	unsigned int calls;
};

/**
 * struct bench_set - a device and a buffer that rows are measured with
 * @name:	First part of the name of the rows. A part after a slash comes last.
 * @dev:	Device to map for.
 * @buf:	Buffer of MAX_BYTES.
 * @max_bytes:	Size of the largest mapping.
 * @bounced:	Whether the mappings have to be bounced.
 */
struct bench_set {
	const char *name;
	struct device *dev;
	void *buf;
	size_t max_bytes;
	bool bounced;
};

static __always_inline u64 instructions(void)
{
	return get_cycles();
}

int meter_init(void);
void row_add(struct row *row, u64 count);
void row_print(const struct row *row, const char *set, const char *op, size_t bytes,
	       bool all_calls_alike);

extern const size_t bench_bytes[];
extern const unsigned int bench_nr_bytes;
unsigned int bench_calls(size_t bytes);

int check_init(void);
int check_map(const struct bench_set *set, void *vaddr, dma_addr_t addr, size_t bytes);
void check_unmap(const struct bench_set *set, dma_addr_t addr, size_t bytes);
int check_made_up(const char *kind, const struct bench_set *set);

/* Operations on a part of a mapping, see part.c */
#define NR_PARTS	3
#define PART_BYTES	256

int round_parts(const struct bench_set *set, struct row *to, struct row *from);
int check_parts(const struct bench_set *set);
void print_parts(const struct bench_set *set, const struct row *to, const struct row *from);

int bench_streaming(const struct bench_set *set);
int bench_copy(void *to, const void *from);
int bench_coherent(struct device *dev, gfp_t gfp, const char *set);
int bench_fragment(const struct bench_set *set, unsigned int percent, unsigned int total,
		   unsigned int pairs, unsigned int interval);
int bench_contention(const struct bench_set *set, unsigned int cpus, size_t bytes);

#endif /* DMABENCH_H */
