/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_GUEST_MEM_H
#define ASM_GUEST_MEM_H

#include <monitor/types.h>

struct host_e820;
struct personality;
struct vcpu;
struct view;

void guest_ram_init(const struct personality *p, const struct host_e820 *e820);
void *guest_ram(const struct view *view, u64 gpa, u64 size);
bool guest_translate(const struct vcpu *vcpu, u64 va, u64 *gpa);
void *guest_private(const struct vcpu *vcpu, u64 va, u64 size);
size_t guest_fetch(const struct vcpu *vcpu, u8 *buf, size_t size);

#endif /* ASM_GUEST_MEM_H */
