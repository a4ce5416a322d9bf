/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Spoils what the guest asks for, once, before it is looked at, or loses it:
 * only to see that a mistake there is noticed.
 */
#ifndef ASM_SPOIL_H
#define ASM_SPOIL_H

#include <monitor/types.h>

/* In an order in which the personalities' parts are contiguous. */
enum spoil {
	SPOIL_GHCB_USAGE,
	SPOIL_GHCB_VERSION,
	SPOIL_GHCB_EXIT_CODE,
	SPOIL_GHCB_RCX,
	SPOIL_GHCB_MSR_RESERVED,
	SPOIL_GHCB_LAST = SPOIL_GHCB_MSR_RESERVED,
	SPOIL_SNP_REGISTER_LOST,
	SPOIL_SNP_SHARE_LOST,
	SPOIL_SNP_SHARE_TWICE,
	SPOIL_SNP_SHARE_ADDRESS,
	SPOIL_SNP_SHARE_OPERATION,
	SPOIL_SNP_VALIDATE_LOST,
	SPOIL_SNP_RESCIND_LOST,
	SPOIL_SNP_LAST = SPOIL_SNP_RESCIND_LOST,
	SPOIL_TDX_SHARE_LOST,
	SPOIL_TDX_SHARE_TWICE,
	SPOIL_TDX_SHARE_ADDRESS,
	SPOIL_TDX_SHARE_UNALIGNED,
	SPOIL_TDX_ACCEPT_LOST,
	SPOIL_TDX_ACCEPT_TWICE,
	SPOIL_TDX_MMIO_PRIVATE,
	SPOIL_TDX_FUNCTION,
	SPOIL_TDX_HIDDEN,
	SPOIL_TDX_LAST = SPOIL_TDX_HIDDEN,
	SPOIL_COUNT
};

const char *spoil_option(const char *option, enum spoil first, enum spoil last);
bool spoil_now(enum spoil what);

#endif /* ASM_SPOIL_H */
