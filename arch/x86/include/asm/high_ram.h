/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_HIGH_RAM_H
#define ASM_HIGH_RAM_H

void high_ram_map(void);

#endif /* ASM_HIGH_RAM_H */
