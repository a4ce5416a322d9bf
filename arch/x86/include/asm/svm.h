/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_SVM_H
#define ASM_SVM_H

struct personality;

void svm_enable(const struct personality *p, unsigned int index);

#endif /* ASM_SVM_H */
