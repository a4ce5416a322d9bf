// SPDX-License-Identifier: GPL-2.0-only
/*
 * Restricted pools with valid and invalid nodes, and the devices that are to use them
 *
 * The nodes are those of tools/testing/rig/pools.dts. There is no hardware. The test checks
 * which addresses a device gets, the messages in the log, and which pages the hypervisor
 * treats as shared. Each case has one device, except the last one, which has two.
 */
#include <linux/async.h>
#include <linux/device.h>
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/of_platform.h>
#include <linux/of_reserved_mem.h>
#include <linux/platform_device.h>
#include <linux/sizes.h>
#include <linux/string.h>
#include <linux/swiotlb.h>

#include <kunit/resource.h>
#include <kunit/test.h>

#include "pools.h"

static const struct of_device_id pool_test_ids[] = {
	{ .compatible = "cc-dma,pool-test" },
	{}
};

/* A shared address has more than 32 bits in a realm. */
static int pool_test_probe(struct platform_device *pdev)
{
	return dma_set_mask_and_coherent(&pdev->dev, DMA_BIT_MASK(64));
}

static struct platform_driver pool_test_driver = {
	.driver = {
		.name = "pool-test",
		.of_match_table = pool_test_ids,
		.probe_type = PROBE_FORCE_SYNCHRONOUS,
	},
	.probe = pool_test_probe,
};

static void put_node(void *node)
{
	of_node_put(node);
}

static struct device_node *kept_node(struct kunit *test, struct device_node *node)
{
	KUNIT_ASSERT_NOT_NULL(test, node);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, put_node, node));
	return node;
}

static struct device_node *device_node(struct kunit *test, const char *name)
{
	struct device_node *parent = of_find_node_by_path("/pool-test");

	if (!parent)
		kunit_skip(test, "the device tree has no such pools");
	kept_node(test, parent);
	return kept_node(test, of_get_child_by_name(parent, name));
}

static void destroy_device(void *dev)
{
	of_reserved_mem_device_release(dev);
	of_platform_device_destroy(dev, NULL);
}

static void keep_device(struct kunit *test, struct platform_device *pdev)
{
	KUNIT_ASSERT_NOT_NULL(test, pdev);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, destroy_device, &pdev->dev));
}

static void unregister_driver(void *driver)
{
	platform_driver_unregister(driver);
}

static void register_driver(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, 0, platform_driver_register(&pool_test_driver));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, unregister_driver,
							   &pool_test_driver));
}

/* In a pKVM guest, an accepted device needs shared memory as well. */
static bool gets_second_pool(const struct row *row)
{
	return row->second &&
	       (get_platform() == PLATFORM_REALM ||
		(get_platform() == PLATFORM_PKVM && !row->accepted));
}

static void find_pool(struct kunit *test, struct device_node *node)
{
	struct pools_test *t = test->priv;
	int nth = gets_second_pool(t->row);
	struct device_node *pool = of_parse_phandle(node, "memory-region", nth);
	struct reserved_mem *rmem;

	if (!pool) {
		KUNIT_ASSERT_TRUE(test, of_property_present(node, "memory-region"));
		t->pool_name = kbasename(node->full_name);
		return;
	}
	kept_node(test, pool);
	t->pool_name = kbasename(pool->full_name);
	rmem = of_reserved_mem_lookup(pool);
	if (rmem)
		resource_set_range(&t->pool, rmem->base, rmem->size);
}

static void create_device(struct kunit *test, struct device_node *node)
{
	struct pools_test *t = test->priv;
	struct platform_device *pdev = of_platform_device_create(node, NULL, NULL);
	int rc;

	keep_device(test, pdev);
	t->dev = &pdev->dev;
	if (!t->row->accepted)
		return;
	device_lock(t->dev);
	rc = device_cc_accept(t->dev);
	device_unlock(t->dev);
	KUNIT_ASSERT_EQ(test, rc, get_platform() == PLATFORM_NONE ? -EOPNOTSUPP : 0);
}

/*
 * A realm makes all of its RAM private when it starts, so that no pool is shared already.
 * Before the guest accepts a device, the device is added, and gets its shared pool.
 */
static const struct row rows[] = {
	{ "no_property", "none", false, NULL, { UP, UP_SHARED, UP_SHARED } },
	{ "no_property_accepted", "none-accepted", true,
	  "restricted DMA pool is shared, device needs private memory",
	  { UP, UP_SHARED, REJECTED_SHARED } },
	{ "unencrypted", "shared", false,
	  "dma-unencrypted is not supported on this platform",
	  { UP, UP_SHARED, REJECTED_PRIVATE } },
	{ "unencrypted_is_not_converted", "not-shared", false,
	  "dma-unencrypted is not supported on this platform",
	  { UP, UP_NOT_CONVERTED, REJECTED_PRIVATE } },
	{ "unencrypted_accepted", "shared-accepted", true, NULL,
	  { UP, UP_SHARED, REJECTED_PRIVATE } },
	{ "unencrypted_without_reg", "placeless", false, "dma-unencrypted needs reg",
	  { UP, REJECTED_PRIVATE, REJECTED_PRIVATE } },
	{ "encrypted", "private", false,
	  "restricted DMA pool is private, device needs shared memory",
	  { UP, REJECTED_PRIVATE, REJECTED_PRIVATE } },
	{ "encrypted_accepted", "private-accepted", true, NULL,
	  { UP, REJECTED_PRIVATE, UP_PRIVATE } },
	{ "first_of_two", "either", false, NULL, { UP, UP_SHARED, UP_SHARED } },
	{ "second_of_two", "private-first", false, NULL, { UP, UP_SHARED, UP_SHARED }, true },
	{ "second_of_two_accepted", "either-accepted", true, NULL,
	  { UP, UP_SHARED, UP_PRIVATE }, true },
	{ "both", "both", false, "dma-encrypted and dma-unencrypted are mutually exclusive",
	  { UP, REJECTED_PRIVATE, REJECTED_PRIVATE } },
	{ "both_accepted", "both-accepted", true,
	  "dma-encrypted and dma-unencrypted are mutually exclusive",
	  { UP, REJECTED_PRIVATE, REJECTED_PRIVATE } },
	{ "small", "small", false, NULL, { UP, UP_SHARED, UP_SHARED } },
	{ "unaligned", "odd", false, "restricted DMA pool is not page aligned",
	  { UP, REJECTED, REJECTED } },
	{ "is_no_ram", "nowhere", false, NULL, { NOT_RESTRICTED, REJECTED, REJECTED } },
	{ "is_not_mapped", "unmapped", true, NULL, { NOT_RESTRICTED, REJECTED, REJECTED } },
	{ "is_over_unmapped", "covered", false, NULL, { NOT_RESTRICTED, REJECTED, REJECTED } },
	{ "is_reusable", "reusable", false, NULL, { NOT_RESTRICTED, REJECTED, REJECTED } },
	{ "is_empty", "empty", false, NULL, { NOT_RESTRICTED, REJECTED, REJECTED } },
	{ "is_malformed", "malformed", false, NULL, { NOT_RESTRICTED, REJECTED, REJECTED } },
	{ "is_disabled", "off", false, NULL, { NO_POOL, NO_POOL, NO_POOL } },
	{ "does_not_exist", "dangling", false, "memory-region 0: invalid phandle",
	  { NO_POOL, REJECTED, REJECTED } },
	/* For keeps_pool_on_release, which runs after the case no_property */
	{ "keeps_pool_on_release", "none", false, NULL, { UP, UP_SHARED, UP_SHARED } },
};

static const struct row *find_row(const char *test)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		if (!strcmp(rows[i].test, test))
			return &rows[i];
	}
	return NULL;
}

static void bind_device(struct kunit *test)
{
	struct pools_test *t = test->priv;
	struct device_node *node;

	t->row = find_row(test->name);
	KUNIT_ASSERT_NOT_NULL(test, t->row);
	t->want = t->row->want[get_platform()];
	node = device_node(test, t->row->device);
	find_pool(test, node);
	create_device(test, node);
	register_driver(test);
}

static void try_device(struct kunit *test)
{
	struct pools_test *t = test->priv;

	bind_device(test);
	switch (t->want) {
	case NO_POOL:
	case NOT_RESTRICTED:
		expect_not_restricted(test);
		return;
	case REJECTED:
		expect_rejected(test);
		return;
	case REJECTED_SHARED:
	case REJECTED_PRIVATE:
		expect_rejected(test);
		break;
	default:
		expect_up(test);
	}
	expect_shared(test);
	expect_reserved(test);
}

/* A driver calls this for regions of its own. */
static void keeps_pool_on_release(struct kunit *test)
{
	struct pools_test *t = test->priv;

	bind_device(test);
	of_reserved_mem_device_release(t->dev);
	expect_up(test);
}

struct racer {
	struct device_node *node;
	struct platform_device *pdev;
};

static void create_racer(void *data, async_cookie_t cookie)
{
	struct racer *racer = data;

	racer->pdev = of_platform_device_create(racer->node, NULL, NULL);
}

/* The kernel looks for an IOMMU when it adds a device, and binds its pool there, too. */
static void is_created_once(struct kunit *test)
{
	struct racer racers[2] = {
		{ .node = device_node(test, "race-one") },
		{ .node = device_node(test, "race-two") },
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(racers); i++)
		async_schedule(create_racer, &racers[i]);
	async_synchronize_full();
	for (i = 0; i < ARRAY_SIZE(racers); i++) {
		if (racers[i].pdev)
			keep_device(test, racers[i].pdev);
	}
	KUNIT_ASSERT_NOT_NULL(test, racers[0].pdev);
	KUNIT_ASSERT_NOT_NULL(test, racers[1].pdev);
	/* All devices whose pool is rejected have the same allocator, without slots. */
	KUNIT_EXPECT_EQ(test, racers[0].pdev->dev.dma_io_tlb_mem->nslabs,
			SZ_8M >> IO_TLB_SHIFT);
	KUNIT_EXPECT_TRUE(test, racers[0].pdev->dev.dma_io_tlb_mem->for_alloc);
	KUNIT_EXPECT_PTR_EQ(test, racers[0].pdev->dev.dma_io_tlb_mem,
			    racers[1].pdev->dev.dma_io_tlb_mem);
}

static int pools_test_init(struct kunit *test)
{
	test->priv = kunit_kzalloc(test, sizeof(struct pools_test), GFP_KERNEL);
	return test->priv ? 0 : -ENOMEM;
}

/* A row */
#define DEVICE_CASE(_test) \
	{ .run_case = try_device, .name = _test, .module_name = KBUILD_MODNAME }

static struct kunit_case pools_cases[] = {
	DEVICE_CASE("no_property"),
	DEVICE_CASE("no_property_accepted"),
	DEVICE_CASE("unencrypted"),
	DEVICE_CASE("unencrypted_is_not_converted"),
	DEVICE_CASE("unencrypted_accepted"),
	DEVICE_CASE("unencrypted_without_reg"),
	DEVICE_CASE("encrypted"),
	DEVICE_CASE("encrypted_accepted"),
	DEVICE_CASE("first_of_two"),
	DEVICE_CASE("second_of_two"),
	DEVICE_CASE("second_of_two_accepted"),
	DEVICE_CASE("both"),
	DEVICE_CASE("both_accepted"),
	DEVICE_CASE("small"),
	DEVICE_CASE("unaligned"),
	DEVICE_CASE("is_no_ram"),
	DEVICE_CASE("is_not_mapped"),
	DEVICE_CASE("is_over_unmapped"),
	DEVICE_CASE("is_reusable"),
	DEVICE_CASE("is_empty"),
	DEVICE_CASE("is_malformed"),
	DEVICE_CASE("is_disabled"),
	DEVICE_CASE("does_not_exist"),
	KUNIT_CASE(keeps_pool_on_release),
	KUNIT_CASE(is_created_once),
	{}
};

static struct kunit_suite pools_suite = {
	.name = "firmware_pools",
	.init = pools_test_init,
	.test_cases = pools_cases,
};

kunit_test_suite(pools_suite);

MODULE_DESCRIPTION("Restricted pools with valid and invalid nodes");
MODULE_LICENSE("GPL");
