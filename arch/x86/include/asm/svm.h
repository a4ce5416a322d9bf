/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_SVM_H
#define ASM_SVM_H

#include <asm/layout.h>

struct personality;
struct vmcb;

/* VMSAVE, 15.5.2: FS, GS, TR, LDTR and some MSRs, which VMRUN does not switch */
static inline void svm_save(struct vmcb *vmcb)
{
	asm volatile("vmsave %%rax" : : "a" (virt_to_phys(vmcb)) : "memory");
}

void svm_enable(const struct personality *p, unsigned int index);

#endif /* ASM_SVM_H */
