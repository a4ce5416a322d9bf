/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef MONITOR_TRACE_H
#define MONITOR_TRACE_H

#include <monitor/types.h>

/* Set by the option "trace" */
extern bool trace_conversions;

void trace_conversion(u64 address, bool shared, u64 pc);
void trace_flush(void);

#endif /* MONITOR_TRACE_H */
