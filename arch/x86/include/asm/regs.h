/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * General-purpose registers by the number that instructions encode them with:
 * AMD64 Architecture Programmer's Manual, volume 3 (24594), section 1.4.1
 * (ModRM.reg, extended by REX.R). Also for assembly.
 */
#ifndef ASM_REGS_H
#define ASM_REGS_H

#define REG_RAX		0
#define REG_RCX		1
#define REG_RDX		2
#define REG_RBX		3
#define REG_RSP		4
#define REG_RBP		5
#define REG_RSI		6
#define REG_RDI		7
#define REG_R8		8
#define REG_R9		9
#define REG_R10		10
#define REG_R11		11
#define REG_R12		12
#define REG_R13		13
#define REG_R14		14
#define REG_R15		15
#define NR_REGS		16

#endif /* ASM_REGS_H */
