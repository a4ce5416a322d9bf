/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether a page of the guest's RAM is private or shared, for platforms that
 * keep track of it: SEV-SNP in the Reverse Map Table, TDX in the Secure EPT.
 */
#ifndef ASM_PAGE_STATE_H
#define ASM_PAGE_STATE_H

#include <monitor/types.h>

struct vcpu;

/**
 * enum page_state - what a page of the guest's RAM is
 * @PAGE_PRIVATE: in use as private memory; all pages when the guest starts
 * @PAGE_PENDING: the hypervisor has made it private, and the guest has not yet
 *	agreed (SEV-SNP: PVALIDATE; TDX: TDG.MEM.PAGE.ACCEPT)
 * @PAGE_SHARED: shared with the hypervisor and its devices
 */
enum page_state { PAGE_PRIVATE, PAGE_PENDING, PAGE_SHARED };

bool page_is_ram(u64 gpa);
enum page_state page_state(u64 gpa);
const char *page_state_name(u64 gpa);
void page_state_set(struct vcpu *vcpu, u64 gpa, enum page_state state);
void page_state_at_start(const struct vcpu *vcpu);
void page_clear(struct vcpu *vcpu, u64 gpa);
bool page_state_fault(struct vcpu *vcpu, const char *section);

#endif /* ASM_PAGE_STATE_H */
