/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MONITOR_TOUCHES_H
#define MONITOR_TOUCHES_H

#include <monitor/types.h>

/* Set by the option "touches" */
extern bool count_touches;

void touches_conversion(u64 address, bool shared);
bool touches_first(u64 address, bool write);
void touches_report(void);

#endif /* MONITOR_TOUCHES_H */
