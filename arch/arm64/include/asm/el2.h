/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_EL2_H
#define ASM_EL2_H

void el2_init(void);

#endif /* ASM_EL2_H */
