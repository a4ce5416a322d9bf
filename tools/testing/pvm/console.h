/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Standard output, which is the guest's console. What the VMM has to say goes
 * there too, on lines of its own that begin with "pvm: ".
 */
#ifndef PVM_CONSOLE_H
#define PVM_CONSOLE_H

#include <monitor/macros.h>

void console_on_line(const char *text, void (*function)(void));
void console_putc(char c);
void console_say(const char *fmt, ...) __printf(1, 2);
void __noreturn die(const char *fmt, ...) __printf(1, 2);

#endif /* PVM_CONSOLE_H */
