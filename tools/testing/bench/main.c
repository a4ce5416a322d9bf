// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two devices, and the files in /sys/module/dmabench/parameters that the init
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

static struct platform_device *wide;	/* reaches all memory */
static struct platform_device *narrow;	/* has 32 address bits */
static void *buf;			/* that @narrow cannot reach */
static void *low_buf;			/* that it can */
static dma_addr_t *held;
static unsigned int nr_held;

static char label[32];
module_param_string(label, label, sizeof(label), 0600);
MODULE_PARM_DESC(label, "Last part of the name of bounce rows");

/*
 * Without swiotlb=force the wide device is never bounced, the narrow one from
 * time to time: it has been when "mixed" maps memory that it can reach.
 */
static int run(const char *val, const struct kernel_param *kp)
{
	char set[48];
	int rc;

	if (sysfs_streq(val, "bounce")) {
		snprintf(set, sizeof(set), "bounce/%s", label);
		return bench_streaming(&wide->dev, buf, set);
	}
	if (sysfs_streq(val, "direct"))
		return bench_streaming(&wide->dev, buf, "direct");
	if (sysfs_streq(val, "narrow")) {
		rc = bench_streaming(&narrow->dev, buf, "masked");
		return rc ?: bench_streaming(&narrow->dev, low_buf, "mixed");
	}
	if (sysfs_streq(val, "coherent")) {
		rc = bench_coherent(&wide->dev, GFP_KERNEL, "coherent");
		rc = rc ?: bench_coherent(&wide->dev, GFP_ATOMIC, "atomic");
		rc = rc ?: bench_coherent(&narrow->dev, GFP_KERNEL, "coherent/32-bit");
		return rc ?: bench_coherent(&narrow->dev, GFP_ATOMIC, "atomic/32-bit");
	}
	return -EINVAL;
}

static const struct kernel_param_ops run_ops = { .set = run };
module_param_cb(run, &run_ops, NULL, 0200);
MODULE_PARM_DESC(run, "Run one set: bounce, direct, narrow or coherent");

/* Hold so many mappings of one slot each */
static int hold(const char *val, const struct kernel_param *kp)
{
	unsigned int want;
	int rc = kstrtouint(val, 0, &want);

	if (rc)
		return rc;
	if (want > MAX_HELD)
		return -E2BIG;
	while (nr_held > want)
		dma_unmap_single(&wide->dev, held[--nr_held], 64, DMA_TO_DEVICE);
	while (nr_held < want) {
		held[nr_held] = dma_map_single(&wide->dev, buf, 64, DMA_TO_DEVICE);
		if (dma_mapping_error(&wide->dev, held[nr_held]))
			return -ENOSPC;
		nr_held++;
	}
	return 0;
}

static const struct kernel_param_ops hold_ops = { .set = hold };
module_param_cb(hold, &hold_ops, NULL, 0200);
MODULE_PARM_DESC(hold, "Number of small mappings to hold");

static struct platform_device *add_device(const char *name, u64 mask)
{
	struct platform_device *pdev = platform_device_register_simple(name, -1, NULL, 0);
	int rc;

	if (IS_ERR(pdev))
		return pdev;
	rc = dma_set_mask_and_coherent(&pdev->dev, mask);
	if (!rc)
		return pdev;
	platform_device_unregister(pdev);
	return ERR_PTR(rc);
}

/* For the life of the guest: there is no way to unload this. */
static int __init dmabench_init(void)
{
	unsigned int order = get_order(MAX_BYTES);
	int rc = meter_init();

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
	wide = add_device("dmabench-wide", DMA_BIT_MASK(64));
	narrow = add_device("dmabench-narrow", DMA_BIT_MASK(32));
	if (IS_ERR(wide) || IS_ERR(narrow))
		return -ENODEV;
	return 0;
}
module_init(dmabench_init);

MODULE_DESCRIPTION("Instructions per call of the DMA API");
MODULE_LICENSE("GPL");
