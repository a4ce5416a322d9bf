/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MONITOR_PRINTK_H
#define MONITOR_PRINTK_H

#include <stdarg.h>
#include <monitor/macros.h>
#include <monitor/types.h>

int __printf(3, 0) vsnprintf(char *buf, size_t size, const char *fmt, va_list args);
int __printf(3, 4) snprintf(char *buf, size_t size, const char *fmt, ...);

void __printf(1, 2) pr_info(const char *fmt, ...);
void __printf(1, 2) pr_violation(const char *fmt, ...);
void __printf(1, 0) vpr_err(const char *fmt, va_list args);
void __noreturn __printf(1, 2) panic(const char *fmt, ...);

#endif /* MONITOR_PRINTK_H */
