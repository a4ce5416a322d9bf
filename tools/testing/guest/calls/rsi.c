// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does what is below a realm answer as version 1.0 of the Realm Management
 * Monitor specification (DEN 0137) says? Calls with wrong arguments, which the
 * kernel itself never makes, show that it looks at them.
 */
#include <linux/arm-smccc.h>
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/sizes.h>

#include <asm/rsi.h>

#include <kunit/resource.h>
#include <kunit/test.h>

/* Flash, in the lower half of the addresses: no RAM to be had there */
#define NO_RAM		0UL

struct rsi_test {
	phys_addr_t base;		/* two pages */
	phys_addr_t top;
	u64 unprotected;		/* bit of the upper half */
};

static void free_test_pages(void *pages)
{
	free_pages((unsigned long)pages, 1);
}

static int rsi_test_init(struct kunit *test)
{
	struct rsi_test *t = kunit_kzalloc(test, sizeof(*t), GFP_KERNEL);
	void *pages;

	if (!is_realm_world())
		kunit_skip(test, "not a realm");

	KUNIT_ASSERT_NOT_NULL(test, t);
	pages = (void *)__get_free_pages(GFP_KERNEL, 1);
	KUNIT_ASSERT_NOT_NULL(test, pages);
	KUNIT_ASSERT_EQ(test, 0, kunit_add_action_or_reset(test, free_test_pages, pages));
	t->base = virt_to_phys(pages);
	t->top = t->base + 2 * PAGE_SIZE;
	t->unprotected = PROT_NS_SHARED;
	test->priv = t;
	return 0;
}

static unsigned long set_state(u64 base, u64 top, u64 ripas)
{
	struct arm_smccc_res res;

	arm_smccc_smc(SMC_RSI_IPA_STATE_SET, base, top, ripas, RSI_CHANGE_DESTROYED,
		      0, 0, 0, &res);
	return res.a0;
}

static unsigned long get_state(u64 base, u64 top)
{
	struct arm_smccc_res res;

	arm_smccc_smc(SMC_RSI_IPA_STATE_GET, base, top, 0, 0, 0, 0, 0, &res);
	return res.a0;
}

static unsigned long get_config(u64 addr)
{
	struct arm_smccc_res res;

	arm_smccc_smc(SMC_RSI_REALM_CONFIG, addr, 0, 0, 0, 0, 0, 0, &res);
	return res.a0;
}

static void wrong_arguments_are_refused(struct kunit *test)
{
	struct rsi_test *t = test->priv;
	unsigned long lower, higher;
	u64 high = t->unprotected;

	KUNIT_EXPECT_EQ(test, get_config(t->base + 8), RSI_ERROR_INPUT);
	KUNIT_EXPECT_EQ(test, get_config(t->base | high), RSI_ERROR_INPUT);
	KUNIT_EXPECT_EQ(test, get_state(t->base + 8, t->top), RSI_ERROR_INPUT);
	KUNIT_EXPECT_EQ(test, get_state(t->base, t->top + 8), RSI_ERROR_INPUT);
	KUNIT_EXPECT_EQ(test, get_state(t->base, t->base), RSI_ERROR_INPUT);
	KUNIT_EXPECT_EQ(test, get_state(t->base | high, t->top | high), RSI_ERROR_INPUT);
	KUNIT_EXPECT_EQ(test, set_state(t->base + 8, t->top, RSI_RIPAS_RAM), RSI_ERROR_INPUT);
	KUNIT_EXPECT_EQ(test, set_state(t->base, t->top + 8, RSI_RIPAS_RAM), RSI_ERROR_INPUT);
	KUNIT_EXPECT_EQ(test, set_state(t->base, t->base, RSI_RIPAS_RAM), RSI_ERROR_INPUT);
	KUNIT_EXPECT_EQ(test, set_state(t->top, t->base, RSI_RIPAS_RAM), RSI_ERROR_INPUT);
	KUNIT_EXPECT_EQ(test, set_state(t->base | high, t->top | high, RSI_RIPAS_RAM),
			RSI_ERROR_INPUT);
	KUNIT_EXPECT_EQ(test, set_state(t->base, t->top, RSI_RIPAS_DESTROYED), RSI_ERROR_INPUT);
	KUNIT_EXPECT_EQ(test, rsi_request_version(2 << 16, &lower, &higher), RSI_ERROR_INPUT);
	KUNIT_EXPECT_GE(test, higher, RSI_ABI_VERSION);
}

static void expect_state(struct kunit *test, phys_addr_t base, phys_addr_t top,
			 enum ripas want_ripas, phys_addr_t want_top)
{
	enum ripas ripas;
	phys_addr_t end;

	KUNIT_ASSERT_EQ(test, 0, rsi_ipa_state_get(base, top, &ripas, &end));
	KUNIT_EXPECT_EQ(test, ripas, want_ripas);
	KUNIT_EXPECT_EQ(test, end, want_top);
}

static void ripas_is_told(struct kunit *test)
{
	struct rsi_test *t = test->priv;
	phys_addr_t middle = t->base + PAGE_SIZE;

	expect_state(test, t->base, t->top, RSI_RIPAS_RAM, t->top);
	KUNIT_ASSERT_EQ(test, 0, rsi_set_memory_range_shared(t->base, middle));
	expect_state(test, t->base, t->top, RSI_RIPAS_EMPTY, middle);
	expect_state(test, middle, t->top, RSI_RIPAS_RAM, t->top);
	KUNIT_EXPECT_FALSE(test, arm64_rsi_is_protected(t->base, 2 * PAGE_SIZE));
	KUNIT_ASSERT_EQ(test, 0, rsi_set_memory_range_protected(t->base, t->top));
	expect_state(test, t->base, t->top, RSI_RIPAS_RAM, t->top);
}

/* RAM stays RAM, and what was in it too. */
static void no_change_keeps_content(struct kunit *test)
{
	struct rsi_test *t = test->priv;
	u8 *page = phys_to_virt(t->base);

	memset(page, 0x33, PAGE_SIZE);
	KUNIT_ASSERT_EQ(test, 0, rsi_set_memory_range_protected(t->base, t->top));
	KUNIT_EXPECT_NULL(test, memchr_inv(page, 0x33, PAGE_SIZE));
}

static void host_has_no_ram_for_flash(struct kunit *test)
{
	phys_addr_t top = ~0ULL;

	KUNIT_EXPECT_EQ(test, rsi_set_addr_range_state(NO_RAM, NO_RAM + PAGE_SIZE, RSI_RIPAS_RAM,
						       RSI_CHANGE_DESTROYED, &top), -EPERM);
	KUNIT_EXPECT_EQ(test, top, NO_RAM);
}

static struct kunit_case rsi_cases[] = {
	KUNIT_CASE(wrong_arguments_are_refused),
	KUNIT_CASE(ripas_is_told),
	KUNIT_CASE(no_change_keeps_content),
	KUNIT_CASE(host_has_no_ram_for_flash),
	{}
};

static struct kunit_suite rsi_suite = {
	.name = "rsi_calls",
	.init = rsi_test_init,
	.test_cases = rsi_cases,
};

kunit_test_suite(rsi_suite);
