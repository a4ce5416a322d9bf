// SPDX-License-Identifier: GPL-2.0-only
/* Memory behind an IOMMU in a process: it has to see what the device sees */
#include <linux/anon_inodes.h>
#include <linux/dma-mapping.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/mman.h>
#include <linux/scatterlist.h>
#include <linux/uaccess.h>

#include <kunit/resource.h>
#include <kunit/test.h>

#include "content.h"
#include "edu.h"
#include "iommu_test.h"
#include "process.h"

/* What is mapped: coherent memory, a page of dma_alloc_pages(), or noncontiguous memory */
struct mapped {
	struct device *dev;
	void *coherent;
	struct page *page;
	struct sg_table *table;
	dma_addr_t addr;
};

static int map_into_process(struct file *file, struct vm_area_struct *vma)
{
	struct mapped *m = file->private_data;

	if (m->table)
		return dma_mmap_noncontiguous(m->dev, vma, PAGE_SIZE, m->table);
	if (m->page)
		return dma_mmap_pages(m->dev, vma, PAGE_SIZE, m->page);
	return dma_mmap_coherent(m->dev, vma, m->coherent, m->addr, PAGE_SIZE);
}

static const struct file_operations mapped_fops = {
	.mmap = map_into_process,
};

static void put_file(void *file)
{
	fput(file);
}

static void expect_same_for_process(struct kunit *test, struct mapped *m)
{
	const u8 *from_process = filled_buffer(test, SIZE), *next = filled_buffer(test, SIZE);
	u8 *seen = untouched_buffer(test, SIZE);
	unsigned long user;
	struct file *file;

	file = anon_inode_getfile("edu-iommu", &mapped_fops, m, O_RDWR);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, put_file, file));
	user = kunit_vm_mmap(test, file, 0, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, 0);
	KUNIT_ASSERT_FALSE(test, !user || IS_ERR_VALUE(user));

	KUNIT_EXPECT_EQ(test, 0, copy_to_user((void __user *)user, from_process, SIZE));
	expect_copies(test, m->addr, from_process, next, SIZE);
	KUNIT_EXPECT_EQ(test, 0, copy_from_user(seen, (void __user *)user, SIZE));
	KUNIT_EXPECT_MEMEQ(test, seen, next, SIZE);

	leave_process(test, user, PAGE_SIZE);
}

void coherent_memory_is_the_same_for_a_process(struct kunit *test)
{
	struct edu_access *t = test->priv;
	struct mapped m = { .dev = t->dev };

	m.coherent = dma_alloc_coherent(t->dev, PAGE_SIZE, &m.addr, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, m.coherent);
	expect_same_for_process(test, &m);
	dma_free_coherent(t->dev, PAGE_SIZE, m.coherent, m.addr);
}

void pages_are_the_same_for_a_process(struct kunit *test)
{
	struct edu_access *t = test->priv;
	struct mapped m = { .dev = t->dev };

	m.page = dma_alloc_pages(t->dev, PAGE_SIZE, &m.addr, DMA_BIDIRECTIONAL, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, m.page);
	expect_same_for_process(test, &m);
	dma_free_pages(t->dev, PAGE_SIZE, m.page, m.addr, DMA_BIDIRECTIONAL);
}

void noncontiguous_memory_is_the_same_for_a_process(struct kunit *test)
{
	struct edu_access *t = test->priv;
	struct mapped m = { .dev = t->dev };

	m.table = dma_alloc_noncontiguous(t->dev, PAGE_SIZE, DMA_BIDIRECTIONAL, GFP_KERNEL, 0);
	KUNIT_ASSERT_NOT_NULL(test, m.table);
	m.addr = sg_dma_address(m.table->sgl);
	expect_same_for_process(test, &m);
	dma_free_noncontiguous(t->dev, PAGE_SIZE, m.table, DMA_BIDIRECTIONAL);
}
