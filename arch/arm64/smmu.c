// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which memory devices reach: the SMMU, which the guest does not see. Arm System
 * Memory Management Unit Architecture, version 3 (IHI 0070). Every PCI device is
 * translated by the same stage 1 table, but for one that is accepted.
 */
#include <asm/io.h>
#include <asm/layout.h>
#include <asm/options.h>
#include <asm/pgtable.h>
#include <asm/smmu.h>
#include <asm/smmu_regs.h>
#include <asm/sysreg.h>
#include <monitor/macros.h>
#include <monitor/printk.h>
#include <monitor/accepted.h>

/* A stream is a PCI device and function, on bus 0: hw/arm/virt.c, iommu-map. */
#define STREAM_BITS		8
#define NR_STREAMS		BIT(STREAM_BITS)
#define ACCEPTED_STREAM		(ACCEPTED_PCI_SLOT << 3)

/* 5.2 Stream Table Entry */
struct stream_entry {
	u64 words[8];
};

#define STE_0_V			BIT(0)
#define STE_0_S1_TRANSLATE	(5UL << 1)
#define STE_1_S1CIR_WBWA	BIT(2)
#define STE_1_S1COR_WBWA	BIT(4)
#define STE_1_S1CSH_INNER	(3UL << 6)
#define STE_1_SHCFG_INCOMING	BIT(44)

/* 5.4 Context Descriptor */
struct context_descriptor {
	u64 words[8];
};

#define CD_0_T0SZ(bits)		(64UL - (bits))
#define CD_0_IR0_WBWA		BIT(8)
#define CD_0_OR0_WBWA		BIT(10)
#define CD_0_SH0_INNER		(3UL << 12)
#define CD_0_EPD1		BIT(30)
#define CD_0_V			BIT(31)
#define CD_0_IPS_40BITS		(2UL << 32)
#define CD_0_AA64		BIT(41)
#define CD_0_R			BIT(45)		/* record faults */
#define CD_0_A			BIT(46)		/* abort what faults */
#define CD_0_ASET		BIT(47)
#define CD_0_ASID_SHIFT		48
#define CD_3_MAIR_NORMAL	0xffUL
#define ASID(view)		((view) + 1UL)

/* D8.3.1.1 of DDI 0487: stage 1 descriptor for all that the device may do */
#define S1_READ_WRITE		BIT(6)
#define S1_PAGE		(PTE_VALID | PTE_PAGE | PTE_AF | PTE_SH_INNER | S1_READ_WRITE)

/* 4 Commands */
struct command {
	u64 words[2];
};

#define CMD_CFGI_ALL		0x04UL		/* 4.3.5 */
#define CMD_CFGI_ALL_RANGE	31UL
#define CMD_TLBI_NH_VA		0x12UL		/* 4.4.1 */
#define CMD_TLBI_NH_VA_ASID_SHIFT 48
#define CMD_TLBI_NH_VA_LEAF	BIT(0)
#define CMD_TLBI_NSNH_ALL	0x30UL		/* 4.4.4 */
#define CMD_SYNC		0x46UL		/* 4.7.3 */

#define COMMAND_BITS		8
#define NR_COMMANDS		BIT(COMMAND_BITS)

/* The second one has all that is in the first, and private memory. */
enum view {
	VIEW_HOST,
	VIEW_ACCEPTED,
	NR_VIEWS,
};

/* Tables and queues are aligned to their size (6.3.23, 6.3.25). */
static struct stream_entry streams[NR_STREAMS]
	__aligned(NR_STREAMS * sizeof(struct stream_entry));
static struct context_descriptor contexts[NR_VIEWS]
	__aligned(sizeof(struct context_descriptor));
static struct command commands[NR_COMMANDS] __aligned(NR_COMMANDS * sizeof(struct command));
static u32 produced;
static u64 *roots[NR_VIEWS];

static void issue(u64 word0, u64 word1)
{
	const u32 index_mask = 2 * NR_COMMANDS - 1;

	commands[produced % NR_COMMANDS] = (struct command){ { word0, word1 } };
	produced = (produced + 1) & index_mask;
	dsb();
	writel(produced, SMMU_CMDQ_PROD);
	while ((readl(SMMU_CMDQ_CONS) & index_mask) != produced) {
		if ((readl(SMMU_GERROR) ^ readl(SMMU_GERRORN)) & GERROR_CMDQ_ERR)
			panic("SMMU: command 0x%llx refused", word0);
	}
}

static void enable(u32 bits)
{
	writel(bits, SMMU_CR0);
	while (readl(SMMU_CR0ACK) != bits)
		;
}

/* Without an accepted device there is one table less to fill. */
static enum view nr_views(void)
{
	return options.accepted_device ? NR_VIEWS : VIEW_HOST + 1;
}

static enum view view_of(u32 stream)
{
	return options.accepted_device && stream == ACCEPTED_STREAM ? VIEW_ACCEPTED : VIEW_HOST;
}

static void init_view(enum view view)
{
	u64 *words = contexts[view].words;

	roots[view] = pgtable_create();
	words[0] = CD_0_T0SZ(IPA_BITS) | CD_0_IR0_WBWA | CD_0_OR0_WBWA | CD_0_SH0_INNER |
		   CD_0_EPD1 | CD_0_V | CD_0_IPS_40BITS | CD_0_AA64 | CD_0_R | CD_0_A |
		   CD_0_ASET | ASID(view) << CD_0_ASID_SHIFT;
	words[1] = virt_to_phys(roots[view]);
	words[3] = CD_3_MAIR_NORMAL;
}

static void init_tables(void)
{
	enum view view;
	unsigned int i;

	for (view = 0; view < nr_views(); view++)
		init_view(view);
	for (i = 0; i < NR_STREAMS; i++) {
		streams[i].words[0] = virt_to_phys(&contexts[view_of(i)]) | STE_0_S1_TRANSLATE |
				      STE_0_V;
		streams[i].words[1] = STE_1_S1CIR_WBWA | STE_1_S1COR_WBWA | STE_1_S1CSH_INNER |
				      STE_1_SHCFG_INCOMING;
	}
	dsb();
}

/**
 * smmu_init() - take the devices' access to all memory
 *
 * From here on they reach what smmu_map() gave them, and the page through which
 * they send interrupts to the GIC's ITS.
 *
 * Does not return if the machine has no SMMU.
 */
void smmu_init(void)
{
	if (!readl(SMMU_IDR1))
		panic("no SMMU: give QEMU -M virt,iommu=smmuv3");
	init_tables();
	writeq(virt_to_phys(streams), SMMU_STRTAB_BASE);
	writel(STREAM_BITS, SMMU_STRTAB_BASE_CFG);
	writeq(virt_to_phys(commands) | COMMAND_BITS, SMMU_CMDQ_BASE);
	writel(0, SMMU_CMDQ_PROD);
	writel(0, SMMU_CMDQ_CONS);
	writeq(smmu_event_queue_init(), SMMU_EVENTQ_BASE);
	enable(CR0_CMDQEN | CR0_EVENTQEN);
	issue(CMD_CFGI_ALL, CMD_CFGI_ALL_RANGE);
	issue(CMD_TLBI_NSNH_ALL, 0);
	issue(CMD_SYNC, 0);
	enable(CR0_CMDQEN | CR0_EVENTQEN | CR0_SMMUEN);
	smmu_map(ITS_TRANSLATER_PAGE, ITS_TRANSLATER_PAGE);
}

static void map(enum view view, u64 iova, u64 pa)
{
	*pgtable_entry(roots[view], iova) = pa | S1_PAGE;
	dsb();
}

static void unmap(enum view view, u64 iova)
{
	*pgtable_entry(roots[view], iova) = 0;
	dsb();
	issue(CMD_TLBI_NH_VA | ASID(view) << CMD_TLBI_NH_VA_ASID_SHIFT,
	      iova | CMD_TLBI_NH_VA_LEAF);
}

/**
 * smmu_map() - let all devices reach a page
 * @iova: address that they use, page aligned; must not be mapped
 * @pa: host physical address, page aligned
 */
void smmu_map(u64 iova, u64 pa)
{
	enum view view;

	for (view = 0; view < nr_views(); view++)
		map(view, iova, pa);
}

/**
 * smmu_unmap() - take a page from all devices
 * @iova: address that they use, page aligned
 *
 * When this returns, no access is under way any more (IHI 0070, 3.21.1).
 */
void smmu_unmap(u64 iova)
{
	enum view view;

	for (view = 0; view < nr_views(); view++)
		unmap(view, iova);
	issue(CMD_SYNC, 0);
}

/**
 * smmu_map_private() - let an accepted device, if there is one, reach a page
 * @iova: address that it uses, page aligned; must not be mapped
 * @pa: host physical address, page aligned
 */
void smmu_map_private(u64 iova, u64 pa)
{
	if (options.accepted_device)
		map(VIEW_ACCEPTED, iova, pa);
}

/**
 * smmu_unmap_private() - take a page from an accepted device, if there is one
 * @iova: address that it uses, page aligned
 *
 * When this returns, no access is under way any more.
 */
void smmu_unmap_private(u64 iova)
{
	if (!options.accepted_device)
		return;
	unmap(VIEW_ACCEPTED, iova);
	issue(CMD_SYNC, 0);
}
