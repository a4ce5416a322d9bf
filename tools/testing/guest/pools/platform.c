// SPDX-License-Identifier: GPL-2.0-only
#include <linux/arm-smccc.h>
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/set_memory.h>

#include <asm/hypervisor.h>
#include <asm/rsi.h>

#include "platform.h"

enum platform get_platform(void)
{
	if (is_realm_world())
		return PLATFORM_REALM;
	return kvm_arm_hyp_service_available(ARM_SMCCC_KVM_FUNC_MEM_SHARE) ?
	       PLATFORM_PKVM : PLATFORM_NONE;
}

dma_addr_t dma_addr_in_state(phys_addr_t paddr, bool shared)
{
	return shared && is_realm_world() ? paddr | PROT_NS_SHARED : paddr;
}

static bool pkvm_call(u32 function, phys_addr_t page)
{
	struct arm_smccc_res res;

	arm_smccc_1_1_invoke(function, page, 0, 0, &res);
	return res.a0 == SMCCC_RET_SUCCESS;
}

/*
 * Documentation/virt/kvm/arm/hypercalls.rst: there is no call that asks. But only a
 * page that is private can be shared, and then made private again.
 */
static int pkvm_is_shared(phys_addr_t page)
{
	if (!pkvm_call(ARM_SMCCC_VENDOR_HYP_KVM_MEM_SHARE_FUNC_ID, page))
		return 1;
	return pkvm_call(ARM_SMCCC_VENDOR_HYP_KVM_MEM_UNSHARE_FUNC_ID, page) ? 0 : -EIO;
}

/* DEN 0137, B5.3.5 RSI_IPA_STATE_GET */
static int realm_is_shared(phys_addr_t page)
{
	enum ripas ripas;
	phys_addr_t end;

	if (rsi_ipa_state_get(page, page + PAGE_SIZE, &ripas, &end))
		return -EIO;
	return ripas == RSI_RIPAS_EMPTY;
}

static int is_shared(phys_addr_t page)
{
	switch (get_platform()) {
	case PLATFORM_PKVM:
		return pkvm_is_shared(page);
	case PLATFORM_REALM:
		return realm_is_shared(page);
	default:
		return 0;
	}
}

int count_shared(const struct resource *region)
{
	phys_addr_t pages[] = {
		region->start,
		region->start + ALIGN_DOWN(resource_size(region) / 2, PAGE_SIZE),
		region->end + 1 - PAGE_SIZE,
	};
	int i, shared, count = 0;

	for (i = 0; i < ARRAY_SIZE(pages); i++) {
		shared = is_shared(pages[i]);
		if (shared < 0)
			return shared;
		count += shared;
	}
	return count;
}
