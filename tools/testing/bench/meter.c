// SPDX-License-Identifier: GPL-2.0-only
/*
 * Count instructions, add them up, print rows
 */
#include <linux/irqflags.h>
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/minmax.h>
#include <linux/printk.h>

#include "dmabench.h"

#define KNOWN		1000

const size_t bench_bytes[] = { 64, 512, SZ_2K, SZ_4K, SZ_16K, SZ_64K, MAX_BYTES };
const unsigned int bench_nr_bytes = ARRAY_SIZE(bench_bytes);

/* Instructions that reading the counter twice takes: the same in every row */
static u64 overhead;

/**
 * bench_calls() - number of calls in a row
 * @bytes:	Size of the buffer of the row.
 *
 * In nearly full pools, the search of the base passes over all slots in use once
 * in a number of calls. A row has enough calls to include such searches. A row
 * of large buffers needs fewer calls, and each call takes longer to copy.
 *
 * Return: Number of calls.
 */
unsigned int bench_calls(size_t bytes)
{
	if (bytes > SZ_16K)
		return 100;
	return bytes > SZ_4K ? 500 : 2000;
}

/**
 * row_add() - add one call to a row
 * @row:	The row.
 * @count:	Difference of two readings of the counter.
 */
void row_add(struct row *row, u64 count)
{
	count -= overhead;
	row->min = row->calls ? min(row->min, count) : count;
	row->total += count;
	row->calls++;
}

/**
 * row_print() - print one line of the result
 * @row:	The row.
 * @set:	First part of the name of the row. A part after a slash comes last.
 * @op:		Operation, the second part.
 * @bytes:	Size, the third part.
 * @all_calls_alike: Whether all calls count. If interrupts were on, only the
 *		cheapest call counts.
 */
void row_print(const struct row *row, const char *set, const char *op, size_t bytes,
	       bool all_calls_alike)
{
	const char *dir = set + strcspn(set, "/");

	if (all_calls_alike)
		pr_info("dmabench: row %.*s/%s/%zu%s %llu %llu %u\n", (int)(dir - set), set,
			op, bytes, dir, row->min, row->total, row->calls);
	else
		pr_info("dmabench: row %.*s/%s/%zu%s %llu - %u\n", (int)(dir - set), set,
			op, bytes, dir, row->min, row->calls);
}

/* A known number of instructions */
static noinline u64 count_nops(void)
{
	unsigned long flags;
	u64 count;

	local_irq_save(flags);
	count = instructions();
	asm volatile(".rept %c0\n\tnop\n\t.endr" : : "i"(KNOWN));
	count = instructions() - count;
	local_irq_restore(flags);
	return count;
}

static noinline u64 count_nothing(void)
{
	unsigned long flags;
	u64 count;

	local_irq_save(flags);
	count = instructions();
	count = instructions() - count;
	local_irq_restore(flags);
	return count;
}

/**
 * meter_init() - check that the counter counts instructions
 *
 * Return: 0, or -ENODEV if QEMU was started without -icount.
 */
int meter_init(void)
{
	static bool checked;
	u64 nops;

	if (checked)
		return 0;
	overhead = count_nothing();
	nops = count_nops();
	if (nops != overhead + KNOWN || count_nothing() != overhead) {
		pr_err("dmabench: %u instructions take %llu cycles\n", KNOWN, nops - overhead);
		return -ENODEV;
	}
	checked = true;
	pr_info("dmabench: reading the counter takes %llu instructions, taken off each row\n",
		overhead);
	return 0;
}
