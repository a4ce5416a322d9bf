/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef ASM_MAIN_H
#define ASM_MAIN_H

#include <monitor/macros.h>

void __noreturn monitor_main(void);

#endif /* ASM_MAIN_H */
