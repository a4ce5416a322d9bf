// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a real bus master makes of the addresses that the DMA API hands out
 *
 * Loading the module runs the tests. A device that is given a wrong address, or
 * the address of a page that was never shared, still reads something: each test
 * uses a pattern of its own, and says what the device has found instead.
 */
#include <linux/cc_platform.h>
#include <linux/dma-direct.h>
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/gfp.h>
#include <linux/module.h>
#include <linux/pgtable.h>
#include <linux/set_memory.h>
#include <linux/slab.h>

#include <kunit/resource.h>
#include <kunit/test.h>
#include <monitor/poison.h>

#include "content.h"
#include "compat.h"
#include "edu.h"
#include "pools.h"
#include "translation.h"

static struct edu *edu;

static bool is_poison(const u8 *buf)
{
	u64 poison = SHARED_VIEW_POISON;

	return !memcmp(buf, &poison, sizeof(poison));
}

static bool is_private_address(dma_addr_t addr)
{
	return addr != dma_addr_unencrypted(dma_addr_canonical(addr));
}

static void expect_content(struct kunit *test, dma_addr_t addr, const u8 *want,
			   const u8 *got, size_t size)
{
	if (!memcmp(want, got, size))
		return;
	if (is_private_address(addr))
		KUNIT_FAIL(test, "wrong address: %pad is encoded as private memory", &addr);
	else if (is_poison(got))
		KUNIT_FAIL(test, "page not shared: the device found poison at %pad", &addr);
	else if (!memchr_inv(got, UNTOUCHED, size))
		KUNIT_FAIL(test, "page not shared: nothing that the device wrote to %pad arrived",
			   &addr);
	else
		KUNIT_FAIL(test, "wrong content by DMA at %pad: %*ph, not %*ph",
			   &addr, 8, got, 8, want);
}

/*
 * The unpatched base does not say of a realm that it is a guest of this kind,
 * but maps what is shared in another way.
 */
static bool guest_is_private(void)
{
	return cc_platform_has(CC_ATTR_GUEST_MEM_ENCRYPT) ||
	       (IS_ENABLED(CONFIG_ARM64) &&
		pgprot_val(pgprot_decrypted(PAGE_KERNEL)) != pgprot_val(PAGE_KERNEL));
}

static dma_addr_t map(struct kunit *test, void *buf, size_t size,
		      enum dma_data_direction dir)
{
	struct edu_access *t = test->priv;
	dma_addr_t addr = dma_map_single(t->dev, buf, size, dir);

	KUNIT_ASSERT_FALSE(test, dma_mapping_error(t->dev, addr));
	/* In a CC guest every streaming mapping must be inside of a shared pool. */
	if (guest_is_private())
		expect_in_shared_pool(test, t->dev, phys_at(t->dev, addr));
	return addr;
}

static const size_t sizes[] = { 64, 1536, EDU_MAX_TRANSFER };

static void size_desc(const size_t *size, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%zu bytes", *size);
}

KUNIT_ARRAY_PARAM(size, sizes, size_desc);

static void streaming_to_device(struct kunit *test)
{
	size_t size = *(const size_t *)test->param_value;
	struct edu_access *t = test->priv;
	u8 *buf = filled_buffer(test, size);
	dma_addr_t addr = map(test, buf, size, DMA_TO_DEVICE);

	KUNIT_EXPECT_EQ(test, 0, edu_read_memory(t->edu, addr, size));
	dma_unmap_single(t->dev, addr, size, DMA_TO_DEVICE);
	expect_content(test, addr, buf, look_at_device(test, t, size), size);
}

static void streaming_from_device(struct kunit *test)
{
	size_t size = *(const size_t *)test->param_value;
	struct edu_access *t = test->priv;
	u8 *want = filled_buffer(test, size);
	u8 *buf = untouched_buffer(test, size);
	dma_addr_t addr;

	load_device(test, t, want, size);
	addr = map(test, buf, size, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, 0, edu_write_memory(t->edu, addr, size));
	dma_unmap_single(t->dev, addr, size, DMA_FROM_DEVICE);
	expect_content(test, addr, want, buf, size);
}

static void streaming_sync(struct kunit *test)
{
	struct edu_access *t = test->priv;
	const size_t size = 256;
	u8 *first = filled_buffer(test, size);
	u8 *buf = untouched_buffer(test, size);
	dma_addr_t addr;

	load_device(test, t, first, size);
	addr = map(test, buf, size, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_EQ(test, 0, edu_write_memory(t->edu, addr, size));
	dma_sync_single_for_cpu(t->dev, addr, size, DMA_BIDIRECTIONAL);
	expect_content(test, addr, first, buf, size);

	fill(buf, size);
	dma_sync_single_for_device(t->dev, addr, size, DMA_BIDIRECTIONAL);
	KUNIT_EXPECT_EQ(test, 0, edu_read_memory(t->edu, addr, size));
	expect_content(test, addr, buf, look_at_device(test, t, size), size);
	dma_unmap_single(t->dev, addr, size, DMA_BIDIRECTIONAL);
}

static void bounce_alignment(struct kunit *test)
{
	struct edu_access *t = test->priv;

	expect_bounce_alignment(test, t->dev);
}

static void coherent(struct kunit *test)
{
	struct edu_access *t = test->priv;
	const size_t size = EDU_MAX_TRANSFER;
	u8 *want = filled_buffer(test, size);

	load_device(test, t, want, size);
	expect_content(test, t->coherent_addr, want, look_at_device(test, t, size), size);
}

/*
 * The two addresses under which a device might look for a page that nobody
 * mapped for it. In a CC guest neither may lead to the page. On a host that
 * encrypts its memory the second one does. Elsewhere they are the same and do,
 * which shows that these tests can tell.
 */
static void raw_addresses(struct device *dev, void *page, dma_addr_t addr[2])
{
	addr[0] = phys_to_dma_unencrypted(dev, virt_to_phys(page));
	addr[1] = phys_to_dma(dev, virt_to_phys(page));
}

static void expect_reach(struct kunit *test, const char *what, void *page, dma_addr_t addr,
			 bool reached)
{
	struct edu_access *t = test->priv;
	bool private = guest_is_private();

	kunit_info(test, "%s a %s page at %pad: %s\n", what, private ? "private" : "plain",
		   &addr, reached ? "the device gets there" : "out of the device's reach");
	if (private)
		KUNIT_EXPECT_FALSE_MSG(test, reached, "the device reached private memory");
	else if (addr != phys_to_dma(t->dev, virt_to_phys(page)))
		KUNIT_EXPECT_FALSE_MSG(test, reached, "the device reached encrypted memory");
	else
		KUNIT_EXPECT_TRUE_MSG(test, reached, "the device did not reach memory");
}

/* What a device says is the address of a page is not where it gets. */
static void skip_if_translated(struct kunit *test)
{
	struct edu_access *t = test->priv;

	if (is_translated(t->dev))
		kunit_skip(test, "an IOMMU is in between");
}

static void raw_address_read(struct kunit *test)
{
	struct edu_access *t = test->priv;
	const size_t size = 64;
	u8 *page = filled_buffer(test, PAGE_SIZE);
	u8 *other = filled_buffer(test, size);
	dma_addr_t addr[2];
	int i;

	skip_if_translated(test);
	raw_addresses(t->dev, page, addr);
	for (i = 0; i < 2; i++) {
		load_device(test, t, other, size);
		KUNIT_EXPECT_EQ(test, 0, edu_read_memory(t->edu, addr[i], size));
		expect_reach(test, "reading", page, addr[i],
			     has_some_of(look_at_device(test, t, size), page, size));
	}
}

static void raw_address_write(struct kunit *test)
{
	struct edu_access *t = test->priv;
	const size_t size = 64;
	u8 *other = filled_buffer(test, size);
	dma_addr_t addr[2];
	u8 *page;
	int i;

	skip_if_translated(test);
	load_device(test, t, other, size);
	for (i = 0; i < 2; i++) {
		page = untouched_buffer(test, PAGE_SIZE);
		raw_addresses(t->dev, page, addr);
		KUNIT_EXPECT_EQ(test, 0, edu_write_memory(t->edu, addr[i], size));
		expect_reach(test, "writing", page, addr[i], memchr_inv(page, UNTOUCHED, size));
	}
}

static void free_test_page(void *page)
{
	free_page((unsigned long)page);
}

/*
 * A page that was shared, and is not any more: whatever a device finds at the
 * address that it once had, what the page contains now must not be it.
 */
static void made_private_again(struct kunit *test)
{
	struct edu_access *t = test->priv;
	const size_t size = 64;
	u8 *other = filled_buffer(test, size);
	unsigned long page;
	dma_addr_t addr;
	u8 *buf;

	skip_if_translated(test);
	page = __get_free_page(GFP_KERNEL);
	buf = (u8 *)page;
	KUNIT_ASSERT_NE(test, page, 0);
	addr = phys_to_dma_unencrypted(t->dev, virt_to_phys(buf));
	KUNIT_ASSERT_EQ(test, 0, set_memory_decrypted(page, 1));
	fill(buf, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, 0, edu_read_memory(t->edu, addr, size));
	expect_content(test, addr, buf, look_at_device(test, t, size), size);
	/* If this fails nobody knows what the page is: it is not freed. */
	KUNIT_ASSERT_EQ(test, 0, set_memory_encrypted(page, 1));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, free_test_page, buf));

	fill(buf, PAGE_SIZE);
	load_device(test, t, other, size);
	KUNIT_EXPECT_EQ(test, 0, edu_read_memory(t->edu, addr, size));
	expect_reach(test, "reading", buf, addr,
		     has_some_of(look_at_device(test, t, size), buf, size));

	load_device(test, t, other, size);
	memset(buf, UNTOUCHED, PAGE_SIZE);
	KUNIT_EXPECT_EQ(test, 0, edu_write_memory(t->edu, addr, size));
	expect_reach(test, "writing", buf, addr, memchr_inv(buf, UNTOUCHED, PAGE_SIZE));
}

static int edu_suite_init(struct kunit_suite *suite)
{
	edu = edu_get(false);
	if (!edu)
		return 0;		/* each test says so */
	pr_info("rig: edu is %scoherent\n", dev_is_dma_coherent(&edu->pdev->dev) ? "" : "not ");
	report_pools(&edu->pdev->dev, NULL);
	return 0;
}

static void edu_suite_exit(struct kunit_suite *suite)
{
	if (edu)
		edu_put();
}

static int edu_test_init(struct kunit *test)
{
	struct edu_access *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	if (!edu)
		kunit_skip(test, "there is no edu");
	KUNIT_ASSERT_NOT_NULL(test, t);
	test->priv = t;
	access_init(test, t, edu);
	return 0;
}

static void edu_test_exit(struct kunit *test)
{
	struct edu_access *t = test->priv;

	if (t)
		access_exit(t);
}

static struct kunit_case edu_cases[] = {
	KUNIT_CASE(coherent),
	KUNIT_CASE_PARAM(streaming_to_device, size_gen_params),
	KUNIT_CASE_PARAM(streaming_from_device, size_gen_params),
	KUNIT_CASE(streaming_sync),
	KUNIT_CASE(bounce_alignment),
	KUNIT_CASE(raw_address_read),
	KUNIT_CASE(raw_address_write),
	KUNIT_CASE(made_private_again),
	{}
};

static struct kunit_suite edu_suite = {
	.name = "edu",
	.suite_init = edu_suite_init,
	.suite_exit = edu_suite_exit,
	.init = edu_test_init,
	.exit = edu_test_exit,
	.test_cases = edu_cases,
};

kunit_test_suite(edu_suite);

MODULE_DESCRIPTION("DMA checks with QEMU's edu device");
MODULE_LICENSE("GPL");
