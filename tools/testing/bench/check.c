// SPDX-License-Identifier: GPL-2.0-only
/*
 * Check the DMA address of each mapping
 *
 * The kernels that are compared may place bounce buffers differently. Each
 * placement has to keep the rules of the DMA API, which this file checks.
 */
#include <linux/bitops.h>
#include <linux/dma-mapping.h>
#include <linux/io.h>
#include <linux/minmax.h>
#include <linux/moduleparam.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/swiotlb.h>

#include "dmabench.h"

/* Guests have less memory */
#define CHECK_LIMIT	SZ_8G
#define NR_LIVE		(CHECK_LIMIT >> IO_TLB_SHIFT)
/* Address and size of a made-up mapping that the other made-up mappings are compared with */
#define MADE_UP		SZ_1G
#define MADE_UP_BYTES	SZ_32K

enum problem {
	NO_PROBLEM,
	OVERLAP,		/* with another live mapping */
	UNALIGNED_PAGE,		/* although the mapping has the size of a page */
	UNALIGNED_MASK,		/* not as the min_align_mask of the device demands */
	CROSSING,		/* the segment boundary of the device */
	BEYOND,			/* the DMA mask of the device, or all memory */
	DIRECT,			/* not bounced, but has to be */
	MOVED,			/* bounced, but must not be */
};

static const char * const problems[] = {
	[NO_PROBLEM]	 = "none",
	[OVERLAP]	 = "overlap",
	[UNALIGNED_PAGE] = "unaligned-page",
	[UNALIGNED_MASK] = "unaligned-mask",
	[CROSSING]	 = "crossing",
	[BEYOND]	 = "beyond",
	[DIRECT]	 = "direct",
	[MOVED]		 = "moved",
};

/* One bit for each slot of memory that a live bounced mapping occupies */
static unsigned long *live;

static bool spoil;
module_param(spoil, bool, 0600);
MODULE_PARM_DESC(spoil, "Check wrong addresses instead of those of the mappings");

/**
 * check_init() - allocate the record of live mappings
 *
 * Return: 0, or -ENOMEM.
 */
int check_init(void)
{
	live = kvcalloc(BITS_TO_LONGS(NR_LIVE), sizeof(*live), GFP_KERNEL);
	return live ? 0 : -ENOMEM;
}

static void clear_live(unsigned long first, unsigned long end)
{
	while (first < end)
		clear_bit(first++, live);
}

/* Two mappings never share a slot. The bits are atomic: CPUs map at the same time. */
static enum problem set_live(dma_addr_t addr, size_t bytes)
{
	unsigned long first = addr >> IO_TLB_SHIFT;
	unsigned long end = ((addr + bytes - 1) >> IO_TLB_SHIFT) + 1;
	unsigned long slot;

	for (slot = first; slot < end; slot++) {
		if (test_and_set_bit(slot, live)) {
			clear_live(first, slot);
			return OVERLAP;
		}
	}
	return NO_PROBLEM;
}

static enum problem find_problem(const struct bench_set *set, phys_addr_t orig, dma_addr_t addr,
				 size_t bytes)
{
	u64 limit = min_not_zero(dma_get_mask(set->dev), set->dev->bus_dma_limit);
	unsigned long boundary = dma_get_seg_boundary(set->dev);
	unsigned int align = dma_get_min_align_mask(set->dev);
	dma_addr_t last = addr + bytes - 1;

	if (!set->bounced && addr != orig)
		return MOVED;
	if (last < addr || last > limit || last >= CHECK_LIMIT)
		return BEYOND;
	if (!set->bounced)
		return NO_PROBLEM;
	if (last >= orig && addr < orig + bytes)
		return DIRECT;
	if ((addr ^ orig) & align)
		return UNALIGNED_MASK;
	if (!align && bytes >= PAGE_SIZE && !PAGE_ALIGNED(addr))
		return UNALIGNED_PAGE;
	if ((addr | boundary) != (last | boundary))
		return CROSSING;
	return set_live(addr, bytes);
}

/**
 * check_map() - check the address of a new mapping
 * @set:	Device, and whether its mappings have to be bounced.
 * @vaddr:	Buffer of the driver.
 * @addr:	DMA address that the driver received.
 * @bytes:	Size of the mapping.
 *
 * A bounced mapping is recorded until check_unmap(). Without memory encryption
 * and without an IOMMU, which is how the guest is configured, a DMA address
 * equals the physical address.
 *
 * Return: 0, or -ERANGE if the address is wrong, after a line in the log.
 */
int check_map(const struct bench_set *set, void *vaddr, dma_addr_t addr, size_t bytes)
{
	phys_addr_t orig = virt_to_phys(vaddr);
	enum problem problem;

	if (spoil)
		addr |= CHECK_LIMIT;
	problem = find_problem(set, orig, addr, bytes);
	if (problem == NO_PROBLEM)
		return 0;
	pr_err("dmabench: %s address: %s: %s, %zu bytes at %pad of a buffer at %pa\n",
	       spoil ? "spoiled" : "wrong", set->name, problems[problem], bytes, &addr, &orig);
	return -ERANGE;
}

/**
 * check_unmap() - forget a mapping that check_map() has recorded
 * @set:	Device, and whether its mappings have to be bounced.
 * @addr:	DMA address.
 * @bytes:	Size of the mapping.
 */
void check_unmap(const struct bench_set *set, dma_addr_t addr, size_t bytes)
{
	if (set->bounced)
		clear_live(addr >> IO_TLB_SHIFT, ((addr + bytes - 1) >> IO_TLB_SHIFT) + 1);
}

/**
 * check_made_up() - feed the check an address with a known problem
 * @kind:	Name of the problem, see problems[].
 * @set:	Device whose restrictions the address violates, and the buffer.
 *
 * No mapping may be live.
 *
 * Return: 0 if the check finds this problem, -EDOM if it finds another one or
 *	   none, -EINVAL if there is no such problem.
 */
int check_made_up(const char *kind, const struct bench_set *set)
{
	phys_addr_t orig = virt_to_phys(set->buf);
	dma_addr_t addr = MADE_UP + MADE_UP_BYTES + (orig & dma_get_min_align_mask(set->dev));
	int want = sysfs_match_string(problems, kind);
	enum problem first, problem;
	size_t bytes = SZ_8K;

	switch (want) {
	case NO_PROBLEM:
		break;
	case OVERLAP:		/* by one slot */
		addr -= PAGE_SIZE;
		break;
	case UNALIGNED_PAGE:
		addr += IO_TLB_SIZE;
		break;
	case UNALIGNED_MASK:	/* as a slot is, but not as the buffer */
		addr ^= IO_TLB_SIZE;
		break;
	case CROSSING:		/* by one page */
		addr = (addr | dma_get_seg_boundary(set->dev)) + 1 - PAGE_SIZE;
		break;
	case BEYOND:		/* by one page */
		addr = min_t(u64, dma_get_mask(set->dev), CHECK_LIMIT - 1) + 1 - PAGE_SIZE;
		break;
	case DIRECT:
		addr = orig;
		break;
	case MOVED:
		addr = orig + PAGE_SIZE;
		break;
	default:
		return -EINVAL;
	}
	first = set_live(MADE_UP, MADE_UP_BYTES);
	problem = find_problem(set, orig, addr, bytes);
	bitmap_zero(live, NR_LIVE);
	if (first == NO_PROBLEM && problem == want)
		return 0;
	pr_err("dmabench: check: %s expected, %s found\n", problems[want], problems[problem]);
	return -EDOM;
}
