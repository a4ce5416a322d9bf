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

const size_t bench_bytes[] = { 64, 512, SZ_4K, SZ_64K, MAX_BYTES };
const unsigned int bench_nr_bytes = ARRAY_SIZE(bench_bytes);

/* What reading the counter twice counts itself; the same in every row */
static u64 overhead;

/**
 * bench_calls() - how many calls a row is made of
 * @bytes:	Size of the buffer of the row.
 *
 * With nearly full pools the search for slots passes over everything that is in
 * use once in so many calls. There are enough calls to see that happen; large
 * buffers need fewer for it, and take longer to copy.
 */
unsigned int bench_calls(size_t bytes)
{
	return bytes > SZ_4K ? 100 : 2000;
}

void row_add(struct row *row, u64 count)
{
	count -= overhead;
	row->min = row->calls ? min(row->min, count) : count;
	row->total += count;
	row->calls++;
}

/**
 * row_print() - print one line of the result
 * @row:	What was counted.
 * @set:	First part of the name of the row.
 * @op:		Operation, the second part.
 * @bytes:	Size, the third part.
 * @all_calls_alike: Whether all calls count, or the cheapest only, because
 *		interrupts were on.
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
 * meter_init() - see that the counter counts instructions
 *
 * Return: 0, or -ENODEV if it does not: QEMU was started without -icount.
 */
int meter_init(void)
{
	u64 nops;

	overhead = count_nothing();
	nops = count_nops();
	if (nops != overhead + KNOWN || count_nothing() != overhead) {
		pr_err("dmabench: %u instructions take %llu cycles\n", KNOWN, nops - overhead);
		return -ENODEV;
	}
	pr_info("dmabench: reading the counter takes %llu instructions, taken off each row\n",
		overhead);
	return 0;
}
