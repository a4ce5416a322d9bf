/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_REFUSAL_H
#define ASM_REFUSAL_H

#include <monitor/types.h>

const char *refusal_set_option(const char *value);
u64 refusal_grant(u64 ipa, u64 pages, bool share, bool by_page);
void refusal_report(u64 pages_lost);

#endif /* ASM_REFUSAL_H */
