/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What instructions are made of: AMD64 Architecture Programmer's Manual, volume 3
 * (24594), 1.2.7 REX Prefix, 1.4.1 ModRM and 1.4.2 SIB.
 */
#ifndef ASM_INSN_H
#define ASM_INSN_H

#include <monitor/macros.h>

#define REX_MASK		0xf0
#define REX			0x40
#define REX_B			BIT(0)
#define REX_X			BIT(1)
#define OPCODE_ESCAPE		0x0f

#define MODRM_MOD(modrm)	((modrm) >> 6)
#define MODRM_REG(modrm)	((modrm) >> 3 & 7)
#define MODRM_RM(modrm)		((modrm) & 7)

#endif /* ASM_INSN_H */
