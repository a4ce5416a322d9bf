// SPDX-License-Identifier: GPL-2.0-only
/*
 * Streaming mappings: map, sync and unmap, in both directions
 *
 * Interrupts are off around each round, so all calls count, not only the
 * cheapest one, and that shows what a search of nearly full pools costs.
 */
#include <linux/dma-mapping.h>
#include <linux/hash.h>
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
	NR_OPS
};

static const char * const op_names[] = {
	[MAP_TO] = "map-to",		[MAP_FROM] = "map-from",
	[SYNC_TO] = "sync-to",		[SYNC_FROM] = "sync-from",
	[UNMAP_TO] = "unmap-to",	[UNMAP_FROM] = "unmap-from",
	[MAP_SG] = "map-sg16",		[UNMAP_SG] = "unmap-sg16",
};

/*
 * What the device was told, in the order in which it was. Where pools are may
 * differ from kernel to kernel, so addresses count from the first.
 */
static dma_addr_t first_addr;
static u64 addr_hash;

static void note_addr(dma_addr_t addr)
{
	if (!first_addr)
		first_addr = addr;
	addr_hash = (addr_hash ^ (addr - first_addr)) * GOLDEN_RATIO_64;
	addr_hash ^= addr_hash >> 32;
}

/* Map, sync and unmap, in the order of enum op from @rows on */
static __always_inline int round_single(struct device *dev, void *buf, size_t bytes,
					enum dma_data_direction dir, struct row *rows)
{
	dma_addr_t addr;
	u64 start;

	start = instructions();
	addr = dma_map_single(dev, buf, bytes, dir);
	row_add(rows++, instructions() - start);
	if (dma_mapping_error(dev, addr))
		return -EIO;
	note_addr(addr);

	start = instructions();
	if (dir == DMA_TO_DEVICE)
		dma_sync_single_for_device(dev, addr, bytes, dir);
	else
		dma_sync_single_for_cpu(dev, addr, bytes, dir);
	row_add(rows++, instructions() - start);

	start = instructions();
	dma_unmap_single(dev, addr, bytes, dir);
	row_add(rows, instructions() - start);
	return 0;
}

static int round_both(struct device *dev, void *buf, size_t bytes, struct row *rows)
{
	return round_single(dev, buf, bytes, DMA_TO_DEVICE, &rows[MAP_TO]) ?:
	       round_single(dev, buf, bytes, DMA_FROM_DEVICE, &rows[MAP_FROM]);
}

static int round_sg(struct device *dev, struct scatterlist *sgl, struct row *rows)
{
	u64 start;
	int nents;

	start = instructions();
	nents = dma_map_sg(dev, sgl, SG_ENTRIES, DMA_TO_DEVICE);
	row_add(&rows[MAP_SG], instructions() - start);
	if (!nents)
		return -EIO;

	start = instructions();
	dma_unmap_sg(dev, sgl, SG_ENTRIES, DMA_TO_DEVICE);
	row_add(&rows[UNMAP_SG], instructions() - start);
	return 0;
}

static int rounds(struct device *dev, void *buf, size_t bytes, struct scatterlist *sgl,
		  const char *set)
{
	struct row rows[NR_OPS] = {};
	unsigned long flags;
	int i, rc = 0;

	for (i = -WARM_UP; i < (int)bench_calls(bytes) && !rc; i++) {
		if (!i)
			memset(rows, 0, sizeof(rows));
		local_irq_save(flags);
		rc = sgl ? round_sg(dev, sgl, rows) : round_both(dev, buf, bytes, rows);
		local_irq_restore(flags);
	}
	if (rc) {
		pr_err("dmabench: %s: %zu bytes cannot be mapped\n", set, bytes);
		return rc;
	}
	for (i = 0; i < NR_OPS; i++)
		if (rows[i].calls)
			row_print(&rows[i], set, op_names[i], bytes, true);
	if (!sgl)
		pr_info("dmabench: addresses %s/%zu %016llx\n", set, bytes, addr_hash);
	return 0;
}

/**
 * bench_streaming() - count instructions of streaming mappings
 * @dev:	Device to map for.
 * @buf:	Buffer of MAX_BYTES.
 * @set:	What the rows are called. A part after a slash comes last.
 *
 * Return: 0, or -EIO if something cannot be mapped.
 */
int bench_streaming(struct device *dev, void *buf, const char *set)
{
	struct scatterlist sgl[SG_ENTRIES];
	unsigned int i;
	int rc;

	first_addr = 0;
	for (i = 0; i < bench_nr_bytes; i++) {
		addr_hash = 0;
		rc = rounds(dev, buf, bench_bytes[i], NULL, set);
		if (rc)
			return rc;
	}

	/* every other page, so that no two entries could be joined */
	sg_init_table(sgl, SG_ENTRIES);
	for (i = 0; i < SG_ENTRIES; i++)
		sg_set_buf(&sgl[i], buf + 2 * i * PAGE_SIZE, SZ_4K);
	return rounds(dev, NULL, SZ_4K, sgl, set);
}
