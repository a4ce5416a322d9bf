/* SPDX-License-Identifier: GPL-2.0-only */
/* Numbers that are the same to C, the assembler and the linker. */
#ifndef MONITOR_CONST_H
#define MONITOR_CONST_H

#ifdef __ASSEMBLER__
#define UL(x)	x
#else
#define UL(x)	x##UL
#endif

#endif /* MONITOR_CONST_H */
