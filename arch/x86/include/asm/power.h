/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_POWER_H
#define ASM_POWER_H

#include <monitor/types.h>

struct vcpu;

void power_intercept(struct vcpu *vcpu);
void power_write(u16 port, u32 value);
bool power_exit(struct vcpu *vcpu, u32 code);

#endif /* ASM_POWER_H */
