// SPDX-License-Identifier: GPL-2.0-only
/*
 * Personality "pkvm": a protected guest of KVM. Its calls are described in the
 * kernel's Documentation/virt/kvm/arm/hypercalls.rst; where that says no more
 * than that there is an error, arch/arm64/kvm/hyp/nvhe/pkvm.c decides.
 *
 * The guest has its pages at the same address whether they are private or
 * shared, and the content stays. Devices are out of its reach until it asks for
 * them.
 */
#include <asm/devices.h>
#include <asm/guest_page.h>
#include <asm/guest_ram.h>
#include <asm/layout.h>
#include <asm/personality.h>
#include <asm/refusal.h>
#include <asm/smccc.h>
#include <asm/stage2.h>
#include <monitor/macros.h>
#include <monitor/printk.h>
#include <monitor/string.h>

/* DDI 0487, D8.1.8: the largest granule */
#define LARGEST_PAGE		(16 * SZ_4K)

/* SMC Calling Convention (DEN 0028), 6.2: the general service queries */
#define VENDOR_HYP_CALL_UID	0x8600ff01

/* hypercalls.rst */
#define KVM_FEATURES		0x86000000
#define KVM_HYP_MEMINFO		0xc6000002
#define KVM_MEM_SHARE		0xc6000003
#define KVM_MEM_UNSHARE		0xc6000004
#define KVM_MMIO_GUARD		0xc6000007

/* The bit of a function in what KVM_FEATURES answers */
#define FEATURE(function)	BIT((function) & 0xff)

/* 28b46fb6-2ec5-11e9-a9ca-4b564d003a74, four bytes in each register */
static const u32 kvm_uid[] = { 0xb66fb428, 0xe911c52e, 0x564bcaa9, 0x743a004d };

static const char *pkvm_set_option(const char *option)
{
	if (strcmp(option, "isolate") == 0)
		return "implied, leave it out";
	return "unknown";
}

/* Why X1 cannot be the address of a page, or NULL */
static const char *page_refusal(u64 ipa, bool (*is_valid)(u64 ipa), const char *otherwise)
{
	if (!IS_ALIGNED(ipa, SZ_4K))
		return "not page aligned";
	return is_valid(ipa) ? NULL : otherwise;
}

static const char *injected_refusal(u64 ipa, bool share)
{
	if (refusal_grant(ipa, 1, share, true))
		return NULL;
	guest_page_withhold(ipa);
	return "as asked for";
}

static const char *mem_share(u64 ipa)
{
	const char *refusal = page_refusal(ipa, is_guest_ram, "not RAM");

	if (!refusal && guest_page_is_shared(ipa))
		refusal = "shared already";
	if (!refusal)
		refusal = injected_refusal(ipa, true);
	if (!refusal)
		guest_page_share(ipa);
	return refusal;
}

/*
 * A guest must not convert what was shared for it, and need not. One that asks for it
 * to be shared comes here, too, and then shares it again: see pkvm_share_again() in
 * Linux. Once is enough, pools have many pages.
 */
static void report_needless(u64 ipa)
{
	static bool is_reported;

	if (!is_reported)
		pr_violation("pKVM: 0x%llx was shared before the guest started, and is converted",
			     ipa);
	is_reported = true;
}

static const char *mem_unshare(u64 ipa)
{
	const char *refusal = page_refusal(ipa, is_guest_ram, "not RAM");

	if (!refusal && !guest_page_is_shared(ipa))
		refusal = "not shared";
	if (!refusal && guest_page_is_beforehand(ipa))
		report_needless(ipa);
	if (!refusal)
		refusal = injected_refusal(ipa, false);
	if (!refusal)
		guest_page_unshare(ipa);
	return refusal;
}

/* Guests with larger pages ask for all of the page that the device is in. */
static bool is_near_device(u64 ipa)
{
	u64 page = ALIGN_DOWN(ipa, LARGEST_PAGE), end = page + LARGEST_PAGE;

	for (; page < end; page += SZ_4K) {
		if (is_guest_device(page))
			return true;
	}
	return false;
}

/* A page that was asked for before is there already. */
static const char *mmio_guard(u64 ipa)
{
	const char *refusal = page_refusal(ipa, is_near_device, "not a device");

	if (!refusal && is_guest_device(ipa) && !stage2_is_mapped(ipa))
		device_map(ipa, 0);
	return refusal;
}

static const char *call_with_page(u32 function, u64 ipa)
{
	switch (function) {
	case KVM_MEM_SHARE:
		return mem_share(ipa);
	case KVM_MEM_UNSHARE:
		return mem_unshare(ipa);
	default:
		return mmio_guard(ipa);
	}
}

/* The calls that are for protected guests: X1 to X3 are what the call says, or 0. */
static void protected_call(u32 function, u64 *x)
{
	const char *refusal = NULL;
	u64 result = SMCCC_SUCCESS;

	if (x[2] || x[3] || (function == KVM_HYP_MEMINFO && x[1]))
		refusal = "an argument that must be zero is not";
	else if (function == KVM_HYP_MEMINFO)
		result = SZ_4K;
	else
		refusal = call_with_page(function, x[1]);

	if (refusal) {
		pr_info("pKVM: call 0x%x of 0x%llx 0x%llx 0x%llx refused: %s", function, x[1], x[2],
			x[3], refusal);
		result = SMCCC_INVALID_PARAMETER;
	}
	x[0] = result;
	x[1] = 0;
	x[2] = 0;
	x[3] = 0;
}

static bool pkvm_call(struct guest_regs *regs)
{
	u32 function = regs->x[0];
	unsigned int i;

	switch (function) {
	case VENDOR_HYP_CALL_UID:
		for (i = 0; i < ARRAY_SIZE(kvm_uid); i++)
			regs->x[i] = kvm_uid[i];
		return true;
	case KVM_FEATURES:
		regs->x[0] = FEATURE(KVM_FEATURES) | FEATURE(KVM_HYP_MEMINFO) |
			     FEATURE(KVM_MEM_SHARE) | FEATURE(KVM_MEM_UNSHARE) |
			     FEATURE(KVM_MMIO_GUARD);
		regs->x[1] = 0;
		regs->x[2] = 0;
		regs->x[3] = 0;
		return true;
	case KVM_HYP_MEMINFO:
	case KVM_MEM_SHARE:
	case KVM_MEM_UNSHARE:
	case KVM_MMIO_GUARD:
		protected_call(function, regs->x);
		return true;
	default:
		return false;
	}
}

static void pkvm_init(void)
{
	guest_pages_init(0);
}

const struct personality pkvm_personality = {
	.name = "pkvm",
	.conduit = CONDUIT_HVC,
	.private = true,
	.keeps_content = true,
	.shared_type = STAGE2_RAM,
	.set_option = pkvm_set_option,
	.init = pkvm_init,
	.call = pkvm_call,
	.report = guest_pages_report,
};
