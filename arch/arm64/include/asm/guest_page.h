/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_GUEST_PAGE_H
#define ASM_GUEST_PAGE_H

#include <monitor/types.h>

void guest_pages_init(u64 lost_content);
void guest_pages_be_lenient(void);
bool guest_page_is_shared(u64 ipa);
void guest_page_share(u64 ipa);
bool guest_page_touch(u64 ipa, bool write);
void guest_page_share_beforehand(u64 ipa);
bool guest_page_is_beforehand(u64 ipa);
void guest_page_unshare(u64 ipa);
void guest_page_keep(u64 ipa);
void guest_page_withhold(u64 ipa);
bool guest_page_is_withheld(u64 ipa);
void guest_pages_report(void);

#endif /* ASM_GUEST_PAGE_H */
