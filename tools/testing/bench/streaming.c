// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streaming mappings: map, sync and unmap, in both directions
 *
 * Interrupts are off around each round. Therefore all calls count, not only the
 * cheapest one, and the mean includes the searches of nearly full pools.
 */
#include <linux/dma-mapping.h>
#include <linux/irqflags.h>
#include <linux/printk.h>
#include <linux/scatterlist.h>
#include <linux/string.h>

#include "dmabench.h"

/* Rounds before the first that counts: caches and high-water marks settle */
#define WARM_UP		8
#define SG_ENTRIES	16

enum op {
	MAP_TO, SYNC_TO, UNMAP_TO,
	MAP_FROM, SYNC_FROM, UNMAP_FROM,
	MAP_SG, UNMAP_SG,
	PARTS_TO, PARTS_FROM = PARTS_TO + NR_PARTS,
	NR_OPS = PARTS_FROM + NR_PARTS
};

static const char * const op_names[] = {
	[MAP_TO] = "map-to",		[MAP_FROM] = "map-from",
	[SYNC_TO] = "sync-to",		[SYNC_FROM] = "sync-from",
	[UNMAP_TO] = "unmap-to",	[UNMAP_FROM] = "unmap-from",
	[MAP_SG] = "map-sg16",		[UNMAP_SG] = "unmap-sg16",
};

static struct scatterlist sgl[SG_ENTRIES];

/* One round of one kind: count each operation in its row */
typedef int round_fn(const struct bench_set *set, size_t bytes, struct row *rows);

/* Map, sync and unmap, in the order of enum op from @rows on */
static __always_inline int round_single(const struct bench_set *set, size_t bytes,
					enum dma_data_direction dir, struct row *rows)
{
	struct device *dev = set->dev;
	dma_addr_t addr;
	u64 start;
	int rc;

	start = instructions();
	addr = dma_map_single(dev, set->buf, bytes, dir);
	row_add(rows++, instructions() - start);
	if (dma_mapping_error(dev, addr))
		return -ENOSPC;
	rc = check_map(set, set->buf, addr, bytes);
	if (rc) {
		dma_unmap_single(dev, addr, bytes, dir);
		return rc;
	}

	start = instructions();
	if (dir == DMA_TO_DEVICE)
		dma_sync_single_for_device(dev, addr, bytes, dir);
	else
		dma_sync_single_for_cpu(dev, addr, bytes, dir);
	row_add(rows++, instructions() - start);

	check_unmap(set, addr, bytes);
	start = instructions();
	dma_unmap_single(dev, addr, bytes, dir);
	row_add(rows, instructions() - start);
	return 0;
}

static int round_both(const struct bench_set *set, size_t bytes, struct row *rows)
{
	return round_single(set, bytes, DMA_TO_DEVICE, &rows[MAP_TO]) ?:
	       round_single(set, bytes, DMA_FROM_DEVICE, &rows[MAP_FROM]);
}

static int round_sg(const struct bench_set *set, size_t bytes, struct row *rows)
{
	struct scatterlist *sg;
	int i, nents, rc = 0;
	u64 start;

	start = instructions();
	nents = dma_map_sg(set->dev, sgl, SG_ENTRIES, DMA_TO_DEVICE);
	row_add(&rows[MAP_SG], instructions() - start);
	if (!nents)
		return -ENOSPC;
	for_each_sg(sgl, sg, nents, i)
		rc = rc ?: check_map(set, sg_virt(sg), sg_dma_address(sg), sg_dma_len(sg));
	for_each_sg(sgl, sg, nents, i)
		check_unmap(set, sg_dma_address(sg), sg_dma_len(sg));

	start = instructions();
	dma_unmap_sg(set->dev, sgl, SG_ENTRIES, DMA_TO_DEVICE);
	row_add(&rows[UNMAP_SG], instructions() - start);
	return rc;
}

static int round_part(const struct bench_set *set, size_t bytes, struct row *rows)
{
	return round_parts(set, &rows[PARTS_TO], &rows[PARTS_FROM]);
}

static int rounds(const struct bench_set *set, size_t bytes, round_fn *round)
{
	struct row rows[NR_OPS] = {};
	unsigned long flags;
	int i, rc = 0;

	for (i = -WARM_UP; i < (int)bench_calls(bytes) && !rc; i++) {
		if (!i)
			memset(rows, 0, sizeof(rows));
		local_irq_save(flags);
		rc = round(set, bytes, rows);
		local_irq_restore(flags);
	}
	if (rc) {
		if (rc == -ENOSPC)
			pr_err("dmabench: %s: %zu bytes cannot be mapped\n", set->name, bytes);
		return rc;
	}
	for (i = 0; i < ARRAY_SIZE(op_names); i++)
		if (rows[i].calls)
			row_print(&rows[i], set->name, op_names[i], bytes, true);
	if (rows[PARTS_TO].calls)
		print_parts(set, &rows[PARTS_TO], &rows[PARTS_FROM]);
	return 0;
}

/* Every other page, which prevents two entries from being merged */
static void init_sgl(void *buf)
{
	unsigned int i;

	sg_init_table(sgl, SG_ENTRIES);
	for (i = 0; i < SG_ENTRIES; i++)
		sg_set_buf(&sgl[i], buf + 2 * i * PAGE_SIZE, SZ_4K);
}

/**
 * bench_streaming() - count instructions of streaming mappings
 * @set:	Device and buffer, and the name of the rows.
 *
 * Return: 0, -ENOSPC if a buffer cannot be mapped, -ERANGE if an address is
 *	   wrong, or -EIO if the sync of a part copies other bytes.
 */
int bench_streaming(const struct bench_set *set)
{
	unsigned int i;
	int rc;

	for (i = 0; i < bench_nr_bytes && bench_bytes[i] <= set->max_bytes; i++) {
		rc = rounds(set, bench_bytes[i], round_both);
		if (rc)
			return rc;
	}
	init_sgl(set->buf);
	rc = rounds(set, SZ_4K, round_sg);
	rc = rc ?: check_parts(set);
	return rc ?: rounds(set, SZ_64K, round_part);
}

/**
 * bench_copy() - count the instructions that copying takes
 * @to:		Buffer of MAX_BYTES.
 * @from:	Buffer of MAX_BYTES.
 *
 * A bounced map includes one copy. The plots leave it out.
 *
 * Return: 0.
 */
int bench_copy(void *to, const void *from)
{
	unsigned long flags;
	unsigned int i, n;
	u64 start;

	for (n = 0; n < bench_nr_bytes; n++) {
		size_t bytes = bench_bytes[n];
		struct row row = {};

		for (i = 0; i < bench_calls(bytes); i++) {
			local_irq_save(flags);
			start = instructions();
			memcpy(to, from, bytes);
			row_add(&row, instructions() - start);
			local_irq_restore(flags);
		}
		row_print(&row, "copy", "memcpy", bytes, true);
	}
	return 0;
}
