// SPDX-License-Identifier: GPL-2.0-only
/* Which requests of the guest are spoiled, and when. See spoil.h. */
#include <asm/spoil.h>
#include <monitor/macros.h>
#include <monitor/string.h>

/* The option's name, and how many requests are left alone before. */
static const struct {
	const char *option;
	unsigned int before;
} spoils[] = {
	/* Some events have passed by then: the kernel proper is running. */
	[SPOIL_GHCB_USAGE] = { "break=ghcb-usage", 50 },
	[SPOIL_GHCB_VERSION] = { "break=ghcb-version", 51 },
	[SPOIL_GHCB_EXIT_CODE] = { "break=ghcb-exit-code", 52 },
	[SPOIL_GHCB_RCX] = { "break=ghcb-rcx", 53 },
	[SPOIL_GHCB_MSR_RESERVED] = { "break=ghcb-msr-reserved", 0 },
	/* The decompressor's GHCB, the kernel's first one, then this one. */
	[SPOIL_SNP_REGISTER_LOST] = { "break=snp-register-lost", 2 },
	/* Pages that drivers and tests share one by one, and use. */
	[SPOIL_SNP_SHARE_LOST] = { "break=snp-share-lost", 20 },
	[SPOIL_SNP_SHARE_TWICE] = { "break=snp-share-twice", 22 },
	[SPOIL_SNP_SHARE_ADDRESS] = { "break=snp-share-address", 24 },
	[SPOIL_SNP_SHARE_OPERATION] = { "break=snp-share-operation", 26 },
	[SPOIL_SNP_VALIDATE_LOST] = { "break=snp-validate-lost", 5 },
	[SPOIL_SNP_RESCIND_LOST] = { "break=snp-rescind-lost", 20 },
	[SPOIL_TDX_SHARE_LOST] = { "break=tdx-share-lost", 4 },
	[SPOIL_TDX_SHARE_TWICE] = { "break=tdx-share-twice", 3 },
	[SPOIL_TDX_SHARE_ADDRESS] = { "break=tdx-share-address", 2 },
	[SPOIL_TDX_SHARE_UNALIGNED] = { "break=tdx-share-unaligned", 1 },
	[SPOIL_TDX_ACCEPT_LOST] = { "break=tdx-accept-lost", 3 },
	[SPOIL_TDX_ACCEPT_TWICE] = { "break=tdx-accept-twice", 1 },
	[SPOIL_TDX_MMIO_PRIVATE] = { "break=tdx-mmio-private", 50 },
	[SPOIL_TDX_FUNCTION] = { "break=tdx-function", 10 },
	[SPOIL_TDX_HIDDEN] = { "break=tdx-hidden", 12 },
};

static_assert(ARRAY_SIZE(spoils) == SPOIL_COUNT, "a name for each");

static bool wanted[SPOIL_COUNT];
static unsigned int passed[SPOIL_COUNT];

/**
 * spoil_option() - take an option that says what to spoil
 * @option: "break=NAME" for one request, "break=all" for one of each kind
 * @first: the first kind that the personality has
 * @last: the last one
 *
 * Return: NULL, or why it cannot be taken.
 */
const char *spoil_option(const char *option, enum spoil first, enum spoil last)
{
	bool all = strcmp(option, "break=all") == 0, known = false;
	unsigned int i;

	for (i = first; i <= last; i++) {
		if (all || strcmp(option, spoils[i].option) == 0) {
			wanted[i] = true;
			known = true;
		}
	}
	return known ? NULL : "unknown";
}

/**
 * spoil_now() - whether a request is the one to spoil
 * @what: what could be done with it
 *
 * Return: true once, if at all.
 */
bool spoil_now(enum spoil what)
{
	if (!wanted[what] || passed[what]++ < spoils[what].before)
		return false;
	wanted[what] = false;
	return true;
}
