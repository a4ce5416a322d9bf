// SPDX-License-Identifier: GPL-2.0-only
/*
 * Contention: several CPUs map and unmap at the same time
 *
 * The result is a time, which depends on the host.
 */
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/dma-mapping.h>
#include <linux/kthread.h>
#include <linux/ktime.h>
#include <linux/limits.h>
#include <linux/minmax.h>
#include <linux/printk.h>

#include "dmabench.h"

#define MAX_CPUS	4
#define PAIRS		100000
#define CHECKED_PAIRS	1000
#define REPEATS		5

/* One run: all workers start when the last of them is ready. */
struct contest {
	const struct bench_set *set;
	size_t bytes;
	unsigned int cpus;
	unsigned int pairs;
	bool check;
	atomic_t ready;
};

struct worker {
	struct contest *contest;
	struct completion done;
	ktime_t start;
	ktime_t end;
	int rc;
};

static int map_and_unmap(const struct contest *contest)
{
	const struct bench_set *set = contest->set;
	dma_addr_t addr;
	int rc = 0;

	addr = dma_map_single(set->dev, set->buf, contest->bytes, DMA_TO_DEVICE);
	if (dma_mapping_error(set->dev, addr))
		return -ENOSPC;
	if (contest->check) {
		rc = check_map(set, set->buf, addr, contest->bytes);
		if (!rc)
			check_unmap(set, addr, contest->bytes);
	}
	dma_unmap_single(set->dev, addr, contest->bytes, DMA_TO_DEVICE);
	return rc;
}

static int work(void *data)
{
	struct worker *worker = data;
	struct contest *contest = worker->contest;
	unsigned int i;

	atomic_inc(&contest->ready);
	while (atomic_read(&contest->ready) < contest->cpus)
		cpu_relax();
	worker->start = ktime_get();
	for (i = 0; !worker->rc && i < contest->pairs; i++)
		worker->rc = map_and_unmap(contest);
	worker->end = ktime_get();
	complete(&worker->done);
	return 0;
}

/* Nanoseconds from the first start to the last end, or a negative error */
static s64 run_contest(struct contest *contest)
{
	struct worker workers[MAX_CPUS] = {};
	ktime_t start = KTIME_MAX, end = 0;
	struct task_struct *task;
	unsigned int i;
	int rc = 0;

	atomic_set(&contest->ready, 0);
	for (i = 0; i < contest->cpus; i++) {
		workers[i].contest = contest;
		init_completion(&workers[i].done);
		task = kthread_create_on_cpu(work, &workers[i], i, "dmabench/%u");
		if (IS_ERR(task)) {
			/* The workers that run wait for this one. */
			atomic_add(contest->cpus, &contest->ready);
			rc = PTR_ERR(task);
			break;
		}
		wake_up_process(task);
	}
	while (i--) {
		wait_for_completion(&workers[i].done);
		rc = rc ?: workers[i].rc;
		start = min(start, workers[i].start);
		end = max(end, workers[i].end);
	}
	return rc ?: ktime_to_ns(ktime_sub(end, start));
}

/**
 * bench_contention() - measure the time of maps and unmaps on several CPUs
 * @set:	Device and buffer that all CPUs map.
 * @cpus:	Number of CPUs.
 * @bytes:	Size of the mapping.
 *
 * Addresses are checked in a run of its own, whose time does not count.
 *
 * Return: 0, or a negative error.
 */
int bench_contention(const struct bench_set *set, unsigned int cpus, size_t bytes)
{
	struct contest contest = { .set = set, .bytes = bytes, .cpus = cpus };
	s64 best = S64_MAX, ns;
	unsigned int i;

	if (!cpus || cpus > MAX_CPUS || cpus > num_online_cpus() || !bytes || bytes > MAX_BYTES)
		return -EINVAL;
	contest.pairs = CHECKED_PAIRS;
	contest.check = true;
	ns = run_contest(&contest);
	contest.pairs = PAIRS;
	contest.check = false;
	for (i = 0; ns >= 0 && i < REPEATS; i++) {
		ns = run_contest(&contest);
		best = min(best, ns);
	}
	if (ns < 0)
		return ns;
	pr_info("dmabench: contention %u %zu %u %lld\n", cpus, bytes, cpus * PAIRS, best);
	return 0;
}
