// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bounce buffers that many threads use at the same time
 *
 * Loading the module runs the tests. It needs a guest with swiotlb=force and a small
 * pool. Afterwards, "echo 1" to the parameter "again" runs the threads once more.
 */
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/slab.h>

#include <kunit/test.h>

#include "threads.h"

static bool spoil;
module_param(spoil, bool, 0);
MODULE_PARM_DESC(spoil, "change one byte and leave one buffer mapped, to see the tests fail");

/* Of each case that runs the threads */
static struct stress_result full_pool, growing_pools;

static void run(struct kunit *test, struct stress_result *result, bool grow)
{
	KUNIT_ASSERT_EQ(test, 0, stress_run(result, grow, spoil));
	kunit_info(test, "%lu mappings, %lu attempts found the pools full\n", result->mappings,
		   result->full);
	kunit_info(test, "%lu slots in pools, at most %lu in transient ones\n", result->pools,
		   result->transient);
	if (result->error[0])
		KUNIT_FAIL(test, "%s", result->error);
	KUNIT_EXPECT_EQ(test, result->rounds, NR_THREADS * NR_ROUNDS);
}

static void data_is_kept_in_a_full_pool(struct kunit *test)
{
	run(test, &full_pool, false);
}

static void data_is_kept_while_pools_grow(struct kunit *test)
{
	if (!stress_can_grow())
		kunit_skip(test, "this kernel adds no pools");
	run(test, &growing_pools, true);
}

static void expect_returned(struct kunit *test, const struct stress_result *result)
{
	KUNIT_ASSERT_GT_MSG(test, result->mappings, 0, "nothing was mapped");
	KUNIT_EXPECT_EQ(test, result->used_before, 0);
	KUNIT_EXPECT_EQ(test, result->used_after, 0);
	KUNIT_EXPECT_EQ(test, result->transient_after, 0);
}

static void slots_are_returned(struct kunit *test)
{
	expect_returned(test, &full_pool);
	if (stress_can_grow())
		expect_returned(test, &growing_pools);
}

static struct kunit_case stress_cases[] = {
	KUNIT_CASE_SLOW(data_is_kept_in_a_full_pool),
	KUNIT_CASE_SLOW(data_is_kept_while_pools_grow),
	KUNIT_CASE(slots_are_returned),
	{}
};

static struct kunit_suite stress_suite = {
	.name = "swiotlb_stress",
	.test_cases = stress_cases,
};

kunit_test_suite(stress_suite);

/* For the time while a device does DMA, too. The slots are not looked at. */
static int run_again(const char *value, const struct kernel_param *param)
{
	struct stress_result *result = kmalloc_obj(*result);
	int rc;

	if (!result)
		return -ENOMEM;
	rc = stress_run(result, true, false);
	pr_info("rig: stress: %lu mappings, %lu attempts found the pools full\n",
		result->mappings, result->full);
	if (result->error[0]) {
		pr_err("rig: stress: %s\n", result->error);
		rc = -EIO;
	}
	kfree(result);
	return rc;
}

static const struct kernel_param_ops again_ops = { .set = run_again };
module_param_cb(again, &again_ops, NULL, 0200);
MODULE_PARM_DESC(again, "run the threads once more when anything is written");

MODULE_DESCRIPTION("Bounce buffers that many threads use at the same time");
MODULE_LICENSE("GPL");
