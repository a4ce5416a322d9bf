// SPDX-License-Identifier: GPL-2.0-only
/* What the tests with an IOMMU do with the device */
#include <linux/cc_platform.h>
#include <linux/pci.h>

#include <kunit/test.h>

#include "content.h"
#include "edu.h"
#include "iommu_test.h"
#include "pools.h"
#include "translation.h"

void make_untrusted(struct kunit *test)
{
	struct edu_access *t = test->priv;

	if (!t->dev->dma_io_tlb_mem->nslabs)
		kunit_skip(test, "there is no pool to bounce with");
	t->edu->pdev->untrusted = 1;
}

void expect_bounced(struct kunit *test, dma_addr_t addr)
{
	struct edu_access *t = test->priv;
	const char *state = pool_state_at(t->dev, phys_at(t->dev, addr));

	KUNIT_ASSERT_NOT_NULL_MSG(test, state, "%pad leads to no pool", &addr);
	/* Elsewhere there is one state, and the flag means nothing. */
	if (cc_platform_has(CC_ATTR_MEM_ENCRYPT))
		KUNIT_EXPECT_STREQ(test, state, "shared");
}

u8 *page_buffer(struct kunit *test)
{
	u8 *page = kunit_kmalloc(test, PAGE_SIZE, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, page);
	KUNIT_ASSERT_TRUE(test, IS_ALIGNED((unsigned long)page, PAGE_SIZE));
	return page;
}
