// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sync of parts of a mapping of 64 KiB
 */
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/printk.h>
#include <linux/string.h>

#include "dmabench.h"

/* In the second slot, in the third slot, and near the end */
static const unsigned int offsets[NR_PARTS] = { 2049, 4103, 60 * SZ_1K };

static __always_inline void sync_part(struct device *dev, dma_addr_t addr, unsigned int offset,
				      enum dma_data_direction dir)
{
	if (dir == DMA_TO_DEVICE)
		dma_sync_single_range_for_device(dev, addr, offset, PART_BYTES, dir);
	else
		dma_sync_single_range_for_cpu(dev, addr, offset, PART_BYTES, dir);
}

static __always_inline int round_part(const struct bench_set *set, struct row *rows,
				      enum dma_data_direction dir)
{
	dma_addr_t addr = dma_map_single(set->dev, set->buf, SZ_64K, dir);
	unsigned int i;
	u64 start;
	int rc;

	if (dma_mapping_error(set->dev, addr))
		return -ENOSPC;
	rc = check_map(set, set->buf, addr, SZ_64K);
	if (rc)
		goto unmap;
	for (i = 0; i < NR_PARTS; i++) {
		start = instructions();
		sync_part(set->dev, addr, offsets[i], dir);
		row_add(&rows[i], instructions() - start);
	}
	check_unmap(set, addr, SZ_64K);
unmap:
	dma_unmap_single(set->dev, addr, SZ_64K, dir);
	return rc;
}

/**
 * round_parts() - count the sync of each part, in both directions
 * @set:	Device and buffer.
 * @to:		NR_PARTS rows, for syncs to the device.
 * @from:	NR_PARTS rows, for syncs from the device.
 *
 * Return: 0, -ENOSPC if the buffer cannot be mapped, or -ERANGE if the address is wrong.
 */
int round_parts(const struct bench_set *set, struct row *to, struct row *from)
{
	return round_part(set, to, DMA_TO_DEVICE) ?: round_part(set, from, DMA_FROM_DEVICE);
}

/* The part is copied, the bytes before and after the part are not. */
static bool part_is_copied(const struct bench_set *set, dma_addr_t addr, unsigned int offset,
			   enum dma_data_direction dir)
{
	u8 *bounce = phys_to_virt(addr);
	u8 *to = dir == DMA_TO_DEVICE ? bounce : set->buf;
	u8 *from = dir == DMA_TO_DEVICE ? set->buf : bounce;

	memset(to, 0x55, SZ_64K);
	memset(from, 0xaa, SZ_64K);
	sync_part(set->dev, addr, offset, dir);
	return !memchr_inv(to, 0x55, offset) &&
	       !memchr_inv(to + offset, 0xaa, PART_BYTES) &&
	       !memchr_inv(to + offset + PART_BYTES, 0x55, SZ_64K - offset - PART_BYTES);
}

static int check_dir(const struct bench_set *set, enum dma_data_direction dir)
{
	dma_addr_t addr = dma_map_single(set->dev, set->buf, SZ_64K, dir);
	unsigned int i;
	int rc = 0;

	if (dma_mapping_error(set->dev, addr))
		return -ENOSPC;
	for (i = 0; i < NR_PARTS; i++) {
		if (part_is_copied(set, addr, offsets[i], dir))
			continue;
		pr_err("dmabench: wrong copy: %s: sync of %u bytes at %u, direction %d\n",
		       set->name, PART_BYTES, offsets[i], dir);
		rc = -EIO;
	}
	dma_unmap_single(set->dev, addr, SZ_64K, dir);
	return rc;
}

/**
 * check_parts() - check that the sync of a part copies this part
 * @set:	Device and buffer. The contents of the buffer are overwritten.
 *
 * Return: 0, -ENOSPC if the buffer cannot be mapped, or -EIO if a sync copies
 *	   other bytes, after a line in the log.
 */
int check_parts(const struct bench_set *set)
{
	if (!set->bounced)
		return 0;
	return check_dir(set, DMA_TO_DEVICE) ?: check_dir(set, DMA_FROM_DEVICE);
}

/**
 * print_parts() - print the rows of round_parts()
 * @set:	Device and buffer.
 * @to:		NR_PARTS rows, for syncs to the device.
 * @from:	NR_PARTS rows, for syncs from the device.
 */
void print_parts(const struct bench_set *set, const struct row *to, const struct row *from)
{
	char op[24];
	unsigned int i;

	for (i = 0; i < NR_PARTS; i++) {
		snprintf(op, sizeof(op), "sync-to+%u", offsets[i]);
		row_print(&to[i], set->name, op, SZ_64K, true);
	}
	for (i = 0; i < NR_PARTS; i++) {
		snprintf(op, sizeof(op), "sync-from+%u", offsets[i]);
		row_print(&from[i], set->name, op, SZ_64K, true);
	}
}
