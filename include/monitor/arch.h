/* SPDX-License-Identifier: GPL-2.0-only */
/* What the common code needs from each architecture. */
#ifndef MONITOR_ARCH_H
#define MONITOR_ARCH_H

#include <monitor/macros.h>

void console_write(const char *s);
void __noreturn power_off(void);

#endif /* MONITOR_ARCH_H */
