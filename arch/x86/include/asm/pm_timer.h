/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PM_TIMER_H
#define ASM_PM_TIMER_H

void delay_us(unsigned int us);

#endif /* ASM_PM_TIMER_H */
