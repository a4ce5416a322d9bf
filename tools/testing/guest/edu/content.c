// SPDX-License-Identifier: GPL-2.0-only
#include <linux/dma-mapping.h>
#include <linux/slab.h>

#include <kunit/resource.h>
#include <kunit/test.h>

#include "content.h"

static u8 next_seed = 1;

void fill(u8 *buf, size_t size)
{
	u8 seed = next_seed++;
	size_t i;

	for (i = 0; i < size; i++)
		buf[i] = seed + i * 7;
}

/* Patterns, poison and zeroes have no eight bytes in common. */
bool has_some_of(const u8 *seen, const u8 *content, size_t size)
{
	size_t i;

	for (i = 0; i + sizeof(u64) <= size; i += sizeof(u64))
		if (!memcmp(seen + i, content + i, sizeof(u64)))
			return true;
	return false;
}

u8 *filled_buffer(struct kunit *test, size_t size)
{
	u8 *buf = kunit_kmalloc(test, size, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, buf);
	fill(buf, size);
	return buf;
}

u8 *untouched_buffer(struct kunit *test, size_t size)
{
	u8 *buf = kunit_kmalloc(test, size, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, buf);
	memset(buf, UNTOUCHED, size);
	return buf;
}

void access_init(struct kunit *test, struct edu_access *access, struct edu *edu)
{
	access->edu = edu;
	access->dev = &edu->pdev->dev;
	access->coherent = dma_alloc_coherent(access->dev, PAGE_SIZE, &access->coherent_addr,
					      GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, access->coherent);
}

void access_exit(struct edu_access *access)
{
	if (access->coherent)
		dma_free_coherent(access->dev, PAGE_SIZE, access->coherent,
				  access->coherent_addr);
}

int access_test_init(struct kunit *test)
{
	struct edu_access *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	struct edu *edu;

	KUNIT_ASSERT_NOT_NULL(test, t);
	edu = edu_get(false);
	if (!edu)
		kunit_skip(test, "there is no edu");
	test->priv = t;
	access_init(test, t, edu);
	return 0;
}

void access_test_exit(struct kunit *test)
{
	if (!test->priv)
		return;
	access_exit(test->priv);
	edu_put();
}

void load_device(struct kunit *test, struct edu_access *access, const u8 *buf, size_t size)
{
	memcpy(access->coherent, buf, size);
	KUNIT_ASSERT_EQ(test, 0, edu_read_memory(access->edu, access->coherent_addr, size));
}

const u8 *look_at_device(struct kunit *test, struct edu_access *access, size_t size)
{
	memset(access->coherent, UNTOUCHED, size);
	KUNIT_ASSERT_EQ(test, 0, edu_write_memory(access->edu, access->coherent_addr, size));
	return access->coherent;
}

void expect_copies(struct kunit *test, dma_addr_t addr, const u8 *want, const u8 *next,
		   size_t size)
{
	struct edu_access *t = test->priv;

	KUNIT_EXPECT_EQ(test, 0, edu_read_memory(t->edu, addr, size));
	KUNIT_EXPECT_MEMEQ(test, look_at_device(test, t, size), want, size);
	load_device(test, t, next, size);
	KUNIT_EXPECT_EQ(test, 0, edu_write_memory(t->edu, addr, size));
}
