// SPDX-License-Identifier: GPL-2.0-only
#include <linux/gfp.h>
#include <linux/list.h>
#include <linux/mm.h>

#include <kunit/resource.h>

#include "high_memory.h"

static void free_block(void *page)
{
	__free_pages(page, MAX_PAGE_ORDER);
}

void *take_high_memory(struct kunit *test)
{
	const gfp_t gfp = GFP_KERNEL | __GFP_NORETRY | __GFP_NOWARN;
	struct page *highest = NULL, *page, *next;
	LIST_HEAD(others);

	while ((page = alloc_pages(gfp, MAX_PAGE_ORDER))) {
		if (page_to_pfn(page) > (highest ? page_to_pfn(highest) : 0))
			swap(page, highest);
		if (page)
			list_add(&page->lru, &others);
	}
	list_for_each_entry_safe(page, next, &others, lru)
		free_block(page);
	KUNIT_ASSERT_NOT_NULL(test, highest);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, free_block, highest));
	return page_address(highest);
}
