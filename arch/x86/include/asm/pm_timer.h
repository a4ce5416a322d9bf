/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_PM_TIMER_H
#define ASM_PM_TIMER_H

#include <monitor/types.h>

void delay_us(unsigned int us);
u32 tsc_frequency_mhz(void);

#endif /* ASM_PM_TIMER_H */
