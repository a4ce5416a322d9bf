/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Instructions per call of the DMA API, counted by QEMU
 *
 * With "-icount shift=0" an instruction takes one cycle of the time stamp
 * counter, so the difference of two readings is the number of instructions in
 * between. The same source is built for all kernels, and uses what is exported
 * to any driver only.
 */
#ifndef DMABENCH_H
#define DMABENCH_H

#include <linux/compiler.h>
#include <linux/device.h>
#include <linux/gfp_types.h>
#include <linux/sizes.h>
#include <linux/timex.h>
#include <linux/types.h>

/* One short of a segment of swiotlb: the largest mapping, less a page */
#define MAX_BYTES	(SZ_256K - SZ_4K)

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

int bench_streaming(struct device *dev, void *buf, const char *set);
int bench_coherent(struct device *dev, gfp_t gfp, const char *set);

#endif /* DMABENCH_H */
