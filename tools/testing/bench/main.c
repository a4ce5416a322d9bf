// SPDX-License-Identifier: GPL-2.0-only
/*
 * The devices, and the files in /sys/module/dmabench/parameters that the init
 * script drives the benchmark with. A write fails if the benchmark does.
 */
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/platform_device.h>
#include <linux/slab.h>

#include "dmabench.h"

#define MAX_HELD	SZ_128K		/* mappings that fill the pools */

static void *buf;			/* above 4 GiB */
static void *low_buf;			/* below 4 GiB */
static dma_addr_t *held;
static unsigned int nr_held;
static char set_name[48];		/* of the bounced sets, with the label */

static char label[32];
module_param_string(label, label, sizeof(label), 0600);
MODULE_PARM_DESC(label, "Last part of the name of bounced rows");

/*
 * All sets. The narrow device has 32 address bits. Before the set "mixed", this
 * device has been bounced.
 */
enum set_id { BOUNCE, ALIGNED, BOUNDARY, WIDE, NARROW, MIXED, NR_SETS };

static struct bench_set sets[NR_SETS] = {
	[BOUNCE]   = { "bounce",   .max_bytes = MAX_BYTES, .bounced = true },
	[ALIGNED]  = { "aligned",  .max_bytes = MAX_BYTES, .bounced = true },
	[BOUNDARY] = { "boundary", .max_bytes = SZ_64K,	   .bounced = true },
	[WIDE]	   = { "direct",   .max_bytes = MAX_BYTES },
	[NARROW]   = { "masked",   .max_bytes = MAX_BYTES, .bounced = true },
	[MIXED]	   = { "mixed",	   .max_bytes = MAX_BYTES },
};

/* Run a set. The name of a set that depends on the fill of the pools includes the label. */
static int run_set(enum set_id id, bool labelled)
{
	struct bench_set set = sets[id];

	if (labelled) {
		snprintf(set_name, sizeof(set_name), "%s/%s", set.name, label);
		set.name = set_name;
	}
	return bench_streaming(&set);
}

static int run_coherent(void)
{
	struct device *wide = sets[WIDE].dev, *narrow = sets[NARROW].dev;
	int rc = bench_coherent(wide, GFP_KERNEL, "coherent");

	rc = rc ?: bench_coherent(wide, GFP_ATOMIC, "atomic");
	rc = rc ?: bench_coherent(narrow, GFP_KERNEL, "coherent/32-bit");
	return rc ?: bench_coherent(narrow, GFP_ATOMIC, "atomic/32-bit");
}

static int run(const char *val, const struct kernel_param *kp)
{
	int rc = meter_init();

	if (rc)
		return rc;
	if (sysfs_streq(val, "bounce"))
		return run_set(BOUNCE, true) ?: run_set(ALIGNED, true);
	if (sysfs_streq(val, "boundary"))
		return run_set(BOUNDARY, true);
	if (sysfs_streq(val, "direct"))
		return run_set(WIDE, false);
	if (sysfs_streq(val, "narrow"))
		return run_set(NARROW, false) ?: run_set(MIXED, false);
	if (sysfs_streq(val, "coherent"))
		return run_coherent();
	if (sysfs_streq(val, "copy"))
		return bench_copy(low_buf, buf);
	return -EINVAL;
}

static const struct kernel_param_ops run_ops = { .set = run };
module_param_cb(run, &run_ops, NULL, 0200);
MODULE_PARM_DESC(run, "Run sets: bounce, boundary, direct, narrow, coherent or copy");

/* "PERCENT SLOTS PAIRS INTERVAL", see bench_fragment() */
static int fragment(const char *val, const struct kernel_param *kp)
{
	unsigned int percent, total, pairs, interval;

	if (sscanf(val, "%u %u %u %u", &percent, &total, &pairs, &interval) != 4)
		return -EINVAL;
	return bench_fragment(&sets[BOUNCE], percent, total, pairs, interval);
}

static const struct kernel_param_ops fragment_ops = { .set = fragment };
module_param_cb(fragment, &fragment_ops, NULL, 0200);
MODULE_PARM_DESC(fragment, "Fragment a pool: percentage, slots, pairs, interval of large mappings");

/* "CPUS BYTES" */
static int contention(const char *val, const struct kernel_param *kp)
{
	unsigned int cpus, bytes;

	if (sscanf(val, "%u %u", &cpus, &bytes) != 2)
		return -EINVAL;
	return bench_contention(&sets[BOUNCE], cpus, bytes);
}

static const struct kernel_param_ops contention_ops = { .set = contention };
module_param_cb(contention, &contention_ops, NULL, 0200);
MODULE_PARM_DESC(contention, "Map on several CPUs: number of CPUs, size of the mappings");

/* "SET PROBLEM": succeeds if the check of addresses finds the problem */
static int made_up(const char *val, const struct kernel_param *kp)
{
	char name[16], kind[16];
	unsigned int i;

	if (sscanf(val, "%15s %15s", name, kind) != 2)
		return -EINVAL;
	for (i = 0; i < NR_SETS; i++)
		if (!strcmp(name, sets[i].name))
			return check_made_up(kind, &sets[i]);
	return -EINVAL;
}

static const struct kernel_param_ops made_up_ops = { .set = made_up };
module_param_cb(made_up, &made_up_ops, NULL, 0200);
MODULE_PARM_DESC(made_up, "Check a made-up address: set, problem that the check has to find");

/* Hold a number of mappings of one slot each */
static int hold(const char *val, const struct kernel_param *kp)
{
	const struct bench_set *set = &sets[BOUNCE];
	unsigned int want;
	int rc = kstrtouint(val, 0, &want);

	if (rc)
		return rc;
	if (want > MAX_HELD)
		return -E2BIG;
	while (nr_held > want) {
		check_unmap(set, held[--nr_held], 64);
		dma_unmap_single(set->dev, held[nr_held], 64, DMA_TO_DEVICE);
	}
	while (nr_held < want) {
		held[nr_held] = dma_map_single(set->dev, buf, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(set->dev, held[nr_held]))
			return -ENOSPC;
		rc = check_map(set, buf, held[nr_held++], 64);
		if (rc)
			return rc;
	}
	return 0;
}

static const struct kernel_param_ops hold_ops = { .set = hold };
module_param_cb(hold, &hold_ops, NULL, 0200);
MODULE_PARM_DESC(hold, "Number of small mappings to hold");

static struct device *add_device(const char *name, u64 mask)
{
	struct platform_device *pdev = platform_device_register_simple(name, -1, NULL, 0);
	int rc;

	if (IS_ERR(pdev))
		return ERR_CAST(pdev);
	rc = dma_set_mask_and_coherent(&pdev->dev, mask);
	if (!rc)
		return &pdev->dev;
	platform_device_unregister(pdev);
	return ERR_PTR(rc);
}

static int add_devices(void)
{
	struct device *wide = add_device("dmabench-wide", DMA_BIT_MASK(64));
	struct device *narrow = add_device("dmabench-narrow", DMA_BIT_MASK(32));
	struct device *aligned = add_device("dmabench-aligned", DMA_BIT_MASK(64));
	struct device *boundary = add_device("dmabench-boundary", DMA_BIT_MASK(64));

	if (IS_ERR(wide) || IS_ERR(narrow) || IS_ERR(aligned) || IS_ERR(boundary))
		return -ENODEV;
	dma_set_min_align_mask(aligned, SZ_4K - 1);
	dma_set_seg_boundary(boundary, SZ_64K - 1);
	sets[BOUNCE].dev = wide;
	sets[WIDE].dev = wide;
	sets[NARROW].dev = narrow;
	sets[MIXED].dev = narrow;
	sets[ALIGNED].dev = aligned;
	sets[BOUNDARY].dev = boundary;
	return 0;
}

/* For the life of the guest: the module cannot be unloaded. */
static int __init dmabench_init(void)
{
	unsigned int i, order = get_order(SEGMENT_BYTES);
	int rc = check_init();

	if (rc)
		return rc;
	held = kvcalloc(MAX_HELD, sizeof(*held), GFP_KERNEL);
	buf = (void *)__get_free_pages(GFP_KERNEL | __GFP_ZERO, order);
	low_buf = (void *)__get_free_pages(GFP_DMA32 | __GFP_ZERO, order);
	if (!held || !buf || !low_buf)
		return -ENOMEM;
	if (virt_to_phys(buf) < SZ_4G || virt_to_phys(low_buf) >= SZ_4G) {
		pr_err("dmabench: needs memory below and above 4 GiB\n");
		return -ENOMEM;
	}
	for (i = 0; i < NR_SETS; i++)
		sets[i].buf = buf;
	sets[ALIGNED].buf = buf + UNALIGNED;
	sets[MIXED].buf = low_buf;
	return add_devices();
}
module_init(dmabench_init);

MODULE_DESCRIPTION("Instructions per call of the DMA API");
MODULE_LICENSE("GPL");
