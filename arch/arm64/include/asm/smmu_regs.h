/* SPDX-License-Identifier: GPL-2.0-only */
/* Arm System Memory Management Unit Architecture, version 3 (IHI 0070). */
#ifndef ASM_SMMU_REGS_H
#define ASM_SMMU_REGS_H

#include <asm/layout.h>
#include <monitor/macros.h>

/* Chapter 6: registers */
#define SMMU_IDR1		(SMMU_BASE + 0x4)	/* 6.3.2 */
#define SMMU_CR0		(SMMU_BASE + 0x20)	/* 6.3.9 */
#define SMMU_CR0ACK		(SMMU_BASE + 0x24)	/* 6.3.10 */
#define SMMU_GERROR		(SMMU_BASE + 0x60)	/* 6.3.17 */
#define SMMU_GERRORN		(SMMU_BASE + 0x64)	/* 6.3.18 */
#define SMMU_STRTAB_BASE	(SMMU_BASE + 0x80)	/* 6.3.23 */
#define SMMU_STRTAB_BASE_CFG	(SMMU_BASE + 0x88)	/* 6.3.24 */
#define SMMU_CMDQ_BASE		(SMMU_BASE + 0x90)	/* 6.3.25 */
#define SMMU_CMDQ_PROD		(SMMU_BASE + 0x98)	/* 6.3.26 */
#define SMMU_CMDQ_CONS		(SMMU_BASE + 0x9c)	/* 6.3.27 */
#define SMMU_EVENTQ_BASE	(SMMU_BASE + 0xa0)	/* 6.3.28 */
#define SMMU_EVENTQ_PROD	(SMMU_BASE + 0x100a8)	/* 6.3.29, on page 1 */
#define SMMU_EVENTQ_CONS	(SMMU_BASE + 0x100ac)	/* 6.3.30, on page 1 */

#define CR0_SMMUEN		BIT(0)
#define CR0_EVENTQEN		BIT(2)
#define CR0_CMDQEN		BIT(3)
#define GERROR_CMDQ_ERR		BIT(0)

/* 3.5.1: the indices have a wrap bit above the queue's size, and one for overflow. */
#define QUEUE_OVERFLOW		0x80000000U

#endif /* ASM_SMMU_REGS_H */
