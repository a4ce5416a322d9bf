// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the guest's physical addresses lead to: stage 2 translation, Arm
 * Architecture Reference Manual (DDI 0487), D8.2 and D8.3.2.
 */
#include <asm/layout.h>
#include <asm/pgtable.h>
#include <asm/stage2.h>
#include <asm/sysreg.h>
#include <monitor/macros.h>

/* D8.3.2: attributes of stage 2 descriptors */
#define S2_MEMATTR_NORMAL	(0xfUL << 2)	/* D8.6.5: write-back */
#define S2_MEMATTR_DEVICE	(0x1UL << 2)	/* nGnRE */
#define S2_READ_WRITE		(3UL << 6)
#define S2_XN			BIT(54)

#define S2_PAGE		(PTE_VALID | PTE_PAGE | PTE_AF | PTE_SH_INNER | S2_READ_WRITE)

static const u64 attributes[] = {
	[STAGE2_RAM] = S2_PAGE | S2_MEMATTR_NORMAL,
	[STAGE2_DATA] = S2_PAGE | S2_MEMATTR_NORMAL | S2_XN,
	[STAGE2_DEVICE] = S2_PAGE | S2_MEMATTR_DEVICE | S2_XN,
};

static u64 *root;

/**
 * stage2_init() - set stage 2 up, with nothing mapped
 */
void stage2_init(void)
{
	root = pgtable_create();
	stage2_enable();
}

/**
 * stage2_enable() - have a processor use it
 *
 * It takes effect when HCR_EL2.VM is set and the guest runs.
 */
void stage2_enable(void)
{
	write_sysreg(VTCR_RES1 | VTCR_PS_40BITS | VTCR_SH0_INNER | VTCR_ORGN0_WBWA |
		     VTCR_IRGN0_WBWA | VTCR_SL0_LEVEL1 | VTCR_T0SZ(IPA_BITS), vtcr_el2);
	write_sysreg(virt_to_phys(root), vttbr_el2);
	isb();
	asm volatile("tlbi alle1; dsb sy; isb" : : : "memory");
}

/**
 * stage2_map() - map a page for the guest
 * @ipa: guest physical address, page aligned; must not be mapped
 * @pa: host physical address, page aligned
 * @type: what it is
 */
void stage2_map(u64 ipa, u64 pa, enum stage2_type type)
{
	*pgtable_entry(root, ipa) = pa | attributes[type];
	dsb();
}

/**
 * stage2_unmap() - have a page out of the guest's reach
 * @ipa: guest physical address, page aligned
 *
 * D8.14.3: with the two invalidations no processor has it in a TLB afterwards.
 * Nothing happens if the page is not mapped.
 */
void stage2_unmap(u64 ipa)
{
	*pgtable_entry(root, ipa) = 0;
	dsb();
	asm volatile("tlbi ipas2e1is, %0; dsb sy; tlbi vmalle1is; dsb sy; isb"
		     : : "r" (ipa / SZ_4K) : "memory");
}

/**
 * stage2_is_mapped() - does the guest reach a page?
 * @ipa: guest physical address in the page
 *
 * Return: true if it does.
 */
bool stage2_is_mapped(u64 ipa)
{
	return !(ipa >> IPA_BITS) && *pgtable_entry(root, ipa) & PTE_VALID;
}
