// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does the hypervisor of a pKVM guest answer as the kernel's
 * Documentation/virt/kvm/arm/hypercalls.rst says? Calls with wrong arguments,
 * which the kernel itself never makes, show that it looks at them. And does the
 * kernel get along with an answer that it seldom gets?
 */
#include <linux/arm-smccc.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/set_memory.h>
#include <linux/sizes.h>
#include <linux/string.h>

#include <asm/hypervisor.h>

#include <kunit/resource.h>
#include <kunit/test.h>

#define MEMINFO		ARM_SMCCC_VENDOR_HYP_KVM_HYP_MEMINFO_FUNC_ID
#define SHARE		ARM_SMCCC_VENDOR_HYP_KVM_MEM_SHARE_FUNC_ID
#define UNSHARE		ARM_SMCCC_VENDOR_HYP_KVM_MEM_UNSHARE_FUNC_ID
#define GUARD		ARM_SMCCC_VENDOR_HYP_KVM_MMIO_GUARD_FUNC_ID

/* Where QEMU's machine and those of other VMMs have flash, or nothing */
#define NO_RAM		0

struct pkvm_test {
	u8 *page;
	phys_addr_t phys;
};

static long call(u32 function, u64 x1, u64 x2, u64 x3)
{
	struct arm_smccc_res res;

	arm_smccc_1_1_invoke(function, x1, x2, x3, &res);
	return res.a0;
}

static void free_test_page(void *page)
{
	free_page((unsigned long)page);
}

static int pkvm_test_init(struct kunit *test)
{
	struct pkvm_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);

	if (!kvm_arm_hyp_service_available(ARM_SMCCC_KVM_FUNC_MEM_SHARE))
		kunit_skip(test, "not a pKVM guest");

	KUNIT_ASSERT_NOT_NULL(test, t);
	t->page = (u8 *)__get_free_page(GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, t->page);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, free_test_page, t->page));
	t->phys = virt_to_phys(t->page);
	test->priv = t;
	return 0;
}

static void wrong_arguments_are_refused(struct kunit *test)
{
	struct pkvm_test *t = test->priv;

	KUNIT_EXPECT_EQ(test, call(MEMINFO, 0, 0, 0), SZ_4K);
	KUNIT_EXPECT_EQ(test, call(MEMINFO, 1, 0, 0), SMCCC_RET_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, call(MEMINFO, 0, 1, 0), SMCCC_RET_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, call(MEMINFO, 0, 0, 1), SMCCC_RET_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, call(SHARE, t->phys + 1, 0, 0), SMCCC_RET_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, call(SHARE, t->phys, 1, 0), SMCCC_RET_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, call(SHARE, t->phys, 0, 1), SMCCC_RET_INVALID_PARAMETER);
}

static void state_is_checked(struct kunit *test)
{
	struct pkvm_test *t = test->priv;

	KUNIT_EXPECT_EQ(test, call(UNSHARE, t->phys, 0, 0), SMCCC_RET_INVALID_PARAMETER);
	KUNIT_ASSERT_EQ(test, call(SHARE, t->phys, 0, 0), SMCCC_RET_SUCCESS);
	KUNIT_EXPECT_EQ(test, call(SHARE, t->phys, 0, 0), SMCCC_RET_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, call(UNSHARE, t->phys + 1, 0, 0), SMCCC_RET_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, call(UNSHARE, t->phys, 1, 0), SMCCC_RET_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, call(UNSHARE, t->phys, 0, 1), SMCCC_RET_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, call(UNSHARE, t->phys, 0, 0), SMCCC_RET_SUCCESS);
	KUNIT_EXPECT_EQ(test, call(UNSHARE, t->phys, 0, 0), SMCCC_RET_INVALID_PARAMETER);
}

static void content_is_kept(struct kunit *test)
{
	struct pkvm_test *t = test->priv;

	memset(t->page, 0x11, PAGE_SIZE);
	KUNIT_ASSERT_EQ(test, call(SHARE, t->phys, 0, 0), SMCCC_RET_SUCCESS);
	KUNIT_EXPECT_NULL(test, memchr_inv(t->page, 0x11, PAGE_SIZE));
	memset(t->page, 0x22, PAGE_SIZE);
	KUNIT_ASSERT_EQ(test, call(UNSHARE, t->phys, 0, 0), SMCCC_RET_SUCCESS);
	KUNIT_EXPECT_NULL(test, memchr_inv(t->page, 0x22, PAGE_SIZE));
}

/* After kexec some pages are still shared from the time of the kernel before. */
static void shared_page_can_be_shared(struct kunit *test)
{
	struct pkvm_test *t = test->priv;
	unsigned long addr = (unsigned long)t->page;

	KUNIT_ASSERT_EQ(test, call(SHARE, t->phys, 0, 0), SMCCC_RET_SUCCESS);
	KUNIT_EXPECT_EQ(test, set_memory_decrypted(addr, 1), 0);
	KUNIT_EXPECT_EQ(test, set_memory_encrypted(addr, 1), 0);
	KUNIT_EXPECT_EQ(test, call(UNSHARE, t->phys, 0, 0), SMCCC_RET_INVALID_PARAMETER);
}

/* Only a hypervisor that has this call says so. */
static void mmio_guard_is_for_devices(struct kunit *test)
{
	struct pkvm_test *t = test->priv;

	if (!kvm_arm_hyp_service_available(ARM_SMCCC_KVM_FUNC_MMIO_GUARD))
		kunit_skip(test, "the hypervisor has no MMIO_GUARD");
	KUNIT_EXPECT_EQ(test, call(GUARD, t->phys, 0, 0), SMCCC_RET_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, call(GUARD, 1, 0, 0), SMCCC_RET_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, call(SHARE, NO_RAM, 0, 0), SMCCC_RET_INVALID_PARAMETER);
}

static struct kunit_case pkvm_cases[] = {
	KUNIT_CASE(wrong_arguments_are_refused),
	KUNIT_CASE(state_is_checked),
	KUNIT_CASE(content_is_kept),
	KUNIT_CASE(shared_page_can_be_shared),
	KUNIT_CASE(mmio_guard_is_for_devices),
	{}
};

static struct kunit_suite pkvm_suite = {
	.name = "pkvm_calls",
	.init = pkvm_test_init,
	.test_cases = pkvm_cases,
};

kunit_test_suite(pkvm_suite);

MODULE_DESCRIPTION("Calls of arm64 guests to what is below them");
MODULE_LICENSE("GPL");
