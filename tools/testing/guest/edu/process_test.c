// SPDX-License-Identifier: GPL-2.0-only
/* Memory of a device that a process maps: both must see the same content */
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
#include "process.h"

#define SIZE	1200

static struct edu *edu;

/* One of the three is mapped: coherent memory, pages, or noncontiguous memory. */
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

	file = anon_inode_getfile("edu-process", &mapped_fops, m, O_RDWR);
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

static void coherent_memory(struct kunit *test)
{
	struct edu_access *t = test->priv;
	struct mapped m = { .dev = t->dev };

	m.coherent = dma_alloc_coherent(t->dev, PAGE_SIZE, &m.addr, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, m.coherent);
	expect_same_for_process(test, &m);
	dma_free_coherent(t->dev, PAGE_SIZE, m.coherent, m.addr);
}

static void pages(struct kunit *test)
{
	struct edu_access *t = test->priv;
	struct mapped m = { .dev = t->dev };

	m.page = dma_alloc_pages(t->dev, PAGE_SIZE, &m.addr, DMA_BIDIRECTIONAL, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, m.page);
	expect_same_for_process(test, &m);
	dma_free_pages(t->dev, PAGE_SIZE, m.page, m.addr, DMA_BIDIRECTIONAL);
}

static void noncontiguous_memory(struct kunit *test)
{
	struct edu_access *t = test->priv;
	struct mapped m = { .dev = t->dev };

	m.table = dma_alloc_noncontiguous(t->dev, PAGE_SIZE, DMA_BIDIRECTIONAL, GFP_KERNEL, 0);
	KUNIT_ASSERT_NOT_NULL(test, m.table);
	m.addr = sg_dma_address(m.table->sgl);
	expect_same_for_process(test, &m);
	dma_free_noncontiguous(t->dev, PAGE_SIZE, m.table, DMA_BIDIRECTIONAL);
}

static int process_suite_init(struct kunit_suite *suite)
{
	edu = edu_get(false);
	return 0;
}

static void process_suite_exit(struct kunit_suite *suite)
{
	if (edu)
		edu_put();
}

static int process_test_init(struct kunit *test)
{
	struct edu_access *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	if (!edu)
		kunit_skip(test, "there is no edu");
	KUNIT_ASSERT_NOT_NULL(test, t);
	test->priv = t;
	access_init(test, t, edu);
	return 0;
}

static void process_test_exit(struct kunit *test)
{
	if (test->priv)
		access_exit(test->priv);
}

static struct kunit_case process_cases[] = {
	KUNIT_CASE(coherent_memory),
	KUNIT_CASE(pages),
	KUNIT_CASE(noncontiguous_memory),
	{}
};

static struct kunit_suite process_suite = {
	.name = "edu_process",
	.suite_init = process_suite_init,
	.suite_exit = process_suite_exit,
	.init = process_test_init,
	.exit = process_test_exit,
	.test_cases = process_cases,
};

kunit_test_suite(process_suite);
