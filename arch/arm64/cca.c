// SPDX-License-Identifier: GPL-2.0-only
/*
 * Personality "cca": a realm, as Linux is one under a Realm Management Monitor.
 * Its specification (DEN 0137), version 1.0, says what the guest sees.
 *
 * The upper half of the guest's physical addresses is shared with the host:
 * there are devices, and there is a page while its RIPAS is EMPTY. In the lower
 * half a page is there while its RIPAS is RAM. Content is lost on any change.
 *
 * The host that is played here gives RAM where there is RAM, and has nothing at
 * the shared address of a page that is private. Others have a page there at once,
 * with the option "lenient": a device that is led there by mistake then is not told
 * so. Pages that it gives are cleared, as those of Linux are unless it had given
 * them before; what is in them is not specified, and with the option "poison" it is
 * poison. It need not do all that a call asks for, and comes back to the guest after
 * a few pages with the option "piecemeal".
 */
#include <asm/devices.h>
#include <asm/guest_page.h>
#include <asm/guest_ram.h>
#include <asm/layout.h>
#include <asm/personality.h>
#include <asm/refusal.h>
#include <asm/rsi.h>
#include <asm/smccc.h>
#include <monitor/macros.h>
#include <monitor/poison.h>
#include <monitor/printk.h>
#include <monitor/string.h>

/* A2.2.1 "Realm IPA space": the highest bit tells unprotected from protected. */
#define UNPROTECTED		BIT(IPA_BITS - 1)

static_assert(sizeof(struct rsi_realm_config) == SZ_4K, "a granule");

#define PIECE_SIZE		(5 * SZ_4K)

static u64 lost_content;
static bool lenient, piecemeal;

static const char *cca_set_option(const char *option)
{
	if (strcmp(option, "isolate") == 0)
		return "implied, leave it out";
	if (strcmp(option, "poison") == 0)
		lost_content = SHARED_VIEW_POISON;
	else if (strcmp(option, "lenient") == 0)
		lenient = true;
	else if (strcmp(option, "piecemeal") == 0)
		piecemeal = true;
	else
		return "unknown";
	return NULL;
}

static void cca_init(void)
{
	guest_pages_init(lost_content);
	if (lenient)
		guest_pages_be_lenient();
	devices_map(UNPROTECTED);
}

/* Answers and reports a call whose arguments are wrong. */
static void refuse(u64 *x, const char *why)
{
	pr_info("RSI: call 0x%llx of 0x%llx 0x%llx 0x%llx 0x%llx refused: %s", x[0], x[1], x[2],
		x[3], x[4], why);
	x[0] = RSI_ERROR_INPUT;
}

static void rsi_version(u64 *x)
{
	u64 requested = x[1];

	if (requested == RSI_VERSION_1_0)
		x[0] = RSI_SUCCESS;
	else
		refuse(x, "not a version that is supported");
	x[1] = RSI_VERSION_1_0;
	x[2] = RSI_VERSION_1_0;
}

/* All feature registers are zero, those that are not defined too. */
static void rsi_features(u64 *x)
{
	x[0] = RSI_SUCCESS;
	x[1] = 0;
}

static u64 ripas_of(u64 ipa)
{
	return is_guest_ram(ipa) && !guest_page_is_shared(ipa) ? RSI_RAM : RSI_EMPTY;
}

static void rsi_realm_config(u64 *x)
{
	struct rsi_realm_config *config;
	u64 ipa = x[1];

	if (!IS_ALIGNED(ipa, SZ_4K)) {
		refuse(x, "not aligned to a granule");
	} else if (ipa >= UNPROTECTED) {
		refuse(x, "not a protected address");
	} else if (ripas_of(ipa) != RSI_RAM) {
		/* The specification has the realm take an abort. */
		panic("RSI: realm configuration to 0x%llx, which is not RAM", ipa);
	} else {
		config = phys_to_virt(private_copy(ipa));
		memset(config, 0, sizeof(*config));
		config->ipa_width = IPA_BITS;
		x[0] = RSI_SUCCESS;
	}
}

/* Why the range from X1 up to, and without, X2 is none, or NULL */
static const char *range_refusal(const u64 *x)
{
	if (!IS_ALIGNED(x[1], SZ_4K))
		return "base not aligned to a granule";
	if (!IS_ALIGNED(x[2], SZ_4K))
		return "top not aligned to a granule";
	if (x[2] <= x[1])
		return "top not above base";
	if (x[2] > UNPROTECTED)
		return "not all protected addresses";
	return NULL;
}

static void set_ripas(u64 ipa, u64 ripas)
{
	if (ripas == ripas_of(ipa)) {
		if (is_guest_ram(ipa))
			guest_page_keep(ipa);
	} else if (ripas == RSI_RAM) {
		guest_page_unshare(ipa);
	} else {
		guest_page_share(ipa);
	}
}

static bool has_ripas(u64 ipa, u64 top, u64 ripas)
{
	for (; ipa < top; ipa += SZ_4K) {
		if (ripas_of(ipa) != ripas)
			return false;
	}
	return true;
}

/*
 * Returns up to where a request is granted, which is the base if it is refused,
 * see refusal.c. A request that is granted in part succeeds, and the guest goes
 * on asking from there.
 */
static u64 granted_top(u64 base, u64 top, u64 ripas)
{
	u64 granted, ipa;

	if (has_ripas(base, top, ripas))
		return top;
	if (piecemeal && top - base > PIECE_SIZE)
		top = base + PIECE_SIZE;
	granted = refusal_grant(base, (top - base) / SZ_4K, ripas == RSI_EMPTY, false);
	for (ipa = base; !granted && ipa < top; ipa += SZ_4K) {
		if (is_guest_ram(ipa))
			guest_page_withhold(ipa);
	}
	return base + granted * SZ_4K;
}

/*
 * There is no RIPAS "DESTROYED" with this host, so the flag in X4 that is about
 * it makes no difference. The host rejects RAM where it has none, and then the
 * base is as far as it came. It has no means to reject EMPTY: if that is to be
 * refused, it must be by an error.
 */
static void rsi_ipa_state_set(u64 *x)
{
	const char *refusal = range_refusal(x);
	u64 base = x[1], ipa = base, ripas = x[3], top = base;

	if (!refusal && ripas > RSI_RAM)
		refusal = "neither EMPTY nor RAM";
	if (!refusal) {
		top = granted_top(base, x[2], ripas);
		if (top == base && ripas == RSI_EMPTY)
			refusal = "as asked for";
	}
	if (refusal) {
		refuse(x, refusal);
		return;
	}
	while (ipa < top && (ripas == RSI_EMPTY || is_guest_ram(ipa))) {
		set_ripas(ipa, ripas);
		ipa += SZ_4K;
	}
	if (ipa < top)
		pr_info("RSI: the host has no RAM at 0x%llx", ipa);
	x[0] = RSI_SUCCESS;
	x[1] = ipa;
	x[2] = ipa < top || top == base ? RSI_REJECT : RSI_ACCEPT;
}

/* A range may end earlier than it must: here it does where RAM begins or ends. */
static void rsi_ipa_state_get(u64 *x)
{
	const char *refusal = range_refusal(x);
	u64 base = x[1], top = x[2], ripas, end;

	if (refusal) {
		refuse(x, refusal);
		return;
	}
	ripas = ripas_of(base);
	if (is_guest_ram(base)) {
		for (end = base; end < top && is_guest_ram(end) && ripas_of(end) == ripas;)
			end += SZ_4K;
	} else {
		end = base < GUEST_RAM_BASE && top > GUEST_RAM_BASE ? GUEST_RAM_BASE : top;
	}
	x[0] = RSI_SUCCESS;
	x[1] = end;
	x[2] = ripas;
}

static bool cca_call(struct guest_regs *regs)
{
	u64 *x = regs->x;

	switch ((u32)x[0]) {
	case RSI_VERSION:
		rsi_version(x);
		return true;
	case RSI_FEATURES:
		rsi_features(x);
		return true;
	case RSI_REALM_CONFIG:
		rsi_realm_config(x);
		return true;
	case RSI_IPA_STATE_SET:
		rsi_ipa_state_set(x);
		return true;
	case RSI_IPA_STATE_GET:
		rsi_ipa_state_get(x);
		return true;
	case RSI_MEASUREMENT_READ:
	case RSI_MEASUREMENT_EXTEND:
	case RSI_ATTESTATION_TOKEN_INIT:
	case RSI_ATTESTATION_TOKEN_CONTINUE:
	case RSI_HOST_CALL:
		/* A real one has these: say that this is not the guest's fault. */
		pr_info("RSI: call 0x%llx is not imitated", x[0]);
		return false;
	default:
		return false;
	}
}

const struct personality cca_personality = {
	.name = "cca",
	.conduit = CONDUIT_SMC,
	.private = true,
	.shared_bit = UNPROTECTED,
	.shared_type = STAGE2_DATA,
	.set_option = cca_set_option,
	.init = cca_init,
	.call = cca_call,
	.report = guest_pages_report,
};
