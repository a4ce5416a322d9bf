// SPDX-License-Identifier: GPL-2.0-only
/*
 * What becomes of restricted pools of which firmware says in what state they are, and
 * of the devices that are to have them
 *
 * The nodes are those of tools/testing/rig/pools.dts. There is no hardware: what is
 * looked at is whether a device gets its driver, which addresses it would be given
 * then, and what is below the guest has seen of it. Each case is one device.
 */
#include <linux/device.h>
#include <linux/dma-direct.h>
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/of.h>
#include <linux/of_address.h>
#include <linux/of_platform.h>
#include <linux/of_reserved_mem.h>
#include <linux/platform_device.h>
#include <linux/string.h>
#include <linux/swiotlb.h>

#include <guest/swiotlb_pools.h>
#include <kunit/resource.h>
#include <kunit/test.h>

#include "platform.h"
#include "said.h"

/* What must become of a device and of the memory of its pool */
enum outcome {
	UP,			/* has its driver; there is one state only */
	UP_WITHOUT,		/* has its driver, and no restricted pool */
	UP_SHARED,		/* has its driver, and the pool is shared */
	UP_NOT_CONVERTED,	/* the same, but the kernel has to believe that */
	UP_PRIVATE,		/* has its driver, and the pool is private */
	REFUSED_SHARED,		/* has no driver, the pool is shared */
	REFUSED_PRIVATE,	/* has no driver, the pool is private */
	REFUSED,		/* has no driver, and there is no memory to look at */
	NOT_TRIED,
};

/**
 * struct row - a device
 * @test:	Name of the test case.
 * @device:	Name of the device's node.
 * @trusted:	Whether the guest trusts it.
 * @state:	What the kernel must say of the pool if it refuses it.
 * @reason:	What it must say of why, NULL if there is more than one reason.
 * @want:	What must become of it on each platform.
 * @second:	Whether it must get its second pool, where one is not as good as the other.
 */
struct row {
	const char *test;
	const char *device;
	bool trusted;
	const char *state;
	const char *reason;
	enum outcome want[NR_PLATFORMS];
	bool second;
};

/* How many of the pages that count_shared() looks at */
#define ALL_PAGES	3

struct pools_test {
	const struct row *row;
	enum outcome want;
	struct platform_device *pdev;
	struct device *dev;
	const char *pool_name;
	struct resource pool;
};

#define BUFFER_SIZE	512

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

static void destroy_device(void *dev)
{
	of_reserved_mem_device_release(dev);
	of_platform_device_destroy(dev, NULL);
}

static void unregister_driver(void *driver)
{
	platform_driver_unregister(driver);
}

static void find_pool(struct kunit *test, struct device_node *node)
{
	struct pools_test *t = test->priv;
	int nth = t->row->second && get_platform() != PLATFORM_NONE;
	struct device_node *pool = of_parse_phandle(node, "memory-region", nth);

	/* What leads nowhere is called by the name of where it is. */
	if (!pool) {
		KUNIT_ASSERT_TRUE(test, of_property_present(node, "memory-region"));
		t->pool_name = kbasename(node->full_name);
		return;
	}
	kept_node(test, pool);
	t->pool_name = kbasename(pool->full_name);
	if (t->want == UP_WITHOUT)
		return;
	KUNIT_ASSERT_EQ(test, 0, of_address_to_resource(pool, 0, &t->pool));
}

static void create_device(struct kunit *test, struct device_node *node)
{
	struct pools_test *t = test->priv;
	int rc;

	t->pdev = of_platform_device_create(node, NULL, NULL);
	KUNIT_ASSERT_NOT_NULL(test, t->pdev);
	t->dev = &t->pdev->dev;
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, destroy_device, t->dev));
	if (!t->row->trusted)
		return;
	device_lock(t->dev);
	rc = dma_set_trusted(t->dev, true);
	device_unlock(t->dev);
	KUNIT_ASSERT_EQ(test, rc, get_platform() == PLATFORM_NONE ? -EOPNOTSUPP : 0);
}

static bool in_pool(const struct pools_test *t, phys_addr_t paddr, size_t size)
{
	return paddr >= t->pool.start && paddr + size - 1 <= t->pool.end;
}

static bool pool_is_shared(const struct pools_test *t)
{
	return t->want == UP_SHARED || t->want == UP_NOT_CONVERTED;
}

static void expect_address(struct kunit *test, const char *what, dma_addr_t addr, size_t size)
{
	struct pools_test *t = test->priv;
	phys_addr_t paddr = dma_to_phys(t->dev, addr);

	if (!in_pool(t, paddr, size))
		KUNIT_FAIL(test, "%s of %s is at %pa, not in its pool %s", what, t->row->device,
			   &paddr, t->pool_name);
	if (addr != dma_addr_in_state(paddr, pool_is_shared(t)))
		KUNIT_FAIL(test, "%s of %s has the address %pad, which is not that of %s memory",
			   what, t->row->device, &addr, pool_is_shared(t) ? "shared" : "private");
}

static void expect_streaming(struct kunit *test)
{
	struct pools_test *t = test->priv;
	u8 *buf = kunit_kmalloc(test, BUFFER_SIZE, GFP_KERNEL), *bounced;
	dma_addr_t addr;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	memset(buf, 0x31, BUFFER_SIZE);
	addr = dma_map_single(t->dev, buf, BUFFER_SIZE, DMA_BIDIRECTIONAL);
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(t->dev, addr));
	expect_address(test, "a mapping", addr, BUFFER_SIZE);
	bounced = phys_to_virt(dma_to_phys(t->dev, addr));
	KUNIT_EXPECT_NULL(test, memchr_inv(bounced, 0x31, BUFFER_SIZE));
	memset(bounced, 0x32, BUFFER_SIZE);
	dma_unmap_single(t->dev, addr, BUFFER_SIZE, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_NULL(test, memchr_inv(buf, 0x32, BUFFER_SIZE));
}

static void expect_coherent(struct kunit *test)
{
	struct pools_test *t = test->priv;
	dma_addr_t addr;
	void *buf = dma_alloc_coherent(t->dev, PAGE_SIZE, &addr, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, buf);
	expect_address(test, "coherent memory", addr, PAGE_SIZE);
	memset(buf, 0x33, PAGE_SIZE);
	dma_free_coherent(t->dev, PAGE_SIZE, buf, addr);
}

/* All of its bounce buffers are in the one pool, and the kernel knows its state. */
static void expect_pool(struct kunit *test)
{
	struct pools_test *t = test->priv;
	struct io_tlb_mem *mem = t->dev->dma_io_tlb_mem;
	struct io_tlb_pool *pool = NULL;

	KUNIT_ASSERT_NOT_NULL(test, mem);
	while ((pool = next_swiotlb_pool(mem, pool))) {
		if (!in_pool(t, pool->start, pool->end - pool->start))
			KUNIT_FAIL_AND_ABORT(test, "%s came up with the pool at %pa, not with %s",
					     t->row->device, &pool->start, t->pool_name);
		if (t->want != UP && pool->unencrypted != pool_is_shared(t))
			KUNIT_FAIL(test, "the kernel takes %s for %s", t->pool_name,
				   pool->unencrypted ? "unencrypted" : "encrypted");
	}
}

static void expect_up(struct kunit *test)
{
	struct pools_test *t = test->priv;

	if (!t->dev->driver)
		KUNIT_FAIL_AND_ABORT(test, "%s does not come up with its pool %s", t->row->device,
				     t->pool_name);
	expect_pool(test);
	expect_streaming(test);
	expect_coherent(test);
}

static void expect_up_without(struct kunit *test)
{
	struct pools_test *t = test->priv;
	u8 *buf = kunit_kmalloc(test, BUFFER_SIZE, GFP_KERNEL);
	dma_addr_t addr;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	if (!t->dev->driver)
		KUNIT_FAIL_AND_ABORT(test, "%s does not come up without its pool %s",
				     t->row->device, t->pool_name);
	KUNIT_EXPECT_FALSE(test, t->dev->dma_io_tlb_mem->for_alloc);
	addr = dma_map_single(t->dev, buf, BUFFER_SIZE, DMA_BIDIRECTIONAL);
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(t->dev, addr));
	dma_unmap_single(t->dev, addr, BUFFER_SIZE, DMA_BIDIRECTIONAL);
}

static bool has_its_pool(const struct pools_test *t)
{
	struct io_tlb_mem *mem = t->dev->dma_io_tlb_mem;
	struct io_tlb_pool *pool = NULL;

	while ((pool = next_swiotlb_pool(mem, pool))) {
		if (in_pool(t, pool->start, pool->end - pool->start))
			return true;
	}
	return false;
}

static void expect_refused(struct kunit *test)
{
	struct pools_test *t = test->priv;

	if (t->dev->driver)
		KUNIT_FAIL(test, "%s came up on %s, though its pool %s has to be refused",
			   t->row->device, has_its_pool(t) ? "that pool" : "the default pool",
			   t->pool_name);
	else if (!kernel_said(dev_name(t->dev), t->pool_name, t->row->state, t->row->reason))
		KUNIT_FAIL(test, "no message says for %s that its pool %s is %s, and '%s'",
			   dev_name(t->dev), t->pool_name, t->row->state, t->row->reason ?: "");
}

/* What is below the guest has seen each conversion. */
static void expect_shared(struct kunit *test)
{
	struct pools_test *t = test->priv;
	bool shared = t->want == UP_SHARED || t->want == REFUSED_SHARED;
	int count = count_shared(&t->pool);

	if (count != (shared ? ALL_PAGES : 0))
		KUNIT_FAIL(test, "%d of %d pages of %s are shared, not %s: who converted them?",
			   count, ALL_PAGES, t->pool_name, shared ? "all" : "none");
}

/* Whatever firmware gets wrong: memory that it speaks of is not used for something else. */
static void expect_reserved(struct kunit *test)
{
	struct pools_test *t = test->priv;
	phys_addr_t at;

	for (at = t->pool.start; at < t->pool.end; at += PAGE_SIZE) {
		if (!PageReserved(pfn_to_page(PHYS_PFN(at)))) {
			KUNIT_FAIL(test, "%s was given to others from %pa on", t->pool_name, &at);
			return;
		}
	}
}

/*
 * A realm makes all of its RAM private when it starts, so that nothing is shared any
 * more, and it would not have known at which address. Without memory encryption the
 * kernel clears all of a pool, itself and the device tree too.
 */
static const struct row rows[] = {
	{ "no_property", "none", false, NULL, NULL, { UP, UP_SHARED, UP_SHARED } },
	{ "no_property_trusted", "none-trusted", true,
	  "unencrypted", "the device reaches encrypted memory",
	  { UP, REFUSED_SHARED, REFUSED_SHARED } },
	{ "unencrypted", "shared", false,
	  "unencrypted", "it was shared before the kernel could map it so",
	  { UP, UP_SHARED, REFUSED_PRIVATE } },
	{ "unencrypted_is_not_converted", "not-shared", false,
	  "unencrypted", "it was shared before the kernel could map it so",
	  { UP, UP_NOT_CONVERTED, REFUSED_PRIVATE } },
	{ "unencrypted_trusted", "shared-trusted", true,
	  "unencrypted", NULL,
	  { UP, REFUSED_SHARED, REFUSED_PRIVATE } },
	{ "encrypted", "private", false,
	  "encrypted", "the device reaches unencrypted memory",
	  { UP, REFUSED_PRIVATE, REFUSED_PRIVATE } },
	{ "encrypted_trusted", "private-trusted", true, NULL, NULL,
	  { UP, UP_PRIVATE, UP_PRIVATE } },
	{ "first_of_two", "either", false, NULL, NULL, { UP, UP_SHARED, UP_SHARED } },
	{ "second_of_two", "either-trusted", true, NULL, NULL,
	  { UP, UP_PRIVATE, UP_PRIVATE }, true },
	{ "both", "both", false,
	  "encrypted and unencrypted", "it cannot be both",
	  { UP, REFUSED_PRIVATE, REFUSED_PRIVATE } },
	{ "both_trusted", "both-trusted", true,
	  "encrypted and unencrypted", "it cannot be both",
	  { UP, REFUSED_PRIVATE, REFUSED_PRIVATE } },
	{ "too_small", "small", false,
	  "not yet unencrypted", "smaller than a mapping",
	  { UP, REFUSED_PRIVATE, REFUSED_PRIVATE } },
	{ "unaligned", "odd", false,
	  "not yet unencrypted", "not made of pages",
	  { UP, REFUSED, REFUSED } },
	{ "overlaps_another_region", "overlap", false,
	  "not yet unencrypted", "in use",
	  { UP, REFUSED_PRIVATE, REFUSED_PRIVATE } },
	{ "is_no_ram", "nowhere", false,
	  "not yet unencrypted", "no RAM",
	  { REFUSED, REFUSED, REFUSED } },
	{ "is_not_mapped", "unmapped", true,
	  "encrypted", "something else, too",
	  { UP_WITHOUT, REFUSED, REFUSED } },
	{ "is_reusable", "reusable", false,
	  "unencrypted", "something else, too",
	  { UP_WITHOUT, REFUSED_SHARED, REFUSED_PRIVATE } },
	{ "does_not_exist", "dangling", false,
	  "in no given state", "leads nowhere",
	  { UP_WITHOUT, REFUSED, REFUSED } },
	{ "is_disabled", "disabled", false, NULL, NULL,
	  { UP_WITHOUT, NOT_TRIED, NOT_TRIED } },
	{ "has_no_size", "empty", false, NULL, NULL,
	  { UP_WITHOUT, NOT_TRIED, NOT_TRIED } },
	{ "has_too_few_cells", "cells", false, NULL, NULL,
	  { UP_WITHOUT, NOT_TRIED, NOT_TRIED } },
	{ "list_has_no_cell", "list", false, NULL, NULL,
	  { UP_WITHOUT, NOT_TRIED, NOT_TRIED } },
	{ "overlaps_the_device_tree", "blob", false,
	  "not yet unencrypted", "in use",
	  { NOT_TRIED, REFUSED_PRIVATE, REFUSED_PRIVATE } },
	{ "overlaps_the_kernel", "kernel", false,
	  "not yet unencrypted", "in use",
	  { NOT_TRIED, REFUSED_PRIVATE, REFUSED_PRIVATE } },
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

static void try_device(struct kunit *test)
{
	struct pools_test *t = test->priv;
	struct device_node *parent = of_find_node_by_path("/pool-test"), *node;

	if (!parent)
		kunit_skip(test, "firmware gives no such pools");
	kept_node(test, parent);
	t->row = find_row(test->name);
	KUNIT_ASSERT_NOT_NULL(test, t->row);
	t->want = t->row->want[get_platform()];
	if (t->want == NOT_TRIED)
		kunit_skip(test, "nobody looks at that here");
	node = kept_node(test, of_get_child_by_name(parent, t->row->device));
	find_pool(test, node);
	create_device(test, node);
	KUNIT_ASSERT_EQ(test, 0, platform_driver_register(&pool_test_driver));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, unregister_driver,
							   &pool_test_driver));
	if (t->want == REFUSED_SHARED || t->want == REFUSED_PRIVATE || t->want == REFUSED)
		expect_refused(test);
	else if (t->want == UP_WITHOUT)
		expect_up_without(test);
	else
		expect_up(test);
	if (t->want == REFUSED || t->want == UP_WITHOUT)
		return;
	expect_shared(test);
	expect_reserved(test);
}

static int pools_test_init(struct kunit *test)
{
	test->priv = kunit_kzalloc(test, sizeof(struct pools_test), GFP_KERNEL);
	return test->priv ? 0 : -ENOMEM;
}

/* A row */
#define DEVICE_CASE(_test) \
	{ .run_case = try_device, .name = _test, .module_name = KBUILD_MODNAME }

/* The last two may end a kernel that is wrong. */
static struct kunit_case pools_cases[] = {
	DEVICE_CASE("no_property"),
	DEVICE_CASE("no_property_trusted"),
	DEVICE_CASE("unencrypted"),
	DEVICE_CASE("unencrypted_is_not_converted"),
	DEVICE_CASE("unencrypted_trusted"),
	DEVICE_CASE("encrypted"),
	DEVICE_CASE("encrypted_trusted"),
	DEVICE_CASE("first_of_two"),
	DEVICE_CASE("second_of_two"),
	DEVICE_CASE("both"),
	DEVICE_CASE("both_trusted"),
	DEVICE_CASE("too_small"),
	DEVICE_CASE("unaligned"),
	DEVICE_CASE("overlaps_another_region"),
	DEVICE_CASE("is_no_ram"),
	DEVICE_CASE("is_not_mapped"),
	DEVICE_CASE("is_reusable"),
	DEVICE_CASE("does_not_exist"),
	DEVICE_CASE("is_disabled"),
	DEVICE_CASE("has_no_size"),
	DEVICE_CASE("has_too_few_cells"),
	DEVICE_CASE("list_has_no_cell"),
	DEVICE_CASE("overlaps_the_device_tree"),
	DEVICE_CASE("overlaps_the_kernel"),
	{}
};

static struct kunit_suite pools_suite = {
	.name = "firmware_pools",
	.init = pools_test_init,
	.test_cases = pools_cases,
};

kunit_test_suite(pools_suite);

MODULE_DESCRIPTION("Restricted pools in the state that firmware says they have");
MODULE_LICENSE("GPL");
