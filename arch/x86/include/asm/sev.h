/* SPDX-License-Identifier: GPL-2.0-only */
/* What the personalities of the SEV family share. */
#ifndef ASM_SEV_H
#define ASM_SEV_H

#include <monitor/macros.h>
#include <monitor/types.h>

struct cpuid_regs;
struct vcpu;
struct view;

/* The highest bit that four levels of nested page tables translate. */
#define C_BIT_POSITION	47
#define C_BIT		BIT(C_BIT_POSITION)

extern const struct view sev_private_view;
extern const struct view sev_shared_view;

void sev_init_vcpu(struct vcpu *vcpu);
void sev_es_cpuid(u32 leaf, u32 subleaf, struct cpuid_regs *regs);
bool sev_es_exit(struct vcpu *vcpu, u32 code);
void sev_cpuid(u32 leaf, u32 subleaf, struct cpuid_regs *regs);
void sev_write_cr3(struct vcpu *vcpu, u64 value);

#endif /* ASM_SEV_H */
