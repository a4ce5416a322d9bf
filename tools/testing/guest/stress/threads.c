// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each round maps a buffer, or the pieces of one as a scatterlist, emulates a device that
 * reads and writes the bounce buffer, syncs parts of it and unmaps it. The emulated device
 * is the CPU, which reaches the bounce buffer through the kernel's linear mapping. Two
 * copies hold the expected content of the buffer and of the bounce buffer; the thread
 * compares them after each step. Buffers have a margin that must never change.
 *
 * A thread keeps the buffers of some rounds mapped while it goes on with others. If it
 * finds no room it unmaps one of them.
 */
#include <linux/completion.h>
#include <linux/cpumask.h>
#include <linux/dma-direct.h>
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/irq_work.h>
#include <linux/kasan-checks.h>
#include <linux/kthread.h>
#include <linux/log2.h>
#include <linux/platform_device.h>
#include <linux/prandom.h>
#include <linux/scatterlist.h>
#include <linux/sched.h>
#include <linux/sizes.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/swiotlb.h>
#include <linux/workqueue.h>

#include "pattern.h"
#include "threads.h"

#define MARGIN		SZ_2K
#define LARGEST		SZ_256K
#define BUFFER_SIZE	(MARGIN + SZ_4K + LARGEST + MARGIN)
/* Most calls of the allocator are for small pieces, as checking them takes least time. */
#define NR_PIECES	32
/* Gaps keep the pieces of a scatterlist in different cache lines. */
#define LEAST_GAP	256
#define LARGEST_GAP	SZ_4K

/* Number of buffers that a thread has mapped. Those of all threads need more than 2 MiB. */
#define NR_MAPPED	4

/* Room in a full pool takes other threads a few ticks. The limit only ends a hang. */
#define MAX_ATTEMPTS	5000

/* Which threads make a mistake on purpose, in which round */
#define SPOIL_BYTE	0
#define SPOIL_LEAK	1
#define SPOILT_ROUND	3

/**
 * struct kind - what a device demands of addresses
 * @min_align_mask:	See dma_set_min_align_mask().
 * @boundary:		See dma_set_seg_boundary().
 * @largest:		Largest mapping that always has a place in an empty pool.
 */
struct kind {
	unsigned int min_align_mask;
	unsigned long boundary;
	size_t largest;
};

static const struct kind kinds[] = {
	{ 0, ULONG_MAX, LARGEST },
	{ SZ_4K - 1, ULONG_MAX, LARGEST - SZ_4K },
	/* A segment of slots may cross the boundary in the middle: pools start at any page. */
	{ SZ_512 - 1, SZ_256K - 1, SZ_128K - SZ_4K },
	{ 0, SZ_64K - 1, SZ_64K },
	{ SZ_4K - 1, SZ_64K - 1, SZ_64K - SZ_4K },
	{ 0, SZ_4K - 1, SZ_4K },
};

/**
 * struct piece - memory that is mapped as one
 * @start:	Position in the buffer of the thread.
 * @size:	Bytes.
 * @addr:	Address that the device was given.
 * @bounce:	The bounce buffer.
 */
struct piece {
	size_t start;
	size_t size;
	dma_addr_t addr;
	u8 *bounce;
};

/**
 * struct round - one buffer on its way to a device and back
 * @thread:	The thread.
 * @number:	Number of the round.
 * @mapped:	Whether the buffer is mapped.
 * @kind:	Kind of the device.
 * @dev:	The device.
 * @dir:	Direction.
 * @list:	Whether the pieces are mapped as a scatterlist.
 * @nr_pieces:	Number of pieces, 1 if they are not a scatterlist.
 * @pieces:	The pieces, by ascending start.
 * @sgl:	The scatterlist.
 * @from:	First byte of the buffer that this round looks at.
 * @to:		First byte behind them.
 * @buffer:	The buffer.
 * @want:	Expected content of the buffer.
 * @want_bounce: Expected content of the bounce buffer, at the same positions.
 */
struct round {
	struct thread *thread;
	unsigned int number;
	bool mapped;
	const struct kind *kind;
	struct device *dev;
	enum dma_data_direction dir;
	bool list;
	unsigned int nr_pieces;
	struct piece pieces[NR_PIECES];
	struct scatterlist sgl[NR_PIECES];
	size_t from;
	size_t to;
	u8 *buffer;
	u8 *want;
	u8 *want_bounce;
};

/**
 * struct thread - state of a thread
 * @id:		Number of the thread.
 * @spoil:	Whether threads make mistakes on purpose.
 * @random:	Source of the choices. The seed is @id.
 * @rounds:	The last rounds. Some of their buffers are mapped.
 * @call:	Function to call in another context.
 * @call_round:	Its argument.
 * @work:	Calls @call in softirq context.
 * @called:	@call has returned in softirq context.
 * @irq_work:	Calls @call in hardirq context.
 * @ended:	The thread has ended.
 * @result:	The results of the thread.
 */
struct thread {
	unsigned int id;
	bool spoil;
	struct rnd_state random;
	struct round rounds[NR_MAPPED];
	void (*call)(struct round *r);
	struct round *call_round;
	struct work_struct work;
	struct completion called;
	struct irq_work irq_work;
	struct completion ended;
	struct stress_result result;
};

static struct platform_device *devices[ARRAY_SIZE(kinds)];
static DECLARE_COMPLETION(go);

static u32 below(struct round *r, u32 limit)
{
	return prandom_u32_state(&r->thread->random) % limit;
}

/* 1 to @limit, each order of magnitude as likely as the others, and some whole slots */
static size_t random_size(struct round *r, size_t limit)
{
	size_t size = 1 + below(r, 1 << below(r, order_base_2(limit) + 1));

	if (!below(r, 4))
		size = round_up(size, IO_TLB_SIZE);
	return min(size, limit);
}

static bool failed(const struct round *r)
{
	return r->thread->result.error[0];
}

static const char *direction(const struct round *r)
{
	switch (r->dir) {
	case DMA_TO_DEVICE:
		return "to the device";
	case DMA_FROM_DEVICE:
		return "from the device";
	default:
		return "in both directions";
	}
}

/* Keep the first failure of a thread. Later ones may be consequences. */
static __printf(2, 3) void fail(struct round *r, const char *format, ...)
{
	char *error = r->thread->result.error;
	size_t size = sizeof(r->thread->result.error);
	va_list args;
	int n;

	if (failed(r))
		return;
	n = scnprintf(error, size, "thread %u, round %u, %s, %s, align mask %#x, boundary %#lx: ",
		      r->thread->id, r->number, direction(r), r->list ? "scatterlist" : "single",
		      r->kind->min_align_mask, r->kind->boundary);
	va_start(args, format);
	vscnprintf(error + n, size - n, format, args);
	va_end(args);
}

static const char * const writers[NR_WRITERS] = {
	[WRITER_CPU] = "CPU",
	[WRITER_DEVICE] = "device",
	[WRITER_CPU_AGAIN] = "CPU while it was mapped",
};

static void expect(struct round *r, const char *what, size_t start, const u8 *got,
		   const u8 *want, size_t size)
{
	const struct origin limits = { NR_THREADS, NR_WRITERS, NR_ROUNDS, BUFFER_SIZE / 8 };
	size_t first = first_difference(got, want, size);
	char origin_text[100] = "not a pattern";
	struct origin origin;

	if (first == size)
		return;
	if (pattern_origin(got + first, size - first, limits, &origin))
		snprintf(origin_text, sizeof(origin_text),
			 "of thread %u, round %u, written by its %s, position %u",
			 origin.thread, origin.round, writers[origin.writer], origin.index * 8);
	fail(r, "%s: byte %zu of %zu at position %zu is wrong: %*ph, not %*ph: %s", what, first,
	     size, start, (int)min(size - first, 8), got + first, (int)min(size - first, 8),
	     want + first, origin_text);
}

/* Check the pieces, the gaps between them and the margin. */
static void expect_buffer(struct round *r, const char *when)
{
	kasan_check_read(r->buffer + r->from, r->to - r->from);
	expect(r, when, r->from, r->buffer + r->from, r->want + r->from, r->to - r->from);
}

static void expect_bounce(struct round *r, const char *when)
{
	struct piece *p;

	for (p = r->pieces; p < r->pieces + r->nr_pieces; p++) {
		kasan_check_read(p->bounce, p->size);
		expect(r, when, p->start, p->bounce, r->want_bounce + p->start, p->size);
	}
}

static void write_pattern(struct round *r, u8 *to, enum writer writer, size_t start, size_t size)
{
	struct origin origin = { .thread = r->thread->id, .writer = writer, .round = r->number };

	kasan_check_write(to, size);
	pattern_fill(to, origin, start, size);
}

/* Yield the CPU if another task needs it, sometimes for a whole tick. */
static void let_others_run(struct round *r)
{
	if (below(r, 8))
		cond_resched();
	else
		schedule_timeout_uninterruptible(1);
}

static void call_in_softirq(struct work_struct *work)
{
	struct thread *t = container_of(work, struct thread, work);

	t->call(t->call_round);
	complete(&t->called);
}

static void call_in_hardirq(struct irq_work *irq_work)
{
	struct thread *t = container_of(irq_work, struct thread, irq_work);

	t->call(t->call_round);
}

/* Call a function in process context, in softirq context on any CPU or in hardirq context. */
static void call_anywhere(struct round *r, void (*call)(struct round *r))
{
	unsigned int cpu = cpumask_nth(below(r, num_online_cpus()), cpu_online_mask);
	struct thread *t = r->thread;

	t->call = call;
	t->call_round = r;
	switch (below(r, 4)) {
	case 0:
		queue_work_on(cpu, system_bh_wq, &t->work);
		wait_for_completion(&t->called);
		break;
	case 1:
		irq_work_queue(&t->irq_work);
		irq_work_sync(&t->irq_work);
		break;
	default:
		call(r);
	}
}

static void choose_pieces(struct round *r)
{
	size_t largest = r->kind->largest, pos = MARGIN;
	struct piece *p;

	pos += below(r, 4) ? below(r, SZ_4K) : SZ_4K - MARGIN;	/* any byte, or a page */
	r->list = below(r, 2);
	r->nr_pieces = r->list ? 2 + below(r, NR_PIECES - 1) : 1;
	if (r->list)
		largest = min(largest, LARGEST / r->nr_pieces - LARGEST_GAP);
	r->from = pos - MARGIN;
	for (p = r->pieces; p < r->pieces + r->nr_pieces; p++) {
		p->start = pos;
		p->size = random_size(r, largest);
		pos += p->size + LEAST_GAP + below(r, LARGEST_GAP - LEAST_GAP);
	}
	p--;
	r->to = p->start + p->size + MARGIN;
}

static void choose(struct round *r)
{
	static const enum dma_data_direction dirs[] = {
		DMA_TO_DEVICE, DMA_FROM_DEVICE, DMA_BIDIRECTIONAL,
	};
	unsigned int i = below(r, ARRAY_SIZE(kinds));

	r->kind = &kinds[i];
	r->dev = &devices[i]->dev;
	r->dir = dirs[below(r, ARRAY_SIZE(dirs))];
	choose_pieces(r);
}

static void free_copies(struct round *r)
{
	kvfree(r->want);
	kvfree(r->want_bounce);
}

static void fill_buffer(struct round *r)
{
	size_t size = r->to - r->from;

	free_copies(r);
	r->want = kvmalloc(r->to, GFP_KERNEL | __GFP_NOFAIL);
	r->want_bounce = kvmalloc(r->to, GFP_KERNEL | __GFP_NOFAIL);
	write_pattern(r, r->buffer + r->from, WRITER_CPU, r->from, size);
	memcpy(r->want + r->from, r->buffer + r->from, size);
	memcpy(r->want_bounce + r->from, r->buffer + r->from, size);
}

static void map_single(struct round *r)
{
	struct piece *p = r->pieces;

	p->addr = dma_map_single_attrs(r->dev, r->buffer + p->start, p->size, r->dir,
				       DMA_ATTR_NO_WARN);
	if (dma_mapping_error(r->dev, p->addr))
		p->addr = DMA_MAPPING_ERROR;
}

static void map_list(struct round *r)
{
	unsigned int i;

	sg_init_table(r->sgl, r->nr_pieces);
	for (i = 0; i < r->nr_pieces; i++)
		sg_set_buf(&r->sgl[i], r->buffer + r->pieces[i].start, r->pieces[i].size);
	if (!dma_map_sg_attrs(r->dev, r->sgl, r->nr_pieces, r->dir, DMA_ATTR_NO_WARN)) {
		r->pieces[0].addr = DMA_MAPPING_ERROR;
		return;
	}
	for (i = 0; i < r->nr_pieces; i++)
		r->pieces[i].addr = sg_dma_address(&r->sgl[i]);
}

static void unmap_single(struct round *r)
{
	dma_unmap_single(r->dev, r->pieces[0].addr, r->pieces[0].size, r->dir);
}

static void unmap_list(struct round *r)
{
	dma_unmap_sg(r->dev, r->sgl, r->nr_pieces, r->dir);
}

static void expect_address(struct round *r, struct piece *p)
{
	phys_addr_t orig = virt_to_phys(r->buffer + p->start);
	phys_addr_t phys = dma_to_phys(r->dev, p->addr);
	unsigned long boundary = r->kind->boundary;

	if (phys == orig)
		fail(r, "%pa is not bounced", &phys);
	if ((phys ^ orig) & r->kind->min_align_mask)
		fail(r, "%pa is bounced at %pa: other bits below the align mask", &orig, &phys);
	if (p->size - 1 > boundary - (p->addr & boundary))
		fail(r, "%zu bytes at %pad cross the boundary", p->size, &p->addr);
	p->bounce = phys_to_virt(phys);
}

static void end_round(struct round *r);

/* Unmap a buffer of this thread. If there is none, other threads have to make room. */
static void wait_for_room(struct thread *t)
{
	struct round *r;

	t->result.full++;
	for (r = t->rounds; r < t->rounds + NR_MAPPED; r++) {
		if (r->mapped) {
			end_round(r);
			return;
		}
	}
	schedule_timeout_uninterruptible(1);
}

static void map(struct round *r)
{
	unsigned int attempts;
	struct piece *p;

	for (attempts = 0; attempts < MAX_ATTEMPTS; attempts++) {
		call_anywhere(r, r->list ? map_list : map_single);
		if (r->pieces[0].addr != DMA_MAPPING_ERROR)
			break;
		wait_for_room(r->thread);
	}
	if (attempts == MAX_ATTEMPTS) {
		fail(r, "no room for %zu bytes in %u attempts", r->pieces[0].size, attempts);
		return;
	}
	r->mapped = true;
	for (p = r->pieces; p < r->pieces + r->nr_pieces; p++)
		expect_address(r, p);
	r->thread->result.mappings += r->nr_pieces;
}

/* The device writes a part of each bounce buffer. */
static void device_writes(struct round *r)
{
	struct piece *p;

	for (p = r->pieces; p < r->pieces + r->nr_pieces; p++) {
		size_t from = below(r, p->size), size = 1 + below(r, p->size - from);

		write_pattern(r, p->bounce + from, WRITER_DEVICE, p->start + from, size);
		memcpy(r->want_bounce + p->start + from, p->bounce + from, size);
	}
}

/* The CPU gets a part of a buffer, or all of a scatterlist. */
static void sync_for_cpu(struct round *r)
{
	struct piece *p = r->pieces;
	size_t from, size;

	if (r->list) {
		dma_sync_sg_for_cpu(r->dev, r->sgl, r->nr_pieces, r->dir);
		for (; p < r->pieces + r->nr_pieces; p++)
			memcpy(r->want + p->start, r->want_bounce + p->start, p->size);
		return;
	}
	from = below(r, p->size);
	size = 1 + below(r, p->size - from);
	dma_sync_single_range_for_cpu(r->dev, p->addr, from, size, r->dir);
	memcpy(r->want + p->start + from, r->want_bounce + p->start + from, size);
}

/* The CPU writes a part of each piece. */
static void cpu_writes(struct round *r)
{
	struct piece *p;

	for (p = r->pieces; p < r->pieces + r->nr_pieces; p++) {
		size_t from = p->start + below(r, p->size);
		size_t size = 1 + below(r, p->start + p->size - from);

		write_pattern(r, r->buffer + from, WRITER_CPU_AGAIN, from, size);
		memcpy(r->want + from, r->buffer + from, size);
	}
}

/* The device gets a part of a buffer, or all of a scatterlist. */
static void sync_for_device(struct round *r)
{
	struct piece *p = r->pieces;
	size_t from, size;

	if (r->list) {
		dma_sync_sg_for_device(r->dev, r->sgl, r->nr_pieces, r->dir);
		for (; p < r->pieces + r->nr_pieces; p++)
			memcpy(r->want_bounce + p->start, r->want + p->start, p->size);
		return;
	}
	from = below(r, p->size);
	size = 1 + below(r, p->size - from);
	dma_sync_single_range_for_device(r->dev, p->addr, from, size, r->dir);
	memcpy(r->want_bounce + p->start + from, r->want + p->start + from, size);
}

static bool makes_mistake(const struct round *r, unsigned int id)
{
	return r->thread->spoil && r->thread->id == id && r->number == SPOILT_ROUND;
}

static void use_mapping(struct round *r)
{
	expect_bounce(r, "bounce buffer after map");
	if (r->dir != DMA_TO_DEVICE) {
		device_writes(r);
		let_others_run(r);
		if (below(r, 2)) {
			sync_for_cpu(r);
			expect_buffer(r, "buffer after sync for the CPU");
		}
	}
	if (r->dir != DMA_FROM_DEVICE && below(r, 2)) {
		cpu_writes(r);
		let_others_run(r);
		sync_for_device(r);
	}
	if (makes_mistake(r, SPOIL_BYTE))
		r->pieces[0].bounce[0] ^= 1;
	let_others_run(r);
	expect_bounce(r, "bounce buffer before unmap");
}

static void note_transient(struct round *r)
{
	unsigned long transient = atomic_long_read(&r->dev->dma_io_tlb_mem->transient_nslabs);
	struct stress_result *result = &r->thread->result;

	result->transient = max(result->transient, transient);
}

static void begin_round(struct round *r)
{
	choose(r);
	fill_buffer(r);
	map(r);
	note_transient(r);
	let_others_run(r);
}

static void end_round(struct round *r)
{
	struct piece *p;

	use_mapping(r);
	r->mapped = false;
	if (makes_mistake(r, SPOIL_LEAK))
		return;
	call_anywhere(r, r->list ? unmap_list : unmap_single);
	if (r->dir != DMA_TO_DEVICE)
		for (p = r->pieces; p < r->pieces + r->nr_pieces; p++)
			memcpy(r->want + p->start, r->want_bounce + p->start, p->size);
	expect_buffer(r, "buffer after unmap");
	if (!failed(r))
		r->thread->result.rounds++;
	let_others_run(r);
}

static int thread_fn(void *data)
{
	struct thread *t = data;
	struct round *r;
	unsigned int i;

	wait_for_completion(&go);
	for (i = 0; i < NR_ROUNDS && !t->result.error[0]; i++) {
		r = &t->rounds[i % NR_MAPPED];
		if (r->mapped)
			end_round(r);
		r->number = i;
		begin_round(r);
	}
	for (r = t->rounds; r < t->rounds + NR_MAPPED; r++)
		if (r->mapped)
			end_round(r);
	kthread_complete_and_exit(&t->ended, 0);
}

static void destroy_thread(struct thread *t)
{
	struct round *r;

	if (!t)
		return;
	for (r = t->rounds; r < t->rounds + NR_MAPPED; r++) {
		if (r->buffer)
			free_pages_exact(r->buffer, BUFFER_SIZE);
		free_copies(r);
	}
	kfree(t);
}

static struct thread *create_thread(unsigned int id, bool spoil)
{
	struct thread *t = kzalloc_obj(*t);
	struct round *r;

	if (!t)
		return NULL;
	t->id = id;
	t->spoil = spoil;
	prandom_seed_state(&t->random, id);
	INIT_WORK(&t->work, call_in_softirq);
	init_irq_work(&t->irq_work, call_in_hardirq);
	init_completion(&t->called);
	init_completion(&t->ended);
	for (r = t->rounds; r < t->rounds + NR_MAPPED; r++) {
		r->thread = t;
		r->buffer = alloc_pages_exact(BUFFER_SIZE, GFP_KERNEL);
		if (!r->buffer) {
			destroy_thread(t);
			return NULL;
		}
	}
	return t;
}

static void destroy_devices(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		platform_device_unregister(devices[i]);
		devices[i] = NULL;
	}
}

static int create_devices(void)
{
	struct platform_device_info info = { .name = "stress", .dma_mask = DMA_BIT_MASK(64) };
	struct platform_device *pdev;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		info.id = i;
		pdev = platform_device_register_full(&info);
		if (IS_ERR(pdev)) {
			destroy_devices();
			return PTR_ERR(pdev);
		}
		dma_set_min_align_mask(&pdev->dev, kinds[i].min_align_mask);
		dma_set_seg_boundary(&pdev->dev, kinds[i].boundary);
		dma_set_max_seg_size(&pdev->dev, LARGEST);
		devices[i] = pdev;
	}
	return 0;
}

static void add_result(struct stress_result *sum, const struct stress_result *result)
{
	sum->rounds += result->rounds;
	sum->mappings += result->mappings;
	sum->full += result->full;
	sum->transient = max(sum->transient, result->transient);
	if (!sum->error[0])
		strscpy(sum->error, result->error);
}

/* The threads wait for each other: on a slow machine the first would end before the last. */
static int run_threads(struct stress_result *result, bool spoil)
{
	struct thread **threads = kcalloc(NR_THREADS, sizeof(*threads), GFP_KERNEL);
	unsigned int i, started = 0;
	int rc = threads ? 0 : -ENOMEM;

	reinit_completion(&go);
	for (i = 0; !rc && i < NR_THREADS; i++) {
		threads[i] = create_thread(i, spoil);
		if (!threads[i])
			rc = -ENOMEM;
	}
	while (!rc && started < NR_THREADS) {
		struct task_struct *task = kthread_run(thread_fn, threads[started], "stress/%u",
						       started);

		if (IS_ERR(task))
			rc = PTR_ERR(task);
		else
			started++;
	}
	complete_all(&go);
	for (i = 0; i < started; i++) {
		wait_for_completion(&threads[i]->ended);
		add_result(result, &threads[i]->result);
	}
	for (i = 0; threads && i < NR_THREADS; i++)
		destroy_thread(threads[i]);
	kfree(threads);
	return rc;
}

#ifdef CONFIG_SWIOTLB_DYNAMIC
static bool *can_grow(struct io_tlb_mem *mem)
{
	return &mem->can_grow;
}

bool stress_can_grow(void)
{
	return true;
}
#else
static bool *can_grow(struct io_tlb_mem *mem)
{
	static bool never;

	return &never;
}

bool stress_can_grow(void)
{
	return false;
}
#endif

int stress_run(struct stress_result *result, bool grow, bool spoil)
{
	struct io_tlb_mem *mem;
	bool could_grow;
	int rc;

	memset(result, 0, sizeof(*result));
	rc = create_devices();
	if (rc)
		return rc;
	mem = devices[0]->dev.dma_io_tlb_mem;
	could_grow = *can_grow(mem);
	*can_grow(mem) = could_grow && grow;
	result->used_before = atomic_long_read(&mem->total_used);
	rc = run_threads(result, spoil);
	result->used_after = atomic_long_read(&mem->total_used);
	result->transient_after = atomic_long_read(&mem->transient_nslabs);
	result->pools = mem->nslabs;
	*can_grow(mem) = could_grow;
	destroy_devices();
	return rc;
}
