// SPDX-License-Identifier: GPL-2.0-only
/*
 * Buffers of the heap system_cc_shared: shared memory of a process, a device and the kernel
 *
 * The memory is shared already, so no mapping of it may be bounced.
 */
#include <linux/cc_platform.h>
#include <linux/dma-buf.h>
#include <linux/dma-direct.h>
#include <linux/dma-mapping.h>
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/iosys-map.h>
#include <linux/mman.h>
#include <linux/module.h>
#include <linux/scatterlist.h>
#include <linux/sizes.h>
#include <linux/swiotlb.h>
#include <linux/uaccess.h>
#include <uapi/linux/dma-heap.h>

#include <kunit/resource.h>
#include <kunit/test.h>

#include "compat.h"
#include "content.h"
#include "edu.h"
#include "pools.h"
#include "process.h"
#include "translation.h"

#define HEAP	"/dev/dma_heap/system_cc_shared"
#define LARGE	SZ_1M		/* more than can be bounced at once */
#define SIZE	1200
#define OFFSET	712

/* A buffer of the heap, attached to and mapped for the device, and mapped for a process */
struct shared {
	size_t size;
	struct dma_buf *dmabuf;
	struct dma_buf_attachment *attachment;
	struct sg_table *table;
	unsigned long user;
};

/* Allocate as a process does. */
static struct dma_buf *heap_alloc(struct kunit *test, size_t size)
{
	struct dma_heap_allocation_data data = { .len = size, .fd_flags = O_RDWR | O_CLOEXEC };
	struct file *heap = filp_open(HEAP, O_RDWR, 0);
	struct dma_buf *dmabuf;
	unsigned long user;
	long rc;

	KUNIT_ASSERT_NOT_ERR_OR_NULL_MSG(test, heap, "there is no %s", HEAP);
	user = kunit_vm_mmap(test, NULL, 0, PAGE_SIZE, PROT_READ | PROT_WRITE,
			     MAP_ANONYMOUS | MAP_PRIVATE, 0);
	KUNIT_ASSERT_FALSE(test, !user || IS_ERR_VALUE(user));
	KUNIT_ASSERT_EQ(test, 0, copy_to_user((void __user *)user, &data, sizeof(data)));
	rc = heap->f_op->unlocked_ioctl(heap, DMA_HEAP_IOCTL_ALLOC, user);
	filp_close(heap, NULL);
	KUNIT_ASSERT_EQ(test, 0, rc);
	KUNIT_ASSERT_EQ(test, 0, copy_from_user(&data, (void __user *)user, sizeof(data)));
	KUNIT_ASSERT_EQ(test, 0, vm_munmap(user, PAGE_SIZE));
	dmabuf = dma_buf_get(data.fd);
	close_fd(data.fd);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, dmabuf);
	return dmabuf;
}

static void get_shared(struct kunit *test, struct shared *s, size_t size)
{
	struct edu_access *t = test->priv;

	if (is_swiotlb_force_bounce(t->dev))
		kunit_skip(test, "all memory is bounced");
	s->size = size;
	s->dmabuf = heap_alloc(test, size);
	s->attachment = dma_buf_attach(s->dmabuf, t->dev);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, s->attachment);
	s->table = dma_buf_map_attachment_unlocked(s->attachment, DMA_BIDIRECTIONAL);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, s->table);
	s->user = kunit_vm_mmap(test, s->dmabuf->file, 0, size, PROT_READ | PROT_WRITE,
				MAP_SHARED, 0);
	KUNIT_ASSERT_FALSE(test, !s->user || IS_ERR_VALUE(s->user));
}

/* The buffer is freed, and the memory made private, when the last user has gone. */
static void put_shared(struct kunit *test, struct shared *s)
{
	leave_process(test, s->user, s->size);
	dma_buf_unmap_attachment_unlocked(s->attachment, s->table, DMA_BIDIRECTIONAL);
	dma_buf_detach(s->dmabuf, s->attachment);
	dma_buf_put(s->dmabuf);
	flush_delayed_fput();
}

static void expect_address(struct kunit *test, struct device *dev, struct scatterlist *sg)
{
	dma_addr_t addr = sg_dma_address(sg);
	dma_addr_t want = phys_to_dma_unencrypted(dev, sg_phys(sg));

	KUNIT_EXPECT_NULL_MSG(test, pool_state_at(dev, phys_at(dev, addr)),
			      "%pad is a bounce buffer", &addr);
	if (is_translated(dev))
		KUNIT_EXPECT_EQ(test, phys_at(dev, addr), sg_phys(sg));
	else
		KUNIT_EXPECT_EQ_MSG(test, addr, want, "%pad, not %pad", &addr, &want);
}

static void shared_buffer_is_not_bounced(struct kunit *test)
{
	struct edu_access *t = test->priv;
	struct shared s;
	struct scatterlist *sg;
	int i;

	get_shared(test, &s, LARGE);
	/* An IOMMU may merge segments. The first segment is at the first address anyway. */
	for_each_sgtable_dma_sg(s.table, sg, i)
		if (!i || !is_translated(t->dev))
			expect_address(test, t->dev, sg);
	put_shared(test, &s);
}

/* The process and the kernel must read the data that the device wrote. */
static void expect_written(struct kunit *test, struct shared *s, const u8 *want)
{
	u8 *seen = untouched_buffer(test, SIZE);
	struct iosys_map map;

	KUNIT_EXPECT_EQ(test, 0, dma_buf_begin_cpu_access(s->dmabuf, DMA_BIDIRECTIONAL));
	KUNIT_EXPECT_EQ(test, 0, copy_from_user(seen, (void __user *)s->user + OFFSET, SIZE));
	KUNIT_EXPECT_MEMEQ(test, seen, want, SIZE);
	KUNIT_ASSERT_EQ(test, 0, dma_buf_vmap_unlocked(s->dmabuf, &map));
	KUNIT_EXPECT_MEMEQ(test, (u8 *)map.vaddr + OFFSET, want, SIZE);
	dma_buf_vunmap_unlocked(s->dmabuf, &map);
	KUNIT_EXPECT_EQ(test, 0, dma_buf_end_cpu_access(s->dmabuf, DMA_BIDIRECTIONAL));
}

static void shared_buffer_is_the_same_for_all(struct kunit *test)
{
	const u8 *from_process = filled_buffer(test, SIZE), *next = filled_buffer(test, SIZE);
	struct shared s;

	get_shared(test, &s, SZ_64K);
	KUNIT_EXPECT_EQ(test, 0, dma_buf_begin_cpu_access(s.dmabuf, DMA_BIDIRECTIONAL));
	KUNIT_EXPECT_EQ(test, 0, copy_to_user((void __user *)s.user + OFFSET, from_process, SIZE));
	KUNIT_EXPECT_EQ(test, 0, dma_buf_end_cpu_access(s.dmabuf, DMA_BIDIRECTIONAL));
	expect_copies(test, sg_dma_address(s.table->sgl) + OFFSET, from_process, next, SIZE);
	expect_written(test, &s, next);
	put_shared(test, &s);
}

static int heap_test_init(struct kunit *test)
{
	struct edu_access *t;
	int rc;

	if (!cc_platform_has(CC_ATTR_MEM_ENCRYPT))
		kunit_skip(test, "there is no such heap without memory encryption");
	rc = access_test_init(test);
	t = test->priv;
	/* The segments of a buffer are as large as its pages. */
	dma_set_max_seg_size(t->dev, UINT_MAX);
	return rc;
}

static void heap_test_exit(struct kunit *test)
{
	struct edu_access *t = test->priv;

	if (t)
		dma_set_max_seg_size(t->dev, SZ_64K);
	access_test_exit(test);
}

static struct kunit_case heap_cases[] = {
	KUNIT_CASE(shared_buffer_is_not_bounced),
	KUNIT_CASE(shared_buffer_is_the_same_for_all),
	{}
};

static struct kunit_suite heap_suite = {
	.name = "edu_heap",
	.init = heap_test_init,
	.exit = heap_test_exit,
	.test_cases = heap_cases,
};

kunit_test_suite(heap_suite);

MODULE_IMPORT_NS("DMA_BUF");
