// SPDX-License-Identifier: GPL-2.0-only
/*
 * An accepted device, and a device of the host
 *
 * The rig gives the accepted one the private view of memory, see
 * monitor/accepted.h. What it reads or writes at a shared address is not what is
 * at the private one, so content tells which one was used.
 */
#include <linux/delay.h>
#include <linux/dma-direct.h>
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/module.h>
#include <linux/set_memory.h>
#include <linux/swiotlb.h>

#include <kunit/test.h>

#include "content.h"
#include "edu.h"
#include "high_memory.h"
#include "pools.h"

#define SIZE		1536
#define NR_MAPPINGS	4

struct accepted_test {
	struct edu_access accepted;
	struct edu_access host;
};

static struct edu *accepted, *host;

static char *secret;
module_param(secret, charp, 0);
MODULE_PARM_DESC(secret, "text that only the accepted device is to see");

static dma_addr_t private_addr(const struct edu_access *access, void *buf)
{
	return phys_to_dma(access->dev, virt_to_phys(buf));
}

static dma_addr_t map(struct kunit *test, struct edu_access *access, void *buf, size_t size,
		      enum dma_data_direction dir)
{
	dma_addr_t addr = dma_map_single(access->dev, buf, size, dir);

	KUNIT_ASSERT_FALSE(test, dma_mapping_error(access->dev, addr));
	return addr;
}

static void expect_state(struct kunit *test, struct edu_access *access, dma_addr_t addr,
			 const char *state)
{
	const char *found = pool_state_at(access->dev, dma_to_phys(access->dev, addr));

	KUNIT_ASSERT_NOT_NULL_MSG(test, found, "%pad is in no pool", &addr);
	KUNIT_EXPECT_STREQ(test, found, state);
}

/* The device reads what is mapped, and writes it to the mapping of another buffer. */
static void expect_copy(struct kunit *test, struct edu_access *access, dma_addr_t from,
			dma_addr_t to, size_t size)
{
	KUNIT_EXPECT_EQ(test, 0, edu_read_memory(access->edu, from, size));
	KUNIT_EXPECT_EQ(test, 0, edu_write_memory(access->edu, to, size));
}

/* With swiotlb=force, or with a pool of its own */
static bool everything_is_bounced(struct kunit *test)
{
	struct accepted_test *t = test->priv;

	return is_swiotlb_force_bounce(t->accepted.dev);
}

static void private_memory_is_used_directly(struct kunit *test)
{
	struct accepted_test *t = test->priv;
	u8 *from = filled_buffer(test, SIZE), *to = untouched_buffer(test, SIZE);
	dma_addr_t from_addr, to_addr;

	if (everything_is_bounced(test))
		kunit_skip(test, "everything is bounced");
	from_addr = map(test, &t->accepted, from, SIZE, DMA_TO_DEVICE);
	to_addr = map(test, &t->accepted, to, SIZE, DMA_FROM_DEVICE);
	KUNIT_EXPECT_EQ(test, from_addr, private_addr(&t->accepted, from));
	KUNIT_EXPECT_EQ(test, to_addr, private_addr(&t->accepted, to));
	expect_copy(test, &t->accepted, from_addr, to_addr, SIZE);
	dma_unmap_single(t->accepted.dev, from_addr, SIZE, DMA_TO_DEVICE);
	dma_unmap_single(t->accepted.dev, to_addr, SIZE, DMA_FROM_DEVICE);
	KUNIT_EXPECT_MEMEQ(test, to, from, SIZE);
}

/* Memory of the other device, which is shared */
static void shared_memory_is_used_directly(struct kunit *test)
{
	struct accepted_test *t = test->priv;
	phys_addr_t phys = dma_to_phys(t->host.dev, t->host.coherent_addr);
	dma_addr_t addr;

	if (everything_is_bounced(test))
		kunit_skip(test, "everything is bounced");
	fill(t->host.coherent, SIZE);
	addr = dma_map_phys(t->accepted.dev, phys, SIZE, DMA_TO_DEVICE, DMA_ATTR_CC_SHARED);
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(t->accepted.dev, addr));
	KUNIT_EXPECT_EQ(test, addr, phys_to_dma_unencrypted(t->accepted.dev, phys));
	KUNIT_EXPECT_EQ(test, 0, edu_read_memory(t->accepted.edu, addr, SIZE));
	dma_unmap_phys(t->accepted.dev, addr, SIZE, DMA_TO_DEVICE, DMA_ATTR_CC_SHARED);
	KUNIT_EXPECT_MEMEQ(test, look_at_device(test, &t->accepted, SIZE), t->host.coherent, SIZE);
}

static void expect_private_coherent(struct kunit *test, gfp_t gfp)
{
	struct accepted_test *t = test->priv;
	u8 *want = filled_buffer(test, SIZE), *buf;
	dma_addr_t addr;

	buf = dma_alloc_coherent(t->accepted.dev, PAGE_SIZE, &addr, gfp);
	KUNIT_ASSERT_NOT_NULL(test, buf);
	KUNIT_EXPECT_EQ(test, addr,
			phys_to_dma(t->accepted.dev, dma_to_phys(t->accepted.dev, addr)));
	load_device(test, &t->accepted, want, SIZE);
	KUNIT_EXPECT_EQ(test, 0, edu_write_memory(t->accepted.edu, addr, SIZE));
	KUNIT_EXPECT_MEMEQ(test, buf, want, SIZE);
	dma_free_coherent(t->accepted.dev, PAGE_SIZE, buf, addr);
}

static void coherent_memory_is_private(struct kunit *test)
{
	expect_private_coherent(test, GFP_KERNEL);
}

/* A device that is not coherent would get memory of the atomic pools, which are shared. */
static void atomic_memory_is_not_shared(struct kunit *test)
{
	struct accepted_test *t = test->priv;
	dma_addr_t addr;
	void *buf;

	if (dev_is_dma_coherent(t->accepted.dev)) {
		expect_private_coherent(test, GFP_ATOMIC);
		return;
	}
	buf = dma_alloc_coherent(t->host.dev, PAGE_SIZE, &addr, GFP_ATOMIC);
	KUNIT_ASSERT_NOT_NULL(test, buf);
	dma_free_coherent(t->host.dev, PAGE_SIZE, buf, addr);
	KUNIT_EXPECT_NULL(test, dma_alloc_coherent(t->accepted.dev, PAGE_SIZE, &addr, GFP_ATOMIC));
}

/*
 * Have the accepted device reach nothing at @buf or above, and the other one nothing
 * above the default pool, which is the one that it has.
 */
static void limit_to_below(struct accepted_test *t, void *buf)
{
	const struct io_tlb_pool *pool = &t->host.dev->dma_io_tlb_mem->defpool;

	t->accepted.dev->bus_dma_limit = private_addr(&t->accepted, buf) - 1;
	t->host.dev->bus_dma_limit = phys_to_dma_unencrypted(t->host.dev, pool->end) - 1;
}

static bool can_bounce(struct edu_access *access, void *buf)
{
	dma_addr_t addr = dma_map_single_attrs(access->dev, buf, SIZE, DMA_TO_DEVICE,
					       DMA_ATTR_NO_WARN);

	if (dma_mapping_error(access->dev, addr))
		return false;
	dma_unmap_single(access->dev, addr, SIZE, DMA_TO_DEVICE);
	return true;
}

/*
 * When a pool grows, the first mapping may fail: it has a pool of its own, in whatever
 * page is free.
 */
static void wait_for_pool(struct kunit *test, u8 *buf)
{
	struct accepted_test *t = test->priv;
	int tries = 50;

	while (tries && !can_bounce(&t->accepted, buf)) {
		msleep(20);
		tries--;
	}
	if (!tries)
		KUNIT_FAIL_AND_ABORT(test,
				     "DMA_MAPPING_ERROR: nothing to bounce private memory with");
}

/* Memory that both devices have to bounce */
static u8 *far_buffer(struct kunit *test)
{
	struct accepted_test *t = test->priv;
	u8 *buf = take_high_memory(test);

	limit_to_below(t, buf);
	wait_for_pool(test, buf);
	return buf;
}

static void both_bounce_at_once(struct kunit *test)
{
	struct accepted_test *t = test->priv;
	struct edu_access *access[] = { &t->accepted, &t->host };
	static const char * const states[] = { "private", "shared" };
	u8 *bufs = far_buffer(test), *buf;
	dma_addr_t addr[2][NR_MAPPINGS];
	int i, a;

	for (i = 0; i < 2 * NR_MAPPINGS; i++)
		fill(bufs + i * SIZE, SIZE);
	for (i = 0; i < NR_MAPPINGS; i++)
		for (a = 0; a < 2; a++)
			addr[a][i] = map(test, access[a], bufs + (2 * i + a) * SIZE, SIZE,
					 DMA_BIDIRECTIONAL);
	for (i = 0; i < NR_MAPPINGS; i++) {
		for (a = 0; a < 2; a++) {
			expect_state(test, access[a], addr[a][i], states[a]);
			edu_start_reading(access[a]->edu, addr[a][i], SIZE);
		}
		for (a = 0; a < 2; a++)
			KUNIT_EXPECT_EQ(test, 0, edu_wait(access[a]->edu));
		for (a = 0; a < 2; a++) {
			buf = bufs + (2 * i + a) * SIZE;
			KUNIT_EXPECT_MEMEQ(test, look_at_device(test, access[a], SIZE), buf, SIZE);
			/* and back, into a buffer that has something else */
			memset(buf, UNTOUCHED, SIZE);
			dma_sync_single_for_device(access[a]->dev, addr[a][i], SIZE,
						   DMA_BIDIRECTIONAL);
			buf = filled_buffer(test, SIZE);
			load_device(test, access[a], buf, SIZE);
			KUNIT_EXPECT_EQ(test, 0,
					edu_write_memory(access[a]->edu, addr[a][i], SIZE));
			dma_unmap_single(access[a]->dev, addr[a][i], SIZE, DMA_BIDIRECTIONAL);
			KUNIT_EXPECT_MEMEQ(test, bufs + (2 * i + a) * SIZE, buf, SIZE);
		}
	}
}

/* What the host's device finds where the accepted one has its data */
static void host_does_not_reach_bounced_data(struct kunit *test)
{
	struct accepted_test *t = test->priv;
	u8 *buf = far_buffer(test), *other = filled_buffer(test, SIZE);
	dma_addr_t mapped, addr[2];
	phys_addr_t phys;
	int i;

	fill(buf, SIZE);
	mapped = map(test, &t->accepted, buf, SIZE, DMA_TO_DEVICE);
	expect_state(test, &t->accepted, mapped, "private");
	phys = dma_to_phys(t->accepted.dev, mapped);
	addr[0] = phys_to_dma_unencrypted(t->host.dev, phys);
	addr[1] = phys_to_dma(t->host.dev, phys);
	for (i = 0; i < 2; i++) {
		load_device(test, &t->host, other, SIZE);
		KUNIT_EXPECT_EQ(test, 0, edu_read_memory(t->host.edu, addr[i], SIZE));
		KUNIT_EXPECT_FALSE(test, has_some_of(look_at_device(test, &t->host, SIZE), buf,
						     SIZE));
	}
	/* It is there, for who may see it. */
	KUNIT_EXPECT_EQ(test, 0, edu_read_memory(t->accepted.edu, mapped, SIZE));
	KUNIT_EXPECT_MEMEQ(test, look_at_device(test, &t->accepted, SIZE), buf, SIZE);
	dma_unmap_single(t->accepted.dev, mapped, SIZE, DMA_TO_DEVICE);
}

static void make_private(void *buf)
{
	WARN_ON(set_memory_encrypted((unsigned long)buf, 1));
}

/* What is shared and out of reach is copied to private memory, not to shared. */
static void shared_memory_bounces_in_private(struct kunit *test)
{
	struct accepted_test *t = test->priv;
	u8 *buf = far_buffer(test);
	dma_addr_t addr;

	KUNIT_ASSERT_EQ(test, 0, set_memory_decrypted((unsigned long)buf, 1));
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, make_private, buf));
	fill(buf, SIZE);
	addr = dma_map_phys(t->accepted.dev, virt_to_phys(buf), SIZE, DMA_TO_DEVICE,
			    DMA_ATTR_CC_SHARED);
	KUNIT_ASSERT_FALSE(test, dma_mapping_error(t->accepted.dev, addr));
	expect_state(test, &t->accepted, addr, "private");
	KUNIT_EXPECT_EQ(test, 0, edu_read_memory(t->accepted.edu, addr, SIZE));
	KUNIT_EXPECT_MEMEQ(test, look_at_device(test, &t->accepted, SIZE), buf, SIZE);
	dma_unmap_phys(t->accepted.dev, addr, SIZE, DMA_TO_DEVICE, DMA_ATTR_CC_SHARED);
}

/* A device whose mask does not reach far, as bus_dma_limit says it of a bus */
static void low_mask_is_kept(struct kunit *test)
{
	struct accepted_test *t = test->priv;
	u8 *buf;
	dma_addr_t addr;

	buf = take_high_memory(test);
	*t->accepted.dev->dma_mask = private_addr(&t->accepted, buf) - 1;
	wait_for_pool(test, buf);
	fill(buf, SIZE);
	addr = map(test, &t->accepted, buf, SIZE, DMA_TO_DEVICE);
	KUNIT_EXPECT_LE(test, addr + SIZE - 1, *t->accepted.dev->dma_mask);
	expect_state(test, &t->accepted, addr, "private");
	KUNIT_EXPECT_EQ(test, 0, edu_read_memory(t->accepted.edu, addr, SIZE));
	dma_unmap_single(t->accepted.dev, addr, SIZE, DMA_TO_DEVICE);
	KUNIT_EXPECT_MEMEQ(test, look_at_device(test, &t->accepted, SIZE), buf, SIZE);
}

/*
 * For tools/testing/rig/secret.py, which looks for it in both views of memory when all
 * tests are over. So the device stays bound, and everything as the device had it.
 */
static void secret_is_seen(struct kunit *test)
{
	struct accepted_test *t = test->priv;
	dma_addr_t addr, coherent_addr;
	size_t size;
	u8 *buf, *coherent;

	if (!secret)
		kunit_skip(test, "there is no secret");
	size = strlen(secret) + 1;
	buf = everything_is_bounced(test) ? filled_buffer(test, SIZE) : far_buffer(test);
	memcpy(buf, secret, size);
	addr = map(test, &t->accepted, buf, size, DMA_BIDIRECTIONAL);
	expect_state(test, &t->accepted, addr, "private");
	KUNIT_EXPECT_EQ(test, 0, edu_read_memory(t->accepted.edu, addr, size));
	KUNIT_EXPECT_STREQ(test, look_at_device(test, &t->accepted, size), secret);
	KUNIT_EXPECT_EQ(test, 0, edu_write_memory(t->accepted.edu, addr, size));
	coherent = dma_alloc_coherent(t->accepted.dev, PAGE_SIZE, &coherent_addr, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, coherent);
	KUNIT_EXPECT_EQ(test, 0, edu_write_memory(t->accepted.edu, coherent_addr, size));
	KUNIT_EXPECT_STREQ(test, coherent, secret);
	KUNIT_EXPECT_PTR_EQ(test, edu_get(true), accepted);
}

static int accepted_suite_init(struct kunit_suite *suite)
{
	accepted = edu_get(true);
	if (accepted)
		host = edu_get(false);
	return 0;
}

static void accepted_suite_exit(struct kunit_suite *suite)
{
	if (accepted)
		report_pools(&accepted->pdev->dev, "private");
	if (host)
		edu_put();
	if (accepted)
		edu_put();
}

static int accepted_test_init(struct kunit *test)
{
	struct accepted_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	if (!accepted)
		kunit_skip(test, "there is no accepted edu");
	KUNIT_ASSERT_NOT_NULL(test, host);
	KUNIT_ASSERT_NOT_NULL(test, t);
	test->priv = t;
	access_init(test, &t->accepted, accepted);
	access_init(test, &t->host, host);
	return 0;
}

static void accepted_test_exit(struct kunit *test)
{
	struct accepted_test *t = test->priv;

	if (!t)
		return;
	accepted->pdev->dma_mask = DMA_BIT_MASK(64);
	accepted->pdev->dev.bus_dma_limit = 0;
	host->pdev->dev.bus_dma_limit = 0;
	access_exit(&t->accepted);
	access_exit(&t->host);
}

static struct kunit_case accepted_cases[] = {
	KUNIT_CASE(private_memory_is_used_directly),
	KUNIT_CASE(shared_memory_is_used_directly),
	KUNIT_CASE(coherent_memory_is_private),
	KUNIT_CASE(atomic_memory_is_not_shared),
	KUNIT_CASE(both_bounce_at_once),
	KUNIT_CASE(host_does_not_reach_bounced_data),
	KUNIT_CASE(shared_memory_bounces_in_private),
	KUNIT_CASE(low_mask_is_kept),
	KUNIT_CASE(secret_is_seen),
	{}
};

static struct kunit_suite accepted_suite = {
	.name = "edu_accepted",
	.suite_init = accepted_suite_init,
	.suite_exit = accepted_suite_exit,
	.init = accepted_test_init,
	.exit = accepted_test_exit,
	.test_cases = accepted_cases,
};

kunit_test_suite(accepted_suite);
